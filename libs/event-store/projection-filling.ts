import { hash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Fact } from '../decider/event.js';
import { knownColumns, KnownRows, RowText, withKnownColumns, type KnownChanges } from './known-rows.js';
import { coordinates, type Lease } from './lease.js';
import { takenIn } from './part.js';
import type { EventStore, Filter, Position, StoredEvent } from './port.js';
import { declarationOf, filterOf, folds, isByStream, named, relationsOf, schemaOf, type Filling, type Projection, type Row } from './projection.js';
import { isUnfit, Unfit, type Consumer } from './projection-runner.js';
import { swapIn } from './projection-swap.js';
import { errorClass, transaction, type Limits } from './transaction.js';

/** A declared event that does not keep to its declaration is found here, before it is folded. @throws whatever it finds */
export type Check = (event: StoredEvent) => void;

/** The stream of a key lacks an event, or this log does. */
export class GapInStream extends Error {}
/** A row has a column that its table lacks. */
export class UnknownColumn extends Error {}

const limits: Limits = { statementMs: 60_000, idleMs: 30_000 };
/** Longest stretch of folding before requests that share the process get a turn. */
const sliceMs = 8;
let lastTurn: Promise<void> = Promise.resolve();
/** The fillings of a process go on one after the other, with the requests that came meanwhile between any two. */
const turn = () => (lastTurn = lastTurn.then(() => otherWork()));

/** One filling of a projection: a schema of its own with the states that were folded (`fold`) and the tables that follow from them. */
export class ProjectionFilling implements Consumer {
  readonly filling: Filling;
  readonly filter: Filter;
  readonly inAnyOrder: boolean;
  private readonly schema: string;
  private readonly columns = new Map<string, ReadonlySet<string>>();
  /** Of rows that a projection gives again as the same objects, and of lists of them, what was made of them. */
  private readonly texts = new WeakMap<Row, RowText>();
  private readonly lists = new WeakMap<readonly Row[], readonly RowText[]>();
  /** The keys that were folded last. */
  private readonly remembered = new Map<string, Pick<Change, 'revision' | 'state' | 'told'>>();
  private swapAttempts = 0;
  private since = 0;

  constructor(private readonly pool: Pool, private readonly store: EventStore, private readonly projection: Projection, generation: number, private readonly check: Check) {
    this.filling = { name: projection.name, version: projection.version, generation };
    this.filter = filterOf(projection);
    this.inAnyOrder = isByStream(projection);
    this.schema = schemaOf(this.filling);
  }

  /** Once for all processes: who comes second finds it there. */
  async create(): Promise<void> {
    const { projection, schema } = this;
    await transaction(this.pool, limits, async (client) => {
      const { rowCount } = await client.query(
        `insert into follower.projection (name, version, generation, status, relations, declared) values ($1, $2, $3, 'filling', $4, $5) on conflict do nothing`,
        [...coordinates(this.filling), relationsOf(projection), declarationOf(projection)],
      );
      if (rowCount === 0) return;
      await client.query(`create schema ${schema}; set local search_path = ${schema}`);
      await client.query(`create table fold (key text collate "C" primary key, revision int not null, state json not null, told text[] not null)`);
      for (const sql of Object.values(projection.tables)) await client.query(sql);
      for (const table of Object.keys(projection.tables)) await client.query(`select ${named(projection.keyColumn)} from ${named(table)} limit 0`);
      for (const table of projection.asKnown) {
        await client.query(`
          alter table ${named(table)} add column known_from text collate "C" not null, add column known_to text collate "C", add column row_digest text not null;
          create unique index on ${named(table)} (${named(projection.keyColumn)}, row_digest) where known_to is null;
          create index on ${named(table)} (${named(projection.keyColumn)}, known_from)`);
      }
    });
  }

