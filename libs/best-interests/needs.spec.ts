import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter } from '../case-file/duties.scenario.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import { assessor, attested } from './best-interests.scenario.js';
import { AttestNeedsAssessed, DraftProtectionPlan } from './needs.commands.js';
import { needAreas } from './needs.events.js';
import { protectionPlanOf } from './protection-plan.js';

const { given } = scenario(bestInterests);

describe('AttestNeedsAssessed', () => {
  const needs = { assessor, areas: needAreas.map((area) => ({ area, result: 'UNKNOWN' })) };
  const assessed = { type: 'best-interests.NeedsAssessed', data: needs };

  it('happens with every area answered, if only with UNKNOWN', () => given().when(AttestNeedsAssessed, needs).then(assessed));
  it('is ignored when the same is attested already', () => given(assessed).when(AttestNeedsAssessed, needs).thenNothing());
  it('is bad form with an area left out', () => expect(() => given().when(AttestNeedsAssessed, { ...needs, areas: needs.areas.slice(1) })).toThrow());
  it('is not made by an assessor of the police', () => given().when(AttestNeedsAssessed, { ...needs, assessor: { ...assessor, orgType: 'POLICE' } }).thenThrows(NotCompetent));
});

describe('DraftProtectionPlan', () => {
  const plan = { care: 'FOSTER_FAMILY', measures: [{ area: 'PSYCHOSOCIAL', providerRef: 'psychologist-1', by: '2026-04-01' }] };
  const drafted = { type: 'best-interests.ProtectionPlanDrafted', data: plan };

  it('happens, and decides nothing', () => given().when(DraftProtectionPlan, plan).then(drafted));
  it('is ignored when the same plan is the newest, and happens again with a change', () => {
    given(drafted).when(DraftProtectionPlan, plan).thenNothing();
    given(drafted).when(DraftProtectionPlan, { ...plan, care: 'RELATIVES' }).then({ type: drafted.type, data: { care: 'RELATIVES' } });
  });
});

describe('DraftProtectionPlan without measures', () => {
  const assessment = '3f0f0c6e-0000-4000-8000-0000000000a5';
  const needsOf = (lacking: Readonly<Record<string, string>>) =>
    ({ type: 'best-interests.NeedsAssessed', id: assessment, data: { assessor, areas: [...needAreas].reverse().map((area) => ({ area, result: lacking[area] ?? 'MET' })) } });
  const lacking = needsOf({ PSYCHOSOCIAL: 'NOT_MET', EDUCATION: 'UNKNOWN' });
  const measures = [{ area: 'PSYCHOSOCIAL', specialist: 'PSYCHOLOGIST', longTerm: true }, { area: 'EDUCATION', specialist: 'TEACHER' }];
  const draft = { type: 'best-interests.ProtectionPlanDrafted', data: { care: 'RELATIVES', measures, fromAssessment: assessment } };

  it('follows from the newest assessment: one for each area that is not met or not known, with the specialist, and the same for the same assessment', () => {
    given(needsOf({}), lacking).when(DraftProtectionPlan, { care: 'RELATIVES' }).then(draft);
    given(lacking, draft).when(DraftProtectionPlan, { care: 'RELATIVES' }).thenNothing();
    given({ ...lacking, data: { ...lacking.data, areas: [...lacking.data.areas].reverse() } }, draft).when(DraftProtectionPlan, { care: 'RELATIVES' }).thenNothing();
  });
  it('has a specialist for every area that there is, and help that lasts for the psychosocial one alone', () =>
    given(needsOf(Object.fromEntries(needAreas.map((area) => [area, 'UNKNOWN'])))).when(DraftProtectionPlan, { care: 'RELATIVES' })
      .then({ type: draft.type, data: { measures: needAreas.map((area) => expect.objectContaining({ area, specialist: expect.any(String), ...(area === 'PSYCHOSOCIAL' && { longTerm: true }) })) } }));
  it('is bad form before there is an assessment, where the child lacks nothing, and with a measure that is nobody\'s work', () => {
    given().when(DraftProtectionPlan, { care: 'RELATIVES' }).thenThrows(BadForm);
    given(needsOf({})).when(DraftProtectionPlan, { care: 'RELATIVES' }).thenThrows(BadForm);
    given(lacking).when(DraftProtectionPlan, { care: 'RELATIVES', measures: [{ area: 'LEGAL' }] }).thenThrows(BadForm);
  });
  it('is amended by events alone, and what each has changed is listed', () => {
    const amended = { ...draft, id: 'amended', data: { care: 'FOSTER_FAMILY', measures: [measures[0]!, { area: 'EDUCATION', providerRef: 'school-5', specialist: 'TEACHER' }] } };
    const plan = protectionPlanOf(given(lacking, { ...draft, id: 'draft' }, amended).state<BestInterests>().needs.plans);
    expect(plan).toMatchObject({
      event: 'amended', care: 'FOSTER_FAMILY', fromAssessment: null,
      amendments: [{ event: 'amended', care: { before: 'RELATIVES', after: 'FOSTER_FAMILY' }, added: [{ providerRef: 'school-5' }], removed: [measures[1]] }],
    });
    expect(protectionPlanOf(given(lacking, draft).state<BestInterests>().needs.plans)).toMatchObject({ fromAssessment: assessment, amendments: [] });
    expect(protectionPlanOf([])).toBeUndefined();
  });
});

const assessed = { type: 'best-interests.NeedsAssessed' };
const familyStudied = attested('FAMILY_STUDY', { side: 'STATE_OF_STAY', country: 'KG' });
const planned = { type: 'best-interests.ProtectionPlanDrafted' };
const found = (reportedAt?: string) => ({ type: 'identification.ChildFound', data: { reportedAt } });

describeDuty('NEEDS_ASSESSMENT', {
  starts: { 'a child is found': found(), 'its parents have left it behind': { type: 'identification.LeftBehindChildRegistered' } },
  metBy: {
    'its needs and its family are assessed, and a plan is drawn up': [assessed, familyStudied, planned],
    'the plan comes first, and the family study last': [planned, assessed, familyStudied],
  },
  metNotBy: {
    'the family is left out': [assessed, planned], 'there is no plan': [assessed, familyStudied], 'only some part of the assessment is done': [attested('SAFETY'), assessed, planned],
  },
});

describe('The days for the assessment of needs', () => {
  const due = (reportedAt?: string) => owedAfter('NEEDS_ASSESSMENT', [], [found(reportedAt)])?.due;

  it('are counted from the earlier of the report and the discovery: the child was found on 10 January', () => {
    expect(due()).toBe('2026-01-20T18:00:00.000Z');
    expect(due('2026-01-07T03:00:00Z')).toBe('2026-01-17T18:00:00.000Z');
    expect(due('2026-01-13T03:00:00Z')).toBe('2026-01-20T18:00:00.000Z');
  });
});
