import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { openSystem } from '../apps/cli/system.js';
import { adopt } from '../libs/case-file/adopted.js';
import { adoptedInstruments, InstrumentRefused } from '../libs/case-file/adopted-instruments.js';
import { adoptedProfiles, ProfileRefused } from '../libs/case-file/adopted-profiles.js';
import { registry } from '../libs/case-file/contexts.js';
import { openedLog } from '../libs/case-file/log-opened.js';
import { dutiesOf } from '../libs/case-file/duties.js';
import { factOf } from '../libs/decider/decider.scenario.js';
import { EventStoreSchema } from '../libs/event-store/postgres.migration.js';
import { PostgresEventStore } from '../libs/event-store/postgres.js';
import { instruments, type Instrument } from '../libs/profiles/instruments.js';
import { profiles, settingsFrom, type DatedProfile } from '../libs/profiles/profiles.js';
import { freshDatabase, type TestDatabase } from './database.js';

const [strict, ...states] = profiles as [DatedProfile, ...DatedProfile[]];
const kg = states.find(({ version }) => version === 'KG@1')!;
const others = states.filter((each) => each !== kg);
const days = (length: number) => ({ length, unit: 'calendarDays', source: 'a test' }) as const;
const changed: DatedProfile = { ...kg, periods: { ...kg.periods, REPRESENTATIVE: days(1) } };
const further = (validFrom: string): DatedProfile => ({ ...changed, version: 'KG@2', validFrom });

const clock = { now: () => Promise.resolve(new Date('2026-03-02T03:00:00Z')), aheadMs: 0 };
const databases: TestDatabase[] = [];
const stores: PostgresEventStore[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guarantor-profiles-'));
});
afterAll(async () => {
  for (const store of stores) await store.close();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function freshLog(): Promise<{ readonly url: string; readonly store: PostgresEventStore }> {
  const database = await freshDatabase();
  databases.push(database);
  // As the program itself does it, so that one can be started on it.
  const source = await new DataSource({ type: 'postgres', url: database.url, migrations: [EventStoreSchema], migrationsTableName: 'migration', migrationsTransactionMode: 'each' }).initialize();
  await source.runMigrations();
  await source.destroy();
  const store = await PostgresEventStore.open({ url: database.url });
  stores.push(store);
  await openedLog(store, { movable: false });
  return { url: database.url, store };
}

async function versionsIn(store: PostgresEventStore): Promise<readonly unknown[]> {
  const versions: unknown[] = [];
  for await (const { type, data } of store.read('log')) if (type === 'log.ProfileAdopted') versions.push(data.profile);
  return versions;
}

describe('A version of a profile that a log has counted by', () => {
  it('stays as it was: a program that changed one in place does not start, in whatever role, and says what to do', async () => {
    const { url, store } = await freshLog();
    await adopt(adoptedProfiles, store, [strict, changed, ...others], clock);
    const open = (ROLE: string, visiting = false) => openSystem(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder, ROLE }, 'start'), { log: createLog('error'), visiting });
    const sentence = /^Profile KG@1 of this program says something else than the KG@1 by which this log .* give the change a version of its own, KG@2, with the first date on which it holds\.$/;
    for (const role of ['api', 'follower', 'both']) await expect(open(role)).rejects.toThrow(sentence);
    await expect(open('both', true)).rejects.toThrow(sentence);
  });

  it.each<[string, Partial<DatedProfile>]>([
    ['a length', { periods: { ...kg.periods, EDUCATION_ACCESS: days(6) } }], ['a holiday', { holidays: kg.holidays.slice(1) }], ['the zone', { zone: 'Asia/Almaty' }],
    ['the first date', { validFrom: '2000-01-02' }], ['a source', { holidaysSource: 'another' }],
  ])('is another where %s is another', async (_, change) => {
    const { store } = await freshLog();
    await adopt(adoptedProfiles, store, [strict, kg], clock);
    await expect(adopt(adoptedProfiles, store, [strict, { ...kg, ...change }], clock)).rejects.toBeInstanceOf(ProfileRefused);
  });

  it('is the same where a later program adds a period that there was not, which then stays as well', async () => {
    const { store } = await freshLog();
    const { EDUCATION_ACCESS, ...fewer } = kg.periods;
    await adopt(adoptedProfiles, store, [{ ...kg, periods: fewer as DatedProfile['periods'] }], clock);
    await adopt(adoptedProfiles, store, [kg], clock);
    await adopt(adoptedProfiles, store, [kg], clock);
    expect(await versionsIn(store)).toEqual(['KG@1', 'KG@1']);
    await expect(adopt(adoptedProfiles, store, [{ ...kg, periods: { ...fewer, EDUCATION_ACCESS: { ...EDUCATION_ACCESS, length: 6 } } }], clock)).rejects.toBeInstanceOf(ProfileRefused);
    await expect(adopt(adoptedProfiles, store, [{ ...kg, periods: fewer as DatedProfile['periods'] }], clock)).rejects.toBeInstanceOf(ProfileRefused);
  });

  it('is needed for ever', async () => {
    const { store } = await freshLog();
    await adopt(adoptedProfiles, store, [strict, kg], clock);
    await expect(adopt(adoptedProfiles, store, [strict], clock)).rejects.toThrow('Profile KG@1, by which this log has counted what is due, is not in this program');
  });

  it('is joined by a further one that holds from a later day on, and is kept once, however many programs start', async () => {
    const { store } = await freshLog();
    await Promise.all([1, 2, 3].map(() => adopt(adoptedProfiles, store, [strict, kg], clock)));
    expect(await versionsIn(store)).toEqual(['strict@1', 'KG@1']);
    for (const validFrom of ['2026-01-01', '2026-03-02']) await expect(adopt(adoptedProfiles, store, [strict, kg, further(validFrom)], clock)).rejects.toThrow(`Profile KG@2 is new to this log and holds from ${validFrom}`);
    await adopt(adoptedProfiles, store, [strict, kg, further('2026-03-03')], clock);
    expect(await versionsIn(store)).toEqual(['strict@1', 'KG@1', 'KG@2']);
  });

  it('goes on giving what it gave, byte for byte, and the further one what begins under it', () => {
    const foundOn = (at: string) => [factOf({ type: 'identification.ChildFound', data: { foundIn: 'KG', accompaniment: 'UNACCOMPANIED' }, at }, 0)];
    const before = foundOn('2026-03-02T03:00:00.000Z');
    const [old, now] = [settingsFrom([kg]), settingsFrom([kg, further('2026-03-03')])].map((settingOf) => (facts: ReturnType<typeof foundOn>) => dutiesOf(registry.duties, facts, settingOf));
    expect(JSON.stringify(now!(before))).toBe(JSON.stringify(old!(before)));
    const representative = now!(foundOn('2026-03-03T03:00:00.000Z')).find(({ code }) => code === 'REPRESENTATIVE');
    expect(representative).toMatchObject({ profileVersion: 'KG@2', due: '2026-03-04T18:00:00.000Z' });
  });
});

