import type { Pool, PoolClient } from 'pg';
import { coordinates } from '../event-store/lease.js';
import { LogDamaged, type EventStore, type Position, type StoredEvent } from '../event-store/port.js';
import type { Consumer } from '../event-store/projection-runner.js';
import { transaction } from '../event-store/transaction.js';
import { hashOfEvent } from './leaf.js';
import { consistencyProof, hashBytes, hashOf, inclusionProof, nodeHash, type Hash, type Subtree } from './merkle.js';

const limits = { statementMs: 60_000, idleMs: 30_000 };
export const tileHashes = 256;
const levelsPerTile = 8;
/** Enough for 2^56 events. */
const tileLevels = 7;

interface Tile {
  readonly level: number;
  readonly n: number;
  /** As it stands in the database. */
  readonly hashes: Buffer;
  readonly added: Hash[];
  /** Position of the last event among its leaves. */
  last?: Position;
}

/**
 * The tree over all events of the log in its order, kept from the log as it is stored: a page of events is one statement more in the transaction that
 * moves the checkpoint. What is proved here was read back from the store, never taken from whoever wrote it.
 */
export class LogTree implements Consumer {
  readonly filling = { name: 'log-tree', version: 1, generation: 1 };
  readonly filter = {};

  /** @param readsFrom the log as it is stored, not as newer versions read it */
  constructor(private readonly pool: Pool, readonly readsFrom: EventStore) {}

  async take(client: PoolClient, events: readonly StoredEvent[]): Promise<readonly string[]> {
    if (events.length === 0) return [];
    const growing = await this.lastTiles(client);
    this.assertNoneIsMissing(events, sizeOf(growing.get(0)));
    const grown = [...growing.values()];
    const add = (level: number, hash: Hash, last?: Position): void => {
      let tile = growing.get(level);
      if (!tile || lengthOf(tile) === tileHashes) {
        tile = { level, n: tile ? tile.n + 1 : 0, hashes: Buffer.alloc(0), added: [] };
        growing.set(level, tile);
        grown.push(tile);
      }
      tile.added.push(hash);
      tile.last = last;
      if (lengthOf(tile) === tileHashes) add(level + 1, folded(Buffer.concat([tile.hashes, ...tile.added])));
    };
    for (const event of events) add(0, hashOfEvent(event), event.position);
    const changed = grown.filter(({ added }) => added.length > 0);
    await client.query(
      `insert into transparency.tile (level, n, hashes, last) select * from unnest($1::int[], $2::bigint[], $3::bytea[], $4::text[])
       on conflict (level, n) do update set hashes = tile.hashes || excluded.hashes, last = excluded.last`,
      [changed.map(({ level }) => level), changed.map(({ n }) => n), changed.map(({ added }) => Buffer.concat(added)), changed.map(({ last }) => last ?? null)]);
    return [];
  }

  park(): Promise<void> {
    return Promise.reject(new Error('no event is unfit to be in the tree'));
  }

