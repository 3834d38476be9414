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
    drop: () => dropped(server, name),
  };
}

/** A connection that is being closed would hear of a forced drop when nobody listens to it any more, and the server's own upkeep cannot be forced out. */
async function dropped(server: string, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await asAdmin(server, `drop database if exists ${name}${tries > 40 ? ' with (force)' : ''}`);
      return;
    } catch (error) {
      if (tries === 80) throw error;
      await setTimeout(50);
    }
  }
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
