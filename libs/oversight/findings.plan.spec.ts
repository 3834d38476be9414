import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import * as rules from './findings.plan.js';
import { foundIn, happened, times } from './findings.scenario.js';

const plan = (id: string, psychosocial: object = {}, at = '2026-03-05T06:00:00Z', more: object = {}): Happened => happened('reintegration.SolutionPlanApproved', {
  outcome: 'INTEGRATION', destinationState: 'KG', childOpinion: 'AGREES', components: [{ component: 'CARE', providerRef: 'p', from: '2026-03-06' }, { component: 'PSYCHOSOCIAL', providerRef: 'p', from: '2026-03-06', ...psychosocial }], ...more,
}, at, { id });
const drafted = (id: string, measures: readonly object[], at = '2026-03-05T06:00:00Z') => happened('best-interests.ProtectionPlanDrafted', { care: 'RELATIVES', measures }, at, { id });

describe('VICTIM_WITHOUT_LONG_TERM_CARE', () => {
  const { victimWithoutLongTermCare: rule } = rules;
  const harmed = (at = '2026-03-01T06:00:00Z', harm = 'TRAFFICKING') => happened('guardianship.VictimProceedingReported', { role: 'VICTIM', harm, authorityType: 'PROSECUTION', claim: 'NONE', outcome: 'PENDING' }, at, { id: 'harmed' });
  const psychosocial = { area: 'PSYCHOSOCIAL', specialist: 'PSYCHOLOGIST' };

  it('is found of a plan for a victim whose psychosocial help does not last, or that has none, until another plan takes its place', () => {
    expect(foundIn(rule, [harmed(), plan('short')])).toMatchObject([{ events: ['short', 'harmed'], details: { plan: 'reintegration.SolutionPlanApproved' } }]);
    expect(foundIn(rule, [harmed(), drafted('none', [{ area: 'LEGAL' }]), drafted('lasting', [{ ...psychosocial, longTerm: true }], '2026-03-09T06:00:00Z')]).map(times)).toEqual([['2026-03-05T06:00Z', '2026-03-09T06:00Z']]);
    expect(foundIn(rule, [harmed(), drafted('short', [psychosocial])])).toHaveLength(1);
  });
  it('is found from when it is known that the child is one, also by a claim for protection, and of no plan that was replaced before', () => {
    expect(foundIn(rule, [plan('early'), harmed('2026-03-10T06:00:00Z')]).map(times)).toEqual([['2026-03-10T06:00Z']]);
    expect(foundIn(rule, [plan('early'), plan('lasting', { longTerm: true }, '2026-03-08T06:00:00Z'), harmed('2026-03-10T06:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [happened('repatriation.ProtectionClaimOpened', { kind: 'TRAFFICKING' }, undefined, { id: 'claim' }), plan('short')])).toHaveLength(1);
  });
  it('is not found of a plan with help that lasts, nor of a child of whom no harm is known', () => {
    expect(foundIn(rule, [harmed(), plan('lasting', { longTerm: true }), drafted('too', [{ ...psychosocial, longTerm: true }])])).toEqual([]);
    expect(foundIn(rule, [plan('short'), harmed(undefined, 'NONE_KNOWN'), happened('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' })])).toEqual([]);
  });
});

describe('SUPPORT_NOT_CHOSEN', () => {
  const { supportNotChosen: rule } = rules;
  const assessed = happened('best-interests.NeedsAssessed', { areas: [] }, '2026-03-02T06:00:00Z', { id: 'assessed' });
  const support = (data: object = {}) => happened('reintegration.SupportReported', { component: 'RELIGIOUS', recipient: 'CHILD', providerRef: 'p', stage: 'STARTED', ...data }, '2026-03-05T06:00:00Z', { id: 'support' });

  it('is found of psychological and religious help before any assessment, and without the choice of the child', () => {
    expect(foundIn(rule, [support()])).toMatchObject([{ events: ['support'], details: { component: 'RELIGIOUS', missing: ['NEEDS_ASSESSMENT', 'CHILDS_CHOICE'] } }]);
    expect(foundIn(rule, [assessed, support({ component: 'PSYCHOSOCIAL', chosenByChild: 'NO' })])).toMatchObject([{ details: { component: 'PSYCHOSOCIAL', missing: ['CHILDS_CHOICE'] } }]);
    expect(foundIn(rule, [support({ chosenByChild: 'YES' }), { ...assessed, at: '2026-03-06T06:00:00Z' }])).toMatchObject([{ details: { missing: ['NEEDS_ASSESSMENT'] } }]);
  });
  it('is found of a part of a plan with which the child does not agree, or which it did not choose', () => {
    expect(foundIn(rule, [assessed, plan('plan', {}, undefined, { childOpinion: 'DISAGREES' })])).toMatchObject([{ events: ['plan'], details: { component: 'PSYCHOSOCIAL', missing: ['CHILDS_CHOICE'] } }]);
    expect(foundIn(rule, [assessed, plan('plan', { chosenByChild: 'NO' })])).toHaveLength(1);
  });
  it('is not found where needs were assessed and the child chose it, nor of other help, of help for others, or of what was not given', () => {
    expect(foundIn(rule, [assessed, support({ chosenByChild: 'YES' }), plan('agreed'), plan('chosen', { chosenByChild: 'YES' }, undefined, { childOpinion: 'DISAGREES' })])).toEqual([]);
    for (const other of [{ component: 'SCHOOL' }, { recipient: 'CARER' }, { stage: 'NOT_DELIVERED' }]) expect(foundIn(rule, [support(other)])).toEqual([]);
  });
});
