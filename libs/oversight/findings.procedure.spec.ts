import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import * as rules from './findings.procedure.js';
import { ended, found, foundIn, happened, police, stay, times, transitCentre } from './findings.scenario.js';

describe('ACTED_WITHOUT_REPRESENTATIVE', () => {
  const { actedWithoutRepresentative: rule } = rules;
  it('is found of whatever an authority decided while nobody could speak for the child', () =>
    expect(foundIn(rule, [happened('guardianship.DecisionTakenWithoutRepresentative', { decision: 'RETURN', authorityType: 'BORDER', authorityRef: 'post-7' })]))
      .toMatchObject([{ severity: 'GRAVE', concerns: [{ authority: { orgRef: 'post-7', orgType: 'BORDER' }, state: 'KG' }], details: { decision: 'RETURN' } }]));
  it('is not found of a contact in which nothing was decided', () =>
    expect(foundIn(rule, [happened('guardianship.AgencyContactReported', { kind: 'QUESTIONING', agencyType: 'BORDER', representativePresent: 'NO' })])).toEqual([]));
});

describe('CONTACT_WITHOUT_REPRESENTATIVE', () => {
  const { contactWithoutRepresentative: rule } = rules;
  const contact = (representativePresent: string) => happened('guardianship.AgencyContactReported', { kind: 'QUESTIONING', agencyType: 'POLICE', agencyRef: 'police-3', representativePresent });
  it('is found where the child was alone with a state body', () => expect(foundIn(rule, [contact('NO')])).toMatchObject([{ concerns: [{ authority: { orgRef: 'police-3' } }] }]));
  it.each(['YES', 'UNKNOWN'])('is not found where the answer is %s', (present) => expect(foundIn(rule, [contact(present)])).toEqual([]));
});

