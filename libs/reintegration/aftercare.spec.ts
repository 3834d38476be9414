import { describe, expect, it } from '@jest/globals';
import { registry } from '../case-file/contexts.js';
import { describeDuty, startId } from '../case-file/duties.scenario.js';
import { dutiesOf, stateOf } from '../case-file/duties.js';
import { factOf, scenario, type Happened } from '../decider/decider.scenario.js';
import { RecordArrival, RecordContactMissed, RecordMissing, RecordSupport, RecordVisit } from './aftercare.commands.js';
import type { PeriodName } from '../decider/profile.js';
import { settingOf } from '../profiles/profiles.js';
import { reintegration } from './reintegration.context.js';
import { homePlan, monitoringArranged } from './reintegration.scenario.js';

const { given } = scenario(reintegration);
const report = { occurredAt: { at: '2026-03-01', zone: 'Asia/Almaty' }, source: { kind: 'CHILD', reliability: 'CONFIRMED' } };

describe.each([
  ['RecordArrival', RecordArrival, 'reintegration.ChildArrived', { state: 'KZ', receivedBy: { orgType: 'POLICE' }, accompanied: 'NO', held: 'YES' }],
  ['RecordSupport', RecordSupport, 'reintegration.SupportReported', { component: 'SCHOOL', recipient: 'CARER', providerRef: 'school-1', stage: 'NOT_DELIVERED', notDeliveredBecause: 'FEES' }],
  ['RecordVisit', RecordVisit, 'reintegration.VisitHeld', { purpose: 'INDEPENDENT_MONITORING', manner: 'REMOTE', visitorRef: 'monitor-1', visitorOrgType: 'OMBUDSPERSON', child: { result: 'GOOD', seenAlone: 'YES' } }],
  ['RecordContactMissed', RecordContactMissed, 'reintegration.ContactMissed', { dueOn: '2026-02-28', attempts: 3, reason: 'NOT_FOUND' }],
  ['RecordMissing', RecordMissing, 'reintegration.MissingReported', { lastSeenOn: '2026-02-20', state: 'KZ', toldAuthorities: ['KZ', 'KG'], traffickingFeared: 'UNKNOWN' }],
] as const)('%s', (_, command, type, told) => {
  it('happens, whoever it speaks against', () => given().when(command, { ...report, ...told }).then({ type, data: told }));
  it('happens again when it is told again: two reports are two facts', () => given({ type, data: told }).when(command, { ...report, ...told }).then({ type, data: told }));
});

describe('RecordVisit', () => {
  it('keeps what was found of the child, the family and the people around them apart', () => {
    const found = { child: { result: 'CONCERNS' }, family: { result: 'GOOD' }, community: { result: 'NOT_SEEN' } };
    given().when(RecordVisit, { ...report, purpose: 'FOLLOW_UP', manner: 'IN_PERSON', visitorRef: 'social-worker', visitorOrgType: 'CHILD_PROTECTION', ...found })
      .then({ type: 'reintegration.VisitHeld', data: found });
  });
});

const arrived = { type: 'reintegration.ChildArrived', data: { state: 'KZ' } };
const visit = (purpose: string, more: object = {}) => ({ type: 'reintegration.VisitHeld', data: { purpose, visitorOrgType: 'CHILD_PROTECTION', child: { result: 'GOOD' }, ...more } });
const followUp = visit('FOLLOW_UP');
const notSeen = { child: { result: 'NOT_SEEN' } };
const planHere = { type: 'reintegration.SolutionPlanApproved', data: { ...homePlan.data, outcome: 'INTEGRATION' } };
const newPlan = { 'another plan takes its place': homePlan };

describeDuty('FOLLOW_UP_VISIT', {
  starts: { 'the child has arrived': arrived, 'it is said to be back without the procedure': { type: 'repatriation.ReturnOutsideProcedureReported', data: { kind: 'DEPORTATION' } }, 'a plan for a life where it is was approved': planHere, 'somebody has seen it': followUp },
  startedNotBy: { 'a visitor did not see it': visit('FOLLOW_UP', notSeen), 'an uncle saw it': visit('FOLLOW_UP', { visitorOrgType: 'FAMILY' }) },
  metBy: { 'somebody sees it': followUp, 'the monitor sees it': visit('INDEPENDENT_MONITORING') },
  metNotBy: { 'a relative sees it': visit('FOLLOW_UP', { visitorOrgType: 'FAMILY' }), 'the police see it': visit('FOLLOW_UP', { visitorOrgType: 'POLICE' }), 'the visitor does not see it': visit('FOLLOW_UP', notSeen), 'only its family is spoken with': visit('FOLLOW_UP', { child: undefined }) },
});

describeDuty('PLANNED_VISIT', {
  before: [homePlan],
  starts: { 'the child arrives where its plan is for': arrived, 'its plan for a life where it is was approved': planHere, 'a plan is approved after the arrival': [arrived, homePlan] },
  startedNotBy: { 'it arrives in another state': { ...arrived, data: { state: 'UZ' } }, 'its plan is approved before the journey': homePlan },
  metBy: { 'somebody sees it': followUp },
  metNotBy: { 'only the monitor comes': visit('INDEPENDENT_MONITORING'), 'a relative comes': visit('FOLLOW_UP', { visitorOrgType: 'FAMILY' }), 'the visitor does not see it': visit('FOLLOW_UP', notSeen) },
  endedBy: newPlan,
});

