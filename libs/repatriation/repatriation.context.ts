import { contextOf, topic } from '../decider/context.js';
import * as appealCommands from './appeal.commands.js';
import { decideAppeal } from './appeal.decider.js';
import { appealDuties } from './appeal.duties.js';
import { appealEvents } from './appeal.events.js';
import { appealClear } from './appeal.facts.js';
import { evolveAppeals, noAppeals, notesOfAppeals, type Appeals } from './appeal.state.js';
import * as claimsCommands from './claims.commands.js';
import { decideClaims } from './claims.decider.js';
import { claimsEvents } from './claims.events.js';
import { noOpenCoercionReport, noProtectionClaim } from './claims.facts.js';
import { evolveClaims, noClaims, notesOfClaims, type Claims } from './claims.state.js';
import * as consentCommands from './consent.commands.js';
import { decideConsent } from './consent.decider.js';
import { consentEvents } from './consent.events.js';
import { consentOfChild, consentOfRepresentative } from './consent.facts.js';
import { annulmentsOfConsents, evolveConsents, noConsents, notesOfConsents, type Consents } from './consent.state.js';
import * as courseCommands from './course.commands.js';
import { decideCourse, type CourseCommand } from './course.decider.js';
import { courseEvents } from './course.events.js';
import { evolveCourse, noCourse, notesOfCourse, type Course } from './course.state.js';
import * as decisionCommands from './decision.commands.js';
import { decideDecision } from './decision.decider.js';
import { decisionDuties } from './decision.duties.js';
import { decisionEvents } from './decision.events.js';
import { annulmentsOfDecisions, evolveDecisions, noDecisions, notesOfDecisions, type Decisions } from './decision.state.js';
import * as originCommands from './origin.commands.js';
import { decideOrigin } from './origin.decider.js';
import { originDuties } from './origin.duties.js';
import { originEvents } from './origin.events.js';
import { centralAuthorityOk, enquiryConsented, originStateReady } from './origin.facts.js';
import { annulmentsOfOrigin, evolveOrigin, noOrigin, notesOfOrigin, type Origin } from './origin.state.js';
import * as preparationCommands from './preparation.commands.js';
import { decidePreparation } from './preparation.decider.js';
import { preparationEvents } from './preparation.events.js';
import { childInformed, documentsReady, noDanger, timingAssessed } from './preparation.facts.js';
import { evolvePreparation, noPreparation, notesOfPreparation, type Preparation } from './preparation.state.js';
import { repatriationShared } from './repatriation.shared.js';
import * as transferCommands from './transfer.commands.js';
import { knownAt } from '../decider/times.js';
import { couldSpeak } from './representatives.state.js';
import { afterFall, afterHalt, afterMissing, decideTransfer } from './transfer.decider.js';
import { transferEvents } from './transfer.events.js';
import { escortCivil, notCustodialTravel, transferInForce } from './transfer.facts.js';
import { corridorChanged } from './transfer.reaction.js';
import { annulmentsOfTransfer, evolveTransfer, notesOfTransfer, noTransfer, type Transfer } from './transfer.state.js';

export interface Repatriation {
  readonly origin: Origin;
  readonly consent: Consents;
  readonly claims: Claims;
  readonly preparation: Preparation;
  readonly decision: Decisions;
  readonly appeals: Appeals;
  readonly transfer: Transfer;
  readonly course: Course;
}

/** How a determination is carried out where the child has to travel: with consent, explained, open to appeal, and safe. */
export const repatriation = contextOf<Repatriation>({
  name: 'repatriation',
  subject: 'child',
  topics: {
    origin: topic({
      events: originEvents, commands: originCommands, initial: noOrigin, evolve: evolveOrigin, decide: decideOrigin,
      takesNoteOf: notesOfOrigin, annulments: annulmentsOfOrigin,
    }),
    consent: topic({
      events: consentEvents, commands: consentCommands, initial: noConsents, evolve: evolveConsents, decide: decideConsent,
      takesNoteOf: notesOfConsents, annulments: annulmentsOfConsents,
    }),
    claims: topic({ events: claimsEvents, commands: claimsCommands, initial: noClaims, evolve: evolveClaims, decide: decideClaims, takesNoteOf: notesOfClaims }),
    preparation: topic({
      events: preparationEvents, commands: preparationCommands, initial: noPreparation, evolve: evolvePreparation, decide: decidePreparation, takesNoteOf: notesOfPreparation,
    }),
    decision: topic({
      events: decisionEvents, commands: decisionCommands, initial: noDecisions, evolve: evolveDecisions, decide: decideDecision, takesNoteOf: notesOfDecisions,
      annulments: annulmentsOfDecisions,
    }),
    appeals: topic({ events: appealEvents, commands: appealCommands, initial: noAppeals, evolve: evolveAppeals, decide: decideAppeal, takesNoteOf: notesOfAppeals }),
    transfer: topic({
      events: transferEvents, commands: transferCommands, initial: noTransfer, evolve: evolveTransfer, decide: decideTransfer,
      takesNoteOf: notesOfTransfer, annulments: annulmentsOfTransfer,
    }),
    course: topic({ events: courseEvents, commands: courseCommands, initial: noCourse, evolve: evolveCourse, decide: (command: CourseCommand, _, occasion) => decideCourse(command, occasion), takesNoteOf: notesOfCourse }),
  },
  duties: [...decisionDuties, ...appealDuties, ...originDuties],
  reactions: [corridorChanged],
  shared: repatriationShared,
  facts: [
    enquiryConsented, originStateReady, centralAuthorityOk, consentOfChild, consentOfRepresentative, noProtectionClaim, noOpenCoercionReport,
    noDanger, childInformed, timingAssessed, documentsReady, appealClear,
    escortCivil, notCustodialTravel, transferInForce,
  ],
  follow: (fact, { transfer, origin, consent }, fell) => [...afterFall(fact, transfer, fell, consent.representatives), ...afterHalt(fact, transfer, origin), ...afterMissing(fact, transfer, origin)],
  standing: ({ transfer: { inForce, ended, seeming } }) => inForce && { gate: transferCommands.transferGate.at(-1)!, command: inForce.data, at: knownAt(inForce), without: ended?.told ?? seeming },
  speaks: ({ consent }, personRef, at) => couldSpeak(consent.representatives, personRef, { from: at.toISOString() }),
});
