import Type from 'typebox';
import { event } from '../decider/event.js';
import { closePersons, relatives } from '../decider/kin.js';
import { personal } from '../privacy/personal.js';
import { answer, country, order, organisation, reference } from './codes.js';

/** Family is wide: whoever is significant to the child. */
export const relations = [...relatives, 'PARTNER', ...closePersons, 'UNRELATED', 'UNKNOWN'] as const;
export const significances = ['PRIMARY_CARER', 'CLOSE', 'KNOWN', 'NOT_KNOWN_TO_CHILD', 'UNKNOWN'] as const;
export const verifications = ['VERIFIED', 'NOT_VERIFIED', 'REFUTED'] as const;
export const documentsShown = ['PASSPORT', 'BIRTH_CERTIFICATE', 'COURT_DECISION', 'POWER_OF_ATTORNEY', 'CUSTODY_PAPER', 'PHOTOGRAPHS', 'DNA', 'OTHER'] as const;
export const claims = ['CUSTODY', 'RELEASE', 'CONTACT', 'INFORMATION', 'CARE'] as const;
/** What was given as the ground. Poverty, disability, a diagnosis or a status alone is never danger; it is recordable all the same. */
export const separationGrounds = [
  'DANGER_TO_LIFE_OR_HEALTH', 'PARENT_DETAINED', 'CHILD_DETAINED', 'MIGRATION_STATUS', 'POVERTY', 'DISABILITY', 'DIAGNOSIS', 'TRAFFICKING',
  'ABANDONMENT_ALLEGED', 'DEATH_OF_CARER', 'ILLNESS_OF_CARER', 'RETURN', 'LOST_ON_THE_WAY', 'OTHER', 'NONE_GIVEN', 'UNKNOWN',
] as const;
/** Who was told where the other is; a family is not where the child is in danger of it. */
export const toldParties = ['CHILD', 'FAMILY'] as const;
export const whereaboutsResults = ['TOLD', 'WITHHELD'] as const;
/** Only what is about the child itself ends what is owed. */
export const withholdingReasons = ['AGAINST_CHILDS_INTEREST', 'CHILD_OBJECTS', 'SCREENING_PENDING', 'NOT_KNOWN'] as const;
export const adoptionStages = ['CHILD_OFFERED', 'OPENED', 'DECIDED', 'HALTED', 'DISCONTINUED'] as const;
export const haltGrounds = ['PARENT_KNOWN', 'RELATIVE_KNOWN', 'CHILD_OBJECTS', 'NO_REPRESENTATIVE', 'TRAFFICKING_FEARED', 'APPEAL_PENDING'] as const;
export const contactChannels = ['IN_PERSON', 'PHONE', 'VIDEO', 'MESSAGE', 'LETTER', 'OTHER'] as const;

const person = { personRef: Type.Optional(reference), relation: Type.Enum([...relations]) };

export const FamilyLinkReported = event('identification.FamilyLinkReported', 1, 'Somebody reported who belongs to the child.', {
  relativeRef: Type.String({ description: 'Pseudonymous reference of the relative, never a name.' }),
  relation: Type.Enum([...relations]),
  significance: Type.Optional(Type.Enum([...significances])),
  /** The relative's own record, where it is a child that has one. */
  childRef: Type.Optional(reference),
  legalCustody: Type.Optional(answer),
  alive: Type.Optional(answer),
  inContact: Type.Optional(answer),
  deprivedOfLiberty: Type.Optional(answer),
  livesIn: Type.Optional(country),
  name: Type.Optional(personal('D2', Type.String())),
  contact: Type.Optional(personal('D2', Type.String())),
});

export const AccompanyingAdultReported = event('identification.AccompanyingAdultReported', 1,
  'Somebody reported which adult was with the child.', {
    adultRef: Type.String({ description: 'Pseudonymous reference of the adult, never a name.' }),
    relationClaimed: Type.Enum([...relations]),
    verification: Type.Enum([...verifications]),
    legalCustodian: answer,
    /** Whether a permission of the parents was shown; left out where nobody asked. */
    permissionShown: Type.Optional(answer),
    name: Type.Optional(personal('D2', Type.String())),
    concerns: Type.Optional(personal('D3', Type.String())),
  });

export const RelativeClaimRefused = event('identification.RelativeClaimRefused', 1,
  'A relative who came forward was turned away.', {
    relativeRef: reference,
    relation: Type.Enum([...relations]),
    claim: Type.Enum([...claims]),
    documentsShown: Type.Array(Type.Enum([...documentsShown])),
    refusedBy: organisation,
    groundGiven: Type.Optional(personal('D3', Type.String())),
    name: Type.Optional(personal('D2', Type.String())),
  });

export const SeparationStarted = event('identification.SeparationStarted', 1,
  'The child was separated from somebody, as reported; whether that was lawful is another question.', {
    /** Name that the reporter gave to the separation; without one it is named by the id of this event. */
    separationRef: Type.Optional(reference),
    separatedFrom: Type.Array(Type.Object(person, { additionalProperties: false }), { minItems: 1 }),
    groundCode: Type.Enum([...separationGrounds]),
    /** In the words of whoever gave it. */
    groundGiven: Type.Optional(personal('D3', Type.String())),
    order: Type.Optional(order),
  });

export const Reunited = event('identification.Reunited', 1, 'The child and those it was separated from are together again, as reported.', {
  separationRef: reference,
});

export const ContactHeld = event('identification.ContactHeld', 1, 'The child was in contact with somebody of its family, as reported.', {
  with: Type.Array(Type.Object(person, { additionalProperties: false }), { minItems: 1 }),
  channel: Type.Enum([...contactChannels]),
  supervised: answer,
});

export const WhereaboutsTold = event('identification.WhereaboutsTold', 1, 'After a separation the child was told where its family is, or the family where the child is, or that was withheld for a reason; where anybody is stands nowhere here.', {
  separationRef: reference,
  told: Type.Enum([...toldParties]),
  result: Type.Enum([...whereaboutsResults]),
  withheldBecause: Type.Optional(Type.Enum([...withholdingReasons])),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const AdoptionProceedingReported = event('identification.AdoptionProceedingReported', 1, 'Somebody wants the child adopted, or wanted it, as reported.', {
  proceedingRef: Type.Optional(reference),
  stage: Type.Enum([...adoptionStages]),
  authority: Type.Optional(organisation),
  /** Whether anybody knows of a parent of the child. */
  parentsKnown: answer,
  circumstances: Type.Optional(personal('D3', Type.String())),
});

export const AdoptionHaltDemanded = event('identification.AdoptionHaltDemanded', 1, 'Somebody demanded that an adoption of the child be stopped.', {
  /** Absent where every one is meant. */
  proceedingRef: Type.Optional(reference),
  addressee: organisation,
  grounds: Type.Array(Type.Enum([...haltGrounds]), { minItems: 1 }),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const familyEvents = [
  FamilyLinkReported, AccompanyingAdultReported, RelativeClaimRefused, SeparationStarted, Reunited, ContactHeld, WhereaboutsTold, AdoptionProceedingReported, AdoptionHaltDemanded,
] as const;
export type FamilyEvent = (typeof familyEvents)[number];
