import { shippedZones, type LocalDate } from '../zones/zones.js';
import { agedOutWhilePending, inCustody } from './findings.procedure.js';
import { findings } from './findings.projection.js';
import { newestRuleSet } from './findings.rules.js';
import { childhood } from './liberty.childhood.js';
import { separationFigures, type ReportedSeparation } from './liberty.separation.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { filters, hours, iso, known, page, pageOf, stretchAt, whereAndWhy, youngerThan, type Question } from './population.question.js';
import { heldSomewhere, where, whereColumns } from './population.stock.js';

/** With whom children are held, from whom they are apart, and what became of them. */

const companies: { readonly [company: string]: string } = {
  UNRELATED_ADULTS: `s.with_adults = 'YES'`,
  SIBLINGS_APART: `s.with_siblings = 'NO'`,
  WITH_PARENTS: 's.parents_there > 0',
  YOUNGER_THAN_SIX: `${youngerThan(6, ':asOf')}`,
};

export const company: Question = {
  path: 'company', summary: 'Children who are held with unrelated adults, apart from their siblings, with their parents, or who are younger than six.', answers: [23],
  parameters: ['company', ...filters], reads: [liberty],
  columns: ['child', 'since', ...whereColumns],
  async answer(asked) {
    const which = asked.given.company ?? 'UNRELATED_ADULTS';
    const rows = await page<{ child: string; starts_latest: Date; [where: string]: unknown }>(asked, `
      select row.* from (${heldSomewhere}) row
      join lateral (select * from ${known('liberty_stretch')} of_child where of_child.child = row.child and of_child.segment = row.segment and of_child.starts_latest <= :asOf order by of_child.starts_latest desc limit 1) s on true
      where ${companies[which]!}`, 'child collate "C", episode collate "C"');
    return { figures: { company: which }, entries: rows.map((row) => ({ child: row.child, since: iso(row.starts_latest), ...where(row) })) };
  },
};

/** CAL-20, R35: an interval of its own, counted apart from deprivation. */
export const separations: Question = {
  path: 'separations', summary: 'Children who are or were apart from their family: from whom, why, for how long, and when they were first in contact.', answers: [24],
  parameters: ['from', 'to'], reads: [auditFacts, liberty],
  columns: ['child', 'separation', 'cause', 'from', 'since', 'until', 'apart', 'hoursAtLeast', 'localDaysAtLeast', 'contactLatencyHours', 'contactWaitedHours'],
  async answer(asked) {
    const rows = await asked.query<{ child: string; event: string; begun: Date; ended: Date | null; separation: ReportedSeparation; majority_on: LocalDate | null }>(`
      select s.child, s.event::text, s.begun, s.ended, s.separation, c.majority_on::text from ${known('audit_separation')} s left join ${known('liberty_child')} c using (child)
      where s.begun <= :asOf and s.begun < :to and (s.ended is null or s.ended > :from) order by s.begun, s.child collate "C", s.event limit :limit offset :offset`,
    { limit: asked.page.limit + 1, offset: asked.page.offset });
    return {
      entries: rows.map(({ child, event, begun, ended, separation, majority_on }) => {
        const { total, contactWaits: [wait] } = separationFigures([separation], asked.asOf.getTime(), shippedZones, childhood(majority_on ?? undefined));
        return {
          child, separation: event, cause: separation.cause, from: separation.from, since: iso(begun), until: iso(ended), apart: ended === null || ended > asked.asOf,
          hoursAtLeast: hours(total.elapsedMs.atLeast), localDaysAtLeast: total.localDays.atLeast,
          contactLatencyHours: wait?.latencyMs === undefined ? null : hours(wait.latencyMs), contactWaitedHours: wait?.waitedMs === undefined ? null : hours(wait.waitedMs),
        };
      }),
    };
  },
};

const ended = `
  select e.child, e.episode, e.segments, e.starts_earliest, e.ends_earliest, e.ends_latest, e.end_reason, e.released_to, e.aged_out_at from ${known('liberty_episode')} e
  where e.ends_earliest >= :from and e.ends_earliest < :to and e.ends_earliest <= :asOf and (e.aged_out_at is null or e.aged_out_at > e.ends_earliest)`;

/** By the least possible time between both (CAL-11: alarms). Within these days of the release somebody reported that nobody knows where the child is. */
const missingWithin = [30, 90, 365] as const;

