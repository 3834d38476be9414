import { libertyOf, type Liberty } from './liberty.js';
import { graverThan, type LibertyClass } from './liberty.classification.js';
import { ratePer100000 } from './population.arithmetic.js';
import { liberty } from './population.projection.js';
import { elapsedMs, filters, filtersOf, hours, iso, known, pageOf, placed, startColumns, stretchColumns, whereAndWhy, type Asked, type Found, type Listing, type Question } from './population.question.js';
import type { Episode } from './liberty.episodes.js';
import type { Segment } from './liberty.segments.js';
import { shippedZones, type Instant, type LocalDate } from '../zones/zones.js';
import { formatHours } from './liberty.print.js';
import { childhood } from './liberty.childhood.js';
import { figuresOf, runsOf, type Figure, type Run } from './liberty.figures.js';
import { inOrder, type Range } from './liberty.edges.js';
import { staysOf } from './liberty.stays.js';

/** CAL-16: whose episode is open at asOf, and who is still a child then (CAL-12). */
const inEpisode = `
  e.starts_latest <= :asOf and (e.ends_earliest is null or e.ends_earliest > :asOf) and (e.aged_out_at is null or e.aged_out_at > :asOf) and not e.of_age @> :asOf::timestamptz`;

/** Whom it holds at asOf, without the place: that is where they are at that instant. */
export const held = `select e.child, e.episode, e.starts_earliest, e.starts_latest, e.zone, e.child_certain, e.segments, 'DEPRIVED' as class from ${known('liberty_episode')} e where ${inEpisode}`;
export const heldAt = ':asOf::timestamptz';

/** Those of another class, where no graver one has the instant (ruling 39) and no episode lasts over it. */
const ofOtherClass = `
  select distinct on (s.child) s.child, null::text as episode, s.starts_earliest, s.starts_latest, s.zone, s.class, ${whereAndWhy}
  from ${known('liberty_stretch')} s join ${known('liberty_child')} c using (child)
  where s.class = :class and s.starts_latest <= :asOf and (s.ends_earliest is null or s.ends_earliest > :asOf) and (s.child_until is null or s.child_until > :asOf)
  and not exists (
    select from ${known('liberty_stretch')} graver where graver.child = s.child and graver.class = any(:graver)
    and graver.starts_latest <= :asOf and (graver.ends_earliest is null or graver.ends_earliest > :asOf))
  and not exists (select from ${known('liberty_episode')} e where e.child = s.child and ${inEpisode})
  order by s.child, s.starts_latest desc, s.segment collate "C"`;

/** The rows of the stock of DEPRIVED, each with its place. */
export const heldSomewhere = placed(held, heldAt);

const atInstant = `tstzmultirange(tstzrange(:asOf::timestamptz, :asOf::timestamptz, '[]'))`;
const inPeriod = 'tstzmultirange(tstzrange(:from::timestamptz, least(:to::timestamptz, :asOf::timestamptz)))';

/** CAL-12, R16: a series of its own beside the headline, of those who were held as children by what was attested then, and are known since to have been none. */
async function treatedAsPresumedChild(asked: Asked, time: string): Promise<{ readonly children: number; readonly hours: string }> {
  const { conditions, given } = filtersOf(asked);
  const rows = `
    select p.child, ${elapsedMs(`p.certain * ${time}`)} as ms, ${whereAndWhy}
    from ${known('liberty_presumed')} p join ${known('liberty_child')} c using (child)
    join lateral (select * from ${known('liberty_stretch')} held where held.child = p.child and held.class = 'DEPRIVED' and held.starts_latest <= least(:to::timestamptz, :asOf::timestamptz) order by held.starts_latest desc, held.segment collate "C" limit 1) s on true
    where p.certain && ${time}`;
  const [all] = await asked.query<{ children: number; ms: string }>(`select count(*)::int as children, coalesce(sum(ms), 0)::bigint as ms from (${rows}) row where ${conditions}`, given);
  return { children: all!.children, hours: hours(all!.ms) };
}

