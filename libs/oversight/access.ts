import type { BestInterests } from '../best-interests/best-interests.context.js';
import { sitsOnPanel } from '../best-interests/determination.state.js';
import type { CaseFile } from '../case-file/case-file.js';
import { isOneWith } from '../case-file/lineage.js';
import type { Actor, Role } from '../decider/actor.js';
import type { Guardianship } from '../guardianship/guardianship.context.js';
import { mayKnow } from '../guardianship/representative.state.js';
import type { DataClass } from '../privacy/personal.js';

/** Who may read of a child, and which of its sealed fields are opened for it. A role that is not listed reads no child. */
const readers: Partial<Record<Role, { readonly of: 'any child' | 'own'; readonly opens: readonly DataClass[] }>> = {
  CASE_WORKER: { of: 'any child', opens: ['D2', 'D3', 'D4'] },
  GUARDIAN: { of: 'own', opens: ['D2', 'D3'] },
  PARENT_REPRESENTATIVE: { of: 'own', opens: ['D2', 'D3'] },
  LAWYER: { of: 'own', opens: ['D2', 'D3'] },
  // Who determines what is best for a child weighs all that was found out about it.
  PANEL_MEMBER: { of: 'own', opens: ['D2', 'D3'] },
  CHILD: { of: 'own', opens: ['D2', 'D3'] },
  // Oversight reads the skeleton of every child: codes, times, references and refusals suffice for an audit.
  AUDITOR: { of: 'any child', opens: [] },
  OMBUDSPERSON: { of: 'any child', opens: [] },
  DATA_PROTECTION_OFFICER: { of: 'any child', opens: [] },
};

export const childReaders = Object.keys(readers) as Role[];

export function opensFor({ role }: Actor): readonly DataClass[] {
  return readers[role]?.opens ?? [];
}

/** Only oversight sees who reported what: others might retaliate (SEP-9). */
export function seesRecorders({ role }: Actor): boolean {
  return role === 'AUDITOR' || role === 'OMBUDSPERSON' || role === 'DATA_PROTECTION_OFFICER';
}

/**
 * Checked on the record itself at each request, so that a mandate that ends closes the file at once. It has to hold in every reading
 * of the record: a report may close a file, and neither that nor the word of a stranger can ever open one.
 */
export function mayRead(actor: Actor, childId: string, file: CaseFile, now: Date): boolean {
  const rule = readers[actor.role];
  if (!rule) return false;
  if (rule.of === 'any child') return true;
  // Its token may name a record that was merged into this one: it is the same child, as two persons decided.
  if (actor.role === 'CHILD') return actor.onBehalfOf !== undefined && isOneWith(childId, file, actor.onBehalfOf);
  if (actor.role === 'PANEL_MEMBER') return (file.readings.of('best-interests') as readonly BestInterests[]).every(({ determination }) => sitsOnPanel(determination, actor.actorRef));
  return (file.readings.of('guardianship') as readonly Guardianship[]).every(({ representation, legalAid }) => {
    // A confirmed parent has a guardian's rights (ruling 10).
    if (actor.role === 'GUARDIAN' || actor.role === 'PARENT_REPRESENTATIVE') return mayKnow(representation, actor.actorRef, now);
    return actor.role === 'LAWYER' && legalAid.some((lawyer) => lawyer.lawyerRef === actor.actorRef);
  });
}
