import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What reactions know of the log up to their checkpoints, and whom they have still to tell. All of it is derived from the log. */
export class Reactions1763800000000 implements MigrationInterface {
  readonly name = 'Reactions1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    const ofReaction = `
      reaction   text not null,
      version    int not null,
      generation int not null default 1,
      foreign key (reaction, version, generation) references follower.projection (name, version, generation) on delete cascade`;

    // Who is concerned by what: never less than before, because the child's own record judges whether it still matters.
    await runner.query(`
      create table follower.concern (
        ${ofReaction},
        subject text collate "C" not null,
        child   text collate "C" not null,
        primary key (reaction, version, subject, child)
      )`);

    // The last news of each subject, for those who will be concerned by it later.
    await runner.query(`
      create table follower.news (
        ${ofReaction},
        subject text collate "C" not null,
        cause   jsonb not null,
        body    jsonb not null,
        primary key (reaction, version, subject)
      )`);

    // A child who has to be told of a cause. Of an error only its class: its text could hold what an event says of a child.
    await runner.query(`
      create table follower.errand (
        n          bigint generated always as identity primary key,
        ${ofReaction},
        child      text collate "C" not null,
        event_id   uuid not null,
        cause      jsonb not null,
        body       jsonb not null,
        since      timestamptz not null default clock_timestamp(),
        due_at     timestamptz not null default clock_timestamp(),
        attempts   int not null default 0,
        parked_for text,
        unique (reaction, version, event_id, child)
      )`);
    await runner.query(`create index errand_of_child on follower.errand (reaction, version, child, n) where parked_for is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table follower.errand, follower.news, follower.concern`);
  }
}
