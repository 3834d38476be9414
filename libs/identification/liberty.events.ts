import Type from 'typebox';
import { orgTypes, type OrgType } from '../decider/actor.js';
import { event, sourceKinds } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, country, dayOrInstant, order, organisation, reference } from './codes.js';
import { registerEntry } from './register.js';

/** Where the child is, whatever the place is called. */
export const settingKinds = [
  'POLICE_CELL', 'RECEPTION_CENTRE', 'TRANSIT_CENTRE', 'BORDER_ZONE', 'AIRPORT', 'PRISON', 'CLOSED_SCHOOL', 'HOSPITAL', 'SHELTER', 'HOTEL',
  'VEHICLE', 'PRIVATE_HOME', 'OTHER',
] as const;
export type SettingKind = (typeof settingKinds)[number];

/** What is given as the ground; a code may name what is no lawful ground at all. */
export const deprivationGrounds = [
  'IRREGULAR_ENTRY', 'IRREGULAR_STAY', 'IRREGULAR_EXIT', 'NO_DOCUMENTS', 'AWAITING_RETURN', 'IDENTIFICATION', 'AGE_IN_DOUBT', 'ASYLUM_PROCEDURE',
  'FAMILY_UNITY', 'PARENT_DETAINED', 'PROTECTION', 'BEST_INTERESTS', 'WITHOUT_SUPERVISION', 'VAGRANCY_OR_BEGGING', 'TRAFFICKING', 'HEALTH',
  'QUARANTINE', 'OFFENCE_SUSPECTED', 'SENTENCE', 'SECURITY', 'OTHER', 'NONE_GIVEN', 'UNKNOWN',
] as const;
/** The situations that the UN Global Study on Children Deprived of Liberty tells apart. */
export const situations = ['JUSTICE', 'WITH_PARENTS', 'MIGRATION', 'INSTITUTION', 'ARMED_CONFLICT', 'NATIONAL_SECURITY'] as const;
export const nexuses = ['ORDER', 'INSTIGATION', 'CONSENT', 'ACQUIESCENCE', 'NONE', 'UNKNOWN'] as const;
/** RESTRICTED: more than is normal for a child of that age, yet the child can leave. */
export const leaveAnswers = ['YES', 'RESTRICTED', 'NO', 'UNKNOWN'] as const;
export const factorCodes = [
  'EXIT_LOCKED', 'GUARDS', 'BARS_OR_FENCE', 'EXIT_ONLY_WITH_STAFF', 'SANCTION_OR_SEARCH_ON_LEAVING', 'PHONE_OR_DOCUMENTS_TAKEN',
  'SCHOOL_AND_DOCTOR_INSIDE_ONLY', 'VISITORS_RESTRICTED', 'GUARDIAN_MAY_TAKE_OUT_TODAY', 'AUTHORITY_DECIDES_ON_RELEASE', 'UNIFORMED_STAFF',
] as const;
export const indicationGivers = ['TREATING_DOCTOR', 'INDEPENDENT_DOCTOR', 'HOLDING_BODY'] as const;
export const awaited = ['TRACING', 'IDENTITY', 'DOCUMENTS', 'ESCORT', 'DECISION'] as const;
export const endReasons = [
  'RELEASE', 'TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT', 'ESCAPE', 'UNESCORTED_LEAVE', 'RETURN', 'DEATH', 'AGED_OUT', 'UNKNOWN',
] as const;
export type EndReason = (typeof endReasons)[number];
export const destinations = ['FAMILY', 'FOSTER_CARE', 'SHELTER', 'INSTITUTION', 'INDEPENDENT_LIVING', 'STREET', 'OTHER_STATE', 'UNKNOWN'] as const;

export const factors = Type.Array(Type.Object({
  factor: Type.Enum([...factorCodes]),
  answer,
  source: Type.Optional(Type.Enum([...sourceKinds])),
}, { additionalProperties: false }));

const setting = {
  facilityRef: Type.Optional(reference),
  unit: Type.Optional(reference),
  /** State in which the place lies. */
  state: Type.Optional(country),
  /** What the authority calls the place or the measure, in its words. */
  authorityLabel: Type.Optional(Type.String()),
  custodian: Type.Optional(organisation),
  groundGiven: Type.Optional(personal('D3', Type.String())),
  groundCode: Type.Optional(Type.Enum([...deprivationGrounds])),
  situation: Type.Optional(Type.Enum([...situations])),
  legalProvisionCited: Type.Optional(Type.String()),
  order: Type.Optional(order),
  /** How a public authority stands behind it. */
  nexus: Type.Optional(Type.Enum([...nexuses])),
  /** Is it a custodial or placement setting? */
  custodial: Type.Optional(answer),
  /** May the child leave at will, as a child of that age may in the community? */
  mayLeave: Type.Optional(Type.Enum([...leaveAnswers])),
  factors: Type.Optional(factors),
  /** Of a hospital: does medicine require the stay, and until when? */
  medicalIndication: Type.Optional(Type.Object({
    value: answer,
    by: Type.Optional(Type.Enum([...indicationGivers])),
    from: Type.Optional(dayOrInstant),
    until: Type.Optional(dayOrInstant),
  }, { additionalProperties: false })),
  guarded: Type.Optional(answer),
  withAdults: Type.Optional(answer),
  withSiblings: Type.Optional(answer),
  parentRefs: Type.Optional(Type.Array(reference)),
  escort: Type.Optional(Type.Enum([...orgTypes] as OrgType[])),
  /** The authority's own limit; that it keeps to it says nothing of lawfulness. */
  claimedMaximumDays: Type.Optional(Type.Integer()),
  validUntil: Type.Optional(dayOrInstant),
  awaiting: Type.Optional(Type.Enum([...awaited])),
  lastConfirmedAt: Type.Optional(dayOrInstant),
  register: Type.Optional(registerEntry),
};

export const DeprivationStarted = event('identification.DeprivationStarted', 1,
  'A stay began in which the child may be deprived of liberty, as reported; whether it is, follows from the answers.', {
    /** Name that the reporter gave to the stay; without one it is named by the id of this event. */
    stayRef: Type.Optional(reference),
    settingKind: Type.Enum([...settingKinds]),
    ...setting,
  });

export const DeprivationSettingChanged = event('identification.DeprivationSettingChanged', 1,
  'Something about a stay changed, as reported; what is not named stayed as it was.', {
    stayRef: reference,
    settingKind: Type.Optional(Type.Enum([...settingKinds])),
    ...setting,
  });

export const DeprivationEnded = event('identification.DeprivationEnded', 1, 'A stay ended, as reported.', {
  stayRef: reference,
  endReason: Type.Enum([...endReasons]),
  releasedTo: Type.Optional(Type.Enum([...destinations])),
  order: Type.Optional(order),
});

export const libertyEvents = [DeprivationStarted, DeprivationSettingChanged, DeprivationEnded] as const;
export type LibertyEvent = (typeof libertyEvents)[number];
