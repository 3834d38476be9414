import { isDeepStrictEqual } from 'node:util';
import { parse, v5 as uuidv5 } from 'uuid';
import { isChildsWord } from '../decider/childs-word.js';
import { latestOf, type Duty, type Mark, type Part, type Seen } from '../decider/duty.js';
import { isOfEntitled, type Fact } from '../decider/event.js';
import type { Period, Setting } from '../decider/profile.js';
import { idIn } from '../decider/subject.js';
import { knownAt, mayHaveHappenedBy } from '../decider/times.js';
import { restatedInEachReading } from './case-file.js';
import type { DutyPaused } from './duties.events.js';
import { lawOf } from './law.js';
import { goesOnIn, goingOnIn, type MergedRecords } from './lineage.js';
import { isCorrection } from './readings.js';

/** A duty towards one child: started by one event, and what became of it. */
export interface OwedDuty {
  /** The same wherever it is folded, and the id of the event that says that it is overdue. */
  readonly id: string;
  readonly code: Duty['code'];
  /** Which of several that its start event gave. */
  readonly part?: string;
  readonly promise: string;
  readonly basis: string;
  readonly holder: Duty['holder'];
  readonly owed: boolean;
  readonly startedBy: string;
  /** The record of the child in which it began, where that was merged into the one that is asked about. */
  readonly record?: string;
  /** The instant that the time is counted from. */
  readonly from: string;
  /** By whose law it is counted, whatever the reporter names. */
  readonly jurisdiction: string;
  /** The body of the holder's role that last decided or certified something of the child, or registered it; absent where there was none. */
  readonly organisation?: string;
  readonly period: Period;
  /** The last instant that is in time, with the pauses. */
  readonly due: string;
  /** In force when the start event occurred (ruling 37). */
  readonly profileVersion: string;
  /** Where another version was in force when it was recorded: what that one would have given. */
  readonly whenRecorded?: { readonly profileVersion: string; readonly due: string };
  readonly zoneData: string;
  readonly met?: Happening;
  readonly ended?: Happening;
  /** Where it is done by several acts: which of them was done first, by the name of each. */
  readonly components?: Readonly<Record<string, Happening | null>>;
  /** True where it is owed by one reading of the record and not by another: somebody has corrected or withdrawn what it follows from, or what met or ended it. */
  readonly contested: boolean;
  readonly pauses: readonly Pause[];
}

export type Happening = {
  readonly event: string;
  /** The last instant at which it can have been: what is known as a period only makes nobody early. Of what holds only later, that instant, which may lie ahead. */
  readonly at: string;
};

interface Pause {
  readonly event: string;
  readonly by: string;
  readonly ground: string;
  readonly from: string;
  readonly until: string;
}

export const dutyStates = ['OPEN', 'PAUSED', 'OVERDUE', 'MET', 'MET_LATE', 'ENDED'] as const;
export type DutyState = (typeof dutyStates)[number];

/** Nobody pauses a duty for longer, and all who do together for no longer: what takes more time than that is late, and is seen to be. */
export const pauseDaysMax = 90;
const pauseMsMax = pauseDaysMax * 86_400_000;

export type SettingOf = (state: string, at: Date) => Setting;

const namespace = parse('b0a64f0b-6f2c-5c43-8d7e-3d3f0c9a6a51');

/** The duty that an event started, or one of several. */
export function owedId(code: string, startedBy: string, part?: string): string {
  return uuidv5(Buffer.from([code, startedBy, ...(part === undefined ? [] : [part])].join(' ')), namespace);
}

/** Duties by the type of the event that starts them, and all that their fold looks at: the declarations do not change while the program runs. */
interface Declared {
  readonly types: ReadonlySet<string>;
  readonly startedBy: ReadonlyMap<string, readonly Duty[]>;
  /** Those that an event of a type can start, meet, end, or make read otherwise. */
  readonly lookingAt: ReadonlyMap<string, ReadonlySet<Duty>>;
}

const declarations = new WeakMap<readonly Duty[], Declared>();

function declared(duties: readonly Duty[]): Declared {
  const known = declarations.get(duties);
  if (known) return known;
  const starts = new Set(duties.flatMap((duty) => duty.starts.map(({ type }) => type)));
  const startedBy = new Map([...starts].map((type) => [type, duties.filter((duty) => duty.starts.some((mark) => mark.type === type))]));
  const types = typesOf(duties);
  const lookingAt = new Map([...types].map((type) => [type, new Set(duties.filter((duty) => typesOf([duty]).has(type)))]));
  const read = { types, startedBy, lookingAt };
  declarations.set(duties, read);
  return read;
}

