import { isDeepStrictEqual } from 'node:util';
import { restate } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { asToldBy, DutiesSoFar, dutiesOf, sameAs, type OwedDuty } from '../case-file/duties.js';
import { closedBy, ofLineage } from '../case-file/lineage.js';
import { isCorrection } from '../case-file/readings.js';
import { isChildsWord } from '../decider/childs-word.js';
import { isVoid, type Fact } from '../decider/event.js';
import { givingMajority } from '../decider/majority.js';
import { identification, type Identification } from '../identification/identification.context.js';
import type { StaySegment } from '../identification/liberty.segments.js';
import { settingOf } from '../profiles/profiles.js';
import { repatriation, type Repatriation } from '../repatriation/repatriation.context.js';
import { contestedIn, folded, settingsIn, type ChildRecord, type HeldAndFree } from './findings.record.js';
import { ageAttestations, segmentsOf } from './liberty.child.js';
import { majorityBy } from './liberty.childhood.js';
import { libertyOf } from './liberty.js';
import { overlapConflicts } from './liberty.overlaps.js';
import { lastInstantIn, staysOf, type Stay } from './liberty.stays.js';

/**
 * A child's record to its end, as it grows fact by fact: what lasts has no end then, and what begins later is known ahead. What a fact leaves
 * as it was stays the very same value, so that whoever rests on it need not look again. A correction makes all of it anew.
 */
export class GrowingRecord implements ChildRecord {
  facts: readonly Fact[] = [];
  refusals: ChildRecord['refusals'] = [];
  identification: Identification = identification.initial;
  repatriation: Repatriation = repatriation.initial;
  majorityOn: string | undefined;
  settings: ChildRecord['settings'] = new Map();
  duties: readonly OwedDuty[] = [];
  contested: ChildRecord['contested'] = new Set();
  readonly settingOf = settingOf;

  private readonly told: Fact[] = [];
  /** Ids of what corrections name. */
  private readonly corrected = new Set<string>();
  /** Whether something was corrected, or is not so as the child says. */
  private isReread = false;
  private byType = new Map<string, readonly Fact[]>();
  private byId = new Map<string, Fact>();
  /** States before a fact, by its id. */
  private before = new Map<string, Repatriation>();
  private lastTold = 0;
  private lastEdge = 0;
  private segments: readonly StaySegment[] | undefined;
  private stays: readonly Stay[] = [];
  /** Whether time that goes by can be time in two places at once. */
  private overlapsGrow = false;
  private held!: Omit<HeldAndFree, 'overlapConflicts'>;
  private readonly owed = new DutiesSoFar(registry.duties, settingOf);
  /** The duties, whether or not the record goes on in another one. */
  private inForce: readonly OwedDuty[] = [];
  private merge: Fact | undefined;
  private changes = new Set<string>();

  constructor(readonly child: string) {
    this.lookAtStays();
  }

  readonly ofType = (type: string): readonly Fact[] => this.byType.get(type) ?? none;
  readonly factOf = (id: string): Fact | undefined => this.byId.get(id);

  readonly repatriationBefore = (fact: Fact): Repatriation => {
    const state = this.before.get(fact.id) ?? folded(repatriation, this.facts.slice(0, this.facts.indexOf(fact)));
    this.before.set(fact.id, state);
    return state;
  };

  get asOf(): Date {
    return new Date(Math.max(this.lastTold, this.lastEdge));
  }

  get liberty(): HeldAndFree {
    const conflicts = () => overlapConflicts(this.stays, this.asOf.getTime());
    return { ...this.held, get overlapConflicts() { return conflicts(); } };
  }

  /** What reads otherwise than when this was asked last, by the names that `looksAt` gives to it. */
  takeChanges(): ReadonlySet<string> {
    const { changes } = this;
    this.changes = new Set();
    return changes;
  }

  refused(refusal: Fact): void {
    this.refusals = [...this.refusals, refusal as unknown as ChildRecord['refusals'][number]];
    this.changes.add('refusals');
    this.hear(refusal);
  }

  add(fact: Fact): void {
    this.told.push(fact);
    this.hear(fact);
    if (isCorrection(fact)) this.corrected.add(fact.data.target);
    this.isReread ||= isCorrection(fact) || isChildsWord(fact);
    if (givingMajority.includes(fact.type)) this.lookAtMajority();
    if (isCorrection(fact) || this.corrected.has(fact.id)) this.foldAnew();
    else if (!isVoid(fact)) this.take(fact);
    this.lookAtDuties(fact);
  }

  /** Where something was corrected, or is not so as the child says, what is owed by any reading of the record is owed. */
  private lookAtDuties(fact: Fact): void {
    const { duties: shown, inForce: before, owed } = this;
    if (this.isReread) {
      const known = new Map(before.map((duty) => [duty.id, duty]));
      const now = dutiesOf(registry.duties, this.told, settingOf).map((duty) => sameAs(duty, known.get(duty.id)));
      if (now.length !== before.length || now.some((duty, n) => duty !== before[n])) this.inForce = now;
    } else if (!isVoid(fact)) {
      owed.add(fact);
      this.inForce = owed.all;
    }
    if (ofLineage.includes(fact.type)) this.merge = closedBy([...this.merge ? [this.merge] : [], fact]);
    const now = asToldBy(this.merge, registry.duties, this.inForce);
    if (now.length !== shown.length || now.some((duty, n) => duty !== shown[n])) this.duties = now;
    if (this.duties !== shown) this.changes.add('duties');
  }

