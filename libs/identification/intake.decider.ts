import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AcceptReferral, AttestRightsExplained, RecordReferralRefused, ReferToChildProtection } from './intake.commands.js';
import type { IntakeEvent, ReferralAccepted } from './intake.events.js';

export type IntakeCommand = ReferToChildProtection | AcceptReferral | RecordReferralRefused | AttestRightsExplained;

/** Who took the case on, in the order in which it was recorded. */
export type Intake = readonly Fact<typeof ReferralAccepted>[];

export function evolveIntake(intake: Intake, fact: Fact<IntakeEvent>): Intake {
  return fact.type === 'identification.ReferralAccepted' ? [...intake, fact] : intake;
}

export function decideIntake(command: IntakeCommand, intake: Intake, { actor }: Weighing): readonly NewFact<IntakeEvent>[] {
  switch (command.type) {
    case 'ReferToChildProtection': {
      const { receiver, purpose, urgency, note } = command;
      return [{ type: 'identification.ReferralMade', data: { receiver, purpose, urgency, note } }];
    }
    case 'AcceptReferral': {
      const { referralRef, responsibleRef } = command;
      const data = { referralRef, responsibleRef };
      const alreadySo = intake.some((accepted) => accepted.meta.recordedBy.orgRef === actor.orgRef && isSame(accepted.data, data));
      return alreadySo ? [] : [{ type: 'identification.ReferralAccepted', data }];
    }
    case 'RecordReferralRefused': {
      const { referralRef, refusedBy, reason, statement } = command;
      return [{ type: 'identification.ReferralRefused', data: { referralRef, refusedBy, reason, statement } }];
    }
    case 'AttestRightsExplained': {
      // To tell a child its rights again is another fact.
      const { rights, explainedBy, language, manner, interpreterRef, understanding, reaction } = command;
      return [{ type: 'identification.RightsExplained', data: { rights, explainedBy, language, manner, interpreterRef, understanding, reaction } }];
    }
  }
}
