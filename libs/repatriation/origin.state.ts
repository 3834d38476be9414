import { isCivil, type OrgType } from '../decider/actor.js';
import type { Annulments } from '../decider/annulment.js';
import { notesOfArrival, ofOthers } from '../decider/arrival.js';
import type { Notes } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSince, lastWords } from '../decider/since.js';
import type { CentralAuthorityAnswered, ConsulateNotified, EnquiryConsentGiven, OriginAnswered, OriginEvent, OriginInformationRequested, OriginReadinessWithdrawn } from './origin.events.js';
import { noRepresentatives, notesOfRepresentatives, type Representatives } from './representatives.state.js';

export interface Origin {
  readonly representatives: Representatives;
  /** Those that nobody has taken back since. */
  readonly enquiryConsents: readonly Fact<typeof EnquiryConsentGiven>[];
  /** By what the representative took its consent back, or was found to have been pressed to give it: whoever agrees again does so since. */
  readonly enquiryEnds: readonly Fact[];
  /** The last request and the last notice to a consulate, by state. */
  readonly requests: ReadonlyMap<string, Fact<typeof OriginInformationRequested>>;
  readonly notices: ReadonlyMap<string, Fact<typeof ConsulateNotified>>;
  /** What states answered and what they took back, in the order of the record. */
  readonly answers: readonly (Fact<typeof OriginAnswered> | Fact<typeof OriginReadinessWithdrawn>)[];
  readonly centralAuthorities: readonly Fact<typeof CentralAuthorityAnswered>[];
  /** The body of each state that spoke for it last: whoever has lost a child asks it, whatever its answers still prove. */
  readonly bodies: ReadonlyMap<string, Fact<typeof OriginAnswered>['data']['authority']>;
  readonly suspensions: readonly Suspension[];
  /** Attested ends, kept apart from the suspensions: a report that is retracted ends by attestation, too (ruling 12). */
  readonly suspensionEnds: readonly Suspension[];
  readonly departure?: Fact;
}

interface Suspension {
  readonly ref: string;
  readonly destinationState: string;
  readonly by: Fact;
}

export const noOrigin: Origin = {
  representatives: noRepresentatives, enquiryConsents: [], enquiryEnds: [], requests: new Map(), notices: new Map(), answers: [], centralAuthorities: [], bodies: new Map(), suspensions: [], suspensionEnds: [],
};

export function evolveOrigin(state: Origin, fact: Fact<OriginEvent>): Origin {
  switch (fact.type) {
    case 'repatriation.EnquiryConsentGiven':
      return state.enquiryEnds.every((end) => isSince(fact, end)) ? { ...state, enquiryConsents: [...state.enquiryConsents, fact] } : state;
    case 'repatriation.OriginInformationRequested':
      return { ...state, requests: new Map(state.requests).set(fact.data.destinationState, fact) };
    case 'repatriation.ConsulateNotified':
      return { ...state, notices: new Map(state.notices).set(fact.data.destinationState, fact) };
    case 'repatriation.OriginAnswered':
      return { ...spokenFor(state, fact), answers: [...state.answers, fact] };
    case 'repatriation.OriginReadinessWithdrawn':
      return { ...state, answers: [...state.answers, fact] };
    case 'repatriation.CentralAuthorityAnswered':
      return { ...spokenFor(state, fact), centralAuthorities: [...state.centralAuthorities, fact] };
    case 'repatriation.SuspensionReported': {
      const { suspensionRef: ref = fact.id, destinationState } = fact.data;
      return { ...state, suspensions: [...state.suspensions, { ref, destinationState, by: fact }] };
    }
    case 'repatriation.SuspensionEnded': {
      const { suspensionRef: ref, destinationState } = fact.data;
      // What is reported of it later opens it anew.
      const suspensions = state.suspensions.filter((each) => each.ref !== ref || each.destinationState !== destinationState || !isSince(fact, each.by));
      return { ...state, suspensions, suspensionEnds: [...state.suspensionEnds, { ref, destinationState, by: fact }] };
    }
  }
}

function spokenFor(state: Origin, { data: { destinationState, authority } }: Fact<typeof OriginAnswered> | Fact<typeof CentralAuthorityAnswered>): Origin {
  return { ...state, bodies: new Map(state.bodies).set(destinationState, authority) };
}

const takenBack = (state: Origin, fact: Fact): Origin => ({ ...state, enquiryConsents: [], enquiryEnds: [...state.enquiryEnds, fact] });

export const notesOfOrigin: Notes<Origin> = {
  ...notesOfRepresentatives<Origin>(),
  'repatriation.ConsentWithdrawn': (state, fact) => ((fact.data as { whose: string }).whose === 'REPRESENTATIVE' ? takenBack(state, fact) : state),
  'repatriation.CoercionInquiryClosed': (state, fact) => ((fact.data as { result: string }).result === 'COERCION_FOUND' ? takenBack(state, fact) : state),
  // A state that has received the child is asked again before another journey there.
  ...notesOfArrival<Origin>((state, arrived) => ({ ...state, answers: ofOthers<Origin['answers'][number]>(state.answers, arrived), centralAuthorities: ofOthers(state.centralAuthorities, arrived) })),
};

/** What still counts of what a state said, and of what the central authorities said of a journey to it. */
export function answersOf({ answers }: Origin, state: string): Origin['answers'] {
  return lastWords(answers.filter(({ data }) => data.destinationState === state));
}

export function centralAuthoritiesOf({ centralAuthorities }: Origin, state: string): Origin['centralAuthorities'] {
  return lastWords(centralAuthorities.filter(({ data }) => data.destinationState === state));
}

/** The answers by which a state is ready at an instant; none where it is not. */
export function readinessOf(origin: Origin, state: string, at: Date): readonly Fact<typeof OriginAnswered>[] {
  const answers = answersOf(origin, state);
  const ready = answers.filter((answer): answer is Fact<typeof OriginAnswered> =>
    answer.type === 'repatriation.OriginAnswered' && answer.data.answer === 'CONFIRMED' && at.getTime() <= Date.parse(answer.data.validUntil!));
  return ready.length === answers.length ? ready : [];
}

/** Who enforces the law or holds children does not say that a state is ready to receive one, nor that a child may travel there. */
export function mayAnswer({ orgType }: { readonly orgType: OrgType }): boolean {
  return isCivil(orgType);
}

/** However long an answer says that it holds, it is about the child and the family as they were then. */
export function isRecent({ now, setting }: Pick<Weighing, 'now' | 'setting'>): (answer: Fact) => boolean {
  return ({ meta }) => now <= setting.endOf('ORIGIN_ANSWER_AGE', { from: meta.occurredAt.from });
}

/** What a state was told it knows; what it answered is its own word. */
export const annulmentsOfOrigin: Annulments<Origin> = {
  'repatriation.OriginInformationRequested': {
    means: 'The state should not have been asked: nothing more is told on that request, and to ask again is another decision.',
    without: (state, decision) => ({ ...state, requests: without(state.requests, decision) }),
  },
  'repatriation.ConsulateNotified': {
    means: 'The consulate should not have been told: nothing more is told on that notice, and to tell it again is another decision.',
    without: (state, decision) => ({ ...state, notices: without(state.notices, decision) }),
  },
};

function without<F extends Fact>(facts: ReadonlyMap<string, F>, event: string): ReadonlyMap<string, F> {
  return new Map([...facts].filter(([, { id }]) => id !== event));
}
