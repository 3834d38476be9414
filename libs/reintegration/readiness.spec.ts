import { describe, expect, it } from '@jest/globals';
import { caseWorker, factOf, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import type { Foreign, GateFact } from '../decider/gate.js';
import type { PlannedJourney } from '../decider/journey.js';
import { participantsIn } from '../decider/participants.js';
import { facility } from '../facility/facility.context.js';
import { carerReady, monitoringArranged, openReception, planApproved } from './readiness.facts.js';
import * as story from './reintegration.scenario.js';
import { reintegration, type Reintegration } from './reintegration.context.js';

const { given } = scenario(reintegration);
const place = (...exits: Happened[]): Foreign => ({
  stream: `facility-${story.placeRef}`, revision: exits.length, eventId: 'last-entry',
  state: scenario(facility).given({ type: 'facility.FacilityRegistered', data: { kind: 'SHELTER', state: 'KZ', exitControl: 'OPEN', from: '2026-01-01' } }, ...exits).state(),
});
const closed: Happened = { type: 'facility.FacilityChanged', data: { closed: true, validFrom: '2026-02-01' } };

/** The events that prove a fact for a journey; undefined where it is not proven. */
function proof(fact: GateFact<Reintegration, PlannedJourney>, happened: readonly Happened[], journey: object = {}, foreign: readonly Foreign[] = [place()], standing?: true, at = noon) {
  const weighing = { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(foreign.map((each) => [each.stream, each])), standing, participants: participantsIn(happened.map(factOf)) };
  return fact.proof(given(...happened).state<Reintegration>(), weighing, { ...story.journey, ...journey });
}

describe.each([
  ['CARER_READY', carerReady, story.carerConfirmed], ['PLAN_APPROVED', planApproved, story.homePlan],
  ['MONITORING_ARRANGED', monitoringArranged, story.monitoringArranged], ['OPEN_RECEPTION', openReception, story.firstPlacementArranged],
] as const)('%s', (_, fact, decided) => {
  it('is proven by the decision for the state to which the child travels', () => expect(proof(fact, [decided])).toMatchObject({ evidence: ['event-0'] }));
  it('is not proven before it', () => expect(proof(fact, [])).toBeUndefined());
  it('is not proven for another state', () => expect(proof(fact, [decided], { destinationState: 'MD' })).toBeUndefined());
  it('is not proven once the same was decided for another state', () =>
    expect(proof(fact, [decided, { ...decided, data: { ...decided.data, destinationState: 'MD' } }])).toBeUndefined());
});

describe.each([
  ['CARER_READY', carerReady, story.carerConfirmed], ['MONITORING_ARRANGED', monitoringArranged, story.monitoringArranged], ['OPEN_RECEPTION', openReception, story.firstPlacementArranged],
] as const)('%s', (_, fact, decided) => {
  const departed: Happened = { type: 'repatriation.DepartureConfirmed', data: {} };
  const arrived = (state: string): Happened => ({ type: 'reintegration.ChildArrived', data: { state, held: 'NO', receivedBy: { orgType: 'FAMILY' } } });
  it('is used up by the arrival there, and arranged anew for another journey', () => {
    expect(proof(fact, [decided, departed, arrived('KZ')])).toBeUndefined();
    expect(proof(fact, [decided, departed, arrived('KZ'), decided])).toMatchObject({ evidence: ['event-3'] });
    expect(proof(fact, [decided, departed, arrived('UZ')])).toBeDefined();
    expect(proof(fact, [decided, arrived('KZ')])).toBeDefined();
  });
  it('is not proven by what is older than half a year', () => {
    const seen = (at: string) => proof(fact, [decided], {}, [place()], undefined, at);
    expect(seen('2026-08-18T00:00:00Z')).toBeDefined();
    expect(seen('2026-09-03T00:00:00.001Z')).toBeUndefined();
  });
});

describe('CARER_READY', () => {
  it('is proven to the end of the last day of a home study that is half a year old, and not by a word of the carer that is older', () => {
    const seen = (at: string, more: object = {}) => proof(carerReady, [{ ...story.carerConfirmed, data: { ...story.carer, ...more } }], {}, [], undefined, at);
    expect(seen('2026-08-19T00:00:00.000Z')).toBeDefined();
    expect(seen('2026-08-19T00:00:00.001Z')).toBeUndefined();
    expect(seen(noon, { agreedOn: '2025-02-20' })).toBeUndefined();
    expect(seen(noon, { homeStudy: { ...story.carer.homeStudy, doneOn: '2025-02-18T09:00:00Z' } })).toBeUndefined();
  });
  const withdrew = (carerRef: string): Happened => ({ type: 'reintegration.CarerWithdrawn', data: { carerRef, reason: 'CHANGED_MIND' } });
  it('falls when the carer is said to withdraw', () => expect(proof(carerReady, [story.carerConfirmed, withdrew('grandmother')])).toBeUndefined());
  const losses: readonly Happened[] = [
    { type: 'identification.CarerArrested', data: { carerRef: 'grandmother', otherCarer: 'NO' } },
    { type: 'identification.CareGapOpened', data: { because: 'CARER_ILL_OR_DEAD', carerRef: 'grandmother' } },
    { type: 'identification.FamilyLinkReported', data: { relativeRef: 'grandmother', relation: 'GRANDPARENT', alive: 'NO' } },
    { type: 'identification.FamilyLinkReported', data: { relativeRef: 'grandmother', relation: 'GRANDPARENT', deprivedOfLiberty: 'YES' } },
    { type: 'best-interests.DangerAssessed', data: { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['uncle', 'grandmother'], finding: 'PRESENT', immediate: 'YES' } },
  ];
  it.each(losses)('falls, and comes back only with a home study and an agreement since, and no danger, where the carer is lost by $type', (loss) => {
    const anew = (dates: object): Happened => ({ ...story.carerConfirmed, at: '2026-03-10T09:00:00Z', data: { ...story.carer, ...dates } });
    const later = (happened: readonly Happened[]) => proof(carerReady, happened, {}, [place()], undefined, '2026-03-11T09:00:00Z');
    // A danger goes by an assessment, and by no signature (ruling 9).
    const gone: readonly Happened[] = loss.type === 'best-interests.DangerAssessed' ? [{ ...loss, at: '2026-03-06T09:00:00Z', data: { ...loss.data, finding: 'NOT_FOUND' } }] : [];
    const again = (...words: readonly Happened[]) => later([story.carerConfirmed, loss, ...words, anew({ agreedOn: '2026-03-08', homeStudy: { ...story.carer.homeStudy, doneOn: '2026-03-07' } })]);
    expect(again() === undefined).toBe(gone.length > 0);
    expect(proof(carerReady, [story.carerConfirmed, loss])).toBeUndefined();
    expect(later([story.carerConfirmed, loss, anew({})])).toBeUndefined();
    expect(later([loss, anew({ agreedOn: '2026-03-08' })])).toBeUndefined();
    expect(again(...gone)).toBeDefined();
    expect(proof(carerReady, [{ ...story.carerConfirmed, data: { ...story.carer, carerRef: 'aunt' } }, loss], { carerRef: 'aunt' })).toBeDefined();
  });
  it.each([
    { type: 'identification.FamilyLinkReported', data: { relativeRef: 'grandmother', relation: 'GRANDPARENT', alive: 'YES', deprivedOfLiberty: 'NO' } },
    { type: 'best-interests.DangerAssessed', data: { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['grandmother'], finding: 'NOT_FOUND', immediate: 'NO' } },
    { type: 'identification.CareGapOpened', data: { because: 'CARER_LEFT' } },
  ])('stays with what takes nobody away: $type', (word) => expect(proof(carerReady, [story.carerConfirmed, word])).toBeDefined());
  it('stays when somebody else is', () => expect(proof(carerReady, [story.carerConfirmed, withdrew('aunt')])).toBeDefined());
  it('is not proven for another carer', () => expect(proof(carerReady, [story.carerConfirmed], { carerRef: 'aunt' })).toBeUndefined());
});

describe('PLAN_APPROVED', () => {
  const approvedAt = (at: string): Happened => ({ ...story.homePlan, at });
  it('is not proven for another outcome', () => expect(proof(planApproved, [story.homePlan], { outcome: 'THIRD_COUNTRY' })).toBeUndefined());
  it('is not proven by a plan for a life where the child is', () =>
    expect(proof(planApproved, [{ ...story.homePlan, type: 'reintegration.SolutionPlanApproved', data: { ...story.planForHome, outcome: 'INTEGRATION' } }])).toBeUndefined());
  it('asks for 14 days between the day of the plan and the departure', () => {
    expect(proof(planApproved, [approvedAt('2026-03-18T12:00:00Z')])).toBeDefined();
    expect(proof(planApproved, [approvedAt('2026-03-19T12:00:00Z')])).toBeUndefined();
    expect(proof(planApproved, [{ ...approvedAt('2026-01-01T12:00:00Z'), recorded: '2026-03-19T12:00:00Z' }])).toBeUndefined();
  });
  it('is not proven by a plan whose visits are all over before the child leaves', () => {
    const visitedOn = (...days: string[]): Happened => ({ ...story.homePlan, data: { ...story.planForHome, followUp: days.map((on) => ({ on, manner: 'IN_PERSON' })) } });
    expect(proof(planApproved, [visitedOn('2025-01-01', '2026-04-01')])).toBeUndefined();
    for (const days of [['2026-04-02'], ['2026-04-01', '2026-05-03']]) expect(proof(planApproved, [visitedOn(...days)])).toBeDefined();
  });
  it('falls with a further decision on where the child is to live, and is proven again by a plan that follows it', () => {
    const decided: Happened = { type: 'repatriation.RepatriationDecided', data: {}, at: '2026-03-02T12:00:00Z' };
    expect(proof(planApproved, [approvedAt('2026-03-01T12:00:00Z'), decided])).toBeUndefined();
    expect(proof(planApproved, [approvedAt('2026-03-01T12:00:00Z'), decided, approvedAt('2026-03-02T12:00:00Z')])).toMatchObject({ evidence: ['event-2'] });
  });
});

describe('MONITORING_ARRANGED', () => {
  it('is not proven where all the days that were set are over before the child leaves', () => {
    const on = (...days: string[]) => proof(monitoringArranged, [{ ...story.monitoringArranged, data: { ...story.monitoring, visits: days.map((day) => ({ on: day, manner: 'IN_PERSON' })) } }]);
    expect(on('2026-04-01')).toBeUndefined();
    expect(on('2026-04-02')).toBeDefined();
    expect(on('2026-04-01', '2026-05-01')).toBeDefined();
  });
  it('is not proven by a body that answers for the plan itself', () => {
    const itself: Happened = { ...story.monitoringArranged, data: { ...story.monitoring, orgRef: 'protection-kz' } };
    expect(proof(monitoringArranged, [itself])).toBeDefined();
    expect(proof(monitoringArranged, [itself, story.homePlan])).toBeUndefined();
  });

  const { monitorRef, orgRef } = story.monitoring;
  it.each<[string, Happened]>([
    ['proposed the return', { type: 'repatriation.RepatriationProposed', data: {}, by: { orgRef } }], ['decided it', { type: 'repatriation.RepatriationDecided', data: {}, by: { orgRef } }],
    ['is of the panel that determined it', { type: 'best-interests.BidPanelConvened', data: { members: [{ memberRef: 'jurist', organisationRef: orgRef }] } }],
    ['agreed to it for its state', { type: 'repatriation.CentralAuthorityAnswered', data: { authority: { orgRef, orgType: 'CHILD_PROTECTION' }, answer: 'AGREED' } }],
    ['is ready to receive the child', { type: 'repatriation.OriginAnswered', data: { authority: { orgRef, orgType: 'CHILD_PROTECTION' }, answer: 'CONFIRMED' } }],
    ['runs the place where the child lives first', { ...story.firstPlacementArranged, data: { ...story.firstPlacement, operatorRef: orgRef } }],
    ['escorts the child', { type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef: 'escort', orgRef }] } }],
    ['lets it go', { type: 'repatriation.DepartureConfirmed', data: {}, by: { orgRef } }],
    ['hands it over', { type: 'repatriation.HandoverReported', data: { sender: { orgRef, orgType: 'NGO' }, receiver: { orgType: 'FAMILY' } } }],
    ['tells of its own handover', { type: 'repatriation.HandoverReported', data: { sender: { personRef: 'worker', orgType: 'NGO' }, receiver: { orgType: 'FAMILY' } }, by: { actorRef: 'worker', orgRef } }],
  ])('is not proven by a body that %s, before it is named or later', (_, part) => {
    expect(proof(monitoringArranged, [part, story.monitoringArranged])).toBeUndefined();
    expect(proof(monitoringArranged, [story.monitoringArranged, part])).toBeUndefined();
  });
  it.each<[string, Happened]>([
    ['an escort', { type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef: monitorRef, orgRef: 'another' }] } }],
    ['the carer', { ...story.carerConfirmed, data: { ...story.carer, carerRef: monitorRef } }],
    ['the guardian', { type: 'guardianship.GuardianAppointed', data: { guardianRef: monitorRef } }],
  ])('is not proven by a person who is %s', (_, part) => expect(proof(monitoringArranged, [story.monitoringArranged, part])).toBeUndefined());
  it.each<[string, Happened]>([
    ['ruled', { type: 'repatriation.AppealDecided', data: { authority: { orgRef, orgType: 'COURT' }, result: 'DISMISSED' } }],
    ['certified that the child is free', { type: 'identification.LibertyCertified', data: { shownBy: 'CHILD_MET' }, by: { orgRef } }],
    ['inquired', { type: 'repatriation.CoercionInquiryClosed', data: { inquiryBody: { orgRef, orgType: 'OMBUDSPERSON' } } }],
    ['refused to receive the child', { type: 'repatriation.OriginAnswered', data: { authority: { orgRef, orgType: 'CHILD_PROTECTION' }, answer: 'REFUSED' } }],
  ])('is proven by a body that only %s', (_, act) => expect(proof(monitoringArranged, [act, story.monitoringArranged])).toBeDefined());
  it('is proven by another body than theirs', () =>
    expect(proof(monitoringArranged, [{ type: 'repatriation.RepatriationDecided', data: {} }, story.homePlan, story.carerConfirmed, story.monitoringArranged])).toBeDefined());
});

