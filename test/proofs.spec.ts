import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Checkpoints } from '../libs/transparency/checkpoints.js';
import { leafHash, provesConsistency } from '../libs/transparency/merkle.js';
import { CheckpointSigner } from '../libs/transparency/note.js';
import { verifyLog, verifyProofs, type CaseFileText, type ProofFile } from '../libs/transparency/verify.js';
import { startApp, type App, type Caller } from './app.js';
import { administrator, analyst, auditor, caseWorker, guardian, ombudsperson, service } from './people.js';

const found = { occurredAt: { at: '2025-03-01T09:00', zone: 'Asia/Bishkek' }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG', languages: ['kir'], name: 'Aisha' };

const seed = randomBytes(32);
let app: App;
let oversight: Caller;
let ombuds: Caller;
let worker: Caller;
let signer: CheckpointSigner;
let child: string;
let checkpoints: Checkpoints;
beforeAll(async () => {
  app = await startApp({ CHECKPOINT_KEY: seed.toString('base64') });
  [oversight, ombuds, worker] = await Promise.all([app.as(auditor), app.as(ombudsperson), app.as(caseWorker)]);
  ({ checkpoints } = app.system);
  signer = new CheckpointSigner(`guarantor/${app.system.logId}`, seed);
  child = ((await worker.post('/children/register-child-found', found).expect(201)).body as { childId: string }).childId;
  await signed();
});
afterAll(() => app.stop());

async function signed() {
  await app.followed();
  return (await checkpoints.sign(signer))!;
}
const bodyOf = async <Body = object>(caller: Caller, path: string, status = 200): Promise<Body> => (await caller.get(path).expect(status)).body as Body;
const proofsOf = (caller: Caller, query = '') => bodyOf<ProofFile>(caller, `/children/${child}/proofs${query}`);
const caseFileOf = (caller: Caller) => bodyOf<CaseFileText>(caller, `/children/${child}/case-file?format=json`);
const faultsOf = (file: unknown, options: Parameters<typeof verifyProofs>[2] = {}, key = signer.verifier) => verifyProofs(file as ProofFile, key, options).faults;

describe('The proof of an event', () => {
  it('is checked with the public key alone, by oversight with who recorded it and by a case worker without', async () => {
    const [whole, partial] = [await proofsOf(oversight), await proofsOf(worker)];
    for (const file of [whole, partial]) expect(verifyProofs(file, signer.verifier)).toMatchObject({ proved: 1, faults: [], checkpoint: { size: expect.any(Number) } });
    expect(whole.entries[0]!.meta).toMatchObject({ recordedBy: { actorRef: caseWorker.actorRef } });
    expect(JSON.stringify(partial)).not.toContain(caseWorker.actorRef);
    expect(JSON.stringify([whole, partial])).not.toContain('Aisha');
  });

  it('goes with the case file, whoever it was given to, and with no other', async () => {
    for (const reader of [oversight, worker]) expect(faultsOf(await proofsOf(reader), { caseFile: await caseFileOf(reader) })).toEqual([]);
    const [file, proofs] = [await caseFileOf(worker), await proofsOf(worker)];
    const [first] = file.timeline;
    const altered = (change: object) => faultsOf(proofs, { caseFile: { timeline: [{ ...first!, ...change }] } });
    expect(altered({ data: { ...first!.data as object, foundIn: 'KZ' } })).toEqual([expect.stringMatching(/reads otherwise/)]);
    expect(altered({ recordedAt: '2020-01-01T00:00:00.000Z' })).toEqual([expect.stringMatching(/reads otherwise/)]);
    expect(altered({ id: '3f0f0c6e-0000-4000-8000-000000000106' })).toEqual([expect.stringMatching(/is not proved/)]);
  });

  it('fails for anything that is changed in it', async () => {
    const proofs = await proofsOf(oversight);
    const entry = proofs.entries[0]!;
    const changed = (change: object) => faultsOf({ ...proofs, entries: [{ ...entry, ...change }] });
    expect(changed({ index: entry.index + 1 })).toEqual([expect.stringMatching(/not in the log/)]);
    expect(changed({ leaf: { ...entry.leaf, type: 'identification.ChildLost' } })).toEqual([expect.stringMatching(/not in the log/)]);
    expect(changed({ path: entry.path.slice(1) })).toEqual([expect.stringMatching(/not in the log/)]);
    expect(changed({ meta: { ...entry.meta as object, purpose: 'OPERATIONS' } })).toEqual([expect.stringMatching(/envelope/)]);
    expect(changed({ leaf: null })).toEqual([expect.stringMatching(/not in the form/)]);
    expect(changed({ path: 7 })).toEqual([expect.stringMatching(/not in the form/)]);
    expect(faultsOf({ ...proofs, entries: [] })).toEqual([expect.stringMatching(/proves no event/)]);
    expect(faultsOf(proofs, {}, new CheckpointSigner(signer.origin, randomBytes(32)).verifier)).toEqual([expect.stringMatching(/not signed by the key/)]);
    expect(faultsOf(proofs, { kept: signer.sign({ size: 1, root: leafHash('') }) })).toEqual([expect.stringMatching(/size=1\b/)]);
    expect(faultsOf(proofs, { kept: signer.sign({ size: verifyProofs(proofs, signer.verifier).checkpoint!.size, root: leafHash('') }) })).toEqual([expect.stringMatching(/contradict each other/)]);
  });

  it('by position is read on record, as the child is, and comes with the event as it is stored', async () => {
    const { entries: [entry] } = await proofsOf(oversight);
    const before = (await eventsIn(`access-${child}`)).length;
    const byPosition = await bodyOf<ProofFile>(oversight, `/proofs/${entry!.position}`);
    expect(byPosition.entries).toEqual([entry]);
    expect((await eventsIn(`access-${child}`)).slice(before)).toEqual(['record.ChildRead']);
  });

  it('is to any checkpoint that was signed, and of two of them it is proved that the log only grew', async () => {
    const { size } = (await checkpoints.last())!;
    const later = await signed();
    expect(later.size).toBeGreaterThan(size);
    expect(await proofsOf(oversight, `?size=${size}`)).toMatchObject({ since: 0, checkpoint: (await checkpoints.of(size))!.note });
    expect(await bodyOf(oversight, `/proofs/checkpoint?size=${size}`)).toMatchObject({ size, verifier: signer.verifier });
    const { fromRoot, toRoot, path } = await bodyOf<{ fromRoot: string; toRoot: string; path: string[] }>(oversight, `/proofs/consistency?from=${size}&to=${later.size}`);
    const bytes = (text: string) => Buffer.from(text, 'base64');
    expect(bytes(fromRoot)).toEqual((await checkpoints.of(size))!.root);
    expect(provesConsistency({ smaller: size, size: later.size, path: path.map(bytes), smallerRoot: bytes(fromRoot), root: later.root })).toBe(true);
    expect(bytes(toRoot)).toEqual(later.root);
  });

  it.each([
    ['/proofs/7', 400], [`/proofs/${'9'.repeat(19)}`, 404], ['/proofs/checkpoint?size=9999', 400], ['/proofs/checkpoint?size=-1', 400], ['/proofs/consistency', 400], ['/proofs/consistency?from=3&to=2', 400],
    ['/proofs/consistency?from=1&to=999999', 503], ['/proofs/consistency?from=1&until=2', 400], ['/children/3f0f0c6e-0000-4000-8000-000000000106/proofs', 404],
  ])('%s is answered %i', async (path, status) =>
    expect(await bodyOf(oversight, path, status)).toMatchObject({ status, type: expect.stringMatching(/^urn:guarantor:problem:/) }));

  it('is for those who may read the child', async () => {
    const [stranger, others] = [await app.as(guardian), await Promise.all([analyst, service, administrator].map((actor) => app.as(actor)))];
    await stranger.get(`/children/${child}/proofs`).expect(404);
    const { entries: [entry] } = await proofsOf(oversight);
    for (const caller of [stranger, worker, ...others]) {
      await caller.get(`/proofs/${entry!.position}`).expect(403);
      await caller.get('/audit/proofs').expect(403);
      await caller.post('/proofs/witnessed', { checkpoint: '' }).expect(403);
    }
    for (const caller of others) await caller.get('/proofs/checkpoint').expect(403);
  });
});

describe('Whoever keeps a checkpoint', () => {
  it('puts it on record once, and the auditor sees who did, when, and that the log still fits', async () => {
    const { note, size, root } = (await checkpoints.last())!;
    const { body } = await ombuds.post('/proofs/witnessed', { checkpoint: note }).expect(200);
    expect(body).toEqual({ word: expect.any(String), size, fits: 'yes' });
    expect((await ombuds.post('/proofs/witnessed', { checkpoint: note }).expect(200)).body).toEqual(body);
    expect(await eventsIn('witness')).toEqual(['oversight.CheckpointWitnessed']);
    expect(await bodyOf(oversight, '/audit/proofs')).toEqual({
      asOf: expect.any(String), knownAt: { instant: null, position: expect.stringMatching(/^\d{19}$/), provisional: expect.any(Boolean) },
      versions: { rules: expect.any(Array), profiles: expect.any(Array), zoneData: expect.any(String), readModels: ['log-tree@1'] },
      verifier: signer.verifier, events: expect.any(Number), lastCheckpoint: expect.objectContaining({ size, fits: 'yes' }),
      lastWitnessed: expect.objectContaining({ size, checkpoint: note, root: root.toString('base64'), fits: 'yes', recordedBy: expect.objectContaining({ actorRef: ombudsperson.actorRef, role: 'OMBUDSPERSON' }) }),
      contradicted: [], keysDestroyed: [],
    });
  });

  it('gets the answer of a past day again, whatever was signed and kept since', async () => {
    await app.followed();
    const { asOf, knownAt, ...then } = await bodyOf<{ asOf: string; knownAt: { position: string } }>(oversight, '/audit/proofs');
    // A reading is on record; a further child would have alarms that come later, amid those who change the log.
    await proofsOf(oversight);
    await ombuds.post('/proofs/witnessed', { checkpoint: (await signed()).note }).expect(200);
    await app.followed();
    const asked = (query: string) => bodyOf<{ events: number; lastCheckpoint: { size: number }; lastWitnessed: { size: number } }>(oversight, `/audit/proofs${query}`);
    expect(await asked(`?asOf=${asOf}&position=${knownAt.position}`)).toEqual({ asOf, knownAt: { ...knownAt, provisional: false }, ...then });
    expect(await asked(`?asOf=${asOf}&knownAt=${asOf}`)).toEqual({ asOf, ...then, knownAt: { ...knownAt, instant: asOf } });
    const [now, early] = [await asked(''), await asked('?knownAt=2020-01-01T00:00:00Z')];
    expect([now.events > now.lastCheckpoint.size, now.lastWitnessed.size, early]).toEqual([true, now.lastCheckpoint.size, expect.objectContaining({ events: 0, lastCheckpoint: null, lastWitnessed: null })]);
    for (const wrong of [`position=${'9'.repeat(19)}`, 'position=7', `position=${knownAt.position}&knownAt=${asOf}`, 'asOf=yesterday']) await oversight.get(`/audit/proofs?${wrong}`).expect(400);
  });

  it.each([
    ['that this log did not sign', () => new CheckpointSigner(signer.origin, randomBytes(32)).sign({ size: 1, root: leafHash('') })],
    ['of another log', () => new CheckpointSigner('guarantor/another', seed).sign({ size: 1, root: leafHash('') })],
    ['that is none', () => 'a checkpoint'],
  ])('is refused one %s', async (_, note) => {
    expect((await ombuds.post('/proofs/witnessed', { checkpoint: note() }).expect(400)).body).toMatchObject({ errors: [{ field: 'checkpoint' }] });
    await ombuds.post('/proofs/witnessed', {}).expect(400);
  });
});

async function eventsIn(stream: string): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { type } of app.system.store.read(stream)) types.push(type);
  return types;
}

