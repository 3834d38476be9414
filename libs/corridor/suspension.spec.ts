import { describe, expect, it } from '@jest/globals';
import { BadForm } from '../decider/context.js';
import { isCorridor } from '../decider/corridor.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { corridor } from './corridor.context.js';
import { AttestTransfersResumed, RecordSuspension } from './suspension.commands.js';
import type { Suspensions } from './suspension.state.js';

const { given } = scenario(corridor);
const report = { occurredAt: { at: '2026-03-01T09:00', zone: 'Asia/Bishkek' }, source: { kind: 'AUTHORITY_NOTICE', reliability: 'CONFIRMED' } };
const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'letter-1' } };
const pandemic = {
  suspensionRef: 'pandemic', declaredByState: 'KZ', declaredBy: 'HEALTH', cause: 'PANDEMIC', scope: 'ALL_TRANSFERS', legalBasis: 'government decree 4',
  from: '2026-03-01T00:00:00Z', reviewBy: '2026-03-31T00:00:00Z',
};
const declared = { type: 'corridor.SuspensionDeclared', data: pandemic };
const resumed = { type: 'corridor.TransfersResumed', data: { suspensionRef: 'pandemic' } };
const suspendedBy = (...happened: readonly Happened[]) => given(...happened).state<Suspensions>().suspensions.map(({ ref }) => ref);

describe('RecordSuspension', () => {
  it('happens with who declared it, on which basis, for which transfers, from when, and by when it is looked at again', () => given().when(RecordSuspension, { ...report, ...pandemic }).then(declared));
  it('happens again when somebody else reports the same: two reports are two facts', () => given(declared).when(RecordSuspension, { ...report, ...pandemic }).then(declared));
  it('happens of a time to come', () =>
    given().when(RecordSuspension, { ...report, ...pandemic, from: '2027-01-01T00:00:00Z', reviewBy: '2027-02-01T00:00:00Z' }).then({ type: 'corridor.SuspensionDeclared' }));
  it('is bad form when it would be looked at again before it begins', () =>
    given().when(RecordSuspension, { ...report, ...pandemic, reviewBy: pandemic.from }).thenThrows(BadForm));
});

describe('AttestTransfersResumed', () => {
  it('happens by a document', () => given(declared).when(AttestTransfersResumed, { ...shown, suspensionRef: 'pandemic' }).then(resumed));
  it('happens also where nothing is suspended any more as corrected: a retraction alone ends nothing', () => given().when(AttestTransfersResumed, { ...shown, suspensionRef: 'pandemic' }).then(resumed));
  it('needs the document', () => given(declared).when(AttestTransfersResumed, { suspensionRef: 'pandemic' }).thenThrows(BadForm));
});

describe('A corridor', () => {
  it('is suspended from the declaration to its end, and anew when it is declared again', () => {
    expect(suspendedBy(declared)).toEqual(['pandemic']);
    expect(suspendedBy(declared, resumed)).toEqual([]);
    expect(suspendedBy(declared, resumed, declared)).toEqual(['pandemic']);
  });
  it('is suspended by what was declared first also when less is declared under the same name later: a report opens nothing', () =>
    expect(given(declared, { ...declared, data: { ...pandemic, scope: 'THIRD_COUNTRY', from: '2026-06-01T00:00:00Z' } }).state<Suspensions>().suspensions).toMatchObject([{ scope: 'ALL_TRANSFERS' }, { scope: 'THIRD_COUNTRY' }]));
  it('is suspended by each of several suspensions until each has ended', () =>
    expect(suspendedBy(declared, { ...declared, data: { ...pandemic, suspensionRef: 'conflict' } }, resumed)).toEqual(['conflict']));
  it('names a suspension without a name by the event that declared it', () => {
    const { suspensionRef: _, ...unnamed } = pandemic;
    expect(suspendedBy({ ...declared, id: 'declaration', data: unnamed })).toEqual(['declaration']);
    expect(suspendedBy({ ...declared, id: 'declaration', data: unnamed }, { ...resumed, data: { suspensionRef: 'declaration' } })).toEqual([]);
  });
  it.each([['KG-KZ', true], ['KZ-KG', true], ['KG-KG', true], ['KG-XX', false], ['kg-kz', false], ['KG', false], ['KG-KZ-MD', false], ['KG-KZ ', false], ['', false]])('%s has a name that is one: %s', (id, expected) =>
    expect(isCorridor(id)).toBe(expected));
});
