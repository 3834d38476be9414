import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter } from '../case-file/duties.scenario.js';
import { NotCompetent } from '../decider/context.js';
import { scenario } from '../decider/decider.scenario.js';
import { bestInterests } from './best-interests.context.js';
import { assessor, attested } from './best-interests.scenario.js';
import { AttestNeedsAssessed, DraftProtectionPlan } from './needs.commands.js';
import { needAreas } from './needs.events.js';

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