  caughtUp(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Empties the tree, which is then made anew from the log by whoever follows it. What was signed stays, and the new tree is held to it. */
  async rebuild(): Promise<void> {
    await transaction(this.pool, limits, async (client) => {
      await client.query(`update follower.projection set position = null, owner = null, fence = fence + 1 where name = $1 and version = $2 and generation = $3`, coordinates(this.filling));
      await client.query(`delete from transparency.tile`);
    });
  }

  /** How many events are in it. */
  async size(): Promise<number> {
    return (await this.end()).size;
  }

  /** The same, with the position of the last of them; undefined while it is empty. */
  async end(): Promise<{ readonly size: number; readonly position: Position | undefined }> {
    const tile = (await this.lastTiles(this.pool, 0)).get(0);
    return { size: sizeOf(tile), position: tile?.last };
  }

  /** Whether it holds all that the log does. */
  async isComplete(): Promise<boolean> {
    const head = await this.readsFrom.head();
    return head === undefined || await this.includes(head);
  }

  private async includes(position: Position): Promise<boolean> {
    const { rows: [row] } = await this.pool.query<{ position: Position | null }>(
      `select position from follower.projection where name = $1 and version = $2 and generation = $3`, coordinates(this.filling));
    return (row?.position ?? '') >= position;
  }

  root(size: number): Promise<Hash> {
    return hashOf(this.subtree(), 0, size);
  }

  inclusion(index: number, size: number, subtree = this.subtree()): Promise<readonly Hash[]> {
    return inclusionProof(subtree, index, size);
  }

  consistency(from: number, to: number): Promise<readonly Hash[]> {
    return consistencyProof(this.subtree(), from, to);
  }

  /** The leaves from an index on, as many as stand in the same tile. */
  async leavesFrom(index: number): Promise<readonly Hash[]> {
    const hashes = await this.tile(0, Math.floor(index / tileHashes));
    return Array.from({ length: hashes.length / hashBytes }, (_, at) => hashAt(hashes, at)).slice(index % tileHashes);
  }

  /** The event that is a leaf, read back from the log. */
  async eventAt(index: number): Promise<StoredEvent | undefined> {
    const n = Math.floor(index / tileHashes);
    let left = index - n * tileHashes;
    for (let after = await this.endOf(n - 1); ;) {
      const { events, position, caughtUp } = await this.readsFrom.readAll({ after, limit: left + 1 });
      if (events.length > left || caughtUp) return events[left];
      left -= events.length;
      after = position;
    }
  }

  /** Which leaf the event at a position is; undefined where no event of the tree stands there. */
  async indexOf(position: Position): Promise<number | undefined> {
    const place = await this.placeOf(position);
    return place?.stands ? place.before : undefined;
  }

  /** How many events stand up to a position; undefined where the tree has not come to it. */
  async sizeAt(position: Position): Promise<number | undefined> {
    const place = await this.placeOf(position);
    return place && place.before + Number(place.stands);
  }

  /** How many events stand before a position, and whether one stands there. */
  private async placeOf(position: Position): Promise<{ readonly before: number; readonly stands: boolean } | undefined> {
    const { size } = await this.end();
    if (this.readsFrom.capabilities.gapless) {
      const n = Number(position);
      return n <= size ? { before: Math.max(0, n - 1), stands: n >= 1 } : undefined;
    }
    const { rows: [tile] } = await this.pool.query<{ n: string }>(`select n from transparency.tile where level = 0 and last >= $1 order by last limit 1`, [position]);
    if (!tile) return await this.includes(position) ? { before: size, stands: false } : undefined;
    const n = Number(tile.n);
    let before = n * tileHashes;
    for (let after = await this.endOf(n - 1); ;) {
      const page = await this.readsFrom.readAll({ after, limit: tileHashes });
      for (const event of page.events) {
        if (event.position >= position) return { before, stands: event.position === position };
        before += 1;
      }
      if (page.caughtUp) return undefined;
      after = page.position;
    }
  }

  /** Position of the last event of a tile. */
  private async endOf(n: number): Promise<Position | undefined> {
    return (await this.pool.query<{ last: Position }>(`select last from transparency.tile where level = 0 and n = $1`, [n])).rows[0]?.last;
  }

  /** Whole subtrees from their tiles, each of which is read once. */
  subtree(): Subtree {
    const tiles = new Map<string, Promise<Buffer>>();
    return async (level, index) => {
      const within = level % levelsPerTile;
      const from = index * 2 ** within;
      const [tileLevel, n] = [(level - within) / levelsPerTile, Math.floor(from / tileHashes)];
      const name = `${tileLevel} ${n}`;
      const reading = tiles.get(name) ?? this.tile(tileLevel, n);
      tiles.set(name, reading);
      const at = (from % tileHashes) * hashBytes;
      const hashes = (await reading).subarray(at, at + 2 ** within * hashBytes);
      if (hashes.length !== 2 ** within * hashBytes) throw new RangeError('the tree has not come to that size');
      return folded(hashes);
    };
  }

  private async tile(level: number, n: number): Promise<Buffer> {
    const { rows: [row] } = await this.pool.query<{ hashes: Buffer }>(`select hashes from transparency.tile where level = $1 and n = $2`, [level, n]);
    return row?.hashes ?? Buffer.alloc(0);
  }

  private async lastTiles(client: Pool | PoolClient, levelMax = tileLevels - 1): Promise<Map<number, Tile>> {
    const { rows } = await client.query<{ level: number; n: string; hashes: Buffer; last: Position | null }>(
      `select tile.* from generate_series(0, $1) as each (level)
       cross join lateral (select level, n, hashes, last from transparency.tile where tile.level = each.level order by n desc limit 1) as tile`, [levelMax]);
    return new Map(rows.map(({ level, n, hashes, last }) => [level, { level, n: Number(n), hashes, added: [], last: last ?? undefined }]));
  }

  /** Where positions count the events, each is one more. */
  private assertNoneIsMissing(events: readonly StoredEvent[], size: number): void {
    if (!this.readsFrom.capabilities.gapless) return;
    const missing = events.findIndex(({ position }, n) => Number(position) !== size + n + 1);
    if (missing !== -1) throw new LogDamaged(`the tree holds ${size + missing} events, and event ${Number(events[missing]!.position)} follows`);
  }
}

function sizeOf(tile: Tile | undefined): number {
  return tile ? tile.n * tileHashes + lengthOf(tile) : 0;
}

function lengthOf({ hashes, added }: Tile): number {
  return hashes.length / hashBytes + added.length;
}

function hashAt(hashes: Buffer, at: number): Hash {
  return hashes.subarray(at * hashBytes, (at + 1) * hashBytes);
}

/** The hash over a power of two of hashes. */
function folded(hashes: Buffer): Hash {
  let level = Array.from({ length: hashes.length / hashBytes }, (_, at) => hashAt(hashes, at));
  while (level.length > 1) level = Array.from({ length: level.length / 2 }, (_, at) => nodeHash(level[2 * at]!, level[2 * at + 1]!));
  return level[0]!;
}
