import { elapsedMs as total, unite, without as apart, shared, type Interval } from './liberty.intervals.js';
import { printRatio } from './population.arithmetic.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { filters, filtersOf, hours, iso, known, page, type Question } from './population.question.js';
import { stockOf, where, whereColumns } from './population.stock.js';

/** What lasts covers a time; what is given at an instant covers none, and its gaps are counted. */
const lasting = ['GUARDIAN', 'LAWYER', 'INTERPRETER', 'EDUCATION', 'BEST_INTERESTS'];

interface HeldRow {
  readonly child: string;
  readonly episode: string;
  readonly starts_latest: Date;
  readonly lacking: boolean;
  readonly certain: readonly { readonly from: string; readonly to: string }[];
  readonly covers: readonly { readonly from: string; readonly until: string | null }[] | null;
  readonly [where: string]: unknown;
}

/** CAL-14, R14: of each child who is held, from when it had the safeguard, the longest time without, and whether it lacks it now. */
export const without: Question = {
  path: 'without',
  summary: 'Of the children who are deprived of liberty: who lacks a guardian, a lawyer, a review or another safeguard now, since when, and how long it took until the first; those who lack it come first.',
  answers: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22],
  parameters: ['safeguard', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'since', 'lackingNow', 'latencyHours', 'waitedHours', 'longestGapHours', 'currentGapHours', 'uncoveredHoursAtLeast', 'coveredHours', ...whereColumns],
  async answer(asked) {
    const safeguard = asked.given.safeguard ?? 'GUARDIAN';
    const lasts = lasting.includes(safeguard);
    const cover = `select * from ${known('audit_cover')} any_cover where any_cover.safeguard = :safeguard and any_cover.from_earliest <= :asOf`;
    const covered = lasts ? '(cover.until_latest is null or cover.until_latest > :asOf)' : 'cover.from_earliest >= row.starts_earliest';
    const rows = `
      select row.*, not exists (select from (${cover}) cover where cover.child = row.child and ${covered}) as lacking,
        (select json_agg(json_build_object('from', lower(part), 'to', upper(part)) order by lower(part)) from ${known('liberty_episode')} e, unnest(e.child_certain * tstzmultirange(tstzrange(null, :asOf::timestamptz))) part
          where e.child = row.child and e.episode = row.episode and e.starts_latest = row.starts_latest) as certain,
        (select json_agg(json_build_object('from', cover.from_earliest, 'until', cover.until_latest) order by cover.from_earliest, cover.until_latest) from (${cover}) cover where cover.child = row.child) as covers
      from (${stockOf('DEPRIVED').rows}) row`;
    const { conditions, given } = filtersOf(asked);
    const [all] = await asked.query<{ held: number; lacking: number }>(
      `select count(*)::int as held, count(*) filter (where lacking)::int as lacking from (${rows}) row where ${conditions}`, { safeguard, ...given });
    const found = await page<HeldRow>(asked, rows, 'lacking desc, starts_latest, child collate "C", episode collate "C"', { safeguard });
    return {
      figures: { safeguard, held: all!.held, lacking: all!.lacking },
      entries: found.map((row) => ({ child: row.child, since: iso(row.starts_latest), lackingNow: row.lacking, ...figuresOf(row, asked.asOf.getTime(), lasts), ...where(row) })),
    };
  },
};

function figuresOf({ certain, covers, starts_latest }: HeldRow, asOf: number, lasts: boolean): object {
  const episode = unite((certain ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })));
  const start = starts_latest.getTime();
  const cover = (covers ?? []).map(({ from, until }) => ({ from: Date.parse(from), to: until === null ? asOf : Math.min(Date.parse(until), asOf) }));
  // What ended before the start counts for nothing.
  const within = cover.filter(({ from, to }) => (lasts ? to > start : from >= start));
  const first = within.length === 0 ? undefined : Math.max(start, Math.min(...within.map(({ from }) => from)));
  const edges = within.flatMap(({ from, to }) => (lasts ? [{ from, to }] : [{ from, to: from + 1 }]));
  const gaps = gapsOf(episode, edges, lasts);
  const current = gaps.at(-1);
  return {
    latencyHours: first === undefined ? null : hours(first - start),
    waitedHours: first === undefined ? hours(asOf - start) : null,
    longestGapHours: hours(Math.max(0, ...gaps.map(({ from, to }) => to - from))),
    currentGapHours: current && current.to >= asOf ? hours(current.to - current.from) : '0',
    uncoveredHoursAtLeast: lasts ? hours(total(apart(episode, cover))) : null,
    coveredHours: lasts ? hours(total(shared(episode, unite(cover)))) : null,
  };
}