/** All that the fold of the duties looks at. */
export function typesOf(duties: readonly Duty[]): ReadonlySet<string> {
  return new Set(duties.flatMap(({ starts, meets, ends, looksBackOn }) => [...[...starts, ...meets, ...ends].map(({ type }) => type), ...looksBackOn]));
}

/**
 * The duties towards one child, or between two states, in the order in which they started. They are those of every reading of the record
 * (decision 13): a correction moves an end, and neither hides a duty nor meets or ends one that was open before it. Nothing that the child says
 * was not so has met or ended one.
 */
export function dutiesOf(duties: readonly Duty[], recorded: readonly Fact[], settingOf: SettingOf, asOf?: Date): readonly OwedDuty[] {
  const told = toldOf(duties, recorded);
  const laws = lawsIn(told);
  const readings = restatedInEachReading(told)
    .map((facts) => dutiesIn(duties, asOf ? facts.filter((fact) => mayHaveHappenedBy(fact, asOf)) : facts, laws, settingOf));
  const [now = [], ...earlier] = readings;
  if (earlier.length === 0) return now;
  const others = earlier.map((reading) => new Map(reading.map((duty) => [duty.id, duty])));
  const standing = now.map((duty) => asContested(duty, others.map((reading) => reading.get(duty.id))));
  const gone = new Map(earlier.flat().filter(({ id }) => !now.some((duty) => duty.id === id)).map((duty) => [duty.id, duty]));
  // Of what is asked for no longer, the reading that leaves it open.
  const withdrawn = [...gone.values()].map((last) => ({ ...others.map((reading) => reading.get(last.id)).find((duty) => duty && isOpen(duty)) ?? last, contested: true }));
  return [...standing, ...withdrawn];
}

/**
 * What the clock counts of a record among those that belong together with it: what is owed by it and by those that go on in it, each from its own
 * start to its own end; of one that goes on in another record, only what is owed for it as such.
 */
export function dutiesAmong(duties: readonly Duty[], stream: string, records: MergedRecords, settingOf: SettingOf, asOf?: Date): readonly OwedDuty[] {
  if (goesOnIn(stream, records) !== stream) return dutiesOf(duties.filter(({ ofRecord }) => ofRecord), records.get(stream)!, settingOf, asOf);
  return dutiesOf(duties, goingOnIn(stream, records), settingOf, asOf);
}

/** What the record alone tells of its duties: those that were not met when it was merged into another one go on there, and are over here. */
export function asToldBy(merge: Fact | undefined, duties: readonly Duty[], owed: readonly OwedDuty[]): readonly OwedDuty[] {
  if (!merge) return owed;
  const stays = new Set(duties.filter(({ ofRecord }) => ofRecord).map(({ code }) => code));
  const at = knownAt(merge).toISOString();
  return owed.map((duty) => {
    if (duty.met || duty.ended || stays.has(duty.code)) return duty;
    const over = overHere.get(duty);
    if (over?.ended?.event === merge.id) return over;
    const ended = { ...duty, ended: { event: merge.id, at: duty.from > at ? duty.from : at } };
    overHere.set(duty, ended);
    return ended;
  });
}

const overHere = new WeakMap<OwedDuty, OwedDuty>();

/** A duty that another reading leaves open is open. */
function asContested(duty: OwedDuty, others: readonly (OwedDuty | undefined)[]): OwedDuty {
  if (isOpen(duty)) return others.every((other) => other && isOpen(other)) ? duty : { ...duty, contested: true };
  if (others.some((other) => other && isOpen(other))) return { ...duty, met: undefined, ended: undefined, contested: true };
  return others.every((other) => other) ? duty : { ...duty, contested: true };
}

function isOpen({ met, ended, due }: OwedDuty): boolean {
  return !met && !(ended && Date.parse(ended.at) <= Date.parse(due));
}

/** What duties look at, with what was corrected in it, and what the child says of it is not so. */
function toldOf(duties: readonly Duty[], recorded: readonly Fact[]): readonly Fact[] {
  const { types } = declared(duties);
  const ids = new Set<string>();
  return recorded.filter((fact) => {
    const isTold = isCorrection(fact) || isChildsWord(fact) ? ids.has((fact.data as { target: string }).target) : types.has(fact.type) || isPause(fact);
    if (isTold) ids.add(fact.id);
    return isTold;
  });
}

