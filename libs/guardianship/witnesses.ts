import type { Role } from '../decider/actor.js';

/** Who may report how the child is represented: whoever meets it. */
export const witnesses: readonly Role[] = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY', 'PANEL_MEMBER',
];
