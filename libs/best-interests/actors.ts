import { enforcementBodies, type OrgType, type Role } from '../decider/actor.js';

/** Whoever stands by the child may ask for an assessment, report its words and ask that a determination be looked at again. */
export const onTheCase: readonly Role[] = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY', 'PANEL_MEMBER',
];

/** Nobody of these bodies assesses, hears or determines: they hold or return children, or are parties. */
export const dependentBodies: readonly OrgType[] = [...enforcementBodies, 'CUSTODIAL', 'FAMILY'];

/** Those who lead the procedure and take its decisions (ODIHR, Recommendations 2 and 3). */
export const leadingBodies: readonly OrgType[] = ['CHILD_PROTECTION', 'COURT'];
