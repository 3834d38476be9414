import type { StaySegment } from '../identification/liberty.segments.js';
import { suppressed } from '../privacy/small-cells.js';
import { shippedZones } from '../zones/zones.js';
import { chainGapMsMax } from './liberty.chains.js';
import { childhood } from './liberty.childhood.js';
import { figuresOf } from './liberty.figures.js';
import { staysOf } from './liberty.stays.js';
import { kaplanMeier, median, medianOf, printHeld, printRatio, type Step } from './population.arithmetic.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { elapsedMs, filters, filtersOf, fitting, hours, iso, known, pageOf, startColumns, stretchAt, type Asked, type Question } from './population.question.js';
import { historiesOf, where, whereColumns } from './population.stock.js';

/** How long: what runs longest, what adds up, who is taken again, and how long it takes until release. */

const until = 'tstzmultirange(tstzrange(null, :asOf::timestamptz))';

const episodes = `
  select e.child, e.episode, e.segments, e.starts_earliest, e.starts_latest, e.ends_earliest, e.ends_latest, e.zone, e.end_reason, e.released_to, e.aged_out_at,
    e.ends_earliest is null or e.ends_earliest > :asOf as open, ${elapsedMs(`e.certain * ${until}`)} as ms
  from ${known('liberty_episode')} e
  where e.starts_latest <= :asOf`;
const placedAt = ':asOf::timestamptz';

interface EpisodeRow {
  readonly child: string;
  readonly starts_earliest: Date;
  readonly starts_latest: Date | number;
  readonly ends_earliest: Date | number | null;
  readonly end_reason: string | null;
  readonly zone: string;
  readonly open: boolean;
  readonly ms: string;
  readonly [where: string]: unknown;
}

export const longest: Question = {
  path: 'episodes', summary: 'Episodes of deprivation of liberty, the longest first, with those that are still open.', answers: [5],
  parameters: ['from', 'to', ...filters], reads: [liberty],
  columns: ['child', ...startColumns('start'), 'open', 'endEarliest', 'endReason', 'hoursAtLeast', ...whereColumns],
  async answer(asked) {
    const { found } = await pageOf<EpisodeRow>(asked, {
      rows: `${episodes} and e.starts_latest < :to and (e.ends_earliest is null or e.ends_earliest >= :from)`, placedAt, order: 'ms desc, child collate "C", episode collate "C"',
    });
    return {
      entries: found.map((row) => ({
        child: row.child, start: { earliest: iso(row.starts_earliest), latest: iso(row.starts_latest), zone: row.zone }, open: row.open,
        endEarliest: row.open ? null : iso(row.ends_earliest), endReason: row.open ? null : row.end_reason, hoursAtLeast: hours(row.ms), ...where(row),
      })),
    };
  },
};

const divisions = { FACILITY: 's.facility_ref', GROUND: 's.ground', STATE: 's.state' } as const;

/** By the same names, of what the single child's audit works on. */
const dividedBy: { readonly [by in keyof typeof divisions]: (segment: StaySegment) => string | undefined } = {
  FACILITY: ({ facilityRef }) => facilityRef, GROUND: ({ setting }) => setting.groundCode, STATE: ({ state }) => state,
};

function fits({ facilityRef, state, setting }: StaySegment, { given }: Asked): boolean {
  const asked = [[given.facility, facilityRef], [given.state, state], [given.ground, setting.groundCode], [given.authority, setting.custodian?.orgType]] as const;
  return asked.every(([wanted, found]) => wanted === undefined || wanted === found);
}

/** A 29 February has the 28th before it. */
function twelveMonthsBefore(asOf: Date): Date {
  const before = new Date(asOf);
  before.setUTCFullYear(asOf.getUTCFullYear() - 1);
  if (before.getUTCMonth() !== asOf.getUTCMonth()) before.setUTCDate(0);
  return before;
}

