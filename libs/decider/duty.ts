import type { Role } from './actor.js';
import type { EventDeclaration, Fact } from './event.js';
import type { PeriodName } from './profile.js';
import { knownAt } from './times.js';

/** What somebody owes a child within a time, declared beside the rule that it comes from. Nothing that a clock makes of it opens a gate. */
export interface Duty {
  /** Also the name of the period that it is given: one duty, one length. */
  readonly code: PeriodName;
  /** What is owed, in one sentence. */
  readonly promise: string;
  readonly basis: string;
  /** Who has to see to it. */
  readonly holder: Role;
  /** What follows from our knowledge is due from the instant at which it was recorded, all else from when it was so (ruling 30). */
  readonly counts: 'from when it was so' | 'from when it was recorded';
  /** Where it counts from an instant that follows from what is said in the start event: that instant. */
  readonly from?: (start: Fact) => string;
  /** Where it is owed only once the time of another one has run out that the same event starts: the code of that one, with whose pauses this one waits. */
  readonly after?: (start: Fact) => PeriodName | undefined;
  /** Where the start event, or a plan before it, names several dates: what is owed for each, by a name, from that instant. */
  readonly each?: (start: Fact, before: readonly Fact[]) => readonly Part[];
  readonly starts: readonly Mark[];
  readonly meets: readonly Mark[];
  /** What makes an end of it that fulfils nothing: the child was released, or has died. */
  readonly ends: readonly Mark[];
  /** Types of further events that the conditions look back on. */
  readonly looksBackOn: readonly string[];
  /** Where it is done by several acts, each of which is owed: what counts for each, by a name. */
  readonly components?: Readonly<Record<string, Component>>;
  /** An end that what started it has set itself, where that comes before the one that the period gives. */
  readonly noLaterThan?: (start: Fact) => string | undefined;
  /** Whether it is owed for the record as such, and stays with it when that goes on in another one. */
  readonly ofRecord: boolean;
  /** Whether what was done before it began meets it, too. */
  readonly metByEarlier: boolean;
  /** Whether somebody may pause it, with a ground and an end. */
  readonly pausable: boolean;
  /** False of a time that is given and not owed, such as that for an appeal: when it is over, nobody is late. */
  readonly owed: boolean;
}

/** Whether a fact does it, with whatever else is told of the child. */
export type Component = (fact: Fact, all: readonly Fact[]) => boolean;

/** One of several that are owed by one start event. */
export interface Part {
  readonly name: string;
  readonly from: string;
}

/** An event that starts, meets or ends a duty, where the condition holds. */
export interface Mark {
  readonly type: string;
  readonly holds: (fact: Fact, seen: Seen) => boolean;
  /** From when on it does, where that follows from what is said and may be later than the event: nobody acts before a mandate begins. */
  readonly from?: (fact: Fact, seen: Seen) => string | undefined;
}

/** The facts of the child that any duty looks at, in the order of the record. */
export interface Seen {
  /** Up to the event itself. */
  readonly before: readonly Fact[];
  /** What may count for the duty: none of it can have happened before the duty began, unless that counts, too. */
  readonly since: readonly Fact[];
  /** What started the duty. */
  readonly start: Fact;
  readonly beforeStart: readonly Fact[];
  /** Whatever came later, too. */
  readonly all: readonly Fact[];
  /** Which of several it is about. */
  readonly part?: string;
}

type Declared = Pick<Duty, 'code' | 'promise' | 'basis' | 'holder' | 'starts'> & Partial<Duty>;

/** Fills in what is usual. Nothing can be done any more for a child who has died, unless the report was a mistake. */
export function duty({ ends = [], looksBackOn = [], ...parts }: Declared): Duty {
  return dutyBeyondDeath({ ...parts, ends: [...ends, death], looksBackOn: [...looksBackOn, refuted] });
}

/** One that a death does not end, because it is owed for that very death. */
export function dutyBeyondDeath(parts: Declared): Duty {
  return { counts: 'from when it was so', meets: [], ends: [], looksBackOn: [], ofRecord: false, metByEarlier: false, pausable: false, owed: true, ...parts };
}

const refuted = 'identification.DeathReportRefuted';
const death: Mark = {
  type: 'identification.DeathReported',
  holds: ({ revision }, { all }) => !all.some((fact) => fact.type === refuted && fact.revision > revision),
};

/** Of the context's own events; the condition sees the fact as it is declared. */
export function on<E extends EventDeclaration>(event: E, holds: (fact: Fact<E>, seen: Seen) => boolean = () => true): Mark {
  return { type: event.type, holds: holds as Mark['holds'] };
}

/** Of what another context publishes, by its type. */
export function onOther(type: string, holds: Mark['holds'] = () => true): Mark {
  return { type, holds };
}

/** Whether all that is asked for is there once the fact has happened, in whatever order it was told. */
export function completes(parts: readonly Component[]): Mark['holds'] {
  return (fact, { since, all }) => parts.every((isPart) => since.some((each) => isPart(each, all) && hadHappenedBy(each, fact)));
}

/** Of two that are known as periods, the one that was over first. */
export function hadHappenedBy(fact: Fact, other: Fact): boolean {
  return latestOf(fact) <= latestOf(other);
}

/** The last instant at which it can have happened: what has been told had happened by then, however long the period that was named goes on. Milliseconds. */
export function latestOf(fact: Fact): number {
  const { from, to = from } = fact.meta.occurredAt;
  return Math.max(Date.parse(from), Math.min(Date.parse(to), knownAt(fact).getTime()));
}

/** An end that whoever decided or reported has set, in the first of these fields that is filled in. */
export function setIn(...fields: readonly string[]): NonNullable<Duty['noLaterThan']> {
  return ({ data }) => fields.map((field) => (data as Readonly<Record<string, string | undefined>>)[field]).find((set) => set !== undefined);
}

/** An instant of a date, for periods in days: noon in Greenwich, which is on that date nearly everywhere. */
export function onDay(date: string): string {
  return `${date}T12:00:00Z`;
}
