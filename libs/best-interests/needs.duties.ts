import { completes, duty, latestOf, on, onOther } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { ComponentAttested } from './assessment.events.js';
import { NeedsAssessed, ProtectionPlanDrafted } from './needs.events.js';

const isFamilyStudy = ({ type, data }: Fact): boolean => type === ComponentAttested.type && (data as Fact<typeof ComponentAttested>['data']).component === 'FAMILY_STUDY';
const components = {
  RIGHTS_ASSESSMENT: ({ type }: Fact) => type === NeedsAssessed.type,
  FAMILY_ASSESSMENT: isFamilyStudy,
  PLAN: ({ type }: Fact) => type === ProtectionPlanDrafted.type,
};
/** Two of three are none. */
const allThree = completes(Object.values(components));

export const needsDuties = [
  duty({
    code: 'NEEDS_ASSESSMENT', holder: 'CASE_WORKER',
    promise: 'How far the rights of a child are fulfilled and how its family lives is assessed, and a plan for its protection drawn up, in the days that the law gives.',
    basis: 'Code of the Kyrgyz Republic on Children, art. 41',
    starts: [onOther('identification.ChildFound'), onOther('identification.LeftBehindChildRegistered')],
    from: knownFirst, components,
    meets: [on(NeedsAssessed, allThree), on(ComponentAttested, allThree), on(ProtectionPlanDrafted, allThree)],
  }),
];

/** The earlier of the report and the discovery. */
function knownFirst(found: Fact): string {
  const discovered = new Date(latestOf(found)).toISOString();
  const { reportedAt = discovered } = found.data as { reportedAt?: string };
  return Date.parse(reportedAt) < Date.parse(discovered) ? reportedAt : discovered;
}
