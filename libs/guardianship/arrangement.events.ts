import Type from 'typebox';
import { careArrangements, ruleStatuses } from '../decider/absence.js';
import { orgTypes } from '../decider/actor.js';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { parentRelations } from './representative.events.js';

/** Who may care for a child whose parents are away, what is paid for it, and what became of the rights of its parents. */

const reference = Type.String();
const day = Type.String({ format: 'date' });
const organisation = Type.Object({ orgRef: Type.Optional(reference), orgType: Type.Enum([...orgTypes]) }, { additionalProperties: false });

/** BED_FOR_MONEY: somebody is paid for every child whom he keeps, so that the child is kept. */
export const paymentKinds = ['ALLOWANCE', 'FOSTER_PAYMENT', 'SPONSORSHIP', 'DONATION', 'BED_FOR_MONEY', 'OTHER', 'UNKNOWN'] as const;
export const paymentResults = ['GOES_ON', 'STOPPED', 'CARER_IS_LOOKED_INTO'] as const;
export const rightsChanges = ['DEPRIVED', 'RESTRICTED', 'UPHELD', 'RESTORED'] as const;

export const ParentalAbsenceReported = event('guardianship.ParentalAbsenceReported', 1, 'A parent is about to leave, is away or has come back, as reported; the last word on a parent counts.', {
  parentRef: reference,
  relation: Type.Enum([...parentRelations]),
  departureExpectedOn: Type.Optional(day),
  leftOn: Type.Optional(day),
  returnExpectedOn: Type.Optional(day),
  returnedOn: Type.Optional(day),
  /** What the rules of the state asked for then; absent where it has none that are applied, and where the parent is back. */
  required: Type.Optional(Type.Object({
    arrangement: Type.Enum([...careArrangements]),
    /** The last day for which that is enough; absent where it always is. */
    lastDay: Type.Optional(day),
    rules: Type.String(),
    status: Type.Enum([...ruleStatuses]),
  }, { additionalProperties: false })),
});

export const CareArrangementCertified = event('guardianship.CareArrangementCertified', 1, 'A document shows who may care for the child while its parents are away.', {
  arrangement: Type.Enum([...careArrangements]),
  carers: Type.Array(reference, { minItems: 1 }),
  documentRef: reference,
  /** Of permanent guardianship, which a court alone grants. */
  courtDecisionRef: Type.Optional(reference),
  from: day,
  until: Type.Optional(day),
});

export const PaymentForChildReported = event('guardianship.PaymentForChildReported', 1, 'Somebody is paid, or given money by donors, for a child, as reported.', {
  payeeRef: reference,
  payer: Type.Optional(organisation),
  kind: Type.Enum([...paymentKinds]),
  note: Type.Optional(personal('D3', Type.String())),
});

export const PaymentReviewed = event('guardianship.PaymentReviewed', 1, 'It was looked at whether what is paid for a child serves the child.', {
  /** Event that reported the payment. */
  paymentRef: Type.String({ format: 'uuid' }),
  result: Type.Enum([...paymentResults]),
});

export const ParentalRightsCertified = event('guardianship.ParentalRightsCertified', 1, 'A document shows that somebody decided on the rights of a parent; what was before stays in the record.', {
  parentRef: reference,
  change: Type.Enum([...rightsChanges]),
  decidedBy: organisation,
  legalBasis: Type.Object({ actRef: reference, adoptedOn: day, article: reference }, { additionalProperties: false }),
  decisionRef: reference,
  decidedOn: day,
  /** By when it is looked at again; absent where the rights were restored. */
  reviewBy: Type.Optional(Type.String({ format: 'date-time' })),
});

export const arrangementEvents = [ParentalAbsenceReported, CareArrangementCertified, PaymentForChildReported, PaymentReviewed, ParentalRightsCertified] as const;
export type ArrangementEvent = (typeof arrangementEvents)[number];
