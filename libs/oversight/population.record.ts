import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { filters, hours, iso, known, page, whereAndWhy, type Question } from './population.question.js';
import { where, whereColumns } from './population.stock.js';

/** What an auditor asks of the record itself, and of an authority's own limit. */

export const delays: Question = {
  path: 'recording-delays', summary: 'How late what was reported came to the record, by kind of organisation: half of it, nine tenths of it and the latest.', answers: [33],
  parameters: ['from', 'to'], reads: [auditFacts], countsOnly: true,
  columns: ['organisation', 'reports', 'medianHours', 'nineTenthsWithinHours', 'latestHours'],
  async answer(asked) {
    const rows = await asked.query<{ org_type: string; reports: number; median: string; ninth: string; latest: string }>(`
      select org_type, count(*)::int as reports, percentile_disc(0.5) within group (order by ms) as median, percentile_disc(0.9) within group (order by ms) as ninth, max(ms) as latest from (
        select org_type, greatest(0, round(extract(epoch from recorded_at - coalesce(occurred_to, occurred_from)) * 1000))::bigint as ms from ${known('audit_recording')} recording
        where occurred_from >= :from and occurred_from < :to and target is null
      ) late group by org_type order by org_type collate "C"`);
    const shown = rows.filter(({ reports }) => asked.trueCounts || reports >= 10);
    return {
      entries: shown.slice(asked.page.offset, asked.page.offset + asked.page.limit + 1).map(({ org_type, reports, median, ninth, latest }) => ({
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

/** X8: that an authority keeps to its own limit never implies that the stay was lawful. */
export const overstays: Question = {
  path: 'overstays', summary: 'Stays that went on past the limit that the authority set itself, and by how long.', answers: [],
  parameters: [...filters], reads: [liberty],
  columns: ['child', 'stay', 'since', 'limitDays', 'limitPassedAt', 'hoursPast', 'awaiting', ...whereColumns],
  async answer(asked) {
    const rows = await page<{ child: string; stay: string; since: Date; past: Date; until: Date | null; ms: string; limit_days: number | null; awaiting: string | null; [where: string]: unknown }>(asked, `
      select * from (
        select distinct on (s.child, s.stay) s.child, s.stay, begun.since, s.ends_earliest as until, s.claimed_maximum_days as limit_days, s.awaiting, limits.past,
          round(extract(epoch from least(coalesce(last.until, 'infinity'), :asOf::timestamptz) - limits.past) * 1000)::bigint as ms, ${whereAndWhy}
        from ${known('liberty_stretch')} s join ${known('liberty_child')} c using (child)
        join lateral (select min(starts_latest) as since from ${known('liberty_stretch')} first where first.child = s.child and first.stay = s.stay) begun on true
        join lateral (select case when count(*) filter (where ends_earliest is null) > 0 then null else max(ends_earliest) end as until from ${known('liberty_stretch')} any_of where any_of.child = s.child and any_of.stay = s.stay) last on true
        join lateral (select least(begun.since + s.claimed_maximum_days * interval '24 hours',
          case when s.valid_until like '%T%' then s.valid_until::timestamptz else (s.valid_until::date + 1)::timestamp at time zone s.zone end) as past) limits on limits.past is not null
        where s.class in ('DEPRIVED', 'DEPRIVED?') and s.starts_latest <= :asOf and not s.on_the_road
        order by s.child, s.stay, limits.past, s.starts_latest
      ) stays where past < :asOf and ms > 0`, 'ms desc, child collate "C", stay collate "C"');
    return {
      entries: rows.map((row) => ({
        child: row.child, stay: row.stay, since: iso(row.since), limitDays: row.limit_days, limitPassedAt: iso(row.past), hoursPast: hours(row.ms), awaiting: row.awaiting, ...where(row),
      })),
    };
  },
};
