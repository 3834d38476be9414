import Type from 'typebox';
import { event } from '../decider/event.js';

/**
 * How a child is forgotten: its keys are disabled, and after a while destroyed. All of it stands in a stream beside the record, and holds no
 * word of anybody: it has to be readable when the keys are gone.
 */

/** Why somebody is forgotten: the person, who is of age, asks for it (GDPR art. 17); the time for which records are kept is over (art. 5(1)(e)); a court orders it. */
export const grounds = ['SUBJECT_ASKS', 'RETENTION_OVER', 'ORDERED_BY_COURT'] as const;
export const holdGrounds = ['COURT_PROCEEDING', 'INTERNATIONAL_PROCEEDING', 'INQUIRY', 'AUDIT', 'OTHER'] as const;
/** Who has to know before anything is destroyed: the person or whoever acts for it, and oversight. */
export const addressees = ['CHILD', 'REPRESENTATIVE', 'OVERSIGHT'] as const;
export const reasonsToKeep = ['SUBJECT_ASKS', 'NEEDED_AS_EVIDENCE', 'ASKED_BY_MISTAKE', 'OTHER'] as const;
/** Why what was owed and not done holds nothing up any more. */
export const settlements = ['CANNOT_BE_DONE_ANY_MORE', 'MADE_GOOD_OTHERWISE', 'LOOKED_INTO', 'OTHER'] as const;

const eventId = Type.String({ format: 'uuid' });
/** The record itself and those that were merged into it. */
const records = Type.Array(Type.String({ format: 'uuid' }), { minItems: 1 });

export const LegalHoldPlaced = event('forgetting.LegalHoldPlaced', 1, 'Nothing of the child is forgotten as long as this hold stands.', { ground: Type.Enum([...holdGrounds]) });
export const LegalHoldLifted = event('forgetting.LegalHoldLifted', 1, 'The body that placed a hold has lifted it.', { hold: eventId });
export const ForgettingAsked = event('forgetting.ForgettingAsked', 1, 'Somebody asked that the child be forgotten, and why.', { ground: Type.Enum([...grounds]) });
export const ForgettingTakenBack = event('forgetting.ForgettingTakenBack', 1, 'The child is not to be forgotten; what was disabled can be read again.', { reason: Type.Enum([...reasonsToKeep]), records });
export const DutiesSettled = event('forgetting.DutiesSettled', 1, 'Oversight looked into what was owed to the child and not done, and it keeps the record open no more.', {
  duties: Type.Array(Type.String({ format: 'uuid' }), { minItems: 1 }), reason: Type.Enum([...settlements]),
});
export const SubjectKeysDisabled = event('forgetting.SubjectKeysDisabled', 1, 'Nobody can read the personal fields of the child any more, until that is taken back or the keys are destroyed.', { asked: eventId, records });
export const ForgettingTold = event('forgetting.ForgettingTold', 1, 'Somebody who has to know that the child is to be forgotten was told.', { to: Type.Enum([...addressees]) });
export const SubjectKeysDestroyed = event('forgetting.SubjectKeysDestroyed', 1, 'It is decided that the keys of the child are destroyed, for good.', { ground: Type.Enum([...grounds]), asked: eventId, disabled: eventId, records });
export const DestructionHalted = event('forgetting.DestructionHalted', 1, 'Something was recorded of the child while it was decided to destroy its keys: they are there, and it has to be decided anew.', { destruction: eventId });
export const SubjectForgotten = event('forgetting.SubjectForgotten', 1, 'The keys of the child are destroyed: what was sealed of it can be read by nobody, and whoever was told of it has to forget it, too.', { destruction: eventId, ground: Type.Enum([...grounds]) });

export const forgettingEvents = [
  LegalHoldPlaced, LegalHoldLifted, ForgettingAsked, ForgettingTakenBack, DutiesSettled, SubjectKeysDisabled, ForgettingTold, SubjectKeysDestroyed, DestructionHalted, SubjectForgotten,
] as const;
export type ForgettingEvent = (typeof forgettingEvents)[number];
