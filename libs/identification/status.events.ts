import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { country, day, organisation, reference } from './codes.js';

/** Ways to a secure legal position. Where no other one is open yet, the child is at least tolerated. */
export const statusPaths = ['ASYLUM', 'TRAFFICKING_VICTIM', 'STATELESSNESS', 'NATIONALITY', 'FAMILY', 'HUMANITARIAN', 'EDUCATION', 'RESETTLEMENT', 'TOLERATED_STAY', 'OTHER'] as const;
export const civilDocuments = ['BIRTH_CERTIFICATE', 'IDENTITY_CARD', 'PASSPORT', 'DOCUMENT_FOR_STATELESS_PERSON', 'OTHER'] as const;

export const StatusPathOpened = event('identification.StatusPathOpened', 1, 'Somebody asked that the child be given a secure legal position.', {
  path: Type.Enum([...statusPaths]),
  /** State whose position it is. */
  state: country,
  authority: Type.Optional(organisation),
  note: Type.Optional(personal('D3', Type.String())),
});

export const StatusGranted = event('identification.StatusGranted', 1, 'The child has a legal position, as a document of those who gave it shows.', {
  path: Type.Enum([...statusPaths]),
  state: country,
  grantedBy: organisation,
  documentRef: reference,
  /** Last day of it; absent where it has none. */
  until: Type.Optional(day),
});

export const CivilDocumentIssued = event('identification.CivilDocumentIssued', 1, 'The child has a document that says who it is.', {
  kind: Type.Enum([...civilDocuments]),
  state: country,
  documentRef: reference,
});

export const statusEvents = [StatusPathOpened, StatusGranted, CivilDocumentIssued] as const;
export type StatusEvent = (typeof statusEvents)[number];
