import { needAreas } from '../libs/best-interests/needs.events.js';
import type { Example } from './examples.js';
import { advocate, authority, caseWorker, lawyer, panelMember } from './people.js';

/** One example of every command of the context Best interests, in parts: finding out what is best, determining it, a separation, and what opens it all again. */

interface Telling {
  /** That it happened at a time, with all that a report may carry. */
  readonly said: (time: string) => object;
  /** All that a decision may carry: it is of this moment. */
  readonly plain: object;
  /** The same of an attestation about this moment, which comes after the decision that it is about. */
  readonly lately: object;
  /** An instant so many days from now. */
  readonly inDays: (days: number) => string;
  readonly words: (field: string) => string;
}

const spoken = { language: 'kir', interpreter: 'PRESENT', interpreterRef: 'interpreter', understood: 'YES' };
const assessor = { personRef: 'assessor', orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
const attempts = [{ on: '2025-03-05', channel: 'PHONE' }];
const familyQuestions = ['VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'CHILD_WISHES_TO_LIVE_THERE', 'STIGMA'];
const family = familyQuestions.map((question) => ({ question, answer: 'UNKNOWN' }));
const otherParts = ['SITUATION_AND_RISKS', 'SAFETY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'IDENTITY', 'CHILD_OPINION'];
const member = (memberRef: string, orgType: string, discipline: string) => ({
  memberRef, organisationRef: `${memberRef}-office`, orgType, discipline, childSpecialist: 'YES', conflictOfInterest: 'NO', confidentialitySignedOn: '2025-03-01',
});
const members = [member(panelMember.actorRef, 'CHILD_PROTECTION', 'SOCIAL_WORK'), member('panel-psychologist', 'HEALTH', 'CHILD_PSYCHOLOGY'), member('panel-jurist', 'NGO', 'CHILD_RIGHTS_LAW')];
const option = (outcome: string, care: string) => ({ outcome, care, speaksFor: ['EDUCATION'], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES', 'NO_CARER_FOUND'] });

/** What a decision rests on has to be recent, so that it is of today. */
export function roadToAssessment({ said, plain, lately, words, inDays }: Telling): Readonly<Record<string, Example>> {
  const study = { ...lately, component: 'FAMILY_STUDY', assessor, methods: ['INTERVIEW_WITH_FAMILY'], family };
  return {
    OpenAssessment: {
      by: advocate,
      body: { ...lately, trigger: 'DURABLE_SOLUTION', priority: 'URGENT', note: words('OpenAssessment.note') },
      also: [{ ...lately, trigger: 'SEPARATION' }],
    },
    AttestComponent: {
      by: caseWorker,
      body: { ...study, side: 'STATE_OF_ORIGIN', country: 'KZ', status: 'NOT_POSSIBLE', notPossibleBecause: 'NO_ANSWER', attempts, findings: words('AttestComponent.findings') },
      also: [
        { ...study, side: 'STATE_OF_STAY', country: 'KG', status: 'DONE' },
        ...otherParts.map((component) => ({ ...lately, component, status: 'DONE', assessor, methods: ['INTERVIEW_WITH_CHILD', 'DOCUMENT'] })),
      ],
    },
    AttestNeedsAssessed: { by: caseWorker, body: {
      ...said('2025-03-06T10:20'), assessor, areas: needAreas.map((area) => ({ area, result: 'UNKNOWN' })), findings: words('AttestNeedsAssessed.findings'),
    } },
    DraftProtectionPlan: { by: caseWorker, body: {
      ...said('2025-03-06T10:40'), care: 'RELATIVES', measures: [{ area: 'PSYCHOSOCIAL', providerRef: 'psychologist', specialist: 'PSYCHOLOGIST', by: '2025-04-01', longTerm: true }], note: words('DraftProtectionPlan.note'),
    } },
    AttestChildHeard: { by: caseWorker, body: {
      ...lately, result: 'DECLINED', declinedBecause: 'ASKED_TOO_OFTEN', ...spoken, manner: 'SPOKEN', setting: 'CHILD_FRIENDLY_ROOM', supportPerson: 'CHOSEN_BY_CHILD',
      heardAlone: 'YES', interviewer: { personRef: 'psychologist', orgType: 'HEALTH', profession: 'PSYCHOLOGIST', trainedForChildren: 'YES', conflictOfInterest: 'NO' },
      optionsDiscussed: ['REPATRIATION', 'INTEGRATION'], views: words('AttestChildHeard.views'),
    } },
    RecordViews: { by: advocate, body: { ...said('2025-03-06T12:00'), toldTo: 'TEACHER', topics: ['SOLUTION', 'FAMILY'], language: 'kir', views: words('RecordViews.views') } },
    // While the child is in emergency care: what is decided of a placement is decided on what the child said since.
    ReviewPlacement: { by: caseWorker, body: {
      ...plain, result: 'GOES_ON', because: ['STABILITY'], considered: ['RELATIVES', 'INSTITUTION'], childSeen: 'ALONE', nextReviewBy: inDays(30),
      reasons: words('ReviewPlacement.reasons'),
    } },
  };
}

export function roadToDetermination({ plain, lately, inDays, words }: Telling): Readonly<Record<string, Example>> {
  return {
    AttestSiblingsResolved: { by: caseWorker, body: {
      ...lately, reasons: words('AttestSiblingsResolved.reasons'),
      siblings: [{
        siblingRef: 'sister', outcome: 'REPATRIATION', destinationState: 'KZ', travelsTogether: 'NO', exception: { because: 'SCHOOL_YEAR', reviewBy: inDays(60) },
      }],
    } },
    ConveneBidPanel: { by: caseWorker, body: { ...plain, members, chairRef: panelMember.actorRef } },
    ConcludeDetermination: { by: panelMember, body: {
      ...plain, outcome: 'REPATRIATION', destinationState: 'KZ', present: members.map(({ memberRef }) => memberRef),
      care: 'RELATIVES', speaksFor: ['FAMILY_TIES', 'CHILDS_WISH'], speaksAgainst: ['EDUCATION'], reasons: ['FAMILY_TIES', 'CARE'],
      weights: ['FAMILY_STUDY', ...otherParts].map((component) => ({ component, weight: 'STRONG' })),
      rejected: [option('INTEGRATION', 'FOSTER_FAMILY'), option('THIRD_COUNTRY', 'RELATIVES')],
      childsView: 'OVERRIDDEN', viewOverriddenBecause: words('ConcludeDetermination.viewOverriddenBecause'), reviewBy: '2039-01-01T00:00:00+06:00',
      statement: words('ConcludeDetermination.statement'), dissent: [{ memberRef: 'panel-jurist', reasons: words('ConcludeDetermination.dissent') }],
    } },
    AttestDeterminationExplained: { by: caseWorker, body: {
      ...lately, ...spoken, remediesExplained: 'YES', representativeInformed: 'YES', reaction: words('AttestDeterminationExplained.reaction'),
    } },
    AttestViewsWeighed: { by: caseWorker, body: { ...lately, ...spoken, weight: 'STRONG', result: 'OVERRIDDEN', reasons: words('AttestViewsWeighed.reasons') } },
  };
}

export function roadToSeparation({ said, plain, lately, words, inDays }: Telling): Readonly<Record<string, Example>> {
  const parent = { ...lately, result: 'NOT_POSSIBLE', spoken, notPossibleBecause: 'NO_ANSWER', attempts };
  return {
    AttestFamilySupportOffered: { by: caseWorker, body: {
      ...lately, offeredTo: ['step-father'], supports: ['PARENTING', 'PROTECTION_FROM_VIOLENCE'], response: 'DECLINED', note: words('AttestFamilySupportOffered.note'),
    } },
    AttestParentsHeard: { by: caseWorker, body: { ...parent, personRef: 'step-father', statement: words('AttestParentsHeard.statement') } },
    AttestDanger: { by: caseWorker, body: {
      ...lately, danger: 'PHYSICAL_VIOLENCE', stayingWith: ['step-father'], finding: 'PRESENT', immediate: 'NO', assessor, documentRef: 'report-9',
      statement: words('AttestDanger.statement'),
    } },
    AuthoriseSeparation: { by: caseWorker, body: {
      ...plain, separatedFrom: ['step-father'], grounds: ['PHYSICAL_VIOLENCE'], contact: 'SUPERVISED', reviewBy: inDays(7), judicialReviewBy: inDays(7),
      reasons: words('AuthoriseSeparation.reasons'),
    } },
    AttestSeparationReviewed: { by: caseWorker, body: {
      ...said('2025-03-08T12:00'), separationRef: 'from-mother', result: 'CAN_GO_BACK_WITH_HELP', childSeen: 'ALONE', statement: words('AttestSeparationReviewed.statement'),
    } },
    RecordPlacementRefused: { by: advocate, body: {
      ...said('2025-03-08T11:00'), facilityRef: '3f0f0c6e-0000-4000-8000-000000000001', reason: 'NO_PAPERS', nextPlace: 'STREET', note: words('RecordPlacementRefused.note'),
    } },
  };
}

export function whatReopensDetermination({ said, words }: Telling): Readonly<Record<string, Example>> {
  return {
    RecordSiblingOutcome: { by: advocate, body: { ...said('2025-03-12'), siblingRef: 'sister', outcome: 'THIRD_COUNTRY', destinationState: 'UZ', goesOnIn: 'other-record-of-sister' } },
    DeclarePanelConflict: { by: lawyer, body: {
      ...said('2025-03-12'), memberRef: 'panel-jurist', ground: 'OPPOSING_PARTY', statement: words('DeclarePanelConflict.statement'),
    } },
    RecordParentalDispute: { by: advocate, body: {
      ...said('2025-03-12'), parents: ['mother', 'father'], over: ['STATE_OF_RESIDENCE', 'REMOVAL_WITHOUT_CONSENT'], proceeding: 'PENDING', courtRef: 'city-court',
      statement: words('RecordParentalDispute.statement'),
    } },
    AttestParentalDisputeEnded: { by: authority, body: {
      ...said('2025-03-14'), parents: ['mother', 'father'], because: 'SETTLED', documentRef: 'agreement-4', statement: words('AttestParentalDisputeEnded.statement'),
    } },
    AttestCivilProceeding: { by: caseWorker, body: {
      ...said('2025-03-13'), parents: ['mother', 'father'], stage: 'PENDING', courtRef: 'city-court', documentRef: 'application-7', statement: words('AttestCivilProceeding.statement'),
    } },
    ReopenDetermination: { by: lawyer, body: { ...said('2025-03-12'), trigger: 'NEW_INFORMATION', note: words('ReopenDetermination.note') } },
  };
}
