import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter } from '../case-file/duties.scenario.js';
import { BadForm } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import { already, provenBy, relativeReported, report, toKazakhstan } from './best-interests.scenario.js';
import { AttestSiblingsResolved, RecordSiblingOutcome } from './siblings.commands.js';
import { siblingsResolved } from './siblings.facts.js';
import { siblingOutcome } from './siblings.reaction.js';

const { given } = scenario(bestInterests, { already });
const together = { siblingRef: 'sister', ...toKazakhstan, travelsTogether: 'YES' };
const apart = { siblingRef: 'brother', outcome: 'INTEGRATION', travelsTogether: 'NO', exception: { because: 'SIBLING_WISHES', reviewBy: '2026-04-01T00:00:00Z' } };
const resolved = (...siblings: readonly object[]) => ({ type: 'best-interests.SiblingsResolved', data: { siblings }, id: 'siblings' });
const outcomeOf = (siblingRef: string, data: object) => ({ type: 'best-interests.SiblingOutcomeReported', data: { siblingRef, ...data } });
const siblingReported = (relativeRef: string, more: object = {}) => relativeReported(relativeRef, { relation: 'SIBLING', ...more });

describe('AttestSiblingsResolved', () => {
  it('happens, also for a child without siblings', () => {
    given().when(AttestSiblingsResolved, { siblings: [together, apart] }).then({ type: 'best-interests.SiblingsResolved', data: { siblings: [together, apart] } });
    given().when(AttestSiblingsResolved, { siblings: [] }).then({ type: 'best-interests.SiblingsResolved', data: { siblings: [] } });
  });
  it('is ignored when it is equal in every field, and happens again after something else was reported', () => {
    given(resolved(together)).when(AttestSiblingsResolved, { siblings: [together] }).thenNothing();
    given(resolved(together), outcomeOf('sister', { outcome: 'UNDECIDED' })).when(AttestSiblingsResolved, { siblings: [together] }).then({ type: 'best-interests.SiblingsResolved' });
  });
  it('is bad form when siblings travel together and are an exception', () =>
    given().when(AttestSiblingsResolved, { siblings: [{ ...together, exception: apart.exception }] }).thenThrows(BadForm));
});

describe('An exception for a sibling', () => {
  const until = (reviewBy: string) => ({ ...apart, exception: { ...apart.exception, reviewBy } });
  it('is reviewed within three months of when it is made, and bad form where that is later', () => {
    given().when(AttestSiblingsResolved, { siblings: [until('2026-06-03T00:00:00Z')] }).then({ type: 'best-interests.SiblingsResolved' });
    given().when(AttestSiblingsResolved, { siblings: [until('2026-06-03T00:00:01Z')] }).thenThrows(BadForm);
    given().when(AttestSiblingsResolved, { siblings: [until('2026-06-03T00:00:00Z')], occurredAt: { at: '2026-01-15', zone: 'UTC' } }).thenThrows(BadForm);
    given().when(AttestSiblingsResolved, { siblings: [{ ...until('2099-12-31T00:00:00Z'), outcome: 'DEAD' }] }).then({ type: 'best-interests.SiblingsResolved' });
  });
  it('holds no longer than that, whatever day was set when nobody asked', () => {
    const proven = (at: string) => provenBy(siblingsResolved, given(resolved(until('2099-12-31T00:00:00Z'))).state<BestInterests>(), toKazakhstan, at);
    expect(proven('2026-06-02T23:59:59Z')).toEqual(['siblings']);
    expect(proven('2026-06-03T00:00:01Z')).toBeUndefined();
  });
});

describeDuty('SIBLINGS_REVIEW', {
  starts: { 'a sibling takes another road': { type: 'best-interests.SiblingsResolved', data: { siblings: [together, { ...apart, exception: { because: 'HEALTH', reviewBy: '2026-02-10T00:00:00Z' } }] } } },
  startedNotBy: {
    'the siblings travel together': { type: 'best-interests.SiblingsResolved', data: { siblings: [together] } }, 'the child has none': { type: 'best-interests.SiblingsResolved', data: { siblings: [] } },
    'the sibling is dead': { type: 'best-interests.SiblingsResolved', data: { siblings: [{ ...apart, outcome: 'DEAD' }] } },
  },
  metBy: { 'it is attested anew what becomes of them': { type: 'best-interests.SiblingsResolved', data: { siblings: [apart] } } },
  metNotBy: { 'somebody tells what becomes of one': outcomeOf('brother', { outcome: 'INTEGRATION' }), 'the child leaves': { type: 'repatriation.DepartureConfirmed' } },
});

