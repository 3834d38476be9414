import type { Repatriation } from './repatriation.context.js';

/** Child, family and the state where it is to live agree, and nobody decides. */
export interface AgreementWithoutDecision {
  readonly destinationState: string;
  /** The instant at which the last of the three agreed, RFC 3339. */
  readonly since: string;
}

/** Waiting counts from the agreement, not only from a decision (OSCE/ODIHR, After the Chisinau Agreement: children get stuck abroad). */
export function agreementsWithoutDecision({ consent, origin, course, decision }: Repatriation, asOf: Date): readonly AgreementWithoutDecision[] {
  return [...origin.answers.values()].flatMap(({ data: { destinationState, answer, validUntil }, meta }) => {
    const child = consent.given.findLast(({ data }) => data.by === 'CHILD' && data.destinationState === destinationState && data.understanding !== 'NOT_UNDERSTOOD');
    const carer = course.carers.get(destinationState);
    const ready = answer === 'CONFIRMED' && asOf.getTime() <= Date.parse(validUntil!);
    if (!ready || !child || !carer || decision.inForce?.data.destinationState === destinationState) return [];
    const agreed = [child.meta.occurredAt.from, carer.agreedAt, meta.occurredAt.from].map((instant) => Date.parse(instant));
    return [{ destinationState, since: new Date(Math.max(...agreed)).toISOString() }];
  });
}
