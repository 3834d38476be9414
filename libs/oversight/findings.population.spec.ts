import { describe, expect, it } from '@jest/globals';
import { unequalTreatment, type Waits } from './findings.population.js';

const hourMs = 3_600_000;
const waits = (group: string, hours: readonly number[], service = 'REPRESENTATIVE', more: Waits['groups'] = {}): readonly Waits[] =>
  [{ service, groups: { accompaniment: group, ...more }, waitedMs: hours.map((waited) => waited * hourMs) }];
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
  it('takes a group together from all who are alike in more than that, in whatever order they come', () => {
    const mixed = [
      ...waits('UNACCOMPANIED', [200, 1, 150, 96, 90], 'REPRESENTATIVE', { sex: 'FEMALE' }), ...waits('WITH_PARENT', [3, 24, 7], 'REPRESENTATIVE', { sex: 'FEMALE' }),
      ...waits('UNACCOMPANIED', [97, 300, 95, 2, 99], 'REPRESENTATIVE', { sex: 'MALE' }), ...waits('WITH_PARENT', [60, 5, 22, 20, 26, 1, 30], 'REPRESENTATIVE', { sex: 'MALE' }),
    ];
    // Sorted: 1, 2, 90, 95, 96, …; and 1, 3, 5, 7, 20, ….
    expect(unequalTreatment.check(mixed)).toEqual([{
      service: 'REPRESENTATIVE', aspect: 'accompaniment', group: 'UNACCOMPANIED', childrenInGroup: 10, childrenElsewhere: 10, medianHoursInGroup: 96, medianHoursElsewhere: 20,
    }]);
    expect(unequalTreatment.check([...mixed].reverse())).toEqual(unequalTreatment.check(mixed));
  });
});
