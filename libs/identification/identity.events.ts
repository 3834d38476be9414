import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { country, day, reference } from './codes.js';
import { accompaniments } from './finding.events.js';

/** What shows who somebody is. */
export const identityProofs = ['PASSPORT', 'IDENTITY_CARD', 'BIRTH_CERTIFICATE', 'CONSULAR_CONFIRMATION', 'CIVIL_REGISTER', 'COURT_DECISION', 'GENETIC_TEST', 'WITNESSES'] as const;
/** What states write down of a birth; witnesses and a test of kinship show no day. */
export const birthDocuments: readonly (typeof identityProofs)[number][] = ['PASSPORT', 'IDENTITY_CARD', 'BIRTH_CERTIFICATE', 'CONSULAR_CONFIRMATION', 'CIVIL_REGISTER', 'COURT_DECISION'];
export const parents = ['MOTHER', 'FATHER', 'ADOPTIVE_PARENT'] as const;
/** After CRC General Comment 6, paras. 7 and 8: who is unaccompanied and who is separated; the version stands in every attestation. */
export const accompanimentDefinition = 'CRC-GC6@1';

export const AccompanimentAttested = event('identification.AccompanimentAttested', 1, 'It was found out with whom the child is, in law.', {
  accompaniment: Type.Enum([...accompaniments]),
  /** Version of the definition that was applied. */
  definition: Type.String(),
  adultRefs: Type.Array(reference),
});

export const IdentityAttested = event('identification.IdentityAttested', 1, 'It was found out who the child is.', {
  shownBy: Type.Enum([...identityProofs]),
  documentRef: Type.Optional(reference),
  /** ISO 3166-1 alpha-2; empty for a child whom no state regards as its own. */
  nationalities: Type.Array(country),
  /** The 18th birthday that it shows, where it shows one: the audits follow it; what is decided goes on presuming a child until an age procedure ends. */
  majorityOn: Type.Optional(day),
  dateOfBirth: Type.Optional(personal('D2', day)),
  name: Type.Optional(personal('D2', Type.String())),
});

export const ParentIdentityAttested = event('identification.ParentIdentityAttested', 1, 'It was found out who a parent of the child is.', {
  parentRef: reference,
  relation: Type.Enum([...parents]),
  shownBy: Type.Enum([...identityProofs]),
  documentRef: Type.Optional(reference),
  name: Type.Optional(personal('D2', Type.String())),
});

export const identityEvents = [AccompanimentAttested, IdentityAttested, ParentIdentityAttested] as const;
export type IdentityEvent = (typeof identityEvents)[number];
