import { suppressed } from '../privacy/small-cells.js';
import { ratePer100000 } from './population.arithmetic.js';
import { liberty } from './population.projection.js';
import { counted, filters, filtersOf, groupings, youngerThan, type Asked, type Question } from './population.question.js';
import { cameIn, filtersOfStretch, heldAnywhere, heldIn, heldSomewhere, wentOut } from './population.stock.js';

const columns: { readonly [by in (typeof groupings)[number]]: string } = {
  STATE: 'row.state', FACILITY: 'row.facility_ref', AUTHORITY: 'row.custodian_type', GROUND: 'row.ground', LABEL: 'row.authority_label', PROVISION: 'row.provision', ORDER: 'row.order_kind',
  NEXUS: 'row.nexus', SITUATION: 'row.situation', SETTING: 'row.setting_kind', SEX: 'row.sex', ACCOMPANIMENT: 'row.accompaniment',
  NATIONALITY: `array_to_string(row.nationalities, '+')`,
  // The day of majority itself is never told: years of age, in four bands, at what is counted.
  AGE: `case when row.turns_6 is null then null when ${youngerThan(6, 'row.counted_at')} then '0-5' when ${youngerThan(12, 'row.counted_at')} then '6-11' when ${youngerThan(15, 'row.counted_at')} then '12-14' else '15-17' end`,
};

/**
 * Each with the instant at which it counts: asOf, the coming in or the going out, or when the child is first held in the period; and with the
 * place of that instant, by the date of which the child has its age. Who is held in two places is counted in both.
 */
const sources: { readonly [of in (typeof counted)[number]]: (asked: Asked, by: (typeof groupings)[number]) => string } = {
  STOCK: () => `select *, :asOf::timestamptz as counted_at from (${heldSomewhere}) held`,
  PREVALENCE: (asked, by) => {
    const ofStretch = filtersOfStretch(asked);
    if (ofStretch === 'true' && by !== 'AGE' && ofTheChild.includes(by)) return heldAnywhere;
    return heldIn(ofStretch, ofTheChild.includes(by) ? undefined : columns[by]);
  },
  FLOW_IN: () => cameIn, FLOW_OUT: () => wentOut,
};
const ofTheChild: readonly string[] = ['AGE', 'SEX', 'ACCOMPANIMENT', 'NATIONALITY'];

/** How many, divided by what; the only question that shows an analyst counts of children, and then with its small cells hidden. */
export const counts: Question = {
  path: 'counts', summary: 'How many children are or were deprived of liberty, by state, place, authority, ground, label, legal provision, order, nationality, sex, age or accompaniment.', answers: [9, 26],
  parameters: ['of', 'by', 'from', 'to', ...filters, 'population', 'populationSource'], reads: [liberty], countsOnly: true,
  columns: ['value', 'count'],
  async answer(asked) {
    const of = (asked.given.of ?? 'STOCK') as (typeof counted)[number];
    const by = (asked.given.by ?? 'STATE') as (typeof groupings)[number];
    const { conditions, given } = filtersOf(asked);
    const value = of === 'STOCK' || of === 'PREVALENCE' ? 'count(distinct child)' : 'count(*)';
    // A child who was in two places is one child, however many cells it is counted in.
    const divided = of === 'PREVALENCE' && !ofTheChild.includes(by) ? `case when row.there then ${columns[by]} end` : columns[by];
    const once = of === 'PREVALENCE' && by === 'AGE' ? 'distinct on (child)' : '';
    const [all, ...rows] = await asked.query<{ divided: string | null; count: number }>(
      `select divided, ${value}::int as count from (select ${once} ${divided} as divided, child from (${sources[of](asked, by)}) row where ${conditions} ${once && 'order by child, counted_at'}) counted
       group by grouping sets ((), (divided)) order by grouping(divided) desc, divided collate "C" nulls last`, given);
    const numbers = rows.map(({ count }) => count);
    const { cells, total } = asked.trueCounts ? { cells: numbers, total: all!.count } : suppressed(numbers, asked.smallestCountShown, all!.count);
    const { population, populationSource } = asked.given;
    const rate = population !== undefined && typeof total === 'number' ? { ratePer100000: ratePer100000(total, Number(population)), population: Number(population), populationSource: populationSource ?? 'not stated' } : {};
    const entries = rows.map(({ divided }, n) => ({ value: divided, count: cells[n] }));
    return { figures: { of, by, total, ...rate }, entries: entries.slice(asked.page.offset, asked.page.offset + asked.page.limit + 1) };
  },
};
