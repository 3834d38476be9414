import Type from 'typebox';
import { event } from '../decider/event.js';
import { personal } from '../privacy/personal.js';
import { reference } from './codes.js';

/** What shows whether two records are of one child. No measure of a body is among them. */
export const comparisons = ['DOCUMENTS', 'CHILD_SAYS', 'RELATIVES_SAY', 'WITNESSES', 'DESCRIPTION', 'COURSE_OF_EVENTS', 'GENETIC_TEST', 'OTHER'] as const;

const compared = {
  /** The other record. */
  recordRef: reference,
  shownBy: Type.Array(Type.Enum([...comparisons]), { minItems: 1 }),
  documentRef: Type.Optional(reference),
  statement: Type.Optional(personal('D3', Type.String())),
};
const survivor = { survivorRef: reference };
const merged = {
  /** The record that was merged into this one. */
  from: reference,
  /** Revision of that record up to which it was read. */
  revision: Type.Integer(),
};

export const SameChildAttested = event('identification.SameChildAttested', 1, 'Somebody who compared this record with another one found that both are of one child.', compared);

export const DifferentChildrenAttested = event('identification.DifferentChildrenAttested', 1,
  'Somebody who compared this record with another one found that they are of two children.', compared);

export const MergedInto = event('identification.MergedInto', 1, 'The child of this record is the child of another one, in which everything is decided from now on.', survivor);

export const SplitFrom = event('identification.SplitFrom', 1, 'The child of this record is not the child of the one that it was merged into: it is decided about here again.', survivor);

export const MergedRecordContinued = event('identification.MergedRecordContinued', 1,
  'Something was recorded in a record that is merged into another one, which will be told of it.', survivor);

export const MergeLapsed = event('identification.MergeLapsed', 1,
  'The record in which this one was to go on was forgotten in the moment in which they were merged: nothing links the two, and it is decided about here again.', survivor);

export const IdentityMerged = event('identification.IdentityMerged', 1,
  'Another record of this child counts here up to that revision: it may take a guarantee away, and gives none.', merged);

export const IdentitySplit = event('identification.IdentitySplit', 1, 'Another record turned out not to be of this child, and counts here no more.', merged);

export const linksEvents = [SameChildAttested, DifferentChildrenAttested, MergedInto, SplitFrom, MergeLapsed, MergedRecordContinued, IdentityMerged, IdentitySplit] as const;
export type LinksEvent = (typeof linksEvents)[number];