function gapsOf(episode: readonly Interval[], covers: readonly Interval[], lasts: boolean): readonly Interval[] {
  if (lasts) return apart(episode, covers);
  const instants = covers.map(({ from }) => from).sort((a, b) => a - b);
  return episode.flatMap(({ from, to }) => {
    const inside = instants.filter((at) => at >= from && at < to);
    return [from, ...inside].map((at, n) => ({ from: at, to: inside[n] ?? to }));
  });
}

const incidents = ['SELF_HARM', 'SUICIDE_ATTEMPT', 'INJURY', 'VIOLENCE_BY_STAFF', 'VIOLENCE_BY_OTHERS', 'SEXUAL_VIOLENCE'];

export const harm: Question = {
  path: 'harm', summary: 'Deaths, injuries, self-harm and violence that were reported of children while they were deprived of liberty, and how many there were for each thousand of them.', answers: [4],
  parameters: ['from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'event', 'kind', 'at', 'facilityRef', 'state', 'authority'],
  async answer(asked) {
    const happened = `
      select f.child, f.event::text, case when f.type = 'identification.DeathReported' then 'DEATH' else f.data->>'kind' end as kind, f.occurred_from as at,
        s.facility_ref, s.state, s.custodian_type, s.ground, c.nationalities
      from ${known('audit_fact')} f join ${known('liberty_child')} c using (child)
      join lateral (select * from ${known('liberty_stretch')} of_child where of_child.child = f.child and of_child.class = 'DEPRIVED' and of_child.starts_earliest <= f.occurred_from
        and (of_child.ends_latest is null or of_child.ends_latest >= f.occurred_from) order by of_child.starts_latest desc, of_child.segment collate "C" limit 1) s on true
      where (f.type = 'identification.DeathReported' or f.type = 'identification.IncidentReported' and f.data->>'kind' = any(:incidents))
        and f.occurred_from >= :from and f.occurred_from < :to and f.occurred_from <= :asOf`;
    const { conditions, given } = filtersOf(asked);
    const kinds = await asked.query<{ kind: string; reports: number; children: number }>(
      `select kind, count(*)::int as reports, count(distinct child)::int as children from (${happened}) row where ${conditions} group by kind order by kind collate "C"`, { incidents, ...given });
    const [held] = await asked.query<{ children: number }>(`
      select count(distinct row.child)::int as children from (
        select s.child, s.facility_ref, s.state, s.custodian_type, s.ground, c.nationalities from ${known('liberty_stretch')} s join ${known('liberty_child')} c using (child)
        where s.class = 'DEPRIVED' and s.starts_latest < :to and (s.ends_earliest is null or s.ends_earliest > :from) and (s.child_until is null or s.child_until > s.starts_latest)
      ) row where ${conditions}`, given);
    const entries = await page<{ child: string; event: string; kind: string; at: Date; facility_ref: string | null; state: string | null; custodian_type: string | null }>(
      asked, happened, 'at, child collate "C", event collate "C"', { incidents });
    return {
      figures: {
        childrenHeld: held!.children,
        byKind: Object.fromEntries(kinds.map(({ kind, reports, children }) => [kind, { reports, children, per1000Held: held!.children === 0 ? null : perThousand(children, held!.children) }])),
      },
      entries: entries.map(({ child, event, kind, at, facility_ref, state, custodian_type }) => ({ child, event, kind, at: iso(at), facilityRef: facility_ref, state, authority: custodian_type })),
    };
  },
};

function perThousand(count: number, of: number): string {
  return printRatio(BigInt(count) * 1_000n, BigInt(of), 2);
}
