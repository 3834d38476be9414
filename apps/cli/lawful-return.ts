import type { Actor } from '../../libs/decider/actor.js';

/**
 * A lawful return, step by step, as those who take the steps send them: an unaccompanied child, found in Moldova, whose grandmother
 * waits for it in Kyrgyzstan. Each step proves what the ones after it rest on, and happens on its day, because no decision is dated back. The demonstration plays it,
 * and the journeys leave steps out.
 */

/** Who acts in it, by the part that they play. */
export type Part = 'advocate' | 'caseWorker' | 'authority' | 'guardian' | 'lawyer' | 'panelMember' | 'originAuthority';
export type Cast = Readonly<Record<Part, Actor>>;

/** What the steps name. */
export interface Journey {
  readonly cast: Cast;
  /** Places of the register: an open shelter where the child waits, and an open home where it is received. */
  readonly shelter: string;
  readonly home: string;
  /** The event of a step that was taken, by the step's action. */
  eventOf(action: string): string;
  /** The date of a day of the story. */
  date(day: number): string;
}

export interface Step {
  /** Of the route /children/{child}/{action}; the first one begins the child's record. */
  readonly action: string;
  /** Tells steps of the same action apart. */
  readonly which?: string;
  /** Day of the story, from 0. */
  readonly day: number;
  readonly by: Part;
  readonly body: (journey: Journey) => object;
}

const [from, to] = ['MD', 'KG'];
const road = { outcome: 'REPATRIATION', destinationState: to };
const carerRef = 'grandmother';
/** The day of the journey. The window for an appeal, which opens on day 18, is over before it is authorised. */
export const departureDay = 60;
const document = (documentRef: string) => ({ source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef } });
const understood = { language: 'kir', interpreter: 'PRESENT', interpreterRef: 'interpreter', understood: 'YES' };
const told = { language: 'kir', manner: 'SPOKEN', interpreterRef: 'interpreter', understanding: 'SAID_IN_OWN_WORDS' };

/** What the guardian is asked before the appointment. */
const noConflict = ['WORKS_FOR_CUSTODIAL_BODY', 'WORKS_FOR_RETURN_OR_IMMIGRATION_BODY', 'FINANCIAL_INTEREST', 'OPPOSING_PARTY', 'ACCUSED_OF_HARM']
  .map((question) => ({ question, answer: 'NO' }));

const findingAndRepresentation: readonly Step[] = [
  { action: 'register-child-found', day: 0, by: 'advocate', body: ({ date }) => ({
    foundIn: from, jurisdiction: from, accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'DOCUMENTED', majorityOn: date(3650), languages: ['kir'], nationalityClaims: [to],
    source: { kind: 'CHILD', reliability: 'PROBABLE' },
  }) },
  { action: 'place-in-emergency-open-care', day: 0, by: 'caseWorker', body: ({ shelter, date }) => ({ facilityRef: shelter, reason: 'NO_CARER', reviewBy: `${date(3)}T12:00:00Z` }) },
  { action: 'record-family-link', day: 1, by: 'caseWorker', body: () => ({
    relativeRef: carerRef, relation: 'GRANDPARENT', significance: 'PRIMARY_CARER', livesIn: to, inContact: 'YES', source: { kind: 'CHILD', reliability: 'PROBABLE' },
  }) },
  { action: 'request-guardian', day: 0, by: 'caseWorker', body: () => ({ reason: 'UNACCOMPANIED', languages: ['kir'] }) },
  { action: 'appoint-guardian', day: 1, by: 'authority', body: ({ cast: { guardian }, date }) => ({
    guardianRef: guardian.actorRef, organisationRef: guardian.orgRef, employerType: 'NGO', caseload: 4, model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'], conflictCheck: noConflict, from: `${date(1)}T00:00:00Z`,
  }) },
  { action: 'accept-mandate', day: 1, by: 'guardian', body: () => ({}) },
  { action: 'assign-legal-aid', day: 2, by: 'authority', body: ({ cast: { lawyer } }) => ({ lawyerRef: lawyer.actorRef, organisationRef: lawyer.orgRef, languages: ['kir', 'ron'] }) },
  { action: 'accept-case', day: 2, by: 'lawyer', body: () => ({}) },
  { action: 'confirm-interpreter', day: 2, by: 'guardian', body: () => ({ interpreterRef: 'interpreter', childLanguage: 'kir', otherLanguage: 'ron', confirmedHow: 'TALKED_TO_EACH_OTHER' }) },
];

