import { foldCaseFile } from '../case-file/case-file.js';
import type { Registry } from '../case-file/registry.js';
import type { Fact } from '../decider/event.js';
import { effectiveFrom } from '../decider/times.js';
import type { Guardianship } from '../guardianship/guardianship.context.js';
import { activeMandates, type Mandate } from '../guardianship/representative.state.js';
import type { LegalAid } from '../guardianship/legal-aid.state.js';
import type { Identification } from '../identification/identification.context.js';
import { contestedSeparations } from '../identification/family.state.js';
import { contestedStays } from '../identification/liberty.state.js';
import type { BestInterests } from '../best-interests/best-interests.context.js';
import { protectionPlanOf, type ProtectionPlan } from '../best-interests/protection-plan.js';
import { leadOf, type Lead } from '../identification/lead.js';
import { agreementsWithoutDecision, type AgreementWithoutDecision } from '../repatriation/agreement.js';
import { documentsAsked, type DocumentAsked } from '../repatriation/documents.js';
import { openClaimsIn, type OpenClaim } from '../repatriation/open-claims.js';
import type { Repatriation } from '../repatriation/repatriation.context.js';
import { auditAnswer } from './liberty.answer.js';
import { libertyAudit, type AuditRules } from './liberty.audit.js';
import { happenedBy } from './replay.js';
import { mandatesIn } from './representation.js';

/** Where a child stands as of an instant, as far as the facts given know it. */
export interface Situation {
  readonly asOf: Date;
  /** Revision of the last event that is taken into account. */
  readonly revision: number;
  readonly registered: boolean;
  readonly died: boolean;
  readonly majorityOn: string | null;
  /** The organisation that leads the case; null until those who protect children have taken it on. What each organisation owes the child is among its duties. */
  readonly lead: Lead | null;
  /** The plan for its protection that counts, with what was changed of it. */
  readonly protectionPlan: ProtectionPlan | null;
  /** With whom the child is in law, as attested last. */
  readonly accompaniment: string | null;
  /** Those who may act for the child at this instant. */
  readonly representatives: readonly string[];
  readonly mandates: readonly Mandate[];
  readonly lawyers: LegalAid;
  /** The placement or emergency care that is in force. */
  readonly care: { readonly event: string; readonly facilityRef: string; readonly since: string } | null;
  readonly liberty: ReturnType<typeof auditAnswer>;
  /** Where child, family and state agree and nobody has decided, with the instant since. */
  readonly agreedWithoutDecision: readonly AgreementWithoutDecision[];
  /** Papers that were asked for, with how long each step took. */
  readonly documents: readonly DocumentAsked[];
  /** What the child claims as a victim and has not been given: it stays open when the child leaves (X11). */
  readonly openClaims: readonly OpenClaim[];
  /** Reports that cannot all be right: all of them stand. */
  readonly contested: readonly { readonly code: string; readonly events: readonly string[] }[];
}

/** @param rules by which its liberty is audited */
export function situationOf(registry: Registry, facts: readonly Fact[], asOf: Date, rules?: AuditRules): Situation {
  const happened = happenedBy(facts, asOf);
  const { recorded, revision } = foldCaseFile(registry.of('child'), happened);
  const mandates = mandatesIn(happened);
  const { finding, identity, family, stays, care } = recorded.get('identification') as Identification;
  const returning = recorded.get('repatriation') as Repatriation;
  const { legalAid } = recorded.get('guardianship') as Guardianship;
  // Care of the past that is told late does not take the place of what came after it.
  const inForce = care
    .map((fact) => ({ fact, since: fact.type === 'identification.PlacementDecided' ? new Date(effectiveFrom(fact.data.from, fact)).toISOString() : fact.meta.occurredAt.from }))
    .filter(({ since }) => Date.parse(since) <= asOf.getTime())
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since)).at(-1);
  const placed = inForce && !inForce.fact.setAside;
  return {
    asOf, revision,
    registered: finding.registeredBy !== undefined,
    died: finding.deaths.length > 0,
    majorityOn: finding.majorityOn ?? null,
    lead: leadOf(happened) ?? null,
    protectionPlan: protectionPlanOf((recorded.get('best-interests') as BestInterests).needs.plans) ?? null,
    accompaniment: identity.accompaniment?.accompaniment ?? null,
    representatives: activeMandates({ mandates }, asOf).map((mandate) => mandate.guardianRef),
    mandates,
    lawyers: legalAid,
    care: placed ? { event: inForce.fact.id, facilityRef: inForce.fact.data.facilityRef, since: inForce.since } : null,
    liberty: auditAnswer(libertyAudit(facts, asOf, rules)),
    agreedWithoutDecision: agreementsWithoutDecision(returning, asOf),
    documents: documentsAsked(returning.preparation, asOf),
    openClaims: openClaimsIn(returning.transfer.proceedings),
    contested: [...contestedStays(stays), ...contestedSeparations(family)],
  };
}
