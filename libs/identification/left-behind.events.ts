import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, country, day, dayOrInstant, reference } from './codes.js';
import { relations } from './family.events.js';
import { sexes } from './finding.events.js';

/** By what somebody cares for a child whose parents have left; a word within the family is the usual one, and gives nobody a right to decide. */
export const careArrangements = ['AGREED_IN_THE_FAMILY', 'NOTARISED', 'GUARDIANSHIP', 'BOARDING_SCHOOL', 'INSTITUTION', 'NONE', 'UNKNOWN'] as const;
export const migrationReasons = ['WORK', 'STUDY', 'FAMILY', 'PROTECTION', 'OTHER', 'UNKNOWN'] as const;
/** What a visit found that the child lacks. */
export const unmetNeeds = ['CARE', 'SAFETY', 'SCHOOL', 'HEALTH', 'FOOD_AND_HOUSING', 'DOCUMENTS', 'CONTACT_WITH_PARENTS', 'LEGAL_REPRESENTATIVE', 'SUPPORT_FOR_CARER'] as const;

export const LeftBehindChildRegistered = event('identification.LeftBehindChildRegistered', 1,
  'A child whose parents have migrated and left it in the care of others is known, as reported; no case is opened with it.', {
    /** State where the child lives. */
    livesIn: country,
    /** When somebody first reported the child, where that was before it was registered. */
    reportedAt: Type.Optional(Type.String({ format: 'date-time' })),
    parentsAbroad: Type.Array(Type.Object({
      parentRef: Type.Optional(reference),
      relation: Type.Enum([...relations]),
      leftOn: Type.Optional(dayOrInstant),
      livesIn: Type.Optional(country),
      reason: Type.Enum([...migrationReasons]),
    }, { additionalProperties: false }), { minItems: 1 }),
    /** Absent where nobody is known to care for the child. */
    carer: Type.Optional(Type.Object({ carerRef: reference, relation: Type.Enum([...relations]) }, { additionalProperties: false })),
    arrangement: Type.Enum([...careArrangements]),
    sex: Type.Enum([...sexes]),
    majorityOn: Type.Optional(day),
    dateOfBirth: Type.Optional(personal('D2', day)),
    name: Type.Optional(personal('D2', Type.String())),
    address: Type.Optional(personal('D4', Type.String())),
    circumstances: Type.Optional(personal('D3', Type.String())),
  });

export const PreventiveVisitMade = event('identification.PreventiveVisitMade', 1, 'Somebody came to see how a child lives whose parents are away, as reported.', {
  workerRef: reference,
  childSeen: answer,
  seenAlone: answer,
  carerMet: answer,
  /** Whether a parent lives abroad still, so that another visit is owed. */
  parentsAbroad: answer,
  unmetNeeds: Type.Array(Type.Enum([...unmetNeeds])),
  childWords: Type.Optional(personal('D3', Type.String())),
  findings: Type.Optional(personal('D3', Type.String())),
});

export const leftBehindEvents = [LeftBehindChildRegistered, PreventiveVisitMade] as const;
export type LeftBehindEvent = (typeof leftBehindEvents)[number];
