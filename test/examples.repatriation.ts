import type { Example } from './examples.js';
import { advocate, caseWorker, guardian, lawyer, ombudsperson, service } from './people.js';

/** One example of every command of the context Repatriation, in two parts: the road to a return, and what stops it. */

export interface Telling {
  /** That it happened at a time, with all that a report may carry. */
  readonly said: (time: string) => object;
  /** All that a decision may carry: it is of this moment. */
  readonly plain: object;
  /** The same of an attestation about this moment, which comes after the decision that it is about. */
  readonly lately: object;
  /** First event of a command that was sent before. */
  readonly eventOf: (command: string) => string;
  readonly words: (field: string) => string;
}

const journey = { outcome: 'REPATRIATION', destinationState: 'KZ' };
const { destinationState } = journey;
const protectors = { orgRef: 'protection-of-children', orgType: 'CHILD_PROTECTION' };
const told = { language: 'kir', manner: 'SPOKEN', interpreterRef: 'interpreter', understanding: 'SAID_IN_OWN_WORDS' };

export function roadToReturn({ said, plain, lately, eventOf, words }: Telling): Readonly<Record<string, Example>> {
  const consent = { ...journey, carerRef: 'grandmother', ...told, informedBy: caseWorker.actorRef, witnessRef: 'doctor', witnessOrgType: 'HEALTH', words: words('GiveConsent.words') };
  return {
    AttestEnquiryConsent: { by: guardian, body: { ...lately, destinationState } },
    RequestOriginInformation: { by: caseWorker, body: {
      ...plain, destinationState, authority: protectors, questions: ['IDENTITY', 'FAMILY', 'READINESS'], disclosed: ['NAME', 'DATE_OF_BIRTH'],
    } },
    NotifyConsulate: { by: caseWorker, body: {
      ...plain, destinationState, questions: ['CIVIL_DOCUMENTS'], disclosed: ['NAME', 'SEX'], sex: 'FEMALE', ageYears: 12, safetyAssessmentRef: 'assessment-1',
    } },
    // What a state answers has to be recent, too.
    AttestOriginAnswer: { by: caseWorker, body: {
      ...lately, destinationState, authority: protectors, answer: 'CONFIRMED', validUntil: '2039-01-01T00:00:00+05:00', note: words('AttestOriginAnswer.note'),
    } },
    AttestCentralAuthority: { by: caseWorker, body: { ...lately, destinationState, authority: protectors, answer: 'AGREED' } },
    // The assessment has to be recent, so that it is one of today.
    AttestRiskAssessment: { by: caseWorker, body: {
      ...lately, destinationState, result: 'NO_DANGER', sources: ['CHILD', 'HOME_VISIT'], dangers: [], impactAssessmentRef: 'impact-1',
      reasons: words('AttestRiskAssessment.reasons'),
    } },
    ProposeRepatriation: { by: caseWorker, body: { ...plain, ...journey, proposedFor: 'CHILD', reasons: words('ProposeRepatriation.reasons') } },
    DecideRepatriation: { by: caseWorker, body: { ...plain, ...journey, instrument: 'NONE', reasons: words('DecideRepatriation.reasons') } },
    AttestDecisionExplained: { by: caseWorker, body: { ...lately, ...told, decisionRef: eventOf('DecideRepatriation'), explainedBy: lawyer.actorRef, reaction: words('AttestDecisionExplained.reaction') } },
    GiveConsent: {
      by: advocate, body: { ...plain, ...consent, by: 'REPRESENTATIVE', representativeRef: guardian.actorRef },
      also: [{ ...plain, ...consent, by: 'CHILD' }],
    },
    AttestChildInformed: { by: guardian, body: { ...lately, ...journey, ...told, informedBy: guardian.actorRef, reaction: words('AttestChildInformed.reaction') } },
    AttestTiming: { by: caseWorker, body: {
      ...said('2025-03-25'), ...journey, considered: ['SCHOOL', 'EXAMS', 'HEALTH', 'FEASTS', 'SIBLINGS'], suitableFrom: '2025-06-01', reasons: words('AttestTiming.reasons'),
    } },
    AttestDocuments: { by: caseWorker, body: {
      ...said('2025-03-26'), destinationState, documents: [{ kind: 'RETURN_CERTIFICATE', validUntil: '2039-01-01' }, { kind: 'BIRTH_CERTIFICATE', validUntil: '2039-01-01' }], issuedBy: protectors, claimExposed: 'NO',
    } },
  };
}

