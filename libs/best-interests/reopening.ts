import type { Fact, NewFact } from '../decider/event.js';
import type { DeterminationReopened, ReopeningTrigger } from './determination.events.js';
import { inForce, type Determination } from './determination.state.js';

/** A new fact that the determination did not know opens it again, in the same append (guarantee 3: it is reopened on new facts). */
export function reopeningOn(fact: Fact, state: Determination): readonly NewFact<typeof DeterminationReopened>[] {
  const determination = inForce(state);
  const trigger = triggerIn(fact, state);
  return determination && trigger ? [{ type: 'best-interests.DeterminationReopened', data: { determination: determination.id, trigger } }] : [];
}

function triggerIn({ type, revision, data }: Fact, { relatives }: Determination): ReopeningTrigger | undefined {
  if (type === 'repatriation.ConsentWithdrawn') return 'CONSENT_WITHDRAWN';
  if (type !== 'identification.FamilyLinkReported') return undefined;
  const { relativeRef, alive } = data as { relativeRef: string; alive?: string };
  return relatives.get(relativeRef) === revision && alive !== 'NO' ? 'NEW_RELATIVE' : undefined;
}
