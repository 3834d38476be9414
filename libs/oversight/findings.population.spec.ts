import { describe, expect, it } from '@jest/globals';
import { unequalTreatment, type Wait } from './findings.population.js';

const hourMs = 3_600_000;
const waits = (group: string, hours: readonly number[], service = 'REPRESENTATIVE'): readonly Wait[] =>
  hours.map((waited) => ({ service, groups: { accompaniment: group }, waitedMs: waited * hourMs }));
const ten = (hours: number) => Array.from({ length: 10 }, () => hours);

describe('UNEQUAL_TREATMENT', () => {
  it('is found of a group that waits twice as long and a day more', () =>
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(96)), ...waits('WITH_PARENT', ten(24))])).toEqual([{
      service: 'REPRESENTATIVE', aspect: 'accompaniment', group: 'UNACCOMPANIED', childrenInGroup: 10, childrenElsewhere: 10, medianHoursInGroup: 96, medianHoursElsewhere: 24,
    }]));
  it('is not found where the difference is less than twice, or less than a day', () => {
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(90)), ...waits('WITH_PARENT', ten(48))])).toEqual([]);
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(30)), ...waits('WITH_PARENT', ten(8))])).toEqual([]);
  });
  it('is not found of fewer than ten children on either side, so that it tells of no child', () => {
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(96).slice(1)), ...waits('WITH_PARENT', ten(24))])).toEqual([]);
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(96)), ...waits('WITH_PARENT', ten(24).slice(1))])).toEqual([]);
  });
  it('compares the waits for one thing only, and by the median: one child who waits for ever changes nothing', () => {
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', ten(96)), ...waits('WITH_PARENT', ten(24), 'HEALTH_CHECK')])).toEqual([]);
    expect(unequalTreatment.check([...waits('UNACCOMPANIED', [...ten(24).slice(1), 10_000]), ...waits('WITH_PARENT', ten(24))])).toEqual([]);
  });
});
