import Type from 'typebox';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { closePersons, relatives } from '../decider/kin.js';
import { personal } from '../privacy/personal.js';
import { plannedVisits } from './plan.events.js';

/** Those of the family first. */
export const carerRelations = [...relatives, ...closePersons, 'FOSTER_CARER', 'INSTITUTION', 'OTHER'] as const;
/** What a home study found; an unfit home is no carer, and is told as a danger. */
export const homeStudyResults = ['FIT', 'FIT_WITH_SUPPORT'] as const;
export const withdrawalReasons = ['CHANGED_MIND', 'ILLNESS_OR_DEATH', 'MOVED_AWAY', 'NO_MEANS', 'PRESSED_TO_AGREE', 'OTHER', 'UNKNOWN'] as const;

/** Those who look independently how a child is after its return: they neither return, hold nor place children. */
export const monitoringBodies = ['OMBUDSPERSON', 'NGO', 'COURT', 'HEALTH'] as const satisfies readonly OrgType[];

const reference = Type.String();
const day = Type.String({ format: 'date' });
const dayOrInstant = Type.String({ description: 'A date, or an instant in RFC 3339.' });
const destinationState = Type.String({ description: 'State where the child is to live, ISO 3166-1 alpha-2.' });

export const CarerConfirmed = event('reintegration.CarerConfirmed', 1, 'Somebody who will care for the child was assessed at home, and agreed; the newest is in force.', {
  destinationState,
  carerRef: reference,
  relation: Type.Enum([...carerRelations]),
  homeStudy: Type.Object({ documentRef: reference, doneBy: reference, doneOn: dayOrInstant, result: Type.Enum([...homeStudyResults]) }, { additionalProperties: false }),
  agreedOn: dayOrInstant,
  name: Type.Optional(personal('D2', Type.String())),
  address: Type.Optional(personal('D4', Type.String())),
  assessment: Type.Optional(personal('D3', Type.String())),
});

export const CarerWithdrawn = event('reintegration.CarerWithdrawn', 1, 'Somebody who was to care for the child will not, as reported.', {
  carerRef: reference,
  reason: Type.Enum([...withdrawalReasons]),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const MonitoringArranged = event('reintegration.MonitoringArranged', 1, 'Somebody independent was named who looks how the child is after its arrival, and on which days; the newest is in force.', {
  destinationState,
  monitorRef: reference,
  orgRef: reference,
  orgType: Type.Enum([...orgTypes]),
  visits: plannedVisits,
});

export const FirstPlacementArranged = event('reintegration.FirstPlacementArranged', 1, 'An open place was found where the child lives first after its arrival; the newest is in force.', {
  destinationState,
  facilityRef: reference,
  /** Who runs the place, by the register as it was read. */
  operatorRef: Type.Optional(reference),
  from: day,
});

export const receptionEvents = [CarerConfirmed, CarerWithdrawn, MonitoringArranged, FirstPlacementArranged] as const;
export type ReceptionEvent = (typeof receptionEvents)[number];
