import Type from 'typebox';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';

/** What became of a child while somebody should have spoken for it. */

export const presences = ['YES', 'NO', 'UNKNOWN'] as const;
export const contactKinds = [
  'INTERVIEW', 'QUESTIONING', 'HEARING', 'EXAMINATION', 'CHECK_OF_DOCUMENTS', 'NOTICE_OF_DECISION', 'SIGNING_OF_PAPERS', 'CONSULAR_VISIT', 'OTHER',
] as const;
export const decisionKinds = ['DEPRIVATION', 'PLACEMENT', 'RETURN', 'SEPARATION', 'AGE', 'STATUS', 'IDENTITY', 'HEALTH', 'PUNISHMENT', 'OTHER'] as const;

/** What became of a decision once it was looked at again with somebody who speaks for the child. */
export const reexaminations = ['UPHELD', 'CHANGED', 'SET_ASIDE'] as const;
/** What the representative says of what was done before it was there. */
export const representativePositions = ['AGREES', 'ASKS_FOR_CHANGE', 'OBJECTS'] as const;

const presence = Type.Enum([...presences]);

export const AgencyContactReported = event('guardianship.AgencyContactReported', 1, 'A state body was in contact with the child; who was with the child is said here.', {
  kind: Type.Enum([...contactKinds]),
  agencyType: Type.Enum([...orgTypes]),
  agencyRef: Type.Optional(Type.String()),
  representativePresent: presence,
  lawyerPresent: presence,
  interpreterPresent: presence,
  account: Type.Optional(personal('D3', Type.String())),
});

export const DecisionTakenWithoutRepresentative = event('guardianship.DecisionTakenWithoutRepresentative', 1,
  'Some authority decided about the child while nobody could speak for it.', {
    decision: Type.Enum([...decisionKinds]),
    authorityType: Type.Enum([...orgTypes]),
    authorityRef: Type.Optional(Type.String()),
    /** Reference of the authority's act. */
    actRef: Type.Optional(Type.String()),
    account: Type.Optional(personal('D3', Type.String())),
  });

export const DecisionReexamined = event('guardianship.DecisionReexamined', 1, 'A decision that was taken while nobody could speak for the child was looked at again.', {
  /** Event that reported the decision. */
  reportRef: Type.String({ format: 'uuid' }),
  result: Type.Enum([...reexaminations]),
  representativeHeard: presence,
  documentRef: Type.String(),
});

export const MeasuresReviewed = event('guardianship.MeasuresReviewed', 1, 'A representative of the child looked at what was done for it before somebody could speak for it.', {
  position: Type.Enum([...representativePositions]),
  statement: Type.Optional(personal('D3', Type.String())),
});

export const contactEvents = [AgencyContactReported, DecisionTakenWithoutRepresentative, DecisionReexamined, MeasuresReviewed] as const;
export type ContactEvent = (typeof contactEvents)[number];
