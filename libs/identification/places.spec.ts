import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../decider/event.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Foreign } from '../decider/gate.js';
import { facility } from '../facility/facility.context.js';
import { identification, type Identification } from './identification.context.js';
import { RecordStayPlaceChange } from './places.commands.js';
import { placeChanged } from './places.reaction.js';
import { placeRef, told } from './reports.scenario.js';

const { given } = scenario(identification);
const registered: Happened = { type: 'facility.FacilityRegistered', id: 'registration', data: { name: 'Shelter', kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', from: '2026-01-10' } };
const reported = (data: object): Happened => ({ type: 'facility.FacilityChanged', id: 'report', data: { validFrom: '2026-02-01', ...data } });
const theRegister = (...happened: Happened[]): Foreign => ({
  stream: `facility-${placeRef}`, revision: happened.length - 1, eventId: happened.at(-1)!.id!, state: scenario(facility).given(...happened).state(),
});
const change = { ...told, facilityRef: placeRef, facilityRevision: 1 };
const copied = (facilityRevision: number, more: object = {}): Happened => ({
  type: 'identification.StayPlaceChanged', id: `copy-${facilityRevision}`,
  data: { facilityRef: placeRef, register: { kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', exitControls: [], facilityRevision, facilityEventId: 'e', ...more } },
});
const placed: Happened = { type: 'identification.PlacementDecided', id: 'placement', data: { facilityRef: placeRef, settingKind: 'FOSTER_CARE', from: '2026-01-20T00:00:00Z' } };

describe('RecordStayPlaceChange', () => {
  it('happens with what the register says of the place by then', () =>
    given(placed).when(RecordStayPlaceChange, change, { foreign: [theRegister(registered, reported({ exitControl: 'CONTROLLED' }))] }).then({
      type: 'identification.StayPlaceChanged',
      data: { facilityRef: placeRef, register: { exitControl: 'CONTROLLED', open: { until: '2026-02-01' }, facilityRevision: 1, facilityEventId: 'report' } },
    }));

  it('reads the place as it stood at the revision that it names, so that a late copy is no other', () =>
    expect(RecordStayPlaceChange.declaration.reads(change as never, {} as never)).toEqual([{ stream: `facility-${placeRef}`, upTo: 1 }]));

  it('is ignored when that revision or a later one was copied before', () => {
    const foreign = [theRegister(registered, reported({ closed: true }))];
    given(placed, copied(1)).when(RecordStayPlaceChange, change, { foreign }).thenNothing();
    given(placed, copied(7)).when(RecordStayPlaceChange, change, { foreign }).thenNothing();
    given(placed, copied(0)).when(RecordStayPlaceChange, change, { foreign }).then({ type: 'identification.StayPlaceChanged' });
  });

  it('is ignored of a place that nobody registered', () => given(placed).when(RecordStayPlaceChange, change).thenNothing());

  it('is told by no person: the register is the source', () => expect(RecordStayPlaceChange.declaration.by).toEqual(['SERVICE']));
});

describe('A place that is open no longer', () => {
  const afterCopyOf = (open: object | undefined, ...before: Happened[]) => {
    const fact = { ...copied(1, { open }), recordedAt: new Date('2026-03-02T12:00:00Z'), meta: {} } as unknown as Fact;
    return identification.follow!(fact, given(...before, copied(1, { open })).state<Identification>(), []);
  };

  it.each([['a report says otherwise', { until: '2026-02-01' }], ['an inspection says otherwise', undefined]])('takes the open setting from the child placed there when %s', (_, open) =>
    expect(afterCopyOf(open, placed)).toEqual([{ type: 'identification.OpenSettingLost', data: { facilityRef: placeRef, care: 'placement' } }]));

  it('does so once', () => expect(afterCopyOf(undefined, placed, { type: 'identification.OpenSettingLost', data: { facilityRef: placeRef, care: 'placement' } })).toEqual([]));

  it('takes nothing from a child that has left it, or while it is open still', () => {
    const moved = { ...placed, id: 'next', data: { ...placed.data, facilityRef: '3f0f0c6e-0000-4000-8000-000000000002' } };
    expect(afterCopyOf(undefined, placed, moved)).toEqual([]);
    expect(afterCopyOf({}, placed)).toEqual([]);
    expect(afterCopyOf({ until: '2026-06-01' }, placed)).toEqual([]);
  });
});

describe('What children are told of a place', () => {
  it.each(['record.Corrected', 'record.Retracted', 'record.Disputed'])('is also what somebody says of its entries since (%s), and nothing that is said of a child', (type) => {
    const newsIn = (stream: string) => placeChanged.news[type]!({ type, stream, revision: 4, data: {} } as unknown as Fact)?.body;
    expect(newsIn(`facility-${placeRef}`)).toEqual({ facilityRef: placeRef, facilityRevision: 4 });
    expect(newsIn('child-1')).toBeUndefined();
  });
});
