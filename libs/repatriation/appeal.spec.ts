import { describe, expect, it } from '@jest/globals';
import { caseWorker, scenario, type Happened } from '../decider/decider.scenario.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import { AttestAppealDecision, LodgeAppeal } from './appeal.commands.js';
import { repatriation } from './repatriation.context.js';
import { already, decided, decisionRef, explained, fit, given, home, known, proofOf, shown, through, unfit } from './story.scenario.js';

const appealRef = '3f0f0c6e-0000-4000-8000-00000000a99e';
const lawyer = { actorRef: 'lawyer-dina', role: 'LAWYER', orgRef: 'bar', orgType: 'LEGAL_AID' } as const;
const court = { orgRef: 'court-1', orgType: 'COURT' };
const appeal = { decisionRef, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD' };
const lodged: Happened = { type: 'repatriation.AppealLodged', data: { ...appeal, late: false }, id: appealRef };
const removal = { authority: { orgRef: 'migration-office', orgType: 'IMMIGRATION' }, kind: 'RETURN', date: '2026-03-01' };
const lodgedAgainstRemoval: Happened = { type: 'repatriation.AppealLodged', data: { externalDecision: removal, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false }, id: appealRef };
const outcomeOfAppeal = { appealRef, result: 'DISMISSED', final: true, instance: 'FIRST_INSTANCE', authority: court, bidBodyParticipation: 'YES' };
const ended = (changes: object = {}): Happened => ({ type: 'repatriation.AppealDecided', data: { ...outcomeOfAppeal, decisionRef, ...changes }, by: lawyer });
const { given: givenByLawyer } = scenario(repatriation, { already, actor: { ...caseWorker, ...lawyer } });
const event = ({ type, data }: Happened) => ({ type, data });
const happenedBy = (type: string, by: object, id?: string): Happened => ({ type, data: {}, by, id });

/** Explained on 2 March: the window of 30 days ends with 1 April at 24:00. */
const inTime = '2026-04-02T00:00:00.000Z';
const afterWindow = '2026-04-02T00:00:00.001Z';

describe('LodgeAppeal', () => {
  it('happens against a decision of this record', () => given(decided, explained).when(LodgeAppeal, appeal).then(event(lodged)));
  it('happens against a decision of another body', () => {
    const { decisionRef: _, ...body } = appeal;
    given().when(LodgeAppeal, { ...body, externalDecision: removal }).then(event(lodgedAgainstRemoval));
    for (const kind of ['PROTECTION', 'STATUS', 'OTHER']) given().when(LodgeAppeal, { ...body, externalDecision: { ...removal, kind } }).then({ type: 'repatriation.AppealLodged', data: { externalDecision: { kind } } });
  });
  it('happens again, and against what nobody knows', () => given(lodged).when(LodgeAppeal, appeal, { by: { role: 'CHILD' } }).then(event(lodged)));
  it('says against which decision it is', () => given().when(LodgeAppeal, { ...appeal, decisionRef: undefined }).thenThrows(BadForm));

  it('is late after the window, and in time at its very end', () => {
    given(decided, explained).when(LodgeAppeal, appeal, { at: inTime }).then({ type: 'repatriation.AppealLodged', data: { late: false } });
    given(decided, explained).when(LodgeAppeal, appeal, { at: afterWindow }).then({ type: 'repatriation.AppealLodged', data: { late: true } });
  });
  it('is not late where the child was told through an interpreter whom it did not understand', () =>
    given(decided, through('interpreter-1', explained), unfit('interpreter-1')).when(LodgeAppeal, appeal, { at: afterWindow }).then({ type: 'repatriation.AppealLodged', data: { late: false } }));
  it('is as late as it was lodged, not as late as it was recorded', () =>
    given(decided, explained).when(LodgeAppeal, { ...appeal, occurredAt: { at: '2026-04-02', zone: 'Asia/Bishkek' } }, { at: '2026-05-01T00:00:00Z' })
      .then({ type: 'repatriation.AppealLodged', data: { late: false } }));
  it('is not late where the child never was told the decision', () =>
    given(decided).when(LodgeAppeal, appeal, { at: '2026-12-01T00:00:00Z' }).then({ type: 'repatriation.AppealLodged', data: { late: false } }));
});

const placement = '3f0f0c6e-0000-4000-8000-00000000b1ac';
const said = { target: appealRef, targetType: lodged.type, reason: 'MISTAKEN_ENTRY' };
const correctedTo = (fields: object): Happened => ({ type: 'record.Corrected', data: { ...said, fields } });
const withdrawn: Happened = { type: 'record.Retracted', data: said };

describe('AttestAppealDecision', () => {
  it('happens by the document of the court, and names the decision that was appealed against', () => givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).then(event(ended())));
  it('is ignored when the same result stands', () => givenByLawyer(lodged, ended()).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).thenNothing());
  it('needs the document', () => givenByLawyer(lodged).when(AttestAppealDecision, outcomeOfAppeal).thenThrows(BadForm));
  it('says why the body that determined the best interests could not take part, and only then', () => {
    givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, bidBodyParticipation: 'NOT_POSSIBLE' }).thenThrows(BadForm);
    givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, nonParticipationReason: 'ABROAD' }).thenThrows(BadForm);
  });
  it('tells of no day before the appeal was lodged', () =>
    givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } }).thenThrows(BadForm));
  it.each(['POLICE', 'IMMIGRATION', 'RETURN', 'CUSTODIAL', 'FAMILY', 'NGO'])('is not for what a body of type %s says', (orgType) =>
    givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, authority: { ...court, orgType } }).thenThrows(NotCompetent));
  it('names the body that ruled', () =>
    givenByLawyer(lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, authority: { orgType: 'COURT' } }).thenThrows(BadForm));

  const proposed = happenedBy('repatriation.RepatriationProposed', { orgRef: court.orgRef });
  const escorted: Happened = { type: 'repatriation.EscortAssigned', data: { escorts: [{ escortRef: 'escort', orgRef: court.orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] } };
  const appointed = { ...happenedBy('guardianship.GuardianAppointed', { orgRef: court.orgRef }), id: decisionRef };
  it.each<[string, Happened]>([
    ['took the decision', { ...decided, by: { orgRef: court.orgRef } }], ['took it, whatever it was about', appointed], ['proposed the return', proposed], ['escorts the child', escorted],
  ])('is not for a ruling of the body that %s', (_, part) =>
    givenByLawyer(part, lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).thenThrows(NotCompetent));
  it.each<[string, Happened]>([
    ['took the decision', decided], ['took it, whatever it was about', happenedBy('guardianship.GuardianAppointed', {}, decisionRef)], ['proposed the return', happenedBy('repatriation.RepatriationProposed', {})],
  ])('is not told by anybody of the body that %s', (_, part) =>
    given(part, lodged).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }, { by: { actorRef: 'a-colleague' } }).thenThrows(NotCompetent));
  it('is neither a ruling nor told by the other body whose decision was appealed against', () => {
    const against = (authority: object) => ({ ...lodgedAgainstRemoval, data: { ...lodgedAgainstRemoval.data, externalDecision: { ...removal, authority } } });
    givenByLawyer(against(court)).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).thenThrows(NotCompetent);
    givenByLawyer(against({ orgRef: lawyer.orgRef, orgType: 'NGO' })).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).thenThrows(NotCompetent);
  });
  it('names no other decision than the one that was appealed against, be the appeal withdrawn', () => {
    for (const since of [[], [withdrawn]]) givenByLawyer(lodged, ...since).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, decisionRef: placement }).thenThrows(BadForm);
  });
  it('names the decision itself once anybody has corrected or withdrawn the appeal, as it was lodged: no correction aims it at another', () => {
    for (const since of [[correctedTo({ decisionRef: placement })], [correctedTo({ lodgedFor: 'PARENT' })], [withdrawn]]) {
      const asLodged = givenByLawyer(lodged, ...since);
      asLodged.when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).thenThrows(BadForm);
      asLodged.when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, decisionRef: placement }).thenThrows(BadForm);
      asLodged.when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown, decisionRef }).then(event(ended()));
    }
  });
  it('names none where something else was corrected or withdrawn', () => {
    const ofOther = ({ type, data }: Happened): Happened => ({ type, data: { ...data, target: decisionRef } });
    for (const since of [correctedTo({ decisionRef: placement }), withdrawn]) givenByLawyer(lodged, ofOther(since)).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).then(event(ended()));
  });
  it('names none where the decision of another body was appealed against, whatever somebody makes of that since', () => {
    const { decisionRef: _, ...data } = ended({ externalDecision: removal }).data as { decisionRef: string };
    const reaimed = correctedTo({ externalDecision: { ...removal, authority: court } });
    for (const since of [reaimed, withdrawn]) givenByLawyer(lodgedAgainstRemoval, since).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).then({ type: 'repatriation.AppealDecided', data });
  });
  it('happens again in the same words, told by somebody else, once who told it has taken a part', () =>
    givenByLawyer(lodged, { ...ended(), by: caseWorker }, decided).when(AttestAppealDecision, { ...outcomeOfAppeal, ...shown }).then(event(ended())));
});