export const outcomes: Question = {
  path: 'outcomes', summary: 'To whom or what children were released, and who was reported missing within 30, 90 or 365 days.', answers: [30],
  parameters: ['from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'end', 'endReason', 'releasedTo', 'missingSince', 'missingWithinDays', ...whereColumns],
  async answer(asked) {
    const { found } = await pageOf<{ child: string; ends_earliest: Date; ends_latest: Date | number; end_reason: string | null; released_to: string | null; missing: Date | null; [where: string]: unknown }>(asked, { placedAt: 'e.ends_latest', order: 'ends_earliest, child collate "C", episode collate "C"', rows: `
      select ended.*, (select min(f.occurred_from) from ${known('audit_fact')} f where f.child = ended.child and f.type = 'reintegration.MissingReported' and coalesce(f.occurred_to, f.occurred_from) >= ended.ends_earliest and f.occurred_from <= :asOf) as missing
      from (${ended}) ended` });
    return {
      entries: found.map((row) => {
        const days = row.missing ? (row.missing.getTime() - Number(row.ends_latest)) / 86_400_000 : Infinity;
        return {
          child: row.child, end: iso(row.ends_earliest), endReason: row.end_reason, releasedTo: row.released_to ?? 'UNKNOWN', missingSince: iso(row.missing),
          missingWithinDays: missingWithin.find((limit) => days <= limit) ?? null, ...where(row),
        };
      }),
    };
  },
};

/**
 * R20: within the gap of a chain after an end by return, or after a recorded return to the state where it begins. The first leg is the episode
 * that ended so, or the last one within the gap before a return that was reported (ruling 43).
 */
export const arrivals: Question = {
  path: 'detained-on-arrival', summary: 'Returned children who were deprived of liberty on arrival, with the hours of both legs.', answers: [31],
  parameters: ['from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'detainedSince', 'returnedAt', 'returnKnownFrom', 'hoursBeforeReturn', 'hoursAfterReturn', 'hoursTogether', ...whereColumns],
  async answer(asked) {
    const ms = (of: string): string => `(select coalesce(sum(round(extract(epoch from upper(part) - lower(part)) * 1000)), 0)::bigint from unnest(${of} * tstzmultirange(tstzrange(null, :asOf::timestamptz))) part)`;
    const rows = await page<{ child: string; starts_earliest: Date; ms: string; before_ms: string | null; returned_at: Date | null; returned_by: string | null; [where: string]: unknown }>(asked, `
      with returned as materialized (
        select child, ends_earliest as at, ends_latest as latest from ${known('liberty_episode')} b where end_reason = 'RETURN'
        union all select child, occurred_from, coalesce(occurred_to, occurred_from) from ${known('audit_fact')} f where type in ('repatriation.ReturnOutsideProcedureReported', 'reintegration.ChildArrived'))
      select e.child, e.episode, e.starts_earliest, ${ms('e.certain')} as ms, before.ms as before_ms, before.at as returned_at, before.by as returned_by, ${whereAndWhy}
      from ${known('liberty_episode')} e join ${known('liberty_child')} c using (child) cross join ${stretchAt('e.starts_latest')}
      join lateral (
        select at, by, ms from (
          select b.ends_latest as at, b.ends_latest as latest, 'END_BY_RETURN' as by, ${ms('b.certain')} as ms from ${known('liberty_episode')} b where b.child = e.child and b.end_reason = 'RETURN' and b.ends_earliest <= e.starts_latest
          union all
          select f.occurred_from, coalesce(f.occurred_to, f.occurred_from), f.type, (
            select ${ms('b.certain')} from ${known('liberty_episode')} b where b.child = e.child and b.starts_latest < e.starts_latest and b.ends_earliest <= e.starts_latest
              and b.starts_earliest <= coalesce(f.occurred_to, f.occurred_from) and b.ends_latest >= f.occurred_from - interval '168 hours' order by b.starts_latest desc, b.episode collate "C" limit 1)
          from ${known('audit_fact')} f where f.child = e.child and f.occurred_from <= e.starts_latest and (
            f.type = 'repatriation.ReturnOutsideProcedureReported' and f.data->>'destinationState' = s.state or f.type = 'reintegration.ChildArrived' and f.data->>'state' = s.state)
        ) returns where latest >= e.starts_earliest - interval '168 hours' order by (by <> 'END_BY_RETURN'), (ms is null), at desc, by limit 1
      ) before on true
      where e.starts_latest <= :asOf and e.starts_earliest >= :from and e.starts_earliest < :to
        and exists (select from returned where returned.child = e.child and returned.at <= e.starts_latest and returned.latest >= e.starts_earliest - interval '168 hours')`, 'starts_earliest, child collate "C", episode collate "C"');
    return {
      entries: rows.map((row) => ({
        child: row.child, detainedSince: iso(row.starts_earliest), returnedAt: iso(row.returned_at), returnKnownFrom: row.returned_by, hoursBeforeReturn: row.before_ms === null ? null : hours(row.before_ms),
        hoursAfterReturn: hours(row.ms), hoursTogether: hours(Number(row.before_ms ?? 0) + Number(row.ms)), ...where(row),
      })),
    };
  },
};

/** R23, CAL-12: at the midnight of the place. What was pending is asked of the same rule as the finding of each child. */
export const comingOfAge: Question = {
  path: 'coming-of-age', summary: 'Those who turned 18 while they were deprived of liberty, or while a decision about them was pending.', answers: [32],
  parameters: ['from', 'to'], reads: [liberty, findings, auditFacts], rules: [newestRuleSet.version],
  columns: ['child', 'cameOfAge', 'while', 'procedure', 'since'],
  async answer(asked) {
    const rows = await page<{ child: string; aged_out_at: Date; how: string; procedure: string | null; began: Date }>(asked, `
      select e.child, e.aged_out_at, 'DEPRIVED' as how, null as procedure, e.starts_earliest as began from ${known('liberty_episode')} e
      where e.aged_out_at > e.starts_earliest and (e.ends_earliest is null or e.ends_earliest > e.aged_out_at) and e.aged_out_at >= :from and e.aged_out_at < :to and e.aged_out_at <= :asOf
      union all
      select f.child, f.starts_earliest, 'DECISION_PENDING', f.details->>'procedure', opened.occurred_from from ${known('finding')} f
      join ${known('audit_fact')} opened on opened.child = f.child and opened.event::text = f.events[1]
      where f.rule = '${agedOutWhilePending.code}' and f.details->>'procedure' <> '${inCustody}' and f.starts_earliest >= :from and f.starts_earliest < :to and f.starts_earliest <= :asOf`,
    'aged_out_at, child collate "C", how collate "C", procedure collate "C", began');
    return { entries: rows.map(({ child, aged_out_at, how, procedure, began }) => ({ child, cameOfAge: iso(aged_out_at), while: how, procedure, since: iso(began) })) };
  },
};
