import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import { caseWorker, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import type { CommandClass } from '../decider/command.js';
import type { Foreign, Weighing } from '../decider/gate.js';
import { noParticipants } from '../decider/participants.js';
import { facility } from '../facility/facility.context.js';
import { DecidePlacement, PlaceInEmergencyOpenCare } from './care.commands.js';
import { identification, type Identification } from './identification.context.js';
import { staySegments } from './liberty.segments.js';
import { sameState } from './places.facts.js';
import { placeRef, reports } from './reports.scenario.js';

const { given } = scenario(identification);
const otherPlace = '3f0f0c6e-0000-4000-8000-000000000002';
const found = (data: object = {}) => ({ type: 'identification.ChildFound', data: { foundIn: 'KG', majorityOn: '2028-05-09', ...data } });
const died = { type: 'identification.DeathReported', data: reports.RecordDeath };

describe('PlaceInEmergencyOpenCare', () => {
  const emergency = { facilityRef: placeRef, reason: 'ON_THE_STREET', reviewBy: '2026-03-03T12:00:00Z' };
  const inCare = { type: 'identification.EmergencyCareStarted', data: emergency };

  it('asks for nothing but an open place in the state where the child is: not for a representative, not even for a registration', () => {
    expect(PlaceInEmergencyOpenCare.declaration.gate.map(({ needs }) => needs)).toEqual([['OPEN_SETTING'], ['OPEN_SETTING', 'SAME_STATE']]);
    given().when(PlaceInEmergencyOpenCare, emergency).then(inCare);
  });
  it('is ignored when the child is there already, for the same reason and until the same review', () =>
    given(inCare).when(PlaceInEmergencyOpenCare, emergency).thenNothing());
  it('happens again in another place, and with a later review', () => {
    given(inCare).when(PlaceInEmergencyOpenCare, { ...emergency, facilityRef: otherPlace }).then({ type: 'identification.EmergencyCareStarted', data: { facilityRef: otherPlace } });
    given(inCare).when(PlaceInEmergencyOpenCare, { ...emergency, reviewBy: '2026-03-04T12:00:00Z' }).then({ type: 'identification.EmergencyCareStarted' });
  });
  it('happens of care in the past, whose review was due before it was recorded', () =>
    given().when(PlaceInEmergencyOpenCare, { ...emergency, occurredAt: { at: '2026-02-01', zone: 'Asia/Bishkek' }, reviewBy: '2026-02-02T12:00:00Z' })
      .then({ type: 'identification.EmergencyCareStarted' }));
  it('is bad form when the review comes before the care', () => {
    given().when(PlaceInEmergencyOpenCare, { ...emergency, reviewBy: '2026-03-02T12:00:00Z' }).thenThrows(BadForm);
    given().when(PlaceInEmergencyOpenCare, { ...emergency, occurredAt: { at: '2026-02-01', zone: 'Asia/Bishkek' }, reviewBy: '2026-01-31T00:00:00Z' }).thenThrows(BadForm);
  });
});

describe('DecidePlacement', () => {
  const placement = { facilityRef: placeRef, settingKind: 'FOSTER_CARE', from: '2026-03-03T06:00:00Z' };
  const placed = { type: 'identification.PlacementDecided', data: placement };
  const institution = { ...placement, settingKind: 'RESIDENTIAL_CARE' };

  it('happens for a registered child under 18', () => given(found()).when(DecidePlacement, placement).then(placed));
  it('happens at once where no begin is named', () =>
    given(found()).when(DecidePlacement, { facilityRef: placeRef, settingKind: 'FOSTER_CARE' }).then({ type: 'identification.PlacementDecided', data: { from: '2026-03-02T12:00:00.000Z' } }));
  it('also asks for a representative, an open place, a child that was heard and an assessment of what is best for it; since version 3 for a place in the state where the child is', () =>
    expect(DecidePlacement.declaration.gate).toEqual([
      { name: 'placement', version: 1, needs: ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING'] },
      { name: 'placement', version: 2, needs: ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE'] },
      { name: 'placement', version: 3, needs: ['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'SAME_STATE'] },
    ]));

  it('is refused for a child whom nobody registered', () => given().when(DecidePlacement, placement).thenRefusedFor('CHILD_REGISTERED', 'MINORITY', 'SAME_STATE'));
  it('is refused for a child that is reported dead', () => given(found(), died).when(DecidePlacement, placement).thenRefusedFor('CHILD_REGISTERED'));
  it('is refused for somebody who is 18', () => given(found({ majorityOn: '2026-03-02' })).when(DecidePlacement, placement).thenRefusedFor('MINORITY'));

  it('is ignored when the same placement is in force, with or without its begin named', () => {
    given(found(), placed).when(DecidePlacement, placement).thenNothing();
    given(found(), placed).when(DecidePlacement, { ...placement, from: undefined }).thenNothing();
  });
  it.each([
    ['the place', { facilityRef: otherPlace }], ['the kind of care', { settingKind: 'KINSHIP_CARE' }], ['the begin', { from: '2026-03-04T06:00:00Z' }],
    ['the reasons in words, which nobody can compare once they are sealed', { reasons: 'the child asked for it' }],
  ])('happens again when it differs in %s', (_, other) =>
    given(found(), placed).when(DecidePlacement, { ...placement, ...other }).then({ type: 'identification.PlacementDecided', data: other }));
  it('happens again after emergency care took the child elsewhere', () =>
    given(found(), placed, { type: 'identification.EmergencyCareStarted', data: { facilityRef: otherPlace } }).when(DecidePlacement, placement).then(placed));

  it('happens in an institution when it says why no family can take the child', () =>
    given(found()).when(DecidePlacement, { ...institution, noFamilyBecause: 'NO_FAMILY_AVAILABLE' })
      .then({ type: 'identification.PlacementDecided', data: { noFamilyBecause: 'NO_FAMILY_AVAILABLE' } }));
  it('is bad form in an institution without saying why, and in a family when it says why not', () => {
    given(found()).when(DecidePlacement, institution).thenThrows(BadForm);
    given(found()).when(DecidePlacement, { ...placement, noFamilyBecause: 'NO_FAMILY_AVAILABLE' }).thenThrows(BadForm);
  });

  it.each(['NGO', 'HEALTH', 'EDUCATION', 'COURT'] as const)('is no business of a case worker of a body of type %s', (orgType) =>
    given(found()).when(DecidePlacement, placement, { by: { orgType } }).thenThrows(NotCompetent));
  it.each(['CHILD_PROTECTION', 'GUARDIANSHIP'] as const)('happens by a case worker of a body of type %s', (orgType) =>
    given(found()).when(DecidePlacement, placement, { by: { orgType } }).then(placed));
});

describe('A place in another state', () => {
  const placeIn = (state: string): Foreign => ({ stream: `facility-${placeRef}`, revision: 0, eventId: 'registration', state: scenario(facility).given({ type: 'facility.FacilityRegistered', data: { kind: 'SHELTER', state, zone: 'Asia/Bishkek', exitControl: 'OPEN', from: '2026-01-10' } }).state() });
  const placement = { facilityRef: placeRef, settingKind: 'FOSTER_CARE' };
  const emergency = { facilityRef: placeRef, reason: 'DANGER', reviewBy: '2026-03-03T12:00:00Z' };
  const morning = '2026-03-02T11:00:00Z';
  const told = (type: string, data: object, rest: Partial<Happened> = {}): Happened => ({ type, data, at: morning, ...rest });
  const registration = { ...found(), at: '2026-03-01T06:00:00Z' };
  const authorised = told('repatriation.TransferAuthorised', { legs: [{ fromState: 'KG', toState: 'UZ' }, { fromState: 'UZ', toState: 'KZ' }] });
  const left = told('repatriation.DepartureConfirmed', {});
  const arrivedIn = (state: string, rest: Partial<Happened> = {}) => told('reintegration.ChildArrived', { state, held: 'NO', receivedBy: { orgType: 'FAMILY' } }, { at: '2026-03-02T11:30:00Z', id: 'arrival', ...rest });
  const deported = told('repatriation.ReturnOutsideProcedureReported', { kind: 'DEPORTATION', destinationState: 'KZ' });
  const careIn = (state: string, at = '2026-03-02T11:45:00Z') => told('identification.EmergencyCareStarted', { facilityRef: placeRef, register: { state } }, { at });
  const states = ['KG', 'UZ', 'KZ'];
  /** The states in which the child may be placed, and in which it may be taken into care, after these facts. */
  const openIn = (...happened: Happened[]) => {
    const file = given(...happened).state<Identification>();
    const weighed = (commandClass: CommandClass, body: object, state: string) => sameState.proof(file, { ...weighing, foreign: new Map([placeIn(state)].map((each) => [each.stream, each])) }, Object.assign(new commandClass(), body) as never) !== undefined;
    return { placed: states.filter((state) => weighed(DecidePlacement, placement, state)), taken: states.filter((state) => weighed(PlaceInEmergencyOpenCare, emergency, state)) };
  };
  const weighing: Weighing = { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, participants: noParticipants, foreign: new Map() };
  const only = (...known: string[]) => ({ placed: known, taken: known });

  it('takes in no child that was found in this one', () => {
    expect(openIn(registration)).toEqual(only('KG'));
    given(registration).when(DecidePlacement, placement, { foreign: [placeIn('KZ')] }).thenRefusedFor('SAME_STATE');
    given(registration).when(PlaceInEmergencyOpenCare, emergency, { foreign: [placeIn('KZ')] }).thenRefusedFor('SAME_STATE');
  });
  it('takes in a child that nobody has registered in an emergency, and by no decision', () => expect(openIn()).toEqual({ placed: [], taken: states }));
  it('takes in a child on its way through it, and after the arrival nobody but in the state of arrival', () => {
    expect(openIn(registration, authorised)).toEqual(only('KG'));
    expect(openIn(registration, authorised, left)).toEqual(only('KG', 'UZ', 'KZ'));
    expect(openIn(registration, authorised, left, arrivedIn('KZ'))).toEqual(only('KZ'));
    expect(openIn(registration, authorised, left, arrivedIn('KZ', { at: '2026-03-01T07:00:00Z' }))).toEqual(only('KG', 'UZ', 'KZ'));
  });
  it('takes in a child whose arrival is disputed in an emergency, wherever on its way it may be', () =>
    expect(openIn(registration, authorised, left, arrivedIn('KZ'), told('record.Disputed', { target: 'arrival', by: 'CHILD' }))).toEqual({ placed: [], taken: states }));
  it.each<[string, Happened]>([
    ['was deported there', deported], ['arrived there without having left', arrivedIn('KZ')],
    ['crossed the border to it', told('repatriation.TransferLegReported', { fromState: 'KG', toState: 'KZ', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['NGO'] })], ['was handed over there', told('repatriation.HandoverReported', { state: 'KZ' })],
    ['is held there', told('identification.DeprivationStarted', { settingKind: 'POLICE_CELL', state: 'KZ' })],
    ['stays in a place there', told('identification.DeprivationStarted', { settingKind: 'SHELTER', register: { state: 'KZ' } })],
    ['was moved there', told('identification.DeprivationSettingChanged', { stayRef: 'stay', state: 'KZ' })],
  ])('takes in a child that is said to be there in an emergency only, until it was: %s', (_, report) => {
    expect(openIn(registration, report)).toEqual({ placed: [], taken: ['KG', 'KZ'] });
    expect(openIn(registration, report, careIn('KZ'))).toEqual(only('KZ'));
    expect(openIn(registration, report, careIn('KG'))).toEqual(only('KG'));
    expect(openIn(registration, report, careIn('KG', '2026-03-02T10:00:00Z'))).toEqual({ placed: [], taken: ['KG', 'KZ'] });
  });
  it('says nothing of a journey that was over before the child was found', () => expect(openIn(registration, { ...deported, at: '2024-01-01T00:00:00Z' })).toEqual(only('KG')));
  it('is where care of the past was, which is recorded after the journey', () => {
    const past = { ...emergency, occurredAt: { at: '2026-03-01T18:00', zone: 'Asia/Bishkek' } };
    given(registration, authorised, left, arrivedIn('KZ')).when(PlaceInEmergencyOpenCare, past, { foreign: [placeIn('KG')] }).then({ type: 'identification.EmergencyCareStarted' });
    expect(openIn(registration, authorised, left, arrivedIn('KZ'), careIn('KG', '2026-03-01T12:00:00Z'))).toEqual(only('KZ'));
  });
});

describe('A placement that an appeal body sets aside', () => {
  const placement = { facilityRef: placeRef, settingKind: 'FOSTER_CARE' };
  const placed = { type: 'identification.PlacementDecided', data: { ...placement, from: '2026-03-01T00:00:00Z' }, id: 'placement' };
  const ruled = { type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef: 'placement', result: 'UPHELD', final: true } };

  it('is in force no more, so that the same placement is another decision', () => {
    given(found(), placed).when(DecidePlacement, placement).thenNothing();
    given(found(), placed, ruled).when(DecidePlacement, placement).then({ type: 'identification.PlacementDecided' });
  });
  it('does not make the child to have been elsewhere: the stay goes on until somebody reports its end', () => {
    const staysOf = (...happened: readonly Happened[]) => {
      return staySegments(given(...happened).state<Identification>(), (from, zone) => ({ from, precision: 'day', zone, zoneData: 'test' }));
    };
    expect(staysOf(placed, ruled)).toEqual(staysOf(placed));
  });
});

const takenIn = (data: object = {}) => ({ type: 'identification.EmergencyCareStarted', data });
const reviewed = (data: object = {}) => ({ type: 'best-interests.PlacementReviewed', data });
const left = (more: object = {}) => ({ type: 'identification.DeprivationEnded', data: { stayRef: startId }, ...more });

describeDuty('PLACEMENT_REVIEW', {
  starts: { 'the child is taken in in an emergency': takenIn(), 'it is decided where it lives': { type: 'identification.PlacementDecided' }, 'that was reviewed': reviewed() },
  metBy: { 'it is reviewed': reviewed(), 'it is decided where the child lives': { type: 'identification.PlacementDecided' } },
  metNotBy: { 'it is taken in once more, for longer': takenIn({ reviewBy: '2039-01-01T00:00:00Z' }), 'it is held elsewhere': { type: 'identification.DeprivationStarted' }, 'another stay has ended': left({ data: { stayRef: 'another' } }) },
  endedBy: { 'the child departs': { type: 'repatriation.DepartureConfirmed' }, 'it has gone': left() },
});

const movedTo = (facilityRef: string) => ({ type: 'identification.PlacementDecided', data: { facilityRef } });
const reviewFinding = (result: string) => reviewed({ result, facilityRef: 'home' });
describeDuty('PLACEMENT_CHANGE', {
  starts: { 'a review finds that the child has to live elsewhere': reviewFinding('HAS_TO_CHANGE'), 'a review finds that its care can end': reviewFinding('CAN_END'), 'its place is open no longer': { type: 'identification.OpenSettingLost', data: { facilityRef: 'home' } } },
  startedNotBy: { 'a review finds that it goes on': reviewFinding('GOES_ON') },
  metBy: {
    'it is decided that it lives elsewhere': movedTo('foster-family'), 'it is taken in elsewhere in an emergency': takenIn({ facilityRef: 'shelter' }), 'it is back with its family': { type: 'identification.Reunited' },
    'another review finds that it goes on': reviewFinding('GOES_ON'),
  },
  metNotBy: { 'it is decided anew that it lives there': movedTo('home'), 'it is taken in there once more': takenIn({ facilityRef: 'home' }), 'another review finds the same': reviewFinding('HAS_TO_CHANGE'), 'it is held': { type: 'identification.DeprivationStarted' } },
  endedBy: {
    'the child departs': { type: 'repatriation.DepartureConfirmed' },
    'the review is set aside': { type: 'repatriation.AppealDecided', data: { decisionRef: startId, result: 'UPHELD', final: true } },
  },
});

describe('A review of where the child lives', () => {
  const due = (start: { readonly type: string; readonly data: object }) => owedAfter('PLACEMENT_REVIEW', [], [start])?.due;
  it('is due on the day that emergency care, or the review before, has set, and never after three months', () => {
    expect([due(takenIn({ reviewBy: '2026-01-12T12:00:00Z' })), due(reviewed({ nextReviewBy: '2026-02-01T00:00:00Z' }))]).toEqual(['2026-01-12T12:00:00.000Z', '2026-02-01T00:00:00.000Z']);
    expect([due(takenIn({ reviewBy: '2029-01-12T12:00:00Z' })), due(takenIn())]).toEqual(['2026-04-10T18:00:00.000Z', '2026-04-10T18:00:00.000Z']);
  });
  it('is owed for emergency care also where whoever holds the child says that it has gone, or somebody disputes that, and after a placement that has ended', () => {
    const ended = (start: object, ...then: readonly object[]) => owedAfter('PLACEMENT_REVIEW', [], [start as never], then as never)?.ended;
    expect(ended(takenIn(), left())).toBeDefined();
    expect(ended(takenIn(), left({ by: { orgType: 'POLICE' } }))).toBeUndefined();
    expect(ended(takenIn(), left({ id: 'end' }), { type: 'record.Disputed', data: { target: 'end' } })).toBeUndefined();
    expect(ended({ type: 'identification.PlacementDecided' }, left())).toBeUndefined();
  });
});