/** Those of one reading. */
function dutiesIn(duties: readonly Duty[], told: readonly Fact[], laws: ReadonlyMap<string, string | undefined>, settingOf: SettingOf): readonly OwedDuty[] {
  const { types, startedBy } = declared(duties);
  const facts = told.filter(({ type }) => types.has(type));
  const pauses = told.filter(isPause).map(asBounded);
  const records = new Map<string, Places>();
  const seenBy = (start: Fact): Places => {
    const seen = records.get(start.stream) ?? placesIn(facts.filter((fact) => countsFor(start, fact)));
    records.set(start.stream, seen);
    return seen;
  };
  return facts.flatMap((start) => (startedBy.get(start.type) ?? []).flatMap((duty) => {
    const seen = seenBy(start);
    return owedBy(duty, start, seen.facts.indexOf(start), seen, pauses, laws.get(start.stream) ?? start.meta.jurisdiction, settingOf);
  }));
}

/**
 * What a record owes follows from what stands in it, or in the record in which it goes on. What stands in a record that was merged gives nothing to
 * the other one, and hides nothing that is owed there (ruling 15); only of the child's life both are told.
 */
function countsFor(start: Fact, fact: Fact): boolean {
  return fact.stream === start.stream || start.goesOnIn?.includes(fact.stream) === true || ofLife.includes(fact.type);
}

const ofLife: readonly string[] = ['identification.DeathReported', 'identification.DeathReportRefuted'];

/** Each record keeps its own law when it is read with others: no end is counted anew because of a merge. */
function lawsIn(told: readonly Fact[]): ReadonlyMap<string, string | undefined> {
  const laws = new Map<string, string | undefined>();
  for (const fact of told) if (!laws.has(fact.stream)) laws.set(fact.stream, lawOf(fact));
  return laws;
}

/** What a fact makes owed, if it is a start of the duty at all. */
function owedBy(duty: Duty, start: Fact, index: number, seen: Places, pauses: readonly Pausing[], jurisdiction: string, settingOf: SettingOf): readonly OwedDuty[] {
  const { facts } = seen;
  let known: readonly Fact[] | undefined;
  // It began by what its own record told, whatever stands in the one in which it goes on; few starts look at it.
  const before = (): readonly Fact[] => known ??= facts.slice(0, index).filter(({ stream }) => stream === start.stream);
  const inTime = () => ({ since: [], start, all: facts, get before() { return before(); }, get beforeStart() { return before(); } });
  if (!markOf(duty.starts, start, inTime)) return [];
  return (duty.each?.(start, before()) ?? [undefined]).map((part) => owed(duty, part, start, index, seen, pauses, jurisdiction, settingOf));
}

/** The duties that a record without any correction, and without a word of the child against it, gives as it grows fact by fact: only those are looked at again that the fact can touch. */
export class DutiesSoFar {
  private readonly seen = placesIn([]);
  private readonly pauses: Pausing[] = [];
  private readonly begun: Beginning[] = [];
  private law: string | undefined;
  private list: readonly OwedDuty[] = [];

  constructor(private readonly duties: readonly Duty[], private readonly settingOf: SettingOf) {}

  /** The same list as before, and in it the same duties, where nothing has changed. */
  get all(): readonly OwedDuty[] {
    return this.list;
  }

  add(fact: Fact): void {
    const { types, startedBy, lookingAt } = declared(this.duties);
    const pause = isPause(fact) ? asBounded(fact) : undefined;
    if (!pause && !types.has(fact.type)) return;
    this.law ??= lawOf(fact);
    if (pause) this.pauses.push(pause);
    const index = types.has(fact.type) ? this.seen.add(fact) : undefined;
    const looking = lookingAt.get(fact.type);
    let changed = false;
    for (const beginning of this.begun) {
      const { duty, owed } = beginning;
      const now = looking?.has(duty) || (pause && (duty.after || owed.some(({ id }) => id === pause.data.duty))) ? this.owed(beginning)
        : index !== undefined && isAnswering(duty.holder, fact) ? owed.map((each) => answeredBy(each, fact)) : owed;
      if (now.length === owed.length && now.every((each, n) => each === owed[n])) continue;
      beginning.owed = now;
      changed = true;
    }
    for (const duty of index === undefined ? [] : startedBy.get(fact.type) ?? []) {
      const beginning: Beginning = { duty, start: fact, index: index!, owed: [] };
      beginning.owed = this.owed(beginning);
      this.begun.push(beginning);
      changed ||= beginning.owed.length > 0;
    }
    if (changed) this.list = this.begun.flatMap(({ owed }) => owed);
  }

