import type { EntityManager } from 'typeorm';
import { standsAt } from '../event-store/projection.js';
import type { Projection } from '../event-store/projection.js';
import { formatHours } from './liberty.print.js';
import { coverCodes, reviewCodes, visitCodes } from './liberty.safeguards.js';

/** A question about the population, as a value: what it is called, what it may be asked with, and how it is answered from the read models. */
export interface Question {
  /** The route is `/audit/<path>`. */
  readonly path: string;
  readonly summary: string;
  /** Numbers of the auditor's questions that it answers. */
  readonly answers: readonly number[];
  readonly parameters: readonly ParameterName[];
  readonly reads: readonly Projection[];
  /** What its entries say, as the header of a table: a point leads into a part. */
  readonly columns: readonly string[];
  /** Further rules, besides those of the liberty audit, that made its rows. */
  readonly rules?: readonly string[];
  /** What stood in their place in answers of before, each of which can be asked for again. */
  readonly olderRules?: readonly (readonly string[])[];
  /** Answers with counts alone, whose small cells can be hidden: an analyst may ask, too. */
  readonly countsOnly?: true;
  answer(asked: Asked): Promise<Found>;
}

/** What a question is asked with. */
export interface Asked {
  readonly asOf: Date;
  /** Empty where nothing was known yet. */
  readonly position: string;
  readonly given: { readonly [name in ParameterName]?: string };
  /** By which the answer is made. */
  readonly rules: readonly string[];
  /** Of the period asked about, cut at asOf (R24). */
  readonly from: Date;
  readonly to: Date;
  readonly page: { readonly offset: number; readonly limit: number };
  /** Whether true counts may be seen. */
  readonly trueCounts: boolean;
  /** Below it a count is not shown as it is to those who may not see true ones: by the profile of the state asked about, or else the strictest. */
  readonly smallestCountShown: number;
  readonly query: <R>(sql: string, values?: SqlValues) => Promise<readonly R[]>;
}

export interface Found {
  /** Figures about all that was found, beside the page. */
  readonly figures?: object;
  /** One more than the page holds, where there is a next one. */
  readonly entries: readonly object[];
}

/** Every parameter of every question, with what it is. The edge checks them by these. */
export const parameters = {
  from: { form: 'instant', description: 'Where the period begins.' },
  to: { form: 'instant', description: 'Where the period ends; it is cut at asOf.' },
  class: { form: 'class', description: 'Class of liberty; DEPRIVED if left out.' },
  state: { form: 'country', description: 'State in which the place lies.' },
  facility: { form: 'uuid', description: 'Id of the place.' },
  authority: { form: 'authority', description: 'Kind of body that holds the child.' },
  ground: { form: 'ground', description: 'Ground that was given.' },
  nationality: { form: 'country', description: 'Nationality that is attested or claimed.' },
  by: { form: 'grouping', description: 'What the counts are divided by.' },
  of: { form: 'counted', description: 'What is counted.' },
  window: { form: 'window', description: 'LIFE, or the twelve months before asOf.' },
  event: { form: 'happening', description: 'What the days are counted from.' },
  safeguard: { form: 'safeguard', description: 'What the child should have had.' },
  company: { form: 'company', description: 'With whom, or how, the child is held.' },
  command: { form: 'deciding', description: 'Kind of decision, by the name of its command.' },
  outcome: { form: 'outcome', description: 'accepted, refused, or reported of others who decided though a guarantee lacked.' },
  context: { form: 'context', description: 'Context that decides.' },
  organisation: { form: 'reference', description: 'Reference of the organisation that decided, or that looked.' },
  child: { form: 'uuid', description: 'Reference of the child.' },
  jurisdiction: { form: 'country', description: 'State whose law applies.' },
  missing: { form: 'guarantee', description: 'Only what was refused for want of this guarantee.' },
  without: { form: 'guarantee', description: 'Only what was decided without this guarantee.' },
  corrected: { form: 'truth', description: 'true for what rested on facts that read otherwise now, false for the rest.' },
  rule: { form: 'rule', description: 'Code of the rule.' },
  severity: { form: 'severity', description: 'GRAVE, SERIOUS or NOTABLE.' },
  standing: { form: 'standing', description: 'What oversight said last: CONFIRMED, CONTESTED, REMEDIED, or UNANSWERED.' },
  per: { form: 'perWhat', description: 'What the counts are divided by; RULE if left out.' },
  population: { form: 'whole', description: 'Children in the population of the year, for a rate per 100,000.' },
  populationSource: { form: 'text', description: 'Where that number comes from; it is printed.' },
} as const;
/** What is counted, by whom it is asked for. */
export const counted = ['STOCK', 'PREVALENCE', 'FLOW_IN', 'FLOW_OUT'] as const;
export const groupings = ['STATE', 'FACILITY', 'AUTHORITY', 'GROUND', 'LABEL', 'PROVISION', 'ORDER', 'NEXUS', 'SITUATION', 'SETTING', 'NATIONALITY', 'SEX', 'ACCOMPANIMENT', 'AGE'] as const;
export const windows = ['LIFE', 'TWELVE_MONTHS'] as const;
export const happenings = ['RELEASE_ORDER', 'DEMAND_FOR_RELEASE', 'COURT_RELEASE', 'MEDICAL_INDICATION_ENDED', 'ORIGIN_REFUSED', 'DETERMINATION'] as const;
export const safeguards = [...coverCodes, ...visitCodes, ...reviewCodes] as const;
export const companies = ['UNRELATED_ADULTS', 'SIBLINGS_APART', 'YOUNGER_THAN_SIX', 'WITH_PARENTS'] as const;
export type ParameterName = keyof typeof parameters;