describe('OPEN_RECEPTION', () => {
  it('names the register as it was read', () => expect(proof(openReception, [story.firstPlacementArranged])?.foreign).toEqual([{ stream: `facility-${story.placeRef}`, revision: 0, eventId: 'last-entry' }]));
  it('is not proven once the place is said to be closed', () => expect(proof(openReception, [story.firstPlacementArranged], {}, [place(closed)])).toBeUndefined());
  it('is not proven for another place than the one arranged', () =>
    expect(proof(openReception, [story.firstPlacementArranged], { firstPlacementRef: '3f0f0c6e-0000-4000-8000-000000000008' })).toBeUndefined());
  it('of a transfer that is authorised falls when the register of the place is copied to the child and says otherwise', () => {
    const copied = (open?: object): Happened => ({ type: 'identification.StayPlaceChanged', data: { facilityRef: story.placeRef, register: { open } } });
    expect(proof(openReception, [story.firstPlacementArranged], {}, [], true)).toMatchObject({ evidence: ['event-0'] });
    expect(proof(openReception, [story.firstPlacementArranged, copied({})], {}, [], true)).toBeDefined();
    expect(proof(openReception, [story.firstPlacementArranged, copied({ until: '2026-02-01' })], {}, [], true)).toBeUndefined();
    expect(proof(openReception, [story.firstPlacementArranged, copied()], {}, [], true)).toBeUndefined();
  });
});

describe.each([
  ['CARER_READY', carerReady, story.carerConfirmed], ['PLAN_APPROVED', planApproved, story.homePlan],
  ['MONITORING_ARRANGED', monitoringArranged, story.monitoringArranged], ['OPEN_RECEPTION', openReception, story.firstPlacementArranged],
] as const)('%s', (_, fact, decided) => {
  const ruled = (decisionRef: string): Happened => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef, result: 'UPHELD', final: false } });
  it('falls when an appeal body sets the decision aside, and with no other ruling', () => {
    expect(proof(fact, [decided, ruled('event-0')])).toBeUndefined();
    expect(proof(fact, [decided, ruled('another')])).toBeDefined();
  });
});
