import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
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

describe('A record that was merged into that of the child', () => {
  const [survivor, other, third] = ['1', 'other', 'third'].map((id) => `child-${id}`) as [string, string, string];
  const log = (...told: readonly (Happened & { readonly stream: string })[]) => {
    const facts = told.map((each, position) => ({ ...factOf(each, position), stream: each.stream, position: String(position) }));
    return (stream: string) => facts.filter((fact) => fact.stream === stream).map((fact, revision) => ({ ...fact, revision })) as unknown as readonly Fact[];
  };
  const mergedIn = async (...told: readonly (Happened & { readonly stream: string })[]) => {
    const read = log(...[survivor, other, third].map((stream) => ({ ...found(), stream })), ...told);
    const { state } = await openMatters({ facts: async (stream) => read(stream), record: async () => ({ facts: read(survivor), refusals: [] }) }, '1', new Date(lateMarch));
    return state.merged;
  };
  const merge = (stream: string, from: string) => ({ ...happened('identification.IdentityMerged', { from, revision: 0 }), stream });
  const split = (stream: string, from: string) => ({ ...happened('identification.IdentitySplit', { from, revision: 0 }), stream });
  const hold = (id: string) => ({ ...happened('forgetting.LegalHoldPlaced', { ground: 'INQUIRY' }, undefined, { id }), stream: 'keys-other' });

  it('comes with the holds that stand on it, whenever they were placed, and with how far its streams were read', async () => {
    expect(await mergedIn(hold('before'), merge(survivor, 'other'), hold('after'))).toEqual([
      { record: 'other', since: '4', holds: ['before', 'after'], seen: [{ stream: other, revision: 0, eventId: 'found' }, { stream: 'keys-other', revision: 1, eventId: 'after' }] },
    ]);
    const lifted = { ...happened('forgetting.LegalHoldLifted', { hold: 'before' }), stream: 'keys-other' };
    expect(await mergedIn(merge(survivor, 'other'), hold('before'), lifted)).toMatchObject([{ holds: [] }]);
  });

  it('belongs to it since it was merged, and since the last time where it was split off meanwhile; what was merged into it, not longer than itself', async () => {
    const since = async (...told: readonly (Happened & { readonly stream: string })[]) => (await mergedIn(...told)).map((each) => [each.record, each.since]);
    expect(await since(merge(survivor, 'other'), merge(survivor, 'other'))).toEqual([['other', '3']]);
    expect(await since(merge(survivor, 'other'), split(survivor, 'other'), merge(survivor, 'other'))).toEqual([['other', '5']]);
    expect(await since(merge(survivor, 'other'), split(survivor, 'other'))).toEqual([]);
    expect(await since(merge(other, 'third'), merge(survivor, 'other'))).toEqual([['other', '4'], ['third', '4']]);
    expect(await since(merge(survivor, 'other'), merge(other, 'third'))).toEqual([['other', '3'], ['third', '4']]);
    expect(await since(merge(survivor, 'other'), merge(other, '1'))).toEqual([['other', '3']]);
  });
});
