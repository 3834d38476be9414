import { coverageOf, waitingFor, type Coverage, type Waiting } from './liberty.coverage.js';
import type { Edge } from './liberty.edges.js';
import { coverCodes, coverRule, coverRules, type CoverRule } from './liberty.safeguards.js';
import { printRatio } from './population.arithmetic.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { filters, filtersOf, hours, iso, known, page, pageOf, type Asked, type Question, type safeguards } from './population.question.js';
import { childrenHeld, held, heldAt, historiesOf, libertyIn, openEpisode, where, whereColumns } from './population.stock.js';

type Safeguard = (typeof safeguards)[number];

/** What lasts covers a time; what is given at an instant covers none, and its gaps are counted. */
function lasts(safeguard: Safeguard): boolean {
  return (coverCodes as readonly Safeguard[]).includes(safeguard);
}

interface HeldRow {
  readonly child: string;
  readonly episode: string;
  readonly starts_latest: Date;
  readonly lacking: boolean;
  readonly [where: string]: unknown;
}

/** CAL-14, R14: of each child who is held, from when it had the safeguard, the longest time without, and whether it lacks it now. */
export const without: Question = {
  path: 'without',
  summary: 'Of the children who are deprived of liberty: who lacks a guardian, a lawyer, a review or another safeguard now, since when, and how long it took until the first; those who lack it come first.',
  answers: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22],
  parameters: ['safeguard', ...filters], reads: [liberty, auditFacts], rules: [coverRule], olderRules: [[coverRules[1]], []],
  columns: [
    'child', 'since', 'lackingNow', 'latencyHours', 'waitedHours', 'longestGapHours', 'currentGapHours', 'uncoveredHoursAtLeast', 'uncoveredHoursAtMost', 'coveredHoursAtLeast', 'coveredHoursAtMost', ...whereColumns,
  ],
  async answer(asked) {
    const safeguard = (asked.given.safeguard ?? 'GUARDIAN') as Safeguard;
    const rule = coverRuleIn(asked);
    const there = lasts(safeguard)
      ? 'cover.starts_earliest <= :asOf and (cover.ends_latest is null or cover.ends_latest > :asOf)'
      : 'cover.starts_latest <= :asOf and exists (select from unnest(row.child_certain) part where lower(part) <= cover.starts_latest and (upper_inf(part) or upper(part) >= cover.starts_latest))';
    const rows = `
      select row.*, not exists (select from ${known('audit_cover')} cover where cover.child = row.child and cover.safeguard = :safeguard and :rule = any(cover.rules) and ${there}) as lacking
      from (${held}) row`;
    const { found, totals: all } = await pageOf<HeldRow, { readonly held: number; readonly all_lacking: number }>(asked, {
      rows, placedAt: heldAt, order: 'lacking desc, starts_latest, child collate "C", episode collate "C"', values: { safeguard, rule },
      totals: 'select count(*)::int as held, count(*) filter (where lacking)::int as all_lacking from every',
    });
    const children = found.map(({ child }) => child);
    const [histories, covers] = [await historiesOf(asked, children), await coversOf(asked, safeguard, children)];
    return {
      figures: { safeguard, held: all.held, lacking: all.all_lacking },
      entries: found.map((row) => {
        const episode = openEpisode(libertyIn(histories, row.child, asked.asOf), row.episode);
        const given = covers.get(row.child) ?? [];
        const asOf = asked.asOf.getTime();
        const figures = episode && (lasts(safeguard) ? coverageOf(episode, given, asOf) : waitingFor(episode, given.map(({ start }) => start).filter(({ latest }) => latest <= asOf)));
        return { child: row.child, since: iso(row.starts_latest), lackingNow: row.lacking, ...(figures && figuresOf(figures)), ...where(row) };
      }),
    };
  },
};

/** An answer of before the second version named none. */
function coverRuleIn({ rules }: Asked): CoverRule {
  return coverRules.find((each) => rules.includes(each)) ?? coverRules[0];
}

interface CoverRow {
  readonly child: string;
  readonly starts: readonly [string, string];
  readonly ends: readonly [string | null, string | null];
}

async function coversOf(asked: Asked, safeguard: Safeguard, children: readonly string[]): Promise<ReadonlyMap<string, readonly { readonly start: Edge; readonly end?: Edge }[]>> {
  const rows = await asked.query<CoverRow>(`
    select child, json_build_array(starts_earliest, starts_latest) as starts, json_build_array(ends_earliest, ends_latest) as ends from ${known('audit_cover')} cover
    where child = any(:children) and safeguard = :safeguard and :rule = any(rules) and starts_earliest <= :asOf order by child, starts_earliest, starts_latest, ends_earliest, ends_latest`, { children, safeguard, rule: coverRuleIn(asked) });
  const covers = new Map<string, { start: Edge; end?: Edge }[]>();
  for (const { child, starts, ends: [earliest, latest] } of rows) {
    const cover = { start: edgeIn(...starts), ...(earliest !== null && latest !== null && { end: edgeIn(earliest, latest) }) };
    covers.set(child, [...covers.get(child) ?? [], cover]);
  }
  return covers;
}