describe('The duty to review an exception', () => {
  const due = (...days: readonly string[]) => owedAfter('SIBLINGS_REVIEW', [], [{ type: 'best-interests.SiblingsResolved', data: { siblings: days.map((reviewBy) => ({ ...apart, exception: { because: 'HEALTH', reviewBy } })) } }])?.due;
  it('is due by the earliest day that was set, and within three months in any case', () => {
    expect(due('2026-03-10T00:00:00Z', '2026-02-10T00:00:00Z')).toBe('2026-02-10T00:00:00.000Z');
    expect(due('2099-12-31T00:00:00Z')?.slice(0, 10)).toBe('2026-04-10');
  });
});

describe('RecordSiblingOutcome', () => {
  it('reports what becomes of a sibling', () =>
    given().when(RecordSiblingOutcome, { ...report, siblingRef: 'sister', outcome: 'INTEGRATION' }).then(outcomeOf('sister', { outcome: 'INTEGRATION' })));
});

describe('That the siblings are resolved', () => {
  const proven = (happened: readonly Happened[], journey: object = toKazakhstan, at?: string) => provenBy(siblingsResolved, given(...happened).state<BestInterests>(), journey, at);
  it('is proven by an attestation, also that the child has none', () => {
    expect(proven([resolved()])).toEqual(['siblings']);
    expect(proven([siblingReported('sister'), resolved(together, apart)])).toEqual(['siblings']);
  });
  it('is not proven without one, whatever was reported', () => expect(proven([outcomeOf('sister', toKazakhstan)])).toBeUndefined());
  it('is not proven while a living sibling that somebody reported is not named', () => {
    expect(proven([resolved(), siblingReported('sister')])).toBeUndefined();
    expect(proven([siblingReported('sister', { alive: 'NO' }), resolved()])).toBeDefined();
    expect(proven([resolved(), relativeReported('cousin', { relation: 'COUSIN' })])).toBeDefined();
  });
  it('is not made true by a report: neither of a death, nor of another relation, nor of a record that the attestation happens to name', () => {
    const named = siblingReported('sister');
    expect(proven([named, resolved(), siblingReported('sister', { alive: 'NO' })])).toBeUndefined();
    expect(proven([named, resolved(), relativeReported('sister', { relation: 'COUSIN' })])).toBeUndefined();
    expect(proven([named, resolved({ ...together, siblingRef: 'record-of-sister' }), siblingReported('sister', { childRef: 'record-of-sister' })])).toBeUndefined();
    expect(proven([resolved(together), outcomeOf('sister', { outcome: 'UNDECIDED' }), outcomeOf('sister', toKazakhstan)])).toBeUndefined();
  });
  it('is proven once it is attested that the sibling is dead', () =>
    expect(proven([siblingReported('sister'), resolved({ siblingRef: 'sister', outcome: 'DEAD', travelsTogether: 'NO' })])).toEqual(['siblings']));
  it('is not proven for a journey that a sibling does not make together with the child', () => {
    expect(proven([resolved(together)], { ...toKazakhstan, destinationState: 'UZ' })).toBeUndefined();
    for (const travelsTogether of ['NO', 'UNKNOWN']) expect(proven([resolved({ ...together, travelsTogether })])).toBeUndefined();
  });
  it('is proven by an exception until that is due for review, and never while nobody knows what becomes of the sibling', () => {
    expect(proven([resolved(apart)], toKazakhstan, '2026-03-31T23:59:59Z')).toBeDefined();
    expect(proven([resolved(apart)], toKazakhstan, '2026-04-01T00:00:00Z')).toBeUndefined();
    expect(proven([resolved({ ...apart, outcome: 'UNDECIDED' })])).toBeUndefined();
  });
  it('falls with another outcome of a sibling, until it is attested again', () => {
    const other = outcomeOf('sister', { outcome: 'INTEGRATION' });
    expect(proven([resolved(together), other])).toBeUndefined();
    expect(proven([resolved(together), outcomeOf('sister', toKazakhstan)])).toBeDefined();
    expect(proven([resolved(together), other, { ...resolved({ ...apart, siblingRef: 'sister' }), id: 'again' }])).toEqual(['again']);
  });
  it('falls when the sibling\'s record goes on in another one, which an attestation means as well from then on, whichever of its names it gives', () => {
    const [one, other] = ['record-of-sister', 'other-record-of-sister'];
    const linked = siblingReported('sister', { childRef: one });
    const goesOn = outcomeOf(one, { outcome: 'UNDECIDED', goesOnIn: other });
    expect(proven([linked, resolved(together), goesOn])).toBeUndefined();
    for (const siblingRef of ['sister', one, other]) {
      const again = { ...resolved({ ...together, siblingRef }), id: 'again' };
      expect(proven([linked, resolved(together), goesOn, again])).toEqual(['again']);
      expect(proven([linked, goesOn, again, outcomeOf(other, toKazakhstan)])).toEqual(['again']);
      expect(proven([linked, goesOn, again, outcomeOf(other, { outcome: 'INTEGRATION' })])).toBeUndefined();
    }
  });
  it('are two again after a split: what becomes of the other one is of another child, whom somebody has to look at', () => {
    const [one, other] = ['record-of-sister', 'record-of-other'];
    const before = [siblingReported('sister', { childRef: one }), outcomeOf(one, { outcome: 'UNDECIDED', goesOnIn: other }), outcomeOf(one, { outcome: 'UNDECIDED', goesOnIn: one })];
    const lived = outcomeOf(other, { outcome: 'INTEGRATION' });
    expect(proven([...before, resolved(together)])).toEqual(['siblings']);
    expect(proven([...before, resolved(together), lived])).toBeUndefined();
    expect(proven([...before, lived, resolved(together, { ...apart, siblingRef: other })])).toEqual(['siblings']);
  });
  it('falls with another outcome of a sibling until an attestation names it: one that does not has not looked', () => {
    const other = outcomeOf('sister', { outcome: 'INTEGRATION' });
    expect(proven([resolved(together), other, { ...resolved(), id: 'again' }])).toBeUndefined();
    expect(proven([resolved(), other, { ...resolved(), id: 'again' }])).toBeUndefined();
  });
  it('knows a sibling by its family link as well as by its own record', () => {
    const record = siblingReported('sister', { childRef: 'record-of-sister' });
    expect(proven([record, resolved(together), outcomeOf('record-of-sister', toKazakhstan)])).toBeDefined();
    expect(proven([record, resolved(together), outcomeOf('record-of-sister', { outcome: 'UNDECIDED' })])).toBeUndefined();
    expect(proven([record, resolved({ ...together, siblingRef: 'record-of-sister' })])).toBeDefined();
  });
  it('falls with the outcome of a sibling whom the attestation does not name', () => expect(proven([resolved(), outcomeOf('sister', toKazakhstan)])).toBeUndefined());
});