export function whatStopsReturn({ said, eventOf, words }: Telling): Readonly<Record<string, Example>> {
  return {
    WithdrawConsent: { by: lawyer, body: { ...said('2025-04-02'), whose: 'CHILD', channel: 'BY_PHONE', witnessRef: 'doctor', words: words('WithdrawConsent.words') } },
    LodgeAppeal: { by: lawyer, body: {
      ...said('2025-04-02'), decisionRef: eventOf('DecideRepatriation'), externalDecision: { authority: { orgRef: 'migration-office', orgType: 'IMMIGRATION' }, kind: 'RETURN', date: '2025-04-01' },
      instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', grounds: words('LodgeAppeal.grounds'),
    } },
    AttestAppealDecision: { by: ombudsperson, body: {
      ...said('2025-04-20'), appealRef: eventOf('LodgeAppeal'), result: 'UPHELD', final: true, instance: 'FIRST_INSTANCE', authority: { orgRef: 'court-1', orgType: 'COURT' },
      bidBodyParticipation: 'NOT_POSSIBLE', nonParticipationReason: 'NOT_INVITED', reasons: words('AttestAppealDecision.reasons'), decisionRef: eventOf('DecideRepatriation'),
    } },
    RecordRulingExecuted: { by: lawyer, body: {
      ...said('2025-04-25'), appealRef: eventOf('LodgeAppeal'), extent: 'WHOLE', execution: 'DECISION_WITHDRAWN', executedBy: protectors, note: words('RecordRulingExecuted.note'),
    } },
    OpenProtectionClaim: { by: lawyer, body: {
      ...said('2025-04-02'), kind: 'ASYLUM', againstState: destinationState, authority: { orgRef: 'asylum-office', orgType: 'IMMIGRATION' }, statement: words('OpenProtectionClaim.statement'),
    } },
    AttestProtectionClaimClosed: { by: ombudsperson, body: {
      ...said('2025-04-21'), claimRef: eventOf('OpenProtectionClaim'), kind: 'ASYLUM', result: 'GRANTED', protectsAgainst: [destinationState], authority: { orgRef: 'court-1', orgType: 'COURT' }, final: true,
    } },
    AttestProtectionEnded: { by: ombudsperson, body: {
      ...said('2025-04-22'), grantRef: eventOf('AttestProtectionClaimClosed'), because: 'SET_ASIDE', authority: { orgRef: 'court-1', orgType: 'COURT' },
    } },
    RecordCoercion: { by: advocate, body: {
      ...said('2025-04-02'), coerced: ['CHILD'], coercedBy: { orgRef: 'police-3', orgType: 'POLICE' }, coercedByPerson: 'officer-1', means: ['THREAT'], statement: words('RecordCoercion.statement'),
    } },
    AttestCoercionInquiryClosed: { by: ombudsperson, body: {
      ...said('2025-04-22'), reportRef: eventOf('RecordCoercion'), result: 'COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, findings: words('AttestCoercionInquiryClosed.findings'),
    } },
    RecordDanger: { by: advocate, body: { ...said('2025-04-03'), destinationState, danger: 'VIOLENCE_AT_HOME', statement: words('RecordDanger.statement') } },
    RecordOriginReadinessWithdrawn: { by: caseWorker, body: {
      ...said('2025-04-04'), destinationState, reason: 'CARE_NOT_AVAILABLE', statement: words('RecordOriginReadinessWithdrawn.statement'),
    } },
    RecordSuspension: { by: caseWorker, body: {
      ...said('2025-04-05'), suspensionRef: 'border-closed', declaredByState: 'KZ', declaredBy: 'BORDER', cause: 'BORDER_CLOSED', scope: 'ALL_TRANSFERS', legalBasis: 'decree 4',
      from: '2025-04-05T00:00:00+06:00', reviewBy: '2025-05-05T00:00:00+06:00',
    } },
    RecordCorridorCorrection: { by: caseWorker, body: {
      ...said('2025-04-06'), target: eventOf('RecordSuspension'), targetOccurredAt: { at: '2025-04-05T08:00', to: '2025-04-05T08:30', zone: 'Asia/Bishkek' }, reason: 'DOCUMENT_FOUND',
      note: words('RecordCorridorCorrection.note'), fields: { legalBasis: 'decree 5' },
    } },
    RecordCorridorDispute: { by: lawyer, body: { ...said('2025-04-07'), target: eventOf('RecordSuspension'), disputedBy: 'AUTHORITY', statement: words('RecordCorridorDispute.statement') } },
    RecordCorridorRetraction: { by: caseWorker, body: { ...said('2025-04-08'), target: eventOf('RecordSuspension'), reason: 'MISTAKEN_ENTRY', note: words('RecordCorridorRetraction.note') } },
    RecordCorridorChange: { by: service, body: { ...said('2025-04-05'), corridor: 'KG-KZ', corridorRevision: 0 } },
    RecordDelayReason: { by: caseWorker, body: {
      ...said('2025-04-06'), step: 'DOCUMENTS', reason: 'DOCUMENTS_AWAITED', from: '2025-04-01', until: '2025-04-06', waitsFor: protectors, note: words('RecordDelayReason.note'),
    } },
    RecordDocumentMilestone: { by: advocate, body: {
      ...said('2025-04-06'), document: 'BIRTH_CERTIFICATE', issuingState: destinationState, milestone: 'REFUSED', authority: { orgRef: 'consulate', orgType: 'CONSULATE' }, refusedBecause: 'FEES',
      note: words('RecordDocumentMilestone.note'),
    } },
    RecordReturnOutsideProcedure: { by: advocate, body: {
      ...said('2025-04-07'), kind: 'DEPORTATION', destinationState, carriedOutBy: { orgRef: 'police-3', orgType: 'POLICE' }, assessedBefore: 'NO', childAgreed: 'NO',
      handedOverAtBorder: 'YES', circumstances: words('RecordReturnOutsideProcedure.circumstances'),
    } },
    AttestPartReportUnfounded: { by: ombudsperson, body: {
      ...said('2025-04-08'), reportRef: eventOf('RecordReturnOutsideProcedure'), namedRef: 'police-3', statement: words('AttestPartReportUnfounded.statement'),
    } },
    RecordEntryBan: { by: advocate, body: {
      ...said('2025-04-07'), banned: 'PARENT', personRef: 'mother', state: destinationState, imposedBy: { orgRef: 'migration-office', orgType: 'IMMIGRATION' }, ground: 'AFTER_RETURN', from: '2025-04-07',
      until: '2030-04-07', circumstances: words('RecordEntryBan.circumstances'),
    } },
    RecordOriginStatementHeard: { by: lawyer, body: {
      ...said('2025-04-08'), destinationState, hearer: 'COURT', position: 'IN_FAVOUR_OF_RETURN', statement: words('RecordOriginStatementHeard.statement'),
    } },
    AttestTransfersResumed: { by: caseWorker, body: { ...said('2025-05-05'), suspensionRef: 'border-closed' } },
    AttestSuspensionEnded: { by: caseWorker, body: { ...said('2025-05-05'), suspensionRef: 'border-closed', destinationState } },
  };
}
