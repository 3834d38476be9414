import Type from 'typebox';
import { event } from '../decider/event.js';
import { howTold } from '../decider/telling.js';
import { personal } from '../privacy/personal.js';
import { answer, country, day, journey, organisation, reference } from './codes.js';

export const riskResults = ['NO_DANGER', 'DANGER'] as const;
export const riskSources = ['CHILD', 'FAMILY', 'HOME_VISIT', 'ORIGIN_AUTHORITY', 'NGO', 'COUNTRY_INFORMATION', 'SECURITY_INFORMATION', 'HEALTH', 'COURT_FILE'] as const;
export const dangers = [
  'VIOLENCE_AT_HOME', 'FAMILY_INVOLVED_IN_HARM', 'NO_CARER', 'TRAFFICKING', 'PERSECUTION', 'ARMED_CONFLICT', 'RETALIATION', 'HARMFUL_PRACTICE', 'HEALTH', 'CLOSED_INSTITUTION', 'OTHER',
] as const;
/** What a date of travel depends on. */
export const timingAspects = ['SCHOOL', 'EXAMS', 'HEALTH', 'FEASTS', 'SIBLINGS'] as const;
export const travelDocuments = ['PASSPORT', 'RETURN_CERTIFICATE', 'LAISSEZ_PASSER'] as const;
export const civilDocuments = ['BIRTH_CERTIFICATE', 'IDENTITY_CARD', 'COURT_DECISION_ON_IDENTITY'] as const;
export const otherDocuments = ['ENTRY_PERMISSION', 'PARENTAL_PERMISSION', 'MEDICAL_RECORD', 'SCHOOL_RECORD'] as const;
export const documentKinds = [...travelDocuments, ...civilDocuments, ...otherDocuments] as const;
/** What becomes of a paper that is asked for. */
export const documentMilestones = ['REQUESTED', 'CONSULATE_RECEIVED', 'ISSUED', 'REFUSED'] as const;
export const whyDocumentRefused = ['IDENTITY_NOT_SHOWN', 'NATIONALITY_NOT_CONFIRMED', 'PARENT_DOES_NOT_AGREE', 'FEES', 'NONE_GIVEN', 'OTHER', 'UNKNOWN'] as const;

export const RiskAssessed = event('repatriation.RiskAssessed', 1, 'Somebody assessed whether the child would be in danger in a state, and what the return would do to its rights.', {
  destinationState: country,
  result: Type.Enum([...riskResults]),
  sources: Type.Array(Type.Enum([...riskSources]), { minItems: 1 }),
  /** Dangers that were looked for and found. */
  dangers: Type.Array(Type.Enum([...dangers])),
  impactAssessmentRef: reference,
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const DangerReported = event('repatriation.DangerReported', 1,
  'The child would be in danger, as reported; only a new assessment lifts it, and never a signature.', {
    /** Absent where it threatens everywhere. */
    destinationState: Type.Optional(country),
    danger: Type.Enum([...dangers]),
    statement: Type.Optional(personal('D3', Type.String())),
  });

export const ChildInformed = event('repatriation.ChildInformed', 1, 'The child was told what will happen, on the way and after it.', {
  ...journey,
  informedBy: reference,
  ...howTold,
  reaction: Type.Optional(personal('D3', Type.String())),
});

export const TimingAssessed = event('repatriation.TimingAssessed', 1, 'The best time to travel was assessed from the life of the child.', {
  ...journey,
  considered: Type.Array(Type.Enum([...timingAspects])),
  /** First day on which it is in the interest of the child to travel. */
  suitableFrom: day,
  reasons: Type.Optional(personal('D3', Type.String())),
});

export const DocumentsObtained = event('repatriation.DocumentsObtained', 1, 'The papers for the journey and for the life after it are there.', {
  destinationState: country,
  documents: Type.Array(Type.Object({ kind: Type.Enum([...documentKinds]), validUntil: Type.Optional(day) }, { additionalProperties: false }), { minItems: 1 }),
  issuedBy: Type.Optional(organisation),
  /** Whether getting them told anybody of a claim for protection. */
  claimExposed: answer,
});

export const DocumentMilestoneReported = event('repatriation.DocumentMilestoneReported', 1,
  'A paper for the return was asked for, came to the consulate, was issued or was refused, as reported; that it is there, and what getting it told, is certified apart from that.', {
    document: Type.Enum([...documentKinds]),
    /** State that is to issue it. */
    issuingState: country,
    milestone: Type.Enum([...documentMilestones]),
    authority: Type.Optional(organisation),
    /** Of a refusal. */
    refusedBecause: Type.Optional(Type.Enum([...whyDocumentRefused])),
    note: Type.Optional(personal('D3', Type.String())),
  });

export const preparationEvents = [RiskAssessed, DangerReported, ChildInformed, TimingAssessed, DocumentsObtained, DocumentMilestoneReported] as const;
export type PreparationEvent = (typeof preparationEvents)[number];
