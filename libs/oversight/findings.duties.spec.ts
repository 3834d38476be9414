import { describe, expect, it } from '@jest/globals';
import type { OwedDuty } from '../case-file/duties.js';
import { factOf } from '../decider/decider.scenario.js';
import { dutyMissed, rulingNotExecuted } from './findings.duties.js';
import { findingsOf } from './findings.js';
import { childRecord, type ChildRecord } from './findings.record.js';
import { child, found, foundIn, happened } from './findings.scenario.js';

describe('DUTY_MISSED', () => {
  const accepted = (at: string) => [
    happened('guardianship.GuardianAppointed', { guardianRef: 'g', organisationRef: 'o', model: 'PROFESSIONAL', scope: ['LEGAL'], from: at }, at),
    happened('guardianship.MandateAccepted', { guardianRef: 'g' }, at, { id: 'accepted', by: { actorRef: 'g' } }),
  ];
  const ofRepresentative = (...more: Parameters<typeof foundIn>[1]) => foundIn(dutyMissed, [found(), ...more]).filter(({ details }) => details.duty === 'REPRESENTATIVE');

  it('is found of each duty that nobody met in time, with who had to see to it and by which profile', () =>
    expect(ofRepresentative()).toMatchObject([{ events: ['found'], details: { duty: 'REPRESENTATIVE', holder: 'APPOINTING_AUTHORITY', profileVersion: 'KG@1', basis: expect.stringContaining('guarantee 2') } }]));
  it('lasts until it is met late', () =>
    expect(ofRepresentative(...accepted('2026-02-20T06:00:00Z'))).toMatchObject([{ events: ['found', 'accepted'], until: { earliest: Date.parse('2026-02-20T06:00:00Z') } }]));
  it('is not found of a duty that was met in time, nor at the last instant that is in time', () => {
    expect(ofRepresentative(...accepted('2026-02-02T06:00:00Z'))).toEqual([]);
    const { since } = ofRepresentative()[0]!;
    const asOf = (instant: number) => foundIn(dutyMissed, [found()], { asOf: new Date(instant).toISOString() }).filter(({ details }) => details.duty === 'REPRESENTATIVE');
    expect(asOf(since.earliest - 1)).toEqual([]);
    expect(asOf(since.earliest)).toHaveLength(1);
  });
});

describe('RULING_NOT_EXECUTED', () => {
  const ruling = happened('repatriation.AppealDecided', { appealRef: 'appeal', result: 'UPHELD', final: true }, '2026-03-01T06:00:00Z', { id: 'ruling' });
  const owed = { id: 'duty', code: 'EXECUTE_RULING', holder: 'CASE_WORKER', owed: true, startedBy: 'ruling', due: '2026-03-11T18:00:00.000Z', profileVersion: 'KG@1', basis: 'b', pauses: [] } as unknown as OwedDuty;
  const record = (duty: OwedDuty, asOf = '2026-04-01T06:00:00Z'): ChildRecord => ({ ...childRecord(child, { facts: [factOf(ruling, 0)] }, new Date(asOf)), duties: [duty] });

  it('is found where the time to carry a ruling out is over', () => expect(findingsOf([rulingNotExecuted], record(owed))).toMatchObject([{ severity: 'GRAVE', events: ['ruling'] }]));
  it('is not found in time, where it was carried out, nor of another duty', () => {
    expect(findingsOf([rulingNotExecuted], record(owed, '2026-03-11T18:00:00Z'))).toEqual([]);
    expect(findingsOf([rulingNotExecuted], record({ ...owed, met: { event: 'm', at: '2026-03-11T18:00:00.000Z' } }))).toEqual([]);
    expect(findingsOf([rulingNotExecuted], record({ ...owed, code: 'REPRESENTATIVE' }))).toEqual([]);
  });
});
