import { IsDefined, IsOptional } from 'class-validator';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { Decide, Protect, Record as Report } from '../decider/command.js';
import { readsCorridors, streamOfCorridor } from '../decider/corridor.js';
import { IsCode, IsCorridor, IsCountry, IsInstant, IsList, IsPart, IsPlaceRef, IsReference, IsText, IsWhole } from '../decider/fields.js';
import { gate, type FactCode } from '../decider/gate.js';
import { readsPlace, streamOfPlace } from '../decider/place.js';
import { witnesses } from '../decider/witnesses.js';
import { answers, type Answer } from './codes.js';
import { forJourney } from './parts.js';
import { handoverPlaces, haltGrounds, leaveAnswers, travelMeans, whyUnknownToChild } from './transfer.events.js';

/** All that has to hold before a child travels, and until it has arrived (guarantees F1 to F26). */
const lawfulJourney = [
  'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'INTERPRETER_FIT', 'CHILD_HEARD', 'BID_FINAL', 'APPEAL_CLEAR', 'NO_PROTECTION_CLAIM',
  'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'ORIGIN_STATE_READY', 'CARER_READY', 'PLAN_APPROVED', 'CHILD_INFORMED', 'TIMING_ASSESSED', 'NO_DANGER', 'ESCORT_CIVIL',
  'NOT_CUSTODIAL_TRAVEL', 'SIBLINGS_RESOLVED', 'NO_OPEN_COERCION_REPORT', 'MONITORING_ARRANGED', 'DOCUMENTS_READY', 'OPEN_RECEPTION', 'CENTRAL_AUTHORITY_OK',
] as const satisfies readonly FactCode[];
export const transferGate = gate('transfer', lawfulJourney);

export class Escort {
  @IsReference()
  readonly escortRef!: string;

  @IsReference()
  readonly orgRef!: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;

  @IsCode(answers)
  readonly knownToChild!: Answer;

  @IsOptional() @IsText(200)
  readonly name?: string;
}

export class TravelLeg {
  @IsCountry()
  readonly fromState!: string;

  @IsCountry()
  readonly toState!: string;

  @IsCode(travelMeans)
  readonly means!: (typeof travelMeans)[number];

  /** Whether the child is held on it. */
  @IsCode(answers)
  readonly custodial!: Answer;

  /** Who travels with the child. */
  @IsReference()
  readonly escortRef!: string;

  /** Permission to cross or to travel, where one is asked for. */
  @IsOptional() @IsReference()
  readonly permissionRef?: string;

  /** Places of the register where the child sleeps on the way. */
  @IsList(10) @IsPlaceRef({ each: true })
  readonly nightStops!: string[];
}

/** The journey whole, because on its day it is the same one that is looked at again. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function travelling<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Travelling extends forJourney(base) {
    /** Who will care for the child. */
    @IsReference()
    readonly carerRef!: string;

    /** The place where the child lives first. */
    @IsPlaceRef()
    readonly firstPlacementRef!: string;

    /** With the offset of the place of departure, whose calendar says which day it is. */
    @IsInstant('any')
    readonly plannedDeparture!: string;

    @IsList(20, { lengthMin: 1 }) @IsPart(() => TravelLeg, { each: true })
    readonly legs!: TravelLeg[];
  }
  return Travelling;
}

/** The places where the child is to sleep, and the corridors that it is to take. */
const readsWay = (
  { destinationState, firstPlacementRef, legs }: { readonly destinationState: string; readonly firstPlacementRef: string; readonly legs: readonly TravelLeg[] },
  child: { readonly jurisdiction: string },
): readonly string[] => [
  ...[...new Set([firstPlacementRef, ...legs.flatMap(({ nightStops }) => nightStops)])].map(streamOfPlace),
  ...readsCorridors({ destinationState, legs }, child),
];

export class AssignEscort extends Decide('AssignEscort', {
  summary: 'Names those who travel with the child: people of child protection, known to the child if possible, and nobody who enforces the law.',
  by: ['CASE_WORKER'],
  gate: gate('escort', ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'ESCORT_CIVIL']),
}) {
  @IsList(5, { lengthMin: 1, by: ({ escortRef }: Escort) => escortRef }) @IsPart(() => Escort, { each: true })
  readonly escorts!: Escort[];

  /** Why none of them is known to the child; asked only then. */
  @IsOptional() @IsCode(whyUnknownToChild)
  readonly unknownBecause?: (typeof whyUnknownToChild)[number];
}

