import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, country, day, organisation, reference } from './codes.js';

/** How it became known that a child needs protection. */
export const channels = [
  'CHILD', 'FAMILY', 'SCHOOL', 'CITIZEN', 'OFFICIAL', 'POLICE_RAID', 'BORDER', 'HEALTH', 'HELP_LINE', 'LABOUR_INSPECTION', 'OUTREACH',
  'CONSULATE', 'FOREIGN_AUTHORITY', 'NGO', 'OTHER',
] as const;
export const accompaniments = ['UNACCOMPANIED', 'SEPARATED', 'NON_LEGAL_CUSTODIAN', 'WITH_PARENT', 'UNKNOWN'] as const;
/** ISO 5218: 0, 1, 2 and 9, by their names. */
export const sexes = ['NOT_KNOWN', 'MALE', 'FEMALE', 'NOT_APPLICABLE'] as const;
export const ageStatuses = ['CLAIMED', 'PRESUMED', 'DOCUMENTED'] as const;
export const deathCauses = ['ILLNESS', 'ACCIDENT', 'SELF_HARM', 'VIOLENCE', 'USE_OF_FORCE', 'NEGLECT', 'EXPOSURE', 'OTHER', 'UNKNOWN'] as const;
export const contesters = ['FAMILY', 'LAWYER', 'NGO', 'OMBUDSPERSON', 'WITNESS', 'ORIGIN_STATE', 'OTHER'] as const;
export const examinations = ['INDEPENDENT', 'BY_AUTHORITY', 'MEDICAL_ONLY', 'NONE', 'UNKNOWN'] as const;
/** What the consulate made of it. */
export const consulateOutcomes = ['INFORMED', 'FAMILY_FOUND', 'FAMILY_NOT_FOUND', 'NO_ANSWER', 'DECLINED'] as const;
export const heldOrCaredFor = ['CUSTODY', 'CARE', 'NEITHER', 'UNKNOWN'] as const;

export const ChildFound = event('identification.ChildFound', 1,
  'A child who may need protection was found; no name, paper or nationality is needed for it.', {
    channel: Type.Optional(Type.Enum([...channels])),
    /** Kind of body that found the child. */
    foundBy: Type.Optional(Type.Enum([...orgTypes])),
    foundIn: country,
    /** When somebody first reported the child, where that was before it was found. */
    reportedAt: Type.Optional(Type.String({ format: 'date-time' })),
    /** As seen when the child was found; what it is in law is attested later. */
    accompaniment: Type.Enum([...accompaniments]),
    sex: Type.Enum([...sexes]),
    ageStatus: Type.Enum([...ageStatuses]),
    claimedAgeYears: Type.Optional(Type.Integer()),
    estimatedAgeYearsMin: Type.Optional(Type.Integer()),
    estimatedAgeYearsMax: Type.Optional(Type.Integer()),
    /** The day on which childhood ends: the 18th birthday, or the youngest plausible one. */
    majorityOn: Type.Optional(day),
    /** ISO 639-3. */
    languages: Type.Array(Type.String()),
    /** Nationalities that the child or somebody else claims, ISO 3166-1 alpha-2. */
    nationalityClaims: Type.Array(Type.String()),
    statelessnessClaimed: Type.Optional(Type.Boolean()),
    dateOfBirth: Type.Optional(personal('D2', day)),
    name: Type.Optional(personal('D2', Type.String())),
    /** By what the child can be told from others. */
    description: Type.Optional(personal('D2', Type.String())),
    foundAt: Type.Optional(personal('D2', Type.String())),
  });

export const DeathReported = event('identification.DeathReported', 1, 'Somebody reported that the child has died.', {
  diedIn: country,
  facilityRef: Type.Optional(reference),
  heldOrCaredFor: Type.Enum([...heldOrCaredFor]),
  custodian: Type.Optional(organisation),
  /** As the body in charge or the reporter says. */
  causeClaimed: Type.Enum([...deathCauses]),
  contestedBy: Type.Array(Type.Enum([...contesters])),
  examination: Type.Enum([...examinations]),
  place: Type.Optional(personal('D2', Type.String())),
  circumstances: Type.Optional(personal('D3', Type.String())),
});

/** How it was found out that the child is alive. */
export const signsOfLife = ['CHILD_SEEN', 'CHILD_SPOKEN_TO', 'DOCUMENT', 'ANOTHER_PERSON_WAS_MEANT'] as const;

export const DeathReportRefuted = event('identification.DeathReportRefuted', 1,
  'Somebody who answers for it found that the child is alive; what was reported of its death so far was mistaken.', {
    shownBy: Type.Enum([...signsOfLife]),
    documentRef: Type.Optional(reference),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const DocumentedAsAbandoned = event('identification.DocumentedAsAbandoned', 1,
  'Some authority wrote in its papers that the child is abandoned.', {
    /** In the words of the authority. */
    authorityLabel: Type.String(),
    authority: Type.Optional(organisation),
    /** Whether the child has a parent whom anybody knows of. */
    parentsKnown: answer,
    circumstances: Type.Optional(personal('D3', Type.String())),
  });

export const ConsulateContacted = event('identification.ConsulateContacted', 1, 'Somebody was in contact with a consulate about the child.', {
  /** State of the consulate. */
  state: country,
  /** Whether it was found out before that the contact endangers neither the child nor its family. */
  safetyAssessed: answer,
  outcome: Type.Enum([...consulateOutcomes]),
});

export const findingEvents = [ChildFound, DeathReported, DeathReportRefuted, DocumentedAsAbandoned, ConsulateContacted] as const;
export type FindingEvent = (typeof findingEvents)[number];
