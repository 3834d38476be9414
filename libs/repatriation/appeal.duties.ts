import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { AppealDecided, RulingExecutionReported } from './appeal.events.js';

export const appealDuties = [
  duty({
    code: 'EXECUTE_RULING', holder: 'CASE_WORKER',
    promise: 'What an appeal body has finally set aside, be it a decision of ours or of another body, is undone by the body that took it.',
    basis: 'International Child Repatriation Guidelines (the judgments in Korzun, Nazarov and of Kutaisi); the length is ours',
    // One ruling is executed once, however often it is certified.
    starts: [on(AppealDecided, (fact, { before }) => isReversal(fact) && !before.some((earlier) => isReversal(earlier) && appealIn(earlier) === appealIn(fact)))],
    meets: [on(RulingExecutionReported, (fact, { start }) => fact.data.extent === 'WHOLE' && fact.data.appealRef === appealIn(start))],
  }),
];

function appealIn({ data }: Fact): string {
  return (data as { appealRef: string }).appealRef;
}

function isReversal({ type, data }: Fact): boolean {
  const { result, final } = data as { result?: string; final?: boolean };
  return (type as string) === AppealDecided.type && result === 'UPHELD' && final === true;
}
