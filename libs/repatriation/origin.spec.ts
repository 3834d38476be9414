import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { owedId } from '../case-file/duties.js';
import { noon, strictSetting, type Happened } from '../decider/decider.scenario.js';
import { BadForm, NotCompetent } from '../decider/context.js';
import {
  AttestCentralAuthority, AttestEnquiryConsent, AttestOriginAnswer, AttestSuspensionEnded, NotifyConsulate, RecordOriginReadinessWithdrawn, RequestOriginInformation,
} from './origin.commands.js';
import type { Setting } from '../decider/profile.js';
import { settingOf } from '../profiles/profiles.js';
import { departureConfirmed } from './transfer.scenario.js';
import { aigul, aigulAppointed, arrived, expectProven, expectUnproven, given, home, known, proofOf, report, represented, shown } from './story.scenario.js';

const protectors = { orgRef: 'protection', orgType: 'CHILD_PROTECTION' };
const { destinationState } = home;
const consented: Happened = { type: 'repatriation.EnquiryConsentGiven', data: { representativeRef: aigul.actorRef, destinationState } };
const enquiry = { destinationState, authority: protectors, questions: ['FAMILY'], disclosed: ['NAME'] };
const asked: Happened = { type: 'repatriation.OriginInformationRequested', data: enquiry };
const claimOpened: Happened = { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } };
const confirmation = { destinationState, authority: protectors, answer: 'CONFIRMED', validUntil: '2026-06-01T00:00:00Z' };
const confirmed: Happened = { type: 'repatriation.OriginAnswered', data: confirmation };
const refused: Happened = { type: 'repatriation.OriginAnswered', data: { destinationState, authority: protectors, answer: 'REFUSED' } };
const withdrawal = { destinationState, reason: 'CARE_NOT_AVAILABLE' };
const withdrawn: Happened = { type: 'repatriation.OriginReadinessWithdrawn', data: withdrawal };
const suspension = { suspensionRef: 'pandemic', destinationState, cause: 'PANDEMIC' };
const suspended: Happened = { type: 'repatriation.SuspensionReported', data: suspension };
const resumed: Happened = { type: 'repatriation.SuspensionEnded', data: { suspensionRef: 'pandemic', destinationState } };
const originAuthority = { role: 'ORIGIN_AUTHORITY', actorRef: 'origin-1' } as const;

describe('AttestEnquiryConsent', () => {
  it('happens when the guardian of the child agrees', () =>
    given(...represented).when(AttestEnquiryConsent, { destinationState }, { by: aigul })
      .then({ type: 'repatriation.EnquiryConsentGiven', data: { representativeRef: aigul.actorRef, destinationState } }));
  it('is ignored when the guardian has agreed before', () =>
    given(...represented, consented).when(AttestEnquiryConsent, { destinationState }, { by: aigul }).thenNothing());
  it('is not for the guardian of another child, nor for one who has not accepted', () => {
    given().when(AttestEnquiryConsent, { destinationState }, { by: aigul }).thenThrows(NotCompetent);
    given(aigulAppointed).when(AttestEnquiryConsent, { destinationState }, { by: aigul }).thenThrows(NotCompetent);
  });
});