  async take(client: PoolClient, events: readonly StoredEvent[]): Promise<readonly string[]> {
    await this.learnColumns(client);
    const poisons: Poison[] = [];
    // The server waits only so long for the next statement, however many events come at once.
    for (const facts of inParts(this.byKey(events))) {
      const changes: Change[] = [];
      for (const known of await this.known(client, [...facts.keys()].sort())) {
        if (known.parked) continue;
        const folded = await this.fold(known, facts.get(known.key)!);
        if (folded.change) changes.push(folded.change);
        if (folded.poison) poisons.push(folded.poison);
      }
      await this.write(client, await this.withThoseAround(client, changes));
    }
    for (const poison of poisons) await this.insertParked(client, poison);
    return poisons.map(({ error }) => errorClass(error));
  }

  async park(client: PoolClient, event: StoredEvent, error: unknown): Promise<void> {
    await this.insertParked(client, { key: this.projection.key(asFact(event))!, event, error });
  }

  /**
   * Folds a parked key again from its stream, as far as the checkpoint, while nobody else can move it.
   * False where it cannot be taken in even now, or is not parked.
   */
  async unpark(key: string): Promise<boolean> {
    try {
      return await transaction(this.pool, limits, async (client) => {
        const part = await takenIn(client, this.filling, this.projection.stream(key));
        const { rows: [row] } = await client.query<{ position: Position | null }>(
          `select position from follower.projection where name = $1 and version = $2 and generation = $3 for update`, coordinates(this.filling));
        const { rowCount } = await client.query(
          `delete from follower.parked where projection = $1 and version = $2 and generation = $3 and key = $4`, [...coordinates(this.filling), key]);
        if (!row || rowCount === 0) return false;
        await this.learnColumns(client);

        const upTo = row.position ?? part?.until;
        const facts = upTo === undefined ? [] : (await this.factsOf(key, upTo)).filter(({ revision }) => row.position !== null || revision <= part!.through);
        const [known] = await this.known(client, [key]);
        const { change, poison } = await this.fold({ ...known!, revision: null, state: null }, facts);
        if (poison) throw new StillParked(poison);
        if (change) await this.write(client, await this.withThoseAround(client, [change]));
        return true;
      });
    } catch (error) {
      if (error instanceof StillParked) await this.insertParked(this.pool, error.poison);
      else if (!isUnfit(error)) throw error;
      return false;
    }
  }

  async caughtUp(lease: Lease): Promise<boolean> {
    this.swapAttempts += 1;
    if (this.swapAttempts === 1) for (const table of ['fold', ...Object.keys(this.projection.tables)]) await this.pool.query(`analyze ${this.schema}.${named(table)}`);
    lease.serves = await swapIn(this.pool, this.projection, this.filling, lease, this.swapAttempts);
    return lease.serves;
  }

  private byKey(events: readonly StoredEvent[]): Map<string, Fact[]> {
    const facts = new Map<string, Fact[]>();
    for (const fact of events.map(asFact)) {
      const key = this.projection.key(fact);
      if (key === undefined) continue;
      const ofKey = facts.get(key);
      if (ofKey) ofKey.push(fact);
      else facts.set(key, [fact]);
    }
    return facts;
  }

  /** What was folded of a key stays in memory for a while; it holds as long as the database stands at the same fact. */
  private async known(client: PoolClient, keys: readonly string[]): Promise<readonly Known[]> {
    if (keys.length === 0) return [];
    const { rows } = await client.query<Known>({
      text: `select keys.key, fold.revision, case when fold.revision = keys.revision then null else fold.state end as state,
               case when fold.revision = keys.revision then null else fold.told end as told, parked.key is not null as parked
             from unnest($1::text[], $5::int[]) with ordinality as keys (key, revision, n)
             left join ${this.schema}.fold on fold.key = keys.key
             left join follower.parked on parked.key = keys.key and parked.projection = $2 and parked.version = $3 and parked.generation = $4
             order by n`,
      values: [keys, ...coordinates(this.filling), keys.map((key) => this.remembered.get(key)?.revision ?? null)],
    });
    return Promise.all(rows.map(async (row) => {
      const held = this.remembered.get(row.key);
      if (held && held.revision === row.revision) return { ...row, state: held.state, told: held.told };
      return row.revision !== null && row.state === null && !row.parked ? { ...row, state: await this.stateAt(row.key, row.revision) } : row;
    }));
  }

