import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom nothing may be opened, and up to where the log has said so. It stands beside the keys, so that keys of a backup are told again what was said since. */
export class Forgetting1795482000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table keys.disabled (subject text primary key, disabled_at timestamptz not null default clock_timestamp())`);
    await runner.query(`create table keys.told (one boolean primary key default true check (one), position text collate "C" not null)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the keys are primary data; a migration does not drop them'));
  }
}
