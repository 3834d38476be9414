import type { Annulments } from '../decider/annulment.js';
import { arrivedIn, hasArrived } from '../decider/arrival.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { noInterpreters, notesOfInterpreters, wasFit, wasInterpreted, withRegistered, type Interpreters } from '../decider/interpreted.js';
import { isMinorOn, laterMajority } from '../decider/majority.js';
import { hasPart, isAccused, noParticipants, type Participants, type Somebody } from '../decider/participants.js';
import { happenedBy, isSince } from '../decider/since.js';
import { consenters, type Consenter, type ConsentEvent, type ConsentGiven } from './consent.events.js';
import { isAtLiberty, noCustody, notesOfCustody, type Custody } from './custody.state.js';
import { couldSpeak, mayEntrustTo, noRepresentatives, notesOfRepresentatives, type Representatives } from './representatives.state.js';

export interface Consents {
  /** Those that were given at liberty as far as was ever reported, and not taken back since. */
  readonly given: readonly Fact<typeof ConsentGiven>[];
  /** By what each took its consent back, or was found to have been pressed to give it. */
  readonly takenBack: { readonly [whose in Consenter]: readonly Fact[] };
  readonly representatives: Representatives;
  readonly custody: Custody;
  readonly departure?: Fact;
  readonly interpreters: Interpreters;
  /** The last determination, or the decision that carries it out: who agreed before it agreed to something else. */
  readonly decided?: Fact;
  /** Each time that the child was told that decision and is said to have understood. */
  readonly told: readonly Fact[];
  /** The day on which childhood ends, as registered and as shown last. */
  readonly registeredMajority?: string;
  readonly shownMajority?: string;
}

export const noConsents: Consents = { given: [], takenBack: { CHILD: [], REPRESENTATIVE: [] }, representatives: noRepresentatives, custody: noCustody, interpreters: noInterpreters, told: [] };

export function evolveConsents(state: Consents, fact: Fact<ConsentEvent>): Consents {
  switch (fact.type) {
    case 'repatriation.ConsentGiven':
      return isAtLiberty(state.custody, noParticipants, fact) && state.takenBack[fact.data.by].every((end) => isSince(fact, end))
        ? { ...state, given: [...state.given, fact] } : state;
    case 'repatriation.ConsentWithdrawn':
      return takenBack(state, fact, [fact.data.whose]);
  }
}

// What a word of custody has taken away no other word gives back: the consent is given anew.
const custody = notesOfCustody<Consents>((state) => ({ ...state, given: state.given.filter((consent) => isAtLiberty(state.custody, noParticipants, consent)) }));

/** Whether what was agreed to had reached the person. What is known of the child's languages says nothing of those of a representative. */
function reached(consent: Fact<typeof ConsentGiven>, interpreters: Interpreters): boolean {
  if (consent.data.by === 'CHILD') return wasInterpreted(consent, interpreters);
  return consent.data.interpreterRef === undefined || wasFit(consent, interpreters);
}

const decided = (state: Consents, fact: Fact): Consents => ({ ...state, decided: fact, told: [] });

