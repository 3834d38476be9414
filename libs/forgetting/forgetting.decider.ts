import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { mattersOf } from '../decider/open-matters.js';
import { assertDocumentShown } from '../decider/statement.js';
import type {
  AttestDutiesSettled, AttestForgettingTold, DestroySubjectKeys, DisableSubjectKeys, LiftLegalHold, PlaceLegalHold, RequestForgetting, TakeBackForgetting,
} from './forgetting.commands.js';
import type { ForgettingEvent } from './forgetting.events.js';
import { isDisabledWhole } from './forgetting.facts.js';
import type { Forgetting } from './forgetting.state.js';

export type ForgettingCommand =
  PlaceLegalHold | LiftLegalHold | RequestForgetting | TakeBackForgetting | AttestDutiesSettled | DisableSubjectKeys | AttestForgettingTold | DestroySubjectKeys;

export function decideForgetting(command: ForgettingCommand, { holds, settled, asked, disabled, told, destroyed, forgotten }: Forgetting, weighing: Weighing): readonly NewFact<ForgettingEvent>[] {
  const { actor, childRef } = weighing;
  const matters = mattersOf(weighing)?.state;
  const records = matters?.records ?? [childRef];
  // Whoever asks for itself asks for nobody else.
  if (actor.role === 'CHILD' && ![childRef, ...records].includes(actor.onBehalfOf ?? '')) throw new NotCompetent();
  if (forgotten ?? destroyed) {
    if (command.type === 'DestroySubjectKeys') return [];
    throw new NotApplicable('the keys of the child are destroyed');
  }
  switch (command.type) {
    case 'PlaceLegalHold':
      assertDocumentShown(command);
      return [{ type: 'forgetting.LegalHoldPlaced', data: { ground: command.ground } }];
    case 'LiftLegalHold': {
      const hold = holds.find(({ id }) => id === command.hold);
      if (!hold) throw new NotApplicable('no such hold stands');
      if (hold.meta.recordedBy.orgRef !== actor.orgRef) throw new NotCompetent();
      return [{ type: 'forgetting.LegalHoldLifted', data: { hold: command.hold } }];
    }
    case 'RequestForgetting': {
      const { ground } = command;
      // The person shows who it is by its token, and the end of the time by the calendar.
      if (ground === 'ORDERED_BY_COURT' || (ground === 'SUBJECT_ASKS' && actor.role !== 'CHILD')) assertDocumentShown(command);
      if (actor.role === 'CHILD' && ground !== 'SUBJECT_ASKS') throw new BadForm('ground', 'is SUBJECT_ASKS where the person itself asks');
      if (asked && asked.data.ground !== ground) throw new NotApplicable('it was asked for on another ground, and that can be taken back');
      return asked ? [] : [{ type: 'forgetting.ForgettingAsked', data: { ground } }];
    }
    case 'TakeBackForgetting':
      if (!asked) throw new NotApplicable('nobody has asked for it');
      return [{ type: 'forgetting.ForgettingTakenBack', data: { reason: command.reason, records: [...disabled?.data.records ?? records] } }];
    case 'AttestDutiesSettled': {
      const duties = command.duties.filter((duty) => !settled.includes(duty));
      return duties.length > 0 ? [{ type: 'forgetting.DutiesSettled', data: { duties, reason: command.reason } }] : [];
    }
    case 'DisableSubjectKeys':
      // Where a record was merged since, the time begins anew for all of them, and whoever has to know is told of all.
      return disabled && matters && isDisabledWhole(disabled, matters) ? [] : [{ type: 'forgetting.SubjectKeysDisabled', data: { asked: asked!.id, records: [...records] } }];
    case 'AttestForgettingTold': {
      const { to } = command;
      if (!disabled) throw new NotApplicable('nobody has approved it');
      // Oversight says itself what it knows, and says so of nobody else's knowledge.
      if ((to === 'OVERSIGHT') !== (actor.role === 'OMBUDSPERSON' || actor.role === 'AUDITOR')) throw new NotCompetent();
      if (to !== 'OVERSIGHT') assertDocumentShown(command);
      return told.some(({ data }) => data.to === to) ? [] : [{ type: 'forgetting.ForgettingTold', data: { to } }];
    }
    case 'DestroySubjectKeys':
      return [{ type: 'forgetting.SubjectKeysDestroyed', data: { ground: asked!.data.ground, asked: asked!.id, disabled: disabled!.id, records: [...records] } }];
  }
}
