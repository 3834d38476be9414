import { facilities } from './facilities.projection.js';
import { median, printRatio } from './population.arithmetic.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { elapsedMs, filters, filtersOf, hours, iso, known, page, pageOf, stretchColumns, type Question } from './population.question.js';
import { held, heldAt, heldSomewhere, where, whereColumns } from './population.stock.js';

/** Places, and what was done instead of holding a child in one. */

const inPeriod = 'tstzmultirange(tstzrange(:from::timestamptz, :to::timestamptz))';
const hourMs = 3_600_000;
const longerThanHours = [24, 72, 168, 720] as const;

interface FacilityRow {
  readonly facility: string;
  readonly state: string | null;
  readonly stock: number;
  readonly flow_in: number;
  readonly flow_out: number;
  readonly prevalence: number;
  readonly ms: string;
  readonly completed: readonly string[] | null;
  readonly capacity: string | null;
  readonly incidents: number;
  readonly visits: number;
  readonly history: readonly object[] | null;
}

/**
 * CAL-16 to CAL-18 for a place, where moving on is an exit, and R29: by each segment's own class. CAL-11, R21: a stay that is certain to have
 * happened is one of at least no hours, in the mean as in the prevalence.
 */
export const byFacility: Question = {
  path: 'facilities',
  summary: 'For each place: its stock, flow, average daily population, occupancy, completed stays, incidents and visits, and how it was called, who ran it and whether a child could leave, since when.',
  answers: [25], parameters: ['from', 'to', 'facility', 'state'], reads: [liberty, facilities, auditFacts],
  columns: [
    'facilityRef', 'state', 'stock', 'flowIn', 'flowOut', 'prevalence', 'childHours', 'averageDailyPopulation', 'capacity', 'occupancyPercent', 'completedStays', 'meanCompletedHours', 'medianCompletedHours',
    ...longerThanHours.map((limit) => `sharePercentLongerThanHours.${limit}`), 'incidents', 'visits', 'history',
  ],
  async answer(asked) {
    const stay = `(
      select *, starts_earliest >= :from and starts_earliest < :to and starts_latest <= :asOf and (aged_out_at is null or aged_out_at > starts_earliest) as flowed_in,
        coalesce(ends_earliest, 'infinity') >= coalesce(aged_out_at, 'infinity') as aged,
        least(coalesce(ends_earliest, 'infinity'), coalesce(aged_out_at, 'infinity')) as gone, ends_earliest <= starts_latest as brief,
        greatest(0, round(extract(epoch from ends_earliest - starts_latest) * 1000))::bigint as at_least
      from ${known('liberty_facility_stay')} any_stay where (aged_out_at is null or aged_out_at > starts_earliest))`;
    const happened = (types: string): string => `(
      select count(*)::int from ${known('audit_fact')} f where f.type ${types} and f.data->>'facilityRef' = place.facility and f.occurred_from >= :from and f.occurred_from < :to and f.occurred_from <= :asOf)`;
    const rows = await asked.query<FacilityRow>(`
      select place.facility, place.state, coalesce(figures.stock, 0) as stock, coalesce(figures.flow_in, 0) as flow_in, coalesce(figures.flow_out, 0) as flow_out,
        coalesce(figures.prevalence, 0) as prevalence, coalesce(figures.ms, 0) as ms, figures.completed, ${happened(`= 'identification.IncidentReported'`)} as incidents,
        ${happened(`= 'identification.CustodyVisitReported' and f.data->>'outcome' = 'HELD'`)} as visits,
        (select value from ${known('facility_entry')} entry where entry.facility = place.facility and what = 'CAPACITY' and from_at < :to
          order by from_day desc, known_from desc, event limit 1) as capacity,
        (select json_agg(json_build_object('what', what, 'value', value, 'from', from_day, 'attested', attested, 'event', event) order by what collate "C", from_day, known_from, event)
          from ${known('facility_entry')} entry where entry.facility = place.facility) as history
      from ${known('facility_place')} place
      left join lateral (
        select count(distinct child) filter (where starts_latest <= :asOf and gone > :asOf)::int as stock, count(*) filter (where flowed_in)::int as flow_in,
          count(*) filter (where gone >= :from and gone < :to)::int as flow_out, count(distinct child) filter (where child_certain && ${inPeriod} or brief and starts_earliest >= :from and ends_latest <= :to)::int as prevalence,
          sum(${elapsedMs(`child_certain * ${inPeriod}`)})::bigint as ms,
          array_agg(at_least order by at_least) filter (where gone >= :from and gone < :to and not aged) as completed
        from ${stay} stay where stay.facility_ref = place.facility
      ) figures on true
      where (:facility::text is null or place.facility = :facility) and (:state::text is null or place.state = :state)
      order by place.facility collate "C" limit :limit offset :offset`,
    { facility: asked.given.facility ?? null, state: asked.given.state ?? null, limit: asked.page.limit + 1, offset: asked.page.offset });
    return { figures: { from: asked.from.toISOString(), to: asked.to.toISOString() }, entries: rows.map((row) => facilityEntry(row, asked.to.getTime() - asked.from.getTime())) };
  },
};