interface StockRow {
  readonly child: string;
  readonly episode: string | null;
  readonly starts_earliest: Date;
  readonly starts_latest: Date | number;
  readonly zone: string;
  readonly class: string;
  readonly class_now: string;
  readonly on_the_road: boolean;
  readonly [where: string]: unknown;
}

/** Where, why and by whom: by the name that answers give it, the column that holds it. */
const places = {
  facilityRef: 'facility_ref', unit: 'unit', settingKind: 'setting_kind', state: 'state', authorityLabel: 'authority_label', authority: 'custodian_type', authorityRef: 'custodian_ref',
  ground: 'ground', situation: 'situation', legalProvision: 'provision', orderKind: 'order_kind', orderedBy: 'order_issuer', nexus: 'nexus', nationalities: 'nationalities',
};
export const whereColumns = Object.keys(places);

export function where(row: { readonly [column: string]: unknown }): object {
  return Object.fromEntries(Object.entries(places).map(([name, column]) => [name, row[column]]));
}

export const stock: Question = {
  path: 'stock',
  summary: 'The children who are deprived of liberty at an instant, or of another class: where, since when, for how many hours and days, on what ground and by whose order.',
  answers: [1, 2, 37],
  parameters: ['class', ...filters, 'population', 'populationSource'],
  reads: [liberty],
  columns: ['child', ...startColumns('since'), 'classNow', 'onTheRoad', 'hoursAtLeast', 'hoursAtMost', 'localDaysAtLeast', 'nightsAtLeast', 'confirmedUntil', 'unconfirmedTailHours', ...whereColumns],
  async answer(asked) {
    const value = (asked.given.class ?? 'DEPRIVED') as LibertyClass;
    const { found, totals: { children } } = await pageOf<StockRow, { readonly children: number }>(asked, {
      ...(value === 'DEPRIVED' ? { rows: held, placedAt: heldAt } : { rows: ofOtherClass, values: { class: value, graver: graverThan(value) } }),
      order: 'child collate "C", episode collate "C"', totals: 'select count(distinct child)::int as children from every',
    });
    const histories = await historiesOf(asked, found.map(({ child }) => child));
    return {
      figures: {
        class: value, children, ...rate(children, asked),
        ...(value === 'DEPRIVED' && { treatedAsPresumedChild: (await treatedAsPresumedChild(asked, atInstant)).children }),
      },
      entries: found.map((row) => stockEntry(row, histories, asked.asOf)),
    };
  },
};

/** CAL-19. */
function rate(children: number, { given: { population, populationSource } }: Asked): object {
  if (population === undefined) return {};
  return { ratePer100000: ratePer100000(children, Number(population)), population: Number(population), populationSource: populationSource ?? 'not stated' };
}

function stockEntry({ child, episode, zone, class: value, class_now, on_the_road, ...row }: StockRow, histories: Histories, asOf: Date): object {
  const open = openEpisode(libertyIn(histories, child, asOf), episode);
  const { start, figure } = open ?? lastingTime(histories.get(child)!, value as LibertyClass, asOf.getTime());
  return {
    child, since: { earliest: instantIn(start.earliest), latest: instantIn(start.latest), zone }, classNow: class_now, onTheRoad: on_the_road,
    hoursAtLeast: formatHours(figure.elapsedMs.atLeast), hoursAtMost: Number.isFinite(figure.elapsedMs.atMost) ? formatHours(figure.elapsedMs.atMost) : null,
    localDaysAtLeast: figure.localDays.atLeast, nightsAtLeast: figure.nights.atLeast,
    confirmedUntil: open?.confirmation ? instantIn(open.confirmation.confirmedUntil) : null,
    unconfirmedTailHours: open?.confirmation ? formatHours(open.confirmation.unconfirmedTailMs) : null,
    ...where(row),
  };
}

