import { describe, expect, it } from '@jest/globals';
import { BadForm, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { ApprovePlan, ApproveSolutionPlan, DraftPlan } from './plan.commands.js';
import { neededComponents } from './plan.events.js';
import { homePlan, planForHome } from './reintegration.scenario.js';
import { reintegration } from './reintegration.context.js';

const { given } = scenario(reintegration);
const { outcome: _, ...anyPlan } = planForHome;
const planForHere = { ...anyPlan, destinationState: 'KG' };

describe('DraftPlan', () => {
  const draft = { outcome: 'REPATRIATION', destinationState: 'KZ', components: ['CARE'], note: 'with the grandmother' };
  const drafted = { type: 'reintegration.PlanDrafted', data: draft };

  it('happens whoever proposes it, the child first of all, and whatever it leaves open', () => {
    given().when(DraftPlan, draft, { by: { role: 'CHILD', orgType: 'FAMILY' } }).then(drafted);
    given(drafted).when(DraftPlan, draft).then(drafted);
  });
});

describe('ApprovePlan', () => {
  it('happens for a life in another state, with resources, a body that answers for it, and the opinion of the child', () =>
    given().when(ApprovePlan, planForHome).then(homePlan));
  it('happens also of a plan that the child does not agree with, which the plan says', () =>
    given().when(ApprovePlan, { ...planForHome, childOpinion: 'DISAGREES' }).then({ type: 'reintegration.ReintegrationPlanApproved', data: { childOpinion: 'DISAGREES' } }));

  it('is ignored when the same plan is in force', () => given(homePlan).when(ApprovePlan, planForHome).thenNothing());
  it.each([
    ['the budget line', { budgetLine: 'line-8' }], ['the state', { destinationState: 'MD' }], ['what the child said, which nobody can compare once it is sealed', { childWords: 'I want to go' }],
  ])('happens again when it differs in %s', (_, other) =>
    given(homePlan).when(ApprovePlan, { ...planForHome, ...other }).then({ type: 'reintegration.ReintegrationPlanApproved', data: other }));

  it.each(neededComponents)('is bad form when it says nothing of %s', (left) => {
    const components = planForHome.components.map((part) => (part.component === left ? { ...part, component: 'LIVELIHOOD' } : part));
    given().when(ApprovePlan, { ...planForHome, components }).thenThrows(BadForm);
  });

  it('is bad form when all its visits are over, and not while one is still to come, the last one on the day itself', () => {
    const visitedOn = (...days: string[]) => ({ ...planForHome, followUp: days.map((on) => ({ on, manner: 'IN_PERSON' })) });
    given().when(ApprovePlan, visitedOn('2025-01-01', '2026-02-28')).thenThrows(BadForm);
    for (const days of [['2026-03-02'], ['2025-01-01', '2026-05-03']]) given().when(ApprovePlan, visitedOn(...days)).then({ type: 'reintegration.ReintegrationPlanApproved', data: {} });
  });

  it.each(['NGO', 'HEALTH', 'COURT'] as const)('is no business of a case worker of a body of type %s', (orgType) =>
    given().when(ApprovePlan, planForHome, { by: { orgType } }).thenThrows(NotCompetent));

  it('may plan rehabilitation for a child back from a conflict zone, by the help and not by a label, and says what lasts and what the child chose', () => {
    const components = [...planForHome.components, { component: 'REHABILITATION', providerRef: 'centre', from: '2026-04-03', longTerm: true, chosenByChild: 'YES' }];
    given().when(ApprovePlan, { ...planForHome, components }).then({ type: 'reintegration.ReintegrationPlanApproved', data: { components } });
  });

  it('asks for a registered child and its representative', () =>
    expect(ApprovePlan.declaration.gate.at(-1)?.needs).toEqual(['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE']));
});

describe('ApproveSolutionPlan', () => {
  const herePlan = { type: 'reintegration.SolutionPlanApproved', data: { outcome: 'INTEGRATION', ...planForHere } };

  it('happens for a life where the child is, on the same terms', () => {
    given().when(ApproveSolutionPlan, planForHere).then(herePlan);
    expect(ApproveSolutionPlan.declaration.gate.at(-1)?.needs).toEqual([...ApprovePlan.declaration.gate.at(-1)!.needs, 'BID_FINAL', 'SAME_STATE']);
  });
  it('is ignored when the same plan is in force, and takes the place of a plan for elsewhere', () => {
    given(herePlan).when(ApproveSolutionPlan, planForHere).thenNothing();
    given(homePlan).when(ApproveSolutionPlan, planForHere).then(herePlan);
  });
  it('is bad form when all its visits are over', () =>
    given().when(ApproveSolutionPlan, { ...planForHere, followUp: [{ on: '2017-03-01', manner: 'REMOTE' }] }).thenThrows(BadForm));
  it('is bad form when it says nothing of school', () =>
    given().when(ApproveSolutionPlan, { ...planForHere, components: planForHere.components.filter(({ component }) => component !== 'SCHOOL').concat({ component: 'LEGAL' as never, providerRef: 'bar', from: '2026-04-03' }) }).thenThrows(BadForm));
});