describe('RequestOriginInformation', () => {
  it('happens once the guardian has agreed', () => given(...represented, consented).when(RequestOriginInformation, enquiry).then(asked));
  it('is ignored when the same was asked already', () => given(...represented, consented, asked).when(RequestOriginInformation, enquiry).thenNothing());
  it('happens again when it is so long ago that no answer to it would count', () =>
    given(...represented, consented, { ...asked, at: '2025-01-15T09:00:00Z' }).when(RequestOriginInformation, enquiry).then(asked));
  it('happens again when something else is asked', () =>
    given(...represented, consented, asked).when(RequestOriginInformation, { ...enquiry, questions: ['CARER'] }).then({ type: 'repatriation.OriginInformationRequested' }));
  it('is refused without the consent of the guardian, or with a consent for another state', () => {
    given(...represented).when(RequestOriginInformation, enquiry).thenRefusedFor('ENQUIRY_CONSENTED');
    given(...represented, consented).when(RequestOriginInformation, { ...enquiry, destinationState: 'UZ' }).thenRefusedFor('ENQUIRY_CONSENTED');
  });
  const takenBack: readonly Happened[] = [
    { type: 'repatriation.ConsentWithdrawn', data: { whose: 'REPRESENTATIVE', channel: 'IN_WRITING' } },
    { type: 'repatriation.CoercionInquiryClosed', data: { reportRef: 'coercion', result: 'COERCION_FOUND', inquiryBody: { orgType: 'OMBUDSPERSON', orgRef: 'ombudsperson' } } },
  ];
  it.each(takenBack)('is refused once the consent is taken back by $type, until it is given again', (word) => {
    given(...represented, consented, word).when(RequestOriginInformation, enquiry).thenRefusedFor('ENQUIRY_CONSENTED');
    given(...represented, consented, word).when(AttestEnquiryConsent, { destinationState }, { by: aigul }).then(consented);
    given(...represented, consented, word, consented).when(RequestOriginInformation, enquiry).then(asked);
  });
  it('asks nobody who does not represent the child any more, and everybody who does', () => {
    const bek = { actorRef: 'guardian-bek', role: 'GUARDIAN' } as const;
    const of = (fact: Happened, field: string): Happened => ({ ...fact, data: { ...fact.data, [field]: bek.actorRef } });
    const bekRepresents = represented.map((fact) => ({ ...of(fact, 'guardianRef'), ...(fact.by ? { by: bek } : {}) }));
    const replaced: Happened = { type: 'guardianship.GuardianReplaced', data: { formerGuardianRef: aigul.actorRef, guardianRef: bek.actorRef, reason: 'CHILD_ASKED' } };
    const bekConsented = of(consented, 'representativeRef');
    given(...represented, consented, replaced, ...bekRepresents).when(RequestOriginInformation, enquiry).thenRefusedFor('ENQUIRY_CONSENTED');
    given(...represented, consented, replaced, ...bekRepresents, bekConsented).when(RequestOriginInformation, enquiry).then(asked);
    given(...represented, consented, ...bekRepresents).when(RequestOriginInformation, enquiry).thenRefusedFor('ENQUIRY_CONSENTED');
  });
  it('is refused while the child asks to be protected', () =>
    given(...represented, consented, claimOpened).when(RequestOriginInformation, enquiry).thenRefusedFor('NO_PROTECTION_CLAIM'));
});

describe('NotifyConsulate', () => {
  const notice = { destinationState, questions: ['CIVIL_DOCUMENTS'], disclosed: ['NAME'], sex: 'UNKNOWN', safetyAssessmentRef: 'assessment-1' };
  const notified: Happened = { type: 'repatriation.ConsulateNotified', data: notice };
  it('happens by the guarantees of an enquiry', () => given(...represented, consented).when(NotifyConsulate, notice).then(notified));
  it('is ignored when the consulate was told the same', () => given(...represented, consented, notified).when(NotifyConsulate, notice).thenNothing());
  it('is refused without the consent of the guardian and while the child asks to be protected', () =>
    given(...represented, claimOpened).when(NotifyConsulate, notice).thenRefusedFor('ENQUIRY_CONSENTED', 'NO_PROTECTION_CLAIM'));
});

describe('AttestOriginAnswer', () => {
  it('happens by the authority itself, and by a case worker who shows its document', () => {
    given().when(AttestOriginAnswer, confirmation, { by: originAuthority }).then(confirmed);
    given().when(AttestOriginAnswer, { ...confirmation, ...shown }).then(confirmed);
  });
  it('is ignored when the same answer stands', () => given(confirmed).when(AttestOriginAnswer, confirmation, { by: originAuthority }).thenNothing());
  it('happens again after the readiness was withdrawn', () => given(confirmed, withdrawn).when(AttestOriginAnswer, confirmation, { by: originAuthority }).then(confirmed));
  it('needs the document where a case worker says what the authority answered; silence leaves none', () => {
    given().when(AttestOriginAnswer, confirmation).thenThrows(BadForm);
    given().when(AttestOriginAnswer, { destinationState, authority: protectors, answer: 'SILENT' }).then({ type: 'repatriation.OriginAnswered', data: { answer: 'SILENT' } });
  });
  it('says until when a confirmation holds, and only of a confirmation', () => {
    given().when(AttestOriginAnswer, { ...confirmation, validUntil: undefined }, { by: originAuthority }).thenThrows(BadForm);
    given().when(AttestOriginAnswer, { ...confirmation, answer: 'REFUSED' }, { by: originAuthority }).thenThrows(BadForm);
  });
});