/** Last, because they change what nobody may change. Each undoes what it did. */
describe('Whoever changes the log behind its back', () => {
  const verdict = async () => {
    const seen: number[] = [];
    const signedSoFar = await checkpoints.all();
    const { faults } = await verifyLog({ store: checkpoints.tree.readsFrom, tree: checkpoints.tree, signed: signedSoFar, verifier: signer.verifier }, (events) => seen.push(events));
    return { faults, seen };
  };
  const asOwner = async (sql: string) => {
    const client = new pg.Client({ connectionString: (app.system.pool.options as { connectionString: string }).connectionString });
    await client.connect();
    await client.query(`begin; alter table es.event disable trigger event_append_only; ${sql}; alter table es.event enable always trigger event_append_only; commit`).finally(() => client.end());
  };
  /** Of the only event of the child. */
  const place = `(select position from es.event where stream = 'child-$child' and revision = 0)`;
  const sqlFor = (sql: string) => sql.replaceAll('$child', child);

  it('has not done so yet', async () => {
    await signed();
    const { faults, seen } = await verdict();
    expect(faults).toEqual([]);
    expect(seen.at(-1)).toBeGreaterThan(0);
  });

  it.each([
    ['rewrites an event', `update es.event set data = jsonb_set(data::jsonb, '{foundIn}', '"KZ"')::json where position = ${place}`, /^Event \d+ of the log, .* is not what stood there/],
    ['rewrites who recorded it', `update es.event set meta = jsonb_set(meta::jsonb, '{purpose}', '"OPERATIONS"')::json where position = ${place}`, /^Event \d+ of the log/],
    ['dates one otherwise', `update es.event set recorded_at = recorded_at - interval '1 day' where position = ${place}`, /^Event \d+ of the log/],
    ['exchanges two', `update es.event set position = -1 where position = 2; update es.event set position = 2 where position = 3; update es.event set position = 3 where position = -1`, /^Event 2 of the log/],
    ['leaves one out', `delete from es.event where position = 2`, /^The log contradicts itself after 0 events/],
    ['leaves one out and closes the gap', `delete from es.event where position = 2; update es.event set position = -position where position > 2; update es.event set position = -position - 1 where position < 0`, /^Event 2 of the log/],
    ['cuts it off', `delete from es.event where position > 4`, /was cut off/],
  ])('and %s is found out', async (_, sql, found) => {
    await asOwner(`create table public.kept as table es.event`);
    try {
      await asOwner(sqlFor(sql));
      const { faults } = await verdict();
      expect(faults).toContainEqual(expect.stringMatching(found));
      if (!/contradicts itself|cut off/.test(String(found))) expect(faults).toContainEqual(expect.stringMatching(/^The checkpoint of \d+ events is of another log/));
    } finally {
      await asOwner(`delete from es.event; insert into es.event select * from public.kept; drop table public.kept`);
    }
    expect((await verdict()).faults).toEqual([]);
  });

  it('is found out by the checkpoints alone where the tree was made to fit, and by the one that was kept where those were, too', async () => {
    const { note, size, root } = (await checkpoints.last())!;
    const bytes = (await app.system.pool.query<{ hashes: Buffer }>(`select hashes from transparency.tile where level = 0 and n = 0`)).rows[0]!.hashes;
    await app.system.pool.query(`update transparency.tile set hashes = $1 where level = 0 and n = 0`, [Buffer.from(bytes).fill(7, 0, 32)]);
    try {
      await expect(checkpoints.sign(signer)).rejects.toThrow(/not what it was/);
      expect((await ombuds.post('/proofs/witnessed', { checkpoint: note }).expect(409)).body).toMatchObject({ type: 'urn:guarantor:problem:log-changed', size });
      expect(await bodyOf(oversight, '/audit/proofs')).toMatchObject({ lastCheckpoint: { fits: 'no' }, lastWitnessed: { fits: 'no' }, contradicted: [{ size, root: root.toString('base64') }] });
      await oversight.get(`/children/${child}/proofs`).expect(500);
    } finally {
      await app.system.pool.query(`update transparency.tile set hashes = $1 || substring(hashes from $2) where level = 0 and n = 0`, [bytes, bytes.length + 1]);
    }
    await app.system.pool.query(`update transparency.checkpoint set root = $2, note = replace(note, $3, $4) where size = $1`, [size, leafHash(''), root.toString('base64'), leafHash('').toString('base64')]);
    expect((await verdict()).faults).toEqual([expect.stringMatching(/cannot be taken: The checkpoint is not signed/), expect.stringMatching(/is of another log/)]);
  });
});
