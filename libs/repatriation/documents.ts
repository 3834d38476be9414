import type { Fact } from '../decider/event.js';
import type { documentKinds, documentMilestones, DocumentMilestoneReported } from './preparation.events.js';
import type { Preparation } from './preparation.state.js';

/** One paper that was asked for once, with what became of it and how long each step took (OSCE/ODIHR, After the Chisinau Agreement, Day 2). */
export interface DocumentAsked {
  readonly document: (typeof documentKinds)[number];
  readonly issuingState: string;
  /** In the order of their times. */
  readonly milestones: readonly {
    readonly milestone: (typeof documentMilestones)[number];
    /** The earliest instant at which it can have been, RFC 3339. */
    readonly at: string;
    /** Since the one before it; 0 for the first. */
    readonly hoursSinceBefore: number;
    readonly event: string;
  }[];
  /** Where it was neither issued nor refused by then: hours since the first milestone. */
  readonly hoursOpen?: number;
}

const hoursBetween = (from: string, to: string | Date): number => Math.floor((new Date(to).getTime() - Date.parse(from)) / 3_600_000);
const isOver = ({ data: { milestone } }: Milestone): boolean => milestone === 'ISSUED' || milestone === 'REFUSED';
type Milestone = Fact<typeof DocumentMilestoneReported>;

/** Each request for a paper; one that follows an answer is another request. Of two reports of the same milestone the earlier one counts. */
export function documentsAsked({ milestones }: Preparation, asOf: Date): readonly DocumentAsked[] {
  const requests: Milestone[][] = [];
  for (const fact of [...milestones].sort((a, b) => Date.parse(timeOf(a)) - Date.parse(timeOf(b)))) {
    const of = requests.findLast(([first]) => first!.data.document === fact.data.document && first!.data.issuingState === fact.data.issuingState);
    const isFurther = of === undefined || (of.some(isOver) && fact.data.milestone === 'REQUESTED');
    if (isFurther) requests.push([fact]);
    else if (!of.some(({ data }) => data.milestone === fact.data.milestone)) of.push(fact);
  }
  return requests.map((request): DocumentAsked => {
    const [{ data: { document, issuingState } }] = request as [Milestone];
    return {
      document, issuingState,
      milestones: request.map((fact, index) => ({
        milestone: fact.data.milestone, at: timeOf(fact), hoursSinceBefore: index === 0 ? 0 : hoursBetween(timeOf(request[index - 1]!), timeOf(fact)), event: fact.id,
      })),
      ...(!request.some(isOver) && { hoursOpen: hoursBetween(timeOf(request[0]!), asOf) }),
    };
  });
}

function timeOf({ meta }: Milestone): string {
  return meta.occurredAt.from;
}