/**
 * R11: an imprecise change between two stretches that are asked about together costs nothing; where it leads into another place, state or
 * ground, it is certain of neither. R12, R33: hours and local days, of which none is made of the other.
 */
export const cumulative: Question = {
  path: 'cumulative', summary: 'How long each child was deprived of liberty altogether, in hours and in days, in its life or in twelve months, and in each place, state or on each ground; the longest first.', answers: [5],
  parameters: ['window', 'by', ...filters], reads: [liberty],
  columns: ['child', 'facility', 'ground', 'state', 'hoursAtLeast', 'localDaysAtLeast', 'stays'],
  async answer(asked) {
    const by = asked.given.by as keyof typeof divisions | undefined;
    const since = asked.given.window === 'TWELVE_MONTHS' ? twelveMonthsBefore(asked.asOf) : undefined;
    const { conditions, given } = filtersOf(asked);
    const alike = 'partition by child, stay, divided';
    const rows = await asked.query<{ child: string; divided: string | null; ms: string; stays: number }>(`
      select child, divided, ${elapsedMs(`range_agg(tstzrange(starts_latest, until)) filter (where starts_latest < coalesce(until, 'infinity')) * tstzmultirange(tstzrange(:since::timestamptz, :asOf::timestamptz))`)} as ms, count(distinct stay)::int as stays
      from (
        select *, least(case when next = n + 1 then ends_latest else ends_earliest end, last_value(ends_earliest) over (${alike}, run order by n rows between unbounded preceding and unbounded following), child_until) as until
        from (
          select *, n - row_number() over (${alike} order by n) as run, lead(n) over (${alike} order by n) as next from (
            select s.*, ${by ? divisions[by] : 'null::text'} as divided, c.nationalities from ${known('liberty_stretch')} s join ${known('liberty_child')} c using (child) where s.class = 'DEPRIVED'
          ) row where ${conditions}
        ) joined
      ) united
      where starts_latest <= :asOf and (reported or ends_earliest is null or starts_latest < ends_earliest) and (child_until is null or starts_latest < child_until)
        and (:since::timestamptz is null or until is null or until > :since or starts_latest >= until and starts_earliest >= :since)
      group by child, divided order by ms desc, child collate "C", divided collate "C" limit :limit offset :offset`,
    { ...given, since: since?.toISOString() ?? null, limit: asked.page.limit + 1, offset: asked.page.offset });
    const histories = await historiesOf(asked, rows.map(({ child }) => child));
    return {
      entries: rows.map(({ child, divided, ms, stays }) => {
        const { segments, majorityOn } = histories.get(child)!;
        const those = staysOf(segments).flatMap((stay) => stay.stretches).filter((stretch) => {
          const segment = stretch.segment as StaySegment;
          return fits(segment, asked) && (!by || (dividedBy[by](segment) ?? null) === divided);
        });
        const { localDays } = figuresOf(those, asked.asOf.getTime(), shippedZones, childhood(majorityOn), since?.getTime()).DEPRIVED;
        return { child, ...(by ? { [by.toLowerCase()]: divided } : {}), hoursAtLeast: hours(ms), localDaysAtLeast: localDays.atLeast, stays };
      }),
    };
  },
};

interface AgainRow extends EpisodeRow {
  readonly n: string | null;
  readonly gap: string;
  readonly gap_most: string;
  readonly rapid: boolean;
  readonly presumed: boolean;
  readonly before_segments: readonly string[] | null;
  readonly before_reason: string | null;
}

const again = `
  select *, row_number() over by_start as n, lag(segments) over by_start as before_segments, lag(end_reason) over by_start as before_reason, lag(ends_earliest) over by_start as before_ends,
    greatest(0, round(extract(epoch from starts_earliest - lag(ends_latest) over by_start) * 1000))::bigint as gap,
    round(extract(epoch from starts_latest - lag(ends_earliest) over by_start) * 1000)::bigint as gap_most
  from (${episodes}) episodes
  window by_start as (partition by child order by starts_earliest, starts_latest, episode collate "C")`;

