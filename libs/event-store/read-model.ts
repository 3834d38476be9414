import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { Position } from './port.js';
import { relationsOf, type Projection } from './projection.js';

/** An answer and what it is true of. */
export interface Answer<Result> {
  readonly result: Result;
  /** Everything up to here is in it; of several read models the one that is furthest behind. Undefined while the log is empty. */
  readonly position: Position | undefined;
  /** Keys (children) whose rows stand still since an event that could not be taken in. */
  readonly parked: readonly { readonly projection: string; readonly key: string; readonly position: Position; readonly since: Date }[];
}

export interface Progress {
  /** Whether the read model includes the position that was waited for. */
  readonly reached: boolean;
  readonly position: Position | undefined;
}

/** A read model, or this version of it, is still being filled. */
export class NotYetFilled extends Error {}

const pollMs = { least: 10, most: 100 };

/** The reading side of the projections, in a process that follows the log or in another. */
export class ReadModels {
  private readonly waiting = new Set<Waiting>();
  private polling: Promise<void> | undefined;

  constructor(private readonly source: DataSource) {}

  /**
   * Runs a query over the tables of these projections (`read.<table>`) and says, from the same snapshot, what the answer includes.
   * @throws NotYetFilled
   */
  async read<Result>(projections: readonly Projection[], query: (manager: EntityManager, position: Position | undefined) => Promise<Result>): Promise<Answer<Result>> {
    for (let again = false; ; again = true) {
      try {
        return await this.readOnce(projections, query);
      } catch (error) {
        // The tables of this version, or columns of them, come with the swap.
        if (!['42P01', '42703'].includes(String((error as { code?: unknown }).code))) throw error;
        if (await this.areBehind(projections)) throw new NotYetFilled();
        // By now they are there: they may have come just after the question had failed.
        if (again) throw error;
      }
    }
  }

  /** Resolves once the projection includes the position, or when the time is over, with how far it is. */
  async waitFor(projection: string, position: Position, timeoutMs: number): Promise<Progress> {
    const now = (await servingAmong(this.source, [projection])).get(projection) ?? undefined;
    if (now !== undefined && now >= position) return { reached: true, position: now };
    return new Promise((resolve) => {
      const waiting: Waiting = {
        projection,
        seen: now,
        moved: (to) => {
          waiting.seen = to;
          if (to !== undefined && to >= position) settle(true);
        },
      };
      const settle = (reached: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(waiting);
        resolve({ reached, position: waiting.seen });
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.waiting.add(waiting);
      this.polling ??= this.poll().finally(() => { this.polling = undefined; });
    });
  }

  /** The follower of this process says how far it is, so that whoever waits need not ask the database. */
  moved(projection: string, position: Position | undefined): void {
    for (const waiting of this.waiting) if (waiting.projection === projection) waiting.moved(position);
  }

  private async readOnce<Result>(projections: readonly Projection[], query: (manager: EntityManager, position: Position | undefined) => Promise<Result>): Promise<Answer<Result>> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      // Compiling a statement takes longer than most answers.
      await manager.query('set transaction read only; set local jit = off');
      // Before the snapshot is taken: from here on these names mean the tables that the snapshot sees, swap or no swap.
      await manager.query(`lock table ${projections.flatMap(relationsOf).map((name) => `read."${name}"`).join(', ')} in access share mode`);
      const names = projections.map(({ name }) => name);
      const serving = await servingAmong(manager, names);
      const parked = await manager.query<Answer<Result>['parked']>(
        `select parked.projection, parked.key, parked.position, parked.since from follower.parked
         join follower.projection as serving on (serving.name, serving.version, serving.generation) = (parked.projection, parked.version, parked.generation)
         where serving.status = 'serving' and serving.name = any($1) order by parked.projection, parked.key`, [names]);
      const position = least(names.map((name) => serving.get(name)));
      return { result: await query(manager, position), position, parked };
    });
  }

  /** One question for all who wait, while somebody does: the follower may be another process. */
  private async poll(): Promise<void> {
    for (let ms = pollMs.least; this.waiting.size > 0; ms = Math.min(2 * ms, pollMs.most)) {
      await pause(ms);
      const names = [...new Set([...this.waiting].map(({ projection }) => projection))];
      const serving: Serving = await servingAmong(this.source, names).catch(() => new Map<string, never>());
      for (const [name, position] of serving) this.moved(name, position ?? undefined);
    }
  }

  private async areBehind(projections: readonly Projection[]): Promise<boolean> {
    const rows = await this.source.query<{ name: string; version: number }[]>(`select name, version from follower.projection where status = 'serving'`);
    return projections.some(({ name, version }) => !rows.some((row) => row.name === name && row.version === version));
  }
}

interface Waiting {
  readonly projection: string;
  seen: Position | undefined;
  moved(to: Position | undefined): void;
}

/** By name; null while nothing was taken in yet. */
type Serving = ReadonlyMap<string, Position | null>;

async function servingAmong(database: DataSource | EntityManager, names: readonly string[]): Promise<Serving> {
  const rows = await database.query<{ name: string; position: Position | null }[]>(
    `select name, position from follower.projection where status = 'serving' and name = any($1)`, [names]);
  return new Map(rows.map(({ name, position }) => [name, position]));
}

function least(positions: readonly (Position | null | undefined)[]): Position | undefined {
  return positions.reduce((least, position) => (least && position && position < least ? position : least && position)) ?? undefined;
}
