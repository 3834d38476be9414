import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Foreign } from '../decider/gate.js';
import { facility } from '../facility/facility.context.js';
import { ArrangeFirstPlacement, ArrangeMonitoring, ConfirmCarer, RecordCarerWithdrew } from './reception.commands.js';
import { carer, carerConfirmed, firstPlacement, firstPlacementArranged, monitoring, monitoringArranged, placeRef } from './reintegration.scenario.js';
import { reintegration } from './reintegration.context.js';

const { given } = scenario(reintegration);
const report = { occurredAt: { at: '2026-03-01', zone: 'Asia/Almaty' }, source: { kind: 'PARENT', reliability: 'CONFIRMED' } };
const placeIn = (state: string): Foreign => ({
  stream: `facility-${placeRef}`, revision: 0, eventId: 'registration',
  state: scenario(facility).given({ type: 'facility.FacilityRegistered', data: { kind: 'PRIVATE_HOME', operator: { orgRef: 'f', orgType: 'FAMILY' }, state, zone: 'Asia/Almaty', exitControl: 'OPEN', from: '2026-01-01' } }).state(),
});

describe('ConfirmCarer', () => {
  it('happens with the home study and the day of the agreement', () => given().when(ConfirmCarer, carer).then(carerConfirmed));
  it('is ignored when the same carer is confirmed on the same terms', () => given(carerConfirmed).when(ConfirmCarer, carer).thenNothing());
  it('happens again of another carer, and of one who had withdrawn', () => {
    given(carerConfirmed).when(ConfirmCarer, { ...carer, carerRef: 'aunt' }).then({ type: 'reintegration.CarerConfirmed', data: { carerRef: 'aunt' } });
    const withdrawn: Happened = { type: 'reintegration.CarerWithdrawn', at: '2026-02-20T09:00:00Z', data: { carerRef: 'grandmother', reason: 'ILLNESS_OR_DEATH' } };
    const anew = { ...carer, homeStudy: { ...carer.homeStudy, doneOn: '2026-02-25' }, agreedOn: '2026-02-25' };
    given(carerConfirmed, withdrawn).when(ConfirmCarer, anew).then({ ...carerConfirmed, data: anew });
  });
  it('is refused of one who was lost on the day on which the home was seen, or it agreed, or later, unless the instant says that it was afterwards', () => {
    const arrested: Happened = { type: 'identification.CarerArrested', at: '2026-03-01T06:00:00Z', data: { carerRef: 'grandmother', otherCarer: 'NO' } };
    const confirm = (doneOn: string, agreedOn: string) => given(carerConfirmed, arrested).when(ConfirmCarer, { ...carer, homeStudy: { ...carer.homeStudy, doneOn }, agreedOn });
    confirm('2026-03-01', '2026-03-01T07:00:00Z').thenThrows(NotApplicable);
    confirm('2026-03-01T07:00:00Z', '2026-03-01').thenThrows(NotApplicable);
    confirm('2026-03-01T07:00:00Z', '2026-03-01T07:00:00Z').then({ type: 'reintegration.CarerConfirmed' });
  });
  it('has no word for a home that is not fit: nobody is confirmed there', () =>
    expect(() => given().when(ConfirmCarer, { ...carer, homeStudy: { ...carer.homeStudy, result: 'UNFIT' } })).toThrow());
  it('is no business of a case worker outside of child protection', () => given().when(ConfirmCarer, carer, { by: { orgType: 'NGO' } }).thenThrows(NotCompetent));
});

describe('RecordCarerWithdrew', () => {
  it('happens whoever the carer is, and whether or not it was confirmed', () => {
    const withdrawal = { carerRef: 'grandmother', reason: 'NO_MEANS' };
    given().when(RecordCarerWithdrew, { ...report, ...withdrawal }).then({ type: 'reintegration.CarerWithdrawn', data: withdrawal });
    given(carerConfirmed).when(RecordCarerWithdrew, { ...report, ...withdrawal }).then({ type: 'reintegration.CarerWithdrawn', data: withdrawal });
  });
});

describe('ArrangeMonitoring', () => {
  it('happens with somebody independent and the days', () => given().when(ArrangeMonitoring, monitoring).then(monitoringArranged));
  it('is ignored when it is arranged so already', () => given(monitoringArranged).when(ArrangeMonitoring, monitoring).thenNothing());
  it.each(['POLICE', 'RETURN', 'IMMIGRATION', 'CUSTODIAL', 'CHILD_PROTECTION'])('names nobody of a body of type %s', (orgType) =>
    expect(() => given().when(ArrangeMonitoring, { ...monitoring, orgType })).toThrow());
  it('names at least one day', () => expect(() => given().when(ArrangeMonitoring, { ...monitoring, visits: [] })).toThrow());
});

describe('ArrangeFirstPlacement', () => {
  const arranged = { ...firstPlacementArranged, data: { ...firstPlacement, operatorRef: 'f' } };
  it('happens in a place of the register that is open, and says who runs it', () => given().when(ArrangeFirstPlacement, firstPlacement, { foreign: [placeIn('KZ')] }).then(arranged));
  it('is ignored when it is arranged so already', () => given(arranged).when(ArrangeFirstPlacement, firstPlacement, { foreign: [placeIn('KZ')] }).thenNothing());
  it('is bad form for a place in another state', () => given().when(ArrangeFirstPlacement, firstPlacement, { foreign: [placeIn('KG')] }).thenThrows(BadForm));
  it('also asks for an open place, and reads it', () => {
    expect(ArrangeFirstPlacement.declaration.gate.at(-1)?.needs).toContain('OPEN_SETTING');
    expect(ArrangeFirstPlacement.declaration.reads(firstPlacement as never, {} as never)).toEqual([`facility-${placeRef}`]);
  });
});