/** What other topics and contexts publish that a consent depends on. */
export const notesOfConsents: Notes<Consents> = {
  ...notesOfRepresentatives<Consents>(),
  ...custody,
  ...notesOfInterpreters<Consents>(),
  'best-interests.BestInterestsDetermined': decided,
  'repatriation.RepatriationDecided': decided,
  'repatriation.DecisionExplained': (state, fact) => {
    const { decisionRef, understanding } = fact.data as { decisionRef: string; understanding: string };
    const understood = decisionRef === state.decided?.id && understanding !== 'NOT_UNDERSTOOD';
    return understood ? { ...state, told: [...state.told, fact] } : state;
  },
  'repatriation.DepartureConfirmed': (state, fact) => ({ ...state, departure: fact }),
  'identification.ChildFound': (state, fact) => ({ ...withRegistered(state, fact), registeredMajority: (fact.data as { majorityOn?: string }).majorityOn ?? state.registeredMajority }),
  // A child may be known before it is found, and how old it is.
  'identification.LeftBehindChildRegistered': (state, { data }) => ({ ...state, registeredMajority: state.registeredMajority ?? (data as { majorityOn?: string }).majorityOn }),
  'identification.IdentityAttested': (state, { data }) => ({ ...state, shownMajority: (data as { majorityOn?: string }).majorityOn ?? state.shownMajority }),
  // Who agreed to a journey that has ended where it was to end is asked anew before another one.
  'reintegration.ChildArrived': (state, fact) => {
    const noted = custody[fact.type]!(state, fact);
    return hasArrived(fact, state.departure) ? { ...noted, given: noted.given.filter(({ data }) => data.destinationState !== arrivedIn(fact)) } : noted;
  },
  // Who agreed under pressure is asked again.
  'repatriation.CoercionInquiryClosed': (state, fact) =>
    ((fact.data as { result: string }).result === 'COERCION_FOUND' ? takenBack(state, fact, consenters) : state),
};

function takenBack(state: Consents, fact: Fact, by: readonly Consenter[]): Consents {
  return {
    ...state, given: state.given.filter(({ data }) => !by.includes(data.by)),
    takenBack: { ...state.takenBack, ...Object.fromEntries(by.map((whose) => [whose, [...state.takenBack[whose], fact]])) },
  };
}

export const annulmentsOfConsents: Annulments<Consents> = {
  'repatriation.ConsentGiven': {
    means: 'The person has not agreed, and is asked anew if at all.',
    without: (state, decision) => ({ ...state, given: state.given.filter(({ id }) => id !== decision) }),
  },
};

/** Nobody agrees to what is not determined and decided yet, nor before the child knows of it: what was agreed to then was another journey. */
function isOfDecision({ revision, meta }: Fact, { decided, told, interpreters }: Consents): boolean {
  const explained = told.find((each) => wasInterpreted(each, interpreters));
  return (!decided || revision > decided.revision) && (!explained || Date.parse(meta.occurredAt.from) >= happenedBy(explained));
}

/** Whether a consent counts at an instant: to the decision that stands, understood, at liberty, before a witness who is neutral to this day, by somebody who could give it, and anew after majority. */
export function counts(consent: Fact<typeof ConsentGiven>, state: Consents, { now, participants }: Pick<Weighing, 'now' | 'participants'>): boolean {
  const { data, meta: { occurredAt, recordedBy } } = consent;
  if (!isAtLiberty(state.custody, participants, consent) || !isOfDecision(consent, state) || !reached(consent, state.interpreters)) return false;
  if (data.understanding === 'NOT_UNDERSTOOD' || !isNeutral(data, recordedBy, participants)) return false;
  if (data.by === 'REPRESENTATIVE') return couldSpeak(state.representatives, data.representativeRef!, occurredAt) && mayEntrustTo(state.representatives, data.representativeRef!, data.carerRef);
  return !isOfAge(state, now.toISOString()) || isOfAge(state, occurredAt.from);
}

/** A witness has no part in what is agreed to, and nobody says that it harmed the child; of one who sends the consent as well the record knows the body. */
export function isNeutral(
  { witnessRef, interpreterRef, carerRef }: Pick<Fact<typeof ConsentGiven>['data'], 'witnessRef' | 'interpreterRef' | 'carerRef'>, sender: { readonly actorRef: string; readonly orgRef: string },
  participants: Participants,
): boolean {
  const witness: Somebody = { personRef: witnessRef, orgRef: sender.actorRef === witnessRef ? sender.orgRef : undefined };
  return witnessRef !== interpreterRef && witnessRef !== carerRef && !hasPart(participants, witness) && !isAccused(participants, witness);
}

function isOfAge({ registeredMajority, shownMajority }: Consents, at: string): boolean {
  return !isMinorOn(laterMajority(registeredMajority, shownMajority), new Date(at));
}
