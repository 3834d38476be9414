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

/** What a child is in law where it is found: a tag such as that of a child of labour migrants is none of them, and gives none. */
export const childStatuses = ['ORPHAN', 'LEFT_WITHOUT_PARENTAL_CARE', 'IN_PARENTAL_CARE'] as const;
/** For which a child is recognised to be left without parental care (Code of the Kyrgyz Republic on Children). */
export const withoutCareGrounds = [
  'PARENTS_DEAD', 'PARENTS_UNKNOWN', 'PARENTS_MISSING', 'RIGHTS_ENDED', 'RIGHTS_RESTRICTED', 'PARENTS_UNABLE_IN_LAW', 'PARENTS_IN_HOSPITAL', 'PARENTS_IN_PRISON', 'PARENTS_DETAINED',
  'PARENTS_EVADE_CARE', 'PARENTS_DO_NOT_TAKE_IT_BACK', 'OTHER_BY_LAW',
] as const;

export const ChildStatusEstablished = event('identification.ChildStatusEstablished', 1, 'Social services, or a court, established what the child is in law where it is; the newest counts.', {
  status: Type.Enum([...childStatuses]),
  ground: Type.Optional(Type.Enum([...withoutCareGrounds])),
  /** State by whose law. */
  state: country,
  establishedBy: organisation,
  documentRef: reference,
});

export const statusEvents = [StatusPathOpened, StatusGranted, CivilDocumentIssued, ChildStatusEstablished] as const;
export type StatusEvent = (typeof statusEvents)[number];
