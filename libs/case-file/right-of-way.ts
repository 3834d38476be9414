import type pg from 'pg';

/**
 * Lets a report or a protection that came too late at a stream go first, in whichever process it is: those who begin wait for it. It saves
 * attempts and makes nothing correct, which the expected revision does: where the database does not give it, all go on without.
 */
export interface RightOfWay {
  /** Resolves once nobody has it at the stream, or nobody can say. */
  given(this: void, stream: string): Promise<void>;
  /** Whoever does the work has it meanwhile, one after the other in the order in which they asked. */
  taken<T>(this: void, stream: string, work: () => Promise<T>): Promise<T>;
}

/** Of whoever writes alone. */
export const undisputed: RightOfWay = { given: () => Promise.resolve(), taken: (_, work) => work() };

/** Tells these locks from others on the same database. */
const space = 1_886_745_203;

/** @param pool of its own, because those who wait keep a connection; with a `lock_timeout`, after which they go on */
export function rightOfWayIn(pool: pg.Pool): RightOfWay {
  return {
    async given(stream) {
      await pool.query('select pg_advisory_xact_lock_shared($1, hashtext($2))', [space, stream]).catch(() => undefined);
    },
    async taken(stream, work) {
      const client = await pool.connect().catch(() => undefined);
      if (!client) return work();
      let broken = false;
      const said = (text: string, values?: unknown[]) => client.query(text, values).catch(() => { broken = true; });
      try {
        await said('begin');
        await said('select pg_advisory_xact_lock($1, hashtext($2))', [space, stream]);
        return await work();
      } finally {
        await said('rollback');
        client.release(broken);
      }
    },
  };
}
