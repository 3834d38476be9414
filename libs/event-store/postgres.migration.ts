import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log as tables: `es.event` holds it, `es.head` says how far it reaches, `es.append` and `es.append_many` are the way in. */
export class EventStoreSchema implements MigrationInterface {
  readonly name = 'EventStoreSchema1795132800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [schema, event, head, appendOnly, append, appendMany]) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('the log is not dropped by a migration');
  }
}

const schema = `create schema es`;

// json, not jsonb: the bytes stay as they were written, and hashes over them can be taken again.
const event = `
  create table es.event (
    position bigint primary key,
    stream text collate "C" not null,
    revision int not null,
    id uuid not null constraint event_id unique,
    type text collate "C" not null,
    data json not null,
    meta json not null,
    recorded_at timestamptz(3) not null,
    constraint event_revision unique (stream, revision)
  );
  create index event_type on es.event (type, position)`;

// Read from the log itself: a row that counts along would be rewritten by every append, and grow slow behind each long-lived snapshot (a backup, a rebuild).
const head = `create view es.head as select position, recorded_at from es.event order by position desc limit 1`;

// "always": these refuse the owner, a superuser and a session that plays a replica's part, too. Who owns the table can still take the trigger away;
// that somebody did is for tamper evidence outside the database to show.
const appendOnly = `
  create function es.refuse() returns trigger language plpgsql as $$
  begin
    raise exception 'the log is append-only: % of %.% is refused', lower(tg_op), tg_table_schema, tg_table_name using errcode = 'restrict_violation';
  end $$;
  create trigger event_append_only before update or delete or truncate on es.event for each statement execute function es.refuse();
  alter table es.event enable always trigger event_append_only`;

// Whoever appends holds this lock until the commit is visible: positions have no gap, and appear in their order. The number means nothing, it is only ours.
// All other writers wait meanwhile: an append shares its transaction with nothing that takes time.
const lock = `perform pg_advisory_xact_lock(7021337512096148301)`;
const standing = `select position, recorded_at into before, instant from es.head;
    before := coalesce(before, 0);
    instant := greatest(date_trunc('milliseconds', clock_timestamp()), instant)`;

/**
 * One append. Bodies come as lines, since JSON text of a line each needs no escaping.
 * Answers the stream's last revision before it (-1: no stream) and the position of its last event, now or when it was first made;
 * no position: nothing was stored.
 */
const append = `
  create function es.append(of_stream text, expected int, ids uuid[], types text[], data_lines text, meta_lines text, out current int, out last_position bigint)
  language plpgsql as $$
  declare
    total int := cardinality(ids);
    before bigint;
    instant timestamptz(3);
  begin
    ${lock};
    ${standing};
    select revision into current from es.event where stream = of_stream order by revision desc limit 1;
    current := coalesce(current, -1);
    if current = expected and total > 0 then
      insert into es.event (position, stream, revision, id, type, data, meta, recorded_at)
        select before + n, of_stream, expected + n, id, type, data::json, meta::json, instant
        from unnest(ids, types, string_to_array(data_lines, e'\\n'), string_to_array(meta_lines, e'\\n')) with ordinality as new (id, type, data, meta, n);
      last_position := before + total;
    elsif current > expected and total > 0 and ids = array(select id from es.event where stream = of_stream and revision between expected + 1 and expected + total order by revision) then
      select position into last_position from es.event where stream = of_stream and revision = expected + total;
    end if;
  end $$`;

/**
 * Many appends, each to a stream of its own, under one lock and one commit. Each event comes with the number of its append and its place in it, both from 1.
 * Answers per append what es.append does, except that it stores what fits and leaves the question of retries to es.append.
 */
const appendMany = `
  create function es.append_many(streams text[], expected int[], totals int[], requests int[], places int[], ids uuid[], types text[], data_lines text, meta_lines text)
  returns table (request int, current int, last_position bigint)
  language plpgsql as $$
  #variable_conflict use_column
  declare
    before bigint;
    instant timestamptz(3);
  begin
    ${lock};
    ${standing};
    return query
      with asked as materialized (
        select n, stream, revision, total, coalesce((select max(stored.revision) from es.event as stored where stored.stream = asked.stream), -1) as current
        from unnest(streams, expected, totals) with ordinality as asked (stream, revision, total, n)
      ), fitting as materialized (
        select n, stream, revision, sum(total) over (order by n) as upto, total from asked where current = revision
      ), stored as (
        insert into es.event (position, stream, revision, id, type, data, meta, recorded_at)
          select before + upto - total + place, stream, revision + place, id, type, data::json, meta::json, instant
          from unnest(requests, places, ids, types, string_to_array(data_lines, e'\\n'), string_to_array(meta_lines, e'\\n')) as new (request, place, id, type, data, meta)
          join fitting on fitting.n = request
          order by 1
      )
      select asked.n::int, asked.current, case when fitting.total > 0 then (before + fitting.upto)::bigint end
      from asked left join fitting using (n);
  end $$`;
