import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Reactions1763800000000 } from './reactions.migration.js';

/** How far each read model has come, who fills it, and which children it had to leave out. The rows themselves have schemas of their own. */
export class Projections1763710000000 implements MigrationInterface {
  readonly name = 'Projections1763710000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema follower`);
    await runner.query(`create schema read`);

    await runner.query(`
      create table follower.log (
        one boolean primary key default true check (one),
        id  text not null
      )`);

    // One row a filling: generation 2 of a version is the same read model, filled again beside the first.
    await runner.query(`
      create table follower.projection (
        name              text not null,
        version           int not null,
        generation        int not null,
        status            text not null check (status in ('filling', 'serving', 'retired')),
        relations         text[] not null,
        declared          text not null,
        position          text collate "C",
        moved_at          timestamptz not null default now(),
        events_per_second real,
        owner             uuid,
        lease_until       timestamptz,
        fence             bigint not null default 0,
        primary key (name, version, generation)
      ) with (fillfactor = 50)`);
    await runner.query(`create unique index one_serves on follower.projection (name) where status = 'serving'`);

    // Of an error only its class: its text could hold what an event says of a child.
    await runner.query(`
      create table follower.parked (
        projection text not null,
        version    int not null,
        generation int not null,
        key        text collate "C" not null,
        position   text collate "C" not null,
        event_id   uuid not null,
        attempts   int not null default 1,
        error      text not null,
        since      timestamptz not null default now(),
        primary key (projection, version, generation, key)
      )`);

    await runner.query(`
      create table follower.known_time (
        position text collate "C" primary key,
        known_at timestamptz(3) not null
      )`);
    await runner.query(`create index known_time_at on follower.known_time (known_at, position)`);
  }

  /** All of it is derived from the log. */
  async down(runner: QueryRunner): Promise<void> {
    const fillings = await runner.query(`
      select nspname as schema from pg_namespace
      where nspname in (select replace(name, '-', '_') || '_v' || version || '_' || generation from follower.projection)`) as { schema: string }[];
    await runner.query(`drop schema read cascade`);
    for (const { schema } of fillings) await runner.query(`drop schema "${schema}" cascade`);
    await runner.query(`drop schema follower cascade`);
  }
}

/** Where a filling stands that an earlier program takes in stream by stream, as one. */
export class StreamByStream1795305600000 implements MigrationInterface {
  readonly name = 'StreamByStream1795305600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table follower.projection add column by_stream text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table follower.projection drop column by_stream`);
  }
}

/** The parts of a filling that several processes take in at once, and how far each is. */
export class Parts1795568400000 implements MigrationInterface {
  readonly name = 'Parts1795568400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table follower.part (
        name              text not null,
        version           int not null,
        generation        int not null,
        part              int not null,
        after_stream      text collate "C" not null,
        to_stream         text collate "C",
        until             text collate "C" not null,
        in_order          boolean not null,
        stream            text collate "C",
        revision          int,
        events            int not null default 0,
        done              boolean not null default false,
        made_at           timestamptz not null default now(),
        moved_at          timestamptz not null default now(),
        events_per_second real,
        owner             uuid,
        lease_until       timestamptz,
        fence             bigint not null default 0,
        primary key (name, version, generation, part),
        foreign key (name, version, generation) references follower.projection on delete cascade
      ) with (fillfactor = 50)`);
  }

  /** What is filled in parts is begun anew. */
  async down(runner: QueryRunner): Promise<void> {
    const fillings = await runner.query(`select distinct replace(name, '-', '_') || '_v' || version || '_' || generation as schema from follower.part`) as { schema: string }[];
    for (const { schema } of fillings) await runner.query(`drop schema "${schema}" cascade`);
    await runner.query(`delete from follower.parked where (projection, version, generation) in (select name, version, generation from follower.part)`);
    await runner.query(`delete from follower.projection where (name, version, generation) in (select name, version, generation from follower.part)`);
    await runner.query(`drop table follower.part`);
  }
}

/** All that a follower needs of the database. */
export const followerMigrations = [Projections1763710000000, Reactions1763800000000, StreamByStream1795305600000, Parts1795568400000];
