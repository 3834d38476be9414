import { neededComponents } from '../libs/reintegration/plan.events.js';
import type { Example } from './examples.js';
import { advocate, caseWorker, guardian } from './people.js';

/** One example of every command of the journey: what waits for the child, the way, and how it is afterwards. */

export interface Telling {
  /** That it happened at a time, with all that a report may carry. */
  readonly said: (time: string) => object;
  /** All that a decision may carry: it is of this moment. */
  readonly plain: object;
  readonly facilityId: string;
  readonly now: Date;
  readonly words: (field: string) => string;
}

const destinationState = 'KZ';

function plan(command: string, words: Telling['words']) {
  return {
    destinationState, childOpinion: 'AGREES_IN_PART', childWords: words(`${command}.childWords`), budgetLine: 'line-7',
    components: neededComponents.map((component) => ({ component, providerRef: 'district', from: '2025-04-01', longTerm: false, chosenByChild: 'YES', note: words(`${command}.components`) })),
    resources: [{ kind: 'MONEY', providerRef: 'district' }], responsibleBody: { orgRef: 'child-protection', orgType: 'CHILD_PROTECTION' }, followUp: [{ on: '2039-05-01', manner: 'IN_PERSON' }],
  };
}

/** It is determined that the child stays, and what its life is like there; and then that it returns, as before. */
export function lifeWhereChildIs({ plain, words, determination }: Pick<Telling, 'plain' | 'words'> & { readonly determination: Example['body'] }): Readonly<Record<string, Example>> {
  const [rejected] = determination['rejected'] as readonly object[];
  return {
    ApproveSolutionPlan: {
      by: caseWorker, body: { ...plain, ...plan('ApproveSolutionPlan', words), destinationState: 'KG' },
      restsOn: { command: 'ConcludeDetermination', body: {
        ...determination, outcome: 'INTEGRATION', destinationState: undefined, rejected: ['REPATRIATION', 'THIRD_COUNTRY'].map((outcome) => ({ ...rejected, outcome })),
      } },
    },
  };
}

export function whatWaitsForChild({ said, plain, facilityId, now, words }: Telling): Readonly<Record<string, Example>> {
  // A home that was seen long ago is seen again.
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  return {
    DraftPlan: { by: guardian, body: { ...said('2025-03-12'), outcome: 'REPATRIATION', destinationState, components: ['CARE', 'SCHOOL'], note: words('DraftPlan.note') } },
    ConfirmCarer: { by: caseWorker, body: {
      ...plain, destinationState, carerRef: 'grandmother', relation: 'GRANDPARENT', agreedOn: yesterday, name: words('ConfirmCarer.name'),
      homeStudy: { documentRef: 'study-1', doneBy: 'social-worker', doneOn: yesterday, result: 'FIT_WITH_SUPPORT' }, address: words('ConfirmCarer.address'), assessment: words('ConfirmCarer.assessment'),
    } },
    ApprovePlan: { by: caseWorker, body: { ...plain, outcome: 'REPATRIATION', ...plan('ApprovePlan', words) } },
    ArrangeMonitoring: { by: caseWorker, body: {
      ...plain, destinationState, monitorRef: 'monitor', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON', visits: [{ on: '2039-05-15', manner: 'REMOTE' }],
    } },
    ArrangeFirstPlacement: { by: caseWorker, body: { ...plain, destinationState, facilityRef: facilityId, from: '2025-04-01' } },
  };
}

