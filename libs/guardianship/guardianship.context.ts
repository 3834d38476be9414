import { contextOf, topic } from '../decider/context.js';
import { isOfEntitled } from '../decider/event.js';
import { notesOfProcedure } from '../decider/majority.js';
import * as arrangementCommands from './arrangement.commands.js';
import { decideArrangements, evolveArrangements, noArrangements, notesOfArrangements, type Arrangements } from './arrangement.decider.js';
import { arrangementDuties } from './arrangement.duties.js';
import { arrangementEvents } from './arrangement.events.js';
import * as contactCommands from './contact.commands.js';
import { decideContact, evolveContact, noContact, notesOfContact, type Contact } from './contact.decider.js';
import { contactDuties } from './contact.duties.js';
import { contactEvents } from './contact.events.js';
import * as disclosureCommands from './disclosure.commands.js';
import { decideDisclosure } from './disclosure.decider.js';
import { disclosureEvents } from './disclosure.events.js';
import { guardianshipShared } from './guardianship.shared.js';
import * as interpreterCommands from './interpreter.commands.js';
import { decideInterpretation } from './interpreter.decider.js';
import { interpreterEvents } from './interpreter.events.js';
import { interpreterFit } from './interpreter.facts.js';
import { evolveInterpretation, noInterpretation, noteLanguages, type Interpretation } from './interpreter.state.js';
import * as legalAidCommands from './legal-aid.commands.js';
import { decideLegalAid } from './legal-aid.decider.js';
import { legalAidDuties } from './legal-aid.duties.js';
import { legalAidEvents } from './legal-aid.events.js';
import { legalAidActive } from './legal-aid.facts.js';
import { annulmentsOfLegalAid, evolveLegalAid, type LegalAid } from './legal-aid.state.js';
import * as representativeCommands from './representative.commands.js';
import { afterRuling, decideRepresentation } from './representative.decider.js';
import { representativeDuties } from './representative.duties.js';
import { representativeEvents } from './representative.events.js';
import { guardianCaseload, guardianIndependent, representativeActive } from './representative.facts.js';
import { annulmentsOfRepresentation, evolveRepresentation, noRepresentation, noteDispute, noteDisputeEnded, noteMajority, noteShownMajority, noteSilencing, silencing, type Representation } from './representative.state.js';
import * as victimCommands from './victim.commands.js';
import { decideVictim, evolveRemedies, noRemedies, type Remedies } from './victim.decider.js';
import { victimDuties } from './victim.duties.js';
import { victimEvents } from './victim.events.js';

export interface Guardianship {
  readonly representation: Representation;
  readonly legalAid: LegalAid;
  readonly interpretation: Interpretation;
  readonly contact: Contact;
  readonly disclosure: undefined;
  readonly victim: Remedies;
  readonly arrangements: Arrangements;
}

/** Representation: who speaks for the child, who defends it, and who puts its words into another language. */
export const guardianship = contextOf<Guardianship>({
  name: 'guardianship',
  subject: 'child',
  topics: {
    representation: topic({
      events: representativeEvents, commands: representativeCommands,
      initial: noRepresentation, evolve: evolveRepresentation, decide: decideRepresentation,
      takesNoteOf: {
        'identification.ChildFound': noteMajority, 'identification.LeftBehindChildRegistered': noteMajority, 'identification.IdentityAttested': noteShownMajority, ...notesOfProcedure(),
        'best-interests.ParentalDisputeReported': noteDispute, 'best-interests.ParentalDisputeEnded': noteDisputeEnded,
        ...Object.fromEntries(silencing.map((type) => [type, noteSilencing])),
      },
      annulments: annulmentsOfRepresentation,
    }),
    legalAid: topic({
      events: legalAidEvents, commands: legalAidCommands, initial: [] as LegalAid, evolve: evolveLegalAid, decide: decideLegalAid, annulments: annulmentsOfLegalAid,
    }),
    interpretation: topic({
      events: interpreterEvents, commands: interpreterCommands, initial: noInterpretation, evolve: evolveInterpretation, decide: decideInterpretation,
      takesNoteOf: { 'identification.ChildFound': noteLanguages },
    }),
    contact: topic({ events: contactEvents, commands: contactCommands, initial: noContact, evolve: evolveContact, decide: decideContact, takesNoteOf: notesOfContact }),
    // What was reported of this moves nothing here; oversight reads it.
    disclosure: topic({ events: disclosureEvents, commands: disclosureCommands, initial: undefined, evolve: () => undefined, decide: decideDisclosure }),
    victim: topic({ events: victimEvents, commands: victimCommands, initial: noRemedies, evolve: evolveRemedies, decide: decideVictim }),
    arrangements: topic({
      events: arrangementEvents, commands: arrangementCommands, initial: noArrangements, evolve: evolveArrangements, decide: decideArrangements, takesNoteOf: notesOfArrangements,
    }),
  },
  shared: guardianshipShared,
  facts: [representativeActive, guardianIndependent, guardianCaseload, legalAidActive, interpreterFit],
  duties: [...representativeDuties, ...contactDuties, ...legalAidDuties, ...arrangementDuties, ...victimDuties],
  defends: ({ legalAid }, personRef) => legalAid.some(({ lawyerRef, acceptedBy, failed }) => lawyerRef === personRef && acceptedBy !== undefined && !failed),
  // A ruling that is corrected takes what it would have taken, and gives nothing back: the suspension that it lifts waits until it is certified anew.
  follow: (fact, { representation }, _, before) => afterRuling(fact, representation).filter(({ type }) => !before || (type === 'guardianship.MandateAnnulled' && isOfEntitled(fact))),
});
