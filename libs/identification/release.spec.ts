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
  it('names the document of a court that it rests on', () => {
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT' }).thenThrows(BadForm);
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT', documentRef: 'ruling-4' }).then({ type: certified.type, data: { documentRef: 'ruling-4' } });
  });
});
