import { describe, expect, it } from '@jest/globals';
import { BadForm } from '../decider/context.js';
import { noon, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Weighing } from '../decider/gate.js';
import { facility } from './facility.context.js';
import { AttestExitControl, RecordFacilityChange, RegisterFacility } from './place.commands.js';
import { openSetting } from './place.facts.js';
import type { Facility } from './place.state.js';

const osh = {
  name: 'Centre for Adaptation, Osh', kind: 'TRANSIT_CENTRE', operator: { orgRef: 'district-office', orgType: 'CHILD_PROTECTION' },
  state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', capacity: 40, units: ['girls', 'boys'], from: '2026-01-10',
};
const registered = { type: 'facility.FacilityRegistered', data: osh };
const registeredAs = (exitControl: string) => ({ ...registered, data: { ...osh, exitControl } });
const reported = (changed: object) => ({ type: 'facility.FacilityChanged', data: { validFrom: '2026-02-01', ...changed } });
const inspected = (exitControl: string, from = '2026-02-20') => ({ type: 'facility.ExitControlAttested', data: { exitControl, from } });
const report = { occurredAt: { at: '2026-02-01', zone: 'Asia/Bishkek' }, source: { kind: 'NGO_VISIT', reliability: 'CONFIRMED' } };

const { given } = scenario(facility);
const ombudsperson = { actorRef: 'ombudsperson-1', role: 'OMBUDSPERSON', orgType: 'OMBUDSPERSON' } as const;

describe('RegisterFacility', () => {
  it('happens with all that the register says of the place', () => given().when(RegisterFacility, osh).then(registered));

  it('happens for the home of a foster family without a name, and with an address that is sealed', () => {
    const { name: _, ...unnamed } = osh;
    given().when(RegisterFacility, { ...unnamed, kind: 'PRIVATE_HOME', operator: { orgRef: 'family-7', orgType: 'FAMILY' }, address: 'Lenin street 1' })
      .then({ type: 'facility.FacilityRegistered', data: { kind: 'PRIVATE_HOME', address: 'Lenin street 1' } });
  });

  it('is ignored when the place is registered already', () => given(registered).when(RegisterFacility, osh).thenNothing());

  it.each([
    ['gives the home of a family a name', { ...osh, kind: 'PRIVATE_HOME' }],
    ['gives another place no name', { ...osh, name: undefined }],
    ['tells of a time that is still to come', { ...osh, from: '2026-03-05' }],
  ])('is bad form when it %s', (_, body) => given().when(RegisterFacility, body).thenThrows(BadForm));

  it('is no business of bodies that hold or return children, nor of the child itself', () =>
    expect(RegisterFacility.declaration.by).toEqual(['CASE_WORKER', 'OMBUDSPERSON', 'APPOINTING_AUTHORITY']));
});

describe('RecordFacilityChange', () => {
  it('happens with what changed and from which day', () =>
    given(registered).when(RecordFacilityChange, { ...report, name: 'Centre for Rehabilitation', validFrom: '2026-02-01' })
      .then({ type: 'facility.FacilityChanged', data: { name: 'Centre for Rehabilitation', validFrom: '2026-02-01' } }));

  it('happens again when somebody else reports the same: two reports are two facts', () =>
    given(registered, reported({ closed: true })).when(RecordFacilityChange, { ...report, closed: true, validFrom: '2026-02-01' })
      .then({ type: 'facility.FacilityChanged', data: { closed: true } }));

  it('happens of a day to come', () =>
    given(registered).when(RecordFacilityChange, { ...report, closed: true, validFrom: '2026-06-01' }).then({ type: 'facility.FacilityChanged' }));

  it('is bad form when it names no change', () =>
    given(registered).when(RecordFacilityChange, { ...report, validFrom: '2026-02-01' }).thenThrows(BadForm));

  it('is bad form when it names the home of a family', () =>
    given({ ...registered, data: { ...osh, name: undefined, kind: 'PRIVATE_HOME' } })
      .when(RecordFacilityChange, { ...report, name: 'A family', validFrom: '2026-02-01' }).thenThrows(BadForm));
});

describe('AttestExitControl', () => {
  const inspection = { exitControl: 'CONTROLLED', from: '2026-03-02' };

  it('happens with what the inspection found', () =>
    given(registered).when(AttestExitControl, inspection, { by: ombudsperson }).then({ type: 'facility.ExitControlAttested', data: inspection }));

  it('is never ignored: each inspection is a fact of its own', () =>
    given(registered, inspected('CONTROLLED', '2026-03-02')).when(AttestExitControl, inspection, { by: ombudsperson })
      .then({ type: 'facility.ExitControlAttested' }));

  it('says of a place whose registration was withdrawn all that the register asks, or nothing of it, and nothing that is not in the register', () => {
    const { kind, operator, state, zone } = osh;
    const whole = { ...inspection, kind, operator, state, zone };
    given(registered).when(AttestExitControl, whole, { by: ombudsperson }).then({ type: 'facility.ExitControlAttested', data: whole });
    given().when(AttestExitControl, { ...whole, state: 'KZ' }, { by: ombudsperson }).then({ type: 'facility.ExitControlAttested', data: { state: 'KZ' } });
    given(registered).when(AttestExitControl, { ...whole, state: 'KZ' }, { by: ombudsperson }).thenThrows(BadForm);
    for (const field of ['kind', 'operator', 'state', 'zone']) given(registered).when(AttestExitControl, { ...whole, [field]: undefined }, { by: ombudsperson }).thenThrows(BadForm);
  });

  it('is bad form for a time that is still to come', () =>
    given(registered).when(AttestExitControl, { ...inspection, from: '2026-03-04' }, { by: ombudsperson }).thenThrows(BadForm));

  it('is for those who inspect: an ombudsperson or the appointing authority', () =>
    expect(AttestExitControl.declaration.by).toEqual(['OMBUDSPERSON', 'APPOINTING_AUTHORITY']));
});

