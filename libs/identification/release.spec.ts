import { describe, it } from '@jest/globals';
import { BadForm, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { identification } from './identification.context.js';
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
  it('names the document of a court that it rests on', () => {
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT' }).thenThrows(BadForm);
    given().when(AttestChildAtLiberty, { shownBy: 'DOCUMENT_OF_COURT', documentRef: 'ruling-4' }).then({ type: certified.type, data: { documentRef: 'ruling-4' } });
  });
});
