import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { answer, organisation, reference } from './codes.js';
import { contactChannels, relations } from './family.events.js';
import { deathCauses } from './finding.events.js';

export const selfHarmSigns = ['SAID_SO', 'ATTEMPTED', 'HURT_ITSELF', 'REFUSES_FOOD', 'DESPAIR', 'OTHER'] as const;
/** What was done. To isolate or restrain a child is reported as well, and keeps nobody safe. */
export const selfHarmMeasures = [
  'SOMEBODY_STAYS_WITH_IT', 'DOCTOR', 'PSYCHOLOGIST', 'HOSPITAL', 'MEANS_REMOVED', 'FAMILY_CONTACT', 'MOVED_TO_SAFE_PLACE', 'RELEASED', 'ISOLATED', 'RESTRAINED', 'NOTHING',
] as const;
/** An inquiry that ends without an answer has ended, and explains nothing. */
export const deathInquiryResults = ['NOBODY_AT_FAULT', 'FAULT_FOUND', 'NOT_EXPLAINED'] as const;

const eventId = Type.String({ format: 'uuid' });

export const SelfHarmRiskReported = event('identification.SelfHarmRiskReported', 1, 'Somebody fears that the child will harm itself.', {
  signs: Type.Array(Type.Enum([...selfHarmSigns]), { minItems: 1 }),
  imminent: answer,
  statement: Type.Optional(personal('D3', Type.String())),
});

export const SelfHarmRiskAnswered = event('identification.SelfHarmRiskAnswered', 1, 'Something was done, or nothing, about the fear that the child will harm itself, as reported.', {
  /** Event that reported the risk; absent where all that is feared is meant. */
  riskRef: Type.Optional(eventId),
  measures: Type.Array(Type.Enum([...selfHarmMeasures]), { minItems: 1 }),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const FamilyToldOfDeath = event('identification.FamilyToldOfDeath', 1, 'The family was told that the child has died, as reported.', {
  told: Type.Array(Type.Object({ personRef: Type.Optional(reference), relation: Type.Enum([...relations]) }, { additionalProperties: false }), { minItems: 1 }),
  channel: Type.Enum([...contactChannels]),
  /** Whether the family was told how and where the child died. */
  circumstancesTold: answer,
  statement: Type.Optional(personal('D3', Type.String())),
});

export const DeathInquiryOpened = event('identification.DeathInquiryOpened', 1, 'A body that did not hold the child, and enforces nothing, inquires into its death.', {
  inquiryBody: organisation,
  documentRef: reference,
});

export const DeathInquiryConcluded = event('identification.DeathInquiryConcluded', 1, 'The inquiry into the death of the child has ended, with or without an answer.', {
  /** Event that opened the inquiry. */
  inquiryRef: eventId,
  result: Type.Enum([...deathInquiryResults]),
  causeFound: Type.Enum([...deathCauses]),
  documentRef: reference,
  findings: Type.Optional(personal('D3', Type.String())),
});

export const safetyEvents = [SelfHarmRiskReported, SelfHarmRiskAnswered, FamilyToldOfDeath, DeathInquiryOpened, DeathInquiryConcluded] as const;
export type SafetyEvent = (typeof safetyEvents)[number];