export const filters = ['state', 'facility', 'authority', 'ground', 'nationality'] as const satisfies readonly ParameterName[];

type SqlValues = { readonly [name: string]: unknown };

/** Runs SQL whose values have names, `:asOf` and `:position` among them. */
export function queryWith(manager: EntityManager, { asOf, position, from, to }: Pick<Asked, 'asOf' | 'position' | 'from' | 'to'>): Asked['query'] {
  const always: SqlValues = { asOf, position, from, to };
  return <R>(sql: string, values: SqlValues = {}) => {
    const numbered: unknown[] = [];
    const all = { ...always, ...values };
    const text = sql.replace(/(?<!:):([a-z]\w*)/gi, (_, name: string) => {
      if (!(name in all)) throw new Error(`no value is given for ${name}`);
      numbered.push(all[name]);
      return `$${numbered.length}`;
    });
    return manager.query<R[]>(text, numbered);
  };
}

/** A table as it was known at the position that is asked about. */
export function known(table: string): string {
  return `(select * from read.${table} where ${standsAt(':position::text')})`;
}

/** What a page is cut from. */
export interface Listing {
  readonly rows: string;
  /** The instant, as SQL on an `e` of the rows, at which each is placed: rows of an episode that do not say yet where, why and by whom. */
  readonly placedAt?: string;
  readonly order: string;
  /** What is counted of `every` one of them, as a statement that gives one row. */
  readonly totals?: string;
  readonly values?: SqlValues;
}

/**
 * The rows that fit the filters given, in a page of the order given, one more than the page holds, and what is counted of all of them. Where no
 * filter looks at the place, it is looked up for the rows of the page alone.
 */
export async function pageOf<R extends { readonly child: string }, T extends object = object>(asked: Asked, { rows, placedAt, order, totals, values }: Listing): Promise<{ readonly found: readonly R[]; readonly totals: T }> {
  const { conditions, given } = filtersOf(asked);
  const cut = `select * from every order by ${order} limit :limit offset :offset`;
  const listed = await asked.query<R & T>(`
    with every as (select * from (${fitting(asked, rows, placedAt)}) row where ${conditions}),
    listed as (${placedAt !== undefined && conditions === anything ? placed(cut, placedAt) : cut})
    select * from ${totals === undefined ? 'listed' : `(${totals}) counted left join listed on true`} order by ${order}`,
  { ...values, ...given, limit: asked.page.limit + 1, offset: asked.page.offset });
  return { found: listed.filter(({ child }) => child !== null), totals: listed[0] as T };
}