function instantIn(at: Instant): string | null {
  return Number.isFinite(at) ? new Date(at).toISOString() : null;
}

/** The unbroken time of a class that lasts at asOf, however many reports tell of it: since when, and how long it is by now. */
function lastingTime({ segments, majorityOn }: History, value: LibertyClass, asOf: Instant): { readonly start: Range; readonly figure: Figure } {
  const stretches = staysOf(segments).flatMap((stay) => stay.stretches);
  const runs = runsOf(stretches, (a, b) => a.class === b.class).filter(({ stretches: [first], start }) => first.class === value && start.latest <= asOf);
  const lasts = ({ end }: Run, at: Instant): boolean => !end || end.earliest > at;
  let time = runs.filter((run) => lasts(run, asOf));
  for (;;) {
    const joined = runs.filter((run) => time.includes(run) || time.some(({ start }) => run.start.earliest <= start.earliest && run.end!.latest >= start.earliest));
    if (joined.length === time.length) break;
    time = joined;
  }
  const counting = new Set([...time.flatMap((run) => run.stretches), ...stretches.filter((stretch) => graverThan(value).includes(stretch.class))]);
  const figure = figuresOf(stretches.filter((stretch) => counting.has(stretch)), asOf, shippedZones, childhood(majorityOn))[value];
  return { start: time.map(({ start }) => start).sort(inOrder)[0]!, figure };
}

/** What the single child's audit works on, of the children of a page. */
interface History {
  readonly segments: readonly Segment[];
  readonly majorityOn?: LocalDate;
}
export type Histories = ReadonlyMap<string, History>;

export async function historiesOf(asked: Asked, children: readonly string[]): Promise<Histories> {
  const rows = await asked.query<{ child: string; majority_on: LocalDate | null; segments: Segment[] }>(`
    select row.child, c.majority_on::text, json_agg(row.segment order by row.n) as segments from ${known('liberty_segment')} row join ${known('liberty_child')} c using (child)
    where row.child = any(:children) group by row.child, c.majority_on`, { children: [...new Set(children)] });
  return new Map(rows.map(({ child, majority_on, segments }) => [child, { segments, ...(majority_on !== null && { majorityOn: majority_on }) }]));
}

export function libertyIn(histories: Histories, child: string, asOf: Date): Liberty {
  const { segments, majorityOn } = histories.get(child) ?? { segments: [] };
  return libertyOf(segments, asOf.getTime(), { majorityOn });
}

/** The open episode of a child in the stock. */
export function openEpisode({ episodes }: Liberty, episode: string | null): Episode | undefined {
  return episodes.find((one) => episode !== null && one.open && one.segmentIds[0] === episode);
}

/** CAL-16, R21: DEPRIVED child-time in the period, or an episode that happened for certain, and all that is possible of it in the period. */
const prevalent = `(e.child_certain && ${inPeriod} or (
      isempty(e.certain) and e.ends_latest is not null and e.starts_earliest >= :from and e.ends_latest <= :to and (e.aged_out_at is null or e.aged_out_at > e.starts_earliest)
    ))`;

/** Those that may have touched the period. */
const touching = 'e.starts_earliest < :to and (e.ends_latest is null or e.ends_latest >= :from)';
const episodes = `${known('liberty_episode')} e join ${known('liberty_child')} c using (child)`;

/**
 * What each episode did in the period: whether it began in it, how it ended in it, and whether it took any time of it. An imprecise edge
 * flows into the period of its earliest instant (R31); who turns 18 flows out as aged out (R23).
 */
