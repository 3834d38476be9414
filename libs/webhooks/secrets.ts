import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { decrypt, encrypt } from '../privacy/a256gcm.js';
import { CannotUnwrap } from '../privacy/key-encryption-key.js';
import type { KeyRing } from '../privacy/key-ring.js';

const secretBytes = 32;
/** Longer than the longest overlap: until then it may sign beside a newer one. */
const keptDays = 8;

/** The secrets that calls are signed with, sealed under a key of the service. Each goes by the event that asked for it, and is told once. */
export class WebhookSecrets {
  constructor(private readonly pool: Pool, private readonly ring: KeyRing) {}

  /**
   * In the form of the convention. Undefined where it was made before: then it was told.
   * @param live those that may still sign, of which none is forgotten
   * @throws KeysUnavailable and what the database throws
   */
  async make(consumerId: string, id: string, live: readonly string[]): Promise<string | undefined> {
    const secret = `whsec_${randomBytes(secretBytes).toString('base64')}`;
    const { version, secret: key } = await this.ring.key(subjectOf(consumerId), 'HASH');
    const { iv, ct } = encrypt(key, Buffer.from(secret), [consumerId, id, version]);
    const { rowCount } = await this.pool.query(
      `insert into keys.webhook_secret (id, consumer, key_version, iv, ct) values ($1, $2, $3, $4, $5) on conflict do nothing`, [id, consumerId, version, iv, ct]);
    await this.pool.query(
      `delete from keys.webhook_secret where consumer = $1 and id <> all($2::uuid[]) and made_at < now() - $3 * interval '1 day'`, [consumerId, live, keptDays]);
    return rowCount === 1 ? secret : undefined;
  }

  /** Those of them that were made, in their order. @throws CannotUnwrap · KeysUnavailable */
  async open(consumerId: string, ids: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.pool.query<SecretRow>(
      `select id, key_version, iv, ct from keys.webhook_secret where consumer = $1 and id = any($2::uuid[]) order by array_position($2::uuid[], id)`, [consumerId, ids]);
    return Promise.all(rows.map(async ({ id, key_version: version, iv, ct }) => {
      const { secret: key } = await this.ring.keyForOpening(subjectOf(consumerId), 'HASH', version);
      const secret = decrypt(key, { iv, ct }, [consumerId, id, version]);
      if (!secret) throw new CannotUnwrap({ subject: subjectOf(consumerId), keyClass: 'HASH', version });
      return secret.toString();
    }));
  }
}

/** Of calls that ended. */
export async function forgetSecrets(client: PoolClient, ids: readonly string[]): Promise<void> {
  await client.query(`delete from keys.webhook_secret where id = any($1::uuid[])`, [ids]);
}

/** No child, place or service has a name with a capital letter in it. */
function subjectOf(consumerId: string): string {
  return `Webhook-${consumerId}`;
}

interface SecretRow {
  readonly id: string;
  readonly key_version: number;
  readonly iv: Buffer;
  readonly ct: Buffer;
}