export async function page<R extends { readonly child: string }>(asked: Asked, rows: string, order: string, values: SqlValues = {}): Promise<readonly R[]> {
  return (await pageOf<R>(asked, { rows, order, values })).found;
}

/** The rows of episodes with their places, where a filter looks at those. */
export function fitting(asked: Asked, rows: string, placedAt: string | undefined): string {
  return placedAt === undefined || filtersOf(asked).conditions === anything ? rows : placed(rows, placedAt);
}

/** Rows of episodes, with `child` and `segments`, and where each is or was at an instant, why and by whom. */
export function placed(rows: string, at: string, fits?: string): string {
  return `select e.*, ${whereAndWhy} from (${rows}) e join ${known('liberty_child')} c using (child) cross join ${stretchAt(at, fits)}`;
}

/** As conditions on rows that have the columns of a stretch and of its child. */
export function filtersOf({ given }: Asked): { readonly conditions: string; readonly given: SqlValues } {
  const columns = {
    state: 'row.state = :state', facility: 'row.facility_ref = :facility', authority: 'row.custodian_type = :authority', ground: 'row.ground = :ground',
    nationality: ':nationality = any(row.nationalities)',
  };
  return givenOf(columns, given);
}

const anything = 'true';

/** Of the conditions, each named as its parameter, those that were asked for, as one; and the values for it. */
export function givenOf(conditions: { readonly [name in ParameterName]?: string }, given: Asked['given']): { readonly conditions: string; readonly given: SqlValues } {
  const asked = (Object.keys(conditions) as ParameterName[]).filter((name) => given[name] !== undefined);
  return { conditions: [anything, ...asked.map((name) => `(${conditions[name]})`)].join(' and '), given: Object.fromEntries(asked.map((name) => [name, given[name]])) };
}

/** The columns that say where, why and by whom, of a stretch. */
export const stretchColumns = ['segment', 'facility_ref', 'unit', 'setting_kind', 'state', 'authority_label', 'custodian_type', 'custodian_ref', 'ground', 'situation', 'provision', 'order_kind', 'order_issuer', 'nexus'];

/** The same of a stretch `s` and its child `c`. */
export const whereAndWhy = `
  s.class as class_now, s.on_the_road, ${stretchColumns.map((column) => `s.${column}`).join(', ')}, c.nationalities, c.sex, c.accompaniment, s.turns_6, s.turns_12, s.turns_15`;

/** The stretch in which an episode `e` stands at an instant: one that lasts, gravest first, or else the last; of those alone that a condition on the `row` fits. */
export function stretchAt(instant: string, fits = 'true'): string {
  return `lateral (
    select * from ${known('liberty_stretch')} as row where row.child = e.child and row.segment = any(e.segments) and ${fits}
    order by (row.starts_latest <= ${instant}) desc, (row.ends_earliest is null or row.ends_earliest > ${instant}) desc, (row.class = 'DEPRIVED') desc, row.starts_latest desc, row.segment collate "C" limit 1
  ) s`;
}

/** Whether the child of a row had not had that birthday yet at an instant, by the date of the place and by the zone data that the answer names. */
export function youngerThan(years: 6 | 12 | 15, instant: string): string {
  return `${instant}::timestamptz < row.turns_${years}`;
}

/** Milliseconds of a multirange before an instant, as SQL. */
export function elapsedMs(multirange: string): string {
  return `coalesce((select sum(round(extract(epoch from upper(part) - lower(part)) * 1000)) from unnest(${multirange}) part), 0)::bigint`;
}

export function hours(milliseconds: string | number): string {
  return formatHours(Number(milliseconds));
}

/** The columns of an instant that is a range in a zone. */
export function startColumns(name: string): readonly string[] {
  return [`${name}.earliest`, `${name}.latest`, `${name}.zone`];
}

/** An instant as answers give it; null where it is not bounded or not known. */
export function iso(instant: Date | number | null | undefined): string | null {
  return instant instanceof Date ? instant.toISOString() : null;
}
