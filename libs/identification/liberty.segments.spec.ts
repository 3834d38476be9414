import { describe, expect, it } from '@jest/globals';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { libertyOf, type Liberty } from '../oversight/liberty.js';
import type { Segment } from '../oversight/liberty.segments.js';
import { occurredAt } from '../zones/zones.js';
import { identification, type Identification } from './identification.context.js';
import { staySegments } from './liberty.segments.js';
import { placeRef, reports } from './reports.scenario.js';

/** What a projection does: fold the child's facts, take the stays from the state, calculate. */
const { given } = scenario(identification);
const segmentsOf = (...happened: Happened[]): readonly Segment[] =>
  staySegments(given(...happened).state<Identification>(), (date, zone) => occurredAt({ at: date, zone }));
const libertyAfter = (...happened: Happened[]): Liberty => libertyOf(segmentsOf(...happened), Date.parse('2027-01-01T00:00:00Z'));
const hoursAndDays = ({ figures }: Liberty, value: keyof Liberty['figures'] = 'DEPRIVED') =>
  ({ H: figures[value].elapsedMs.atLeast / 3_600_000, D: figures[value].localDays.atLeast });

const cell = { stayRef: 'stay-1', settingKind: 'POLICE_CELL', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER' };
const started = (at: string, data: object = {}): Happened => ({ type: 'identification.DeprivationStarted', data: { ...cell, ...data }, at: `${at}+06:00`, id: 'start' });
const changed = (at: string, data: object): Happened => ({ type: 'identification.DeprivationSettingChanged', data: { stayRef: 'stay-1', ...data }, at: `${at}+06:00` });
const ended = (at: string, endReason = 'RELEASE'): Happened => ({ type: 'identification.DeprivationEnded', data: { stayRef: 'stay-1', endReason }, at: `${at}+06:00` });

const exit = (value: string, from: string, attested = true) => ({ value, from, attested, eventId: `${value} from ${from}` });
const registerOf = (...exitControls: object[]) =>
  ({ kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'UNKNOWN', exitControls, facilityRevision: 1, facilityEventId: 'e' });

describe('A change of the register that is copied later', () => {
  const copied = (...exitControls: object[]): Happened => ({
    type: 'identification.StayPlaceChanged', data: { facilityRef: placeRef, register: { ...registerOf(...exitControls), facilityRevision: 2 } },
  });
  const stay = started('2026-03-01T09:30', { facilityRef: placeRef, register: registerOf(exit('OPEN', '2026-01-01')) });
  const exitsOf = (...happened: Happened[]) => segmentsOf(...happened).map(({ exitControl, start }) => [exitControl, start.from]);

  it('changes a stay that goes on, from the day of the change', () =>
    expect(exitsOf(stay, copied(exit('OPEN', '2026-01-01'), exit('CONTROLLED', '2026-03-04')))).toEqual([['OPEN', '2026-03-01T03:30:00.000Z'], ['CONTROLLED', '2026-03-03T18:00:00.000Z']]));

  it('changes a stay that ended before it was known, too (ruling 28)', () =>
    expect(exitsOf(stay, ended('2026-03-06T10:00'), copied(exit('CONTROLLED', '2026-01-01')))).toEqual([['CONTROLLED', '2026-03-01T03:30:00.000Z']]));

  it('changes no stay elsewhere, and none that was told with a newer entry', () => {
    expect(exitsOf(started('2026-03-01T09:30', { register: registerOf(exit('OPEN', '2026-01-01')) }), copied(exit('CONTROLLED', '2026-01-01')))).toEqual([['OPEN', '2026-03-01T03:30:00.000Z']]);
    const newer = started('2026-03-01T09:30', { facilityRef: placeRef, register: { ...registerOf(exit('OPEN', '2026-01-01')), facilityRevision: 3 } });
    expect(exitsOf(newer, copied(exit('CONTROLLED', '2026-01-01')))).toEqual([['OPEN', '2026-03-01T03:30:00.000Z']]);
  });
});

describe('A part of a journey', () => {
  const leg = (data: object): Happened => ({
    type: 'repatriation.TransferLegReported', id: 'leg', at: '2026-03-02T08:00+06:00',
    data: { fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'YES', mayLeave: 'NO', escortOrgTypes: ['POLICE'], arrivedAt: '2026-03-02T18:30:00+05:00', ...data },
  });
  it('is a stay in a vehicle, and counts as deprivation where the child was held (ruling 28)', () => {
    expect(segmentsOf(leg({}))).toMatchObject([{ reportId: 'leg', settingKind: 'VEHICLE', state: 'KZ', custodialSetting: 'YES', leaveAtWill: 'NO', nexus: 'ORDER', ends: [{ at: { from: '2026-03-02T13:30:00.000Z' } }] }]);
    expect(hoursAndDays(libertyAfter(leg({})))).toEqual({ H: 11.5, D: 1 });
  });
  it('counts as none where it was not', () => expect(hoursAndDays(libertyAfter(leg({ custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] })))).toEqual({ H: 0, D: 0 }));
  it('goes on until somebody says where it ended', () => expect(segmentsOf(leg({ arrivedAt: undefined }))).toMatchObject([{ ends: [] }]));
});