function facilityEntry({ ms, completed, capacity, history, ...row }: FacilityRow, periodMs: number): object {
  const stays = (completed ?? []).map(Number);
  const daily = [BigInt(ms), BigInt(Math.max(periodMs, 1))] as const;
  const sum = stays.reduce((all, stay) => all + BigInt(stay), 0n);
  return {
    facilityRef: row.facility, state: row.state, stock: row.stock, flowIn: row.flow_in, flowOut: row.flow_out, prevalence: row.prevalence,
    childHours: hours(ms), averageDailyPopulation: printRatio(...daily, 4), capacity: capacity === null ? null : Number(capacity),
    occupancyPercent: capacity === null || capacity === '0' ? null : printRatio(daily[0] * 100n, daily[1] * BigInt(capacity), 2),
    completedStays: stays.length, meanCompletedHours: stays.length === 0 ? null : printRatio(sum, BigInt(stays.length * hourMs), 2).replace(/\.?0+$/, ''),
    medianCompletedHours: stays.length === 0 ? null : hours(median(stays)!),
    sharePercentLongerThanHours: stays.length === 0 ? null : Object.fromEntries(longerThanHours.map((limit) => [limit, printRatio(BigInt(stays.filter((stay) => stay > limit * hourMs).length) * 100n, BigInt(stays.length), 2)])),
    incidents: row.incidents, visits: row.visits, history: history ?? [],
  };
}

const softWords = ['SHELTER', 'RECEPTION', 'TRANSIT', 'ADAPT', 'REHAB', 'CARE', 'CENTRE', 'CENTER', 'HOTEL', 'SCHOOL', 'GUEST', 'TEMPORARY', 'PROTECT', 'WELCOME', 'OPEN', 'ПРИЮТ', 'АДАПТ', 'РЕАБИЛ', 'ЦЕНТР', 'ПРИЕМ', 'ПРИЁМ'] as const;
const softKinds = ['SHELTER', 'RECEPTION_CENTRE', 'TRANSIT_CENTRE', 'HOTEL', 'HOSPITAL', 'PRIVATE_HOME'];

/** What the register says of the place of a row `held`, on the date that it is there: by the zone data that the answer names. */
function inRegister(what: string): string {
  return `(select value from ${known('facility_entry')} e where e.facility = held.facility_ref and what = '${what}' and from_at <= :asOf order by from_day desc, known_from desc, event limit 1)`;
}