describe('RecordOriginReadinessWithdrawn', () => {
  it('happens, and again, whatever was answered before', () => {
    given().when(RecordOriginReadinessWithdrawn, { ...report, ...withdrawal }).then(withdrawn);
    given(confirmed, withdrawn).when(RecordOriginReadinessWithdrawn, { ...report, ...withdrawal }).then(withdrawn);
  });
});

describe('AttestCentralAuthority', () => {
  const agreement = { destinationState, authority: protectors, answer: 'AGREED' };
  const agreed: Happened = { type: 'repatriation.CentralAuthorityAnswered', data: agreement };
  it('happens by a document', () => given().when(AttestCentralAuthority, { ...agreement, ...shown }).then(agreed));
  it('is ignored when the same answer stands', () => given(agreed).when(AttestCentralAuthority, { ...agreement, ...shown }).thenNothing());
  it('needs the document', () => given().when(AttestCentralAuthority, agreement).thenThrows(BadForm));
});

describe('AttestSuspensionEnded', () => {
  const end = { suspensionRef: 'pandemic', destinationState };
  it('happens by a document', () => given(suspended).when(AttestSuspensionEnded, { ...end, ...shown }).then(resumed));
  it('happens also where the report of the suspension was retracted: a retraction alone ends nothing', () => given().when(AttestSuspensionEnded, { ...end, ...shown }).then(resumed));
  it('needs the document', () => given(suspended).when(AttestSuspensionEnded, end).thenThrows(BadForm));
});

describe('ENQUIRY_CONSENTED', () => {
  const conflict = (declaredBy: string, conflictFrom: string): Happened => ({ type: 'guardianship.ConflictDeclared', data: { guardianRef: aigul.actorRef, declaredBy, conflictFrom } });
  it('is proven by the consent of a guardian of the child', () => expectProven('ENQUIRY_CONSENTED', ...represented, consented));
  it('is not proven by somebody who is no guardian of the child', () => expectUnproven('ENQUIRY_CONSENTED', consented));
  it('is not proven by a guardian who had a conflict of interest by then, and is by one who got into it later', () => {
    expectUnproven('ENQUIRY_CONSENTED', ...represented, consented, conflict('GUARDIAN', '2026-03-01T00:00:00Z'));
    expectProven('ENQUIRY_CONSENTED', ...represented, consented, conflict('GUARDIAN', '2026-03-20T00:00:00Z'));
    const dispute = (at: string): Happened => ({ type: 'best-interests.ParentalDisputeReported', data: { parents: [aigul.actorRef, 'father'], over: ['CUSTODY'] }, at });
    expectUnproven('ENQUIRY_CONSENTED', ...represented, dispute('2026-03-01T00:00:00Z'), consented);
    expectProven('ENQUIRY_CONSENTED', ...represented, consented, dispute('2026-03-20T00:00:00Z'));
  });
});

