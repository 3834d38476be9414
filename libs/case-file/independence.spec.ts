import { describe, expect, it } from '@jest/globals';
import { assessor } from '../best-interests/best-interests.scenario.js';
import type { Happened } from '../decider/decider.scenario.js';
import type { FactCode } from '../decider/gate.js';
import { carer } from '../reintegration/reintegration.scenario.js';
import { transferGate } from '../repatriation/transfer.commands.js';
import { escorts } from '../repatriation/transfer.scenario.js';
import { foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { authorised, dayBefore, guardian, lawyer, record, recordOf, theDay, weighingAt, type Course } from './transfer.scenario.js';

// Who speaks for a child, defends it, travels with it or receives it decides nothing about it, and nobody found it to be in danger with them.

const contexts = registry.of('child');
const [escort] = escorts.escorts;
const at = '2026-03-31T09:00:00Z';
/** The guarantees that a journey lacks. */
function unmet(course: Course): readonly FactCode[] {
  const weighed = weigh(registry, transferGate.at(-1)!, foldCaseFile(contexts, recordOf(course)), weighingAt(dayBefore), { ...authorised.data, type: 'AuthoriseTransfer' });
  return 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
}
const unmetAfter = (...more: readonly Happened[]) => unmet({ more });
/** By whom a step was done instead. */
const doneBy = (step: Happened, actorRef: string): Course => ({ told: (fact) => [fact === step ? { ...fact, by: { actorRef } } : fact] });

/** What stands in the same append as the last of these, with a journey in force. */
function after(...more: readonly Happened[]) {
  const facts = recordOf({ more: [authorised, ...more.map((fact) => ({ at, ...fact }))] });
  return followed(registry, contexts, foldCaseFile(contexts, facts.slice(0, -1)), facts.at(-1)!, foldCaseFile(contexts, facts), weighingAt(theDay));
}

const danger = (person: string, more: object = {}, day = '2026-03-20T09:00:00Z'): Happened => ({
  type: 'best-interests.DangerAssessed', at: day, data: { danger: 'SEXUAL_VIOLENCE', stayingWith: [person], finding: 'PRESENT', immediate: 'YES', assessor, documentRef: 'report-1', ...more },
});
const notFound = (person: string, more: object = {}) => danger(person, { finding: 'NOT_FOUND', ...more }, '2026-03-22T09:00:00Z');
const replaced = (reason: string): Happened => ({ type: 'guardianship.GuardianReplaced', at: '2026-03-20T09:00:00Z', data: { formerGuardianRef: guardian.actorRef, guardianRef: 'guardian-bermet', reason } });
const carerAnew: Happened = { ...record.carer, at: '2026-03-25T09:00:00Z', data: { ...carer, agreedOn: '2026-03-24', homeStudy: { ...carer.homeStudy, doneOn: '2026-03-24' } } };

describe('Somebody with whom the child was assessed to be in danger', () => {
  it('is dangerous by a correction, too, which says that the danger was there and not absent; an assessment since clears it, and no correction does', () => {
    const { escortRef } = escort!;
    const id = '00000000-0000-4000-8000-0000000000d1';
    const said = (finding: string): Happened => ({ ...danger(escortRef, { finding }), id });
    const corrected = (finding: string): Happened => ({
      type: 'record.Corrected', at: '2026-03-23T09:00:00Z', data: { target: id, targetType: 'best-interests.DangerAssessed', targetVersion: 1, fields: { finding }, reason: 'NEW_INFORMATION' },
    });
    expect(unmetAfter(said('NOT_FOUND'))).toEqual([]);
    expect(unmetAfter(said('NOT_FOUND'), corrected('PRESENT'))).toEqual(['ESCORT_CIVIL']);
    expect(unmetAfter(said('NOT_FOUND'), corrected('PRESENT'), { ...notFound(escortRef), at: '2026-03-24T09:00:00Z' })).toEqual([]);
    expect(unmetAfter(said('PRESENT'), corrected('NOT_FOUND'))).toEqual(['ESCORT_CIVIL']);
  });

  it('does not travel with it, and halts the journey on which it would, until it is assessed that there is no such danger', () => {
    expect(unmetAfter()).toEqual([]);
    expect(unmetAfter(danger(escort!.escortRef))).toEqual(['ESCORT_CIVIL']);
    expect(unmetAfter(danger(escort!.escortRef), notFound(escort!.escortRef))).toEqual([]);
    expect(unmetAfter(danger(escort!.escortRef), notFound(escort!.escortRef, { danger: 'PHYSICAL_VIOLENCE' }))).toEqual(['ESCORT_CIVIL']);
    expect(unmetAfter(danger(escort!.escortRef), notFound('somebody'))).toEqual(['ESCORT_CIVIL']);
    expect(after(danger(escort!.escortRef, {}, at))).toMatchObject([
      { type: 'repatriation.TransferHalted', data: { lost: ['ESCORT_CIVIL'] } }, { type: 'best-interests.DeterminationReopened', data: { trigger: 'RISK_CHANGED' } },
    ]);
  });
  it('does not receive it, whoever confirms that it may (ruling 9)', () => {
    expect(unmetAfter(danger('grandmother'), carerAnew)).toEqual(['CARER_READY']);
    expect(unmetAfter(danger('grandmother'), notFound('grandmother'), carerAnew)).toEqual([]);
  });
  it('does not speak for it, whatever the authority closed', () => {
    const closed: Happened = { type: 'guardianship.ConflictReportClosed', at: '2026-03-21T09:00:00Z', data: { guardianRef: guardian.actorRef, because: 'UNFOUNDED' } };
    expect(unmetAfter(danger(guardian.actorRef), closed)).toEqual(['REPRESENTATIVE_ACTIVE']);
    expect(unmetAfter(danger(guardian.actorRef), closed, notFound(guardian.actorRef))).toEqual([]);
  });
  const none = { ...notFound(escort!.escortRef), id: '3f0f0c6e-0000-5000-8000-0000000000e2' };
  const target = { target: none.id, targetType: none.type };
  it.each<readonly [string, Happened]>([
    ['withdrawn', { type: 'record.Retracted', data: { ...target, reason: 'WRONG_CHILD' } }],
    ['what the child says is not so', { type: 'record.Disputed', data: { ...target, by: 'CHILD', statement: 'it is so' } }],
    ['set aside by an appeal body', { type: 'repatriation.AppealDecided', data: {
      appealRef: '3f0f0c6e-0000-4000-8000-0000000000e4', decisionRef: none.id, result: 'UPHELD', final: true, instance: 'APPEAL', authority: { orgRef: 'court-of-appeal', orgType: 'COURT' }, bidBodyParticipation: 'YES' } }],
  ])('is not cleared by a finding that is %s: the halt stands in the same append, and the danger is assessed anew', (_, word) => {
    const said: Happened = { ...word, at };
    expect(unmetAfter(danger(escort!.escortRef), none, said)).toEqual(['ESCORT_CIVIL']);
    expect(unmetAfter(danger(escort!.escortRef), none, said, { ...none, id: '3f0f0c6e-0000-5000-8000-0000000000e3', at: '2026-03-31T09:30:00Z' })).toEqual([]);
    expect(unmetAfter(none, said)).toEqual([]);
    const facts = recordOf({ more: [danger(escort!.escortRef), none, authorised, said] });
    expect(followed(registry, contexts, foldCaseFile(contexts, facts.slice(0, -1)), facts.at(-1)!, foldCaseFile(contexts, facts), weighingAt(theDay)))
      .toMatchObject([{ type: 'repatriation.TransferHalted', data: { lost: ['ESCORT_CIVIL'] } }]);
  });
  it('gets nothing back by a word that withdraws the assessment', () => {
    const assessed = { ...danger(escort!.escortRef), id: '3f0f0c6e-0000-5000-8000-0000000000e1' };
    expect(unmetAfter(assessed, { type: 'record.Retracted', at: '2026-03-21T09:00:00Z', data: { target: assessed.id, targetType: assessed.type, reason: 'MISTAKEN_ENTRY' } })).toEqual(['ESCORT_CIVIL']);
  });
});

describe('Somebody who decides about a child', () => {
  it.each([['decision', record.decision], ['determination', record.determination]])('by the %s does not represent it', (_, step) => {
    expect(unmet(doneBy(step, guardian.actorRef))).toContain('REPRESENTATIVE_ACTIVE');
    expect(unmet(doneBy(step, 'somebody'))).toEqual([]);
  });
  it('is not its lawyer, nor is who represents it', () => {
    expect(unmet(doneBy(record.decision, lawyer.actorRef))).toEqual(['LEGAL_AID_ACTIVE']);
    const guardianDefends: Course = { told: (fact) => [fact === record.lawyer || fact === record.case ? { ...fact, data: { ...fact.data, lawyerRef: guardian.actorRef }, ...(fact === record.case ? { by: { ...lawyer, actorRef: guardian.actorRef } } : {}) } : fact] };
    expect(unmet(guardianDefends)).toEqual(['LEGAL_AID_ACTIVE']);
  });
  it('has never spoken for it: a panel with a guardian of the child is not independent', () => {
    const withGuardian: Course = { told: (fact) => [fact === record.panel ? { ...fact, data: { members: record.panel.data.members.map((member, index) => (index === 0 ? { ...member, memberRef: guardian.actorRef } : member)) } } : fact] };
    expect(unmet(withGuardian)).toEqual(expect.arrayContaining(['BID_FINAL', 'REPRESENTATIVE_ACTIVE']));
  });
  it('may travel with it where it does no more than that', () => {
    const guide: Happened = { ...record.escort, at: '2026-03-20T09:00:00Z', data: { ...escorts, escorts: [...escorts.escorts, { ...escort!, escortRef: guardian.actorRef, orgType: 'NGO' }] } };
    expect(unmetAfter(guide)).toEqual([]);
  });
});

describe('A guardian who is replaced', () => {
  it.each(['DEATH', 'CONFLICT', 'SUSPENSION'])('for %s speaks for the child no more, though the next one has not accepted yet', (reason) => {
    expect(unmetAfter(replaced(reason))).toContain('REPRESENTATIVE_ACTIVE');
    expect(after({ ...replaced(reason), at })).toMatchObject([{ type: 'repatriation.TransferHalted', data: { lost: expect.arrayContaining(['REPRESENTATIVE_ACTIVE']) } }]);
  });
  it.each(['CHILD_ASKED', 'GUARDIAN_ASKED', 'MOVED', 'ILLNESS'])('for %s goes on until then, so that no gap opens', (reason) => expect(unmetAfter(replaced(reason))).toEqual([]));
});
