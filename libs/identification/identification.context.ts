import { contextOf, topic } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { notesOfProcedure } from '../decider/majority.js';
import * as accessCommands from './access.commands.js';
import { decideAccess, type AccessCommand } from './access.decider.js';
import { accessDuties } from './access.duties.js';
import { accessEvents } from './access.events.js';
import { evolveAccess, noAccessTold, type Access } from './access.state.js';
import * as careCommands from './care.commands.js';
import { decideCare } from './care.decider.js';
import { careDuties } from './care.duties.js';
import { careEvents } from './care.events.js';
import { annulmentsOfCare, evolveCare, noCare, type Care } from './care.state.js';
import * as carersCommands from './carers.commands.js';
import { afterLoss, decideCarers, evolveCarers, noCarers, notesOfCarers, type Carers } from './carers.decider.js';
import { carersDuties } from './carers.duties.js';
import { carersEvents } from './carers.events.js';
import { carerArrested } from './carers.reaction.js';
import * as custodyCommands from './custody.commands.js';
import { decideCustody, type CustodyCommand } from './custody.decider.js';
import { custodyEvents } from './custody.events.js';
import { evolveCustody, nothingToldOfCustody, type Custody } from './custody.state.js';
import * as familyCommands from './family.commands.js';
import { decideFamily } from './family.decider.js';
import { familyDuties } from './family.duties.js';
import { familyEvents } from './family.events.js';
import { evolveFamily, noFamily, type Family } from './family.state.js';
import * as findingCommands from './finding.commands.js';
import { decideFinding } from './finding.decider.js';
import { findingEvents } from './finding.events.js';
import { childRegistered, minority } from './finding.facts.js';
import { evolveFinding, noteIdentity, noteLeftBehind, noteRetraction, notFound, type Finding } from './finding.state.js';
import { identificationShared } from './identification.shared.js';
import * as identityCommands from './identity.commands.js';
import { decideIdentity } from './identity.decider.js';
import { identityEvents } from './identity.events.js';
import { evolveIdentity, noIdentity, notesOfIdentity, type Identity } from './identity.state.js';
import * as intakeCommands from './intake.commands.js';
import { decideIntake, evolveIntake, type Intake } from './intake.decider.js';
import { intakeDuties } from './intake.duties.js';
import { intakeEvents } from './intake.events.js';
import * as leftBehindCommands from './left-behind.commands.js';
import { decideLeftBehind, type LeftBehindCommand } from './left-behind.decider.js';
import { leftBehindDuties } from './left-behind.duties.js';
import { leftBehindEvents } from './left-behind.events.js';
import * as libertyCommands from './liberty.commands.js';
import { decideLiberty, type LibertyCommand } from './liberty.decider.js';
import { libertyDuties } from './liberty.duties.js';
import { libertyEvents } from './liberty.events.js';
import { evolveStays, notesOfStays, noStays, type Stays } from './liberty.state.js';
import * as linksCommands from './links.commands.js';
import { decideLinks } from './links.decider.js';
import { linksDuties } from './links.duties.js';
import { linksEvents } from './links.events.js';
import { twoPersons } from './links.facts.js';
import { mergeLapsed, recordMerged } from './links.reaction.js';
import { annulmentsOfLinks, evolveLinks, noLinks, type Links } from './links.state.js';
import * as measureCommands from './measure.commands.js';
import { decideMeasure, measuresAfterRuling } from './measure.decider.js';
import { measureDuties } from './measure.duties.js';
import { measureEvents } from './measure.events.js';
import { measureOpen } from './measure.facts.js';
import { annulmentsOfMeasures, evolveMeasures, noMeasures, type Measures } from './measure.state.js';
import * as placesCommands from './places.commands.js';
import { afterPlaceChange, decidePlaces } from './places.decider.js';
import { placesEvents, type StayPlaceChanged } from './places.events.js';
import { sameState } from './places.facts.js';
import { placeChanged } from './places.reaction.js';
import { evolvePlaces, noPlaces, notesOfPlaces, type Places } from './places.state.js';
import * as releaseCommands from './release.commands.js';
import { decideRelease } from './release.decider.js';
import { releaseEvents } from './release.events.js';
import { noCustodians, notesOfCustodians, type Custodians } from './release.state.js';
import * as remedyCommands from './remedy.commands.js';
import { decideRemedy, type RemedyCommand } from './remedy.decider.js';
import { remedyEvents } from './remedy.events.js';
import { evolveRemedies, noRemedies, type Remedies } from './remedy.state.js';
import * as reviewCommands from './review.commands.js';
import { decideReview, type ReviewCommand } from './review.decider.js';
import { reviewEvents } from './review.events.js';
import { evolveReviews, noReviews, type Reviews } from './review.state.js';
import * as safetyCommands from './safety.commands.js';
import { decideSafety, evolveSafety, noSafety, notesOfSafety, type Safety } from './safety.decider.js';
import { safetyDuties } from './safety.duties.js';
import { safetyEvents } from './safety.events.js';
import * as statusCommands from './status.commands.js';
import { decideStatus, evolveStatus, type Status } from './status.decider.js';
import { statusDuties } from './status.duties.js';
import { statusEvents } from './status.events.js';
import { childStatusEstablished } from './status.facts.js';