  private owed({ duty, start, index, owed: before }: Beginning): readonly OwedDuty[] {
    return owedBy(duty, start, index, this.seen, this.pauses, this.law ?? start.meta.jurisdiction, this.settingOf).map((each) => sameAs(each, before.find(({ id }) => id === each.id)));
  }
}

/** What one fact may have begun of one duty, as it stands. */
interface Beginning {
  readonly duty: Duty;
  readonly start: Fact;
  readonly index: number;
  owed: readonly OwedDuty[];
}

/** Who answers for it comes last; nothing else of it rests on that. */
function answeredBy(duty: OwedDuty, { meta: { recordedBy: { orgRef } } }: Fact): OwedDuty {
  return duty.organisation === orgRef ? duty : { ...duty, organisation: orgRef };
}

/** The one from before where they say the same. */
export function sameAs(duty: OwedDuty, before: OwedDuty | undefined): OwedDuty {
  return before && isDeepStrictEqual(duty, before) ? before : duty;
}

/** A pause is never longer than anybody may pause, whatever was stored. */
function asBounded(pause: Pausing): Pausing {
  const until = Math.min(Date.parse(pause.data.until), knownAt(pause).getTime() + pauseMsMax);
  return { ...pause, data: { ...pause.data, until: new Date(until).toISOString() } };
}

/** The pauses of one duty, by whomever and on whatever ground: together they last no longer than one of them may, so that no chain of them goes around the longest time that a profile may give. */
export function boundedInAll<P extends Pick<Pause, 'from' | 'until'>>(pauses: readonly P[]): readonly P[] {
  let left = pauseMsMax;
  let counted = -Infinity;
  return pauses.map((pause) => {
    const begins = Math.max(Date.parse(pause.from), counted);
    const lasts = Math.max(0, Date.parse(pause.until) - begins);
    const granted = Math.min(lasts, left);
    left -= granted;
    if (lasts > 0) counted = begins + granted;
    return granted < lasts ? { ...pause, until: new Date(counted).toISOString() } : pause;
  });
}

type Pausing = Fact<typeof DutyPaused>;

function isPause(fact: Fact): fact is Pausing {
  return fact.type === 'duties.DutyPaused';
}

/** What has become of a duty at an instant. It is overdue once the instant is later than the due one; what was met late was overdue. */
/** How it stands at an instant: what is done or over only later, such as by a mandate that begins then, is so then. */
export function stateOf({ due, met, ended, pauses, owed }: OwedDuty, at: Date): DutyState {
  const now = at.getTime();
  if (met && Date.parse(met.at) <= now) return Date.parse(met.at) <= Date.parse(due) ? 'MET' : 'MET_LATE';
  if (ended && Date.parse(ended.at) <= Math.min(now, Date.parse(due))) return 'ENDED';
  if (now > Date.parse(due)) return owed ? 'OVERDUE' : 'ENDED';
  return pauses.some(({ from, until }) => Date.parse(from) <= now && now < Date.parse(until)) ? 'PAUSED' : 'OPEN';
}

