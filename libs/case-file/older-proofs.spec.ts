import { describe, expect, it } from '@jest/globals';
import { assessor, attested, heard } from '../best-interests/best-interests.scenario.js';
import type { Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { factCodes, type FactCode } from '../decider/gate.js';
import * as waiting from '../reintegration/reintegration.scenario.js';
import * as way from '../repatriation/transfer.scenario.js';
import { foldCaseFile, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { authority, consent, dayBefore, guardian, id, lawyer, record, recordOf, to, told, weighingAt } from './transfer.scenario.js';

// Whatever proves a guarantee was told in the middle of February; bad news came on 1 March; and then it is proven again, by something that
// is told after that and was so before it, or after it.

const theBadDay = '2026-03-01T09:00:00Z';
const before = '2026-02-20T09:00:00Z';
const after = '2026-03-10T09:00:00Z';

interface Story {
  /** What is on record besides the journey of this child, before the bad news. */
  readonly already?: readonly Happened[];
  readonly badNews: Happened;
  /** What would prove it again, of that time. */
  readonly again: (at: string) => readonly Happened[];
  /** What the guarantee is weighed for. */
  readonly command?: object;
}

const reported = (type: string, data: object): Happened => ({ type, data, id: id('b1'), at: theBadDay });
const atThatTime = (...again: readonly Happened[]) => (at: string): readonly Happened[] => again.map((each) => ({ ...each, at }));
const risk = (result: string) => ({ ...record.risk, data: { ...record.risk.data, result } });
const carerOf = (dates: { agreedOn: string; doneOn: string }): Happened =>
  ({ ...waiting.carerConfirmed, data: { ...waiting.carer, agreedOn: dates.agreedOn, homeStudy: { ...waiting.carer.homeStudy, doneOn: dates.doneOn } } });
const reopened = reported('best-interests.DeterminationReopened', { determination: id('03'), trigger: 'RISK_CHANGED' });
const danger = (finding: string): Happened =>
  ({ type: 'best-interests.DangerAssessed', data: { danger: 'THREAT_TO_LIFE', stayingWith: ['father'], finding, immediate: 'NO', assessor, documentRef: 'report-1' } });
const enquiryConsent: Happened = { type: 'repatriation.EnquiryConsentGiven', data: { representativeRef: guardian.actorRef, destinationState: 'KZ' } };
const careIn = (at: string): Happened => ({
  type: 'identification.EmergencyCareStarted', at,
  data: {
    facilityRef: way.placeRef, reason: 'DANGER', reviewBy: dayBefore,
    register: { kind: 'SHELTER', state: 'KZ', zone: 'Asia/Almaty', exitControl: 'OPEN', exitControls: [], facilityRevision: 0, facilityEventId: 'e' },
  },
});
const establishedAs = (status: string): Happened => ({
  type: 'identification.ChildStatusEstablished', data: { status, state: weighingAt(dayBefore).setting.profile.state, establishedBy: { orgType: 'CHILD_PROTECTION' }, documentRef: 'status-1' },
});
const compared = (type: string): Happened => ({ type: `identification.${type}`, data: { recordRef: 'record-2', shownBy: ['DOCUMENTS'] }, by: { actorRef: 'another' } });
const suspended = (more: object = {}) => reported('guardianship.GuardianSuspended', { guardianRef: guardian.actorRef, ground: 'INACTIVE', ...more });
const appointedAgain: readonly Happened[] = [record.conflictCheck, record.appointment].map((each) => ({ ...each, at: after }));

const noneNeeded: Happened = {
  type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage: 'kir', because: 'CHILD_SPEAKS_THE_LANGUAGE_OF_THE_PROCEDURE', confirmedHow: 'TALKED_TO_EACH_OTHER' },
};

const stories: readonly (readonly [FactCode, string, Story])[] = [
  ['CHILD_REGISTERED', 'a death is reported, and refuted', {
    badNews: reported('identification.DeathReported', { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' }),
    again: atThatTime({ type: 'identification.DeathReportRefuted', data: { shownBy: 'CHILD_SEEN', documentRef: 'visit-1' } }),
  }],
  ['REPRESENTATIVE_ACTIVE', 'the guardian is suspended, appointed again, and accepts', {
    badNews: suspended(), again: (at) => [...appointedAgain, { ...record.mandate, at: at === before ? before : '2026-03-11T09:00:00Z' }],
  }],
  ['REPRESENTATIVE_ACTIVE', 'a conflict is reported, and the authority looks into it', {
    badNews: reported('guardianship.ConflictDeclared', { guardianRef: guardian.actorRef, declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: theBadDay }),
    again: atThatTime({ type: 'guardianship.ConflictReportClosed', data: { guardianRef: guardian.actorRef, because: 'UNFOUNDED' } }),
  }],
  ['GUARDIAN_INDEPENDENT', 'a conflict is reported, and the authority looks into it', {
    badNews: reported('guardianship.ConflictDeclared', { guardianRef: 'candidate', declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: theBadDay }),
    again: atThatTime({ type: 'guardianship.ConflictReportClosed', data: { guardianRef: 'candidate', because: 'UNFOUNDED' } }),
    command: { type: 'AppointGuardian', guardianRef: 'candidate', employerType: 'NGO', conflictCheck: [] },
  }],
  ['LEGAL_AID_ACTIVE', 'the lawyer lays the case down, is assigned again, and accepts', {
    badNews: reported('guardianship.LegalAidFailureReported', { lawyerRef: lawyer.actorRef, failure: 'CASE_LAID_DOWN' }),
    again: (at) => [{ ...record.lawyer, at: after }, { ...record.case, at }],
  }],
  ['INTERPRETER_FIT', 'the interpreter is not understood, and confirmed', {
    badNews: reported('guardianship.InterpreterReportedUnfit', { interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' }), again: atThatTime(record.interpreter),
  }],
  ['INTERPRETER_FIT', 'the child is said to need one, and found to need none', {
    already: [{ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' } }, noneNeeded],
    badNews: reported('guardianship.InterpreterReportedUnfit', { unfitness: 'NOT_UNDERSTOOD' }),
    again: atThatTime(noneNeeded),
  }],
  ['CHILD_HEARD', 'the determination is reopened, and the child heard', { badNews: reopened, again: atThatTime(heard()), command: { type: 'ConcludeDetermination' } }],
  ['COMPONENTS_COMPLETE', 'the determination is reopened, and what is outdated assessed', {
    badNews: reopened, again: atThatTime(attested('SITUATION_AND_RISKS'), attested('SAFETY')), command: { destinationState: 'KZ' },
  }],
  ['SIBLINGS_RESOLVED', 'another road of a sibling is reported, and the same one attested', {
    badNews: reported('best-interests.SiblingOutcomeReported', { siblingRef: 'brother', outcome: 'INTEGRATION' }),
    again: atThatTime({ type: 'best-interests.SiblingsResolved', data: { siblings: [{ siblingRef: 'brother', outcome: 'REPATRIATION', destinationState: 'KZ', travelsTogether: 'YES' }] } }),
  }],
  ['DANGER_EVIDENCED', 'no danger is found, and a danger is', {
    already: [danger('PRESENT')], badNews: { ...danger('NOT_FOUND'), at: theBadDay }, again: atThatTime(danger('PRESENT')), command: { separatedFrom: ['father'], grounds: ['THREAT_TO_LIFE'] },
  }],
  ['ENQUIRY_CONSENTED', 'the guardian is found to have had a conflict since January, comes back, and agrees', {
    already: [enquiryConsent], badNews: suspended({ ground: 'CONFLICT_FOUND', conflictFrom: '2026-01-10T09:00:00Z' }),
    again: (at) => [...appointedAgain, { ...record.mandate, at: '2026-03-11T09:00:00Z' }, { ...enquiryConsent, at: at === before ? before : '2026-03-12T09:00:00Z' }],
  }],
  ['CONSENT_CHILD', 'the child takes its consent back, and gives it', {
    badNews: reported('repatriation.ConsentWithdrawn', { whose: 'CHILD', channel: 'BY_CONDUCT' }), again: atThatTime(consent('CHILD')),
  }],
  ['CONSENT_CHILD', 'it is found to have been pressed, and agrees', {
    badNews: reported('repatriation.CoercionInquiryClosed', { reportRef: id('c1'), result: 'COERCION_FOUND', inquiryBody: { orgRef: 'ombuds', orgType: 'OMBUDSPERSON' } }), again: atThatTime(consent('CHILD')),
  }],
  ['CONSENT_REPRESENTATIVE', 'the guardian takes its consent back, and gives it', {
    badNews: reported('repatriation.ConsentWithdrawn', { whose: 'REPRESENTATIVE', channel: 'BY_PHONE' }), again: atThatTime(record.consentOfGuardian),
  }],
  ['CONSENT_REPRESENTATIVE', 'the guardian is found to have had a conflict since January, comes back, and agrees', {
    badNews: suspended({ ground: 'CONFLICT_FOUND', conflictFrom: '2026-01-10T09:00:00Z' }),
    again: (at) => [...appointedAgain, { ...record.mandate, at: '2026-03-11T09:00:00Z' }, { ...record.consentOfGuardian, at: at === before ? before : '2026-03-12T09:00:00Z' }],
  }],
  ['ORIGIN_STATE_READY', 'the state is no longer ready, and is', { badNews: reported('repatriation.OriginReadinessWithdrawn', { destinationState: 'KZ', reason: 'SECURITY' }), again: atThatTime(record.originAnswer) }],
  ['ORIGIN_STATE_READY', 'the state refuses, and is ready', {
    badNews: reported('repatriation.OriginAnswered', { destinationState: 'KZ', authority, answer: 'REFUSED' }), again: atThatTime(record.originAnswer),
  }],
  ['ORIGIN_STATE_READY', 'transfers are suspended, and go on', {
    badNews: reported('repatriation.SuspensionReported', { suspensionRef: 'pandemic', destinationState: 'KZ', cause: 'PANDEMIC' }),
    again: atThatTime({ type: 'repatriation.SuspensionEnded', data: { suspensionRef: 'pandemic', destinationState: 'KZ' } }),
  }],
  ['CENTRAL_AUTHORITY_OK', 'the central authority refuses, and agrees', {
    badNews: reported('repatriation.CentralAuthorityAnswered', { destinationState: 'KZ', authority, answer: 'REFUSED' }), again: atThatTime(record.centralAuthority),
  }],
  ['CARER_READY', 'the carer withdraws, and agrees', {
    badNews: reported('reintegration.CarerWithdrawn', { carerRef: 'grandmother', reason: 'ILLNESS_OR_DEATH' }),
    again: (at) => [{ ...carerOf({ agreedOn: at, doneOn: '2026-03-08' }), at: after }],
  }],
  ['CARER_READY', 'the carer withdraws, and its home is seen', {
    badNews: reported('reintegration.CarerWithdrawn', { carerRef: 'grandmother', reason: 'MOVED_AWAY' }),
    again: (at) => [{ ...carerOf({ agreedOn: '2026-03-09', doneOn: at.slice(0, 10) }), at: '2026-03-12T09:00:00Z' }],
  }],
  ['CHILD_INFORMED', 'the child does not understand, and does', {
    badNews: reported('repatriation.ChildInformed', { ...to, informedBy: guardian.actorRef, ...told, understanding: 'NOT_UNDERSTOOD' }), again: atThatTime(record.informed),
  }],
  ['TIMING_ASSESSED', 'a later time is found better, and the time is found good', {
    badNews: reported('repatriation.TimingAssessed', { ...to, considered: ['EXAMS'], suitableFrom: '2026-06-15' }), again: atThatTime(record.timing),
  }],
  ['NO_DANGER', 'a danger in that state is reported, and assessed', { badNews: reported('repatriation.DangerReported', { destinationState: 'KZ', danger: 'VIOLENCE_AT_HOME' }), again: atThatTime(record.risk) }],
  ['NO_DANGER', 'a danger everywhere is reported, and assessed', { badNews: reported('repatriation.DangerReported', { danger: 'TRAFFICKING' }), again: atThatTime(record.risk) }],
  ['NO_DANGER', 'a danger is found, and none is', { badNews: { ...risk('DANGER'), at: theBadDay }, again: atThatTime(record.risk) }],
  ['DOCUMENTS_READY', 'getting papers has told of a claim, and others tell of none', {
    badNews: reported('repatriation.DocumentsObtained', { ...record.documents.data, claimExposed: 'YES' }), again: atThatTime(record.documents),
  }],
  ['NO_PROTECTION_CLAIM', 'protection is asked for, and refused', {
    badNews: reported('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM', againstState: 'KZ' }),
    again: atThatTime({ type: 'repatriation.ProtectionClaimClosed', by: { ...lawyer, orgRef: 'bar-1' }, data: { claimRef: id('b1'), kind: 'ASYLUM', result: 'REJECTED', protectsAgainst: [], authority: { orgType: 'COURT' } } }),
  }],
  ['NO_OPEN_COERCION_REPORT', 'coercion is reported, and inquired into', {
    badNews: reported('repatriation.CoercionReported', { coerced: ['FAMILY'], means: ['MONEY'] }),
    again: atThatTime({ type: 'repatriation.CoercionInquiryClosed', by: { actorRef: 'ombudsperson', orgRef: 'ombuds' }, data: { reportRef: id('b1'), result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombuds', orgType: 'OMBUDSPERSON' } } }),
  }],
  ['CHILD_STATUS_ESTABLISHED', 'the child is found to be in the care of its parents, and without it', {
    already: [establishedAs('ORPHAN')], badNews: { ...establishedAs('IN_PARENTAL_CARE'), at: theBadDay }, again: atThatTime(establishedAs('LEFT_WITHOUT_PARENTAL_CARE')), command: { settingKind: 'FOSTER_CARE' },
  }],
  ['TWO_PERSONS', 'the records are found to be of two children, and of one', {
    already: [compared('SameChildAttested')], badNews: { ...compared('DifferentChildrenAttested'), at: theBadDay }, again: atThatTime(compared('SameChildAttested')),
    command: { type: 'MergeIdentity', survivorRef: 'record-2' },
  }],
  ['SAME_STATE', 'it is said to be in another state, and is taken into care', {
    already: [careIn('2026-02-16T09:00:00Z')], badNews: reported('repatriation.ReturnOutsideProcedureReported', { kind: 'SELF_RETURN', destinationState: 'UZ', assessedBefore: 'NO', childAgreed: 'YES', handedOverAtBorder: 'NO' }),
    again: (at) => [careIn(at)], command: { facilityRef: way.placeRef },
  }],
  ['APPEAL_CLEAR', 'an appeal is lodged, and dismissed', {
    badNews: reported('repatriation.AppealLodged', { decisionRef: id('04'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false }),
    again: atThatTime({ type: 'repatriation.AppealDecided', by: { ...lawyer, orgRef: 'bar-1' }, data: { appealRef: id('b1'), decisionRef: id('04'), result: 'DISMISSED', final: true, instance: 'FIRST_INSTANCE', authority: { orgType: 'COURT' }, bidBodyParticipation: 'YES' } }),
  }],
];

/** What comes back by a decision alone, which is of the moment at which it is taken, or never does. */
const byDecision: readonly FactCode[] = [
  'MINORITY', 'OPEN_SETTING', 'GUARDIAN_CASELOAD', 'ASSESSMENT_DONE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'BID_FINAL', 'PARENTS_HEARD', 'SUPPORT_OFFERED',
  'MEASURE_OPEN', 'PLAN_APPROVED', 'MONITORING_ARRANGED', 'OPEN_RECEPTION', 'ESCORT_CIVIL', 'NOT_CUSTODIAL_TRAVEL', 'TRANSFER_IN_FORCE',
];

/** Of a state that asks for everything that any state adds. */
const { setting, ...weighing } = weighingAt(dayBefore);
const asking = { ...weighing, setting: { ...setting, profile: { ...setting.profile, adds: { placement: ['CHILD_STATUS_ESTABLISHED'] } as const } } };
const proves = (code: FactCode, facts: readonly Fact[], command: object) =>
  'basis' in weigh(registry, { name: 'one', version: 1, needs: [code] }, foldCaseFile(registry.of('child'), facts), asking, { ...way.itinerary, ...command });

describe('A proof that is older than the bad news', () => {
  it('is looked at for every guarantee that can be proven again by what is told of another day', () =>
    expect([...new Set(stories.map(([code]) => code)), ...byDecision].sort()).toEqual(factCodes.filter((code) => registry.owner(code).context.subject !== 'keys').sort()));

  it.each(stories)('does not bring %s back, and a newer one does: %s', (code, _, { already = [], badNews, again, command = {} }) => {
    const withMore = (...more: readonly Happened[]) => proves(code, recordOf({ more: [...already, ...more] }), command);
    expect([withMore(), withMore(badNews), withMore(badNews, ...again(before)), withMore(badNews, ...again(after))]).toEqual([true, false, false, true]);
  });
});
