import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { suspensionScopes } from '../decider/corridor.js';
import { event } from '../decider/event.js';
import { factCodes } from '../decider/gate.js';
import { personal } from '../privacy/personal.js';
import { answer, country, eventId, instant, journey, organisation, reference } from './codes.js';

export const travelMeans = ['PLANE', 'TRAIN', 'BUS', 'CAR', 'SHIP', 'ON_FOOT'] as const;
export const leaveAnswers = ['YES', 'RESTRICTED', 'NO', 'UNKNOWN'] as const;
export const whyUnknownToChild = ['NO_ESCORT_KNOWN', 'KNOWN_ESCORT_ILL', 'CHILD_ASKED', 'OTHER'] as const;
export const haltGrounds = ['CHILD_ASKS', 'HEALTH', 'DANGER', 'COERCION', 'CUSTODY', 'ESCORT', 'WEATHER_OR_TRAFFIC', 'RECEPTION', 'MISTAKE', 'OTHER'] as const;
export const handoverPlaces = ['HOME', 'CHILD_PROTECTION_OFFICE', 'FACILITY', 'STATION', 'AIRPORT', 'BORDER', 'POLICE_STATION', 'OTHER'] as const;

const orgType = Type.Enum([...orgTypes]);
/** Whether the register knew the place that is named to be open; absent where none is named, and in older records. */
const knownOpen = Type.Optional(Type.Boolean());
const party = Type.Object({ personRef: Type.Optional(reference), orgRef: Type.Optional(reference), orgType }, { additionalProperties: false });

export const EscortAssigned = event('repatriation.EscortAssigned', 1, 'Those who travel with the child were named; the newest are in force.', {
  escorts: Type.Array(Type.Object({
    escortRef: reference, orgRef: reference, orgType, knownToChild: answer, name: Type.Optional(personal('D2', Type.String())),
  }, { additionalProperties: false }), { minItems: 1 }),
  /** Why none of them is known to the child. */
  unknownBecause: Type.Optional(Type.Enum([...whyUnknownToChild])),
});

export const TransferAuthorised = event('repatriation.TransferAuthorised', 1,
  'The child may travel on one day, on one way, to one carer and one place, as long as nothing that it rests on falls; the newest is in force until it is halted.', {
    ...journey,
    carerRef: reference,
    firstPlacementRef: reference,
    plannedDeparture: instant,
    legs: Type.Array(Type.Object({
      fromState: country, toState: country, means: Type.Enum([...travelMeans]),
      /** Whether the child is held on it. */
      custodial: answer,
      escortRef: reference,
      permissionRef: Type.Optional(reference),
      /** Places of the register where the child sleeps on the way. */
      nightStops: Type.Array(reference),
    }, { additionalProperties: false }), { minItems: 1 }),
  });

export const DepartureConfirmed = event('repatriation.DepartureConfirmed', 1, 'On its day the journey was looked at again, with all that it rests on, and the child left.', {
  /** Event that authorised the journey. */
  authorisation: eventId,
  /** Reports of proceedings in which the child, as a victim, still claimed something when it left; absent where none was known, and in older records. */
  openClaims: Type.Optional(Type.Array(eventId)),
});

export const TransferHalted = event('repatriation.TransferHalted', 1, 'The journey does not go on; only a new authorisation revives it.', {
  /** Event that had authorised the journey; absent where none was in force. */
  authorisation: Type.Optional(eventId),
  /** The guarantees that fell; none where somebody halted it. */
  lost: Type.Array(Type.Enum([...factCodes])),
  /** Event that took them away. */
  cause: Type.Optional(eventId),
  ground: Type.Optional(Type.Enum([...haltGrounds])),
  /** Whether the child is on the way: then the states on both sides have to be told at once. */
  inTransit: Type.Boolean(),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const CorridorChanged = event('repatriation.CorridorChanged', 1,
  'What is suspended on the way of a journey that is authorised has changed, as copied from the record of the two states.', {
    /** Such as KG-KZ. */
    corridor: Type.String(),
    /** All that was suspended there then. */
    suspensions: Type.Array(Type.Object({ scope: Type.Enum([...suspensionScopes]), from: instant }, { additionalProperties: false })),
    corridorRevision: Type.Integer(),
    corridorEventId: Type.String(),
  });

/** What a state is to a journey. */
export const partsInJourney = ['DEPARTURE', 'TRANSIT', 'DESTINATION'] as const;

/** The states of a way, each with what it is to it. */
const statesTold = Type.Array(Type.Object({
  state: country,
  part: Type.Enum([...partsInJourney]),
  /** The body of that state that has answered for the child so far, the central authority of an agreement first. */
  authority: Type.Optional(organisation),
}, { additionalProperties: false }), { minItems: 1 });

export const StatesAlerted = event('repatriation.StatesAlerted', 1,
  'The journey was halted on the way: the state that let the child go, the one that awaits it and those between are told at once, so that somebody receives it.', {
    /** Event that halted the journey. */
    halt: eventId,
    /** Event that had authorised it. */
    authorisation: eventId,
    states: statesTold,
  });

export const StatesToldOfMissing = event('repatriation.StatesToldOfMissing', 1,
  'Nobody knows where a child is that was sent or brought from one state to another: the one that it left, the one that it was to live in and those between are told at once, so that each looks for it.', {
    /** Event that reported it missing. */
    missing: eventId,
    /** The authorisation of its journey, or the report that it was brought or went without the procedure. */
    way: eventId,
    states: statesTold,
  });

export const TransferLegReported = event('repatriation.TransferLegReported', 1, 'How a part of the way was travelled, as reported.', {
  fromState: country,
  toState: country,
  means: Type.Enum([...travelMeans]),
  custodial: answer,
  mayLeave: Type.Enum([...leaveAnswers]),
  /** Kinds of body that travelled with the child; empty where nobody did. */
  escortOrgTypes: Type.Array(orgType),
  /** Where the child slept on it. */
  nightStopRef: Type.Optional(reference),
  knownOpen,
  arrivedAt: Type.Optional(instant),
  note: Type.Optional(personal('D3', Type.String())),
});

export const HandoverReported = event('repatriation.HandoverReported', 1, 'The child passed from one hand to another, as reported; until somebody receives it the sender answers for it.', {
  sender: party,
  receiver: party,
  place: Type.Enum([...handoverPlaces]),
  state: country,
  facilityRef: Type.Optional(reference),
  knownOpen,
  signedBySender: answer,
  signedByReceiver: answer,
  receiverName: Type.Optional(personal('D2', Type.String())),
  condition: Type.Optional(personal('D3', Type.String())),
});

export const transferEvents = [EscortAssigned, TransferAuthorised, DepartureConfirmed, TransferHalted, StatesAlerted, StatesToldOfMissing, CorridorChanged, TransferLegReported, HandoverReported] as const;
export type TransferEvent = (typeof transferEvents)[number];
