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
  RecordCarerArrested: { carerRef: 'relative-1', relation: 'MOTHER', arrestedBy: organisation, otherCarer: 'YES', circumstances: 'in front of the children' },
  RecordCareGap: { because: 'CARER_LEFT', carerRef: 'relative-1' },
  RecordStayPlaceChange: { facilityRef: placeRef, facilityRevision: 1 },
  RecordDeprivationEnded: { stayRef: 'stay-1', endReason: 'RELEASE', releasedTo: 'FAMILY', order },
};
