import type { OrgType, Role } from '../decider/actor.js';

/** Whoever stands by the child may ask for an assessment, report its words and ask that a determination be looked at again. */
export const onTheCase: readonly Role[] = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY', 'PANEL_MEMBER',
];

/** Those who lead the procedure and take its decisions (ODIHR, Recommendations 2 and 3). */
export const leadingBodies: readonly OrgType[] = ['CHILD_PROTECTION', 'COURT'];
