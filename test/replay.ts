import { expect } from '@jest/globals';
import type { App } from './app.js';
import { auditor } from './people.js';

/** What an auditor reads of one child's record: the end of each journey. */

export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly data: Readonly<Record<string, unknown>>;
}
export interface Decision {
  readonly command: string;
  readonly decidedBy: { readonly role: string };
  readonly outcome: 'accepted' | 'refused';
  readonly missing?: readonly { readonly code: string }[];
  readonly evidenceNotFound?: readonly object[];
  readonly basis?: { readonly gate: string; readonly profileVersion: string; readonly revision: number; readonly facts: readonly { readonly code: string; readonly evidence: readonly string[] }[] };
}
type Child = { readonly child: string };

async function listOf<E>(app: App, { child }: Child, list: 'decisions' | 'history'): Promise<readonly E[]> {
  const reader = await app.as(auditor);
  return ((await reader.get(`/children/${child}/${list}?limit=200`).expect(200)).body as { entries: E[] }).entries;
}
export const historyOf = (app: App, child: Child) => listOf<Entry>(app, child, 'history');
export const decisionsOf = (app: App, child: Child) => listOf<Decision>(app, child, 'decisions');

/** Of the last event of a type. */
export async function dataOf(app: App, child: Child, type: string): Promise<Entry['data']> {
  return (await historyOf(app, child)).findLast((entry) => entry.type === type)!.data;
}

/**
 * Who decided what, and what was missing where it was refused, as an auditor reads it. Whatever a decision rests on is found in the
 * history, before the decision.
 */
export async function replayOf(app: App, child: Child): Promise<readonly string[]> {
  const [decisions, history] = await Promise.all([decisionsOf(app, child), historyOf(app, child)]);
  const revisionOf = new Map(history.map(({ id, revision }) => [id, revision]));
  for (const { basis, command, outcome, evidenceNotFound } of decisions) {
    expect([command, evidenceNotFound]).toEqual([command, outcome === 'accepted' ? [] : undefined]);
    const known = basis?.facts.flatMap(({ code, evidence }) => evidence.map((id) => ({ code, known: (revisionOf.get(id) ?? Infinity) <= basis.revision }))) ?? [];
    expect([command, known.filter((each) => !each.known)]).toEqual([command, []]);
  }
  return decisions.map(({ command, decidedBy, outcome, missing }) =>
    `${decidedBy.role}: ${command}${outcome === 'refused' ? ` refused for ${missing!.map(({ code }) => code).join(', ')}` : ''}`);
}