/** The alarm falls between the end of the episode before and the start of this one. */
const alarmed = 'e.child = numbered.child and e.ends_latest >= numbered.before_ends and e.starts_earliest <= numbered.starts_earliest';

/** R26: the least possible gap; 7 days make a chain and less than 72 hours is rapid, for which presumed deprivation is deprivation, too. */
export const redetentions: Question = {
  path: 'redetentions', summary: 'Children who were deprived of liberty again: after which gap, how often, and by the same or another authority.', answers: [6],
  parameters: ['from', 'to', ...filters], reads: [liberty],
  columns: ['child', 'number', 'start', 'gapHoursAtLeast', 'gapHoursAtMost', 'endedBefore', 'chained', 'rapid', 'presumed', 'authorityBefore', 'sameAuthority', ...whereColumns],
  async answer(asked) {
    const { found } = await pageOf<AgainRow>(asked, { placedAt: 'e.placed_at', order: 'starts_earliest, child collate "C", n', rows: `
      with numbered as (select * from (${again}) every where n > 1),
      alarm as (select * from ${known('liberty_rapid')} any_alarm where starts_latest <= :asOf)
      select * from (
        select child, starts_earliest, segments, ${placedAt} as placed_at, n, gap, gap_most, before_segments, before_reason, exists (select from alarm e where ${alarmed}) as rapid, false as presumed from numbered
        union all
        select e.child, e.starts_earliest, e.segments, e.starts_latest, null, gap_ms, round(extract(epoch from e.starts_latest - e.ends_earliest) * 1000)::bigint, null, null, true, true
        from alarm e where not exists (select from numbered where ${alarmed})
      ) both_kinds where starts_earliest >= :from and starts_earliest < :to` });
    const before = await asked.query<{ custodian_type: string | null }>(`
      select s.custodian_type from unnest(:children::text[], :segments::text[]) with ordinality as of_page (child, joined, nth)
      cross join lateral (select child, string_to_array(joined, ' ') as segments) e left join ${stretchAt(placedAt)} on true order by nth`, {
      children: found.map(({ child }) => child), segments: found.map(({ before_segments: segments }) => segments?.join(' ') ?? ''),
    });
    return {
      entries: found.map((row, n) => ({
        child: row.child, number: row.n === null ? null : Number(row.n), start: iso(row.starts_earliest), gapHoursAtLeast: hours(row.gap), gapHoursAtMost: hours(row.gap_most), endedBefore: row.before_reason,
        chained: Number(row.gap) <= chainGapMsMax, rapid: row.rapid, presumed: row.presumed,
        authorityBefore: before[n]!.custodian_type, sameAuthority: before[n]!.custodian_type !== null && before[n]!.custodian_type === row.custodian_type, ...where(row),
      })),
    };
  },
};

const dayMs = 24 * 3_600_000;
/** R22, CAL-18: what is not seen to end in a release only says that it took at least as long. */
const censored = ['ESCAPE', 'DEATH', 'AGED_OUT'];
/** R7: whoever left for elsewhere was released only once a report has it at liberty. */
const seenFree = `(end_reason <> all(array['TRANSFER', 'HOSPITAL', 'COURT', 'ESCORT']) or exists (
  select from ${known('liberty_stretch')} free where free.child = row.child and free.class in ('NOT_DEPRIVED', 'RESTRICTED') and free.starts_latest <= :asOf and free.starts_latest >= row.ends_earliest
    and not exists (select from ${known('liberty_episode')} again where again.child = row.child and again.starts_earliest >= row.ends_earliest and again.starts_earliest < free.starts_latest)))`;