const movements = `
  select e.child, e.segments, e.episode, e.starts_earliest, e.starts_latest, e.ends_earliest, e.ends_latest, e.aged_out_at, e.zone, e.released_to,
    e.starts_earliest >= :from and e.starts_earliest < :to and e.starts_latest <= :asOf and (e.aged_out_at is null or e.aged_out_at > e.starts_earliest) as flowed_in,
    case
      when e.aged_out_at > e.starts_earliest and (e.ends_earliest is null or e.ends_earliest > e.aged_out_at)
        then case when e.aged_out_at >= :from and e.aged_out_at < :to then 'AGED_OUT' end
      when e.aged_out_at is null or e.ends_earliest <= e.aged_out_at
        then case when e.ends_earliest >= :from and e.ends_earliest < :to then coalesce(e.end_reason, 'UNKNOWN') end
    end as flowed_out,
    ${prevalent} as prevalent,
    ${elapsedMs(`e.child_certain * ${inPeriod}`)} as ms_in_period
  from ${known('liberty_episode')} e
  where ${touching}`;

/** Who came in, by where that was, and who went out, by where. */
export const cameIn = placed(`select *, starts_earliest as counted_at from (${movements}) moved where flowed_in`, 'e.starts_latest');
export const wentOut = placed(`select *, least(ends_earliest, aged_out_at) as counted_at from (${movements}) moved where flowed_out is not null`, 'e.counted_at');

/**
 * Who was deprived of liberty in the period, with each stretch that took certain time of it or that happened in it for certain; one without any
 * where an imprecise change, certain of neither side, is all that lies in the period.
 * An imprecise change between two that are asked about together costs nothing (R11).
 * @param fits on the `row` of a stretch
 * @param divided by a column of the `row`: a change into another one is certain of neither, which the column `there` says
 */
export function heldIn(fits = 'true', divided?: string): string {
  const inPart = (until: string): string => `tstzmultirange(case when starts_latest < coalesce(${until}, 'infinity') then tstzrange(starts_latest, ${until}) else 'empty' end)`;
  const untilIn = (part: string): string => `case when lead(n) over (partition by ${part} order by n) = n + 1 then ends_latest else ends_earliest end`;
  return `
  select e.child, e.episode, greatest(coalesce(s.starts_earliest, e.starts_earliest), :from) as counted_at,
    s.time * e.child_certain * ${inPeriod} as time, s.there, ${whereAndWhy}
  from ${episodes} left join lateral (
    select *, time_there && (e.child_certain * ${inPeriod}) or isempty(time) as there from (
      select *, ${inPart('until')} as time, ${inPart('until_there')} as time_there from (
        select *, ${untilIn('stay')} as until, ${untilIn(divided ? `stay, ${divided}` : 'stay')} as until_there
        from ${known('liberty_stretch')} row where row.child = e.child and row.segment = any(e.segments) and row.class = 'DEPRIVED' and ${fits}
      ) any_stretch
    ) of_child
    where time && (e.child_certain * ${inPeriod}) or reported and isempty(time) and starts_earliest >= :from and ends_latest <= :to and (child_until is null or child_until > starts_earliest)
  ) s on true
  where ${prevalent} and ${touching}`;
}

/** Those of the filters that are about a place, a state, a body or a ground; the other one is about the child. */
export function filtersOfStretch(asked: Asked): string {
  return filtersOf({ ...asked, given: { ...asked.given, nationality: undefined } }).conditions;
}

/** The same, wherever it was: an episode has one row. */
export const heldAnywhere = `select e.child, c.nationalities, c.sex, c.accompaniment from ${episodes} where ${prevalent} and ${touching}`;

/** CAL-16: how many children were held in the period, of all or of those asked about. */
export async function childrenHeld(asked: Asked): Promise<number> {
  const [conditions, ofStretch] = [filtersOf(asked), filtersOfStretch(asked)];
  const [held] = await asked.query<{ children: number }>(
    `select count(distinct child)::int as children from (${ofStretch === 'true' ? heldAnywhere : heldIn(ofStretch)}) row where ${conditions.conditions}`, conditions.given);
  return held!.children;
}

/**
 * The same of the places, states, bodies or grounds asked about alone: who came in there, went out there, or was held there, and for how long
 * there. Whatever is asked of, a row says where the child was there last.
 */
