import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadForm } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Foreign } from '../decider/gate.js';
import { facility } from '../facility/facility.context.js';
import { identification, type Identification } from './identification.context.js';
import { RecordDeprivationEnded, RecordDeprivationSettingChanged, RecordDeprivationStarted } from './liberty.commands.js';
import { contestedStays } from './liberty.state.js';
import { placeRef, reports, told } from './reports.scenario.js';

const { given } = scenario(identification);
const started: Happened = { type: 'identification.DeprivationStarted', data: { stayRef: 'stay-1', settingKind: 'POLICE_CELL' }, at: '2026-03-01T04:00:00Z', id: 'start' };
const changed: Happened = { type: 'identification.DeprivationSettingChanged', data: { stayRef: 'stay-1', mayLeave: 'NO' }, at: '2026-03-02T04:00:00Z', id: 'change' };
const ended: Happened = { type: 'identification.DeprivationEnded', data: { stayRef: 'stay-1', endReason: 'RELEASE' }, at: '2026-03-05T04:00:00Z', id: 'end' };

/** The place's stream as it stands after these events. */
function register(...happened: Happened[]): Foreign {
  return { stream: `facility-${placeRef}`, revision: happened.length - 1, eventId: 'last-event', state: scenario(facility).given(...happened).state() };
}
const registered: Happened = {
  type: 'facility.FacilityRegistered', id: 'registration',
  data: { name: 'Centre', kind: 'TRANSIT_CENTRE', operator: { orgRef: 'o', orgType: 'CHILD_PROTECTION' }, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', from: '2026-01-01' },
};
const nowControlled: Happened = { type: 'facility.FacilityChanged', id: 'report', data: { exitControl: 'CONTROLLED', validFrom: '2026-02-01' } };
const saidOpen: Happened = { type: 'facility.FacilityChanged', id: 'rumour', data: { exitControl: 'OPEN', validFrom: '2026-02-20' } };

describe('RecordDeprivationStarted', () => {
  it('happens with every answer that the audit asks for', () =>
    given().when(RecordDeprivationStarted, { ...told, ...reports.RecordDeprivationStarted })
      .then({ type: 'identification.DeprivationStarted', data: reports.RecordDeprivationStarted }));

  it('happens where hardly anything is known', () =>
    given().when(RecordDeprivationStarted, { ...told, settingKind: 'OTHER' }).then({ type: 'identification.DeprivationStarted', data: { settingKind: 'OTHER' } }));

  it('happens again when somebody else reports it: two reports are two facts', () =>
    given(started).when(RecordDeprivationStarted, { ...told, ...started.data }).then({ type: 'identification.DeprivationStarted' }));

  it('happens when an enforcement body reports it', () => expect(RecordDeprivationStarted.declaration.by).toContain('INLET'));

  it('copies what the register says of the place, with the history of its exit control', () =>
    given().when(RecordDeprivationStarted, { ...told, ...reports.RecordDeprivationStarted }, { foreign: [register(registered, nowControlled)] })
      .then({
        type: 'identification.DeprivationStarted',
        data: {
          register: {
            kind: 'TRANSIT_CENTRE', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'CONTROLLED', facilityRevision: 1, facilityEventId: 'last-event',
            exitControls: [
              { value: 'OPEN', from: '2026-01-01', attested: true, eventId: 'registration' },
              { value: 'CONTROLLED', from: '2026-02-01', attested: false, eventId: 'report' },
            ],
          },
        },
      }));

  it('takes no mere report for it that a place is open', () =>
    given().when(RecordDeprivationStarted, { ...told, ...reports.RecordDeprivationStarted }, { foreign: [register(registered, nowControlled, saidOpen)] })
      .then({ type: 'identification.DeprivationStarted', data: { register: { exitControl: 'CONTROLLED' } } }));

  it('looks at the stream of the place that it names, and at none where it names none', () => {
    const reads = RecordDeprivationStarted.declaration.reads as (command: { facilityRef?: string }) => readonly string[];
    expect(reads({ facilityRef: placeRef })).toEqual([`facility-${placeRef}`]);
    expect(reads({})).toEqual([]);
  });

  it.each([
    ['the child was last seen there before it came', { lastConfirmedAt: '2026-02-27' }],
    ['what allows the stay ran out before it began', { validUntil: '2026-02-27' }],
    ['the medical indication ends before it begins', { medicalIndication: { value: 'YES', from: '2026-03-03', until: '2026-03-01T00:00:00Z' } }],
  ])('is bad form when %s', (_, body) => given().when(RecordDeprivationStarted, { ...told, settingKind: 'HOSPITAL', ...body }).thenThrows(BadForm));

  it('happens when the dates of one body may agree in some time zone', () =>
    given().when(RecordDeprivationStarted, { ...told, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' }, settingKind: 'HOSPITAL', lastConfirmedAt: '2026-02-28T22:00:00Z' })
      .then({ type: 'identification.DeprivationStarted' }));
});

describe('RecordDeprivationSettingChanged', () => {
  const change = reports.RecordDeprivationSettingChanged;
  const event = { type: 'identification.DeprivationSettingChanged', data: change };

  it('happens with what changed', () => given(started).when(RecordDeprivationSettingChanged, { ...told, ...change }).then(event));
  it('happens again when somebody else reports it', () => given(started, event).when(RecordDeprivationSettingChanged, { ...told, ...change }).then(event));
  it('happens of a stay that nobody reported', () => given().when(RecordDeprivationSettingChanged, { ...told, ...change }).then(event));
  it('copies what the register says of the new place', () =>
    given(started).when(RecordDeprivationSettingChanged, { ...told, stayRef: 'stay-1', facilityRef: placeRef }, { foreign: [register(registered)] })
      .then({ type: 'identification.DeprivationSettingChanged', data: { register: { exitControl: 'OPEN', facilityRevision: 0 } } }));
  it('is bad form when it says nothing of what changed', () =>
    given(started).when(RecordDeprivationSettingChanged, { ...told, stayRef: 'stay-1' }).thenThrows(BadForm));
});

describe('RecordDeprivationEnded', () => {
  const end = reports.RecordDeprivationEnded;
  const event = { type: 'identification.DeprivationEnded', data: end };

  it('happens', () => given(started).when(RecordDeprivationEnded, { ...told, ...end }).then(event));
  it('happens of a stay that nobody reported, or that is over', () => {
    given().when(RecordDeprivationEnded, { ...told, ...end }).then(event);
    given(started, ended).when(RecordDeprivationEnded, { ...told, ...end }).then(event);
  });
  it('happens when an enforcement body reports it', () => expect(RecordDeprivationEnded.declaration.by).toContain('INLET'));
});

describe('a stay', () => {
  const contested = (...happened: Happened[]) => contestedStays(given(...happened).state<Identification>().stays);
  const elsewhere: Happened = { ...started, data: { stayRef: 'stay-2', settingKind: 'HOSPITAL' }, at: '2026-03-03T04:00:00Z', id: 'elsewhere' };

  it('is not contested while its reports agree', () => expect(contested(started, changed, ended)).toEqual([]));

  it('is named by its first report where the reporter gave it no name', () =>
    expect(contested({ ...started, data: { settingKind: 'POLICE_CELL' } }, { ...ended, data: { stayRef: 'start', endReason: 'RELEASE' } })).toEqual([]));

  it('is contested when it ended and never started', () => expect(contested(ended)).toEqual([{ code: 'END_WITHOUT_START', events: ['end'] }]));
  it('is contested when it changed and never started', () => expect(contested(changed)).toEqual([{ code: 'CHANGE_WITHOUT_START', events: ['change'] }]));

  it('is contested when it ended before it started', () =>
    expect(contested(started, { ...ended, at: '2026-02-05T04:00:00Z' })).toEqual([{ code: 'END_BEFORE_START', events: ['start', 'end'] }]));

  it('is contested when it ended twice in different ways', () =>
    expect(contested(started, ended, { ...ended, id: 'other', data: { stayRef: 'stay-1', endReason: 'ESCAPE' } })).toEqual([{ code: 'ENDED_TWICE', events: ['end', 'other'] }]));
  it('is not contested when two witnesses tell of the same end', () => expect(contested(started, ended, { ...ended, id: 'other' })).toEqual([]));

  it('is contested when the child was in another place at the same time', () =>
    expect(contested(started, ended, elsewhere)).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: ['start', 'elsewhere'] }]));
  it('is contested when it is open and another one starts', () =>
    expect(contested(started, elsewhere)).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: ['start', 'elsewhere'] }]));
  it('is not contested when the other one starts after its end', () =>
    expect(contested(started, ended, { ...elsewhere, at: ended.at })).toEqual([]));
  it('is one contradiction with all stays that it is made of, in the order in which they were reported', () => {
    const third = { ...elsewhere, data: { stayRef: 'stay-3', settingKind: 'HOTEL' }, at: '2026-02-20T04:00:00Z', id: 'third' };
    const apart = [['a', '2026-06-01T00:00:00Z'], ['b', '2026-06-02T00:00:00Z']].map(([stayRef, at]) => ({ ...elsewhere, data: { stayRef, settingKind: 'HOTEL' }, at: at!, id: stayRef! }));
    const over = (stayRef: string, at: string) => ({ ...ended, data: { stayRef, endReason: 'RELEASE' }, at, id: `end of ${stayRef}` });
    expect(contested(started, elsewhere, third)).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: ['start', 'elsewhere', 'third'] }]);
    expect(contested(started, elsewhere, ...apart, ended, over('stay-2', '2026-03-06T04:00:00Z'))).toEqual([
      { code: 'TWO_STAYS_AT_ONCE', events: ['start', 'elsewhere'] }, { code: 'TWO_STAYS_AT_ONCE', events: ['a', 'b'] },
    ]);
  });

  it('names every stay that contradicts another one, and no other, whatever is known of their times', () => fc.assert(fc.property(
    fc.array(fc.record({ begun: fc.nat(12), hours: fc.option(fc.integer({ min: -3, max: 6 }), { nil: undefined }), place: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }), period: fc.boolean() }), { maxLength: 12 }),
    (stays) => {
      const hour = (n: number) => new Date(Date.UTC(2026, 2, 2, n)).toISOString();
      const happened = stays.flatMap(({ begun, hours, place, period }, n): Happened[] => [
        { ...elsewhere, id: `${n}`, data: { stayRef: `${n}`, settingKind: 'HOTEL', facilityRef: place }, at: hour(begun), to: period ? hour(begun + 2) : undefined },
        ...(hours === undefined ? [] : [{ ...ended, data: { stayRef: `${n}`, endReason: 'RELEASE' }, at: hour(begun + hours), id: `end ${n}` }]),
      ]);
      const meet = (a: (typeof stays)[number], b: (typeof stays)[number]) =>
        b.hours === undefined || (a.period ? a.begun + 2 <= b.begun + b.hours : a.begun < b.begun + b.hours);
      const expected = stays.flatMap((one, n) => (stays.some((other, m) => n !== m && (!one.place || one.place !== other.place) && meet(one, other) && meet(other, one)) ? [`${n}`] : []));
      const found = contested(...happened).filter(({ code }) => code === 'TWO_STAYS_AT_ONCE').flatMap(({ events }) => events);
      expect([...found].sort()).toEqual([...expected].sort());
    })));

  it('of hundreds at once is read in little time, and told in little space', () => {
    const { stays } = given(...Array.from({ length: 2_000 }, (_, n): Happened => ({ ...elsewhere, id: `start-${n}`, data: { stayRef: `stay-${n}`, settingKind: 'HOTEL' } }))).state<Identification>();
    const began = performance.now();
    const found = contestedStays(stays);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(found).toEqual([{ code: 'TWO_STAYS_AT_ONCE', events: Array.from({ length: 2_000 }, (_, n) => `start-${n}`) }]);
  });

  it('is not contested when two witnesses name the same place', () => {
    const there = (happened: Happened) => ({ ...happened, data: { ...happened.data, facilityRef: placeRef } });
    expect(contested(there(started), there(elsewhere))).toEqual([]);
  });
});
