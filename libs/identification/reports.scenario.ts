/** A body for each command that reports, complete and short, for specs. */

export const placeRef = '3f0f0c6e-0000-4000-8000-000000000001';

export const told = {
  occurredAt: { at: '2026-03-01T09:30:00+06:00', zone: 'Asia/Bishkek' },
  source: { kind: 'CHILD', reliability: 'PROBABLE' },
};

const organisation = { orgRef: 'police-5', orgType: 'POLICE' };
const order = { ref: 'order-12', kind: 'ORAL', issuedBy: organisation, issuedAt: '2026-03-01' };

export const reports = {
  RecordDeath: {
    diedIn: 'KG', facilityRef: placeRef, heldOrCaredFor: 'CUSTODY', custodian: organisation, causeClaimed: 'ILLNESS', contestedBy: ['FAMILY'],
    examination: 'NONE', place: 'in the yard', circumstances: 'nobody called a doctor',
  },
  RecordReferralRefused: { referralRef: '3f0f0c6e-0000-4000-8000-0000000000e1', refusedBy: organisation, reason: 'NO_PAPERS', statement: 'come back with a passport' },
  RecordDocumentedAsAbandoned: { authorityLabel: 'abandoned', authority: organisation, parentsKnown: 'YES', circumstances: 'the mother rang twice' },
  RecordSelfHarmResponse: { riskRef: '3f0f0c6e-0000-4000-8000-0000000000e2', measures: ['ISOLATED', 'NOTHING'], statement: 'put into a cell of its own' },
  RecordFamilyToldOfDeath: { told: [{ personRef: 'relative-1', relation: 'MOTHER' }], channel: 'PHONE', circumstancesTold: 'NO', statement: 'after four days' },
  RecordAdoptionProceeding: { proceedingRef: 'adoption-4', stage: 'CHILD_OFFERED', authority: organisation, parentsKnown: 'YES', circumstances: 'the mother came every day' },
  RecordConsulateContact: { state: 'UZ', safetyAssessed: 'UNKNOWN', outcome: 'NO_ANSWER' },
  RecordFamilyLink: {
    relativeRef: 'relative-1', relation: 'MOTHER', significance: 'PRIMARY_CARER', childRef: 'child-2', legalCustody: 'YES', alive: 'YES', inContact: 'NO',
    deprivedOfLiberty: 'UNKNOWN', livesIn: 'TJ', name: 'Test Mother', contact: '+000',
  },
  RecordAccompanyingAdult: {
    adultRef: 'adult-1', relationClaimed: 'AUNT_OR_UNCLE', verification: 'NOT_VERIFIED', legalCustodian: 'NO', permissionShown: 'NO', name: 'Test Aunt',
    concerns: 'speaks for the child',
  },
  RecordRelativeClaimRefused: {
    relativeRef: 'relative-2', relation: 'GRANDPARENT', claim: 'RELEASE', documentsShown: ['BIRTH_CERTIFICATE'], refusedBy: organisation,
    groundGiven: 'not the parents', name: 'Test Grandmother',
  },
  RecordSeparation: {
    separationRef: 'separation-1', separatedFrom: [{ personRef: 'relative-1', relation: 'MOTHER' }], groundCode: 'PARENT_DETAINED',
    groundGiven: 'no place for children', order,
  },
  RecordReunification: { separationRef: 'separation-1' },
  RecordContact: { with: [{ personRef: 'relative-1', relation: 'MOTHER' }], channel: 'PHONE', supervised: 'YES' },
  RecordDeprivationStarted: {
    stayRef: 'stay-1', settingKind: 'TRANSIT_CENTRE', facilityRef: placeRef, unit: 'girls', state: 'KG', authorityLabel: 'Centre for Adaptation',
    custodian: organisation, groundGiven: 'until the parents are found', groundCode: 'IDENTIFICATION', situation: 'MIGRATION',
    legalProvisionCited: 'art. 12', order, nexus: 'ORDER', custodial: 'YES', mayLeave: 'NO',
    factors: [{ factor: 'EXIT_LOCKED', answer: 'YES', source: 'CHILD' }, { factor: 'GUARDS', answer: 'UNKNOWN' }],
    medicalIndication: { value: 'NO', by: 'TREATING_DOCTOR', from: '2026-03-01', until: '2026-03-01T12:00:00Z' },
    guarded: 'YES', withAdults: 'YES', withSiblings: 'NO', parentRefs: ['relative-1'], escort: 'POLICE', claimedMaximumDays: 30,
    validUntil: '2026-03-31', awaiting: 'TRACING', lastConfirmedAt: '2026-03-02T08:00:00Z',
  },
  RecordDeprivationSettingChanged: { stayRef: 'stay-1', settingKind: 'HOSPITAL', guarded: 'YES', medicalIndication: { value: 'YES' } },
  RecordLeaveRestriction: { stayRef: 'stay-1', restrictions: ['EXIT_ONLY_WITH_STAFF'], mayLeave: 'NO', until: '2026-03-31', imposedBy: organisation, reasonGiven: 'for its own good' },
  RecordCondition: {
    stayRef: 'stay-1', facilityRef: placeRef, conditions: [{ aspect: 'TIME_OUTDOORS', finding: 'INADEQUATE' }, { aspect: 'FOOD', finding: 'ADEQUATE' }], minutesOutdoorsDaily: 20,
    account: 'a yard between walls',
  },
  RecordIncident: {
    stayRef: 'stay-1', facilityRef: placeRef, kind: 'SOLITARY_CONFINEMENT', by: organisation, injured: 'UNKNOWN', medicalCare: 'NO', toldIndependentBody: 'NO', account: 'two days alone',
  },
  RecordCustodyVisit: {
    stayRef: 'stay-1', facilityRef: placeRef, visitor: 'MONITOR', visitorBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, independent: 'YES', outcome: 'HELD', inPrivate: 'YES',
    findings: 'the doors are locked',
  },
  AssessLibertyClassification: {
    stayRef: 'stay-1', assessor: 'INDEPENDENT_MONITOR', assessorRef: 'monitor-1', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER',
    factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }, { factor: 'UNIFORMED_STAFF', answer: 'NO' }], reasons: 'seen on the visit',
  },
  RecordAuthorityAppearance: {
    stayRef: 'stay-1', authority: { orgRef: 'court-1', orgType: 'COURT' }, independent: 'YES', court: 'YES', childPresent: 'YES', lawyerPresent: 'NO', interpreterPresent: 'UNKNOWN',
    outcome: 'CONTINUED', account: 'five minutes',
  },
  RecordReviewHeld: {
    stayRef: 'stay-1', reviewer: organisation, independent: 'NO', court: 'NO', childPresent: 'NO', lawyerPresent: 'NO', interpreterPresent: 'NO', outcome: 'CONTINUED',
    nextReviewBy: '2026-03-15', decisionRef: 'decision-3', reasons: 'nothing has changed',
  },
  RecordAlternativeConsidered: {
    stayRef: 'stay-1', by: organisation, options: [{ option: 'OPEN_SHELTER', rejectedBecause: 'FLIGHT_FEARED' }, { option: 'REPORTING' }], reasons: 'might run away',
  },
  RecordReleaseRefused: { demandRef: placeRef, by: organisation, reason: 'AWAITING_DOCUMENTS', reasonGiven: 'no passport yet' },
  RecordChallengeDecided: {
    challengeRef: placeRef, by: { orgRef: 'court-1', orgType: 'COURT' }, independent: 'YES', result: 'UNLAWFUL_RELEASE_ORDERED', decisionRef: 'decision-4', reasons: 'no ground in law',
  },
  RecordComplaintAcknowledged: { complaintRef: placeRef, by: { orgType: 'OMBUDSPERSON' } },
  RecordComplaintAnswered: { complaintRef: placeRef, by: { orgType: 'OMBUDSPERSON' }, independent: 'YES', answer: 'UPHELD', reasons: 'as the child said' },
  RecordMeasureCompliance: { measure: placeRef, compliance: 'COMPLIED', childWasTold: 'YES', account: 'came every week' },
  RecordEducationAccess: {
    access: 'STARTED', level: 'PRIMARY', mode: 'MAINSTREAM', language: 'kir', barriers: ['LANGUAGE', 'FEES'], motherTongueTeaching: 'NO', free: 'YES', schoolRef: 'school-5', note: 'sits at the back',
  },
  RecordHealthAccess: { service: 'PSYCHOSOCIAL', access: 'DELAYED', free: 'YES', language: 'rus', barriers: ['NO_PLACE'], providerRef: 'clinic-2', note: 'sleeps badly' },
  RecordCarerArrested: { carerRef: 'relative-1', relation: 'MOTHER', arrestedBy: organisation, otherCarer: 'YES', circumstances: 'in front of the children' },
  RecordCareGap: { because: 'CARER_LEFT', carerRef: 'relative-1' },
  RegisterLeftBehindChild: {
    livesIn: 'KG', reportedAt: '2026-02-20T09:00:00Z', parentsAbroad: [{ parentRef: 'relative-1', relation: 'MOTHER', leftOn: '2025-09-01', livesIn: 'KZ', reason: 'WORK' }],
    carer: { carerRef: 'relative-3', relation: 'GRANDPARENT' }, arrangement: 'AGREED_IN_THE_FAMILY', sex: 'FEMALE', majorityOn: '2033-02-28', name: 'Test Child', address: 'the last house',
    circumstances: 'the grandmother is ill',
  },
  RecordPreventiveVisit: {
    workerRef: 'worker-1', childSeen: 'YES', seenAlone: 'YES', carerMet: 'NO', parentsAbroad: 'YES', unmetNeeds: ['SCHOOL', 'SUPPORT_FOR_CARER'], childWords: 'I miss her', findings: 'looks after the goats',
  },
  RecordMergedRecord: { from: placeRef },
  RecordMergeLapsed: { survivorRef: placeRef },
  RecordStayPlaceChange: { facilityRef: placeRef, facilityRevision: 1 },
  RecordDeprivationEnded: { stayRef: 'stay-1', endReason: 'RELEASE', releasedTo: 'FAMILY', order },
};
