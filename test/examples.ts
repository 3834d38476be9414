import { commandPath } from '../apps/api/commands.js';
import { registry } from '../libs/case-file/contexts.js';
import type { Actor } from '../libs/decider/actor.js';
import type { CommandClass } from '../libs/decider/command.js';
import { conflictQuestions, parentQuestions } from '../libs/guardianship/representative.events.js';
import { findingCommands } from '../libs/oversight/findings.commands.js';
import type { App } from './app.js';
import { roadToAssessment, roadToDetermination, roadToSeparation, whatReopensDetermination } from './examples.best-interests.js';
import { afterJourney, journey, lifeWhereChildIs, whatWaitsForChild } from './examples.journey.js';
import { whileHeld } from './examples.liberty.js';
import { roadToReturn, whatStopsReturn } from './examples.repatriation.js';
import { administrator, advocate, authority, caseWorker, dataProtectionOfficer, guardian, lawyer, nextGuardian, ombudsperson, service } from './people.js';
import { askedFor, keysOf, settle, toldLongAgo } from './forgetting.js';
import { later } from './returns.js';

/** Every command that there is a route for: those of the contexts, and what oversight says of findings. */
export const allCommands: readonly CommandClass[] = [...registry.commands, ...findingCommands];

/** One example of every command with every field filled, in an order in which all of them are taken. */

export interface Example {
  readonly by: Actor;
  readonly body: Readonly<Record<string, unknown>>;
  /** More of the same that what comes later rests on. */
  readonly also?: readonly Readonly<Record<string, unknown>>[];
  /** An earlier command in other words, on which it rests; that one is sent once more afterwards. */
  readonly restsOn?: { readonly command: string; readonly body: Readonly<Record<string, unknown>> };
}

/** What was stored before and is named in the bodies. */
export interface World {
  readonly facilityId: string;
  /** A place in the state where the child was found; left out, it is the same. */
  readonly shelterId?: string;
  /** Event that is corrected, retracted or disputed. */
  readonly eventId: string;
  /** First event of a command that was sent before. */
  readonly eventOf?: (command: string) => string;
  /** A finding about the child. */
  readonly findingId?: string;
  /** Duties that are open towards the child whose keys the commands are about. */
  readonly openDuties?: readonly string[];
  /** The child whose keys they are about; left out, the same as all others. */
  readonly keysOf?: string;
  /** Another child that is registered. */
  readonly otherChildId?: string;
  /** What the system takes for now; left out, the true time. */
  readonly now?: Date;
}