describe('ORIGIN_STATE_READY', () => {
  it('is proven by a confirmation, where nothing is suspended on the way', () =>
    expect(proofOf('ORIGIN_STATE_READY', [known('confirmation', confirmed)])).toEqual({ evidence: ['confirmation'], foreign: [{ stream: 'corridor-KG-KZ', revision: -1 }] }));
  it('is not proven for another state', () => expect(proofOf('ORIGIN_STATE_READY', [confirmed], { journey: { ...home, destinationState: 'UZ' } })).toBeUndefined());
  it('is proven to the very end of the confirmation, and not beyond', () => {
    expect(proofOf('ORIGIN_STATE_READY', [confirmed], { at: '2026-06-01T00:00:00Z' })).toBeDefined();
    expect(proofOf('ORIGIN_STATE_READY', [confirmed], { at: '2026-06-01T00:00:00.001Z' })).toBeUndefined();
  });
  it('is not proven by an answer that is too old, however long it says that it holds, until it is given anew in the same terms', () => {
    const ofOld: Happened = { type: 'repatriation.OriginAnswered', data: { ...confirmation, validUntil: '2036-06-01T00:00:00Z' } };
    expect(proofOf('ORIGIN_STATE_READY', [ofOld], { at: '2026-09-03T00:00:00.000Z' })).toBeDefined();
    expect(proofOf('ORIGIN_STATE_READY', [ofOld], { at: '2026-09-03T00:00:00.001Z' })).toBeUndefined();
    const again = (at: string) => given(ofOld).when(AttestOriginAnswer, { ...ofOld.data, ...shown }, { at });
    again('2026-09-03T00:00:00.000Z').thenNothing();
    again('2026-09-03T00:00:00.001Z').then(ofOld);
  });
  it('is used up by the arrival there, and given anew for another journey', () => {
    expectUnproven('ORIGIN_STATE_READY', confirmed, departureConfirmed, arrived('KZ'));
    expectProven('ORIGIN_STATE_READY', confirmed, departureConfirmed, arrived('KZ'), confirmed);
    expectProven('ORIGIN_STATE_READY', confirmed, departureConfirmed, arrived('UZ'));
    expectProven('ORIGIN_STATE_READY', confirmed, arrived('KZ'));
  });
  it('is not proven once the state refuses, or is reported to be no longer ready', () => {
    expectUnproven('ORIGIN_STATE_READY', confirmed, refused);
    expectUnproven('ORIGIN_STATE_READY', confirmed, withdrawn);
  });
  it('is not proven while transfers to the state are suspended in the child\'s own record, as older reports have it, and is again once their end is attested there', () => {
    expectUnproven('ORIGIN_STATE_READY', confirmed, suspended);
    expect(proofOf('ORIGIN_STATE_READY', [known('confirmation', confirmed), suspended, known('resumption', resumed)])).toMatchObject({ evidence: ['confirmation', 'resumption'] });
    expectUnproven('ORIGIN_STATE_READY', confirmed, suspended, resumed, suspended);
  });
  it('is proven while transfers to another state are suspended', () => expectProven('ORIGIN_STATE_READY', confirmed, { ...suspended, data: { ...suspension, destinationState: 'UZ' } }));
});

describe('CENTRAL_AUTHORITY_OK', () => {
  const asking = { ...strictSetting, agreementsWith: (state: string) => (state === destinationState ? [{ code: 'agreement', version: 1, subject: 'RETURN_OF_CHILDREN' as const, centralAuthorityAsked: true }] : []) };
  const answered = (answer: string): Happened => ({ type: 'repatriation.CentralAuthorityAnswered', data: { destinationState, authority: protectors, answer }, id: 'agreement' });
  it('is given where no agreement asks', () => expect(proofOf('CENTRAL_AUTHORITY_OK', [])).toEqual({ evidence: [] }));
  it('is not proven where an agreement asks and the central authority has not agreed', () => {
    expect(proofOf('CENTRAL_AUTHORITY_OK', [], { setting: asking })).toBeUndefined();
    expect(proofOf('CENTRAL_AUTHORITY_OK', [answered('REFUSED')], { setting: asking })).toBeUndefined();
  });
  it('is proven once it has agreed', () => expect(proofOf('CENTRAL_AUTHORITY_OK', [answered('AGREED')], { setting: asking })).toEqual({ evidence: ['agreement'] }));
  it('is not proven by what it said too long ago, or before the child arrived there', () => {
    expect(proofOf('CENTRAL_AUTHORITY_OK', [answered('AGREED')], { setting: asking, at: '2026-09-03T00:00:00.001Z' })).toBeUndefined();
    expect(proofOf('CENTRAL_AUTHORITY_OK', [answered('AGREED'), departureConfirmed, arrived('KZ')], { setting: asking })).toBeUndefined();
  });
  const fromMoldova = (setting: Setting, fromState = 'KZ') => proofOf('CENTRAL_AUTHORITY_OK', [], { setting, journey: { ...home, legs: [{ fromState }] } });
  it('is asked by the state that the child leaves, wherever its record began', () => {
    expect(fromMoldova(settingOf('KZ', new Date(noon)))).toEqual({ evidence: [] });
    expect(fromMoldova(settingOf('KZ', new Date(noon)), 'MD')).toBeUndefined();
    expect(fromMoldova(settingOf('KZ', new Date(noon), ['MD']))).toBeUndefined();
    expect(fromMoldova(settingOf('MD', new Date(noon)))).toBeUndefined();
  });
  it('is given for a return inside one state (ruling 33)', () => expect(fromMoldova(settingOf(destinationState, new Date(noon)), destinationState)).toEqual({ evidence: [] }));
});

const answeredBy = (state: string, answer: string) => ({ type: 'repatriation.OriginAnswered', data: { destinationState: state, answer } });

