import { accessLog } from './access.projection.js';
import { decisions } from './decisions.projection.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { filters, hours, iso, known, page, pageOf, whereAndWhy, type Question } from './population.question.js';
import { where, whereColumns } from './population.stock.js';

/** What an auditor asks of the record itself, and of an authority's own limit. */

/** Ours, and those that were reported of others: at the instant of the decision an episode was under way. */
export const whileHeld: Question = {
  path: 'decisions-while-held', summary: 'Decisions and refused attempts about children while they were deprived of liberty, with the guarantees that were missing then.', answers: [11],
  parameters: ['outcome', 'missing', 'from', 'to', ...filters], reads: [liberty, decisions],
  columns: ['child', 'heldSince', 'decision', 'outcome', 'command', 'decidedAt', 'decidedBy', 'gate', 'proven', 'missing', 'restsOnCorrected', ...whereColumns],
  async answer(asked) {
    const { outcome, missing } = asked.given;
    const { found, totals } = await pageOf<{ child: string; event: string; outcome: string; command: string; decided_at: Date; org_type: string; gate: string | null; proven: string[]; missing: string[]; rests_on_corrected: boolean; since: Date; [where: string]: unknown }, { readonly by_outcome: object; readonly missing_in: object }>(asked, {
      rows: `
        select d.child, d.event::text, d.outcome, d.command, d.decided_at, d.org_type, d.gate, d.proven, d.missing, d.rests_on_corrected, e.starts_latest as since, e.segments
        from ${known('decision')} d
        join ${known('liberty_episode')} e on e.child = d.child and e.starts_latest <= d.decided_at and (e.ends_earliest is null or e.ends_earliest > d.decided_at) and (e.aged_out_at is null or e.aged_out_at > d.decided_at) and not e.of_age @> d.decided_at
        where d.decided_at >= :from and d.decided_at < :to and (:outcome::text is null or d.outcome = :outcome) and (:missing::text is null or :missing = any(d.missing))`,
      placedAt: 'e.decided_at', order: 'decided_at, child collate "C", event collate "C"', values: { outcome: outcome ?? null, missing: missing ?? null },
      totals: `select
        (select coalesce(json_object_agg(outcome, json_build_object('decisions', decisions, 'children', children) order by outcome collate "C"), '{}')
          from (select outcome, count(*)::int as decisions, count(distinct child)::int as children from every group by outcome) outcomes) as by_outcome,
        (select coalesce(json_object_agg(code, decisions order by code collate "C"), '{}') from (select code, count(*)::int as decisions from every, unnest(missing) code group by code) codes) as missing_in`,
    });
    return {
      figures: { byOutcome: totals.by_outcome, missingIn: totals.missing_in },
      entries: found.map((row) => ({
        child: row.child, heldSince: iso(row.since), decision: row.event, outcome: row.outcome, command: row.command, decidedAt: iso(row.decided_at), decidedBy: row.org_type, gate: row.gate,
        proven: row.proven, missing: row.missing, restsOnCorrected: row.rests_on_corrected, ...where(row),
      })),
    };
  },
};

/** By days of UTC that begin in the period. Nobody reads past their rights here, so that there is no use of such a right to list. */
export const readers: Question = {
  path: 'readers', summary: 'Who looked at which child, on which day, how often and for what purpose, and who was turned away.', answers: [35],
  parameters: ['child', 'organisation', 'from', 'to'], reads: [accessLog],
  columns: ['child', 'day', 'outcome', 'actorRef', 'role', 'orgType', 'orgRef', 'purpose', 'times', 'first', 'last', 'opened'],
  async answer(asked) {
    const { child, organisation } = asked.given;
    const rows = `
      select child, to_char(day, 'YYYY-MM-DD') as day, outcome, actor_ref, role, org_type, org_ref, purpose, times, first_at, last_at, opened from ${known('access_day')} looked
      where day::timestamp at time zone 'UTC' >= :from and day::timestamp at time zone 'UTC' < :to and (:child::text is null or child = :child) and (:organisation::text is null or org_ref = :organisation)`;
    const values = { child: child ?? null, organisation: organisation ?? null };
    const counted = await asked.query<{ outcome: string; times: number; people: number; children: number }>(
      `select outcome, sum(times)::int as times, count(distinct actor_ref)::int as people, count(distinct child)::int as children from (${rows}) row group by outcome order by outcome collate "C"`, values);
    const found = await asked.query<{ child: string; day: string; outcome: string; actor_ref: string; role: string; org_type: string; org_ref: string; purpose: string; times: number; first_at: Date; last_at: Date; opened: string[] }>(
      `select * from (${rows}) row order by day, child collate "C", actor_ref collate "C", outcome collate "C", role collate "C", org_ref collate "C", org_type collate "C", purpose collate "C" limit :limit offset :offset`,
      { ...values, limit: asked.page.limit + 1, offset: asked.page.offset });
    return {
      figures: { byOutcome: Object.fromEntries(counted.map(({ outcome, ...figures }) => [outcome, figures])), emergencyReads: 'not offered' },
      entries: found.map((row) => ({
        child: row.child, day: row.day, outcome: row.outcome, actorRef: row.actor_ref, role: row.role, orgType: row.org_type, orgRef: row.org_ref, purpose: row.purpose, times: row.times,
        first: iso(row.first_at), last: iso(row.last_at), opened: row.opened,
      })),
    };
  },
};