/** What a place is called decides nothing; here it is set beside what it is. */
export const euphemisms: Question = {
  path: 'euphemisms', summary: 'Places whose name, kind or register entry says open or caring, and whose children are deprived of liberty.', answers: [27],
  parameters: [...filters], reads: [liberty, facilities],
  columns: ['facilityRef', 'name', 'authorityLabel', 'settingKind', 'registerSays', 'state', 'childrenDeprived'],
  async answer(asked) {
    const { conditions, given } = filtersOf(asked);
    const rows = await asked.query<{ facility_ref: string | null; authority_label: string | null; setting_kind: string; exit_control: string | null; name: string | null; state: string | null; children: number }>(`
      select held.*, register.name, register.exit_control from (
        select facility_ref, authority_label, setting_kind, state, count(distinct child)::int as children from (${heldSomewhere}) row where ${conditions}
        group by facility_ref, authority_label, setting_kind, state
      ) held
      left join lateral (select ${inRegister('NAME')} as name, ${inRegister('EXIT_CONTROL')} as exit_control) register on true
      where register.exit_control = 'OPEN' or held.setting_kind = any(:softKinds) or upper(concat_ws(' ', held.authority_label, register.name)) similar to :softWords
      order by children desc, facility_ref collate "C" nulls last, authority_label collate "C" nulls last, setting_kind collate "C", state collate "C" limit :limit offset :offset`,
    { softKinds, softWords: `%(${softWords.join('|')})%`, ...given, limit: asked.page.limit + 1, offset: asked.page.offset });
    return {
      entries: rows.map(({ facility_ref, authority_label, setting_kind, exit_control, name, state, children }) => ({
        facilityRef: facility_ref, name, authorityLabel: authority_label, settingKind: setting_kind, registerSays: exit_control, state, childrenDeprived: children,
      })),
    };
  },
};

/** CAL-11: until the earliest instant from which medicine can have required the stay, and since the latest until which it can. R23: no hour of it is counted after the eighteenth birthday. */
export const hospitals: Question = {
  path: 'hospitals', summary: 'Children who stay in a hospital longer than medicine requires, and children whom a document calls abandoned although a parent is known.', answers: [28],
  parameters: ['from', 'to', ...filters], reads: [liberty, auditFacts],
  columns: ['child', 'report', 'since', 'until', 'class', 'hoursAtLeast', ...whereColumns],
  async answer(asked) {
    const rows = await page<{ child: string; report: string; since: Date; until: Date | null; class: string | null; ms: string | null; [where: string]: unknown }>(asked, `
      select s.child, 'BEYOND_MEDICAL_INDICATION' as report, s.since, s.until, s.class,
        round(extract(epoch from least(s.until, s.child_until, :asOf::timestamptz) - s.since) * 1000)::bigint as ms, ${stretchColumns.map((column) => `s.${column}`).join(', ')}, c.nationalities
      from (
        select distinct on (child, segment, part.since) stay.*, part.since, part.until from (
          select *, min(starts_latest) over whole as begun, case when bool_or(ends_earliest is null) over whole then null else max(ends_earliest) over whole end as over
          from ${known('liberty_stretch')} any_stretch where setting_kind = 'HOSPITAL' and not on_the_road and starts_latest <= :asOf
          window whole as (partition by child, segment)
        ) stay cross join lateral (values (medically_from, begun, least(over, medically_from)), (medically_until, greatest(begun, medically_until), over)) part(because_of, since, until)
        where part.because_of is not null and part.since < coalesce(part.until, 'infinity')
        order by child, segment, part.since, (starts_latest < coalesce(part.until, 'infinity')) desc, starts_latest desc
      ) s join ${known('liberty_child')} c using (child)
      where s.since <= :asOf and s.since < :to and (s.until is null or s.until > greatest(s.since, :from)) and (s.child_until is null or s.child_until > s.since)
      union all
      select f.child, 'ABANDONED_WITH_KNOWN_PARENT', f.occurred_from, null, null, null, ${stretchColumns.map(() => 'null').join(', ')}, c.nationalities
      from ${known('audit_fact')} f join ${known('liberty_child')} c using (child)
      where f.type = 'identification.DocumentedAsAbandoned' and f.occurred_from <= :asOf and f.occurred_from < :to and (f.data->>'parentsKnown' = 'YES' or exists (
        select from ${known('audit_fact')} link where link.child = f.child and link.type = 'identification.FamilyLinkReported' and link.data->>'relation' in ('MOTHER', 'FATHER', 'ADOPTIVE_PARENT')))`,
    'report collate "C", since, child collate "C", segment collate "C"');
    return {
      entries: rows.map((row) => ({ child: row.child, report: row.report, since: iso(row.since), until: iso(row.until), class: row.class, hoursAtLeast: row.ms === null ? null : hours(row.ms), ...where(row) })),
    };
  },
};

