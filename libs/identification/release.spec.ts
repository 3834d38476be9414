import { describe, expect, it } from '@jest/globals';
import { orgTypes } from '../decider/actor.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { facility } from '../facility/facility.context.js';
import { identification, type Identification } from './identification.context.js';
import { placeRef } from './reports.scenario.js';
import { AttestChildAtLiberty } from './release.commands.js';

const { given } = scenario(identification);
const heldBy = (custodian: object): Happened => ({ type: 'identification.DeprivationStarted', data: { settingKind: 'RECEPTION_CENTRE', mayLeave: 'NO', custodian } });
const met = { shownBy: 'CHILD_MET_ALONE' };
const certified: Happened = { type: 'identification.LibertyCertified', data: met };
const ofShelter = { orgRef: 'shelter-2', orgType: 'NGO' } as const;

describe('AttestChildAtLiberty', () => {
  it('happens, whether or not somebody told that the child was held, and again whenever it is met', () => {
    given().when(AttestChildAtLiberty, met).then(certified);
    given(heldBy({ orgRef: 'police-3', orgType: 'POLICE' }), certified).when(AttestChildAtLiberty, met).then(certified);
  });
  it('is no business of a body that held the child, at any time', () => {
    given(heldBy(ofShelter)).when(AttestChildAtLiberty, met, { by: ofShelter }).thenThrows(NotCompetent);
    given(heldBy(ofShelter), heldBy({ orgRef: 'police-3', orgType: 'POLICE' })).when(AttestChildAtLiberty, met, { by: ofShelter }).thenThrows(NotCompetent);
    given(heldBy(ofShelter)).when(AttestChildAtLiberty, met, { by: { orgRef: 'another', orgType: 'NGO' } }).then(certified);
  });
  it('is no business of a body of the kind that held the child, where nobody says which', () =>
    given(heldBy({ orgType: 'NGO' })).when(AttestChildAtLiberty, met, { by: ofShelter }).thenThrows(NotCompetent));
  it('is no business of whoever runs the place where the child was held, where nobody says who held it', () => {
    const inCentre: Happened = { type: 'identification.DeprivationStarted', data: { settingKind: 'RECEPTION_CENTRE', mayLeave: 'NO', facilityRef: placeRef } };
    const operator = { orgRef: 'centre-9', orgType: 'NGO' } as const;
    const registered: Happened = { type: 'facility.FacilityRegistered', id: 'registration', data: { kind: 'SHELTER', operator, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'UNKNOWN', from: '2026-01-10' } };
    const handedOver: Happened = { type: 'facility.FacilityChanged', id: 'report', data: { operator: ofShelter, validFrom: '2026-02-01' } };
    const foreign = [{ stream: `facility-${placeRef}`, revision: 1, eventId: 'report', state: scenario(facility).given(registered, handedOver).state() }];
    const reads = AttestChildAtLiberty.declaration.reads as unknown as (command: object, child: { state: Identification }) => readonly string[];
    expect(reads({}, { state: given(inCentre).state<Identification>() })).toEqual([`facility-${placeRef}`]);
    for (const by of [operator, ofShelter]) given(inCentre).when(AttestChildAtLiberty, met, { by, foreign }).thenThrows(NotCompetent);
    given(inCentre).when(AttestChildAtLiberty, met, { by: { orgRef: 'another', orgType: 'NGO' }, foreign }).then(certified);
  });
  it.each<[string, Happened]>([
    ['restricts its leaving', { type: 'identification.LeaveRestricted', data: { restrictions: ['LOCKED_IN'], mayLeave: 'NO', imposedBy: ofShelter } }],
    ['pressed it by holding it', { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedBy: ofShelter, means: ['DEPRIVATION_OF_LIBERTY'] } }],
  ])('is no business of a body that %s', (_, told) => {
    given(told).when(AttestChildAtLiberty, met, { by: ofShelter }).thenThrows(NotCompetent);
    given(told).when(AttestChildAtLiberty, met, { by: { orgRef: 'another', orgType: 'NGO' } }).then(certified);
  });
  it('is no business of the person who pressed it by holding it', () => {
    const pressed = (means: string): Happened => ({ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedByPerson: 'warden', means: [means] } });
    given(pressed('DEPRIVATION_OF_LIBERTY')).when(AttestChildAtLiberty, met, { by: { actorRef: 'warden' } }).thenThrows(NotCompetent);
    given(pressed('THREAT')).when(AttestChildAtLiberty, met, { by: { actorRef: 'warden' } }).then(certified);
  });
  it('is no business of whoever runs the place of care in which somebody restricts it, also where the word names no place', () => {
    const inCare: Happened = { type: 'identification.PlacementDecided', id: 'placement', data: { facilityRef: placeRef, settingKind: 'RESIDENTIAL_CARE', from: '2026-02-01T00:00:00Z' }, at: '2026-02-01T00:00:00Z' };
    const restricted = (more: object = {}): Happened => ({ type: 'identification.LeaveRestricted', data: { restrictions: ['LOCKED_IN'], mayLeave: 'NO', ...more } });
    const foreign = [{ stream: `facility-${placeRef}`, revision: 0, eventId: 'registration', state: scenario(facility).given(
      { type: 'facility.FacilityRegistered', id: 'registration', data: { kind: 'SHELTER', operator: ofShelter, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', from: '2026-01-10' } }).state() }];
    const readsOf = AttestChildAtLiberty.declaration.reads as unknown as (command: object, child: { state: Identification }) => readonly string[];
    const reads = (...happened: readonly Happened[]) => readsOf({}, { state: given(...happened).state<Identification>() });
    for (const word of [restricted(), restricted({ stayRef: 'placement' })]) {
      expect(reads(inCare, word)).toEqual([`facility-${placeRef}`]);
      given(inCare, word).when(AttestChildAtLiberty, met, { by: ofShelter, foreign }).thenThrows(NotCompetent);
      given(inCare, word).when(AttestChildAtLiberty, met, { by: { orgRef: 'another', orgType: 'NGO' }, foreign }).then(certified);
    }
    const cell: Happened = { type: 'identification.DeprivationStarted', data: { stayRef: 'cell', settingKind: 'POLICE_CELL', custodian: { orgType: 'POLICE' } } };
    expect(reads(inCare, cell, restricted({ stayRef: 'cell' }))).toEqual([]);
    expect(reads({ ...restricted(), at: '2026-01-20T00:00:00Z' }, inCare)).toEqual([]);
  });
  it.each<[string, Happened]>([
    ['a night', { type: 'repatriation.TransferLegReported', data: { nightStopRef: placeRef, knownOpen: false, escortOrgTypes: [] } }],
    ['a handover', { type: 'repatriation.HandoverReported', data: { facilityRef: placeRef, knownOpen: false } }],
  ])('looks at the register of the place of %s that nobody knows to be open', (_, told) => {
    const readsOf = AttestChildAtLiberty.declaration.reads as unknown as (command: object, child: { state: Identification }) => readonly string[];
    expect(readsOf({}, { state: given(told).state<Identification>() })).toEqual([`facility-${placeRef}`]);
  });
  it('is no business of a body that decides on the return or carries it out', () => {
    const decided: Happened = { type: 'repatriation.RepatriationDecided', data: {}, by: { ...ofShelter, actorRef: 'officer' } };
    given(decided).when(AttestChildAtLiberty, met, { by: ofShelter }).thenThrows(NotCompetent);
    given(decided).when(AttestChildAtLiberty, met, { by: { orgRef: 'another', orgType: 'NGO' } }).then(certified);
  });
  it.each(['COURT', 'OMBUDSPERSON'] as const)('stays the business of a body of type %s, which no report keeps out without naming it', (orgType) => {
    const kinds = orgTypes.map((each) => heldBy({ orgType: each }));
    given(...kinds).when(AttestChildAtLiberty, met, { by: { orgRef: 'independent', orgType } }).then(certified);
    given(...kinds, heldBy({ orgRef: 'independent', orgType })).when(AttestChildAtLiberty, met, { by: { orgRef: 'independent', orgType } }).thenThrows(NotCompetent);
  });
  it('is kept from nobody by the police, but from a body that it names and that does not oversee', () => {
    const police = { actorRef: 'officer', role: 'INLET', orgRef: 'police-3', orgType: 'POLICE' } as const;
    const ombudsperson = { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' } as const;
    const toldByPolice = [...orgTypes.map((orgType) => ({ orgType })), ombudsperson, ofShelter].map((custodian) => ({ ...heldBy(custodian), by: police }));
    for (const by of [ombudsperson, { orgRef: 'another', orgType: 'NGO' }, { orgRef: 'guardians', orgType: 'GUARDIANSHIP' }] as const) given(...toldByPolice).when(AttestChildAtLiberty, met, { by }).then(certified);
    for (const by of [ofShelter, { orgRef: 'centre-9', orgType: 'CUSTODIAL' }] as const) given(...toldByPolice).when(AttestChildAtLiberty, met, { by }).thenThrows(NotCompetent);
    given(...toldByPolice, heldBy({ orgType: 'GUARDIANSHIP' })).when(AttestChildAtLiberty, met, { by: { orgRef: 'guardians', orgType: 'GUARDIANSHIP' } }).thenThrows(NotCompetent);
  });
  it('names the document of a court that it rests on', () => {
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT' }).thenThrows(BadForm);
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT', documentRef: 'ruling-4' }).then({ type: certified.type, data: { documentRef: 'ruling-4' } });
  });
});
