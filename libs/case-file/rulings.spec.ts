import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../decider/event.js';
import type { PeriodName } from '../decider/profile.js';
import { settingOf } from '../profiles/profiles.js';
import { registry } from './contexts.js';
import { dutiesOf, stateOf } from './duties.js';

/** What is owed once an appeal body has spoken. */

interface Told { readonly type: string; readonly data?: object; readonly at?: string; readonly by?: string; readonly role?: string; readonly id?: string }
const facts = (...told: readonly Told[]): readonly Fact[] => told.map(({ type, data = {}, at = '2026-03-02T03:00:00Z', by = 'somebody', role, id }, index) => ({
  id: id ?? `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, type, data, stream: 'child-1', revision: index, position: String(index), recordedAt: new Date(at),
  meta: { jurisdiction: 'KG', occurredAt: { from: new Date(at).toISOString(), zone: 'Asia/Bishkek' }, recordedBy: { actorRef: by, role } },
}) as unknown as Fact);
/** The states of the duties of a code, in the order in which they started. */
const states = (code: PeriodName, ...told: readonly Told[]) =>
  dutiesOf(registry.duties, facts(...told), settingOf).filter((owed) => owed.code === code).map((owed) => stateOf(owed, new Date('2026-03-03T00:00:00Z')));

const ruled = (data: object = {}): Told => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef: 'decision', result: 'UPHELD', final: true, ...data } });
const executed = (extent = 'WHOLE', appealRef = 'appeal'): Told => ({ type: 'repatriation.RulingExecutionReported', data: { appealRef, extent } });

describe('The duty to execute a ruling', () => {
  it('begins with the final reversal of any decision, ours or another body\'s, for the time that the profile gives', () => {
    expect(states('EXECUTE_RULING', ruled())).toEqual(['OPEN']);
    const [owed] = dutiesOf(registry.duties, facts(ruled({ decisionRef: undefined, externalDecision: { kind: 'CUSTODY' } })), settingOf);
    expect(owed).toMatchObject({ code: 'EXECUTE_RULING', due: '2026-03-12T18:00:00.000Z', period: { source: expect.stringMatching(/no source/) } });
  });
  it('does not begin with an appeal that is dismissed, or while another appeal is open', () => {
    expect(states('EXECUTE_RULING', ruled({ result: 'DISMISSED' }))).toEqual([]);
    expect(states('EXECUTE_RULING', ruled({ final: false }))).toEqual([]);
  });
  it('begins with a dismissal that is corrected to a reversal, and goes on where that is corrected back', () => {
    const ruling: Told = { ...ruled({ result: 'DISMISSED' }), id: 'ruling' };
    const to = (result: string, id: string): Told => ({ type: 'record.Corrected', data: { target: 'ruling', fields: { result } }, id });
    expect(states('EXECUTE_RULING', ruling, to('UPHELD', 'first'))).toEqual(['OPEN']);
    expect(states('EXECUTE_RULING', ruling, to('UPHELD', 'first'), to('DISMISSED', 'second'))).toEqual(['OPEN']);
  });
  it('is one for one appeal, however often the ruling is certified', () => expect(states('EXECUTE_RULING', ruled(), ruled({ instance: 'CASSATION' }))).toEqual(['OPEN']));
  it('is met by the report that the whole of it was done, and by no part and no other ruling', () => {
    expect(states('EXECUTE_RULING', ruled(), executed())).toEqual(['MET']);
    expect(states('EXECUTE_RULING', ruled(), executed('PART'), executed('WHOLE', 'another-appeal'))).toEqual(['OPEN']);
  });
});

describe('The duty to replace a guardian', () => {
  const appointed = (guardianRef: string, id: string): readonly Told[] => [{ type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, employerType: 'NGO', answers: [] } }, { type: 'guardianship.GuardianAppointed', data: { guardianRef, organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-01T03:00:00Z' }, id }];
  const accepted = (guardianRef: string): Told => ({ type: 'guardianship.MandateAccepted', data: { guardianRef }, by: guardianRef });
  const annulled: Told = { type: 'guardianship.MandateAnnulled', data: { guardianRef: 'aigul', appointment: 'appointment' } };
  const acts = [...appointed('aigul', 'appointment'), accepted('aigul')];

  it('begins in the instant in which an appointment is set aside, and is met by the next guardian', () => {
    expect(states('REPLACE_GUARDIAN', ...acts, annulled)).toEqual(['OPEN']);
    expect(states('REPLACE_GUARDIAN', ...acts, annulled, ...appointed('bermet', 'next'), accepted('bermet'))).toEqual(['MET']);
  });
  it('is not met by the one whose appointment is void, until it is appointed anew', () => {
    expect(states('REPLACE_GUARDIAN', ...acts, annulled, accepted('aigul'))).toEqual(['OPEN']);
    expect(states('REPLACE_GUARDIAN', ...acts, annulled, ...appointed('aigul', 'anew'), accepted('aigul'))).toEqual(['MET']);
  });
  it('does not begin where somebody else has taken over', () => expect(states('REPLACE_GUARDIAN', ...acts, ...appointed('bermet', 'next'), accepted('bermet'), annulled)).toEqual([]));
  it('begins where a correction takes what the mandate rests on, until another guardian is appointed on a check that stands', () => {
    const check = '44444444-4444-4444-8444-444444444444';
    const story = (guardianRef: string, id?: string): readonly Told[] => [
      { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef, employerType: 'NGO', answers: [{ question: 'OPPOSING_PARTY', answer: 'NO' }] }, id },
      { type: 'guardianship.GuardianAppointed', data: { guardianRef, organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: '2026-03-01T03:00:00Z' } },
      { type: 'guardianship.MandateAccepted', data: { guardianRef }, by: guardianRef },
    ];
    const [withdrawn, denied, corrected]: readonly Told[] = [{ type: 'record.Retracted', data: { target: check } }, { type: 'record.Disputed', data: { target: check, by: 'CHILD' } }, { type: 'record.Corrected', data: { target: check, fields: { employerType: 'RETURN' } } }];
    for (const correction of [withdrawn!, denied!, corrected!]) {
      expect(states('REPLACE_GUARDIAN', ...story('aigul', check), correction)).toEqual(['OPEN']);
      expect(states('REPLACE_GUARDIAN', ...story('aigul', check), correction, ...story('bermet'))).toEqual(['MET']);
      expect(states('REPLACE_GUARDIAN', ...story('aigul', check), correction, ...story('bermet').slice(1))).toEqual(['OPEN']);
      expect(states('REPLACE_GUARDIAN', ...story('aigul', check), ...story('bermet'), correction)).toEqual([]);
    }
    expect(states('REPLACE_GUARDIAN', ...story('aigul', check), { ...corrected!, data: { target: check, fields: { employerType: 'GUARDIANSHIP' } } })).toEqual([]);
    const disputed = (by: string, teller: string): Told => ({ type: 'record.Disputed', data: { target: check, by }, by: teller });
    expect(states('REPLACE_GUARDIAN', ...story('aigul', check), disputed('OTHER', 'neighbour'))).toEqual([]);
    expect(states('REPLACE_GUARDIAN', ...story('aigul', check), disputed('GUARDIAN', 'aigul'))).toEqual(['OPEN']);
  });
  it('begins where who represents the child is reported dead, until the authority has looked into it', () => {
    const mother: Told = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] } };
    const death = (relativeRef: string): Told => ({ type: 'identification.FamilyLinkReported', data: { relativeRef, relation: 'MOTHER', alive: 'NO' } });
    expect(states('REPLACE_GUARDIAN', mother, death('mother'))).toEqual(['OPEN']);
    expect(states('REPLACE_GUARDIAN', mother, death('father'))).toEqual([]);
    expect(states('REPLACE_GUARDIAN', mother, death('mother'), { type: 'guardianship.ConflictReportClosed', data: { guardianRef: 'mother', because: 'UNFOUNDED' } })).toEqual(['ENDED']);
  });
  it('begins where the parent who represents the child is reported to be in dispute with the other, until the authority has looked into it', () => {
    const mother: Told = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [] } };
    const dispute: Told = { type: 'best-interests.ParentalDisputeReported', data: { parents: ['mother', 'father'], over: ['CUSTODY'], proceeding: 'NONE' } };
    const closed = (guardianRef: string): Told => ({ type: 'guardianship.ConflictReportClosed', data: { guardianRef } });
    expect([states('REPLACE_GUARDIAN', mother, dispute), states('REPLACE_GUARDIAN', dispute), states('REPLACE_GUARDIAN', ...acts, dispute)]).toEqual([['OPEN'], [], []]);
    expect(['mother', 'father', 'aigul'].map((person) => states('REPLACE_GUARDIAN', mother, dispute, closed(person)))).toEqual([['ENDED'], ['OPEN'], ['OPEN']]);
    const looked = (because: string, role: string): Told => ({ type: 'best-interests.ParentalDisputeEnded', data: { parents: ['mother', 'father'], because }, at: '2026-03-02T05:00:00Z', role });
    expect([looked('UNFOUNDED', 'APPOINTING_AUTHORITY'), looked('SETTLED', 'APPOINTING_AUTHORITY'), looked('UNFOUNDED', 'CASE_WORKER')].map((word) => states('REPLACE_GUARDIAN', mother, dispute, word))).toEqual([['ENDED'], ['OPEN'], ['OPEN']]);
    const withGuardian: Told = { ...dispute, data: { ...dispute.data, parents: ['aigul', 'father'] } };
    expect([states('REPLACE_GUARDIAN', ...acts, withGuardian), states('REPLACE_GUARDIAN', ...acts, withGuardian, closed('father')), states('REPLACE_GUARDIAN', ...acts, withGuardian, closed('aigul'))]).toEqual([['OPEN'], ['OPEN'], ['ENDED']]);
    expect(states('REPLACE_GUARDIAN', mother, dispute, ...appointed('bermet', 'next'), accepted('bermet'))).toEqual(['MET']);
  });
  it('begins with the decision that somebody else takes over, and is met once that one has accepted', () => {
    const replaced: Told = { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: 'aigul', guardianRef: 'bermet', reason: 'DEATH' } };
    expect(states('REPLACE_GUARDIAN', ...acts, replaced, ...appointed('bermet', 'next'))).toEqual(['OPEN']);
    expect(states('REPLACE_GUARDIAN', ...acts, replaced, ...appointed('bermet', 'next'), accepted('bermet'))).toEqual(['MET']);
  });
  it('ends with the suspension that is lifted', () => {
    const suspended: Told = { type: 'guardianship.GuardianSuspended', data: { guardianRef: 'aigul' }, id: 'suspension' };
    expect(states('REPLACE_GUARDIAN', ...acts, suspended)).toEqual(['OPEN']);
    expect(states('REPLACE_GUARDIAN', ...acts, suspended, { type: 'guardianship.SuspensionLifted', data: { guardianRef: 'aigul', suspension: 'suspension' } })).toEqual(['ENDED']);
  });
});

describe('The duty to review a placement', () => {
  const placed: Told = { type: 'identification.PlacementDecided', id: 'placement' };
  const reviewed: Told = { type: 'best-interests.PlacementReviewed', data: { placement: 'placement' }, id: 'review' };

  it('ends with the placement that is set aside', () => expect(states('PLACEMENT_REVIEW', placed, ruled({ decisionRef: 'placement' }))).toEqual(['ENDED']));
  it('begins anew where the review is set aside', () => {
    expect(states('PLACEMENT_REVIEW', placed, reviewed)).toEqual(['MET', 'OPEN']);
    expect(states('PLACEMENT_REVIEW', placed, reviewed, ruled({ decisionRef: 'review' })).at(-1)).toBe('OPEN');
    expect(states('PLACEMENT_REVIEW', placed, ruled({ decisionRef: 'another' }))).toEqual(['OPEN']);
  });
});

describe('The duty to look whether a child can go back', () => {
  const authorised: Told = { type: 'best-interests.SeparationAuthorised', data: { separatedFrom: ['mother'] }, id: 'separation' };
  const apart: Told = { type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'MOTHER' }] }, id: 'apart' };
  it('ends with the separation that is set aside, and goes on for a child that is kept apart all the same', () => {
    expect(states('REUNIFICATION_REVIEW', authorised, ruled({ decisionRef: 'separation' }))).toEqual(['ENDED']);
    expect(states('REUNIFICATION_REVIEW', apart, ruled({ decisionRef: 'separation' }))).toEqual(['OPEN']);
  });
});

describe('The duty to give a child that is held a lawyer', () => {
  const assigned: Told = { type: 'guardianship.LegalAidAssigned', data: { lawyerRef: 'lawyer' }, id: 'assignment' };
  const took: Told = { type: 'guardianship.CaseAccepted', data: { lawyerRef: 'lawyer' } };
  const held: Told = { type: 'identification.DeprivationStarted', data: { stayRef: 'cell' } };

  it('is met by the lawyer that the child had before, unless that assignment had been set aside', () => {
    expect(states('LAWYER_WHEN_DEPRIVED', assigned, took, held)).toEqual(['MET']);
    expect(states('LAWYER_WHEN_DEPRIVED', assigned, took, ruled({ decisionRef: 'assignment' }), held)).toEqual(['OVERDUE']);
  });
});
