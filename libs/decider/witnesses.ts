import type { Role } from './actor.js';

/** Who may report what happened to a child: whoever meets it. Its own word is enough, and nobody needs a superior's leave. */
export const witnesses: readonly Role[] = [
  'CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY',
  'PANEL_MEMBER', 'ORIGIN_AUTHORITY',
];