const family = (['VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'STIGMA'] as const).map((question) => ({ question, answer: 'NO' }));
const components = ['SITUATION_AND_RISKS', 'FAMILY_STUDY', 'SAFETY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'IDENTITY', 'CHILD_OPINION'] as const;
const assessor = { personRef: 'social-worker', orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
const studied = (side: string, country: string) => ({
  side, country, family: [...family, { question: 'CHILD_WISHES_TO_LIVE_THERE', answer: side === 'STATE_OF_ORIGIN' ? 'YES' : 'UNKNOWN' }],
});
const component = (name: (typeof components)[number], more: object = {}, which: string = name): Step => ({
  action: 'attest-component', which, day: 10, by: 'caseWorker', body: () => ({ component: name, status: 'DONE', assessor, methods: ['INTERVIEW_WITH_CHILD', 'DOCUMENT'], ...more }),
});
const panel = ['SOCIAL_WORK', 'CHILD_PSYCHOLOGY', 'CHILD_RIGHTS_LAW'] as const;

const bestInterests: readonly Step[] = [
  { action: 'open-assessment', day: 3, by: 'caseWorker', body: () => ({ trigger: 'DURABLE_SOLUTION' }) },
  { action: 'attest-child-heard', day: 8, by: 'panelMember', body: ({ cast: { panelMember } }) => ({
    ...understood, result: 'HEARD', manner: 'SPOKEN', setting: 'CHILD_FRIENDLY_ROOM', supportPerson: 'CHOSEN_BY_CHILD', heardAlone: 'YES',
    interviewer: { personRef: panelMember.actorRef, orgType: panelMember.orgType, profession: 'PSYCHOLOGIST', trainedForChildren: 'YES', conflictOfInterest: 'NO' },
    optionsDiscussed: ['REPATRIATION', 'INTEGRATION', 'THIRD_COUNTRY'],
  }) },
  ...components.filter((name) => name !== 'FAMILY_STUDY').map((name) => component(name)),
  component('FAMILY_STUDY', studied('STATE_OF_STAY', from), 'FAMILY_STUDY where the child is'),
  component('FAMILY_STUDY', studied('STATE_OF_ORIGIN', to), 'FAMILY_STUDY where it comes from'),
  { action: 'decide-placement', day: 11, by: 'caseWorker', body: ({ shelter }) => ({ facilityRef: shelter, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'SHORT_STAY_BEFORE_REUNIFICATION' }) },
  { action: 'convene-bid-panel', day: 12, by: 'caseWorker', body: ({ cast: { panelMember }, date }) => ({
    members: panel.map((discipline, index) => ({
      memberRef: index === 0 ? panelMember.actorRef : `panel-member-${index + 1}`, organisationRef: `organisation-${index + 1}`, orgType: index === 0 ? panelMember.orgType : 'NGO',
      discipline, childSpecialist: 'YES', conflictOfInterest: 'NO', confidentialitySignedOn: date(11),
    })),
  }) },
  { action: 'conclude-determination', day: 16, by: 'panelMember', body: ({ cast: { panelMember } }) => ({
    ...road, present: [panelMember.actorRef, 'panel-member-2', 'panel-member-3'], care: 'RELATIVES', speaksFor: ['FAMILY_TIES', 'CHILDS_WISH', 'LANGUAGE_AND_CULTURE'], speaksAgainst: [],
    reasons: ['FAMILY_TIES', 'CHILDS_WISH'], weights: components.map((name) => ({ component: name, weight: 'STRONG' })), childsView: 'FOLLOWED',
    rejected: [
      { outcome: 'INTEGRATION', care: 'FOSTER_FAMILY', speaksFor: ['EDUCATION'], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES'] },
      { outcome: 'THIRD_COUNTRY', care: 'FOSTER_FAMILY', speaksFor: [], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES', 'NO_CARER_FOUND'] },
    ],
  }) },
  { action: 'attest-determination-explained', day: 16, by: 'panelMember', body: () => ({ ...understood, remediesExplained: 'YES', representativeInformed: 'YES' }) },
  { action: 'attest-views-weighed', day: 16, by: 'panelMember', body: () => ({ ...understood, weight: 'DECISIVE', result: 'FOLLOWED' }) },
  { action: 'attest-siblings-resolved', day: 16, by: 'panelMember', body: () => ({ siblings: [] }) },
];

const decision: readonly Step[] = [
  { action: 'attest-enquiry-consent', day: 4, by: 'guardian', body: () => ({ destinationState: to }) },
  { action: 'request-origin-information', day: 5, by: 'caseWorker', body: () => ({
    destinationState: to, questions: ['IDENTITY', 'CARER', 'READINESS'], disclosed: ['NAME', 'DATE_OF_BIRTH'], authority: { orgRef: 'child-protection-of-origin', orgType: 'CHILD_PROTECTION' },
  }) },
  { action: 'attest-origin-answer', day: 9, by: 'originAuthority', body: ({ date, cast: { originAuthority } }) => ({
    destinationState: to, answer: 'CONFIRMED', validUntil: `${date(180)}T00:00:00Z`, authority: { orgRef: originAuthority.orgRef, orgType: originAuthority.orgType }, ...document('confirmation-of-origin'),
  }) },
  { action: 'attest-risk-assessment', day: 15, by: 'caseWorker', body: () => ({
    destinationState: to, result: 'NO_DANGER', sources: ['CHILD', 'HOME_VISIT', 'COUNTRY_INFORMATION'], dangers: [], impactAssessmentRef: 'impact-assessment',
  }) },
  { action: 'propose-repatriation', day: 17, by: 'caseWorker', body: () => ({ ...road, proposedFor: 'CHILD' }) },
  { action: 'decide-repatriation', day: 18, by: 'caseWorker', body: () => ({ ...road, instrument: 'MD_RETURN_PROCEDURE' }) },
  { action: 'attest-decision-explained', day: 18, by: 'guardian', body: ({ eventOf, cast: { guardian } }) => ({ decisionRef: eventOf('decide-repatriation'), explainedBy: guardian.actorRef, ...told }) },
];

const consent = (by: 'CHILD' | 'REPRESENTATIVE'): Step => ({
  action: 'give-consent', which: by, day: 20, by: 'advocate', body: ({ cast: { advocate, guardian, caseWorker } }) => ({
    ...road, ...told, by, ...(by === 'REPRESENTATIVE' ? { representativeRef: guardian.actorRef } : {}), carerRef,
    informedBy: caseWorker.actorRef, witnessRef: advocate.actorRef, witnessOrgType: 'NGO',
  }),
});

const preparation: readonly Step[] = [
  consent('CHILD'),
  consent('REPRESENTATIVE'),
  { action: 'confirm-carer', day: 21, by: 'caseWorker', body: ({ date }) => ({
    destinationState: to, carerRef, relation: 'GRANDPARENT', agreedOn: date(19), homeStudy: { documentRef: 'home-study', doneBy: 'child-protection-of-origin', doneOn: date(14), result: 'FIT' },
  }) },
  { action: 'approve-plan', day: 22, by: 'caseWorker', body: ({ date }) => ({
    ...road, components: ['CARE', 'SCHOOL', 'HEALTH', 'PSYCHOSOCIAL', 'DOCUMENTS'].map((name) => ({ component: name, providerRef: 'child-protection-of-origin', from: date(departureDay) })),
    resources: [{ kind: 'MONEY', providerRef: 'ministry-of-labour' }], responsibleBody: { orgRef: 'child-protection-of-origin', orgType: 'CHILD_PROTECTION' }, budgetLine: 'budget-line-7',
    followUp: [{ on: date(departureDay + 14), manner: 'IN_PERSON' }, { on: date(departureDay + 90), manner: 'IN_PERSON' }], childOpinion: 'AGREES',
  }) },
  { action: 'arrange-monitoring', day: 23, by: 'caseWorker', body: ({ date }) => ({
    destinationState: to, monitorRef: 'monitor', orgRef: 'ombudsperson-of-origin', orgType: 'OMBUDSPERSON', visits: [{ on: date(departureDay + 30), manner: 'IN_PERSON' }],
  }) },
  { action: 'arrange-first-placement', day: 23, by: 'caseWorker', body: ({ home, date }) => ({ destinationState: to, facilityRef: home, from: date(departureDay) }) },
  { action: 'attest-central-authority', day: 24, by: 'caseWorker', body: () => ({
    destinationState: to, answer: 'AGREED', authority: { orgRef: 'central-authority', orgType: 'CHILD_PROTECTION' }, ...document('approval-of-central-authority'),
  }) },
  { action: 'attest-timing', day: 25, by: 'guardian', body: ({ date }) => ({ ...road, considered: ['SCHOOL', 'EXAMS', 'HEALTH', 'FEASTS', 'SIBLINGS'], suitableFrom: date(departureDay - 5) }) },
  { action: 'attest-documents', day: 26, by: 'caseWorker', body: () => ({ destinationState: to, documents: [{ kind: 'PASSPORT' }, { kind: 'BIRTH_CERTIFICATE' }], claimExposed: 'NO' }) },
  { action: 'assign-escort', day: 27, by: 'caseWorker', body: ({ cast: { caseWorker } }) => ({
    escorts: [{ escortRef: 'escort', orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }],
  }) },
  { action: 'attest-child-informed', day: 50, by: 'guardian', body: ({ cast: { guardian } }) => ({ ...road, ...told, informedBy: guardian.actorRef }) },
];

/** The journey, in the same words at its authorisation and on its day. */
export const journeyOf = ({ home, date }: Journey): object => ({
  ...road, carerRef, firstPlacementRef: home, plannedDeparture: `${date(departureDay)}T23:59:00+02:00`,
  legs: [{ fromState: from, toState: to, means: 'PLANE', custodial: 'NO', escortRef: 'escort', nightStops: [] }],
});

const travel: readonly Step[] = [
  { action: 'authorise-transfer', day: 52, by: 'caseWorker', body: journeyOf },
  { action: 'confirm-departure', day: departureDay, by: 'caseWorker', body: journeyOf },
  { action: 'record-transfer-leg', day: departureDay, by: 'caseWorker', body: () => ({
    fromState: from, toState: to, means: 'PLANE', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'report-of-the-escort' },
  }) },
  { action: 'record-handover', day: departureDay, by: 'caseWorker', body: ({ home }) => ({
    sender: { personRef: 'escort', orgType: 'CHILD_PROTECTION' }, receiver: { personRef: carerRef, orgType: 'FAMILY' }, place: 'HOME', state: to, facilityRef: home,
    signedBySender: 'YES', signedByReceiver: 'YES', source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'record-of-the-handover' },
  }) },
  { action: 'record-arrival', day: departureDay, by: 'caseWorker', body: ({ home }) => ({
    state: to, facilityRef: home, receivedBy: { personRef: carerRef, orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO', source: { kind: 'PARENT', reliability: 'CONFIRMED' },
  }) },
];

/** All steps, in the order of their days. */
export const lawfulReturn: readonly Step[] = [...findingAndRepresentation, ...bestInterests, ...decision, ...preparation, ...travel]
  .map((step, index) => ({ step, index }))
  .sort((a, b) => a.step.day - b.step.day || a.index - b.index)
  .map(({ step }) => step);

export const nameOf = ({ action, which }: Step): string => (which ? `${action} (${which})` : action);