describe('What becomes of a child', () => {
  const child = '3f0f0c6e-0000-4000-8000-0000000000c1';
  const sister = '3f0f0c6e-0000-4000-8000-0000000000c2';
  const fact = (type: string, data: object) => ({ type, data, stream: `child-${child}` }) as unknown as Fact;
  const newsIn = (type: string, data: object) => siblingOutcome.news[type]!(fact(type, data))?.body;

  it('is told to its siblings, and that it is open again, or not final any more', () => {
    expect(newsIn('best-interests.BestInterestsDetermined', { ...toKazakhstan, reasons: ['SAFETY'] })).toEqual({ siblingRef: child, ...toKazakhstan });
    expect(newsIn('best-interests.DeterminationReopened', { trigger: 'RISK_CHANGED' })).toEqual({ siblingRef: child, outcome: 'UNDECIDED' });
    expect(newsIn('best-interests.DeterminationUnsettled', { determination: 'd' })).toEqual({ siblingRef: child, outcome: 'UNDECIDED' });
  });
  it.each([
    'repatriation.TransferHalted', 'repatriation.AppealLodged', 'identification.DeathReported', 'repatriation.ProtectionClaimOpened', 'repatriation.CoercionReported', 'repatriation.ConsentWithdrawn',
    'repatriation.OriginReadinessWithdrawn', 'reintegration.CarerWithdrawn', 'reintegration.MissingReported', 'guardianship.GuardianSuspended', 'guardianship.ConflictDeclared', 'identification.DeprivationStarted',
  ])('is undecided for them after %s, so that none of them leaves without it', (type) =>
    expect(newsIn(type, { ground: 'HEALTH' })).toEqual({ siblingRef: child, outcome: 'UNDECIDED' }));
  it('is as it was where it stays somewhere that it may leave', () => expect(newsIn('identification.DeprivationStarted', { mayLeave: 'YES' })).toBeUndefined());
  it('is undecided for them once its determination is corrected, withdrawn or disputed, and nothing else of it is', () => {
    for (const type of ['record.Corrected', 'record.Retracted', 'record.Disputed']) {
      expect(newsIn(type, { targetType: 'best-interests.BestInterestsDetermined' })).toEqual({ siblingRef: child, outcome: 'UNDECIDED' });
      expect(newsIn(type, { targetType: 'best-interests.ChildHeard' })).toBeUndefined();
    }
  });
  it('concerns siblings that have a record, whichever of them names the other', () => {
    const concerned = (data: object) => siblingOutcome.concerns(fact('identification.FamilyLinkReported', data));
    expect(concerned({ relation: 'SIBLING', childRef: sister })).toEqual([{ child, subject: `child-${sister}` }, { child: sister, subject: `child-${child}` }]);
    expect(concerned({ relation: 'COUSIN', childRef: sister })).toEqual([]);
  });
});
