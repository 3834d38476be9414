import type { Fact } from '../decider/event.js';
import { isSame } from '../decider/same.js';
import type { Profession } from './codes.js';
import { needAreas, type NeedsAssessed, type ProtectionPlanDrafted } from './needs.events.js';

/** A plan for the protection of a child follows from what it was assessed to need, is assigned to specialists and amended by events alone (Code of the Kyrgyz Republic on Children, art. 41). */

type Area = (typeof needAreas)[number];
type Plan = Fact<typeof ProtectionPlanDrafted>;
type Measure = Plan['data']['measures'][number];

/** Whose work an area is; which profession, is ours. */
const specialists: Readonly<Record<Area, Profession>> = {
  PHYSICAL: 'SOCIAL_WORKER', MEDICAL: 'DOCTOR', PSYCHOSOCIAL: 'PSYCHOLOGIST', SAFETY: 'SOCIAL_WORKER', EDUCATION: 'TEACHER', WORK: 'SOCIAL_WORKER', FAMILY: 'SOCIAL_WORKER',
  LEGAL: 'LAWYER', DOCUMENTS: 'LAWYER', COMMUNITY: 'CULTURAL_MEDIATOR',
};

/** One for each area that is not met or not known, in the order of the areas; psychosocial help is long-term. */
export function measuresFor(areas: Fact<typeof NeedsAssessed>['data']['areas']): Measure[] {
  const lacking = new Set(areas.filter(({ result }) => result !== 'MET').map(({ area }) => area));
  return needAreas.filter((area) => lacking.has(area)).map((area) => ({ area, specialist: specialists[area], ...(area === 'PSYCHOSOCIAL' && { longTerm: true }) }));
}

export interface ProtectionPlan {
  readonly event: string;
  readonly care: Plan['data']['care'];
  readonly measures: readonly Measure[];
  readonly fromAssessment: string | null;
  /** What each later version changed of the one before it, in their order. */
  readonly amendments: readonly { readonly event: string; readonly at: string; readonly care?: { readonly before: string; readonly after: string }; readonly added: readonly Measure[]; readonly removed: readonly Measure[] }[];
}

/** The plan that counts, with how it came to be so; undefined where there is none. */
export function protectionPlanOf(plans: readonly Plan[]): ProtectionPlan | undefined {
  const newest = plans.at(-1);
  if (!newest) return undefined;
  const missingIn = (measures: readonly Measure[], others: readonly Measure[]) => measures.filter((measure) => !others.some((other) => isSame(other, measure)));
  const amendments = plans.slice(1).map(({ id, data, meta }, index) => {
    const before = plans[index]!.data;
    return {
      event: id, at: meta.occurredAt.from, ...(before.care !== data.care && { care: { before: before.care, after: data.care } }),
      added: missingIn(data.measures, before.measures), removed: missingIn(before.measures, data.measures),
    };
  });
  return { event: newest.id, care: newest.data.care, measures: newest.data.measures, fromAssessment: newest.data.fromAssessment ?? null, amendments };
}