export const alternatives: Question = {
  path: 'alternatives', summary: 'Measures in place of deprivation of liberty: how many, of which kind, kept or breached, and how many there were for each deprivation.', answers: [29],
  parameters: ['from', 'to'], reads: [liberty, auditFacts],
  columns: ['child', 'measure', 'imposed', 'ended', 'endedBecause', 'restrictions', 'mayLeave', 'supervisor', 'compliance'],
  async answer(asked) {
    const within = 'f.occurred_from >= :from and f.occurred_from < :to and f.occurred_from <= :asOf';
    const measures = `
      select f.child, f.event::text, f.occurred_from as imposed, f.data->'restrictions' as restrictions, f.data->>'mayLeave' as may_leave, f.data->'supervisor'->>'orgType' as supervisor, ending.at as ended, ending.because,
        (select array_agg(told.data->>'compliance' order by told.occurred_from, told.event) from ${known('audit_fact')} told where told.child = f.child and told.type = 'identification.ComplianceReported'
          and coalesce(told.data->>'measure', f.event::text) = f.event::text and told.occurred_from >= f.occurred_from and told.occurred_from <= :asOf) as compliance
      from ${known('audit_fact')} f
      left join lateral (select e.occurred_from as at, e.data->>'because' as because from ${known('audit_fact')} e where e.child = f.child and e.type = 'identification.MeasureEnded' and e.data->>'measure' = f.event::text and e.occurred_from <= :asOf order by e.occurred_from limit 1) ending on true
      where f.type = 'identification.MeasureImposed' and ${within}`;
    const [all] = await asked.query<{ measures: number; breached: number; deprivations: number }>(`
      select count(*)::int as measures, count(*) filter (where compliance && array['BREACHED', 'ABSCONDED'])::int as breached,
        (select count(*)::int from ${known('liberty_episode')} e where e.starts_earliest >= :from and e.starts_earliest < :to and e.starts_latest <= :asOf) as deprivations from (${measures}) measures`);
    const rows = await page<{ child: string; event: string; imposed: Date; ended: Date | null; because: string | null; restrictions: string[]; may_leave: string; supervisor: string | null; compliance: string[] | null }>(
      asked, measures, 'imposed, child collate "C", event collate "C"');
    return {
      figures: {
        measures: all!.measures, breached: all!.breached, deprivations: all!.deprivations, perDeprivation: all!.deprivations === 0 ? null : printRatio(BigInt(all!.measures), BigInt(all!.deprivations), 2),
        cost: 'not recorded',
      },
      entries: rows.map(({ child, event, imposed, ended, because, restrictions, may_leave, supervisor, compliance }) => ({
        child, measure: event, imposed: iso(imposed), ended: iso(ended), endedBecause: because, restrictions, mayLeave: may_leave, supervisor, compliance: compliance ?? [],
      })),
    };
  },
};

export const considered: Question = {
  path: 'alternatives-considered', summary: 'Of the children who are deprived of liberty: which alternative was considered, by whom, when, before or after the start, and why it was rejected; those for whom none was come first.', answers: [10],
  parameters: [...filters], reads: [liberty, auditFacts],
  columns: ['child', 'since', 'considered', ...whereColumns],
  async answer(asked) {
    const { found } = await pageOf<{ child: string; starts_earliest: Date; considered: { at: string; by: object; options: object[] }[] | null; [where: string]: unknown }>(asked, { placedAt: heldAt, order: '(considered is not null), child collate "C", episode collate "C"', rows: `
      select row.*, (select json_agg(json_build_object('at', f.occurred_from, 'by', f.data->'by', 'options', f.data->'options') order by f.occurred_from, f.event)
        from ${known('audit_fact')} f where f.child = row.child and f.type = 'identification.AlternativeConsidered' and f.occurred_from <= :asOf) as considered
      from (${held}) row` });
    return {
      entries: found.map(({ considered: told, ...row }) => ({
        child: row.child, since: iso(row.starts_earliest),
        considered: (told ?? []).map(({ at, by, options }) => ({ at: new Date(at).toISOString(), beforeStart: Date.parse(at) <= row.starts_earliest.getTime(), by, options })), ...where(row),
      })),
    };
  },
};