  private hear({ meta: { occurredAt: { from, to = from } } }: Fact): void {
    const last = Math.max(this.lastTold, ...[from, to].map((instant) => Date.parse(instant)).filter(Number.isFinite));
    if (last > this.lastTold) this.changes.add('asOf');
    if (last > this.lastTold && this.overlapsGrow) this.changes.add('overlaps');
    this.lastTold = last;
  }

  private lookAtMajority(): void {
    const { majorityOn: before } = this;
    this.majorityOn = majorityBy(ageAttestations(this.told));
    if (this.majorityOn !== before) this.changes.add('majority');
  }

  private foldAnew(): void {
    [this.facts, this.duties, this.inForce] = [[], [], []];
    [this.byType, this.byId, this.before] = [new Map(), new Map(), new Map()];
    [this.identification, this.repatriation] = [identification.initial, repatriation.initial];
    for (const fact of this.told) this.byId.set(fact.id, fact);
    for (const fact of restate(this.told)) this.note(fact);
    this.lookAtStays();
    this.lookAtContested();
    this.changes.add('everything');
  }

  private take(fact: Fact): void {
    const before = this.identification;
    this.note(fact);
    const now = this.identification;
    const told = (topics: readonly (keyof Identification)[]): boolean => topics.some((topic) => now[topic] !== before[topic]);
    if (now !== before) for (const topic of topicsOf(now)) if (told([topic])) this.changes.add(`identification ${topic}`);
    if (told(['stays', 'custody', 'care', 'finding', 'places'])) this.lookAtStays();
    if (told(['stays', 'family']) || fact.type === 'record.Disputed') this.lookAtContested();
  }

  private note(fact: Fact): void {
    const { repatriation: before } = this;
    // A correction can say that it was later.
    this.hear(fact);
    this.facts = [...this.facts, fact];
    this.byType.set(fact.type, [...this.ofType(fact.type), fact]);
    this.byId.set(fact.id, fact);
    this.identification = identification.evolve(this.identification, fact);
    this.repatriation = repatriation.evolve(before, fact);
    this.changes.add('facts').add(`of type ${fact.type}`);
    if (this.repatriation !== before) this.changes.add('repatriation');
  }

  private lookAtStays(): void {
    const segments: readonly StaySegment[] = segmentsOf(this.identification);
    if (isDeepStrictEqual(segments, this.segments)) return;
    this.segments = segments;
    this.settings = settingsIn(segments);
    this.stays = staysOf(segments);
    const stretches = this.stays.flatMap((stay) => stay.stretches);
    this.overlapsGrow = new Set(stretches.map(({ segment }) => segment.facilityRef)).size > 1 && stretches.some(({ end }) => (end?.earliest ?? Infinity) === Infinity);
    this.lastEdge = lastInstantIn(stretches);
    const { rules, zoneData, segments: parts, episodes } = libertyOf(segments, this.asOf.getTime());
    this.held = { rules, zoneData, segments: parts, episodes };
    for (const what of ['settings', 'segments', 'episodes', 'overlaps', 'asOf']) this.changes.add(what);
  }

  private lookAtContested(): void {
    const contested = contestedIn(this.ofType('record.Disputed'), this.identification);
    if (contested.size === this.contested.size && [...contested].every((id) => this.contested.has(id))) return;
    this.contested = contested;
    this.changes.add('contested');
  }
}

/**
 * The record as a rule sees it, with each thing that it looks at told by name. What an id names, and what stood before a fact, changes with a
 * correction alone, and then everything has changed.
 */
export function watched(record: ChildRecord, looksAt: (what: string) => void): ChildRecord {
  const { child, settingOf: setting, factOf, repatriationBefore } = record;
  const seen = <Seen>(what: string, value: Seen): Seen => {
    looksAt(what);
    return value;
  };
  const liberty: HeldAndFree = {
    get rules() { return record.liberty.rules; },
    get zoneData() { return record.liberty.zoneData; },
    get segments() { return seen('segments', record.liberty.segments); },
    get episodes() { return seen('episodes', record.liberty.episodes); },
    get overlapConflicts() { return seen('overlaps', record.liberty.overlapConflicts); },
  };
  const topics = new Proxy(record.identification, { get: (_, topic: keyof Identification) => seen(`identification ${topic}`, record.identification[topic]) });
  return {
    child, settingOf: setting, factOf, repatriationBefore, liberty, identification: topics,
    get asOf() { return seen('asOf', record.asOf); },
    get facts() { return seen('facts', record.facts); },
    ofType: (type) => seen(`of type ${type}`, record.ofType(type)),
    get refusals() { return seen('refusals', record.refusals); },
    get majorityOn() { return seen('majority', record.majorityOn); },
    get repatriation() { return seen('repatriation', record.repatriation); },
    get settings() { return seen('settings', record.settings); },
    get duties() { return seen('duties', record.duties); },
    get contested() { return seen('contested', record.contested); },
  };
}

function topicsOf(state: Identification): readonly (keyof Identification)[] {
  return Object.keys(state) as (keyof Identification)[];
}

const none: readonly Fact[] = [];