function edgeIn(earliest: string, latest: string): Edge {
  const at = (text: string): number => (text === 'infinity' ? Infinity : Date.parse(text));
  return { earliest: at(earliest), latest: at(latest), zone: 'UTC', period: false };
}

function figuresOf({ latencyMs, waitedMs, longestGapMs, currentGapMs, uncoveredMs, coveredMs }: Waiting & Partial<Coverage>): object {
  const orNull = (ms: number | undefined): string | null => (ms === undefined ? null : hours(ms));
  return {
    latencyHours: orNull(latencyMs), waitedHours: orNull(waitedMs), longestGapHours: hours(longestGapMs), currentGapHours: orNull(currentGapMs),
    uncoveredHoursAtLeast: orNull(uncoveredMs?.atLeast), uncoveredHoursAtMost: orNull(uncoveredMs?.atMost),
    coveredHoursAtLeast: orNull(coveredMs?.atLeast), coveredHoursAtMost: orNull(coveredMs?.atMost),
  };
}

const incidents = ['SELF_HARM', 'SUICIDE_ATTEMPT', 'INJURY', 'VIOLENCE_BY_STAFF', 'VIOLENCE_BY_OTHERS', 'SEXUAL_VIOLENCE'];

/**
 * CAL-11: what may have happened in custody is told, by the earliest instant that it can have happened at (R31); beside it stands how many were held
 * in the period, as everywhere (CAL-16, R21).
 */
export const harm: Question = {
  path: 'harm', summary: 'Deaths, injuries, self-harm and violence that were reported of children while they were deprived of liberty, and how many there were for each thousand of them.', answers: [4],
  parameters: ['from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'event', 'kind', 'at', 'atLatest', 'facilityRef', 'state', 'authority'],
  async answer(asked) {
    const happened = `
      select f.child, f.event::text, case when f.type = 'identification.DeathReported' then 'DEATH' else f.data->>'kind' end as kind, f.occurred_from as at, coalesce(f.occurred_to, f.occurred_from) as at_latest,
        s.facility_ref, s.state, s.custodian_type, s.ground, c.nationalities
      from ${known('audit_fact')} f join ${known('liberty_child')} c using (child)
      join lateral (select * from ${known('liberty_stretch')} of_child where of_child.child = f.child and of_child.class = 'DEPRIVED' and (of_child.starts_earliest <= f.occurred_from or of_child.starts_earliest < f.occurred_to)
        and (of_child.ends_latest is null or of_child.ends_latest >= f.occurred_from) and (of_child.child_until is null or of_child.child_until > greatest(f.occurred_from, of_child.starts_earliest))
        order by (of_child.starts_earliest <= f.occurred_from) desc, of_child.starts_latest desc, of_child.segment collate "C" limit 1) s on true
      where (f.type = 'identification.DeathReported' or f.type = 'identification.IncidentReported' and f.data->>'kind' = any(:incidents))
        and f.occurred_from >= :from and f.occurred_from < :to and f.occurred_from <= :asOf`;
    const { conditions, given } = filtersOf(asked);
    const kinds = await asked.query<{ kind: string; reports: number; children: number }>(
      `select kind, count(*)::int as reports, count(distinct child)::int as children from (${happened}) row where ${conditions} group by kind order by kind collate "C"`, { incidents, ...given });
    const heldThen = await childrenHeld(asked);
    const entries = await page<{ child: string; event: string; kind: string; at: Date; at_latest: Date | number; facility_ref: string | null; state: string | null; custodian_type: string | null }>(
      asked, happened, 'at, child collate "C", event collate "C"', { incidents });
    return {
      figures: {
        childrenHeld: heldThen,
        byKind: Object.fromEntries(kinds.map(({ kind, reports, children }) => [kind, { reports, children, per1000Held: heldThen === 0 ? null : perThousand(children, heldThen) }])),
      },
      entries: entries.map(({ child, event, kind, at, at_latest, facility_ref, state, custodian_type }) => ({ child, event, kind, at: iso(at), atLatest: iso(at_latest), facilityRef: facility_ref, state, authority: custodian_type })),
    };
  },
};

function perThousand(count: number, of: number): string {
  return printRatio(BigInt(count) * 1_000n, BigInt(of), 2);
}
