import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';

export interface TestDatabase {
  readonly url: string;
  /** Drops the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A fresh database on the run's PostgreSQL, with the given migrations applied. */
export async function freshDatabase(migrations: (new () => object)[] = []): Promise<TestDatabase> {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) throw new Error('TEST_POSTGRES_URL is set by test/postgres.setup.ts');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (migrations.length > 0) {
    const source = await new DataSource({ type: 'postgres', url: url.href, migrations, migrationsTransactionMode: 'each' }).initialize();
    await source.runMigrations();
    await source.destroy();
  }
  return {
    url: url.href,
    async drop() {
      // A connection that is being closed would hear of the drop, when nobody listens to it any more.
      for (let waits = 0; waits < 40 && await isConnected(server, name); waits += 1) await setTimeout(50);
      await asAdmin(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function isConnected(server: string, name: string): Promise<boolean> {
  return (await asAdmin(server, `select from pg_stat_activity where datname = '${name}' and backend_type = 'client backend' limit 1`)).rowCount === 1;
}

async function asAdmin(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}
