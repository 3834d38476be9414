import { wasFit } from '../decider/interpreted.js';
import { readinessOf } from './origin.state.js';
import type { Repatriation } from './repatriation.context.js';

/** Child, family and the state where it is to live agree, and nobody decides. */
export interface AgreementWithoutDecision {
  readonly destinationState: string;
  /** The instant at which the last of the three agreed, RFC 3339. */
  readonly since: string;
}

/** Waiting counts from the agreement, not only from a decision (OSCE/ODIHR, After the Chisinau Agreement: children get stuck abroad). */
export function agreementsWithoutDecision({ consent, origin, course, decision }: Repatriation, asOf: Date): readonly AgreementWithoutDecision[] {
  return [...new Set(origin.answers.map(({ data }) => data.destinationState))].flatMap((destinationState) => {
    const child = consent.given.findLast((given) => given.data.by === 'CHILD' && given.data.destinationState === destinationState
      && given.data.understanding !== 'NOT_UNDERSTOOD' && wasFit(given, consent.interpreters));
    const carer = course.carers.get(destinationState);
    const ready = readinessOf(origin, destinationState, asOf);
    if (ready.length === 0 || !child || !carer || decision.inForce?.data.destinationState === destinationState) return [];
    const agreed = [child.meta.occurredAt.from, carer.agreedAt, ...ready.map(({ meta }) => meta.occurredAt.from)].map((instant) => Date.parse(instant));
    return [{ destinationState, since: new Date(Math.max(...agreed)).toISOString() }];
  });
}
