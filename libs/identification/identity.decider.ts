import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AttestAccompaniment, AttestIdentity, AttestParentIdentity } from './identity.commands.js';
import { accompanimentDefinition, birthDocuments, type IdentityEvent } from './identity.events.js';
import type { Identity } from './identity.state.js';
import { majorityIn } from './majority.js';

export type IdentityCommand = AttestAccompaniment | AttestIdentity | AttestParentIdentity;

export function decideIdentity(command: IdentityCommand, state: Identity, { now }: Weighing): readonly NewFact<IdentityEvent>[] {
  switch (command.type) {
    case 'AttestAccompaniment': {
      const data = { accompaniment: command.accompaniment, definition: accompanimentDefinition, adultRefs: command.adultRefs ?? [] };
      return isSame(data, state.accompaniment) ? [] : [{ type: 'identification.AccompanimentAttested', data }];
    }
    case 'AttestIdentity': {
      const { shownBy, documentRef, nationalities, dateOfBirth, name } = command;
      const majorityOn = majorityIn(command, now);
      if (majorityOn && !birthDocuments.includes(shownBy)) throw new BadForm('shownBy', 'shows no day of birth');
      const data = { shownBy, documentRef, nationalities, majorityOn, dateOfBirth, name };
      return isSame(data, state.child) ? [] : [{ type: 'identification.IdentityAttested', data }];
    }
    case 'AttestParentIdentity': {
      const { parentRef, relation, shownBy, documentRef, name } = command;
      const data = { parentRef, relation, shownBy, documentRef, name };
      return isSame(data, state.parents.get(parentRef)) ? [] : [{ type: 'identification.ParentIdentityAttested', data }];
    }
  }
}
