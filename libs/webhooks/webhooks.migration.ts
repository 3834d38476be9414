import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each service that is called has come, and what its calls are signed with. */
export class Webhooks1795309200000 implements MigrationInterface {
  readonly name = 'Webhooks1795309200000';

  async up(runner: QueryRunner): Promise<void> {
    // Follows from the log, but for attempts at the event after the position. Of an error only its class.
    await runner.query(`
      create table follower.webhook (
        consumer  text collate "C" primary key,
        webhook   uuid not null,
        position  text collate "C",
        attempts  int not null default 0,
        due_at    timestamptz,
        reason    text,
        parked_at timestamptz,
        taken_at  timestamptz
      ) with (fillfactor = 50)`);

    // Beside the wrapped keys, because what is lost here cannot be made again.
    await runner.query(`
      create table keys.webhook_secret (
        id          uuid primary key,
        consumer    text not null,
        key_version integer not null,
        iv          bytea not null,
        ct          bytea not null,
        made_at     timestamptz not null default now()
      )`);
    await runner.query(`create index webhook_secret_of on keys.webhook_secret (consumer)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table follower.webhook`);
  }
}