describe('GUARDIAN_GAP', () => {
  const { guardianGap: rule } = rules;
  const appointed = (guardianRef: string, from: string, until?: string) => [
    happened('guardianship.GuardianAppointed', { guardianRef, organisationRef: 'g', model: 'PROFESSIONAL', scope: ['LEGAL'], from, until }, from, { id: `appointed-${guardianRef}` }),
    happened('guardianship.MandateAccepted', { guardianRef }, from, { id: `accepted-${guardianRef}`, by: { actorRef: guardianRef } }),
  ];
  const suspended = (guardianRef: string, at: string) => happened('guardianship.GuardianSuspended', { guardianRef, ground: 'INACTIVE' }, at, { id: 'suspended' });
  const first = appointed('first', '2026-03-06T06:00:00Z');

  it('is found between the end of one mandate and the beginning of the next', () => {
    const gap = foundIn(rule, [...first, suspended('first', '2026-03-08T06:00:00Z'), ...appointed('second', '2026-03-08T18:00:00Z')]);
    expect(gap.map(times)).toEqual([['2026-03-08T06:00Z', '2026-03-08T18:00Z']]);
    expect(gap).toMatchObject([{ events: ['suspended', 'accepted-second'] }]);
  });
  it('lasts while nobody follows', () => expect(foundIn(rule, [...first, suspended('first', '2026-03-08T06:00:00Z')]).map(times)).toEqual([['2026-03-08T06:00Z']]));
  it('begins by the clock where a mandate lapses', () =>
    expect(foundIn(rule, appointed('first', '2026-03-06T06:00:00Z', '2026-03-20T06:00:00Z')).map(times)).toEqual([['2026-03-20T06:00Z']]));
  it('begins where an appeal body sets the appointment aside', () => {
    const annulled = happened('guardianship.MandateAnnulled', { guardianRef: 'first', appointment: 'appointed-first' }, '2026-03-10T06:00:00Z', { id: 'annulled' });
    expect(foundIn(rule, [...first, annulled])).toMatchObject([{ events: ['annulled'], since: { earliest: Date.parse('2026-03-10T06:00:00Z') } }]);
  });
  it('is judged by when it was so, and not by when it was told', () =>
    expect(foundIn(rule, [...appointed('second', '2026-03-08T06:00:00Z'), ...first, suspended('first', '2026-03-08T06:00:00Z')])).toEqual([]));
  it('is not found before the first mandate, nor while another one covers the time', () => {
    expect(foundIn(rule, [found(), ...first])).toEqual([]);
    expect(foundIn(rule, [...first, ...appointed('second', '2026-03-07T06:00:00Z'), suspended('first', '2026-03-08T06:00:00Z')])).toEqual([]);
  });
  it('counts in its second version no guardian whose check for conflicts was withdrawn, or found one', () => {
    const { gapOfIndependentGuardians: newer } = rules;
    const checked = (guardianRef: string, from: string, answer = 'NO') =>
      happened('guardianship.ConflictCheckCompleted', { guardianRef, employerType: 'NGO', answers: [{ question: 'OPPOSING_PARTY', answer }] }, from, { id: `checked-${guardianRef}` });
    const ends = suspended('first', '2026-03-08T06:00:00Z');
    const start = [checked('first', '2026-03-06T06:00:00Z'), ...first];
    const then = (answer?: string) => [checked('second', '2026-03-07T06:00:00Z', answer), ...appointed('second', '2026-03-07T06:00:00Z')];
    const withdrawn = happened('record.Retracted', { target: 'checked-second' }, '2026-03-20T06:00:00Z');
    expect(foundIn(newer, [...start, ...then(), ends])).toEqual([]);
    for (const story of [[...start, ...then('YES'), ends], [...start, ...then(), ends, withdrawn]]) {
      expect(foundIn(newer, story).map(times)).toEqual([['2026-03-08T06:00Z']]);
      expect(foundIn(rule, story)).toEqual([]);
    }
  });
  it('begins in its third version with a dispute to which the guardian is a party, and with what the child says is not so', () => {
    const { gapOfIndependentGuardians: older, gapOfUndisputedGuardians: newer } = rules;
    const start = [happened('guardianship.ConflictCheckCompleted', { guardianRef: 'first', employerType: 'NGO', answers: [] }, '2026-03-06T06:00:00Z', { id: 'checked-first' }), ...first];
    const dispute = (...parents: string[]) => happened('best-interests.ParentalDisputeReported', { parents, over: ['CUSTODY'], proceeding: 'NONE' }, '2026-03-08T06:00:00Z', { id: 'dispute' });
    const denied = (target: string, by: string) => happened('record.Disputed', { target, by }, '2026-03-08T06:00:00Z', { id: 'denied' });
    for (const word of [dispute('first', 'father'), denied('checked-first', 'CHILD'), denied('accepted-first', 'CHILD')]) {
      expect(foundIn(newer, [...start, word])).toMatchObject([{ events: [word.id], since: { earliest: Date.parse('2026-03-08T06:00:00Z') } }]);
      expect(foundIn(older, [...start, word])).toEqual([]);
    }
    for (const word of [dispute('mother', 'father'), denied('checked-first', 'OTHER'), denied('another', 'CHILD')]) expect(foundIn(newer, [...start, word])).toEqual([]);
  });
  it('begins in its fourth version also with what somebody who spoke for the child says is not so, and ends where the authority finds no dispute', () => {
    const { gapOfUndisputedGuardians: older, gapOfUndeniedGuardians: newer } = rules;
    const start = [happened('guardianship.ConflictCheckCompleted', { guardianRef: 'first', employerType: 'NGO', answers: [] }, '2026-03-06T06:00:00Z', { id: 'checked-first' }), ...first];
    const denied = (actorRef: string) => happened('record.Disputed', { target: 'checked-first', by: 'OTHER' }, '2026-03-08T06:00:00Z', { id: 'denied', by: { actorRef } });
    expect(foundIn(newer, [...start, denied('first')])).toMatchObject([{ events: ['denied'], since: { earliest: Date.parse('2026-03-08T06:00:00Z') } }]);
    expect([...foundIn(older, [...start, denied('first')]), ...foundIn(newer, [...start, denied('stranger')])]).toEqual([]);
    const dispute = happened('best-interests.ParentalDisputeReported', { parents: ['first', 'father'], over: ['CUSTODY'], proceeding: 'NONE' }, '2026-03-08T06:00:00Z', { id: 'dispute' });
    const none = happened('best-interests.ParentalDisputeEnded', { parents: ['first', 'father'], because: 'UNFOUNDED' }, '2026-03-10T06:00:00Z', { id: 'none', by: { role: 'APPOINTING_AUTHORITY' } });
    expect([older, newer].map((each) => foundIn(each, [...start, dispute, none]).map(times))).toEqual([[['2026-03-08T06:00Z']], [['2026-03-08T06:00Z', '2026-03-10T06:00Z']]]);
  });
  it('is not found in its fifth version where somebody follows who has accepted a mandate that begins later: until then the former guardian goes on', () => {
    const { gapOfUndeniedGuardians: older, gapBetweenGuardians: newer } = rules;
    const checked = (guardianRef: string, at: string) => happened('guardianship.ConflictCheckCompleted', { guardianRef, employerType: 'NGO', answers: [] }, at, { id: `checked-${guardianRef}` });
    const handedOver = (from: string) => [
      checked('first', '2026-03-06T06:00:00Z'), ...first, happened('guardianship.GuardianReplaced', { formerGuardianRef: 'first', guardianRef: 'second', reason: 'MOVED' }, '2026-03-08T06:00:00Z', { id: 'replaced' }),
      checked('second', '2026-03-08T06:00:00Z'), happened('guardianship.GuardianAppointed', { guardianRef: 'second', organisationRef: 'g', model: 'PROFESSIONAL', scope: ['LEGAL'], from }, '2026-03-08T06:00:00Z', { id: 'appointed-second' }),
      happened('guardianship.MandateAccepted', { guardianRef: 'second' }, '2026-03-09T06:00:00Z', { id: 'accepted-second', by: { actorRef: 'second' } }),
    ];
    const found = (from: string) => [older, newer].map((each) => foundIn(each, handedOver(from)).map(times));
    expect(found('2026-03-20T06:00:00Z')).toEqual([[['2026-03-09T06:00Z', '2026-03-20T06:00Z']], []]);
    expect(found('2026-03-08T06:00:00Z')).toEqual([[], []]);
  });
  it('is not found of somebody who is no child any more', () =>
    expect(foundIn(rule, [found({ majorityOn: '2026-03-08' }), ...first, suspended('first', '2026-03-08T06:00:00Z')])).toEqual([]));
});