describe('A version of an instrument between states that a log has decided by', () => {
  const [chisinau, procedure] = instruments as [Instrument, Instrument, ...Instrument[]];
  const adoptedIn = async (store: PostgresEventStore): Promise<readonly unknown[]> => {
    const names: unknown[] = [];
    for await (const { type, data } of store.read('log')) if (type === 'log.InstrumentAdopted') names.push(data.instrument);
    return names;
  };
  const [party, ...others] = chisinau.parties;

  it('stays as it was: a program that edited one does not start, in whatever role, and says what to do', async () => {
    const { url, store } = await freshLog();
    await adopt(adoptedInstruments, store, [{ ...chisinau, centralAuthorityAsked: true }, ...instruments.slice(1)], clock);
    const open = (visiting: boolean) => openSystem(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder, ROLE: 'both' }, 'start'), { log: createLog('error'), visiting });
    const sentence = /^Instrument CHISINAU_2002@1 of this program says something else than the CHISINAU_2002@1 by which this log has decided: .* CHISINAU_2002@2, with the first date on which it is looked at\.$/;
    for (const visiting of [false, true]) await expect(open(visiting)).rejects.toThrow(sentence);
  });

  it('is another where a party, a date, a source or what it asks is another, is needed for ever, and is joined by a further one from a later day on', async () => {
    const { store } = await freshLog();
    await Promise.all([1, 2, 3].map(() => adopt(adoptedInstruments, store, [chisinau, procedure], clock)));
    expect(await adoptedIn(store)).toEqual(['CHISINAU_2002@1', 'MD_RETURN_PROCEDURE@1']);
    const changes: readonly Partial<Instrument>[] = [
      { parties: others }, { parties: [{ ...party!, until: '2030-01-01' }, ...others] }, { parties: [{ ...party!, source: 'another' }, ...others] }, { centralAuthorityAsked: true }, { validFrom: '1990-01-02' },
    ];
    for (const change of changes) await expect(adopt(adoptedInstruments, store, [{ ...chisinau, ...change }, procedure], clock)).rejects.toBeInstanceOf(InstrumentRefused);
    await expect(adopt(adoptedInstruments, store, [chisinau], clock)).rejects.toThrow('Instrument MD_RETURN_PROCEDURE@1, by which this log has decided, is not in this program');
    const second = (validFrom: string): Instrument => ({ ...chisinau, version: 2, validFrom, parties: others });
    for (const validFrom of ['2026-01-01', '2026-03-02']) await expect(adopt(adoptedInstruments, store, [chisinau, second(validFrom), procedure], clock)).rejects.toThrow(`Instrument CHISINAU_2002@2 is new to this log and is looked at from ${validFrom}`);
    await adopt(adoptedInstruments, store, [chisinau, second('2026-03-03'), procedure], clock);
    expect(await adoptedIn(store)).toEqual(['CHISINAU_2002@1', 'MD_RETURN_PROCEDURE@1', 'CHISINAU_2002@2']);
  });
});
