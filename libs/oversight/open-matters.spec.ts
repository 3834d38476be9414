import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import { found, happened, lateMarch } from './findings.scenario.js';
import { openMatters } from './open-matters.js';

const ofKind = async (kind: string, ...told: readonly Happened[]) => {
  const facts = [found(), ...told].map(factOf);
  const { state } = await openMatters({ facts: async () => [], record: async () => ({ facts, refusals: [] }) }, '1', new Date(lateMarch));
  return state.open.filter((matter) => matter.kind === kind).map(({ ref }) => ref);
};

describe('A claim for protection', () => {
  const claim = happened('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' }, undefined, { id: 'claim' });
  const closed = (more: object = {}) =>
    happened('repatriation.ProtectionClaimClosed', { claimRef: 'claim', kind: 'ASYLUM', result: 'REJECTED', protectsAgainst: [], authority: { orgRef: 'court', orgType: 'COURT' }, ...more }, '2026-03-10T06:00:00Z');

  it('is open until its end is certified, and while that is open to appeal', async () => {
    expect(await ofKind('PROTECTION_CLAIM', claim)).toEqual(['claim']);
    expect(await ofKind('PROTECTION_CLAIM', claim, closed({ final: false }))).toEqual(['claim']);
    for (const end of [closed(), closed({ final: true })]) expect(await ofKind('PROTECTION_CLAIM', claim, end)).toEqual([]);
  });
});
