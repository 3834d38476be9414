import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tree over the log, which follows from it, and the checkpoints that were signed, which do not. */
export class Transparency1795395600000 implements MigrationInterface {
  readonly name = 'Transparency1795395600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema transparency`);

    // Hashes of one level of the tree, 256 to a row (tlog-tiles); those above the leaves are of whole rows below. Only the last row of a level grows.
    await runner.query(`
      create table transparency.tile (
        level  int not null,
        n      bigint not null,
        hashes bytea not null,
        last   text collate "C",
        primary key (level, n)
      ) with (fillfactor = 70)`);
    await runner.query(`alter table transparency.tile alter column hashes set storage external`);
    await runner.query(`create index tile_last on transparency.tile (last) where level = 0`);

    await runner.query(`
      create table transparency.checkpoint (
        size      bigint primary key,
        root      bytea not null,
        note      text not null,
        verifier  text not null,
        signed_at timestamptz not null default now()
      )`);
  }

  async down(): Promise<void> {
    throw new Error('what was signed is not dropped by a migration');
  }
}
