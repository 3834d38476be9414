import type { Role } from '../decider/actor.js';

/** Who may report of a return, lodge an appeal, open a claim or withdraw a consent: whoever meets the child. */
export const witnesses: readonly Role[] = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY',
  'PANEL_MEMBER', 'ORIGIN_AUTHORITY',
];