/** @param words gives the words of a person for a field, named as `Command.field` */
export function examples({ facilityId, shelterId = facilityId, eventId, eventOf = () => eventId, findingId = eventId, otherChildId = unknownId, openDuties = [unknownId], now = new Date() }: World, words: (field: string) => string): Readonly<Record<string, Example>> {
  const zone = 'Asia/Bishkek';
  const at = (time: string) => ({ occurredAt: { at: time, to: time, zone } });
  const said = (time: string) => ({ ...at(time), ...plain });
  const plain = { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE', documentRef: 'visit-7', statedBy: 'neighbour' }, jurisdiction: 'KG', legalBasisClaimed: 'a regulation' };
  const lately = { ...at(now.toISOString()), ...plain };
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
  const police = { orgRef: 'police-3', orgType: 'POLICE' };
  const order = { ref: 'order-1', kind: 'ADMINISTRATIVE', issuedBy: police, issuedAt: '2025-03-01T10:00:00+06:00' };
  const setting = (command: string) => ({
    facilityRef: facilityId, unit: 'unit-2', state: 'KG', authorityLabel: 'centre for adaptation', custodian: police, groundGiven: words(`${command}.groundGiven`),
    groundCode: 'AWAITING_RETURN', situation: 'MIGRATION', legalProvisionCited: 'art. 7', order, nexus: 'ORDER', custodial: 'YES', mayLeave: 'NO',
    factors: [{ factor: 'EXIT_LOCKED', answer: 'YES', source: 'CHILD' }, { factor: 'GUARDS', answer: 'UNKNOWN', source: 'NGO_VISIT' }],
    medicalIndication: { value: 'NO', by: 'TREATING_DOCTOR', from: '2025-03-02', until: '2025-03-03' }, guarded: 'YES', withAdults: 'NO', withSiblings: 'UNKNOWN',
    parentRefs: ['mother'], escort: 'POLICE', claimedMaximumDays: 30, validUntil: '2025-04-01', awaiting: 'DOCUMENTS', lastConfirmedAt: '2025-03-05',
  });
  const scope = {
    orgRef: 'school-board', orgType: 'EDUCATION', purposes: ['PROTECTION', 'REINTEGRATION'], contexts: ['identification'], types: ['identification.ChildFound', 'identification.EducationAccessReported'],
    fields: ['identification.ChildFound.sex'], jurisdictions: ['KG'],
  };
  const hook = { target: 'https://192.0.2.1/hooks/guarantor', purpose: 'PROTECTION', contexts: ['identification'], types: ['identification.ChildFound', 'identification.EducationAccessReported'], jurisdictions: ['KG'] };
  const appointment = (command: string, guardianRef: string) => ({
    guardianRef, organisationRef: 'guardians', employerType: 'NGO', conflictCheck: conflictQuestions.map((question) => ({ question, answer: 'NO' })), caseload: 4,
    model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'], actRef: 'act-1', from: '2025-03-02T11:00:00+06:00', until: '2039-01-01T00:00:00+06:00',
    name: words(`${command}.name`), contact: words(`${command}.contact`),
  });
  const determining = roadToDetermination({ said, plain, lately, inDays, words });
  return {
    RegisterFacility: { by: ombudsperson, body: {
      ...said('2025-01-10'), name: 'Open shelter', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, state: 'KZ', zone: 'Asia/Almaty', exitControl: 'OPEN',
      capacity: 12, units: ['unit-1', 'unit-2'], from: '2025-01-10', address: words('RegisterFacility.address'),
    } },
    RecordFacilityChange: { by: advocate, body: {
      ...said('2025-01-20'), name: 'Open shelter for children', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, exitControl: 'OPEN', capacity: 10,
      units: ['unit-1', 'unit-2', 'unit-3'], validFrom: '2025-01-20', closed: true,
    } },
    RecordFacilityCorrection: { by: caseWorker, body: {
      ...said('2025-01-25'), target: eventOf('RegisterFacility'), targetOccurredAt: { at: '2025-01-09T08:00', to: '2025-01-09T08:30', zone }, reason: 'DOCUMENT_FOUND', note: words('RecordFacilityCorrection.note'),
      fields: { capacity: 14, address: words('RecordFacilityCorrection.fields.address') },
    } },
    RecordFacilityDispute: { by: guardian, body: { ...said('2025-01-26'), target: eventOf('RecordFacilityChange'), disputedBy: 'AUTHORITY', statement: words('RecordFacilityDispute.statement') } },
    RecordFacilityRetraction: { by: caseWorker, body: { ...said('2025-01-27'), target: eventOf('RecordFacilityChange'), reason: 'MISTAKEN_ENTRY', note: words('RecordFacilityRetraction.note') } },
    AttestExitControl: { by: ombudsperson, body: {
      ...said('2025-02-01'), exitControl: 'OPEN', from: '2025-02-01', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, state: 'KZ', zone: 'Asia/Almaty',
    } },
    RegisterChildFound: { by: advocate, body: {
      ...said('2025-03-01T09:00'), channel: 'NGO', foundBy: 'NGO', foundIn: 'KG', reportedAt: '2025-02-27T08:00:00+06:00', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'DOCUMENTED', claimedAgeYears: 12,
      estimatedAgeYearsMin: 11, estimatedAgeYearsMax: 13, dateOfBirth: '2012-07-23', majorityOn: '2030-07-23', languages: ['kir', 'rus'], nationalityClaims: ['KZ', 'KG'], statelessnessClaimed: false,
      name: words('RegisterChildFound.name'), description: words('RegisterChildFound.description'), foundAt: words('RegisterChildFound.foundAt'),
    } },
    AttestAccompaniment: { by: caseWorker, body: { ...said('2025-03-01T11:00'), accompaniment: 'NON_LEGAL_CUSTODIAN', adultRefs: ['neighbour'] } },
    AttestIdentity: { by: caseWorker, body: {
      ...said('2025-03-05T11:00'), shownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', nationalities: ['KG'], dateOfBirth: '2012-07-23', majorityOn: '2030-07-23', name: words('AttestIdentity.name'),
    } },
    AttestSameChild: { by: caseWorker, body: {
      ...said('2025-03-05T12:00'), recordRef: otherChildId, shownBy: ['CHILD_SAYS', 'DOCUMENTS'], documentRef: 'certificate-1', statement: words('AttestSameChild.statement'),
    } },
    MergeIdentity: { by: authority, body: { ...plain, survivorRef: otherChildId } },
    AttestDifferentChildren: { by: caseWorker, body: {
      ...lately, recordRef: otherChildId, shownBy: ['RELATIVES_SAY'], documentRef: 'statement-1', statement: words('AttestDifferentChildren.statement'),
    } },
    SplitIdentity: { by: authority, body: { ...plain, survivorRef: otherChildId } },
    RecordMergedRecord: { by: service, body: { ...said('2025-03-05T14:00'), from: unknownId } },
    RecordMergeLapsed: { by: service, body: { ...said('2025-03-05T14:00'), survivorRef: otherChildId } },
    AttestParentIdentity: { by: caseWorker, body: {
      ...said('2025-03-05T12:00'), parentRef: 'mother', relation: 'MOTHER', shownBy: 'PASSPORT', documentRef: 'passport-1', name: words('AttestParentIdentity.name'),
    } },
    ReferToChildProtection: { by: advocate, body: {
      ...said('2025-03-01T10:00'), receiver: { orgRef: 'child-protection', orgType: 'CHILD_PROTECTION' }, purpose: 'PROTECTION', urgency: 'URGENT', note: words('ReferToChildProtection.note'),
    } },
    RecordReferralRefused: { by: advocate, body: {
      ...said('2025-03-01T10:20'), referralRef: eventOf('ReferToChildProtection'), refusedBy: { orgRef: 'shelter-2', orgType: 'NGO' }, reason: 'NO_PAPERS', statement: words('RecordReferralRefused.statement'),
    } },
    AcceptReferral: { by: caseWorker, body: { ...said('2025-03-01T10:30'), referralRef: eventOf('ReferToChildProtection'), responsibleRef: caseWorker.actorRef } },
    AttestRightsExplained: { by: caseWorker, body: {
      ...said('2025-03-01T10:40'), rights: ['LAWYER', 'COMPLAINT'], explainedBy: caseWorker.actorRef, language: 'kir', manner: 'SPOKEN', interpreterRef: 'interpreter', understanding: 'SAID_IN_OWN_WORDS',
      reaction: words('AttestRightsExplained.reaction'),
    } },
    RequestGuardian: { by: caseWorker, body: { ...said('2025-03-01T10:00'), reason: 'UNACCOMPANIED', languages: ['kir'], note: words('RequestGuardian.note') } },
    AppointGuardian: { by: authority, body: { ...plain, ...appointment('AppointGuardian', guardian.actorRef) } },
    AcceptMandate: { by: guardian, body: said('2025-03-02T12:00') },
    AssignLegalAid: { by: authority, body: {
      ...plain, lawyerRef: lawyer.actorRef, organisationRef: 'bar', languages: ['kir'], name: words('AssignLegalAid.name'), contact: words('AssignLegalAid.contact'),
    } },
    RequestLawyer: { by: caseWorker, body: { ...said('2025-03-02T12:30'), reason: 'DECISION_AHEAD', languages: ['kir'], note: words('RequestLawyer.note') } },
    AcceptCase: { by: lawyer, body: said('2025-03-02T14:00') },
    ConfirmInterpreter: { by: guardian, body: {
      ...said('2025-03-02T15:00'), interpreterRef: 'interpreter', childLanguage: 'kir', otherLanguage: 'rus', confirmedHow: 'TALKED_TO_EACH_OTHER',
    } },
    AttestInterpreterUnneeded: { by: lawyer, body: {
      ...said('2025-03-02T16:00'), childLanguage: 'kir', because: 'CHILD_SPEAKS_THE_LANGUAGE_OF_THE_PROCEDURE', confirmedHow: 'REPEATED_IN_OWN_WORDS',
    } },
    PlaceInEmergencyOpenCare: { by: caseWorker, body: {
      ...said('2025-03-01T18:00'), facilityRef: shelterId, reason: 'NO_CARER', reviewBy: '2025-03-03T18:00:00+06:00', note: words('PlaceInEmergencyOpenCare.note'),
    } },
    ...roadToAssessment({ said, plain, lately, inDays, words }),
    DecidePlacement: { by: caseWorker, body: {
      ...plain, facilityRef: shelterId, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'NO_FAMILY_AVAILABLE', from: '2025-03-03T10:00:00+06:00',
      reasons: words('DecidePlacement.reasons'),
    } },
    RecordFamilyLink: { by: advocate, body: {
      ...said('2025-03-02'), relativeRef: 'grandmother', relation: 'GRANDPARENT', significance: 'PRIMARY_CARER', childRef: 'cousin', legalCustody: 'NO', alive: 'YES', inContact: 'NO',
      deprivedOfLiberty: 'NO', livesIn: 'KZ', name: words('RecordFamilyLink.name'), contact: words('RecordFamilyLink.contact'),
    } },
    RecordAccompanyingAdult: { by: advocate, body: {
      ...said('2025-03-01'), adultRef: 'neighbour', relationClaimed: 'FRIEND_OF_FAMILY', verification: 'NOT_VERIFIED', legalCustodian: 'NO', permissionShown: 'NO',
      name: words('RecordAccompanyingAdult.name'), concerns: words('RecordAccompanyingAdult.concerns'),
    } },
    RecordRelativeClaimRefused: { by: advocate, body: {
      ...said('2025-03-04'), relativeRef: 'grandmother', relation: 'GRANDPARENT', claim: 'CUSTODY', documentsShown: ['PASSPORT'], refusedBy: police,
      groundGiven: words('RecordRelativeClaimRefused.groundGiven'), name: words('RecordRelativeClaimRefused.name'),
    } },
    RecordSeparation: { by: advocate, body: {
      ...said('2025-03-01'), separationRef: 'from-mother', separatedFrom: [{ personRef: 'mother', relation: 'MOTHER' }], groundCode: 'MIGRATION_STATUS',
      groundGiven: words('RecordSeparation.groundGiven'), order,
    } },
    AttestWhereaboutsTold: { by: caseWorker, body: { ...said('2025-03-05'), separationRef: 'from-mother', told: 'CHILD', result: 'WITHHELD', withheldBecause: 'NOT_KNOWN', statement: words('AttestWhereaboutsTold.statement') } },
    RecordContact: { by: advocate, body: { ...said('2025-03-05'), with: [{ personRef: 'mother', relation: 'MOTHER' }], channel: 'PHONE', supervised: 'YES' } },
    RecordReunification: { by: advocate, body: { ...said('2025-04-01'), separationRef: 'from-mother' } },
    RecordConsulateContact: { by: caseWorker, body: { ...said('2025-03-05'), state: 'KZ', safetyAssessed: 'YES', outcome: 'INFORMED' } },
    RecordDocumentedAsAbandoned: { by: advocate, body: {
      ...said('2025-03-06'), authorityLabel: 'abandoned child', authority: police, parentsKnown: 'YES', circumstances: words('RecordDocumentedAsAbandoned.circumstances'),
    } },
    RecordDeprivationStarted: { by: advocate, body: { ...said('2025-03-02T20:00'), stayRef: 'centre', settingKind: 'TRANSIT_CENTRE', ...setting('RecordDeprivationStarted') } },
    RecordDeprivationSettingChanged: { by: advocate, body: { ...said('2025-03-04'), stayRef: 'centre', settingKind: 'HOSPITAL', ...setting('RecordDeprivationSettingChanged') } },
    ...whileHeld({ said, plain, eventOf, inDays, facilityId, words }),
    RecordDeprivationEnded: { by: advocate, body: { ...said('2025-03-06T08:00'), stayRef: 'centre', endReason: 'RELEASE', releasedTo: 'SHELTER', order } },
    RecordCarerArrested: { by: advocate, body: {
      ...said('2025-03-06'), carerRef: 'mother', relation: 'MOTHER', arrestedBy: police, otherCarer: 'NO', circumstances: words('RecordCarerArrested.circumstances'),
    } },
    RecordCareGap: { by: service, body: { ...said('2025-03-06'), because: 'CARER_LEFT', carerRef: 'grandmother' } },
    AttestCareGapClosed: { by: caseWorker, body: { ...said('2025-03-06'), because: 'OTHER_CARER_FOUND', carerRef: 'grandmother', relation: 'GRANDPARENT' } },
    RegisterLeftBehindChild: { by: advocate, body: {
      ...said('2025-03-06'), livesIn: 'KG', reportedAt: '2025-03-05T09:00:00+06:00', parentsAbroad: [{ parentRef: 'mother', relation: 'MOTHER', leftOn: '2024-09-01', livesIn: 'KZ', reason: 'WORK' }],
      carer: { carerRef: 'grandmother', relation: 'GRANDPARENT' }, arrangement: 'AGREED_IN_THE_FAMILY', sex: 'FEMALE', majorityOn: '2030-07-23', dateOfBirth: '2012-07-23',
      name: words('RegisterLeftBehindChild.name'), address: words('RegisterLeftBehindChild.address'), circumstances: words('RegisterLeftBehindChild.circumstances'),
    } },
    RecordPreventiveVisit: { by: caseWorker, body: {
      ...said('2025-03-06'), workerRef: 'social-worker', childSeen: 'YES', seenAlone: 'YES', carerMet: 'YES', parentsAbroad: 'YES', unmetNeeds: ['SCHOOL'],
      childWords: words('RecordPreventiveVisit.childWords'), findings: words('RecordPreventiveVisit.findings'),
    } },
    RecordAdoptionProceeding: { by: advocate, body: {
      ...said('2025-03-06'), proceedingRef: 'adoption-4', stage: 'CHILD_OFFERED', authority: police, parentsKnown: 'YES', circumstances: words('RecordAdoptionProceeding.circumstances'),
    } },
    DemandAdoptionHalt: { by: advocate, body: {
      ...said('2025-03-06'), proceedingRef: 'adoption-4', addressee: { orgRef: 'court-2', orgType: 'COURT' }, grounds: ['PARENT_KNOWN'], statement: words('DemandAdoptionHalt.statement'),
    } },
    ReportSelfHarmRisk: { by: advocate, body: { ...said('2025-03-06'), signs: ['SAID_SO'], imminent: 'UNKNOWN', statement: words('ReportSelfHarmRisk.statement') } },
    RecordSelfHarmResponse: { by: advocate, body: {
      ...said('2025-03-06'), riskRef: eventOf('ReportSelfHarmRisk'), measures: ['SOMEBODY_STAYS_WITH_IT', 'PSYCHOLOGIST'], statement: words('RecordSelfHarmResponse.statement'),
    } },
    OpenStatusPath: { by: advocate, body: {
      ...said('2025-03-06'), path: 'TOLERATED_STAY', state: 'KG', authority: { orgRef: 'court-2', orgType: 'COURT' }, note: words('OpenStatusPath.note'),
    } },
    AttestStatusGranted: { by: caseWorker, body: {
      ...said('2025-03-06'), path: 'TOLERATED_STAY', state: 'KG', grantedBy: { orgRef: 'court-2', orgType: 'COURT' }, documentRef: 'decision-8', until: '2027-03-01',
    } },
    AttestCivilDocument: { by: caseWorker, body: { ...said('2025-03-06'), kind: 'BIRTH_CERTIFICATE', state: 'KG', documentRef: 'certificate-1' } },
    AttestChildStatusEstablished: { by: caseWorker, body: {
      ...said('2025-03-06'), status: 'LEFT_WITHOUT_PARENTAL_CARE', ground: 'PARENTS_UNKNOWN', state: 'KG', establishedBy: { orgRef: 'protection-of-children', orgType: 'CHILD_PROTECTION' }, documentRef: 'act-7',
    } },
    RecordStayPlaceChange: { by: service, body: { ...said('2025-03-06'), facilityRef: facilityId, facilityRevision: 2 } },
    AttestChildAtLiberty: { by: ombudsperson, body: { ...lately, shownBy: 'CHILD_MET_ALONE', documentRef: 'visit-10', statement: words('AttestChildAtLiberty.statement') } },
    RecordCorrection: { by: caseWorker, body: {
      ...said('2025-03-07'), target: eventId, targetOccurredAt: { at: '2025-03-01T08:00', to: '2025-03-01T08:30', zone }, reason: 'DOCUMENT_FOUND', note: words('RecordCorrection.note'),
      fields: { name: words('RecordCorrection.fields.name'), description: words('RecordCorrection.fields.description'), foundAt: words('RecordCorrection.fields.foundAt') },
    } },
    RecordDispute: { by: guardian, body: { ...said('2025-03-08'), target: eventId, disputedBy: 'CHILD', statement: words('RecordDispute.statement') } },
    // What a danger opens again is determined after it.
    ...roadToSeparation({ said, plain, lately, inDays, words }),
    ...determining,
    ...lifeWhereChildIs({ plain, words, determination: determining['ConcludeDetermination']!.body }),
    ...roadToReturn({ said, plain, lately, eventOf, words }),
    ...whatWaitsForChild({ said, plain, facilityId, now, words }),
    ...journey({ said, plain, facilityId, now, words }),
    ...afterJourney({ said, plain, facilityId, words }),
    ReplaceGuardian: { by: authority, body: {
      ...plain, formerGuardianRef: guardian.actorRef, reason: 'CHILD_ASKED', ...appointment('ReplaceGuardian', nextGuardian.actorRef),
    } },
    RecordInterpreterUnfit: { by: guardian, body: {
      ...said('2025-03-09T12:00'), interpreterRef: 'interpreter', unfitness: 'NOT_UNDERSTOOD', statement: words('RecordInterpreterUnfit.statement'),
    } },
    RecordLegalAidFailure: { by: guardian, body: {
      ...said('2025-03-09T13:00'), lawyerRef: lawyer.actorRef, failure: 'CHARGED_FEES', statement: words('RecordLegalAidFailure.statement'),
    } },
    ConfirmRepresentingParent: { by: authority, body: {
      ...plain, parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1',
      conflictCheck: parentQuestions.map((question) => ({ question, answer: 'NO' })),
    } },
    RecordAgencyContact: { by: guardian, body: {
      ...said('2025-03-09T15:00'), kind: 'QUESTIONING', agencyType: 'POLICE', agencyRef: 'police-3', representativePresent: 'NO', lawyerPresent: 'UNKNOWN', interpreterPresent: 'NO',
      account: words('RecordAgencyContact.account'),
    } },
    RecordDecisionTakenWithoutRepresentative: { by: guardian, body: {
      ...said('2025-03-09T16:00'), decision: 'DEPRIVATION', authorityType: 'POLICE', authorityRef: 'police-3', actRef: 'order-1',
      account: words('RecordDecisionTakenWithoutRepresentative.account'),
    } },
    AttestDecisionReexamined: { by: ombudsperson, body: {
      ...said('2025-03-09T17:00'), reportRef: eventOf('RecordDecisionTakenWithoutRepresentative'), result: 'SET_ASIDE', representativeHeard: 'YES', documentRef: 'decision-12',
    } },
    AttestMeasuresReviewed: { by: guardian, body: { ...said('2025-03-09T18:00'), position: 'ASKS_FOR_CHANGE', statement: words('AttestMeasuresReviewed.statement') } },
    RecordParentalAbsence: { by: caseWorker, body: { ...said('2025-03-09T17:00'), parentRef: 'father-absent', relation: 'FATHER', departureExpectedOn: '2025-01-25', leftOn: '2025-02-01', returnExpectedOn: '2025-12-01', returnedOn: '2025-03-09' } },
    AttestCareArrangement: { by: caseWorker, body: {
      ...said('2025-03-09T17:10'), arrangement: 'PERMANENT_GUARDIANSHIP', carers: ['grandmother'], documentRef: 'act-31', courtDecisionRef: 'court-decision-31', from: '2025-03-01', until: '2030-03-01',
    } },
    RecordPaymentForChild: { by: caseWorker, body: {
      ...said('2025-03-09T17:20'), payeeRef: 'home-keeper', payer: { orgRef: 'donors-1', orgType: 'NGO' }, kind: 'SPONSORSHIP', note: words('RecordPaymentForChild.note'),
    } },
    AttestPaymentReviewed: { by: caseWorker, body: { ...said('2025-03-09T17:30'), paymentRef: eventOf('RecordPaymentForChild'), result: 'GOES_ON' } },
    AttestParentalRights: { by: caseWorker, body: {
      ...said('2025-03-09T17:40'), parentRef: 'father-absent', change: 'RESTRICTED', decidedBy: { orgRef: 'court-1', orgType: 'COURT' },
      legalBasis: { actRef: 'KG-FAMILY-CODE', adoptedOn: '2003-08-30', article: '74' }, decisionRef: 'judgment-31', decidedOn: '2025-01-15', reviewBy: '2025-09-01T00:00:00Z',
    } },
    RecordVictimProceeding: { by: guardian, body: {
      ...said('2025-03-09T17:00'), role: 'ACCUSED', harm: 'TRAFFICKING', authorityType: 'PROSECUTION', authorityRef: 'office-2', protectionMeasure: 'NONE', claim: 'COMPENSATION', outcome: 'CHARGED',
      account: words('RecordVictimProceeding.account'),
    } },
    RecordRemedyGivenUp: { by: guardian, body: {
      ...said('2025-03-09T17:15'), what: 'RECONCILED_WITH_OFFENDER', by: 'PARENT', personRef: 'mother', remedyRef: eventOf('RecordVictimProceeding'), childAgreed: 'NO', account: words('RecordRemedyGivenUp.account'),
    } },
    AttestRemedyReviewed: { by: ombudsperson, body: {
      ...said('2025-03-09T17:45'), reportRef: eventOf('RecordRemedyGivenUp'), result: 'TAKEN_UP_ANEW', childHeard: 'YES', documentRef: 'review-4',
    } },
    RecordDisclosureDemandReceived: { by: guardian, body: {
      ...said('2025-03-09T18:00'), demandedBy: police, addressee: { orgRef: 'school-5', orgType: 'EDUCATION' }, matters: ['WHEREABOUTS'], purpose: 'MIGRATION_CONTROL', answer: 'REFUSED',
      account: words('RecordDisclosureDemandReceived.account'),
    } },
    RecordDisclosureOccurred: { by: guardian, body: {
      ...said('2025-03-09T19:00'), disclosedBy: { orgRef: 'school-5', orgType: 'EDUCATION' }, receiver: police, matters: ['WHEREABOUTS', 'FAMILY'], purpose: 'MIGRATION_CONTROL', learntThrough: 'SCHOOL',
      childAgreed: 'NO', account: words('RecordDisclosureOccurred.account'),
    } },
    DeclareConflict: { by: lawyer, body: {
      ...said('2025-03-10'), guardianRef: guardian.actorRef, ground: 'EMPLOYER', conflictFrom: '2025-03-01T00:00:00+06:00', statement: words('DeclareConflict.statement'),
    } },
    AttestConflictReportClosed: { by: authority, body: {
      ...said('2025-03-11'), guardianRef: guardian.actorRef, because: 'UNFOUNDED', statement: words('AttestConflictReportClosed.statement'),
    } },
    SuspendGuardian: { by: authority, body: {
      ...plain, guardianRef: nextGuardian.actorRef, ground: 'CONFLICT_FOUND', conflictFrom: '2025-03-10T00:00:00+06:00', reason: words('SuspendGuardian.reason'),
    } },
    AttestDutyPaused: { by: caseWorker, body: {
      ...said('2025-03-05'), duty: 'FIRST_CONTACT_AFTER_SEPARATION', startedBy: eventOf('RecordSeparation'), ground: 'CHILD_ASKED', until: inDays(10), reason: words('AttestDutyPaused.reason'),
    } },
    ...whatReopensDetermination({ said, plain, lately, inDays, words }),
    ...whatStopsReturn({ said, plain, lately, eventOf, words }),
    RecordRetraction: { by: caseWorker, body: { ...said('2025-03-08'), target: eventId, reason: 'WRONG_CHILD', note: words('RecordRetraction.note') } },
    RecordDeath: { by: advocate, body: {
      ...said('2025-05-01'), diedIn: 'KG', facilityRef: facilityId, heldOrCaredFor: 'CUSTODY', custodian: police, causeClaimed: 'ILLNESS', contestedBy: ['FAMILY'], examination: 'BY_AUTHORITY',
      place: words('RecordDeath.place'), circumstances: words('RecordDeath.circumstances'),
    } },
    RecordFamilyToldOfDeath: { by: advocate, body: {
      ...said('2025-05-01'), told: [{ personRef: 'mother', relation: 'MOTHER' }], channel: 'PHONE', circumstancesTold: 'NO', statement: words('RecordFamilyToldOfDeath.statement'),
    } },
    AttestDeathInquiryOpened: { by: ombudsperson, body: { ...said('2025-05-01'), inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, documentRef: 'letter-3' } },
    AttestDeathInquiryConcluded: { by: ombudsperson, body: {
      ...said('2025-05-01'), inquiryRef: eventOf('AttestDeathInquiryOpened'), result: 'FAULT_FOUND', causeFound: 'NEGLECT', documentRef: 'report-7', findings: words('AttestDeathInquiryConcluded.findings'),
    } },
    AttestDeathReportUnfounded: { by: ombudsperson, body: {
      ...said('2025-05-02'), shownBy: 'CHILD_SEEN', documentRef: 'visit-9', statement: words('AttestDeathReportUnfounded.statement'),
    } },
    RegisterConsumer: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), ...scope } },
    ChangeConsumerScope: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), ...scope, purposes: ['PROTECTION'] } },
    RegisterWebhook: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), ...hook, begins: 'NOW' } },
    ChangeWebhook: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), ...hook, types: ['identification.ChildFound'] } },
    PauseWebhook: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), reason: 'MAINTENANCE' } },
    ResumeWebhook: { by: dataProtectionOfficer, body: said('2025-05-02') },
    RedriveWebhook: { by: administrator, body: { ...said('2025-05-02'), reason: 'TARGET_REPAIRED' } },
    RotateWebhookSecret: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), overlapHours: 24 } },
    EndWebhook: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), reason: 'NO_LONGER_NEEDED' } },
    RevokeConsumer: { by: dataProtectionOfficer, body: { ...said('2025-05-02'), reason: 'NO_LONGER_NEEDED' } },
    PlaceLegalHold: { by: ombudsperson, body: { ...lately, ground: 'INQUIRY' } },
    LiftLegalHold: { by: ombudsperson, body: { ...lately, hold: eventOf('PlaceLegalHold') } },
    RequestForgetting: { by: caseWorker, body: { ...lately, ground: 'ORDERED_BY_COURT' } },
    TakeBackForgetting: { by: caseWorker, body: { ...lately, reason: 'ASKED_BY_MISTAKE' } },
    AttestDutiesSettled: { by: ombudsperson, body: { ...lately, duties: openDuties, reason: 'LOOKED_INTO' } },
    DisableSubjectKeys: { by: dataProtectionOfficer, body: plain },
    AttestForgettingTold: { by: ombudsperson, body: { ...lately, to: 'OVERSIGHT' } },
    DestroySubjectKeys: { by: dataProtectionOfficer, body: plain },
    ConfirmFinding: { by: ombudsperson, body: { ...said('2025-05-03'), finding: findingId, reason: 'SEEN_ON_SITE', ruleSet: 'findings@1' } },
    ContestFinding: { by: ombudsperson, body: { ...said('2025-05-03'), finding: findingId, reason: 'FACTS_ARE_OTHERWISE', ruleSet: 'findings@1' } },
    MarkFindingRemedied: { by: ombudsperson, body: { ...said('2025-05-04'), finding: findingId, reason: 'CHILD_RELEASED', ruleSet: 'findings@1' } },
  };
}