export class AuthoriseTransfer extends travelling(Decide('AuthoriseTransfer', {
  summary: 'Authorises one journey of the child, to its day and its way, where every guarantee of a lawful journey is proven.',
  by: ['CASE_WORKER'],
  gate: transferGate,
  reads: readsWay,
})) {}

export class ConfirmDeparture extends travelling(Decide('ConfirmDeparture', {
  summary: 'Looks at all of it again on the day of the journey that is authorised, and lets the child go.',
  by: ['CASE_WORKER'],
  gate: gate('departure', ['TRANSFER_IN_FORCE', ...lawfulJourney]),
  reads: readsWay,
})) {}

/** The journey that a decision is about, without what every command may carry. */
export function journeyIn({ outcome, destinationState, carerRef, firstPlacementRef, plannedDeparture, legs }: AuthoriseTransfer | ConfirmDeparture) {
  return { outcome, destinationState, carerRef, firstPlacementRef, plannedDeparture, legs };
}

export class HaltTransfer extends Protect('HaltTransfer', {
  summary: 'Halts the journey of the child at once, before it has begun or on the way.',
  by: witnesses,
}) {
  @IsCode(haltGrounds)
  readonly ground!: (typeof haltGrounds)[number];

  @IsOptional() @IsText(4000)
  readonly statement?: string;
}

export class RecordCorridorChange extends Report('RecordCorridorChange', {
  summary: 'Reports that what is suspended between two states has changed on a way that the child was to take; it is copied from their record.',
  by: ['SERVICE'], constructive: true,
  // As it stood then, so that a copy that comes late is the one that would have come at once.
  reads: ({ corridor, corridorRevision }: { corridor: string; corridorRevision: number }) => [{ stream: streamOfCorridor(corridor), upTo: corridorRevision }],
}) {
  @IsCorridor()
  readonly corridor!: string;

  /** Revision of the corridor's stream up to which it is copied. */
  @IsWhole(0, 100_000)
  readonly corridorRevision!: number;
}

export class RecordTransferLeg extends Report('RecordTransferLeg', {
  summary: 'Reports how a part of the way was travelled: who went with the child, and whether it was held.',
  by: witnesses,
  reads: ({ nightStopRef }: { readonly nightStopRef?: string }) => readsPlace({ facilityRef: nightStopRef }),
}) {
  @IsCountry()
  readonly fromState!: string;

  @IsCountry()
  readonly toState!: string;

  @IsCode(travelMeans)
  readonly means!: (typeof travelMeans)[number];

  @IsCode(answers)
  readonly custodial!: Answer;

  /** Whether the child could leave, as a child of that age may on a journey. */
  @IsCode(leaveAnswers)
  readonly mayLeave!: (typeof leaveAnswers)[number];

  /** Kinds of body that travelled with the child; empty where nobody did. */
  @IsList(orgTypes.length) @IsCode(orgTypes, { each: true })
  readonly escortOrgTypes!: OrgType[];

  @IsOptional() @IsPlaceRef()
  readonly nightStopRef?: string;

  /** When this part of the way was over; it began when the report says that it occurred. */
  @IsOptional() @IsInstant('past')
  readonly arrivedAt?: string;

  @IsOptional() @IsText(4000)
  readonly note?: string;
}

/** Who gave or took the child by the hand. */
export class Party {
  @IsOptional() @IsReference()
  readonly personRef?: string;

  @IsOptional() @IsReference()
  readonly orgRef?: string;

  @IsCode(orgTypes)
  readonly orgType!: OrgType;
}

export class RecordHandover extends Report('RecordHandover', {
  summary: 'Reports that the child passed from one hand to another, where, and whether both have signed.',
  by: witnesses,
  reads: readsPlace,
}) {
  @IsDefined({ message: 'sender says who gave the child' }) @IsPart(() => Party)
  readonly sender!: Party;

  @IsDefined({ message: 'receiver says who took the child' }) @IsPart(() => Party)
  readonly receiver!: Party;

  @IsCode(handoverPlaces)
  readonly place!: (typeof handoverPlaces)[number];

  @IsCountry()
  readonly state!: string;

  @IsOptional() @IsPlaceRef()
  readonly facilityRef?: string;

  @IsCode(answers)
  readonly signedBySender!: Answer;

  @IsCode(answers)
  readonly signedByReceiver!: Answer;

  @IsOptional() @IsText(200)
  readonly receiverName?: string;

  @IsOptional() @IsText(4000)
  readonly condition?: string;
}
