import type { Fact } from './event.js';
import { hasPart, isSameParty, returningParts, somebodyIn, type Participants, type Somebody } from './participants.js';
import { isSince } from './since.js';

/** Every decision about a child can be appealed against, and what an appeal body sets aside is void: what is left of it is declared beside the decision. */

/** The event in which an appeal body has spoken. */
export const ruling = 'repatriation.AppealDecided';

/** What becomes of a decision that was set aside. */
export interface Annulment<State> {
  /** What is left of it, in one sentence. */
  readonly means: string;
  /** The state without the decision of that event; left out where an event that follows in the same append ends it. */
  readonly without?: (state: State, decision: string) => State;
}

/** Of the decisions of a topic, by the type of the event that holds each. */
export type Annulments<State> = { readonly [type: string]: Annulment<State> };

/** The event of the decision that a fact sets aside; undefined of every other fact. */
export function setAsideBy({ type, data }: Fact): string | undefined {
  if ((type as string) !== ruling) return undefined;
  const { decisionRef, result } = data as { decisionRef?: string; result: string };
  return result === 'UPHELD' ? decisionRef : undefined;
}

/** Whether no further appeal is open against a ruling: what it gives back counts from then on, what it takes away counts at once. */
export function isFinal({ data }: Fact): boolean {
  return (data as { final?: boolean }).final === true;
}

/** What a ruling says of who gave it, and on what. */
export interface Ruling {
  readonly decisionRef?: string;
  readonly externalDecision?: { readonly authority: { readonly orgRef?: string } };
  readonly authority: { readonly orgRef?: string };
}

/** Whether neither the body that ruled nor whoever tells of it took the decision that was appealed against, or brings the return about. */
export function isIndependentRuling({ decisionRef, externalDecision, authority }: Ruling, teller: Somebody, participants: Participants): boolean {
  const bound = [participants.authors.get(decisionRef ?? ''), externalDecision?.authority];
  return [{ orgRef: authority.orgRef }, teller].every((each) => !hasPart(participants, each, returningParts) && !bound.some((party) => isSameParty(party, each)));
}

/** Whether a ruling ends the appeal against a decision: no further one is open, and it was given and told independently. */
export function isEndOfAppeal(fact: Fact, participants: Participants): boolean {
  return isFinal(fact) && isIndependentRuling(fact.data as unknown as Ruling, somebodyIn(fact.meta.recordedBy), participants);
}

/** For a decision that a topic keeps, with its event, in one field of its state. */
export function clearing<Field extends string>(field: Field) {
  return <State extends { readonly [field in Field]?: { readonly id: string } }>(state: State, decision: string): State =>
    (state[field]?.id === decision ? { ...state, [field]: undefined } : state);
}

/** Appeals as far as they hold a decision up: each that was lodged, and the last word on each, by the event that lodged it. */
export interface Appealed {
  readonly lodged: readonly Fact[];
  readonly lastWords: ReadonlyMap<string, Fact>;
}

export const unappealed: Appealed = { lodged: [], lastWords: new Map() };

/** For `takesNoteOf` of whoever rests something on a decision that may be appealed against. */
export function withAppeal(appealed: Appealed, fact: Fact): Appealed {
  return (fact.type as string) === ruling
    ? { ...appealed, lastWords: new Map(appealed.lastWords).set((fact.data as { appealRef: string }).appealRef, fact) }
    : { ...appealed, lodged: [...appealed.lodged, fact] };
}

/** Whether an appeal against the decision waits for its end: until then it is not carried out (A/HRC/38/41). */
export function isAppealed({ lodged, lastWords }: Appealed, decision: string, participants: Participants): boolean {
  return lodged.some((appeal) => {
    const last = lastWords.get(appeal.id);
    const isOver = last !== undefined && isEndOfAppeal(last, participants) && isSince(last, appeal);
    return (appeal.data as { decisionRef?: string }).decisionRef === decision && !isOver;
  });
}