describe('the stays of a child, from its facts', () => {
  it('carry every answer of a report into the audit', () => {
    const { medicalIndication: _, ...data } = reports.RecordDeprivationStarted;
    expect(segmentsOf(started('2026-03-01T09:30', data))).toMatchObject([{
      segmentId: 'start', reportId: 'stay-1', facilityRef: placeRef, settingKind: 'TRANSIT_CENTRE', state: 'KG', custodialSetting: 'YES', leaveAtWill: 'NO',
      nexus: 'ORDER', guarded: 'YES', ends: [], sources: ['start'],
      start: { from: '2026-03-01T03:30:00.000Z', precision: 'exact', zone: 'Asia/Bishkek' },
      lastConfirmedAt: { from: '2026-03-02T08:00:00.000Z', precision: 'exact', zone: 'Asia/Bishkek' },
    }]);
  });

  it('T01 three nights in Bishkek are 78.5 hours on four days', () =>
    expect(hoursAndDays(libertyAfter(started('2026-03-02T09:30'), ended('2026-03-05T16:00')))).toEqual({ H: 78.5, D: 4 }));

  it('T06 a guarded hospital in the middle of a stay interrupts nothing', () => {
    const liberty = libertyAfter(
      started('2026-06-01T08:00'),
      changed('2026-06-03T08:00', { settingKind: 'HOSPITAL', guarded: 'YES', medicalIndication: { value: 'YES' } }),
      changed('2026-06-06T08:00', { settingKind: 'POLICE_CELL' }),
      ended('2026-06-08T08:00'));
    expect(hoursAndDays(liberty)).toEqual({ H: 168, D: 8 });
    expect(liberty.episodes).toHaveLength(1);
    expect(liberty.segments).toHaveLength(3);
  });

  it('T19 a hospital becomes confinement when the medical indication has ended', () => {
    const liberty = libertyAfter(
      started('2026-02-10T14:00', { settingKind: 'HOSPITAL', guarded: 'NO', nexus: 'CONSENT', medicalIndication: { value: 'YES', until: '2026-02-12T14:00:00+06:00' } }),
      ended('2026-02-24T14:00'));
    expect(hoursAndDays(liberty)).toEqual({ H: 288, D: 13 });
  });

  it('give a medical indication that ends on a date the whole of that date to end on', () =>
    expect(segmentsOf(started('2026-02-10T14:00', { settingKind: 'HOSPITAL', medicalIndication: { value: 'YES', until: '2026-02-12' } }))[0]?.medicalIndication?.until)
      .toMatchObject({ from: '2026-02-11T18:00:00.000Z', to: '2026-02-12T18:00:00.000Z', precision: 'day' }));

  it('go on, of an adult, when a report says that the child aged out', () =>
    expect(libertyAfter(started('2026-03-02T09:30'), ended('2026-03-05T16:00', 'AGED_OUT')).episodes[0]).toMatchObject({ open: true }));

  it('have no time where only an end was reported', () => expect(segmentsOf(ended('2026-03-05T16:00'))).toEqual([]));

  it('begin with a change where no start was reported, and with what is said of it', () =>
    expect(segmentsOf(changed('2026-03-02T09:30', { mayLeave: 'NO' }))).toMatchObject([{ reportId: 'stay-1', leaveAtWill: 'NO', settingKind: 'OTHER', custodialSetting: 'UNKNOWN' }]));

  it('stay as they were in what a change does not mention', () =>
    expect(segmentsOf(started('2026-03-01T09:30'), changed('2026-03-02T09:30', { mayLeave: 'RESTRICTED' }))[1])
      .toMatchObject({ settingKind: 'POLICE_CELL', leaveAtWill: 'RESTRICTED', nexus: 'ORDER', sources: ['start', 'event-1'] }));

  it('leave behind what belonged to the place when the child is taken elsewhere, and not that it may not leave', () =>
    expect(segmentsOf(
      started('2026-03-01T09:30', { facilityRef: placeRef, guarded: 'YES', register: registerOf(exit('CONTROLLED', '2026-01-01')) }),
      changed('2026-03-02T09:30', { settingKind: 'HOSPITAL' }),
    )[1]).toMatchObject({ settingKind: 'HOSPITAL', facilityRef: undefined, guarded: 'UNKNOWN', exitControl: 'UNKNOWN', leaveAtWill: 'NO' }));

  it('are in the order in which it was so, not in that in which it was told', () =>
    expect(segmentsOf(changed('2026-03-03T09:30', { mayLeave: 'YES' }), started('2026-03-01T09:30')).map(({ leaveAtWill }) => leaveAtWill)).toEqual(['NO', 'YES']));

  it('keep every end that was reported', () =>
    expect(segmentsOf(started('2026-03-01T09:30'), ended('2026-03-02T09:30'), ended('2026-03-03T09:30', 'ESCAPE'))[0]?.ends.map(({ reason }) => reason)).toEqual(['RELEASE', 'ESCAPE']));
});

