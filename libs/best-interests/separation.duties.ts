import type { OrgType } from '../decider/actor.js';
import { ruling, setAsideBy } from '../decider/annulment.js';
import { duty, on, onOther, setIn, type Seen } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { isNews, isOfThese, noDisputes, withWord } from '../decider/parental-dispute.js';
import { CivilProceedingCertified, ParentalDisputeEnded, ParentalDisputeReported, SeparationAuthorised, SeparationReviewed } from './separation.events.js';

export const separationDuties = [
  duty({
    code: 'CIVIL_PROCEDURE', holder: 'CASE_WORKER',
    promise: 'A dispute between parents over their child is brought before a civil court, and is settled by no return.',
    basis: 'International Child Repatriation Guidelines (the judgment of Kutaisi); CRC art. 9(1) and (2); the length is ours',
    // Whoever reports a dispute may say that a court was asked: a document shows it.
    starts: [on(ParentalDisputeReported, (fact, { before }) => isNews(fact, before.reduce(withWord, noDisputes)))],
    // A court that is asked about other people has not been asked about these.
    meets: [on(CivilProceedingCertified, (fact, { start }) => isOfThese(fact, start)), on(ParentalDisputeEnded, (fact, { start }) => isOfCourt(fact) && isOfThese(fact, start))],
    ends: [on(ParentalDisputeEnded, (fact, { start }) => !isOfCourt(fact) && isOfThese(fact, start))],
  }),
  duty({
    code: 'REUNIFICATION_REVIEW', holder: 'CASE_WORKER',
    promise: 'Of a child that was separated somebody looks again and again whether it can go back.',
    basis: 'CRC art. 9 and 10; International Child Repatriation Guidelines, guarantee 7; the length is ours',
    starts: [onOther('identification.SeparationStarted'), on(SeparationAuthorised), on(SeparationReviewed, ({ data }) => data.result !== 'FAMILY_DEAD')],
    noLaterThan: setIn('reviewBy'),
    meets: [on(SeparationReviewed, isMeant), on(SeparationAuthorised, separatesAgain), onOther('identification.Reunited', isMeant)],
    // Until that is final another court may find that the child stays apart.
    ends: [onOther(ruling, (fact, { start }) => setAsideBy(fact) === start.id && (fact.data as { final?: boolean }).final === true)],
  }),
  duty({
    code: 'JUDICIAL_REVIEW', holder: 'CASE_WORKER',
    promise: 'A court looks at a separation that was decided by the day that was set for it.',
    basis: 'CRC art. 9(1) and (2); the length is ours',
    starts: [on(SeparationAuthorised)],
    noLaterThan: setIn('judicialReviewBy'),
    meets: [
      on(SeparationReviewed, (review, seen) => isOfCourt(review) && isMeant(review, seen)),
      // Whoever appeals has it looked at, whatever the court then says, unless it says that it may not look.
      onOther(ruling, ({ data }, { start }) => {
        const { decisionRef, authority, result } = data as { decisionRef?: string; authority?: { orgType: OrgType }; result?: string };
        return decisionRef === start.id && authority?.orgType === 'COURT' && result !== 'INADMISSIBLE';
      }),
    ],
    ends: [onOther('identification.Reunited', isMeant)],
  }),
];

function isOfCourt({ meta }: Fact): boolean {
  return meta.recordedBy.orgType === 'COURT';
}

/** Whether the child is separated anew from all of whom the review is owed, as far as they are known by reference. */
function separatesAgain({ data }: Fact<typeof SeparationAuthorised>, { start, beforeStart }: Seen): boolean {
  const { separationRef } = start.data as { separationRef?: string };
  const meant = start.type === SeparationReviewed.type
    ? beforeStart.filter((fact) => separations.includes(fact.type) && (separationRef === undefined || [fact.id, (fact.data as { separationRef?: string }).separationRef].includes(separationRef)))
    : [start];
  return meant.flatMap(apartFrom).every((person) => data.separatedFrom.includes(person));
}

const separations: readonly string[] = [SeparationAuthorised.type, 'identification.SeparationStarted'];

/** Those whom a separation names by reference, whether it was decided or reported. */
function apartFrom({ data }: Fact): readonly string[] {
  const { separatedFrom = [] } = data as { separatedFrom?: readonly (string | { readonly personRef?: string })[] };
  return separatedFrom.flatMap((person) => (typeof person === 'string' ? person : person.personRef ?? []));
}

/** A review that names no separation means all of them. */
function isMeant({ data }: Fact, { start }: Seen): boolean {
  const { separationRef } = data as { separationRef?: string };
  const named = start.type === SeparationReviewed.type ? (start.data as { separationRef?: string }).separationRef : (start.data as { separationRef?: string }).separationRef ?? start.id;
  return separationRef === undefined || named === undefined || separationRef === named;
}
