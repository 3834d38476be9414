import { ruling, setAsideBy } from '../decider/annulment.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { BestInterestsDetermined, DeterminationReopened, ReopeningTrigger } from './determination.events.js';
import { inForce, type Determination } from './determination.state.js';

/** A new fact that the determination did not know opens it again, in the same append (guarantee 3: it is reopened on new facts). */
export function reopeningOn(fact: Fact, state: Determination): readonly NewFact<typeof DeterminationReopened>[] {
  const determination = inForce(state);
  const trigger = determination && triggerIn(fact, determination, state);
  return trigger ? [{ type: 'best-interests.DeterminationReopened', data: { determination: determination.id, trigger } }] : [];
}

/** What other contexts publish of the new fact, as far as it is looked at here. */
interface Published {
  readonly relativeRef: string;
  readonly alive?: string;
  readonly destinationState?: string;
  readonly result?: string;
  readonly protectsAgainst?: readonly string[];
}

function triggerIn(fact: Fact, { id, data: { outcome, destinationState } }: Fact<typeof BestInterestsDetermined>, { relatives, latest }: Determination): ReopeningTrigger | undefined {
  const published = fact.data as unknown as Published;
  switch (fact.type as string) {
    case 'identification.FamilyLinkReported':
    case 'identification.RelativeClaimRefused':
      return relatives.get(published.relativeRef) === fact.revision && published.alive !== 'NO' ? 'NEW_RELATIVE' : undefined;
    // What is in dispute between the parents was not determined with both of them heard.
    case 'best-interests.ParentalDisputeReported':
      return 'NEW_INFORMATION';
    case 'repatriation.ConsentWithdrawn':
      return outcome === 'INTEGRATION' ? undefined : 'CONSENT_WITHDRAWN';
    case 'repatriation.DangerReported':
      return published.destinationState === undefined || published.destinationState === destinationState ? 'RISK_CHANGED' : undefined;
    case 'repatriation.RiskAssessed':
      return published.result === 'DANGER' && published.destinationState === destinationState ? 'RISK_CHANGED' : undefined;
    case 'repatriation.ProtectionClaimClosed':
      return destinationState !== undefined && published.protectsAgainst?.includes(destinationState) ? 'RISK_CHANGED' : undefined;
    case ruling:
      return [id, latest?.panel?.id].includes(setAsideBy(fact) ?? '') ? 'APPEAL_UPHELD' : undefined;
    default:
      return undefined;
  }
}