describe('the register of places, in the stays', () => {
  const inShelter = { settingKind: 'SHELTER', facilityRef: placeRef, mayLeave: 'UNKNOWN' };
  const classes = (...happened: Happened[]) => libertyAfter(...happened).segments.map((segment) => [segment.class, new Date(segment.start.earliest).toISOString()]);

  it('answers for the exit at the midnight from which it holds, not only as it stood when the stay was recorded', () =>
    expect(classes(
      started('2026-01-25T12:00', { ...inShelter, register: registerOf(exit('CONTROLLED', '2026-01-01'), exit('OPEN', '2026-02-01')) }),
      ended('2026-02-10T12:00'),
    )).toEqual([['DEPRIVED?', '2026-01-25T06:00:00.000Z'], ['NOT_DEPRIVED', '2026-01-31T18:00:00.000Z']]));

  it('says nothing of the time before its first entry', () =>
    expect(segmentsOf(started('2026-01-25T12:00', { ...inShelter, register: registerOf(exit('OPEN', '2026-02-01')) })).map(({ exitControl }) => exitControl)).toEqual(['UNKNOWN', 'OPEN']));

  it('says nothing of the time after the stay', () =>
    expect(segmentsOf(started('2026-01-25T12:00', { ...inShelter, register: registerOf(exit('OPEN', '2026-01-01'), exit('CONTROLLED', '2026-02-01')) }), ended('2026-01-31T12:00'))).toHaveLength(1));

  it('does not make a place open by a mere report', () =>
    expect(segmentsOf(started('2026-03-01T12:00', { ...inShelter, register: registerOf(exit('CONTROLLED', '2026-01-01'), exit('OPEN', '2026-02-01', false)) })).map(({ exitControl }) => exitControl)).toEqual(['CONTROLLED']));

  it('makes a place controlled by a mere report', () =>
    expect(segmentsOf(started('2026-03-01T12:00', { ...inShelter, register: registerOf(exit('OPEN', '2026-01-01'), exit('CONTROLLED', '2026-02-01', false)) })).map(({ exitControl }) => exitControl)).toEqual(['CONTROLLED']));
});

describe('care, as a stay', () => {
  const register = registerOf(exit('OPEN', '2026-01-01'));
  const emergency: Happened = { type: 'identification.EmergencyCareStarted', data: { facilityRef: placeRef, reason: 'DANGER', reviewBy: '2026-03-03T12:00:00Z', register }, at: '2026-03-01T06:00:00Z', id: 'emergency' };
  const placed: Happened = { type: 'identification.PlacementDecided', data: { facilityRef: placeRef, settingKind: 'FOSTER_CARE', from: '2026-03-04T06:00:00Z', register: { ...register, kind: 'PRIVATE_HOME' } }, id: 'placement' };

  it('lasts from its begin until the next care, and is no deprivation while the place is open', () => {
    expect(segmentsOf(emergency, placed)).toMatchObject([
      { reportId: 'emergency', settingKind: 'SHELTER', start: { from: '2026-03-01T06:00:00.000Z' }, ends: [{ reason: 'TRANSFER', at: { from: '2026-03-04T06:00:00.000Z' } }] },
      { reportId: 'placement', settingKind: 'PRIVATE_HOME', start: { from: '2026-03-04T06:00:00.000Z' }, ends: [] },
    ]);
    expect(libertyAfter(emergency, placed).segments.map((segment) => segment.class)).toEqual(['NOT_DEPRIVED', 'NOT_DEPRIVED']);
  });

  it('by a placement begins when it was decided, where the decision gives it an earlier day', () =>
    expect(segmentsOf(emergency, { ...placed, data: { ...placed.data, from: '2026-02-01T06:00:00Z' }, at: '2026-03-04T06:00:00Z' })).toMatchObject([
      { reportId: 'emergency', ends: [{ at: { from: '2026-03-04T06:00:00.000Z' } }] }, { reportId: 'placement', start: { from: '2026-03-04T06:00:00.000Z' } },
    ]));

  it('is presumed deprivation from the day on which the place is controlled', () =>
    expect(libertyAfter({ ...emergency, data: { ...emergency.data, register: registerOf(exit('OPEN', '2026-01-01'), exit('CONTROLLED', '2026-03-02', false)) } })
      .segments.map((segment) => segment.class)).toEqual(['NOT_DEPRIVED', 'DEPRIVED?']));

  it('ends with the death of the child', () =>
    expect(segmentsOf(placed, { type: 'identification.DeathReported', data: reports.RecordDeath, at: '2026-04-01T00:00:00Z' })[0]?.ends)
      .toMatchObject([{ reason: 'DEATH', at: { from: '2026-04-01T00:00:00.000Z' } }]));
});
