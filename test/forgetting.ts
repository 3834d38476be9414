import type { App } from './app.js';
import { caseWorker, dataProtectionOfficer, ombudsperson } from './people.js';
import { later } from './returns.js';

/** How a child comes to be forgotten, over HTTP. */

export interface Keys {
  readonly revision: number;
  readonly open: readonly { readonly kind: string; readonly ref: string; readonly code: string }[];
  readonly holds: readonly { readonly event: string }[];
  readonly disabled: object | null;
  readonly destroyed: object | null;
  readonly forgotten: { readonly event: string } | null;
  readonly refused: readonly { readonly command: string; readonly missing: readonly string[] }[];
  readonly recipients: readonly { readonly consumerId: string; readonly registered: boolean; readonly byHand: boolean; readonly toldAt: string | null; readonly acknowledgedAt: string | null }[];
}

export async function keysOf(app: App, child: string): Promise<Keys> {
  return (await (await app.as(dataProtectionOfficer)).get(`/keys/${child}`).expect(200)).body as Keys;
}

const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'document-1' } };

/** Oversight looks into whatever is open: findings and duties. */
export async function settle(app: App, child: string): Promise<void> {
  const oversight = await app.as(ombudsperson);
  const { open } = await keysOf(app, child);
  for (const { ref } of open.filter(({ kind }) => kind === 'FINDING')) await oversight.post(`/children/${child}/contest-finding`, { finding: ref, reason: 'OTHER' }).expect(200);
  const duties = open.filter(({ kind }) => kind === 'DUTY').map(({ ref }) => ref);
  if (duties.length > 0) await oversight.post(`/keys/${child}/attest-duties-settled`, { duties, reason: 'LOOKED_INTO' }).expect(200);
}

export async function askedFor(app: App, child: string): Promise<void> {
  await (await app.as(caseWorker)).post(`/keys/${child}/request-forgetting`, { ...shown, ground: 'ORDERED_BY_COURT' }).expect(200);
}

/** Approved, told to everybody who has to know, and long enough ago. */
export async function disabled(app: App, child: string): Promise<void> {
  await settle(app, child);
  await (await app.as(dataProtectionOfficer)).post(`/keys/${child}/disable-subject-keys`, {}).expect(200);
}
export async function toldLongAgo(app: App, child: string): Promise<void> {
  await (await app.as(caseWorker)).post(`/keys/${child}/attest-forgetting-told`, { ...shown, to: 'CHILD' }).expect(200);
  await (await app.as(ombudsperson)).post(`/keys/${child}/attest-forgetting-told`, { to: 'OVERSIGHT' }).expect(200);
  await later(app, 'P31D');
  await settle(app, child);
}