  /** Of what was folded from its beginning at once, the state is not stored: it is folded so again. */
  private async stateAt(key: string, revision: number): Promise<unknown> {
    const { projection } = this;
    const facts = (await this.factsOf(key)).filter((fact) => fact.revision <= revision && folds(projection, fact.type));
    return facts.reduce((state, fact) => projection.evolve(state, fact), projection.initial);
  }

  private remember({ key, revision, state }: Change, told: readonly string[]): void {
    this.remembered.delete(key);
    this.remembered.set(key, { revision, state, told });
    if (this.remembered.size > rememberedMax) this.remembered.delete(this.remembered.keys().next().value!);
  }

  /** As far as the facts can be folded: a poisonous one leaves the state as it was before it, however the log was cut into batches. */
  private async fold({ key, revision, state: stored, told }: Known, facts: readonly Fact[]): Promise<{ change?: Change; poison?: Poison }> {
    let state = revision === null ? this.projection.initial : stored;
    let last = revision ?? -1;
    let folded = false;
    const known = this.projection.asKnown.length > 0 ? this.knownRows(revision === null ? [] : told ?? []) : undefined;
    let rows: Change['rows'] | undefined;
    let poison: Poison | undefined;
    for (const fact of facts) {
      if (performance.now() - this.since > sliceMs) {
        await turn();
        this.since = performance.now();
      }
      const before = state;
      try {
        if (this.missesFacts(key, fact, last)) throw new GapInStream();
        this.check(fact as unknown as StoredEvent);
        if (!folds(this.projection, fact.type)) continue;
        state = this.projection.evolve(state, fact);
      } catch (error) {
        poison = { key, event: fact as unknown as StoredEvent, error };
        break;
      }
      last = fact.revision;
      folded = true;
      if (!known || (state === before && rows)) continue;
      rows = this.rowsOf(key, state);
      for (const [table, of] of known) of.become(rows[table]!, fact.position as Position);
    }
    if (!folded) return { poison };
    const knownChanges = new Map([...known ?? []].map(([table, of]) => [table, of.changes()]));
    return { poison, change: { key, revision: last, state, told: told ?? [], rows: rows ?? this.rowsOf(key, state), known: knownChanges, anew: revision === null } };
  }

  /** Where keys belong together, with the rows that follow from the states of all of them. One that is parked stays as it is. */
  private async withThoseAround(client: PoolClient, changes: readonly Change[]): Promise<readonly Change[]> {
    const { projection } = this;
    const changed = new Map(changes.map((change) => [change.key, change]));
    const known = new Map<string, Known>();
    const stateOf = (key: string): unknown => (changed.get(key) ?? known.get(key))?.state;
    const around = (key: string): readonly string[] => (stateOf(key) === undefined ? [] : projection.around(key, stateOf(key)));
    const together: Change[] = [];
    const done = new Set<string>();
    for (const { key } of changes) {
      if (done.has(key) || around(key).length === 0) continue;
      const keys = new Set([key]);
      for (let waiting = around(key); waiting.length > 0;) {
        const unread = waiting.filter((each) => !changed.has(each) && !known.has(each)).sort();
        for (const each of await this.known(client, unread)) if (each.revision !== null) known.set(each.key, each);
        const added = waiting.filter((each) => stateOf(each) !== undefined && !keys.has(each));
        for (const each of added) keys.add(each);
        waiting = added.flatMap(around);
      }
      const states = new Map([...keys].map((each) => [each, stateOf(each)]));
      for (const each of keys) {
        done.add(each);
        const before = known.get(each);
        if (before?.parked) continue;
        const rows = this.rowsOf(each, states.get(each), states);
        together.push(changed.has(each) ? { ...changed.get(each)!, rows } : { key: each, revision: before!.revision!, state: before!.state, told: before!.told ?? [], rows, known: new Map(), anew: false });
      }
    }
    return done.size === 0 ? changes : [...changes.filter(({ key }) => !done.has(key)), ...together];
  }

  /** By the number of the table among all. */
  private knownRows(before: readonly string[]): ReadonlyMap<number, KnownRows> {
    const { tables, asKnown } = this.projection;
    return new Map(Object.keys(tables).flatMap((table, index) => (asKnown.includes(table) ? [[index, new KnownRows(digestsIn(before[index] ?? nothing))]] : [])));
  }