export interface Identification {
  readonly finding: Finding;
  readonly intake: Intake;
  readonly identity: Identity;
  readonly links: Links;
  readonly family: Family;
  readonly stays: Stays;
  readonly custody: Custody;
  readonly custodians: Custodians;
  readonly reviews: Reviews;
  readonly remedies: Remedies;
  readonly measures: Measures;
  readonly access: Access;
  readonly care: Care;
  readonly places: Places;
  readonly carers: Carers;
  /** What is told of a child whose parents are away; no decision asks for it. */
  readonly leftBehind: undefined;
  readonly safety: Safety;
  readonly status: Status;
}

/** Who the child is, where it is, and who is with it. */
export const identification = contextOf<Identification>({
  name: 'identification',
  subject: 'child',
  topics: {
    finding: topic({
      events: findingEvents, commands: findingCommands, initial: notFound, evolve: evolveFinding, decide: decideFinding,
      takesNoteOf: { 'identification.IdentityAttested': noteIdentity, 'identification.LeftBehindChildRegistered': noteLeftBehind, ...notesOfProcedure(), 'record.Retracted': noteRetraction },
    }),
    intake: topic({ events: intakeEvents, commands: intakeCommands, initial: [] as Intake, evolve: evolveIntake, decide: decideIntake }),
    identity: topic({ events: identityEvents, commands: identityCommands, initial: noIdentity, evolve: evolveIdentity, decide: decideIdentity, takesNoteOf: notesOfIdentity }),
    links: topic({ events: linksEvents, commands: linksCommands, initial: noLinks, evolve: evolveLinks, decide: decideLinks, annulments: annulmentsOfLinks }),
    family: topic({ events: familyEvents, commands: familyCommands, initial: noFamily, evolve: evolveFamily, decide: decideFamily }),
    stays: topic({
      events: libertyEvents, commands: libertyCommands, initial: noStays, evolve: evolveStays,
      decide: (command: LibertyCommand, _, weighing) => decideLiberty(command, weighing), takesNoteOf: notesOfStays,
    }),
    custody: topic({
      events: custodyEvents, commands: custodyCommands, initial: nothingToldOfCustody, evolve: evolveCustody,
      decide: (command: CustodyCommand, _, weighing) => decideCustody(command, weighing),
    }),
    custodians: topic({ events: releaseEvents, commands: releaseCommands, initial: noCustodians, evolve: (custodians) => custodians, decide: decideRelease, takesNoteOf: notesOfCustodians }),
    reviews: topic({ events: reviewEvents, commands: reviewCommands, initial: noReviews, evolve: evolveReviews, decide: (command: ReviewCommand) => decideReview(command) }),
    remedies: topic({ events: remedyEvents, commands: remedyCommands, initial: noRemedies, evolve: evolveRemedies, decide: (command: RemedyCommand) => decideRemedy(command) }),
    measures: topic({ events: measureEvents, commands: measureCommands, initial: noMeasures, evolve: evolveMeasures, decide: decideMeasure, annulments: annulmentsOfMeasures }),
    access: topic({ events: accessEvents, commands: accessCommands, initial: noAccessTold, evolve: evolveAccess, decide: (command: AccessCommand) => decideAccess(command) }),
    care: topic({ events: careEvents, commands: careCommands, initial: noCare, evolve: evolveCare, decide: decideCare, annulments: annulmentsOfCare }),
    carers: topic({ events: carersEvents, commands: carersCommands, initial: noCarers, evolve: evolveCarers, decide: decideCarers, takesNoteOf: notesOfCarers }),
    leftBehind: topic({
      events: leftBehindEvents, commands: leftBehindCommands, initial: undefined, evolve: () => undefined,
      decide: (command: LeftBehindCommand, _, weighing) => decideLeftBehind(command, weighing),
    }),
    safety: topic({ events: safetyEvents, commands: safetyCommands, initial: noSafety, evolve: evolveSafety, decide: decideSafety, takesNoteOf: notesOfSafety }),
    status: topic({ events: statusEvents, commands: statusCommands, initial: [] as Status, evolve: evolveStatus, decide: decideStatus }),
    places: topic({ events: placesEvents, commands: placesCommands, initial: noPlaces, evolve: evolvePlaces, decide: decidePlaces, takesNoteOf: notesOfPlaces }),
  },
  shared: identificationShared,
  facts: [childRegistered, minority, measureOpen, sameState, childStatusEstablished, twoPersons],
  reactions: [placeChanged, carerArrested, recordMerged, mergeLapsed],
  duties: [
    ...intakeDuties, ...statusDuties, ...safetyDuties, ...carersDuties, ...familyDuties, ...careDuties, ...libertyDuties, ...measureDuties, ...accessDuties, ...leftBehindDuties, ...linksDuties,
  ],
  follow: (fact, { care, places, measures, carers }, _, before) => [
    ...afterLoss(fact, carers, before),
    ...(fact.type === 'identification.StayPlaceChanged' ? afterPlaceChange(fact as Fact<typeof StayPlaceChanged>, care, places) : []),
    // No correction of a ruling ends a measure: the ruling is certified anew.
    ...(before ? [] : measuresAfterRuling(fact, measures)),
  ],
});