/** What became of one of each: the child and the place that they are about, and each command's answer. */
export interface OneOfEach extends World {
  readonly childId: string;
  readonly answers: ReadonlyMap<string, { readonly status: number; readonly body: unknown }>;
}

/** Sends every example in its order; the first ones begin the records that the others go to. The clock passes the time to appeal. */
export async function sendOneOfEach(app: App, words: (field: string) => string): Promise<OneOfEach> {
  const answers = new Map<string, { status: number; body: unknown }>();
  const { clock } = app.system;
  const send = async (command: string, world: World, childId = ''): Promise<Receipt> => {
    if (command === 'AuthoriseTransfer') await later(app, 'P31D');
    // Liberty is certified after all that anybody has told, a change of the place among it.
    if (command === 'AttestChildAtLiberty') await app.followed();
    const bodies = examples({ ...world, now: await clock.now() }, words);
    const { by, body, also = [], restsOn } = bodies[command]!;
    if (restsOn) await (await app.as(bodies[restsOn.command]!.by)).post(pathOf(restsOn.command, { ...world, childId }), restsOn.body);
    const caller = await app.as(by);
    const path = pathOf(command, { ...world, childId });
    const { status, body: answer } = await caller.post(path, body);
    answers.set(command, { status, body: answer });
    for (const more of also) await caller.post(path, more);
    if (restsOn) await send(restsOn.command, world, childId);
    return answer as Receipt;
  };
  const nothing: World = { facilityId: unknownId, eventId: unknownId };
  const { facilityId } = await send('RegisterFacility', nothing);
  const shelter = { ...examples(nothing, words)['RegisterFacility']!.body, state: 'KG', zone: 'Asia/Bishkek' };
  const { facilityId: shelterId } = (await (await app.as(ombudsperson)).post('/facilities/register-facility', shelter)).body as Receipt;
  const { childId, events: [registration] } = await send('RegisterChildFound', nothing);
  const { childId: otherChildId } = (await (await app.as(advocate)).post('/children/register-child-found', examples(nothing, () => 'words')['RegisterChildFound']!.body)).body as Receipt;
  const eventOf = (command: string): string => (answers.get(command)?.body as Partial<Receipt> | undefined)?.events?.[0]?.id ?? unknownId;
  const before = { facilityId, shelterId, eventId: registration!.id, eventOf, otherChildId };
  const ofOversight = findingCommands.map(({ declaration }) => declaration.name as string);
  const ofKeys = registry.commands.filter(({ declaration }) => declaration.subject === 'keys').map(({ declaration }) => declaration.name);
  for (const command of Object.keys(examples(before, words)).filter((name) => !answers.has(name) && !ofOversight.includes(name) && !ofKeys.includes(name))) await send(command, before, childId);
  const { body } = await (await app.as(ombudsperson)).get(`/children/${childId}/findings`);
  const world = { ...before, findingId: (body as { findings: readonly { id: string }[] }).findings[0]!.id };
  for (const command of ofOversight) await send(command, world, childId);
  // Whoever is forgotten is somebody else, so that what was said of this child can still be read.
  const { childId: forgettable } = (await (await app.as(advocate)).post('/children/register-child-found', examples(nothing, () => 'words')['RegisterChildFound']!.body)).body as Receipt;
  const meanwhile: Readonly<Record<string, () => Promise<void>>> = {
    DisableSubjectKeys: async () => { await askedFor(app, forgettable); await settle(app, forgettable); },
    DestroySubjectKeys: () => toldLongAgo(app, forgettable),
  };
  for (const command of Object.keys(examples(before, words)).filter((name) => ofKeys.includes(name))) {
    await meanwhile[command]?.();
    const openDuties = (await keysOf(app, forgettable)).open.filter(({ kind }) => kind === 'DUTY').map(({ ref }) => ref);
    await send(command, { ...world, keysOf: forgettable, openDuties }, childId);
  }
  return { ...world, now: await clock.now(), childId, answers };
}

interface Receipt {
  readonly childId: string;
  readonly facilityId: string;
  readonly events: readonly { readonly id: string }[];
}

/** Nobody and nothing has this id. */
export const unknownId = '00000000-0000-4000-8000-000000000000';

/** The address to which a command about this child, this place, two states or a service is sent. */
export function pathOf(command: string, { childId, facilityId, corridorId = 'KG-KZ', consumerId = 'school-service', keysOf = childId }: { childId: string; facilityId: string; corridorId?: string; consumerId?: string; keysOf?: string }): string {
  const { declaration } = allCommands.find((each) => each.declaration.name === command)!;
  return commandPath(declaration).replace(':subjectId', { child: childId, facility: facilityId, corridor: corridorId, consumer: consumerId, keys: keysOf }[declaration.subject]);
}