function owed(
  duty: Duty, part: Part | undefined, start: Fact, index: number, { facts, placesOf }: Places, allPauses: readonly Pausing[], jurisdiction: string, settingOf: SettingOf,
): OwedDuty {
  const { code, promise, basis, holder } = duty;
  const { id, setting, later, from, due: unpaused, dueWhenRecorded, began } = begunBy(duty, part, start, jurisdiction, settingOf, allPauses);
  const pauses = pausesOf(id, allPauses);
  const due = paused(unpaused, pauses).toISOString();
  // Whoever is not entitled may make something owed, and neither fulfils nor ends it.
  const ends = (fact: Fact, at: number): boolean => isOfEntitled(fact) && comesLater(duty, start, index, fact, at);
  const meets = (fact: Fact, at: number): boolean => (duty.metByEarlier ? isOfEntitled(fact) && at !== index : ends(fact, at) && isSince(began, fact));
  let since: readonly Fact[] | undefined;
  const happening = (fact: Fact, from?: string): Happening => ({ event: fact.id, at: new Date(Math.max(latestOf(fact), Date.parse(from ?? fact.meta.occurredAt.from))).toISOString() });
  const earliest = (happened: readonly Happening[]): Happening | undefined =>
    happened.reduce<Happening | undefined>((least, next) => (least && least.at <= next.at ? least : next), undefined);
  const first = (marked: readonly Mark[], counts: (fact: Fact, at: number) => boolean): Happening | undefined => earliest(placesOf(marked)
    .filter((at) => counts(facts[at]!, at)).flatMap((at) => {
      const seen = (): Seen => ({
        start, all: facts, part: part?.name,
        get before() { return facts.slice(0, at).filter(isOfEntitled); },
        get since() { return since ??= facts.filter(meets); },
        get beforeStart() { return facts.slice(0, index); },
      });
      const mark = markOf(marked, facts[at]!, seen);
      return mark ? [happening(facts[at]!, mark.from?.(facts[at]!, seen()))] : [];
    }));
  const [met, ended] = [first(duty.meets, meets), first(duty.ends, ends)];
  // What comes first is what became of it: nobody meets what had ended, and nothing ends what was met.
  const hadEnded = met && ended && ended.at < met.at && Date.parse(ended.at) >= began;
  const wasMet = met && ended && met.at < ended.at;
  return {
    id, code, part: part?.name, promise, basis, holder, owed: duty.owed, startedBy: start.id, ...(start.goesOnIn && { record: idIn(start.stream) }), from: new Date(from).toISOString(), jurisdiction, organisation: bodyOf(holder, facts),
    period: setting.profile.periods[code], due, profileVersion: setting.profile.version,
    whenRecorded: later.profile.version === setting.profile.version ? undefined : { profileVersion: later.profile.version, due: paused(dueWhenRecorded, pauses).toISOString() },
    zoneData: setting.zoneData, met: hadEnded ? undefined : met, ended: wasMet ? undefined : ended, contested: false, pauses,
    ...(duty.components && { components: Object.fromEntries(Object.entries(duty.components).map(([name, isDone]) => [name, earliest(facts.filter((fact, at) => isDone(fact, facts) && meets(fact, at)).map((fact) => happening(fact))) ?? null])) }),
  };
}

function pausesOf(id: string, all: readonly Pausing[]): readonly Pause[] {
  return boundedInAll(all.filter(({ data }) => data.duty === id).map((pause): Pause => ({
    event: pause.id, by: pause.meta.recordedBy.actorRef, ground: pause.data.ground, from: knownAt(pause).toISOString(), until: pause.data.until,
  })));
}

/** What follows from the start event, and from the pauses of what has to run out first, whatever else comes after it. */
interface Begun {
  readonly id: string;
  readonly setting: Setting;
  /** In force when it was recorded. */
  readonly later: Setting;
  readonly from: string;
  /** Without the pauses. */
  readonly due: Date;
  readonly dueWhenRecorded: Date;
  readonly began: number;
}

const begun = new WeakMap<SettingOf, WeakMap<Fact, Map<Duty, Map<string, Begun>>>>();

/** Found once for each start event: a record is read again with each fact that it grows by. */
function begunBy(duty: Duty, part: Part | undefined, start: Fact, jurisdiction: string, settingOf: SettingOf, allPauses: readonly Pausing[]): Begun {
  const { code } = duty;
  const after = duty.after?.(start);
  const waits = after ? pausesOf(owedId(after, start.id), allPauses) : [];
  const ofSetting = begun.get(settingOf) ?? new WeakMap<Fact, Map<Duty, Map<string, Begun>>>();
  const ofStart = ofSetting.get(start) ?? new Map<Duty, Map<string, Begun>>();
  const ofDuty = ofStart.get(duty) ?? new Map<string, Begun>();
  const name = [jurisdiction, ...(part === undefined ? [] : [part.name, part.from]), ...waits.map(({ event, until }) => `${event} ${until}`)].join(' ');
  const known = ofDuty.get(name);
  if (known) return known;
  const setting = settingOf(jurisdiction, new Date(start.meta.occurredAt.from));
  const later = settingOf(jurisdiction, knownAt(start));
  // What happened in a period began at its end at the latest, and before it was told: nobody is late before that.
  const counted = part?.from ?? duty.from?.(start) ?? (duty.counts === 'from when it was recorded' ? knownAt(start).toISOString() : new Date(latestOf(start)).toISOString());
  const set = duty.noLaterThan?.(start);
  // The end of a day, 24:00, is of that day still.
  const fromUnder = ({ endOf }: Setting) => (after ? new Date(paused(endOf(after, { from: counted }), waits).getTime() - 1).toISOString() : counted);
  const from = fromUnder(setting);
  const dueUnder = (each: Setting) => earlier(each.endOf(code, { from: fromUnder(each) }), set);
  const due = dueUnder(setting);
  const found: Begun = {
    id: owedId(code, start.id, part?.name), setting, later, from, due,
    dueWhenRecorded: later.profile.version === setting.profile.version ? due : dueUnder(later), began: beganAt(duty, start),
  };
  begun.set(settingOf, ofSetting.set(start, ofStart.set(duty, ofDuty.set(name, found))));
  return found;
}