export const timeToRelease: Question = {
  path: 'time-to-release', summary: 'How long it takes until release, by Kaplan and Meier, with those who are still held counted as at least as long.', answers: [7],
  parameters: ['from', 'to', ...filters], reads: [liberty], countsOnly: true,
  columns: ['hours', 'days', 'atRisk', 'released', 'stillHeld'],
  async answer(asked) {
    const { conditions, given } = filtersOf(asked);
    const rows = await asked.query<{ ms: string; ended: boolean; open: boolean }>(`
      select greatest(0, round(extract(epoch from least(coalesce(ends_earliest, 'infinity'), coalesce(aged_out_at, 'infinity'), :asOf::timestamptz) - starts_latest) * 1000))::bigint as ms,
        not open and not coalesce(end_reason = any(:censored), false) and coalesce(${seenFree}, true) and (aged_out_at is null or aged_out_at >= ends_earliest) as ended, open
      from (${fitting(asked, episodes, placedAt)}) row where ${conditions} and starts_earliest >= :from and starts_earliest < :to and (aged_out_at is null or aged_out_at > starts_earliest)
      order by ms, ended desc`, { ...given, censored });
    const steps = kaplanMeier(rows.map(({ ms, ended }) => ({ elapsedMs: Number(ms), ended })));
    const half = medianOf(steps);
    const completed = rows.filter(({ ended }) => ended).map(({ ms }) => Number(ms));
    const longestOpen = Math.max(0, ...rows.filter(({ open }) => open).map(({ ms }) => Number(ms)));
    const stillHeld = rows.length - completed.length;
    const k = asked.smallestCountShown;
    const few = !asked.trueCounts && completed.length < k;
    if (!asked.trueCounts) {
      const { cells: [released], total } = suppressed([completed.length, stillHeld], k);
      return {
        figures: {
          episodes: total, released,
          median: few ? 'too few to tell' : half === undefined ? 'median not reached' : `${wholeDays(half)} days`,
          medianDays: half === undefined || few ? null : wholeDays(half), medianOfCompletedHours: null,
        },
        entries: (few ? [] : coarse(steps, k)).slice(asked.page.offset, asked.page.offset + asked.page.limit + 1),
      };
    }
    return {
      figures: {
        episodes: rows.length, released: completed.length,
        median: half === undefined ? `median not reached (longest open ${hours(longestOpen)} hours)` : `${hours(half)} hours`,
        medianDays: half === undefined ? null : printRatio(BigInt(half), BigInt(dayMs), 2),
        medianOfCompletedHours: completed.length === 0 ? null : hours(median(completed)!),
      },
      entries: steps.slice(asked.page.offset, asked.page.offset + asked.page.limit + 1).map((step) => ({
        atRisk: step.atRisk, released: step.released, hours: hours(step.elapsedMs), days: printRatio(BigInt(step.elapsedMs), BigInt(dayMs), 2), stillHeld: printHeld(step),
      })),
    };
  },
};

function wholeDays(elapsedMs: number): string {
  return String(Math.ceil(elapsedMs / dayMs));
}

/**
 * The curve for those who may not see single children: in whole days, at each of which at least `k` more were released than at the one
 * before, and as long as at least `k` are still held.
 */
function coarse(steps: readonly Step[], k: number): readonly object[] {
  const shown: object[] = [];
  let released = 0;
  for (const [n, step] of steps.entries()) {
    released += step.released;
    const next = steps[n + 1];
    const isLastOfDay = next === undefined || wholeDays(next.elapsedMs) !== wholeDays(step.elapsedMs);
    if (released < k || !isLastOfDay || step.atRisk - step.released < k) continue;
    shown.push({ days: wholeDays(step.elapsedMs), stillHeld: printHeld(step, 2) });
    released = 0;
  }
  return shown;
}