describe('the register', () => {
  it('keeps every name and exit control with the day it holds from and the event that says so', () => {
    const { names, exitControls } = given(
      { ...registered, id: 'registration' },
      { ...reported({ name: 'Centre for Rehabilitation', exitControl: 'CONTROLLED' }), id: 'report' },
      { ...inspected('OPEN'), id: 'inspection' },
    ).state<Facility>();
    expect(names).toMatchObject([
      { value: osh.name, from: '2026-01-10', eventId: 'registration', attested: true },
      { value: 'Centre for Rehabilitation', from: '2026-02-01', eventId: 'report', attested: false },
    ]);
    expect(exitControls).toMatchObject([
      { value: 'OPEN', from: '2026-01-10', eventId: 'registration', attested: true },
      { value: 'CONTROLLED', from: '2026-02-01', eventId: 'report', attested: false },
      { value: 'OPEN', from: '2026-02-20', eventId: 'inspection', attested: true },
    ]);
  });
});

describe('OPEN_SETTING', () => {
  const oshRef = '3f0f0c6e-0000-4000-8000-000000000001';
  const weighed = (happened: readonly Happened[], { about = { facilityRef: oshRef } as { facilityRef?: string }, now = noon } = {}) => {
    const state = given(...happened).state<Facility>();
    const known = { stream: `facility-${oshRef}`, revision: happened.length - 1, eventId: 'last-event', state };
    return openSetting.proof(undefined, { now: new Date(now), foreign: new Map([[known.stream, known]]) } as unknown as Weighing, about);
  };

  it('is proven by the register of the place that the command names', () =>
    expect(weighed([registered])).toEqual({ evidence: [], foreign: [{ stream: `facility-${oshRef}`, revision: 0, eventId: 'last-event' }] }));

  it.each<[string, readonly Happened[]]>([
    ['an inspection found it open', [registeredAs('UNKNOWN'), inspected('OPEN')]],
    ['an inspection found it open after a report of controlled exits', [registered, reported({ exitControl: 'CONTROLLED' }), inspected('OPEN')]],
    ['an inspection found it at work after a report that it had closed', [registered, reported({ closed: true }), inspected('OPEN')]],
    ['it is reported to close on a day to come', [registered, reported({ closed: true, validFrom: '2026-06-01' })]],
    ['a report also calls it open', [registered, reported({ exitControl: 'OPEN' })]],
    ['it was only renamed', [registered, reported({ name: 'Centre for Rehabilitation' })]],
  ])('is proven when %s', (_, happened) => expect(weighed(happened)).toBeDefined());

  it.each<[string, readonly Happened[]]>([
    ['it is registered as controlled', [registeredAs('CONTROLLED')]],
    ['it is registered as unknown', [registeredAs('UNKNOWN')]],
    ['only a report calls it open', [registeredAs('UNKNOWN'), reported({ exitControl: 'OPEN' })]],
    ['a report calls it open after an inspection found it controlled', [registered, inspected('CONTROLLED'), reported({ exitControl: 'OPEN', validFrom: '2026-03-01' })]],
    ['a report says that exits are controlled', [registered, reported({ exitControl: 'CONTROLLED' })]],
    ['a report says that nobody knows any more', [registered, reported({ exitControl: 'UNKNOWN' })]],
    ['a report calls it open again after one that called it controlled', [registered, reported({ exitControl: 'CONTROLLED' }), reported({ exitControl: 'OPEN' })]],
    ['a report since the inspection speaks of a time before it', [registered, inspected('OPEN'), reported({ exitControl: 'CONTROLLED' })]],
    ['it closed', [registered, reported({ closed: true })]],
    ['it closed on the day that was announced before the last inspection', [registered, reported({ closed: true, validFrom: '2026-03-01' }), inspected('OPEN')]],
    ['an older inspection that found it open is entered after the newer one', [registered, inspected('CONTROLLED', '2026-02-20'), inspected('OPEN', '2026-02-01')]],
    ['nobody registered it', [inspected('OPEN')]],
  ])('is not proven when %s', (_, happened) => expect(weighed(happened)).toBeUndefined());

  it('ends when the day begins at the first place on earth, so that no child is placed into a closed house', () => {
    const closes = [registered, reported({ closed: true, validFrom: '2026-06-01' })];
    expect(weighed(closes, { now: '2026-05-31T09:59:59Z' })).toBeDefined();
    expect(weighed(closes, { now: '2026-05-31T10:00:00Z' })).toBeUndefined();
  });

  it.each([['another place', { facilityRef: '3f0f0c6e-0000-4000-8000-000000000002' }], ['no place', {}]])(
    'is not proven when the command names %s', (_, about) => expect(weighed([registered], { about })).toBeUndefined());
});