describe('APPEAL_CLEAR', () => {
  const proof = (happened: readonly Happened[], at = afterWindow, journey: object = home) => proofOf('APPEAL_CLEAR', happened, { at, journey });

  it('is proven by the explanation once the window is over, and not at its very end (ruling 13)', () => {
    expect(proof([decided, known('explanation', explained)])).toEqual({ evidence: [decisionRef, 'explanation'] });
    expect(proof([decided, explained], inTime)).toBeUndefined();
  });
  it('is not proven while the child has not been told, or has not understood', () => {
    expect(proof([decided])).toBeUndefined();
    expect(proof([decided, { ...explained, data: { ...explained.data, understanding: 'NOT_UNDERSTOOD' } }])).toBeUndefined();
  });
  it('is not proven by what was explained through an interpreter whom the child did not understand; the time begins when it is told anew', () => {
    const toldThrough = through('interpreter-1', explained);
    expect(proof([decided, toldThrough])).toBeDefined();
    expect(proof([decided, toldThrough, unfit('interpreter-1')])).toBeUndefined();
    expect(proof([decided, toldThrough, unfit('interpreter-1'), toldThrough])).toBeUndefined();
    expect(proof([decided, toldThrough, unfit('interpreter-1'), fit('interpreter-1'), toldThrough])).toBeDefined();
    const anew = { ...through('interpreter-2', explained), at: '2026-03-20T12:00:00Z' };
    expect(proof([decided, toldThrough, unfit('interpreter-1'), anew])).toBeUndefined();
    expect(proof([decided, toldThrough, unfit('interpreter-1'), anew], '2026-04-20T00:00:00.001Z')).toBeDefined();
  });
  it('is not proven by what was explained in a language that is not the child\'s: its time to appeal has not begun, and no appeal is late', () => {
    const inFrench: Happened = { ...explained, data: { ...explained.data, language: 'fra' } };
    expect(proof([decided, inFrench])).toBeUndefined();
    given(decided, inFrench).when(LodgeAppeal, appeal, { at: afterWindow }).then({ type: 'repatriation.AppealLodged', data: { late: false } });
    expect(proof([decided, inFrench, { type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage: 'fra' } }])).toBeDefined();
  });
  it('counts from the last time that it was explained, and from no day before the decision', () => {
    expect(proof([decided, explained, { ...explained, at: '2026-03-05T12:00:00Z' }])).toBeUndefined();
    expect(proof([{ ...decided, at: '2026-03-05T12:00:00Z' }, explained])).toBeUndefined();
  });
  it('counts from when the decision was taken and not from the day that it gives itself, as decisions of an older record may', () =>
    expect(proof([{ ...decided, at: '2026-01-02T12:00:00Z', recorded: '2026-03-05T12:00:00Z' }, { ...explained, at: '2026-01-02T12:00:00Z', recorded: '2026-03-05T12:00:00Z' }])).toBeUndefined());
  it('is not proven for another outcome or state than the one decided', () => {
    expect(proof([decided, explained], afterWindow, { ...home, outcome: 'THIRD_COUNTRY' })).toBeUndefined();
    expect(proof([decided, explained], afterWindow, { ...home, destinationState: 'UZ' })).toBeUndefined();
  });

  it('is lost while an appeal is pending, be it late or against another body', () => {
    expect(proof([decided, explained, lodged])).toBeUndefined();
    expect(proof([decided, explained, { ...lodged, data: { ...lodged.data, late: true } }])).toBeUndefined();
    expect(proof([decided, explained, lodgedAgainstRemoval])).toBeUndefined();
  });
  it.each(['DISMISSED', 'INADMISSIBLE'])('is proven once an appeal was finally %s', (result) => {
    expect(proof([decided, explained, lodged, known('judgment', ended({ result }))])).toEqual({ evidence: [decisionRef, 'event-1', 'judgment'] });
    expect(proof([decided, explained, lodged, ended({ result, final: false })])).toBeUndefined();
  });
  it('is proven once that very appeal was finally decided, whatever anybody has made of what it was against, and by no ruling from before it', () => {
    const reaimed = { ...lodged, data: { ...lodged.data, decisionRef: placement } };
    expect(proof([decided, explained, reaimed, ended()])).toBeDefined();
    expect(proof([decided, explained, lodged, ended({ appealRef: placement })])).toBeUndefined();
    expect(proof([decided, explained, ended(), lodged])).toBeUndefined();
  });
  it('is lost with the decision that an appeal sets aside, and needs an explanation of the next one', () => {
    expect(proof([decided, explained, lodged, ended({ result: 'UPHELD' })])).toBeUndefined();
    const next = { ...decided, id: 'the-next-decision' };
    expect(proof([decided, explained, lodged, ended({ result: 'UPHELD' }), next])).toBeUndefined();
    expect(proof([decided, explained, lodged, ended({ result: 'UPHELD' }), next, { ...explained, data: { ...explained.data, decisionRef: next.id } }])).toBeDefined();
  });
  it('is lost while a ruling is told by those who took the decision, or is one of their own, be it that they took their part later', () => {
    expect(proof([decided, explained, lodged, { ...ended(), by: caseWorker }])).toBeUndefined();
    expect(proof([decided, explained, lodged, ended({ authority: { orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION' } })])).toBeUndefined();
    expect(proof([decided, explained, lodged, ended(), happenedBy('repatriation.DepartureConfirmed', lawyer)])).toBeUndefined();
  });
  it('is lost when the determination is reopened', () => expect(proof([decided, explained, { type: 'best-interests.DeterminationReopened', data: {} }])).toBeUndefined());
});
