import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { caseWorker, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import { noParticipants } from '../decider/participants.js';
import { guardianship, type Guardianship } from './guardianship.context.js';
import {
  AcceptMandate, AppointGuardian, AttestConflictReportClosed, ConfirmRepresentingParent, DeclareConflict, ReplaceGuardian, RequestGuardian, SuspendGuardian,
} from './representative.commands.js';
import { conflictQuestions, parentQuestions } from './representative.events.js';
import { representativeActive } from './representative.facts.js';
import { activeMandates, mayKnow } from './representative.state.js';

const authority = { actorRef: 'authority-1', role: 'APPOINTING_AUTHORITY', orgType: 'GUARDIANSHIP' } as const;
const aigul = { actorRef: 'guardian-aigul', role: 'GUARDIAN', orgType: 'NGO' } as const;
const clearCheck = conflictQuestions.map((question) => ({ question, answer: 'NO' }));
const appointment = {
  guardianRef: aigul.actorRef, organisationRef: 'guardians-1', employerType: 'NGO', conflictCheck: clearCheck, caseload: 3,
  model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'], from: '2026-03-01T00:00:00Z',
};
const checked = { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef: aigul.actorRef, employerType: 'NGO', answers: clearCheck } };
const appointed = { type: 'guardianship.GuardianAppointed', data: { ...appointment } };
const accepted = { type: 'guardianship.MandateAccepted', data: { guardianRef: aigul.actorRef }, by: aigul };
const reported = { type: 'guardianship.ConflictDeclared', data: { guardianRef: aigul.actorRef, declaredBy: 'OTHER', ground: 'OTHER', conflictFrom: noon } };
const declared = { type: 'guardianship.ConflictDeclared', data: { ...reported.data, declaredBy: 'GUARDIAN' } };
const closing = { guardianRef: aigul.actorRef, because: 'UNFOUNDED' };
const closed = { type: 'guardianship.ConflictReportClosed', data: closing };
const { given } = scenario(guardianship, { actor: { ...authority, orgRef: 'guardianship-office', purpose: 'GUARDIANSHIP' } });

describe('RequestGuardian', () => {
  it('happens whoever asks, and again whenever it is asked again', () => {
    const request = { reason: 'UNACCOMPANIED', languages: ['kir'] };
    const requested = { type: 'guardianship.GuardianRequested', data: request };
    given(requested).when(RequestGuardian, request).then(requested);
  });
});

