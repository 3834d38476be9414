import type { Annulments } from '../decider/annulment.js';
import type { Notes } from '../decider/context.js';
import type { Fact, OccurredAt } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isMinorOn } from '../decider/majority.js';
import { hasPart, type Participants, type Somebody } from '../decider/participants.js';
import { isSince } from '../decider/since.js';
import { consenters, type Consenter, type ConsentEvent, type ConsentGiven } from './consent.events.js';
import { couldSpeak, notesOfRepresentatives, type Representatives } from './representatives.state.js';

export interface Consents {
  /** Those that were given at liberty as far as was ever reported, and not taken back since. */
  readonly given: readonly Fact<typeof ConsentGiven>[];
  /** By what each took its consent back, or was found to have been pressed to give it. */
  readonly takenBack: { readonly [whose in Consenter]: readonly Fact[] };
  readonly representatives: Representatives;
  readonly stays: ReadonlyMap<string, Stay>;
  readonly majorityOn?: string;
}

/** A reported stay in which the child may be deprived of liberty, as Identification publishes it. */
interface Stay {
  readonly answers: readonly { readonly from: string; readonly mayLeave?: string }[];
  readonly ends: readonly OccurredAt[];
}

export const noConsents: Consents = { given: [], takenBack: { CHILD: [], REPRESENTATIVE: [] }, representatives: [], stays: new Map() };

export function evolveConsents(state: Consents, fact: Fact<ConsentEvent>): Consents {
  switch (fact.type) {
    case 'repatriation.ConsentGiven':
      return !mayHaveBeenHeld(state, fact.meta.occurredAt) && state.takenBack[fact.data.by].every((end) => isSince(fact, end))
        ? { ...state, given: [...state.given, fact] } : state;
    case 'repatriation.ConsentWithdrawn':
      return takenBack(state, fact, [fact.data.whose]);
  }
}

/** What other topics and contexts publish that a consent depends on. */
export const notesOfConsents: Notes<Consents> = {
  ...notesOfRepresentatives<Consents>(),
  'identification.ChildFound': (state, { data }) => ({ ...state, majorityOn: (data as { majorityOn?: string }).majorityOn }),
  'identification.DeprivationStarted': withAnswer,
  'identification.DeprivationSettingChanged': withAnswer,
  'identification.DeprivationEnded': (state, { data, meta }) =>
    withStay(state, (data as { stayRef: string }).stayRef, (stay) => ({ ...stay, ends: [...stay.ends, meta.occurredAt] })),
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

/** Whether a consent counts at an instant: understood, before a witness who is neutral to this day, by somebody who could give it, and anew after majority. */
export function counts({ data, meta: { occurredAt, recordedBy } }: Fact<typeof ConsentGiven>, state: Consents, { now, participants }: Pick<Weighing, 'now' | 'participants'>): boolean {
  if (data.understanding === 'NOT_UNDERSTOOD' || !isNeutral(data, recordedBy, participants)) return false;
  if (data.by === 'REPRESENTATIVE') return couldSpeak(state.representatives, data.representativeRef!, occurredAt);
  return !isOfAge(state, now.toISOString()) || isOfAge(state, occurredAt.from);
}

/** A witness has no part in what is agreed to; of one who sends the consent as well the record knows the body. */
export function isNeutral(
  { witnessRef, interpreterRef, carerRef }: Pick<Fact<typeof ConsentGiven>['data'], 'witnessRef' | 'interpreterRef' | 'carerRef'>, sender: { readonly actorRef: string; readonly orgRef: string },
  participants: Participants,
): boolean {
  const witness: Somebody = { personRef: witnessRef, orgRef: sender.actorRef === witnessRef ? sender.orgRef : undefined };
  return witnessRef !== interpreterRef && witnessRef !== carerRef && !hasPart(participants, witness);
}

function isOfAge({ majorityOn }: Consents, at: string): boolean {
  return !isMinorOn(majorityOn, new Date(at));
}

/** Whether a stay was reported at that time from which nobody says that the child could leave. */
function mayHaveBeenHeld({ stays }: Consents, { from, to = from }: OccurredAt): boolean {
  return [...stays.values()].some(({ answers, ends }) => {
    const begun = answers.filter((answer) => answer.from <= to);
    const over = ends.length > 0 && ends.every((end) => (end.to ?? end.from) <= from);
    const mayLeave = begun.sort((a, b) => (a.from < b.from ? -1 : 1)).findLast((answer) => answer.mayLeave !== undefined)?.mayLeave;
    return begun.length > 0 && !over && mayLeave !== 'YES' && mayLeave !== 'RESTRICTED';
  });
}

function withAnswer(state: Consents, { id, data, meta }: Fact): Consents {
  const { stayRef = id, mayLeave } = data as { stayRef?: string; mayLeave?: string };
  return withStay(state, stayRef, (stay) => ({ ...stay, answers: [...stay.answers, { from: meta.occurredAt.from, mayLeave }] }));
}

function withStay(state: Consents, stayRef: string, change: (stay: Stay) => Stay): Consents {
  const told = { ...state, stays: new Map(state.stays).set(stayRef, change(state.stays.get(stayRef) ?? { answers: [], ends: [] })) };
  // What a report has taken away no other report gives back: the consent is given anew.
  return { ...told, given: told.given.filter(({ meta }) => !mayHaveBeenHeld(told, meta.occurredAt)) };
}