function movementsOf(asked: Asked): Pick<Listing, 'rows' | 'placedAt'> {
  const { conditions } = filtersOf(asked);
  const ofStretch = filtersOfStretch(asked);
  const atEnd = 'least(:to::timestamptz, :asOf::timestamptz)';
  if (ofStretch === 'true') return { rows: `select * from (${movements}) moved where flowed_in or flowed_out is not null or prevalent`, placedAt: atEnd };
  return {
    rows: `
      select row.*, came.child is not null as flowed_in, case when went.child is not null then went_out end as flowed_out, held.child is not null as prevalent, coalesce(held.ms, 0)::bigint as ms_in_period
      from (select ${['child', 'episode', 'starts_earliest', 'starts_latest', 'ends_earliest', 'zone', 'released_to', 'flowed_out as went_out', ...stretchColumns, 'nationalities'].join(', ')} from (${placed(movements, atEnd, ofStretch)}) moved) row
      left join (select child, episode from (${cameIn}) row where ${conditions}) came using (child, episode)
      left join (select child, episode from (${wentOut}) row where ${conditions}) went using (child, episode)
      left join (select child, episode, ${elapsedMs('range_agg(time)')} as ms from (${heldIn(ofStretch)}) row where ${conditions} group by child, episode) held using (child, episode)
      where came.child is not null or went.child is not null or held.child is not null`,
  };
}

interface MovementRow {
  readonly child: string;
  readonly starts_earliest: Date;
  readonly starts_latest: Date | number;
  readonly ends_earliest: Date | number | null;
  readonly flowed_in: boolean;
  readonly flowed_out: string | null;
  readonly prevalent: boolean;
  readonly ms_in_period: string;
  readonly released_to: string | null;
  readonly zone: string;
  readonly [where: string]: unknown;
}

export const flow: Question = {
  path: 'flow',
  summary: 'Who was deprived of liberty at any time in a period, who came in, and who went out in which way.',
  answers: [3],
  parameters: ['from', 'to', ...filters],
  reads: [liberty],
  columns: ['child', ...startColumns('start'), 'endEarliest', 'flowedIn', 'flowedOut', 'prevalent', 'hoursInPeriodAtLeast', 'releasedTo', ...whereColumns],
  async answer(asked): Promise<Found> {
    const { found, totals: all } = await pageOf<MovementRow, { readonly prevalence: number; readonly flow_in: number; readonly flow_out: number; readonly flow_out_by: object; readonly ms: string }>(asked, {
      ...movementsOf(asked), order: 'child collate "C", starts_earliest, episode collate "C"',
      totals: `
        select count(distinct child) filter (where prevalent)::int as prevalence, count(*) filter (where flowed_in)::int as flow_in, count(flowed_out)::int as flow_out, coalesce(sum(ms_in_period), 0)::bigint as ms,
          (select coalesce(json_object_agg(reason, episodes order by reason collate "C"), '{}') from (select flowed_out as reason, count(*)::int as episodes from every where flowed_out is not null group by flowed_out) out) as flow_out_by
        from every`,
    });
    return {
      figures: {
        from: asked.from, to: asked.to, prevalence: all.prevalence, flowIn: all.flow_in, flowOut: all.flow_out, flowOutBy: all.flow_out_by, childHours: hours(all.ms),
        treatedAsPresumedChild: await treatedAsPresumedChild(asked, inPeriod),
      },
      entries: found.map((row) => ({
        child: row.child, start: { earliest: iso(row.starts_earliest), latest: iso(row.starts_latest), zone: row.zone }, endEarliest: iso(row.ends_earliest),
        flowedIn: row.flowed_in, flowedOut: row.flowed_out, prevalent: row.prevalent, hoursInPeriodAtLeast: hours(row.ms_in_period), releasedTo: row.released_to, ...where(row),
      })),
    };
  },
};