describe('AppointGuardian', () => {
  it('happens with the conflict check that it rests on', () =>
    given().when(AppointGuardian, appointment).then(
      { type: 'guardianship.ConflictCheckCompleted', data: { guardianRef: aigul.actorRef, employerType: 'NGO' } },
      { type: 'guardianship.GuardianAppointed', data: { guardianRef: aigul.actorRef, from: appointment.from } }));

  it.each(['YES', 'UNKNOWN'])('is refused when a question of the conflict check is answered %s', (answer) =>
    given().when(AppointGuardian, { ...appointment, conflictCheck: [{ ...clearCheck[0], answer }, ...clearCheck.slice(1)] })
      .thenRefusedFor('GUARDIAN_INDEPENDENT'));

  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'])('is refused for a person who works for a body of type %s', (employerType) =>
    given().when(AppointGuardian, { ...appointment, employerType }).thenRefusedFor('GUARDIAN_INDEPENDENT'));

  it('is refused when the appointing officer appoints itself', () =>
    given().when(AppointGuardian, { ...appointment, guardianRef: authority.actorRef }).thenRefusedFor('GUARDIAN_INDEPENDENT'));

  it('is refused for somebody of whom a conflict was reported, until the report is closed', () => {
    given(reported).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(reported, closed).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' });
  });

  it('is refused for somebody who is said to have done harm to the child, and for whoever works for a body that is, until that is found to be untrue (GU-04)', () => {
    const coerced = (data: object): Happened => ({ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'], ...data }, id: 'coercion' });
    const incident: Happened = { type: 'identification.IncidentReported', data: { kind: 'VIOLENCE_BY_STAFF', by: { orgType: 'NGO', orgRef: appointment.organisationRef } }, id: 'incident' };
    const ombudsperson = { actorRef: 'ombudsperson-1', role: 'OMBUDSPERSON', orgType: 'OMBUDSPERSON', orgRef: 'ombudsperson' } as const;
    const refuted = (reportRef: string, namedRef: string): Happened => ({ type: 'repatriation.PartReportRefuted', data: { reportRef, namedRef }, by: ombudsperson });
    given(coerced({ coercedByPerson: aigul.actorRef })).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(coerced({ coercedByPerson: aigul.actorRef }), closed).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(coerced({ coercedByPerson: aigul.actorRef }), refuted('coercion', aigul.actorRef)).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(incident).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    const again = [{ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' }];
    given(coerced({ coercedByPerson: aigul.actorRef }), refuted('coercion', aigul.actorRef), closed).when(AppointGuardian, appointment).then(...again);
    given(incident, refuted('incident', appointment.organisationRef)).when(AppointGuardian, appointment).then(...again);
    given(coerced({ coercedByPerson: 'somebody else' })).when(AppointGuardian, appointment).then(...again);
  });

  it('is refused for somebody with whom the child is assessed to be in danger, until it is assessed that there is none, and no word of the authority does', () => {
    const danger = (finding: string): Happened => ({ type: 'best-interests.DangerAssessed', data: { danger: 'TRAFFICKING_OR_EXPLOITATION', stayingWith: [aigul.actorRef], finding } });
    given(danger('PRESENT')).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(danger('PRESENT'), closed).when(AppointGuardian, appointment).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given(danger('PRESENT'), danger('NOT_FOUND'), closed).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' });
    given(danger('NOT_FOUND')).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' });
  });

  it('is refused for a guardian who represents as many children already as one can, to the child', () => {
    const max = strictSetting.profile.limits.guardianCaseloadMax;
    given().when(AppointGuardian, { ...appointment, caseload: max }).thenRefusedFor('GUARDIAN_CASELOAD');
    given().when(AppointGuardian, { ...appointment, caseload: max - 1 })
      .then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed', data: { caseload: max - 1 } });
  });

  it('is ignored when the same appointment stands already', () =>
    given(checked, appointed).when(AppointGuardian, appointment).thenNothing());
  it('happens again where the check on which it rests does not stand', () =>
    given(appointed, accepted).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' }));

  it('happens again after the guardian was suspended', () =>
    given(appointed, { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef, ground: 'INACTIVE' } })
      .when(AppointGuardian, appointment)
      .then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' }));
});

describe('AcceptMandate', () => {
  it('happens when the appointed guardian accepts', () =>
    given(appointed).when(AcceptMandate, {}, { by: aigul }).then({ type: 'guardianship.MandateAccepted', data: { guardianRef: aigul.actorRef } }));

  it('is ignored when it was accepted before', () =>
    given(appointed, accepted).when(AcceptMandate, {}, { by: aigul }).thenNothing());

  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'] as const)('is stored from somebody of a body of type %s, and gives no representative', (orgType) => {
    given(appointed).when(AcceptMandate, {}, { by: { ...aigul, orgType } }).then({ type: 'guardianship.MandateAccepted', data: { guardianRef: aigul.actorRef } });
    expectNoRepresentative(appointed, { ...accepted, by: { ...aigul, orgType } });
  });
  it('is stored from somebody who was not appointed, and gives no representative', () => {
    const stranger = { ...aigul, actorRef: 'guardian-stranger' };
    given(appointed).when(AcceptMandate, {}, { by: stranger }).then({ type: 'guardianship.MandateAccepted', data: { guardianRef: stranger.actorRef } });
    expectNoRepresentative(appointed, { ...accepted, by: stranger });
  });
});

describe('DeclareConflict', () => {
  it('happens as declared when the guardian says so itself', () =>
    given(appointed, accepted).when(DeclareConflict, { guardianRef: aigul.actorRef, ground: 'FINANCIAL' }, { by: aigul })
      .then({ type: 'guardianship.ConflictDeclared', data: { declaredBy: 'GUARDIAN', conflictFrom: noon } }));

  it('happens as reported when somebody else says so', () =>
    given(appointed, accepted).when(DeclareConflict, { guardianRef: aigul.actorRef, ground: 'FINANCIAL' }, { by: { actorRef: 'lawyer-1', role: 'LAWYER' } })
      .then({ type: 'guardianship.ConflictDeclared', data: { declaredBy: 'OTHER' } }));

  it('happens also about somebody who was never appointed, for a report is never refused', () =>
    given().when(DeclareConflict, { guardianRef: 'guardian-unknown', ground: 'OTHER' }).then({ type: 'guardianship.ConflictDeclared' }));
});

describe('AttestConflictReportClosed', () => {
  it('happens of what somebody else reported', () => given(appointed, accepted, reported).when(AttestConflictReportClosed, closing).then(closed));
  it('has nothing to act on where nothing was reported, or it is closed already, or the guardian itself declared it', () => {
    given(appointed, accepted).when(AttestConflictReportClosed, closing).thenThrows(NotApplicable);
    given(appointed, accepted, reported, closed).when(AttestConflictReportClosed, closing).thenThrows(NotApplicable);
    given(appointed, accepted, declared).when(AttestConflictReportClosed, closing).thenThrows(NotApplicable);
  });
  it('is not for the person of whom it was reported', () =>
    given(appointed, accepted, reported).when(AttestConflictReportClosed, closing, { by: { actorRef: aigul.actorRef } }).thenThrows(NotCompetent));
});

describe('ConfirmRepresentingParent', () => {
  const clearParent = parentQuestions.map((question) => ({ question, answer: 'NO' }));
  const confirmation = { parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', conflictCheck: clearParent };
  const { conflictCheck, ...shown } = confirmation;
  const confirmed = { type: 'guardianship.RepresentingParentConfirmed', data: { ...shown, answers: conflictCheck }, id: 'confirmation' };
  const ofMother = (fact: Happened) => ({ ...fact, data: { ...fact.data, guardianRef: 'mother' } });

  it('happens with the conflict check that it rests on, and the parent represents the child from then on', () => {
    given().when(ConfirmRepresentingParent, confirmation).then({ type: confirmed.type, data: confirmed.data });
    expectRepresentatives(['mother'], confirmed);
  });
  it('is ignored when the parent is confirmed already on the same papers', () => given(confirmed).when(ConfirmRepresentingParent, confirmation).thenNothing());
  it.each(['YES', 'UNKNOWN'])('is refused when a question of the conflict check is answered %s', (answer) =>
    given().when(ConfirmRepresentingParent, { ...confirmation, conflictCheck: [{ ...clearParent[0], answer }, ...clearParent.slice(1)] })
      .thenRefusedFor('GUARDIAN_INDEPENDENT'));
  it('is refused while a conflict of the parent is reported, and for a parent who would confirm itself', () => {
    given(ofMother(reported)).when(ConfirmRepresentingParent, confirmation).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given({ type: 'identification.FamilyLinkReported', data: { relativeRef: 'mother', relation: 'MOTHER', alive: 'NO' } }).when(ConfirmRepresentingParent, confirmation).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given({ type: 'best-interests.ParentalDisputeReported', data: { parents: ['mother', 'father'], over: ['CUSTODY'] } }).when(ConfirmRepresentingParent, confirmation).thenRefusedFor('GUARDIAN_INDEPENDENT');
    given().when(ConfirmRepresentingParent, confirmation, { by: { actorRef: 'mother' } }).thenRefusedFor('GUARDIAN_INDEPENDENT');
  });
  it('does not represent the child where it is to be separated from that very parent', () => {
    const proof = (...separatedFrom: string[]) => representativeActive.proof(given(confirmed).state<Guardianship>(),
      { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants }, { separatedFrom });
    expect(proof('mother')).toBeUndefined();
    expect(proof('father')).toEqual({ evidence: ['confirmation'] });
  });
  it('ends with a conflict and with a suspension, as for a guardian', () => {
    expectNoRepresentative(confirmed, ofMother(reported));
    expectNoRepresentative(confirmed, ofMother(declared));
    expectNoRepresentative(confirmed, { type: 'guardianship.GuardianSuspended', data: { guardianRef: 'mother', ground: 'HARM_ALLEGED' } });
  });
});

describe('SuspendGuardian', () => {
  const suspension = { guardianRef: aigul.actorRef, ground: 'CONFLICT_FOUND' };
  const suspended = { type: 'guardianship.GuardianSuspended', data: suspension };

  it('happens, for a conflict found with the instant since when it has existed', () => {
    given(appointed, accepted).when(SuspendGuardian, suspension).then({ type: suspended.type, data: { ...suspension, conflictFrom: noon } });
    given(appointed, accepted).when(SuspendGuardian, { ...suspension, conflictFrom: '2026-02-01T00:00:00Z' }).then({ type: suspended.type, data: { conflictFrom: '2026-02-01T00:00:00Z' } });
  });
  it('is bad form with the begin of a conflict on another ground', () =>
    given(appointed, accepted).when(SuspendGuardian, { ...suspension, ground: 'INACTIVE', conflictFrom: noon }).thenThrows(BadForm));
  it('is ignored when the guardian is suspended already', () => given(appointed, suspended).when(SuspendGuardian, suspension).thenNothing());
  it('has nothing to act on where the person never was a guardian of the child', () =>
    given().when(SuspendGuardian, suspension).thenThrows(NotApplicable));
});

describe('ReplaceGuardian', () => {
  const bek = { actorRef: 'guardian-bek', role: 'GUARDIAN', orgType: 'NGO' } as const;
  const replacement = { ...appointment, guardianRef: bek.actorRef, formerGuardianRef: aigul.actorRef, reason: 'CHILD_ASKED' };
  const replaced = { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul.actorRef, guardianRef: bek.actorRef, reason: 'CHILD_ASKED' } };
  const bekAppointed = { ...appointed, data: { ...appointment, guardianRef: bek.actorRef } };

  it('happens with a conflict check and an appointment of the new guardian', () =>
    given(appointed, accepted).when(ReplaceGuardian, replacement)
      .then(replaced, { type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed', data: { guardianRef: bek.actorRef } }));

  it('leaves no gap: the former guardian acts until the new one has accepted', () => {
    expectRepresentatives([aigul.actorRef], appointed, accepted, replaced, bekAppointed);
    expectRepresentatives([bek.actorRef], appointed, accepted, replaced, bekAppointed, { ...accepted, data: { guardianRef: bek.actorRef }, by: bek });
  });

  it('leaves none where the new mandate begins later than it is accepted: until then the former guardian acts, may be suspended, and may be appointed anew', () => {
    const later = { ...bekAppointed, data: { ...bekAppointed.data, from: '2026-04-01T00:00:00Z' } };
    const handedOver = [appointed, accepted, replaced, later, { ...accepted, data: { guardianRef: bek.actorRef }, by: bek }];
    expectRepresentatives([aigul.actorRef], ...handedOver);
    const { representation } = given(checked, appointed, accepted, replaced, { ...checked, data: { ...checked.data, guardianRef: bek.actorRef } }, later, handedOver.at(-1)!).state<Guardianship>();
    expect(['2026-03-31T23:59:59Z', '2026-04-01T00:00:00Z'].map((at) => activeMandates(representation, new Date(at)).map(({ guardianRef }) => guardianRef))).toEqual([[aigul.actorRef], [bek.actorRef]]);
    expect(['2026-03-31T23:59:59Z', '2026-04-01T00:00:00Z'].map((at) => mayKnow(representation, aigul.actorRef, new Date(at)))).toEqual([true, false]);
    given(...handedOver).when(SuspendGuardian, { guardianRef: aigul.actorRef, ground: 'INACTIVE' }).then({ type: 'guardianship.GuardianSuspended' });
    given(...handedOver).when(AppointGuardian, appointment).then({ type: 'guardianship.ConflictCheckCompleted' }, { type: 'guardianship.GuardianAppointed' });
  });

  it('is refused for a new guardian who is not independent', () =>
    given(appointed, accepted).when(ReplaceGuardian, { ...replacement, employerType: 'IMMIGRATION' }).thenRefusedFor('GUARDIAN_INDEPENDENT'));

  it('has nothing to act on where the former person never was a guardian of the child', () =>
    given().when(ReplaceGuardian, replacement).thenThrows(NotApplicable));
});

describe('REPRESENTATIVE_ACTIVE', () => {
  it('is proven by appointment and acceptance', () => expectRepresentatives([aigul.actorRef], appointed, accepted));
  it('is not proven by an appointment alone', () => expectNoRepresentative(appointed));
  it('is not proven before the mandate begins', () =>
    expectNoRepresentative({ ...appointed, data: { ...appointment, from: '2026-03-03T00:00:00Z' } }, accepted));
  it('is not proven for a time before the appointment, whatever day the mandate is given', () => {
    const state = given(checked, { ...appointed, data: { ...appointment, from: '2026-01-01T00:00:00Z' }, at: '2026-02-01T09:00:00Z' }, accepted).state<Guardianship>();
    expect(activeMandates(state.representation, new Date('2026-02-01T08:59:59Z'))).toEqual([]);
    expect(activeMandates(state.representation, new Date('2026-02-01T09:00:00Z'))).toHaveLength(1);
  });
  it('is not proven once the mandate is over, to the instant', () =>
    expectNoRepresentative({ ...appointed, data: { ...appointment, until: noon } }, accepted));
  it('is not proven after a conflict, whether the guardian declared it or somebody else reported it', () => {
    expectNoRepresentative(appointed, accepted, declared);
    expectNoRepresentative(appointed, accepted, reported);
  });
  it('is proven again by a second representative, and by a report that is closed', () => {
    expectRepresentatives(['guardian-bek'], appointed, accepted, reported, { ...appointed, data: { ...appointment, guardianRef: 'guardian-bek' } },
      { ...accepted, data: { guardianRef: 'guardian-bek' }, by: { actorRef: 'guardian-bek' } });
    expectRepresentatives([aigul.actorRef], appointed, accepted, reported, closed);
  });
  const mother = { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', answers: [] } };
  it('is not proven by a parent who is reported to be in dispute with the other, until the authority has looked into it', () => {
    const dispute = (...parents: string[]) => ({ type: 'best-interests.ParentalDisputeReported', data: { parents, over: ['CUSTODY'], proceeding: 'NONE' } });
    const closedOf = (guardianRef: string) => ({ ...closed, data: { ...closed.data, guardianRef } });
    expectNoRepresentative(mother, dispute('mother', 'father'));
    expectRepresentatives(['mother'], mother, dispute('stepfather', 'father'));
    expectRepresentatives(['mother'], mother, dispute('mother', 'father'), closedOf('mother'));
    expectNoRepresentative(mother, dispute('mother', 'father'), closedOf('father'));
    const found = (because: string, by: object = { role: 'APPOINTING_AUTHORITY' }, parents = ['mother', 'father']) => ({ type: 'best-interests.ParentalDisputeEnded', data: { parents, because }, at: '2026-03-03T00:00:00Z', by });
    // Where it finds that there is no dispute at all it has looked into that, and into what is told again of these people; a court, or a settlement, says nothing of it.
    expectRepresentatives(['mother'], mother, dispute('mother', 'father'), found('UNFOUNDED'));
    expectRepresentatives(['mother'], mother, dispute('mother', 'father'), found('UNFOUNDED'), dispute('father', 'mother'));
    expectRepresentatives(['mother'], mother, dispute('mother', 'father'), closedOf('mother'), dispute('father', 'mother'));
    expectNoRepresentative(mother, dispute('stepfather', 'father'), found('UNFOUNDED', undefined, ['stepfather', 'father']), dispute('mother', 'father'));
    expectNoRepresentative(mother, dispute('mother', 'father'), found('SETTLED'));
    expectNoRepresentative(mother, dispute('mother', 'father'), found('UNFOUNDED', { role: 'CASE_WORKER', orgType: 'COURT' }));
    expectNoRepresentative(mother, dispute('mother', 'father', 'stepfather'), found('UNFOUNDED'));
    expectNoRepresentative(mother, { ...declared, data: { ...declared.data, guardianRef: 'mother' } }, dispute('mother', 'father'), found('UNFOUNDED'));
    given(dispute('mother', 'father')).when(AttestConflictReportClosed, { guardianRef: 'mother', because: 'CAUSE_REMOVED' }, { by: authority }).then({ type: closed.type });
  });
  it('is not proven by the mandate of a parent who is reported dead, until the authority has looked into that', () => {
    const told = (relativeRef: string, alive: string): Happened => ({ type: 'identification.FamilyLinkReported', data: { relativeRef, relation: 'MOTHER', alive } });
    expectNoRepresentative(mother, told('mother', 'NO'));
    expectRepresentatives(['mother'], mother, told('mother', 'YES'));
    expectRepresentatives(['mother'], mother, told('father', 'NO'));
    expectRepresentatives(['mother'], mother, told('mother', 'NO'), { ...closed, data: { ...closed.data, guardianRef: 'mother' } });
  });
  it.each<[string, Happened, Happened]>([
    ['is said to have pressed the child', { type: 'repatriation.CoercionReported', data: { coercedByPerson: 'mother' } }, { type: 'repatriation.CoercionReported', data: { coercedByPerson: 'father' } }],
    ['is assessed to endanger the child', { type: 'best-interests.DangerAssessed', data: { stayingWith: ['father', 'mother'], finding: 'PRESENT' } }, { type: 'best-interests.DangerAssessed', data: { stayingWith: ['mother'], finding: 'NOT_FOUND' } }],
  ])('is not proven by the mandate of somebody who %s, until the authority has looked into that (GU-04)', (_, told, other) => {
    expectNoRepresentative(mother, told);
    expectRepresentatives(['mother'], mother, other);
    expectRepresentatives(['mother'], mother, told, { ...closed, data: { ...closed.data, guardianRef: 'mother' } });
    expectNoRepresentative(mother, told, closed);
  });
  it('is not proven where the guardian itself declared a conflict, whatever is closed or reported besides', () => {
    expectNoRepresentative(appointed, accepted, reported, declared, closed);
    expectNoRepresentative(appointed, accepted, declared, reported, closed);
  });
  it.each([
    ['says yes to a question', [{ ...checked, data: { ...checked.data, answers: [{ ...clearCheck[0], answer: 'YES' }, ...clearCheck.slice(1)] } }, appointed]],
    ['names a body that returns children', [{ ...checked, data: { ...checked.data, employerType: 'RETURN' } }, appointed]],
    ['is of somebody else', [{ ...checked, data: { ...checked.data, guardianRef: 'guardian-bek' } }, appointed]],
    ['is missing', [appointed]],
    ['was that of an earlier appointment', [checked, appointed, appointed]],
    ['of a parent says yes to a question', [{ type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: 'mother', answers: [{ question: 'ACCUSED_OF_HARM', answer: 'YES' }] } }]],
  ])('is not proven where the check for conflicts of interest %s', (_, happened) => {
    const proof = (...story: Happened[]) => representativeActive.proof(given(...story).state<Guardianship>(),
      { now: new Date(noon), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants }, undefined);
    expect(proof(...happened, accepted)).toBeUndefined();
    expect(activeMandates(given(...happened, accepted).state<Guardianship>().representation, new Date(noon))).toEqual([]);
    expect(proof(...happened, accepted, checked, appointed, accepted)).toBeDefined();
  });
  it('is still proven after majority by a mandate that ended with it, where the procedure was opened before, unless there was a conflict', () => {
    const majority = [{ type: 'identification.ChildFound', data: { majorityOn: '2026-03-02' } }, { ...checked, id: 'check' }, { ...appointed, data: { ...appointment, until: '2026-03-02T00:00:00+06:00' }, id: 'appointment', at: '2026-02-01T09:00:00Z' }, { ...accepted, id: 'acceptance' }];
    const opened = (at: string) => ({ type: 'best-interests.AssessmentOpened', data: { trigger: 'DURABLE_SOLUTION' }, at });
    const proof = (...happened: Happened[]) => representativeActive.proof(given(...majority, ...happened).state<Guardianship>(),
      { now: new Date('2026-04-01T12:00:00Z'), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants }, undefined);
    expect(proof(opened('2026-02-01T12:00:00Z'))).toEqual({ evidence: ['check', 'appointment', 'acceptance'] });
    // Its age was said when it was left behind, and not when it was found.
    majority.splice(0, 1, { type: 'identification.LeftBehindChildRegistered', data: { majorityOn: '2026-03-02' } } as never, { type: 'identification.ChildFound', data: {} } as never);
    expect(proof(opened('2026-02-01T12:00:00Z'))).toEqual({ evidence: ['check', 'appointment', 'acceptance'] });
    expect(proof(opened('2026-03-05T12:00:00Z'))).toBeUndefined();
    expect(proof()).toBeUndefined();
    expect(proof(opened('2026-02-01T12:00:00Z'), reported)).toBeUndefined();
    const arrived = [{ type: 'repatriation.DepartureConfirmed', data: {}, at: '2026-02-02T12:00:00Z' }, { type: 'reintegration.ChildArrived', data: { state: 'KZ', held: 'NO', receivedBy: { orgType: 'FAMILY' } }, at: '2026-02-03T12:00:00Z' }];
    expect(proof(opened('2026-02-01T12:00:00Z'), ...arrived)).toBeUndefined();
    const reopened = { type: 'best-interests.DeterminationReopened', data: { trigger: 'RISK_CHANGED' }, at: '2026-02-04T12:00:00Z' };
    expect(proof(opened('2026-02-01T12:00:00Z'), ...arrived, reopened)).toBeDefined();
  });
  it('knows since when a conflict has existed that was declared or found later', () => {
    const since = '2026-02-20T00:00:00Z';
    const { representation } = given(appointed, accepted, declared, { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef, ground: 'CONFLICT_FOUND', conflictFrom: since } })
      .state<Guardianship>();
    expect(representation.mandates).toMatchObject([{ conflictFrom: since }]);
  });
  it('is not proven while the guardian is suspended', () =>
    expectNoRepresentative(appointed, accepted, { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef, ground: 'INACTIVE' } }));
});

/** Each appointment of these stories rests on a check that found nothing. */
function expectRepresentatives(refs: readonly string[], ...happened: readonly Happened[]): void {
  const checkOf = ({ data }: Happened) => ({ ...checked, data: { ...checked.data, guardianRef: (data as { guardianRef: string }).guardianRef } });
  const { representation } = given(...happened.flatMap((fact) => (fact.type === appointed.type ? [checkOf(fact), fact] : [fact]))).state<Guardianship>();
  expect(activeMandates(representation, new Date(noon)).map((mandate) => mandate.guardianRef)).toEqual(refs);
}

function expectNoRepresentative(...happened: readonly Happened[]): void {
  expectRepresentatives([], ...happened);
}

describe('a former guardian who comes back', () => {
  const bek = { actorRef: 'guardian-bek', role: 'GUARDIAN', orgType: 'NGO' } as const;
  const story = [
    appointed, accepted,
    { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul.actorRef, guardianRef: bek.actorRef, reason: 'MOVED' } },
    { ...appointed, data: { ...appointment, guardianRef: bek.actorRef } },
    { ...accepted, data: { guardianRef: bek.actorRef }, by: bek },
    { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: bek.actorRef, guardianRef: aigul.actorRef, reason: 'MOVED' } },
    appointed,
  ];
  it('takes over by a new acceptance, and until then the present one acts', () => {
    expectRepresentatives([bek.actorRef], ...story);
    expectRepresentatives([aigul.actorRef], ...story, accepted);
  });
});
