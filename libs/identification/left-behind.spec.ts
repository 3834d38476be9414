import { describe, expect, it } from '@jest/globals';
import { describeDuty } from '../case-file/duties.scenario.js';
import { BadForm } from '../decider/context.js';
import { caseWorker, noon, scenario, strictSetting } from '../decider/decider.scenario.js';
import { noParticipants } from '../decider/participants.js';
import { AttestCareGapClosed } from './carers.commands.js';
import { childRegistered } from './finding.facts.js';
import { identification, type Identification } from './identification.context.js';
import { RecordPreventiveVisit, RegisterLeftBehindChild } from './left-behind.commands.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);
const child = reports.RegisterLeftBehindChild;
const visit = reports.RecordPreventiveVisit;
const { carer, ...uncaredFor } = { ...child, arrangement: 'NONE' };
const registered = { type: 'identification.LeftBehindChildRegistered', data: child };
const alone = { type: 'identification.LeftBehindChildRegistered', data: uncaredFor };

describe('RegisterLeftBehindChild', () => {
  it('happens with the parents who left, since when, and the carer', () => given().when(RegisterLeftBehindChild, { ...told, ...child }).then(registered));
  it('says on which day childhood ends, from the date of birth', () =>
    given().when(RegisterLeftBehindChild, { ...told, ...child, dateOfBirth: '2015-02-28' }).then({ type: registered.type, data: { majorityOn: '2033-02-28' } }));
  it('names at least one parent, and the carer whom an arrangement has', () => {
    expect(() => given().when(RegisterLeftBehindChild, { ...told, ...child, parentsAbroad: [] })).toThrow();
    given().when(RegisterLeftBehindChild, { ...told, ...uncaredFor, arrangement: 'NOTARISED' }).thenThrows(BadForm);
    given().when(RegisterLeftBehindChild, { ...told, ...uncaredFor }).then(alone);
  });
  it('opens no case: no decision about the child rests on it', () => {
    const weighing = { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants };
    expect(childRegistered.proof(given(registered).state<Identification>(), weighing, {})).toBeUndefined();
  });
  it('leaves a care gap where nobody cares for the child, until somebody is found', () => {
    const found = { because: 'OTHER_CARER_FOUND', carerRef: carer.carerRef, relation: 'GRANDPARENT' };
    given(alone).when(AttestCareGapClosed, found).then({ type: 'identification.CareGapClosed', data: found });
  });
});

describe('RecordPreventiveVisit', () => {
  const made = { type: 'identification.PreventiveVisitMade', data: visit };
  it('happens, and happens again', () => given(registered, made).when(RecordPreventiveVisit, { ...told, ...visit }).then(made));
  it('happens where the child was not seen, and was then not seen alone', () => {
    given().when(RecordPreventiveVisit, { ...told, ...visit, childSeen: 'NO', seenAlone: 'NO' }).then({ type: made.type, data: { childSeen: 'NO' } });
    given().when(RecordPreventiveVisit, { ...told, ...visit, childSeen: 'NO', seenAlone: 'YES' }).thenThrows(BadForm);
  });
});

const visited = (data: object) => ({ type: 'identification.PreventiveVisitMade', data: { ...visit, ...data } });

describeDuty('PREVENTIVE_VISIT', {
  starts: { 'a child is left behind': registered, 'it was seen, and a parent is away still': visited({}), 'nobody knows whether a parent is': visited({ parentsAbroad: 'UNKNOWN' }) },
  startedNotBy: { 'it was not seen': visited({ childSeen: 'NO' }), 'its parents are back': visited({ parentsAbroad: 'NO' }), 'a child is found': { type: 'identification.ChildFound' } },
  metBy: { 'somebody sees the child': visited({}), 'and its parents are back': visited({ parentsAbroad: 'NO' }) },
  metNotBy: {
    'the child was not there': visited({ childSeen: 'NO' }), 'nobody says whether it was': visited({ childSeen: 'UNKNOWN' }),
  },
});