  private missesFacts(key: string, fact: Fact, last: number): boolean {
    return this.projection.types === undefined && fact.stream === this.projection.stream(key) && fact.revision !== last + 1;
  }

  /** The rows of each table, as JSON texts with the key in them. */
  private rowsOf(key: string, state: unknown, states = new Map([[key, state]])): readonly (readonly RowText[])[] {
    try {
      const rows = this.projection.rows(key, state, states);
      return Object.keys(this.projection.tables).map((table) => this.textsOf(key, table, rows[table] ?? noRows));
    } catch (error) {
      throw new Unfit(`rows of ${this.projection.name} cannot be told`, { cause: error });
    }
  }

  private textsOf(key: string, table: string, rows: readonly Row[]): readonly RowText[] {
    const known = this.lists.get(rows);
    if (known && (known.length === 0 || known[0]!.key === key)) return known;
    const texts = rows.map((row) => {
      const before = this.texts.get(row);
      if (before?.key === key) return before;
      this.assertColumns(table, row);
      const text = new RowText(key, withKey(this.projection.keyColumn, key, JSON.stringify(row)));
      this.texts.set(row, text);
      return text;
    });
    this.lists.set(rows, texts);
    return texts;
  }

  /** A misspelt column would be left null without a word. */
  private assertColumns(table: string, row: Row): void {
    const columns = this.columns.get(table)!;
    for (const column of Object.keys(row)) if (!columns.has(column)) throw new UnknownColumn(`${table} has no column ${column}`);
  }

  private async factsOf(key: string, upTo?: Position): Promise<readonly Fact[]> {
    const { types } = this.filter;
    const facts: Fact[] = [];
    for await (const event of this.store.read(this.projection.stream(key))) {
      if (upTo !== undefined && event.position > upTo) break;
      const fact = asFact(event);
      if ((!types || types.some((type) => event.type.startsWith(type))) && this.projection.key(fact) === key) facts.push(fact);
    }
    return facts;
  }

  private async write(client: PoolClient, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    const { projection: { tables, asKnown, keyColumn }, schema } = this;
    const digests = changes.map(({ rows, known }) => rows.map((of, index) => asText(known.get(index)?.standing) ?? digestOf(of)));
    // JSON text of a line each needs no escaping on the way.
    await client.query(
      `insert into ${schema}.fold (key, revision, state, told)
       select key, revision, state::json, string_to_array(told, ' ') from unnest($1::text[], $2::int[], string_to_array($3, e'\\n'), $4::text[]) as new (key, revision, state, told)
       on conflict (key) do update set revision = excluded.revision, state = excluded.state, told = excluded.told`,
      [changes.map(({ key }) => key), changes.map(({ revision }) => revision), changes.map(({ state, anew }) => (anew ? 'null' : JSON.stringify(state))).join('\n'), digests.map((of) => of.join(' '))],
    );
    for (const [n, change] of changes.entries()) this.remember(change, digests[n]!);
    for (const [index, name] of Object.keys(tables).entries()) {
      const table = `${schema}.${named(name)}`;
      if (asKnown.includes(name)) {
        await this.writeKnown(client, table, index, changes);
        continue;
      }
      const changed = changes.filter(({ told }, n) => (told[index] ?? nothing) !== digests[n]![index]);
      const outdated = changed.filter(({ told }) => (told[index] ?? nothing) !== nothing).map(({ key }) => key);
      const rows = changed.flatMap(({ rows: of }) => of[index]!.map(({ text }) => text));
      if (outdated.length > 0) await client.query(`delete from ${table} where ${named(keyColumn)} = any($1)`, [outdated]);
      if (rows.length > 0) await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [`[${rows.join()}]`]);
    }
  }

  /** Ends what is no longer so and adds what is so now; a key that is folded anew loses what it had. */
  private async writeKnown(client: PoolClient, table: string, index: number, changes: readonly Change[]): Promise<void> {
    const column = named(this.projection.keyColumn);
    const anew = changes.filter(({ anew, told }) => anew && told.length > 0).map(({ key }) => key);
    if (anew.length > 0) await client.query(`delete from ${table} where ${column} = any($1)`, [anew]);
    const ended = changes.flatMap(({ key, known }) => known.get(index)!.ended.map((row) => ({ key, ...row })));
    if (ended.length > 0) {
      await client.query(
        `update ${table} as row set known_to = ended.at from unnest($1::text[], $2::text[], $3::text[]) as ended (key, digest, at)
         where row.${column} = ended.key and row.row_digest = ended.digest and row.known_to is null`,
        [ended.map(({ key }) => key), ended.map(({ digest }) => digest), ended.map(({ to }) => to)],
      );
    }
    const added = changes.flatMap(({ known }) => known.get(index)!.added.map(withKnownColumns));
    if (added.length > 0) await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [`[${added.join()}]`]);
  }

  private async learnColumns(client: PoolClient): Promise<void> {
    for (const table of Object.keys(this.projection.tables)) {
      if (this.columns.has(table)) continue;
      const { fields } = await client.query(`select * from ${this.schema}.${named(table)} limit 0`);
      const own = fields.map(({ name }) => name).filter((name) => name !== this.projection.keyColumn).filter((name) => !this.projection.asKnown.includes(table) || !(knownColumns as readonly string[]).includes(name));
      this.columns.set(table, new Set(own));
    }
  }

  private async insertParked(client: Pool | PoolClient, { key, event, error }: Poison): Promise<void> {
    await client.query(
      `insert into follower.parked (projection, version, generation, key, position, event_id, error) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (projection, version, generation, key) do update
       set position = excluded.position, event_id = excluded.event_id, error = excluded.error, attempts = parked.attempts + 1`,
      [...coordinates(this.filling), key, event.position, event.id, errorClass(error)],
    );
  }
}