export function journey({ said, plain, facilityId, now, words }: Telling): Readonly<Record<string, Example>> {
  const itinerary = {
    outcome: 'REPATRIATION', destinationState, carerRef: 'grandmother', firstPlacementRef: facilityId,
    // The day is confirmed on which the child leaves, so that it is today.
    plannedDeparture: `${now.toISOString().slice(0, 10)}T23:59:59Z`,
    legs: [{ fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'NO', escortRef: caseWorker.actorRef, permissionRef: 'permission-1', nightStops: [facilityId] }],
  };
  return {
    AssignEscort: { by: caseWorker, body: {
      ...plain, escorts: [{ escortRef: caseWorker.actorRef, orgRef: 'child-protection', orgType: 'CHILD_PROTECTION', knownToChild: 'NO', name: words('AssignEscort.escorts.name') }],
      unknownBecause: 'KNOWN_ESCORT_ILL',
    } },
    AuthoriseTransfer: { by: caseWorker, body: { ...plain, ...itinerary } },
    ConfirmDeparture: { by: caseWorker, body: { ...plain, ...itinerary } },
    RecordTransferLeg: { by: advocate, body: {
      ...said('2025-04-02T10:00'), fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], nightStopRef: facilityId,
      arrivedAt: '2025-04-02T18:00:00+06:00', note: words('RecordTransferLeg.note'),
    } },
    RecordHandover: { by: advocate, body: {
      ...said('2025-04-02T18:00'), sender: { personRef: caseWorker.actorRef, orgRef: caseWorker.orgRef, orgType: 'CHILD_PROTECTION' }, receiver: { personRef: 'grandmother', orgRef: 'family', orgType: 'FAMILY' }, place: 'HOME', state: 'KZ',
      facilityRef: facilityId, signedBySender: 'YES', signedByReceiver: 'YES', receiverName: words('RecordHandover.receiverName'), condition: words('RecordHandover.condition'),
    } },
    HaltTransfer: { by: guardian, body: { ...said('2025-04-02T18:30'), ground: 'CHILD_ASKS', statement: words('HaltTransfer.statement') } },
  };
}

export function afterJourney({ said, facilityId, words }: Omit<Telling, 'now'>): Readonly<Record<string, Example>> {
  return {
    RecordArrival: { by: advocate, body: {
      ...said('2025-04-02T10:00'), state: destinationState, facilityRef: facilityId, receivedBy: { personRef: 'grandmother', orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO', condition: words('RecordArrival.condition'),
    } },
    RecordSupport: { by: advocate, body: {
      ...said('2025-04-10'), component: 'SCHOOL', recipient: 'CHILD', providerRef: 'school-5', stage: 'NOT_DELIVERED', outcome: 'NOT_REACHED', notDeliveredBecause: 'FEES', chosenByChild: 'YES', note: words('RecordSupport.note'),
    } },
    RecordVisit: { by: advocate, body: {
      ...said('2025-04-15'), purpose: 'INDEPENDENT_MONITORING', manner: 'IN_PERSON', visitorRef: 'monitor', visitorOrgType: 'OMBUDSPERSON', child: { result: 'GOOD', seenAlone: 'YES' },
      family: { result: 'CONCERNS', seenAlone: 'UNKNOWN' }, community: { result: 'NOT_SEEN', seenAlone: 'NO' }, childWords: words('RecordVisit.childWords'), findings: words('RecordVisit.findings'),
    } },
    StartAgeingOutPlan: { by: guardian, body: {
      ...said('2025-04-16'), areas: ['HOUSING', 'PERSON_OF_TRUST'], responsibleRef: 'social-worker', childOpinion: 'AGREES', childWords: words('StartAgeingOutPlan.childWords'),
    } },
    RecordContactMissed: { by: advocate, body: { ...said('2025-04-20'), dueOn: '2025-04-19', attempts: 3, reason: 'MOVED', note: words('RecordContactMissed.note') } },
    RecordMissing: { by: advocate, body: {
      ...said('2025-04-21'), lastSeenOn: '2025-04-15', state: destinationState, toldAuthorities: ['KG', 'KZ'], traffickingFeared: 'UNKNOWN', circumstances: words('RecordMissing.circumstances'),
    } },
    RecordCarerWithdrew: { by: advocate, body: { ...said('2025-04-22'), carerRef: 'grandmother', reason: 'NO_MEANS', statement: words('RecordCarerWithdrew.statement') } },
  };
}
