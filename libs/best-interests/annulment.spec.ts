import { describe, expect, it } from '@jest/globals';
import { factOf, noon, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { participantsIn } from '../decider/participants.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import { already, assessed, convened, determined, provenBy, toKazakhstan } from './best-interests.scenario.js';

/** What is left of the decisions of this context once an appeal body sets one aside. */

const { given } = scenario(bestInterests, { already });
const lawyer = { actorRef: 'lawyer', orgRef: 'bar' };
const against = (decisionRef: string, id = 'appeal'): Happened => ({ type: 'repatriation.AppealLodged', data: { decisionRef }, id });
const ruled = (decisionRef: string, { result = 'UPHELD', final = true } = {}): Happened => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef, result, final, authority: { orgRef: 'court' } }, by: lawyer });
const stateAfter = (...happened: readonly Happened[]) => given(...happened).state<BestInterests>();
const follows = (ruling: Happened, ...before: readonly Happened[]) =>
  bestInterests.follow!({ type: ruling.type, data: ruling.data } as unknown as Fact, stateAfter(...before, ruling), []);
const isProven = (code: string, ...happened: readonly Happened[]) => provenBy(bestInterests.facts.find((fact) => fact.code === code)!, stateAfter(...happened), toKazakhstan, noon, participantsIn(happened.map(factOf))) !== undefined;
const whole = [...assessed, convened, determined()];

describe('A determination that is appealed against', () => {
  it('is not final until the appeal is over, and final again where it is dismissed', () => {
    expect(isProven('BID_FINAL', ...whole)).toBe(true);
    expect(isProven('BID_FINAL', ...whole, against('determination'))).toBe(false);
    expect(isProven('BID_FINAL', ...whole, against('determination'), ruled('determination', { result: 'DISMISSED', final: false }))).toBe(false);
    expect(isProven('BID_FINAL', ...whole, against('determination'), ruled('determination', { result: 'DISMISSED' }))).toBe(true);
  });
  it('is not final by what those say of the ruling who determined', () =>
    expect(isProven('BID_FINAL', ...whole, against('determination'), { ...ruled('determination', { result: 'DISMISSED' }), by: {} })).toBe(false));
  it('is held up by an appeal against its panel as well, and by none against another decision', () => {
    expect(isProven('BID_FINAL', ...whole, against('panel'))).toBe(false);
    expect(isProven('BID_FINAL', ...whole, against('a-placement'))).toBe(true);
  });
});

describe('A determination that is set aside', () => {
  it('is reopened in the same append', () =>
    expect(follows(ruled('determination'), ...whole)).toEqual([{ type: 'best-interests.DeterminationReopened', data: { determination: 'determination', trigger: 'APPEAL_UPHELD' } }]));
  it('is reopened with its panel, which sits no more', () => {
    expect(follows(ruled('panel'), ...whole)).toHaveLength(1);
    expect(stateAfter(...whole, ruled('panel')).determination.panel).toBeUndefined();
  });
  it('stays where the appeal is dismissed, or against another decision, or where another one took its place', () => {
    expect(follows(ruled('determination', { result: 'DISMISSED' }), ...whole)).toEqual([]);
    expect(follows(ruled('a-placement'), ...whole)).toEqual([]);
    expect(follows(ruled('determination'), ...whole, { ...determined(), id: 'the-next' })).toEqual([]);
  });
});

describe('What else is set aside', () => {
  const authorised: Happened = { type: 'best-interests.SeparationAuthorised', data: { separatedFrom: ['mother'] }, id: 'separation' };
  const placed: Happened = { type: 'identification.PlacementDecided', data: { facilityRef: 'home' }, id: 'placement' };
  const reviewed: Happened = { type: 'best-interests.PlacementReviewed', data: { placement: 'placement' }, id: 'review' };
  const resolved: Happened = { type: 'best-interests.SiblingsResolved', data: { siblings: [] }, id: 'siblings' };

  it('a separation is authorised no more', () => {
    expect(stateAfter(authorised).separation.authorised).toBeDefined();
    expect(stateAfter(authorised, ruled('separation')).separation.authorised).toBeUndefined();
  });
  it('a placement is reviewed no more, and its review was none', () => {
    expect(stateAfter(placed, ruled('placement')).placement.inForce).toBeUndefined();
    expect(stateAfter(placed, reviewed, ruled('review')).placement).toMatchObject({ inForce: { id: 'placement' }, reviewed: undefined });
  });
  it('an exception among siblings holds no more', () => {
    expect(isProven('SIBLINGS_RESOLVED', resolved)).toBe(true);
    expect(isProven('SIBLINGS_RESOLVED', resolved, ruled('siblings'))).toBe(false);
  });
});
