import { expect } from '@jest/globals';
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { FactCode } from '../decider/gate.js';
import { findingsOf, type Finding, type FindingRule } from './findings.js';
import { childRecord } from './findings.record.js';

/** How the specs of findings read: foundIn(rule, what happened) gives what it finds, as of the first of April unless another instant is named. */

export const child = '3f0f0c6e-0000-4000-8000-00000000c41d';
export const lateMarch = '2026-04-01T06:00:00Z';
export const transitCentre = '3f0f0c6e-0000-4000-8000-000000000001';
export const otherCentre = '3f0f0c6e-0000-4000-8000-000000000002';
export const police = { orgRef: 'police-5', orgType: 'POLICE' };

export interface Question {
  readonly asOf?: string;
  readonly refused?: readonly { readonly command: string; readonly missing: readonly FactCode[]; readonly about?: Record<string, string>; readonly at?: string }[];
}

const pinsFile = new URL('./findings.pins.json', import.meta.url);
const readPins = () => JSON.parse(readFileSync(pinsFile, 'utf8')) as Record<string, string>;
/** What each published rule finds in the stories of the specs, as digests: whoever changes it gives the rule a new version. */
export const pins: Readonly<Record<string, string>> = readPins();
export const digest = (value: unknown): string => hash('sha256', JSON.stringify(value), 'base64url').slice(0, 16);
/** What these find follows from the duties, which have versions of their own. */
export const ofDuties: readonly string[] = ['DUTY_MISSED', 'RULING_NOT_EXECUTED'];

/** Stands as it was published; WRITE_PINS=1 pins stories that are new, and changes none. */
export function expectPinned(name: string, value: unknown): void {
  const found = digest(value);
  if (process.env.WRITE_PINS && pins[name] === undefined) writeFileSync(pinsFile, `${JSON.stringify(Object.fromEntries(Object.entries({ ...readPins(), [name]: found }).sort()), undefined, 1)}\n`);
  if (pins[name] !== undefined) expect([name, found]).toEqual([name, pins[name]]);
}

export function foundIn(rule: FindingRule, happened: readonly Happened[], { asOf = lateMarch, refused = [] }: Question = {}): readonly Finding[] {
  const refusals = refused.map(({ command, missing, about = {}, at }, index) =>
    factOf({ type: 'record.DecisionAttemptRefused', id: `refusal-${index}`, at, data: { command, gate: command, gateVersion: 1, revision: 0, missing, about } }, index));
  const findings = findingsOf([rule], childRecord(child, { facts: happened.map(factOf), refusals }, new Date(asOf)));
  // Whatever is found can be named, and rests on events.
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
  for (const { events } of findings) expect(events.length).toBeGreaterThan(0);
  if (!ofDuties.includes(rule.code)) expectPinned(`${rule.code}@${rule.version} ${digest([happened, asOf, refused])}`, findings);
  return findings;
}

export const happened = (type: string, data: object, at = '2026-03-01T06:00:00Z', more: Partial<Happened> = {}): Happened => ({ type, data, at, ...more });

export const found = (data: object = {}): Happened => happened('identification.ChildFound', { accompaniment: 'UNACCOMPANIED', foundIn: 'KG', languages: [], nationalityClaims: [], ...data }, '2026-02-01T06:00:00Z', { id: 'found' });

/** Held by the police in a transit centre that it may not leave, unless the words say otherwise. */
export const stay = (setting: object = {}, at = '2026-03-01T06:00:00Z', id = 'start'): Happened => happened('identification.DeprivationStarted', {
  stayRef: 'stay', settingKind: 'TRANSIT_CENTRE', facilityRef: transitCentre, state: 'KG', custodian: police, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', ...setting,
}, at, { id });
export const changed = (setting: object, at: string, id = 'changed'): Happened => happened('identification.DeprivationSettingChanged', { stayRef: 'stay', ...setting }, at, { id });
export const ended = (at: string, endReason = 'RELEASE', stayRef = 'stay', id = 'end'): Happened => happened('identification.DeprivationEnded', { stayRef, endReason }, at, { id });

/** The instants that are certain, for readers of specs. */
export function times({ since, until }: Finding): readonly string[] {
  return [since, ...(until ? [until] : [])].map(({ earliest }) => new Date(earliest).toISOString().replace(':00.000Z', 'Z'));
}