describeDuty('MONITORING_VISIT', {
  before: [monitoringArranged, { type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef: 'escort', orgRef: 'escorts' }] } }],
  starts: { 'the child arrives where its monitor is': arrived },
  startedNotBy: { 'it arrives in another state': { ...arrived, data: { state: 'UZ' } } },
  metBy: { 'the monitor sees it': visit('INDEPENDENT_MONITORING', { visitorOrgType: 'OMBUDSPERSON' }) },
  metNotBy: {
    'the police come instead': visit('INDEPENDENT_MONITORING', { visitorOrgType: 'POLICE' }), 'a relative comes instead': visit('INDEPENDENT_MONITORING', { visitorOrgType: 'FAMILY' }),
    'whoever travelled with the child comes': visit('INDEPENDENT_MONITORING', { visitorRef: 'escort' }),
    'the authority comes that returned it': visit('INDEPENDENT_MONITORING', { visitorOrgType: 'CHILD_PROTECTION' }), 'the monitor does not see it': visit('INDEPENDENT_MONITORING', { visitorOrgType: 'NGO', ...notSeen }),
    'only somebody of the plan comes': followUp },
});

describeDuty('PLANNED_SUPPORT', {
  before: [homePlan],
  starts: { 'the child arrives where its plan is for': arrived, 'its plan for a life where it is was approved': planHere },
  startedNotBy: { 'it arrives in another state': { ...arrived, data: { state: 'UZ' } } },
  metBy: { 'it begins': { type: 'reintegration.SupportReported', data: { component: 'CARE', stage: 'STARTED' } } },
  metNotBy: {
    'it is planned once more': { type: 'reintegration.SupportReported', data: { component: 'CARE', stage: 'PLANNED' } },
    'it is not given': { type: 'reintegration.SupportReported', data: { component: 'CARE', stage: 'NOT_DELIVERED' } },
    'some other help begins': { type: 'reintegration.SupportReported', data: { component: 'SCHOOL', stage: 'STARTED' } },
  },
  endedBy: newPlan,
});

describeDuty('MISSED_CONTACT_ALARM', {
  starts: { 'a contact does not come about': { type: 'reintegration.ContactMissed' } },
  metBy: { 'the child is seen': followUp, 'it is reported missing': { type: 'reintegration.MissingReported' } },
  metNotBy: { 'another contact fails': { type: 'reintegration.ContactMissed' }, 'a visitor does not see it': visit('FOLLOW_UP', notSeen) },
});

describeDuty('DANGER_RESPONSE', {
  starts: {
    'a visit finds the child in danger': visit('FOLLOW_UP', { child: { result: 'DANGER' } }), 'the monitor finds its family in danger': visit('INDEPENDENT_MONITORING', { family: { result: 'DANGER' } }),
    'those around it are a danger': visit('FOLLOW_UP', { community: { result: 'DANGER' } }),
  },
  startedNotBy: { 'a visit finds it well': followUp, 'a visit raises concerns': visit('FOLLOW_UP', { child: { result: 'CONCERNS' } }), 'the visitor does not see it': visit('FOLLOW_UP', notSeen) },
  metBy: {
    'it is taken into emergency care': { type: 'identification.EmergencyCareStarted' }, 'it is decided where it lives': { type: 'identification.PlacementDecided' },
    'it is separated from whom it is in danger with': { type: 'best-interests.SeparationAuthorised' }, 'an assessment finds no danger': { type: 'best-interests.DangerAssessed', data: { finding: 'NOT_FOUND' } },
  },
  metNotBy: {
    'an assessment finds the danger': { type: 'best-interests.DangerAssessed', data: { finding: 'PRESENT' } }, 'another visit finds it well': followUp,
    'a plan is approved': homePlan, 'it is held': { type: 'identification.DeprivationStarted' },
  },
});

describe('What a plan names for several days', () => {
  const threeVisits = { ...homePlan.data, followUp: ['2026-05-03', '2026-06-03', '2026-01-05'].map((on) => ({ on, manner: 'IN_PERSON' })) };
  const told = (code: PeriodName, ...happened: readonly Happened[]) => dutiesOf(registry.duties, happened.map(factOf), settingOf).filter((duty) => duty.code === code);
  const start = { ...arrived, at: '2026-04-02T03:00:00Z', id: startId };

  it('is owed for each of them, each with its own end and its own state, and what lies before the arrival is not', () => {
    const visits = told('PLANNED_VISIT', { ...homePlan, data: threeVisits, at: '2026-03-01T03:00:00Z' }, start, { ...followUp, at: '2026-05-01T03:00:00Z' });
    expect(visits.map(({ part, due }) => [part, due])).toEqual([['1', '2026-05-03T18:00:00.000Z'], ['2', '2026-06-03T18:00:00.000Z']]);
    expect(visits.map((duty) => stateOf(duty, new Date('2026-06-04T00:00:00Z')))).toEqual(['MET', 'OVERDUE']);
    expect(new Set(visits.map(({ id }) => id)).size).toBe(2);
  });
  it('is owed once, at once, where every day that the plan names is over', () => {
    const over = { ...homePlan.data, followUp: [{ on: '2025-01-01', manner: 'IN_PERSON' }] };
    expect(told('PLANNED_VISIT', { ...homePlan, data: over, at: '2026-03-01T03:00:00Z' }, start)).toMatchObject([{ part: '1', from: '2026-04-02T03:00:00.000Z' }]);
  });
  it('is owed for each kind of help, and not before the child is there', () => {
    const help = told('PLANNED_SUPPORT', { ...homePlan, at: '2026-03-01T03:00:00Z' }, { ...start, at: '2026-04-10T03:00:00Z' });
    expect(help.map(({ part }) => part)).toEqual(['CARE', 'SCHOOL', 'HEALTH', 'PSYCHOSOCIAL', 'DOCUMENTS']);
    expect(new Set(help.map(({ due }) => due))).toEqual(new Set(['2026-04-17T18:00:00.000Z']));
  });
});
