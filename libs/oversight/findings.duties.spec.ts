import { describe, expect, it } from '@jest/globals';
import { dutyMissed, rulingNotExecuted } from './findings.duties.js';
import { found, foundIn, happened } from './findings.scenario.js';

describe('DUTY_MISSED', () => {
  const accepted = (at: string) => [
    happened('guardianship.ConflictCheckCompleted', { guardianRef: 'g', employerType: 'NGO', answers: [] }, at),
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
  const ruling = (result = 'UPHELD', final = true) => happened('repatriation.AppealDecided', { appealRef: 'appeal', result, final }, '2026-03-01T06:00:00Z', { id: 'ruling' });
  const executed = (extent: string, at: string) => happened('repatriation.RulingExecutionReported', { appealRef: 'appeal', extent }, at, { id: 'executed' });

  it('is found where the time to carry a ruling out is over, until it is carried out as a whole', () => {
    expect(foundIn(rulingNotExecuted, [ruling()])).toMatchObject([{ severity: 'GRAVE', events: ['ruling'], details: { duty: 'EXECUTE_RULING' } }]);
    expect(foundIn(rulingNotExecuted, [ruling(), executed('PART', '2026-03-05T06:00:00Z')])).toHaveLength(1);
    expect(foundIn(rulingNotExecuted, [ruling(), executed('WHOLE', '2026-03-20T06:00:00Z')])).toMatchObject([{ until: { earliest: Date.parse('2026-03-20T06:00:00Z') } }]);
  });
  it('is not found in time, where it was carried out in time, nor of a ruling that changes nothing or can be appealed', () => expect([
    ...foundIn(rulingNotExecuted, [ruling()], { asOf: '2026-03-05T06:00:00Z' }), ...foundIn(rulingNotExecuted, [ruling(), executed('WHOLE', '2026-03-05T06:00:00Z')]),
    ...foundIn(rulingNotExecuted, [ruling('DISMISSED')]), ...foundIn(rulingNotExecuted, [ruling('UPHELD', false)]), ...foundIn(rulingNotExecuted, [found()]),
  ]).toEqual([]));
});
