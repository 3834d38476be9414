import { parse, v5 as uuidv5 } from 'uuid';
import type { OrgType } from '../decider/actor.js';
import type { Fact } from '../decider/event.js';
import { at, type ChildRecord } from './findings.record.js';
import type { Range } from './liberty.edges.js';

/** GRAVE: liberty, life or family were taken. SERIOUS: a guarantee was broken. NOTABLE: somebody has to look at it. */
export const severities = ['GRAVE', 'SERIOUS', 'NOTABLE'] as const;
export type Severity = (typeof severities)[number];

/** What the law promises, and how a record shows that it was broken. A changed check is a further declaration with the next version. */
export interface FindingRule<Code extends string = string> {
  readonly code: Code;
  readonly version: number;
  /** What is promised, in one sentence. */
  readonly promise: string;
  /** The legal source. */
  readonly basis: string;
  readonly severity: Severity;
  /** Pure; may give what begins only after asOf, such as a time that will run out: that is cut by whoever asks. */
  readonly check: (record: ChildRecord) => readonly Found[];
}

export function findingRule<const Code extends string>(rule: FindingRule<Code>): FindingRule<Code> {
  return rule;
}

/** What a check found. */
export interface Found {
  /** Ids of the events that it follows from: they name it, so that whatever is learnt later leaves its id as it is. */
  readonly because: readonly string[];
  /** Tells apart what one rule finds in the same events. */
  readonly about?: string;
  /** Further events that prove it. */
  readonly alsoShownBy?: readonly string[];
  readonly since: Range;
  /** Left out while it lasts. */
  readonly until?: Range;
  readonly concerns?: readonly Concerned[];
  /** It follows from what is presumed of an unanswered question. */
  readonly presumed?: boolean;
  readonly details?: Details;
}

/** Whom it concerns: where it was, and whose act it was. */
export interface Concerned {
  readonly facilityRef?: string;
  readonly authority?: { readonly orgRef?: string; readonly orgType?: OrgType };
  /** ISO 3166-1 alpha-2. */
  readonly state?: string;
}

/** Codes, references and figures that belong to a finding. */
export type Details = Readonly<Record<string, string | number | readonly string[]>>;

export interface Finding {
  /** The same for the same rule, child and events, whoever asks and when. */
  readonly id: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly severity: Severity;
  readonly since: Range;
  /** Absent while it lasts. */
  readonly until?: Range;
  readonly concerns: readonly Concerned[];
  readonly events: readonly string[];
  /** Whether somebody disputes one of the events, or they contradict others. */
  readonly contested: boolean;
  readonly presumed: boolean;
  readonly details: Details;
}

const namespace = parse('0d5d1a5e-93a3-5d0c-9d6e-6a7d0f6f2c31');

/** What follows from a record by these rules, whatever asOf is: also what will begin if nothing happens until then. */
export function foundBy(rules: readonly FindingRule[], record: ChildRecord): readonly Finding[] {
  const times = new Map<string, number>();
  return rules.flatMap((rule) => rule.check(record).map((found) => findingOf(rule, record, found, nameOf(rule, record, found, times))));
}

/** By its rule, its child and its events; what is found several times in the same ones is numbered. */
export function nameOf(rule: FindingRule, { child }: Pick<ChildRecord, 'child'>, { about = '', because }: Found, times: Map<string, number>): string {
  const name = [rule.code, child, about, ...[...new Set(because)].sort()].join(' ');
  const before = times.get(name) ?? 0;
  times.set(name, before + 1);
  return before === 0 ? name : `${name} ${before}`;
}

/** @param id of the name, where it is at hand */
export function findingOf(rule: FindingRule, record: Pick<ChildRecord, 'contested'>, found: Found, name: string, id = uuidv5(Buffer.from(name), namespace)): Finding {
  const events = [...new Set([...found.because, ...found.alsoShownBy ?? []])];
  return {
    id, rule: rule.code, ruleVersion: rule.version, severity: rule.severity,
    since: found.since, ...(found.until && { until: found.until }), concerns: distinct(found.concerns ?? []), events,
    contested: events.some((event) => record.contested.has(event)), presumed: found.presumed ?? false, details: found.details ?? {},
  };
}

/** What could be found as of the record's instant: what ends later lasts. */
export function findingsOf(rules: readonly FindingRule[], record: ChildRecord): readonly Finding[] {
  const asOf = record.asOf.getTime();
  return foundBy(rules, record).filter(({ since }) => since.earliest <= asOf).map(({ until, ...finding }) => (until && until.earliest <= asOf ? { ...finding, until } : finding));
}

/** An act: it was done, and is over. */
export function act(fact: Fact, found: Omit<Found, 'because' | 'since'> = {}): Found {
  return { because: [fact.id], since: at(fact), until: at(fact), ...found };
}

/** A state that a fact began. */
export function lasting(fact: Fact, ended: Fact | undefined, found: Omit<Found, 'because' | 'since' | 'until'> = {}): Found {
  const { alsoShownBy = [] } = found;
  return { because: [fact.id], since: at(fact), ...(ended && { until: at(ended) }), ...found, alsoShownBy: [...alsoShownBy, ...(ended ? [ended.id] : [])] };
}

/** The body that is named, in the state whose law applies to the fact. */
export function body({ meta }: Fact, authority: Concerned['authority'], place: Pick<Concerned, 'facilityRef' | 'state'> = {}): readonly Concerned[] {
  const { facilityRef, state = meta.jurisdiction === 'ZZ' ? undefined : meta.jurisdiction } = place;
  const { orgRef, orgType } = authority ?? {};
  return [{ ...(facilityRef && { facilityRef }), ...(authority && { authority: { ...(orgRef && { orgRef }), ...(orgType && { orgType }) } }), ...(state && { state }) }];
}

function distinct(concerns: readonly Concerned[]): readonly Concerned[] {
  return [...new Map(concerns.filter((concerned) => Object.keys(concerned).length > 0).map((concerned) => [JSON.stringify(concerned), concerned])).values()];
}
