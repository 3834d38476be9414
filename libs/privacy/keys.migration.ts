import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Primary data: what is lost here cannot be made again from the log, so no rebuild touches this schema and it has a backup of its own. */
export class Keys1795219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema keys');

    // One row names the key-encryption key in use, and a second one the key that a re-wrapping leads to.
    await runner.query(`
      create table keys.key_encryption_key (
        id         text primary key,
        state      text not null unique check (state in ('current', 'next')),
        created_at timestamptz not null default now()
      )`);

    // The reference to the key-encryption key refuses a data key wrapped by one that was retired meanwhile.
    await runner.query(`
      create table keys.data_key (
        subject      text not null check (subject ~ '^[A-Za-z0-9-]{1,64}$'),
        class        text not null check (class in ('D2', 'D3', 'D4', 'HASH')),
        version      integer not null check (version >= 1),
        wrapped      bytea check (octet_length(wrapped) = 60),
        kek          text references keys.key_encryption_key (id),
        created_at   timestamptz not null default now(),
        destroyed_at timestamptz,
        primary key (subject, class, version),
        check (case when destroyed_at is null then wrapped is not null and kek is not null
                    else wrapped is null and kek is null end)
      )`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the keys are primary data; a migration does not drop them'));
  }
}