const determined = (outcome: string, state?: string) => ({ type: 'best-interests.BestInterestsDetermined', data: { outcome, destinationState: state } });

describeDuty('ORIGIN_ANSWER', {
  starts: { 'a state is asked about the child': asked },
  metBy: { 'it is ready': answeredBy(destinationState, 'CONFIRMED'), 'it refuses': answeredBy(destinationState, 'REFUSED') },
  metNotBy: { 'it is attested to be silent': answeredBy(destinationState, 'SILENT'), 'another state answers': answeredBy('UZ', 'CONFIRMED'), 'a return there is determined': determined('REPATRIATION', destinationState) },
  endedBy: { 'it is determined that the child lives where it is': determined('INTEGRATION'), 'a third country is': determined('THIRD_COUNTRY', 'UZ') },
  pausable: true,
});

describeDuty('ALTERNATIVE_SOLUTION', {
  starts: {
    'the state refuses': answeredBy(destinationState, 'REFUSED'), 'it is silent': answeredBy(destinationState, 'SILENT'),
    'it is no longer ready': { type: 'repatriation.OriginReadinessWithdrawn', data: { destinationState } },
  },
  startedNotBy: { 'it is ready': answeredBy(destinationState, 'CONFIRMED') },
  metBy: {
    'it is ready after all': answeredBy(destinationState, 'CONFIRMED'), 'what was determined is open again': { type: 'best-interests.DeterminationReopened' },
    'a way to a secure legal position is opened': { type: 'identification.StatusPathOpened' }, 'it is determined that the child lives where it is': determined('INTEGRATION'),
  },
  metNotBy: { 'another state is ready': answeredBy('UZ', 'CONFIRMED'), 'a return there is determined all the same': determined('REPATRIATION', destinationState) },
});

describeDuty('ALTERNATIVE_SOLUTION', {
  starts: { 'a state is asked, which may be silent': asked },
  metBy: { 'it is ready': answeredBy(destinationState, 'CONFIRMED'), 'it is determined that the child lives where it is': determined('INTEGRATION'), 'what was determined is open again': { type: 'best-interests.DeterminationReopened' } },
  metNotBy: { 'another state refuses': answeredBy('UZ', 'REFUSED'), 'it is asked again': asked },
  // Each makes it owed anew.
  endedBy: { 'it refuses': answeredBy(destinationState, 'REFUSED'), 'its silence is certified': answeredBy(destinationState, 'SILENT') },
});

describe('Another solution than the state that is asked and says nothing', () => {
  const [day, pause] = [86_400_000, { type: 'duties.DutyPaused', data: { duty: owedId('ORIGIN_ANSWER', startId), ground: 'ANOTHER_STATE_PENDING', until: '2026-01-20T03:00:00.000Z' } }];
  const [answer, other] = [owedAfter('ORIGIN_ANSWER', [], [asked])!, owedAfter('ALTERNATIVE_SOLUTION', [], [asked])!];

  it('is owed from the end of the time for an answer, and nobody has to certify the silence', () => {
    expect(other.from).toBe(new Date(Date.parse(answer.due) - 1).toISOString());
    expect(Date.parse(other.due) - Date.parse(answer.due)).toBe(30 * day);
  });
  it('waits as long as that time is paused', () => {
    expect(owedAfter('ORIGIN_ANSWER', [], [asked], [pause])!.due).toBe(new Date(Date.parse(answer.due) + 10 * day).toISOString());
    expect(owedAfter('ALTERNATIVE_SOLUTION', [], [asked], [pause])).toMatchObject({ due: new Date(Date.parse(other.due) + 10 * day).toISOString() });
  });
});

const centralAuthority = (state: string, answer: string) => ({ type: 'repatriation.CentralAuthorityAnswered', data: { destinationState: state, answer } });

describeDuty('ALTERNATIVE_SOLUTION', {
  starts: { 'the central authority refuses': centralAuthority(destinationState, 'REFUSED') },
  startedNotBy: { 'it agrees': centralAuthority(destinationState, 'AGREED') },
  metBy: {
    'it agrees after all': centralAuthority(destinationState, 'AGREED'),
    'what was determined is open again': { type: 'best-interests.DeterminationReopened' },
  },
  metNotBy: {
    'the state is ready, which it was not asked': answeredBy(destinationState, 'CONFIRMED'),
    'that of another state agrees': centralAuthority('UZ', 'AGREED'),
  },
});