export const delays: Question = {
  path: 'recording-delays', summary: 'How late what was reported came to the record, by kind of organisation: half of it, nine tenths of it and the latest.', answers: [33],
  parameters: ['from', 'to'], reads: [auditFacts], countsOnly: true,
  columns: ['organisation', 'reports', 'medianHours', 'nineTenthsWithinHours', 'latestHours'],
  async answer(asked) {
    // All three from one sort.
    const rows = await asked.query<{ org_type: string; reports: number; of: readonly [median: string, ninth: string, latest: string] }>(`
      select org_type, count(*)::int as reports, percentile_disc(array[0.5, 0.9, 1]) within group (order by ms) as of from (
        select org_type, greatest(0, round(date_part('epoch', recorded_at - coalesce(occurred_to, occurred_from)) * 1000))::bigint as ms from ${known('audit_recording')} recording
        where occurred_from >= :from and occurred_from < :to and target is null
      ) late group by org_type order by org_type collate "C"`);
    const shown = rows.filter(({ reports }) => asked.trueCounts || reports >= asked.smallestCountShown);
    return {
      entries: shown.slice(asked.page.offset, asked.page.offset + asked.page.limit + 1).map(({ org_type, reports, of: [median, ninth, latest] }) => ({
        organisation: org_type, reports, medianHours: hours(median), nineTenthsWithinHours: hours(ninth), ...(asked.trueCounts ? { latestHours: hours(latest) } : {}),
      })),
    };
  },
};

export const contested: Question = {
  path: 'contested', summary: 'Facts that were corrected, retracted or disputed: which, when, and by what kind of body.', answers: [34],
  parameters: ['from', 'to'], reads: [auditFacts],
  columns: ['child', 'event', 'is', 'fact', 'factType', 'by', 'recordedAt'],
  async answer(asked) {
    const rows = await page<{ child: string; event: string; type: string; target: string; target_type: string; org_type: string; recorded_at: Date }>(
      asked, `select child, event::text, type, target::text, target_type, org_type, recorded_at from ${known('audit_recording')} recording where target is not null and occurred_from >= :from and occurred_from < :to`,
      'recorded_at, child collate "C", event collate "C"');
    return { entries: rows.map(({ child, event, type, target, target_type, org_type, recorded_at }) => ({ child, event, is: type, fact: target, factType: target_type, by: org_type, recordedAt: iso(recorded_at) })) };
  },
};

/** X8: that an authority keeps to its own limit never implies that the stay was lawful. R23: of children only, as the finding has it. */
export const overstays: Question = {
  path: 'overstays', summary: 'Stays that went on past the limit that the authority set itself, and by how long.', answers: [],
  parameters: [...filters], reads: [liberty],
  columns: ['child', 'stay', 'since', 'limitDays', 'limitPassedAt', 'hoursPast', 'awaiting', ...whereColumns],
  async answer(asked) {
    // What is past the limit that was named for it: one that is named anew moves what is ahead, and what was over stays over.
    const held = `
      select * from ${known('liberty_stretch')} stretch
      where class in ('DEPRIVED', 'DEPRIVED?') and starts_latest <= :asOf and not on_the_road and limit_at < least(ends_earliest, child_until, :asOf::timestamptz)`;
    const rows = await page<{ child: string; stay: string; since: Date; past: Date; ms: string; limit_days: number | null; awaiting: string | null; [where: string]: unknown }>(asked, `
      select s.child, s.stay, s.claimed_maximum_days as limit_days, s.awaiting, s.limit_at as past, s.ms, ${whereAndWhy},
        (select min(starts_latest) from ${known('liberty_stretch')} first where first.child = s.child and first.stay = s.stay) as since
      from (select distinct on (child, stay) * from (
        select *, round(sum(extract(epoch from least(ends_earliest, child_until, :asOf::timestamptz) - greatest(limit_at, starts_latest)) * 1000) over (partition by child, stay))::bigint as ms from (${held}) past_limit
      ) summed order by child, stay, limit_at, starts_latest) s join ${known('liberty_child')} c using (child)
      where s.ms > 0`, 'ms desc, child collate "C", stay collate "C"');
    return {
      entries: rows.map((row) => ({
        child: row.child, stay: row.stay, since: iso(row.since), limitDays: row.limit_days, limitPassedAt: iso(row.past), hoursPast: hours(row.ms), awaiting: row.awaiting, ...where(row),
      })),
    };
  },
};
