import type { EntityManager } from 'typeorm';
import { dutyStates, type DutyState } from '../case-file/duties.js';
import { DutyEntry, dutyAtStep, dutyInState, escalationSteps, redFrom, type EscalationStep } from './duties.entity.js';

/** How many duties stand how, at an instant; and of the days in which needs are assessed, which part is done. */

export const dutyGroupings = ['organisation', 'holder', 'jurisdiction', 'code'] as const;
export type DutyGrouping = (typeof dutyGroupings)[number];

export interface CountsAsked {
  readonly by: DutyGrouping;
  readonly at: Date;
  /** What is open and due before then is due soon. */
  readonly soon: Date;
  readonly equals: { readonly [grouping in DutyGrouping]?: string };
  readonly offset: number;
  readonly limit: number;
}

export type DutyCounts = { readonly [state in DutyState | 'DUE_SOON' | EscalationStep | 'CONTESTED']: number } & { readonly [grouping in DutyGrouping]?: string | null };
export const countColumns = ['OPEN', 'DUE_SOON', 'PAUSED', 'OVERDUE', ...escalationSteps, 'MET', 'MET_LATE', 'ENDED', 'CONTESTED'] as const;

const conditions: Readonly<Record<(typeof countColumns)[number], string>> = {
  ...Object.fromEntries(dutyStates.map((state) => [state, dutyInState[state]])) as typeof dutyInState,
  ...dutyAtStep, DUE_SOON: `${dutyInState.OPEN} and row.dueAt < :soon`, CONTESTED: 'row.contested',
};

/** The duties in each state and at each step, for each value of what they are counted by; null where nobody is known. */
export function countsOf(manager: EntityManager, { by, at, soon, equals, offset, limit }: CountsAsked): Promise<DutyCounts[]> {
  const rows = manager.createQueryBuilder(DutyEntry, 'row').select(`row.${by}`, by);
  for (const column of countColumns) rows.addSelect(`(count(*) filter (where ${conditions[column]}))::int`, column);
  for (const [name, value] of Object.entries(equals)) if (value !== undefined) rows.andWhere(`row.${name} = :${name}`, { [name]: value });
  return rows.setParameters({ at, soon, redFrom: redFrom(at) }).groupBy(`row.${by}`).orderBy(`row.${by}`, 'ASC', 'NULLS LAST').offset(offset).limit(limit).getRawMany<DutyCounts>();
}

export type TenDays = { readonly component: string } & { readonly [figure in (typeof tenDaysColumns)[number]]: number } & { readonly [grouping in DutyGrouping]?: string | null };
export const tenDaysColumns = ['due', 'dueSoon', 'overdue', 'done', 'doneLate', 'ended'] as const;

/** The assessment of needs within the days that the law gives (ten in Kyrgyzstan), by each of the acts that it is done by. */
export function tenDaysOf(manager: EntityManager, { by, at, soon, equals, offset, limit }: CountsAsked): Promise<TenDays[]> {
  const given = Object.entries(equals).filter(([, value]) => value !== undefined);
  // Looked up by its code first: the planner would rather read all duties in the order of the answer.
  return manager.query<TenDays[]>(`
    with needs as materialized (select ${by}, components, due_at, ended_at from read.duties where ${['code = \'NEEDS_ASSESSMENT\'', ...given.map(([name], index) => `${name} = $${index + 5}`)].join(' and ')})
    select ${by}, component,
      count(*) filter (where waits and due_at >= $1)::int as "due",
      count(*) filter (where waits and due_at >= $1 and due_at < $2)::int as "dueSoon",
      count(*) filter (where waits and due_at < $1)::int as "overdue",
      count(*) filter (where done and done_at <= due_at)::int as "done",
      count(*) filter (where done and done_at > due_at)::int as "doneLate",
      count(*) filter (where not done and not waits)::int as "ended"
    from (
      select ${by}, part.key as component, due_at, done_at, done, not done and (ended_at is null or ended_at > least(due_at, $1)) as waits
      from needs cross join jsonb_each(components) as part cross join lateral (select (part.value ->> 'at')::timestamptz as done_at) as act
      cross join lateral (select coalesce(done_at <= $1, false) as done) as by_then
    ) as parts
    group by ${by}, component order by ${by} nulls last, component offset $3 limit $4`, [at, soon, offset, limit, ...given.map(([, value]) => value)]);
}
