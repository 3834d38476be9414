import type { Fact } from '../decider/event.js';
import type { StaySegment } from '../identification/liberty.segments.js';
import { startOfLocalDay } from '../zones/zones.js';
import type { Concerned, Details, Found } from './findings.js';
import { exactly, type ChildRecord } from './findings.record.js';
import type { Range } from './liberty.edges.js';
import type { ClassifiedSegment } from './liberty.js';

/** A part of a stay, with all that is known of its setting. */
export interface StayPart extends ClassifiedSegment {
  readonly setting: StaySegment['setting'];
}

/** Unbroken time of one stay in which something held. */
export interface StayTime {
  readonly parts: readonly [StayPart, ...StayPart[]];
  readonly since: Range;
  readonly until?: Range;
}

export function stayParts({ liberty, settings }: ChildRecord): readonly StayPart[] {
  return liberty.segments.map((part) => ({ ...part, setting: settings.get(part.segment.segmentId)?.setting ?? {} }));
}

/** For alarms, presumed deprivation is deprivation (B1). */
export function isHeld({ class: value }: Pick<StayPart, 'class'>): boolean {
  return value === 'DEPRIVED' || value === 'DEPRIVED?';
}

/** The times of childhood in which it held (CAL-12): whoever turns 18 in custody is held on, and no child. */
export function stayTimes(record: ChildRecord, holds: (part: StayPart) => boolean): readonly StayTime[] {
  const runs: [StayPart, ...StayPart[]][] = [];
  for (const part of stayParts(record).filter(holds)) {
    const before = runs.at(-1)?.at(-1);
    if (before?.segment.reportId === part.segment.reportId && before.end === part.start) runs.at(-1)!.push(part);
    else runs.push([part]);
  }
  const { majorityOn } = record;
  return runs.flatMap((parts) => {
    const { start: since } = parts[0];
    const { end: until } = parts.at(-1)!;
    return inChildhood({ parts, since: rangeOf(since), ...(until && { until: rangeOf(until) }) }, majorityOn);
  });
}

/** The times in which the child was held and it held. */
export function heldTimes(record: ChildRecord, holds: (setting: StayPart['setting']) => boolean = () => true): readonly StayTime[] {
  return stayTimes(record, (part) => isHeld(part) && holds(part.setting));
}

export function foundIn(time: StayTime, { details, ...more }: Omit<Partial<Found>, 'since' | 'until'> = {}): Found {
  const { parts, since, until } = time;
  return {
    because: startedBy(time), alsoShownBy: parts.flatMap(({ segment }) => segment.sources), since, ...(until && { until }),
    concerns: parts.flatMap(custodians), presumed: !parts.some((part) => part.class === 'DEPRIVED'), ...more, details: { ...groundsIn(parts), ...details },
  };
}

/** Ids of the events that began it: of the report, and of the register's word that changed its class. */
export function startedBy({ parts }: StayTime): readonly string[] {
  return parts[0].segment.segmentId.split(':');
}

export function custodians({ segment, setting }: Pick<StayPart, 'segment' | 'setting'>): readonly Concerned[] {
  const authorities = [setting.custodian, setting.order?.issuedBy].filter((authority) => authority !== undefined);
  const place = { ...(segment.facilityRef && { facilityRef: segment.facilityRef }), ...(segment.state && { state: segment.state }) };
  return authorities.length === 0 ? [place] : authorities.map((authority) => ({ ...place, authority }));
}

/** Whether the two can have shared an instant. */
export function mayTouch(time: { readonly since: Range; readonly until?: Range }, instant: Range): boolean {
  return time.since.earliest <= instant.latest && (time.until === undefined || time.until.latest > instant.earliest);
}

/** The later of two beginnings. */
export function later(one: Range, other: Range): Range {
  return one.earliest >= other.earliest ? one : other;
}

/** The first of the facts that is certainly not before the instant. */
export function firstAfter<F extends Fact>(facts: readonly F[], { earliest }: Range): F | undefined {
  return facts.filter(({ meta }) => Date.parse(meta.occurredAt.from) >= earliest).sort((a, b) => Date.parse(a.meta.occurredAt.from) - Date.parse(b.meta.occurredAt.from))[0];
}

function inChildhood(time: StayTime, majorityOn: string | undefined): readonly StayTime[] {
  if (majorityOn === undefined) return [time];
  const majority = startOfLocalDay(majorityOn, time.since.zone);
  if (time.since.earliest >= majority) return [];
  return time.until && time.until.earliest <= majority ? [time] : [{ ...time, until: exactly(majority, time.since.zone) }];
}

function groundsIn(parts: readonly StayPart[]): Details {
  const grounds = [...new Set(parts.map(({ setting }) => setting.groundCode).filter((code) => code !== undefined))];
  return grounds.length > 0 ? { grounds } : {};
}

function rangeOf({ earliest, latest, zone }: Range): Range {
  return { earliest, latest, zone };
}