describe('ACTED_IN_CONFLICT', () => {
  const { actedInConflict: rule } = rules;
  const aigul = { actorRef: 'aigul', role: 'GUARDIAN', orgRef: 'guardians-1', orgType: 'GUARDIANSHIP' } as const;
  const appointed = (at: string, id: string) => happened('guardianship.GuardianAppointed', { guardianRef: 'aigul', organisationRef: 'g', model: 'PROFESSIONAL', scope: ['LEGAL'], from: at }, at, { id });
  const conflict = (declaredBy: string, conflictFrom: string) =>
    happened('guardianship.ConflictDeclared', { guardianRef: 'aigul', declaredBy, ground: 'FINANCIAL', conflictFrom }, '2026-03-10T06:00:00Z', { id: 'conflict', by: aigul, command: { name: 'DeclareConflict', kind: 'PROTECT' } });
  const suspended = happened('guardianship.GuardianSuspended', { guardianRef: 'aigul', ground: 'CONFLICT_FOUND', conflictFrom: '2026-03-05T06:00:00Z' }, '2026-03-12T06:00:00Z', { id: 'suspended' });
  const did = (id: string, at: string, kind: 'ATTEST' | 'RECORD' = 'ATTEST', by: object = aigul, data: object = {}, key = id) =>
    happened('repatriation.EnquiryConsentAttested', data, at, { id, by, command: { name: 'AttestEnquiryConsent', kind, key } });
  const mandate = appointed('2026-03-01T06:00:00Z', 'appointed');

  it('is found of each act of a guardian since the conflict has existed, as it is declared or found later', () => {
    const acts = [did('before', '2026-03-04T06:00:00Z'), did('first', '2026-03-06T06:00:00Z'), did('second', '2026-03-11T06:00:00Z')];
    for (const since of [conflict('GUARDIAN', '2026-03-05T06:00:00Z'), suspended]) {
      expect(foundIn(rule, [mandate, ...acts, since])).toMatchObject([
        { events: ['first', since.id], details: { act: 'AttestEnquiryConsent', guardianRef: 'aigul' }, concerns: [{ authority: { orgRef: 'guardians-1' } }] }, { events: ['second', since.id] },
      ]);
    }
  });
  it('is found of what somebody else attests of that person, and once for all events of an act', () => {
    const attested = did('attested', '2026-03-06T06:00:00Z', 'ATTEST', { actorRef: 'lawyer' }, { representativeRef: 'aigul' }, 'one');
    expect(foundIn(rule, [mandate, attested, did('follows', '2026-03-06T06:00:00Z', 'ATTEST', { actorRef: 'lawyer' }, {}, 'one'), suspended])).toMatchObject([{ events: ['attested', 'follows', 'suspended'] }]);
  });
  it('is not found of what they only report, of others, nor of a conflict that somebody else reports', () => {
    expect(foundIn(rule, [mandate, did('report', '2026-03-06T06:00:00Z', 'RECORD'), did('other', '2026-03-06T06:00:00Z', 'ATTEST', { actorRef: 'bermet' }), suspended])).toEqual([]);
    expect(foundIn(rule, [mandate, did('act', '2026-03-06T06:00:00Z'), conflict('OTHER', '2026-03-05T06:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [mandate, conflict('GUARDIAN', '2026-03-05T06:00:00Z'), { ...conflict('GUARDIAN', '2026-03-05T06:00:00Z'), id: 'again' }])).toEqual([]);
  });
  it('is not found where an appeal body sets the suspension aside, nor after a new appointment', () => {
    const lifted = happened('guardianship.SuspensionLifted', { guardianRef: 'aigul', suspension: 'suspended' }, '2026-03-20T06:00:00Z');
    expect(foundIn(rule, [mandate, did('act', '2026-03-06T06:00:00Z'), suspended, lifted])).toEqual([]);
    expect(foundIn(rule, [mandate, suspended, appointed('2026-03-20T06:00:00Z', 'anew'), did('act', '2026-03-21T06:00:00Z')])).toEqual([]);
  });
  it('begins with the mandate where the conflict is older', () =>
    expect(foundIn(rule, [did('act', '2026-02-20T06:00:00Z'), mandate, { ...suspended, data: { ...suspended.data, conflictFrom: '2026-01-01T00:00:00Z' } }])).toEqual([]));
});

describe('PAID_OR_UNINTELLIGIBLE_ASSISTANCE', () => {
  const { paidOrUnintelligibleAssistance: rule } = rules;
  const failed = (failure: string) => happened('guardianship.LegalAidFailureReported', { lawyerRef: 'lawyer', failure });
  it.each(['CHARGED_FEES', 'NOT_UNDERSTOOD'])('is found where a lawyer is reported to have %s', (failure) => expect(foundIn(rule, [failed(failure)])).toMatchObject([{ details: { failure } }]));
  it('is not found of a lawyer who did not come', () => expect(foundIn(rule, [failed('ABSENT')])).toEqual([]));
});

describe('INADMISSIBLE_GROUND', () => {
  const { inadmissibleGround: rule } = rules;
  const refused = (reason: string) => happened('best-interests.PlacementRefused', { facilityRef: transitCentre, reason });
  it('is found where a place turns a child away for its disability or its papers', () =>
    expect([...foundIn(rule, [refused('DISABILITY')]), ...foundIn(rule, [refused('NO_PAPERS')])]).toMatchObject([{ concerns: [{ facilityRef: transitCentre }] }, {}]));
  it('is found where a child is held for begging', () => expect(foundIn(rule, [stay({ groundCode: 'VAGRANCY_OR_BEGGING' })])).toHaveLength(1));
  it('is not found where the place is full, or the ground an offence', () => expect([...foundIn(rule, [refused('FULL')]), ...foundIn(rule, [stay({ groundCode: 'OFFENCE_SUSPECTED' })])]).toEqual([]));
});

describe('VIEW_OVERRIDDEN', () => {
  const { viewOverridden: rule } = rules;
  const determined = (childsView: string, more: object = {}) => happened('best-interests.BestInterestsDetermined', { outcome: 'REPATRIATION', childsView, ...more }, undefined, { id: 'determination' });
  it('is found with whether reasons were given', () => {
    expect(foundIn(rule, [determined('OVERRIDDEN')])).toMatchObject([{ severity: 'NOTABLE', details: { reasons: 'NOT_GIVEN' } }]);
    expect(foundIn(rule, [determined('OVERRIDDEN', { viewOverriddenBecause: 'sealed' })])).toMatchObject([{ details: { reasons: 'GIVEN' } }]);
  });
  it('is found where the child was told so, and is one finding', () =>
    expect(foundIn(rule, [determined('FOLLOWED_IN_PART'), happened('best-interests.ViewsWeighed', { determination: 'determination', result: 'OVERRIDDEN' }, undefined, { id: 'told' })])).toMatchObject([{ events: ['determination', 'told'] }]));
  it.each(['FOLLOWED', 'FOLLOWED_IN_PART', 'NOT_EXPRESSED'])('is not found where the view was %s', (view) => expect(foundIn(rule, [determined(view)])).toEqual([]));
});

describe('DECISION_ATTEMPT_REFUSED', () => {
  const { decisionAttemptRefused: rule } = rules;
  const refused = [{ command: 'DecidePlacement', missing: ['REPRESENTATIVE_ACTIVE'] as const, about: { facilityRef: transitCentre } }];
  it('is found of each attempt, with what was missing and whose it was', () => expect(foundIn(rule, [found()], { refused })).toMatchObject([{
    events: ['refusal-0'], concerns: [{ facilityRef: transitCentre, authority: { orgRef: 'child-protection-1' } }], details: { command: 'DecidePlacement', missing: ['REPRESENTATIVE_ACTIVE'] },
  }]));
  it('is not found before the attempt, nor where nothing was refused', () => {
    expect(foundIn(rule, [found()], { refused, asOf: '2026-03-02T11:00:00Z' })).toEqual([]);
    expect(foundIn(rule, [found()])).toEqual([]);
  });
});

describe('FIREWALL_BREACH', () => {
  const { firewallBreach: rule } = rules;
  const told = (data: object = {}) => happened('guardianship.DisclosureReported', {
    disclosedBy: { orgRef: 'school-5', orgType: 'EDUCATION' }, receiver: police, matters: ['WHEREABOUTS'], purpose: 'NONE_GIVEN', learntThrough: 'SCHOOL', childAgreed: 'NO', ...data,
  });
  it('is found where those who enforce the law were told, with who told them', () =>
    expect(foundIn(rule, [told()])).toMatchObject([{ concerns: [{ authority: { orgRef: 'school-5' } }, { authority: police }], details: { learntThrough: 'SCHOOL' } }]));
  it('is found of whatever serves the control of migration, also where the child agreed', () => expect(foundIn(rule, [told({ receiver: { orgType: 'CONSULATE' }, purpose: 'MIGRATION_CONTROL', childAgreed: 'YES' })])).toHaveLength(1));
  it('is not found where child protection was told, where it protects the child, nor where nobody told anything', () => expect([
    ...foundIn(rule, [told({ receiver: { orgType: 'CHILD_PROTECTION' } })]), ...foundIn(rule, [told({ purpose: 'PROTECTION' })]), ...foundIn(rule, [told({ childAgreed: 'YES' })]),
    ...foundIn(rule, [happened('guardianship.DisclosureDemanded', { demandedBy: police, addressee: { orgType: 'EDUCATION' }, matters: ['WHEREABOUTS'], purpose: 'MIGRATION_CONTROL', answer: 'REFUSED' })]),
  ]).toEqual([]));
});

describe('VICTIM_PUNISHED', () => {
  const { victimPunished: rule } = rules;
  const proceeding = (data: object) => happened('guardianship.VictimProceedingReported', {
    role: 'VICTIM', harm: 'TRAFFICKING', authorityType: 'PROSECUTION', protectionMeasure: 'NONE', claim: 'NONE', outcome: 'PENDING', ...data,
  }, undefined, { id: 'proceeding' });
  it('is found where a victim is accused, charged or punished', () =>
    expect([...foundIn(rule, [proceeding({ role: 'ACCUSED', harm: 'BACHA_BAZI' })]), ...foundIn(rule, [proceeding({ outcome: 'PUNISHED' })])])
      .toMatchObject([{ concerns: [{ authority: { orgType: 'PROSECUTION' } }], details: { harm: 'BACHA_BAZI' } }, {}]));
  it('is found where a child is held as a victim, or for an offence although it is known to be one', () => {
    expect(foundIn(rule, [stay({ groundCode: 'TRAFFICKING' })])).toHaveLength(1);
    expect(foundIn(rule, [proceeding({}), stay({ groundCode: 'OFFENCE_SUSPECTED' }, '2026-03-05T06:00:00Z')])).toMatchObject([{ events: ['start', 'proceeding'] }]);
  });
  it('is not found of a victim who is protected, nor of a child held for an offence of whom nothing of the kind is known', () =>
    expect([...foundIn(rule, [proceeding({ outcome: 'COMPENSATED' })]), ...foundIn(rule, [proceeding({ role: 'ACCUSED', harm: 'NONE_KNOWN' })]), ...foundIn(rule, [stay({ groundCode: 'OFFENCE_SUSPECTED' })])]).toEqual([]));
});

describe('AGED_OUT_WHILE_PENDING', () => {
  const { agedOutWhilePending: rule } = rules;
  const turns18 = found({ majorityOn: '2026-03-15' });
  const opened = happened('best-interests.AssessmentOpened', { trigger: 'DURABLE_SOLUTION' }, '2026-03-01T06:00:00Z', { id: 'opened' });
  const determined = (at: string): Happened => happened('best-interests.BestInterestsDetermined', { outcome: 'INTEGRATION', childsView: 'FOLLOWED' }, at);

  it('is found of a procedure that childhood ended in, with the days that it had waited', () => {
    const findings = foundIn(rule, [turns18, opened]);
    expect(findings).toMatchObject([{ events: ['opened'], details: { procedure: 'DETERMINATION', daysPending: 13 } }]);
    expect(findings.map(times)).toEqual([['2026-03-14T18:00Z', '2026-03-14T18:00Z']]);
  });
  it('is found where it ended only afterwards, and of an appeal, a claim and custody', () => {
    expect(foundIn(rule, [turns18, opened, determined('2026-03-16T06:00:00Z')])).toHaveLength(1);
    const claim = happened('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' });
    const appeal = happened('repatriation.AppealLodged', { instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false });
    expect(foundIn(rule, [turns18, claim, appeal, stay()]).map(({ details }) => details.procedure).sort()).toEqual(['APPEAL', 'DEPRIVATION_OF_LIBERTY', 'PROTECTION_CLAIM']);
  });
  it('is found of a claim whose end was still open to appeal, and not of one whose end was final', () => {
    const claim = happened('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' }, '2026-03-01T06:00:00Z', { id: 'claim' });
    const closed = (more: object): Happened => happened('repatriation.ProtectionClaimClosed', { claimRef: 'claim', kind: 'ASYLUM', result: 'REJECTED', protectsAgainst: [], authority: {}, ...more }, '2026-03-10T06:00:00Z');
    expect(foundIn(rule, [turns18, claim, closed({ final: false })])).toMatchObject([{ details: { procedure: 'PROTECTION_CLAIM' } }]);
    for (const end of [closed({ final: true }), closed({})]) expect(foundIn(rule, [turns18, claim, end])).toEqual([]);
  });
  it('is not found where it ended in time, where the child is one still, or nobody knows its age', () => {
    expect(foundIn(rule, [turns18, opened, determined('2026-03-10T06:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [turns18, opened], { asOf: '2026-03-14T12:00:00Z' })).toEqual([]);
    expect(foundIn(rule, [found(), opened])).toEqual([]);
    expect(foundIn(rule, [turns18, stay(), ended('2026-03-10T06:00:00Z')])).toEqual([]);
  });
});
