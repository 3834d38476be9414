import { NeedsAssessed, ProtectionPlanDrafted } from '../best-interests/needs.events.js';
import type { Fact } from '../decider/event.js';
import { SupportReported } from '../reintegration/aftercare.events.js';
import { ReintegrationPlanApproved, SolutionPlanApproved } from '../reintegration/plan.events.js';
import { act, body, findingRule, type Found } from './findings.js';
import { toldToBeVictim } from './findings.procedure.js';
import { at, factsOf, type ChildRecord } from './findings.record.js';

/** What the plans for a child's life leave out, or put on it. */

/** Each version of a plan, with the one that takes its place. */
interface Version {
  readonly plan: Fact;
  readonly next: Fact | undefined;
  readonly isLongTerm: boolean;
}

export const victimWithoutLongTermCare = findingRule({
  code: 'VICTIM_WITHOUT_LONG_TERM_CARE', version: 1, severity: 'SERIOUS',
  promise: 'Whoever plans for a child that others have harmed plans psychosocial help that lasts.',
  basis: 'CRC art. 39; Council of Europe Convention on Action against Trafficking in Human Beings, art. 12 and 16',
  check(record) {
    const [first] = [...toldToBeVictim(record)].sort((a, b) => at(a).earliest - at(b).earliest);
    if (!first) return [];
    return versionsIn(record).flatMap(({ plan, next, isLongTerm }): Found[] => {
      if (isLongTerm || (next && at(next).earliest <= at(first).earliest)) return [];
      const since = at(plan).earliest >= at(first).earliest ? at(plan) : at(first);
      return [{ because: [plan.id], alsoShownBy: [first.id, ...(next ? [next.id] : [])], since, ...(next && { until: at(next) }), concerns: body(plan, plan.meta.recordedBy), details: { plan: plan.type } }];
    });
  },
});

function versionsIn(record: ChildRecord): readonly Version[] {
  const lines = [
    factsOf(record, ProtectionPlanDrafted).map((plan) => ({ plan: plan as unknown as Fact, isLongTerm: plan.data.measures.some(({ area, longTerm }) => area === 'PSYCHOSOCIAL' && longTerm === true) })),
    approvedIn(record).map((plan) => ({ plan: plan as unknown as Fact, isLongTerm: plan.data.components.some(({ component, longTerm }) => component === 'PSYCHOSOCIAL' && longTerm === true) })),
  ];
  return lines.flatMap((line) => line.map((version, index) => ({ ...version, next: line[index + 1]?.plan })));
}

function approvedIn(record: ChildRecord) {
  return [...factsOf(record, ReintegrationPlanApproved), ...factsOf(record, SolutionPlanApproved)].sort((a, b) => a.revision - b.revision);
}

/** Whoever agrees with the whole of a plan has chosen what is in it, unless it says otherwise of a part. */
export const supportNotChosen = findingRule({
  code: 'SUPPORT_NOT_CHOSEN', version: 1, severity: 'NOTABLE',
  promise: 'Psychological and religious help follows from an assessment of what the child needs, and from its own choice.',
  basis: 'CRC art. 12, 14 and 39',
  check(record) {
    const planned = approvedIn(record).flatMap((plan) => plan.data.components.map(({ component, chosenByChild = plan.data.childOpinion === 'AGREES' ? 'YES' : 'UNKNOWN' }) => ({ fact: plan as unknown as Fact, component, chosenByChild })));
    const given = factsOf(record, SupportReported).filter(({ data: { recipient, stage } }) => recipient === 'CHILD' && (stage === 'PLANNED' || stage === 'STARTED'))
      .map((fact) => ({ fact: fact as unknown as Fact, component: fact.data.component, chosenByChild: fact.data.chosenByChild ?? 'UNKNOWN' }));
    return [...planned, ...given].filter(({ component }) => component === 'PSYCHOSOCIAL' || component === 'RELIGIOUS').flatMap(({ fact, component, chosenByChild }): Found[] => {
      const isAssessed = factsOf(record, NeedsAssessed).some((assessed) => at(assessed).earliest <= at(fact).latest);
      const missing = [...(isAssessed ? [] : ['NEEDS_ASSESSMENT']), ...(chosenByChild === 'YES' ? [] : ['CHILDS_CHOICE'])];
      return missing.length === 0 ? [] : [act(fact, { about: component, concerns: body(fact, fact.meta.recordedBy), details: { component, missing } })];
    });
  },
});
