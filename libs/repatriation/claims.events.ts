import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { country, eventId, organisation, reference } from './codes.js';

export const claimKinds = ['ASYLUM', 'TRAFFICKING', 'STATELESSNESS', 'REFOULEMENT'] as const;
export const claimResults = ['GRANTED', 'REJECTED', 'WITHDRAWN', 'DISCONTINUED'] as const;
/** NEVER_GRANTED: it was told by mistake, and the claim is open as before. */
export const protectionEnds = ['NEVER_GRANTED', 'CEASED', 'SET_ASIDE'] as const;
export const coerced = ['CHILD', 'FAMILY', 'ACCOMPANYING_PERSON', 'REPRESENTATIVE'] as const;
export const coercionMeans = [
  'THREAT', 'VIOLENCE', 'DEPRIVATION_OF_LIBERTY', 'WITHHELD_HELP', 'WITHHELD_DOCUMENTS', 'FALSE_INFORMATION', 'MONEY', 'PRESSURE_ON_FAMILY', 'OTHER',
] as const;
export const inquiryResults = ['COERCION_FOUND', 'NO_COERCION_FOUND'] as const;

export const ProtectionClaimOpened = event('repatriation.ProtectionClaimOpened', 1, 'Somebody asked that the child be protected from being taken to a state; until that is decided it is taken nowhere.', {
  kind: Type.Enum([...claimKinds]),
  /** State against which protection is asked; absent where none was named. */
  againstState: Type.Optional(country),
  authority: Type.Optional(organisation),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const ProtectionClaimClosed = event('repatriation.ProtectionClaimClosed', 1, 'The procedure on a claim for protection has ended; protection that was granted lasts towards the states named.', {
  /** Event that opened the claim, or the way to a legal position. */
  claimRef: eventId,
  kind: Type.Enum([...claimKinds]),
  result: Type.Enum([...claimResults]),
  protectsAgainst: Type.Array(country),
  authority: organisation,
  /** Whether no further appeal is open; absent in older records, and where nobody says that one is. */
  final: Type.Optional(Type.Boolean()),
});

export const ProtectionEnded = event('repatriation.ProtectionEnded', 1, 'The body that is said to have granted protection, or a court, says that it never did or that it has ended; until then it lasts.', {
  /** Event by which protection was told to be granted. */
  grantRef: eventId,
  because: Type.Enum([...protectionEnds]),
  authority: organisation,
});

export const CoercionReported = event('repatriation.CoercionReported', 1, 'Somebody was pressed to agree to a return, as reported.', {
  coerced: Type.Array(Type.Enum([...coerced]), { minItems: 1 }),
  coercedBy: Type.Optional(organisation),
  coercedByPerson: Type.Optional(reference),
  means: Type.Array(Type.Enum([...coercionMeans])),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const CoercionInquiryClosed = event('repatriation.CoercionInquiryClosed', 1, 'An inquiry that is independent of the bodies of the return has ended; consents under a coercion that it found are to be given anew.', {
  /** Event that reported the coercion. */
  reportRef: eventId,
  result: Type.Enum([...inquiryResults]),
  inquiryBody: organisation,
  findings: Type.Optional(personal('D3', Type.String())),
});

export const claimsEvents = [ProtectionClaimOpened, ProtectionClaimClosed, ProtectionEnded, CoercionReported, CoercionInquiryClosed] as const;
export type ClaimsEvent = (typeof claimsEvents)[number];
