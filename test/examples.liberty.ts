import type { Example } from './examples.js';
import { advocate, caseWorker, lawyer, ombudsperson } from './people.js';

/** One example of every command about a child that is held: how it is there, who looks at it, what is asked for it, and what could be done instead. */

interface Telling {
  /** That it happened at a time, with all that a report may carry. */
  readonly said: (time: string) => object;
  /** All that a decision may carry: it is of this moment. */
  readonly plain: object;
  /** First event of a command that was sent before. */
  readonly eventOf: (command: string) => string;
  readonly facilityId: string;
  /** An instant so many days from now. */
  readonly inDays: (days: number) => string;
  readonly words: (field: string) => string;
}

const police = { orgRef: 'police-3', orgType: 'POLICE' };
const court = { orgRef: 'court-1', orgType: 'COURT' };
const ombuds = { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' };
const stayRef = 'centre';

export function whileHeld({ said, plain, eventOf, facilityId, words, inDays }: Telling): Readonly<Record<string, Example>> {
  const there = { childPresent: 'YES', lawyerPresent: 'NO', interpreterPresent: 'UNKNOWN' };
  return {
    RecordLeaveRestriction: { by: advocate, body: {
      ...said('2025-03-03'), stayRef, restrictions: ['LOCKED_IN', 'PHONE_TAKEN'], mayLeave: 'NO', until: '2025-03-31', imposedBy: police, reasonGiven: words('RecordLeaveRestriction.reasonGiven'),
    } },
    RecordCondition: { by: advocate, body: {
      ...said('2025-03-04'), stayRef, facilityRef: facilityId, conditions: [{ aspect: 'TIME_OUTDOORS', finding: 'MISSING' }], minutesOutdoorsDaily: 0, account: words('RecordCondition.account'),
    } },
    RecordIncident: { by: advocate, body: {
      ...said('2025-03-04'), stayRef, facilityRef: facilityId, kind: 'VIOLENCE_BY_STAFF', by: police, injured: 'YES', medicalCare: 'NO', toldIndependentBody: 'NO', account: words('RecordIncident.account'),
    } },
    RecordCustodyVisit: { by: ombudsperson, body: {
      ...said('2025-03-04'), stayRef, facilityRef: facilityId, visitor: 'MONITOR', visitorBody: ombuds, independent: 'YES', outcome: 'CUT_SHORT', inPrivate: 'NO', findings: words('RecordCustodyVisit.findings'),
    } },
    AssessLibertyClassification: { by: ombudsperson, body: {
      ...said('2025-03-04'), stayRef, assessor: 'INDEPENDENT_MONITOR', assessorRef: 'ombudsperson', custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER',
      factors: [{ factor: 'BARS_OR_FENCE', answer: 'YES', source: 'NGO_VISIT' }], reasons: words('AssessLibertyClassification.reasons'),
    } },
    RecordAuthorityAppearance: { by: lawyer, body: { ...said('2025-03-03'), stayRef, authority: court, independent: 'YES', court: 'YES', ...there, outcome: 'CONTINUED', account: words('RecordAuthorityAppearance.account') } },
    RecordReviewHeld: { by: lawyer, body: {
      ...said('2025-03-05'), stayRef, reviewer: police, independent: 'NO', court: 'NO', ...there, outcome: 'CONTINUED', nextReviewBy: '2025-03-20', decisionRef: 'decision-2', reasons: words('RecordReviewHeld.reasons'),
    } },
    RecordAlternativeConsidered: { by: lawyer, body: {
      ...said('2025-03-05'), stayRef, by: police, options: [{ option: 'OPEN_SHELTER', rejectedBecause: 'FLIGHT_FEARED' }], reasons: words('RecordAlternativeConsidered.reasons'),
    } },
    DemandRelease: { by: lawyer, body: { ...said('2025-03-03'), stayRef, addressedTo: police, grounds: ['CHILD_IS_HELD', 'MIGRATION_GROUND'], statement: words('DemandRelease.statement') } },
    RecordReleaseRefused: { by: lawyer, body: { ...said('2025-03-04'), demandRef: eventOf('DemandRelease'), by: police, reason: 'AWAITING_DOCUMENTS', reasonGiven: words('RecordReleaseRefused.reasonGiven') } },
    ChallengeLegality: { by: lawyer, body: { ...said('2025-03-04'), stayRef, before: court, lodgedFor: 'CHILD', grounds: words('ChallengeLegality.grounds') } },
    RecordChallengeDecided: { by: lawyer, body: {
      ...said('2025-03-05'), challengeRef: eventOf('ChallengeLegality'), by: court, independent: 'YES', result: 'UNLAWFUL', decisionRef: 'decision-3', reasons: words('RecordChallengeDecided.reasons'),
    } },
    LodgeComplaint: { by: advocate, body: { ...said('2025-03-05'), subject: 'VIOLENCE', against: police, addressedTo: ombuds, stayRef, complaint: words('LodgeComplaint.complaint') } },
    RecordComplaintAcknowledged: { by: ombudsperson, body: { ...said('2025-03-05'), complaintRef: eventOf('LodgeComplaint'), by: ombuds } },
    RecordComplaintAnswered: { by: ombudsperson, body: {
      ...said('2025-03-06'), complaintRef: eventOf('LodgeComplaint'), by: ombuds, independent: 'YES', answer: 'UPHELD', reasons: words('RecordComplaintAnswered.reasons'),
    } },
    RecordEducationAccess: { by: advocate, body: {
      ...said('2025-03-05'), access: 'REFUSED', level: 'PRIMARY', mode: 'CENTRE', language: 'kir', barriers: ['NOT_LET_OUT'], motherTongueTeaching: 'NO', free: 'UNKNOWN', schoolRef: 'school-5',
      note: words('RecordEducationAccess.note'),
    } },
    RecordHealthAccess: { by: advocate, body: {
      ...said('2025-03-05'), service: 'HEALTH_CHECK', access: 'GIVEN', free: 'YES', language: 'kir', barriers: ['NONE'], providerRef: 'clinic-2', note: words('RecordHealthAccess.note'),
    } },
    ImposeAlternativeMeasure: { by: caseWorker, body: {
      ...plain, restrictions: ['REPORTING', 'CURFEW'], mayLeave: 'RESTRICTED', factors: [{ factor: 'EXIT_LOCKED', answer: 'NO', source: 'CHILD' }], hoursIndoorsDaily: 10, facilityRef: facilityId,
      familyRefs: ['mother'], supervisor: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, reviewBy: inDays(10), reasons: words('ImposeAlternativeMeasure.reasons'),
    } },
    ReviewAlternativeMeasure: { by: caseWorker, body: {
      ...plain, measure: eventOf('ImposeAlternativeMeasure'), result: 'EASED', restrictions: ['REPORTING'], reviewBy: inDays(20), reasons: words('ReviewAlternativeMeasure.reasons'),
    } },
    RecordMeasureCompliance: { by: advocate, body: {
      ...said('2025-03-06'), measure: eventOf('ImposeAlternativeMeasure'), compliance: 'BREACHED', childWasTold: 'NO', account: words('RecordMeasureCompliance.account'),
    } },
    EndAlternativeMeasure: { by: caseWorker, body: { ...said('2025-03-06T07:00'), measure: eventOf('ImposeAlternativeMeasure'), because: 'NO_LONGER_NEEDED', note: words('EndAlternativeMeasure.note') } },
  };
}