/** The facts that any duty looks at, and where those stand among them that bear one of the marks. */
interface Places {
  readonly facts: readonly Fact[];
  readonly placesOf: (marked: readonly Mark[]) => readonly number[];
  /** With one fact more; answers where it stands. */
  readonly add: (fact: Fact) => number;
}

function placesIn(told: readonly Fact[]): Places {
  const facts: Fact[] = [];
  const places = new Map<string, number[]>();
  const add = (fact: Fact): number => {
    const at = facts.push(fact) - 1;
    const known = places.get(fact.type);
    if (known) known.push(at);
    else places.set(fact.type, [at]);
    return at;
  };
  told.forEach(add);
  return {
    facts, add,
    placesOf(marked) {
      const types = [...new Set(marked.map(({ type }) => type))].filter((type) => places.has(type));
      return types.length === 1 ? places.get(types[0]!)! : types.flatMap((type) => places.get(type)!).sort((a, b) => a - b);
    },
  };
}

/**
 * Who decides or certifies answers for it by name, and so does whoever begins the record; who reports is named to nobody here. Where several
 * records are read together, whoever answers in the one in which they go on comes first.
 */
function bodyOf(holder: Duty['holder'], facts: readonly Fact[]): string | undefined {
  const answering = facts.filter((fact) => isAnswering(holder, fact));
  return (answering.findLast((fact) => !fact.goesOnIn) ?? answering.at(-1))?.meta.recordedBy.orgRef;
}

const registrations: readonly string[] = ['identification.ChildFound', 'identification.LeftBehindChildRegistered'];

function isAnswering(holder: Duty['holder'], { type, meta: { recordedBy, command } }: Fact): boolean {
  return recordedBy?.role === holder && (command?.kind === 'DECIDE' || command?.kind === 'ATTEST' || registrations.includes(type));
}

/**
 * What a decision asks for comes after it in the record. What is reported comes in the order in which it happened, where its times leave
 * no doubt of it: that a review was told before the one that it followed makes nobody late.
 */
function comesLater({ counts }: Duty, start: Fact, index: number, fact: Fact, at: number): boolean {
  return at > index || (start.meta.command?.kind === 'RECORD' && counts === 'from when it was so' && Date.parse(fact.meta.occurredAt.from) > latestOf(start));
}

/** When it began, at the earliest. */
function beganAt({ from }: Duty, start: Fact): number {
  return Math.min(...[start.meta.occurredAt.from, ...(from ? [from(start)] : [])].map((instant) => Date.parse(instant)));
}

/** Whether it cannot have happened before the duty began. */
function isSince(began: number, { meta: { occurredAt } }: Fact): boolean {
  return Date.parse(occurredAt.from) >= began;
}

function earlier(end: Date, set: string | undefined): Date {
  return set !== undefined && Date.parse(set) < end.getTime() ? new Date(set) : end;
}

/** A pause moves on what is still ahead when it begins; what was overdue by then stays overdue. */
function paused(due: Date, pauses: readonly Pause[]): Date {
  let end = due.getTime();
  let counted = -Infinity;
  for (const { from, until } of pauses) {
    const begins = Math.max(Date.parse(from), counted);
    if (begins > end || Date.parse(until) <= begins) continue;
    end += Date.parse(until) - begins;
    counted = Date.parse(until);
  }
  return new Date(end);
}

/** @param seen what stood before, looked up for the few facts that can mark anything */
function markOf(among: readonly Mark[], fact: Fact, seen: () => Seen): Mark | undefined {
  return among.find(({ type, holds }) => type === fact.type && holds(fact, seen()));
}
