import { ruling, setAsideBy } from '../decider/annulment.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { Assessment } from './assessment.state.js';
import type { BestInterestsDetermined, DeterminationReopened, DeterminationUnsettled, ReopeningTrigger } from './determination.events.js';
import { inForce, type Determination } from './determination.state.js';
import type { Separation } from './separation.state.js';

/**
 * A new fact that the determination did not know opens it again, in the same append (guarantee 3: it is reopened on new facts). So does a correction
 * that tells it of somebody or something else than before.
 */
export function reopeningOn(fact: Fact, { determination: state, assessment, separation }: { readonly determination: Determination; readonly assessment: Assessment; readonly separation: Separation }, was?: Fact): readonly NewFact<typeof DeterminationReopened>[] {
  const determination = was && isSame(lookedAt(fact), lookedAt(was)) ? undefined : inForce(state);
  if (determination && wasKnown(fact, determination, separation)) return [];
  const trigger = determination && triggerIn(fact, determination, statesIn(determination, assessment), state);
  return trigger ? [{ type: 'best-interests.DeterminationReopened', data: { determination: determination.id, trigger } }] : [];
}

/** Where the child is to live: of one that is to stay, where its family was studied as that of its state of stay. */
function statesIn({ data: { outcome, destinationState } }: Fact<typeof BestInterestsDetermined>, { components }: Assessment): readonly (string | undefined)[] {
  return outcome === 'INTEGRATION' ? components.filter(({ data }) => data.side === 'STATE_OF_STAY').map(({ data }) => data.country) : [destinationState];
}

/** A danger of staying with somebody that was assessed before is no news. */
function wasKnown({ type, data }: Fact, { revision }: Fact, { dangers }: Separation): boolean {
  const { danger, stayingWith = [] } = data as unknown as Published;
  return (type as string) === 'best-interests.DangerAssessed'
    && dangers.some((known) => known.revision < revision && known.data.finding === 'PRESENT' && known.data.danger === danger && stayingWith.every((person) => known.data.stayingWith.includes(person)));
}

/** What is done to a child, and what it does to itself; that it fell ill is looked after where it is. */
const violence: readonly string[] = ['VIOLENCE_BY_STAFF', 'VIOLENCE_BY_OTHERS', 'SEXUAL_VIOLENCE', 'RESTRAINT', 'SOLITARY_CONFINEMENT', 'SELF_HARM', 'SUICIDE_ATTEMPT', 'FORCED_WORK', 'EXTORTION'];

/** Whoever rests on a determination that a fact has left standing, but not final, hears of it: a sibling travels on it as well. */
export function unsettlingOn({ id }: Fact, state: Determination, fell: readonly FactCode[]): readonly NewFact<typeof DeterminationUnsettled>[] {
  const determination = inForce(state);
  const isShaken = determination && determination.id !== id && !state.latest?.carriedOut && fell.length > 0;
  return isShaken ? [{ type: 'best-interests.DeterminationUnsettled', data: { determination: determination.id } }] : [];
}

/** What other contexts publish of the new fact, as far as it is looked at here. */
interface Published {
  readonly relativeRef: string;
  readonly alive?: string;
  readonly destinationState?: string;
  readonly result?: string;
  readonly protectsAgainst?: readonly string[];
  readonly danger?: string;
  readonly dangers?: readonly string[];
  readonly whose?: string;
  readonly parents?: readonly string[];
  readonly over?: readonly string[];
  readonly kind?: string;
  readonly finding?: string;
  readonly stayingWith?: readonly string[];
  readonly child?: Found;
  readonly family?: Found;
  readonly community?: Found;
}

interface Found {
  readonly result: string;
}

/** Who and what it is about. */
function lookedAt({ data }: Fact): Published {
  const { relativeRef, alive, destinationState, result, protectsAgainst, danger, dangers, whose, parents, over, kind, finding, stayingWith, child, family, community } = data as unknown as Published;
  return { relativeRef, alive, destinationState, result, protectsAgainst, danger, dangers, whose, parents, over, kind, finding, stayingWith, child, family, community };
}

function triggerIn(fact: Fact, { id, revision, data: { outcome } }: Fact<typeof BestInterestsDetermined>, states: readonly (string | undefined)[], { relatives, latest, departure }: Determination): ReopeningTrigger | undefined {
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
      return published.destinationState === undefined || states.includes(published.destinationState) ? 'RISK_CHANGED' : undefined;
    case 'repatriation.RiskAssessed':
      return published.result === 'DANGER' && states.includes(published.destinationState) ? 'RISK_CHANGED' : undefined;
    // Where the child lives by it, or was let go to, it is in danger: not where it only waits for the journey.
    case 'reintegration.VisitHeld': {
      const livesByIt = outcome === 'INTEGRATION' || (departure !== undefined && departure.revision > revision);
      return livesByIt && [published.child, published.family, published.community].some((found) => found?.result === 'DANGER') ? 'RISK_CHANGED' : undefined;
    }
    case 'repatriation.ProtectionClaimClosed':
      return outcome !== 'INTEGRATION' && published.protectsAgainst?.some((state) => states.includes(state)) ? 'RISK_CHANGED' : undefined;
    case 'best-interests.DangerAssessed':
      return published.finding === 'PRESENT' ? 'RISK_CHANGED' : undefined;
    case 'identification.IncidentReported':
      return violence.includes(published.kind ?? '') ? 'RISK_CHANGED' : undefined;
    case ruling:
      return [id, latest?.panel?.id].includes(setAsideBy(fact) ?? '') ? 'APPEAL_UPHELD' : undefined;
    default:
      return undefined;
  }
}
