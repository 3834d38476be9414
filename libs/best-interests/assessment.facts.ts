import { ruling } from '../decider/annulment.js';
import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { careAsked, completedBy, solutionAsked, type Assessment } from './assessment.state.js';
import { exactness, isOfLate, outlives, type Determination } from './determination.state.js';

export const assessmentDone: GateFact<{ assessment: Assessment }, { readonly type?: string }> = {
  code: 'ASSESSMENT_DONE',
  promise: 'Where a child lives and with whom is decided on an assessment of what is best for it, each part of which was done or could not be since that was asked, not of old, and not open again.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; CRC art. 3',
  proof: ({ assessment }, weighing, { type }) => {
    const separates = type === 'AuthoriseSeparation';
    // A danger opens a determination again, and a separation does not wait for that; what it is decided on is shown by itself.
    const { outdated } = assessment;
    const isOpenAgain = separates ? outdated.some(({ by }) => (by.type as string) === ruling) : outdated.length > 0;
    const parts = completedBy(assessment, separates ? assessment.openings[0] : careAsked(assessment), (part) => isOfLate(part, weighing));
    return parts && !isOpenAgain ? { evidence: parts.map(({ id }) => id) } : undefined;
  },
};

export const componentsComplete: GateFact<{ assessment: Assessment; determination: Determination }, Partial<Journey>> = {
  code: 'COMPONENTS_COMPLETE',
  promise: 'What is best for a child is determined when all seven parts have been assessed, the family in both countries and wherever the child would go: home only where it comes from, and to a third country only where it neither comes from nor is.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; Joint General Comment No. 4/23; UN General Assembly resolution 64/142, para. 57; OSCE/ODIHR, After the Chisinau Agreement, Day 2 (a state of transit is no outcome)',
  proof: ({ assessment, determination }, weighing, solution) => {
    const parts = completedBy(assessment, solutionAsked(assessment), (part) => outlives(part, determination, weighing));
    const exact = parts && exactness(solution, parts, determination);
    return exact && assessment.outdated.length === 0 ? { evidence: [...parts.map(({ id }) => id), ...exact] } : undefined;
  },
};