interface Known {
  readonly key: string;
  readonly revision: number | null;
  readonly state: unknown;
  /** What stands in each table for the key, as a digest; of a table that keeps what was known when, a digest for each row. */
  readonly told: readonly string[] | null;
  readonly parked: boolean;
}

interface Change {
  readonly key: string;
  readonly revision: number;
  readonly state: unknown;
  /** What stands in each table now, as digests. */
  readonly told: readonly string[];
  /** What is to stand in each table. */
  readonly rows: readonly (readonly RowText[])[];
  /** Of the tables that keep what was known when, by their number among all. */
  readonly known: ReadonlyMap<number, KnownChanges>;
  /** Folded from the beginning. */
  readonly anew: boolean;
}

interface Poison {
  readonly key: string;
  readonly event: StoredEvent;
  readonly error: unknown;
}

class StillParked extends Error {
  constructor(readonly poison: Poison) {
    super();
  }
}

const nothing = '-';
const noRows: readonly Row[] = [];
const rememberedMax = 100;
const factsInPartMax = 1_000;

/** So that a part holds few facts, or those of one key. */
/** A row as JSON text with its key in front: as if the key were one of its columns, and without a copy of the row. */
function withKey(column: string, key: string, row: string): string {
  return `{${JSON.stringify(column)}:${JSON.stringify(key)}${row === '{}' ? '' : ','}${row.slice(1)}`;
}

function inParts(facts: ReadonlyMap<string, readonly Fact[]>): readonly ReadonlyMap<string, readonly Fact[]>[] {
  const parts: Map<string, readonly Fact[]>[] = [];
  let size = Infinity;
  for (const [key, of] of facts) {
    if (size + of.length > factsInPartMax) {
      parts.push(new Map());
      size = 0;
    }
    parts.at(-1)!.set(key, of);
    size += of.length;
  }
  return parts;
}

function digestOf(rows: readonly RowText[]): string {
  return rows.length === 0 ? nothing : hash('sha256', rows.map(({ text }) => text).join(), 'base64url').slice(0, 22);
}

function asText(digests: readonly string[] | undefined): string | undefined {
  return digests?.length === 0 ? nothing : digests?.join();
}

function digestsIn(text: string): readonly string[] {
  return text === nothing ? [] : text.split(',');
}

function asFact(event: StoredEvent): Fact {
  return event as unknown as Fact;
}
