import type { GateFact } from '../decider/gate.js';
import { completedBy, type Assessment } from './assessment.state.js';

export const assessmentDone: GateFact<{ assessment: Assessment }> = {
  code: 'ASSESSMENT_DONE',
  promise: 'Where a child lives and with whom is decided on an assessment of what is best for it, each part of which was done or could not be.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; CRC art. 3',
  proof: ({ assessment }) => {
    const evidence = completedBy(assessment);
    return evidence && { evidence };
  },
};

export const componentsComplete: GateFact<{ assessment: Assessment }, { readonly destinationState?: string }> = {
  code: 'COMPONENTS_COMPLETE',
  promise: 'What is best for a child is determined when all seven parts have been assessed, the family in both countries and wherever the child would go.',
  basis: 'International Child Repatriation Guidelines, guarantee 3; Joint General Comment No. 4/23; UN General Assembly resolution 64/142, para. 57',
  proof: ({ assessment }, _, { destinationState }) => {
    const evidence = completedBy(assessment);
    const studied = destinationState === undefined || assessment.components.some(({ data }) => data.country === destinationState);
    return evidence && studied && assessment.outdated.length === 0 ? { evidence } : undefined;
  },
};
