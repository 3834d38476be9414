import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { GiveConsent, WithdrawConsent } from './consent.commands.js';
import type { ConsentEvent } from './consent.events.js';
import { counts, isNeutral, type Consents } from './consent.state.js';
import { mayEntrustTo } from './representatives.state.js';

export type ConsentCommand = GiveConsent | WithdrawConsent;

export function decideConsent(command: ConsentCommand, state: Consents, weighing: Weighing): readonly NewFact<ConsentEvent>[] {
  switch (command.type) {
    case 'GiveConsent': {
      const {
        by, representativeRef, outcome, destinationState, carerRef, language, manner, interpreterRef, understanding, informedBy, witnessRef, witnessOrgType, words,
      } = command;
      if (by === 'REPRESENTATIVE' && !representativeRef) throw new BadForm('representativeRef', 'says who of the representatives agrees');
      if (by === 'CHILD' && representativeRef) throw new BadForm('representativeRef', 'is for the consent of a representative');
      if (representativeRef && !mayEntrustTo(state.representatives, representativeRef, carerRef)) throw new BadForm('representativeRef', 'is to care for the child: nobody but a parent agrees to that for it');
      if (witnessRef === informedBy || witnessRef === representativeRef) throw new BadForm('witnessRef', 'is neither who agrees nor who informed');
      if (!isNeutral(command, weighing.actor, weighing.participants)) throw new BadForm('witnessRef', 'is neutral, and has no part in the decision or the journey');
      const data = {
        by, representativeRef, outcome, destinationState, carerRef, language, manner, interpreterRef, understanding, informedBy, witnessRef, witnessOrgType, words,
      };
      // What no longer counts is given anew, be it in the same terms.
      const alreadySo = state.given.some((consent) => counts(consent, state, weighing) && isSame(consent.data, data));
      return alreadySo ? [] : [{ type: 'repatriation.ConsentGiven', data }];
    }
    case 'WithdrawConsent': {
      const { whose, channel, witnessRef, words } = command;
      return [{ type: 'repatriation.ConsentWithdrawn', data: { whose, channel, witnessRef, words } }];
    }
  }
}