/** What the days are counted from, as conditions on the facts of a child. */
const happenings: { readonly [event: string]: string } = {
  RELEASE_ORDER: `f.type in ('identification.ReviewHeld', 'identification.AuthorityAppeared') and f.data->>'outcome' = 'RELEASE_ORDERED' or f.type = 'identification.ChallengeDecided' and f.data->>'result' = 'UNLAWFUL_RELEASE_ORDERED'`,
  COURT_RELEASE: `f.type in ('identification.ReviewHeld', 'identification.AuthorityAppeared') and f.data->>'outcome' = 'RELEASE_ORDERED' and f.data->>'court' = 'YES' or f.type = 'identification.ChallengeDecided' and f.data->>'result' = 'UNLAWFUL_RELEASE_ORDERED' and f.data->'by'->>'orgType' = 'COURT'`,
  DEMAND_FOR_RELEASE: `f.type = 'identification.ReleaseDemanded'`,
  ORIGIN_REFUSED: `f.type = 'repatriation.OriginAnswered' and f.data->>'answer' = 'REFUSED'`,
  DETERMINATION: `f.type = 'best-interests.BestInterestsDetermined'`,
};

/**
 * CAL-11: counted from the latest instant at which it can have happened. R23: what is later than the eighteenth birthday is no child's; nor is
 * what is later than the start of another medical indication a day after the last one.
 */
export const daysAfter: Question = {
  path: 'days-after', summary: 'How long children stayed deprived of liberty after it was ordered or demanded that they be released, after medicine no longer required the stay, after the state of origin refused, or after their best interests were determined.', answers: [8],
  parameters: ['event', 'from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'after', 'at', 'atLatest', 'outcome', 'hoursSince', 'stillHeld', 'endReason', ...whereColumns],
  async answer(asked) {
    const event = asked.given.event ?? 'RELEASE_ORDER';
    const at = event === 'MEDICAL_INDICATION_ENDED'
      ? `select distinct on (child, stay, medically_until) child, segment as event, medically_until as at, medically_until as at_latest, null::text as outcome, (
          select min(medically_from) from ${known('liberty_stretch')} later where later.child = s.child and later.medically_from > s.medically_until and (later.medically_until is null or later.medically_until > later.medically_from)) as again
        from ${known('liberty_stretch')} s where medically_until is not null and starts_latest <= :asOf order by child, stay, medically_until, starts_latest, segment collate "C"`
      : `select child, event::text, occurred_from as at, coalesce(occurred_to, occurred_from) as at_latest, coalesce(data->>'outcome', data->>'result', data->>'answer') as outcome, null::timestamptz as again from ${known('audit_fact')} f where ${happenings[event]!}`;
    const { found } = await pageOf<EpisodeRow & { event: string; at: Date; at_latest: Date | number; outcome: string | null; aged: boolean; again: boolean }>(asked, { placedAt, order: 'after desc, child collate "C", event collate "C", episode collate "C"', rows: `
      select row.*, happened.event, happened.at, happened.at_latest, happened.outcome, coalesce(happened.again <= :asOf and happened.again < least(row.ends_earliest, row.aged_out_at, 'infinity'), false) as again, coalesce(row.aged_out_at <= :asOf and (row.ends_earliest is null or row.ends_earliest > row.aged_out_at), false) as aged,
        case when isfinite(happened.at_latest) then greatest(0, round(extract(epoch from least(row.ends_earliest, row.aged_out_at, happened.again, :asOf::timestamptz) - happened.at_latest) * 1000))::bigint else 0 end as after
      from (${at}) happened join (${episodes}) row on row.child = happened.child and row.starts_earliest <= happened.at_latest
        and (row.ends_latest is null or row.ends_latest > happened.at) and (row.aged_out_at is null or row.aged_out_at > happened.at)
      where happened.at <= :asOf and happened.at >= :from and happened.at < :to` });
    return {
      figures: { event },
      entries: found.map((row) => ({
        child: row.child, after: row.event, at: iso(row.at), atLatest: iso(row.at_latest), outcome: row.outcome, hoursSince: hours(String(row.after)),
        stillHeld: row.open && !row.aged, endReason: row.again ? 'INDICATED_AGAIN' : row.aged ? 'AGED_OUT' : row.open ? null : row.end_reason, ...where(row),
      })),
    };
  },
};

