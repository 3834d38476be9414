import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter } from '../case-file/duties.scenario.js';
import { scenario } from '../decider/decider.scenario.js';
import { halfAYearBefore } from '../decider/majority.js';
import { StartAgeingOutPlan } from './ageing-out.commands.js';
import { reintegration } from './reintegration.context.js';

const { given } = scenario(reintegration);

describe('StartAgeingOutPlan', () => {
  const plan = { areas: ['HOUSING', 'PERSON_OF_TRUST'], responsibleRef: 'worker-7', childOpinion: 'AGREES_IN_PART' };
  const started = { type: 'reintegration.AgeingOutPlanStarted', data: plan };

  it('happens', () => given().when(StartAgeingOutPlan, plan).then(started));
  it('is ignored when the same plan is the newest, and happens again with a change', () => {
    given(started).when(StartAgeingOutPlan, plan).thenNothing();
    given(started).when(StartAgeingOutPlan, { ...plan, areas: ['HOUSING'] }).then({ type: started.type, data: { areas: ['HOUSING'] } });
  });
});

const shown = (majorityOn?: string) => ({ type: 'identification.IdentityAttested', data: { majorityOn } });
const found = (majorityOn?: string) => ({ type: 'identification.ChildFound', data: { majorityOn } });

const leftBehind = (majorityOn?: string) => ({ ...found(majorityOn), type: 'identification.LeftBehindChildRegistered' });
describeDuty('AGEING_OUT_PLAN', {
  starts: {
    'a child is found whose majority is known': found('2030-08-31'),
    'a document shows another day': [found('2030-08-31'), shown('2031-08-31')],
    'a document shows a day where none was known': [found(), shown('2031-08-31')],
    'a child is known to be left behind whose majority is known': leftBehind('2030-08-31'),
  },
  startedNotBy: { 'nobody knows when it comes of age': found(), 'a document shows the day that is known': [found('2030-08-31'), shown('2030-08-31')], 'a document shows no day': [found(), shown()], 'a child is found who was known by that day': [leftBehind('2030-08-31'), found('2030-08-31')] },
  metBy: { 'a plan is begun': { type: 'reintegration.AgeingOutPlanStarted' } },
  metNotBy: { 'only a plan for its return is approved': { type: 'reintegration.PlanDrafted' } },
  endedBy: { 'a document shows another day': shown('2031-08-31'), 'the child has died': { type: 'identification.DeathReported' } },
});

describe('The plan for a life as an adult', () => {
  it('is owed from the day on which the child is seventeen and a half, or from its finding where that was later: on 10 January', () => {
    expect(owedAfter('AGEING_OUT_PLAN', [], [found('2030-08-31')])).toMatchObject({ from: '2030-02-28T12:00:00.000Z', due: '2030-03-14T18:00:00.000Z' });
    expect(owedAfter('AGEING_OUT_PLAN', [], [found('2026-03-31')])).toMatchObject({ from: '2026-01-10T03:00:00.000Z', due: '2026-01-24T18:00:00.000Z' });
  });
  it.each([['2030-08-15', '2030-02-15'], ['2030-02-28', '2029-08-28'], ['2028-08-31', '2028-02-29'], ['2030-12-31', '2030-06-30']])('has half a year before %s on %s', (majority, day) =>
    expect(halfAYearBefore(majority)).toBe(day));
});
