import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { questions } from '../libs/oversight/population.questions.js';
import type { Caller } from './app.js';
import { analyst, caseWorker, ombudsperson } from './people.js';
import { aChild, app, eventIn, oversight, rebuilt, receipt, source, witness, zone } from './story.js';
import { tableIn, textOf } from './table.js';

/** Questions about all children, asked as auditors ask them, of events that came in through the same door as real ones. */

interface Answer {
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly versions: object;
  readonly entries: readonly { readonly [name: string]: unknown }[];
  readonly next: string | null;
  readonly [figure: string]: unknown;
}
async function ask(question: string, by: Caller = oversight): Promise<Answer> {
  await app.followed();
  return (await by.get(`/audit/${question}`).expect(200)).body as Answer;
}

const at = (local: string) => ({ occurredAt: { at: local, zone }, source });
const cell = { settingKind: 'POLICE_CELL', state: 'KG', custodian: { orgType: 'POLICE' }, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', groundCode: 'NO_DOCUMENTS' };

async function heldFrom(local: string, until?: string, setting: object = {}, child?: string): Promise<{ child: string; start: string; stayRef: string }> {
  const held = child ?? await aChild();
  const stayRef = `stay-${randomUUID().slice(0, 8)}`;
  const start = eventIn(await witness.post(`/children/${held}/record-deprivation-started`, { ...at(local), ...cell, stayRef, ...setting }).expect(200));
  if (until) await witness.post(`/children/${held}/record-deprivation-ended`, { ...at(until), stayRef, endReason: 'RELEASE' }).expect(200);
  return { child: held, start, stayRef };
}

async function aCentre(name: string, capacity?: number): Promise<string> {
  const inspector = await app.as(ombudsperson);
  const place = { name, kind: 'TRANSIT_CENTRE', operator: { orgRef: 'migration-service', orgType: 'IMMIGRATION' }, state: 'KG', zone, exitControl: 'CONTROLLED', from: '2020-01-01', ...(capacity && { capacity }) };
  return receipt(await inspector.post('/facilities/register-facility', place).expect(201)).facilityId;
}

describe('A month of a facility (T16)', () => {
  let centre: string;
  const january = 'from=2025-12-31T18:00:00Z&to=2026-01-31T18:00:00Z';
  const asOf = 'asOf=2026-01-31T18:00:00Z';
  beforeAll(async () => {
    centre = await aCentre('Centre', 10);
    const there = { facilityRef: centre };
    await heldFrom('2025-12-28T00:00', '2026-01-03T00:00', there);
    await heldFrom('2026-01-01T12:00', '2026-01-08T12:00', there);
    await heldFrom('2026-01-10T00:00', '2026-01-20T00:00', there);
    await heldFrom('2026-01-25T00:00', undefined, there);
  });

  it('has a flow in of 3, a flow out of 3, a prevalence of 4 and 624 child-hours', async () => {
    expect(await ask(`flow?${january}&${asOf}&facility=${centre}`)).toMatchObject({ flowIn: 3, flowOut: 3, prevalence: 4, childHours: '624', flowOutBy: { RELEASE: 3 } });
  });

  it('has an average daily population of 0.8387, an occupancy of 8.39 %, and completed stays of 184 hours in the mean and 168 in the median', async () => {
    const { entries: [month] } = await ask(`facilities?${january}&${asOf}&facility=${centre}`);
    expect(month).toMatchObject({
      stock: 1, flowIn: 3, flowOut: 3, prevalence: 4, childHours: '624', averageDailyPopulation: '0.8387', capacity: 10, occupancyPercent: '8.39',
      completedStays: 3, meanCompletedHours: '184', medianCompletedHours: '168', sharePercentLongerThanHours: { 24: '100.00', 72: '100.00', 168: '33.33', 720: '0.00' },
    });
  });

  it('has a stock of 2 on 2 January at noon and of 1 on 15 January at noon', async () => {
    expect(await ask(`stock?asOf=2026-01-02T06:00:00Z&facility=${centre}`)).toMatchObject({ children: 2 });
    expect(await ask(`stock?asOf=2026-01-15T06:00:00Z&facility=${centre}`)).toMatchObject({ children: 1 });
  });

  it('has in its stock who begins at the instant, and not whose episode ends at it (CAL-1, R28)', async () => {
    const stock = async (at: string) => (await ask(`stock?asOf=${at}&facility=${centre}`)).children;
    expect([await stock('2026-01-08T05:59:59.999Z'), await stock('2026-01-08T06:00:00Z')]).toEqual([1, 0]);
    expect([await stock('2026-01-09T17:59:59.999Z'), await stock('2026-01-09T18:00:00Z')]).toEqual([0, 1]);
  });

  it('has the same figures asked later, and those of its days so far asked before it is over (R24)', async () => {
    const month = async (when: string) => (await ask(`facilities?${january}&asOf=${when}&facility=${centre}`)).entries;
    expect(await month('2026-03-01T00:00:00Z')).toMatchObject([{ childHours: '624', averageDailyPopulation: '0.8387', occupancyPercent: '8.39' }]);
    // 48 and 84 hours of 84, by the 4th at noon.
    expect(await month('2026-01-04T06:00:00Z')).toMatchObject([{ childHours: '120', averageDailyPopulation: '1.4286', occupancyPercent: '14.29' }]);
  });
});

describe('The stock', () => {
  it('says of each child where it is, since when, for how many hours and days, on what ground and by whose order', async () => {
    const centre = await aCentre('Another centre');
    const { child } = await heldFrom('2026-03-02T09:30', undefined, { facilityRef: centre, authorityLabel: 'adaptation', order: { kind: 'ORAL', issuedBy: { orgType: 'POLICE' } } });
    const { entries, children } = await ask(`stock?asOf=2026-03-05T10:00:00Z&facility=${centre}`);
    expect(children).toBe(1);
    expect(entries).toEqual([expect.objectContaining({
      child, hoursAtLeast: '78.5', localDaysAtLeast: 4, nightsAtLeast: 3, facilityRef: centre, authorityLabel: 'adaptation', ground: 'NO_DOCUMENTS', orderKind: 'ORAL', orderedBy: 'POLICE', nexus: 'ORDER',
      authority: 'POLICE', state: 'KG',
    })]);
  });

  it('is a rate of 2.96 per 100,000 where 37 are held of 1,250,000 children (T25), with the source of that number', async () => {
    const centre = await aCentre('A large centre');
    for (let n = 0; n < 37; n += 1) await heldFrom('2026-04-01T00:00', undefined, { facilityRef: centre });
    expect(await ask(`stock?asOf=2026-04-02T00:00:00Z&facility=${centre}&population=1250000&populationSource=National%20statistics`))
      .toMatchObject({ children: 37, ratePer100000: '2.96', population: 1250000, populationSource: 'National statistics' });
  });

  it('has the other classes apart', async () => {
    const centre = await aCentre('A third centre');
    const { child } = await heldFrom('2026-03-02T09:30', undefined, { facilityRef: centre, nexus: 'UNKNOWN' });
    const when = `asOf=2026-03-05T10:00:00Z&facility=${centre}`;
    expect(await ask(`stock?${when}`)).toMatchObject({ children: 0, entries: [] });
    expect(await ask(`stock?${when}&class=${encodeURIComponent('DEPRIVED?')}`)).toMatchObject({ children: 1, entries: [{ child, hoursAtLeast: '78.5' }] });
  });

  it('does not count who has come of age (T11)', async () => {
    const centre = await aCentre('A fourth centre');
    const person = await aChild({ dateOfBirth: '2008-08-15' });
    await heldFrom('2026-08-10T09:00', '2026-08-20T09:00', { facilityRef: centre }, person);
    expect(await ask(`stock?asOf=2026-08-14T06:00:00Z&facility=${centre}`)).toMatchObject({ children: 1 });
    expect(await ask(`stock?asOf=2026-08-16T06:00:00Z&facility=${centre}`)).toMatchObject({ children: 0 });
    expect(await ask(`flow?from=2026-08-12T00:00:00Z&to=2026-09-01T00:00:00Z&facility=${centre}`)).toMatchObject({ flowIn: 0, flowOut: 1, flowOutBy: { AGED_OUT: 1 }, prevalence: 1 });
    expect((await ask(`facilities?from=2026-08-01T00:00:00Z&to=2026-09-01T00:00:00Z&facility=${centre}`)).entries).toMatchObject([{ flowIn: 1, flowOut: 1, prevalence: 1, childHours: '111', completedStays: 0, meanCompletedHours: null }]);
  });
});

describe('Time to release (T17)', () => {
  it('has no median while more than half are held still, and one of 3 days when a third was released', async () => {
    const centre = await aCentre('A sixth centre');
    for (const day of ['02', '03']) await heldFrom('2026-06-01T00:00', `2026-06-${day}T00:00`, { facilityRef: centre });
    for (const days of [20, 30, 40]) await heldFrom(`2026-0${days === 20 ? '6-21' : days === 30 ? '6-11' : '6-01'}T00:00`, undefined, { facilityRef: centre });
    const when = `asOf=2026-07-10T18:00:00Z&facility=${centre}`;
    expect(await ask(`time-to-release?${when}`)).toMatchObject({ median: 'median not reached (longest open 960 hours)', entries: [{ days: '1.00', stillHeld: '0.8000' }, { days: '2.00', stillHeld: '0.6000' }] });
    await heldFrom('2026-06-01T00:00', '2026-06-04T00:00', { facilityRef: centre });
    expect(await ask(`time-to-release?${when}`)).toMatchObject({ medianDays: '3.00', median: '72 hours' });
  });
});

describe('Who escaped or died', () => {
  it('was not released, and was held for at least as long (R22)', async () => {
    const centre = await aCentre('An eighth centre');
    for (const [day, endReason] of [['02', 'RELEASE'], ['03', 'ESCAPE'], ['04', 'DEATH'], ['06', 'RELEASE']] as const) {
      const { child, stayRef } = await heldFrom('2026-06-01T00:00', undefined, { facilityRef: centre });
      await witness.post(`/children/${child}/record-deprivation-ended`, { ...at(`2026-06-${day}T00:00`), stayRef, endReason }).expect(200);
    }
    expect(await ask(`time-to-release?asOf=2026-07-10T18:00:00Z&facility=${centre}`)).toMatchObject({
      episodes: 4, released: 2, medianDays: '5.00', entries: [{ days: '1.00', atRisk: 4, stillHeld: '0.7500' }, { days: '5.00', atRisk: 1, stillHeld: '0.0000' }],
    });
  });
});

describe('Time to release, as an analyst sees it', () => {
  it('has whole days alone, and no step that fewer than ten were released at; who is on the road is not released', async () => {
    const centre = await aCentre('A seventh centre');
    const analysing = await app.as(analyst);
    const question = `time-to-release?asOf=2026-07-10T18:00:00Z&facility=${centre}`;
    for (let n = 0; n < 11; n += 1) await heldFrom('2026-06-01T00:00', `2026-06-0${n < 4 ? 2 : 3}T0${n % 5}:30`, { facilityRef: centre });
    expect(await ask(question, analysing)).toMatchObject({ episodes: 11, released: 11, median: '3 days', medianDays: '3', medianOfCompletedHours: null, entries: [] });
    for (let n = 0; n < 10; n += 1) await heldFrom('2026-06-20T00:00', undefined, { facilityRef: centre });
    expect(await ask(question, analysing)).toMatchObject({ episodes: 21, released: 11, entries: [{ days: '3', stillHeld: '0.48' }] });
    const { child, stayRef } = await heldFrom('2026-06-20T00:00', undefined, { facilityRef: centre });
    await witness.post(`/children/${child}/record-deprivation-ended`, { ...at('2026-06-25T00:00'), stayRef, endReason: 'TRANSFER' }).expect(200);
    expect(await ask(question)).toMatchObject({ episodes: 22, released: 11 });
  });

  it('says that there were few who were released, and not how many where few are held still, and ends where fewer than ten are left', async () => {
    const centre = await aCentre('A ninth centre');
    const analysing = await app.as(analyst);
    const seen = () => ask(`time-to-release?asOf=2026-07-10T18:00:00Z&facility=${centre}`, analysing);
    for (let n = 0; n < 9; n += 1) await heldFrom('2026-06-01T00:00', '2026-06-02T00:00', { facilityRef: centre });
    expect(await seen()).toMatchObject({ episodes: '1–9', released: '1–9', median: 'too few to tell', medianDays: null, entries: [] });
    for (let n = 0; n < 2; n += 1) await heldFrom('2026-06-01T00:00', '2026-06-02T00:00', { facilityRef: centre });
    for (let n = 0; n < 9; n += 1) await heldFrom('2026-06-20T00:00', undefined, { facilityRef: centre });
    expect(await seen()).toMatchObject({ episodes: 20, released: '10 or more', medianDays: '1', entries: [] });
    await heldFrom('2026-06-20T00:00', undefined, { facilityRef: centre });
    expect(await seen()).toMatchObject({ episodes: 21, released: 11, median: '1 days', entries: [{ days: '1', stillHeld: '0.48' }] });
    for (let n = 0; n < 3; n += 1) await heldFrom('2026-06-20T00:00', '2026-06-25T00:00', { facilityRef: centre });
    for (let n = 0; n < 10; n += 1) await heldFrom('2026-06-20T00:00', undefined, { facilityRef: centre });
    // A further step at which three were released is not shown.
    expect(await seen()).toMatchObject({ episodes: 34, released: 14, entries: [{ days: '1' }] });
  });
});

describe('A report', () => {
  it('comes out again byte for byte, after late facts and corrections out of order, and from read models that were filled anew', async () => {
    const centre = await aCentre('A fifth centre');
    const first = await heldFrom('2026-05-01T10:00', undefined, { facilityRef: centre });
    const { knownAt: { position } } = await ask(`stock?asOf=2026-05-10T00:00:00Z&facility=${centre}`);
    const reports = ['stock?asOf=2026-05-10T00:00:00Z', 'flow?from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z&asOf=2026-06-01T00:00:00Z'].map((question) => `/audit/${question}&facility=${centre}&position=${position}`);
    const texts = async () => Promise.all(reports.map(async (report) => (await oversight.get(report).expect(200)).text));
    const before = await texts();

    await heldFrom('2026-04-20T10:00', '2026-05-05T10:00', { facilityRef: centre });
    const worker = await app.as(caseWorker);
    await worker.post(`/children/${first.child}/record-correction`, { ...at('2026-05-20T10:00'), target: first.start, reason: 'NEW_INFORMATION', fields: { mayLeave: 'YES' } }).expect(200);
    await witness.post(`/children/${first.child}/record-deprivation-ended`, { ...at('2026-05-03T10:00'), stayRef: first.stayRef, endReason: 'RELEASE' }).expect(200);
    await app.followed();
    expect(await texts()).toEqual(before);
    expect((await ask(`stock?asOf=2026-05-10T00:00:00Z&facility=${centre}`)).children).toBe(0);

    await rebuilt('liberty');
    expect(await texts()).toEqual(before);
  });

  it('is refused, and no other figure given, where its rules or its zone data are not carried', async () => {
    await ask('stock?rules=LIB-1@1,CAL@1');
    for (const other of ['rules=LIB-1@0,CAL@1', 'zoneData=1999a']) {
      const { body } = await oversight.get(`/audit/stock?${other}`).expect(400).expect('Content-Type', /problem\+json/);
      expect(body).toMatchObject({ type: 'urn:guarantor:problem:version-not-carried', detail: expect.stringContaining((body as { carried: string }).carried) });
      await ask(`stock?${other.split('=')[0]!}=${(body as { carried: string }).carried}`);
    }
  });
});

describe('A question', () => {
  it('that the table of questions lists is answered', async () => {
    const table = await readFile('docs/audit-questions.md', 'utf8');
    const requests = [...table.matchAll(/`GET (\/audit\/(?!proofs)[^`]+)`/g)].map(([, request]) => request!);
    expect(new Set(requests.map((request) => request.split(/[/?]/)[2]))).toEqual(new Set(questions.map(({ path }) => path)));
    const asked = await Promise.all(requests.map(async (request) => [request, (await oversight.get(request)).status]));
    expect(asked.filter(([, status]) => status !== 200)).toEqual([]);
  });

  it('is answered with what it is true of, as JSON or as a line for each entry', async () => {
    await app.followed();
    const { knownAt: { position } } = await ask('stock?limit=1');
    const stock = `stock?asOf=2026-03-05T10:00:00Z&limit=1&position=${position}`;
    const answer = await ask(stock);
    expect(answer).toMatchObject({
      question: 'stock', asOf: '2026-03-05T10:00:00.000Z', knownAt: { instant: null, provisional: false },
      versions: { rules: expect.arrayContaining(['LIB-1@1']), zoneData: expect.any(String), profiles: expect.any(Array), readModels: [expect.stringMatching(/^liberty@/)] },
    });
    const lines = (await oversight.get(`/audit/${stock}`).set('Accept', 'application/x-ndjson').buffer(true).parse(textOf).expect(200).expect('Content-Type', /ndjson/)).body as string;
    const [head, ...entries] = lines.trim().split('\n').map((line) => JSON.parse(line) as object);
    expect({ ...head, entries }).toEqual(answer);
  });

  it('is answered as a table with all its rows, in which no text is a formula, and whose headers say what it is true of', async () => {
    const centre = await aCentre('Tabled');
    const { child } = await heldFrom('2026-03-02T09:30', undefined, { facilityRef: centre, authorityLabel: '=HYPERLINK("https://example.org","a ""shelter""")', legalProvisionCited: 'line one\nline two', order: { kind: 'ORAL' } });
    for (let n = 0; n < 2; n += 1) await heldFrom('2026-03-03T09:30', undefined, { facilityRef: centre, authorityLabel: ['@here', '+1', '-1', '\tx'][n] });
    await app.followed();
    const stock = `stock?asOf=2026-03-05T10:00:00Z&facility=${centre}`;
    const answer = await ask(stock);
    const question = `/audit/${stock}&position=${answer.knownAt.position}`;
    const { text, headers } = await oversight.get(question).set('Accept', 'text/csv').expect(200).expect('Content-Type', /^text\/csv; charset=utf-8/).expect('Content-Disposition', 'attachment; filename="stock.csv"');
    const [header, ...rows] = tableIn(text);
    expect(header!.slice(0, 4)).toEqual(['child', 'since.earliest', 'since.latest', 'since.zone']);
    const column = (name: string) => rows.map((row) => row[header!.indexOf(name)]!);
    expect(column('child')).toEqual(answer.entries.map((entry) => entry.child));
    expect(column('since.zone')).toEqual([zone, zone, zone]);
    expect(column('onTheRoad')).toEqual(['false', 'false', 'false']);
    const labels = answer.entries.map(({ authorityLabel }) => authorityLabel);
    expect(column('authorityLabel')).toEqual(labels.map((label) => `'${String(label)}`));
    expect(column('legalProvision')).toContain('line one\nline two');
    expect(rows.find((row) => row[0] === child)).toHaveLength(header!.length);
    const said = (name: string): unknown => JSON.parse(headers[`audit-${name}`] as string);
    expect([said('as-of'), said('known-at'), said('versions'), said('children'), said('next')]).toEqual([answer.asOf, answer.knownAt, answer.versions, 3, null]);

    const first = await oversight.get(`${question}&format=csv&limit=2`).expect(200);
    expect(tableIn(first.text)).toHaveLength(3);
    const second = await oversight.get(`${question}&format=csv&limit=2&cursor=${JSON.parse(first.headers['audit-next'] as string)}`).expect(200);
    expect(tableIn(second.text).slice(1).map(([id]) => id)).toEqual(column('child').slice(2));
    await oversight.get(`${question}&format=xlsx`).expect(400);
    const { text: none } = await oversight.get(`/audit/stock?asOf=2020-01-01T00:00:00Z&format=csv`).expect(200);
    expect(tableIn(none)).toEqual([header]);
  });

  it('that has more entries than a page is answered with all of them as lines and as a table', async () => {
    const whole = async (form: string) => (await oversight.get(`/audit/counts?by=FACILITY&format=${form}`).buffer(true).parse(textOf).expect(200)).body as string;
    await app.followed();
    const paged: unknown[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { entries, next: further } = await ask(`counts?by=FACILITY&limit=3${next && `&cursor=${next}`}`);
      paged.push(...entries);
      next = further;
    }
    expect(paged.length).toBeGreaterThan(3);
    expect((await whole('ndjson')).trim().split('\n').slice(1).map((line) => JSON.parse(line) as unknown)).toEqual(paged);
    expect(tableIn(await whole('csv'))).toHaveLength(paged.length + 1);
  });

  it('is answered page by page, each as of the same instant and position', async () => {
    const first = await ask('flow?from=2025-12-01T00:00:00Z&limit=2');
    await heldFrom('2026-02-01T00:00');
    const second = await ask(`flow?from=2025-12-01T00:00:00Z&limit=2&cursor=${first.next}`);
    expect([second.asOf, second.knownAt.position, second.prevalence]).toEqual([first.asOf, first.knownAt.position, first.prevalence]);
    expect(second.entries.map(({ child }) => child)).not.toEqual(first.entries.map(({ child }) => child));
  });

  it('that is not put well is answered 400 with a sentence', async () => {
    const wrong = [
      'stock?asOf=2026-02-30T00:00:00Z', 'stock?asOf=yesterday', 'stock?class=HELD', 'stock?state=kg', 'stock?facility=1', 'stock?authority=ARMY', 'stock?ground=NONE', 'stock?nationality=Kyrgyz',
      'stock?from=2026-01-01T00:00:00Z', 'stock?position=1', 'stock?position=9999999999999999999', 'stock?cursor=bm8', 'stock?limit=0', 'stock?population=0', 'flow?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'flow?from=2026-01',
      'stock?knownAt=2026-01-01T00:00:00Z&position=0000000000000000001', 'stock?page=2', `flow?cursor=${(await ask('stock?asOf=2026-03-05T10:00:00Z&limit=1')).next}`,
    ];
    for (const question of wrong) {
      const { status, body } = await oversight.get(`/audit/${question}`);
      expect([question, status, body]).toEqual([question, 400, expect.objectContaining({ detail: expect.stringMatching(/^[\w ].*\.$/s) })]);
    }
  });

  it('is answered 400 where its cursor was made up, with a place or an instant that is none', async () => {
    const asked = (path: string, of: object, ...last: readonly unknown[]) => {
      const fingerprint = createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 12);
      return oversight.get(`${path}?cursor=${Buffer.from(JSON.stringify([fingerprint, ...last])).toString('base64url')}`);
    };
    await app.followed();
    const [at, nobody] = ['2026-01-01T00:00:00.000Z', '11111111-1111-4111-8111-111111111111'];
    await asked('/audit/stock', { audit: 'stock' }, at, '', 0).expect(200);
    for (const last of [[at, '', -1], [at, '', 2 ** 31], ['-271821-04-20T00:00:00.000Z', '', 0], ['+275760-09-13T00:00:00.000Z', '', 0]]) await asked('/audit/stock', { audit: 'stock' }, ...last).expect(400);
    await asked('/whereabouts', { list: 'whereabouts' }, nobody, 0).expect(200);
    for (const n of [-1, 2 ** 31, Number.MAX_SAFE_INTEGER]) await asked('/whereabouts', { list: 'whereabouts' }, nobody, n).expect(400);
  });

  it('about single children is not an analyst\'s, nor a case worker\'s', async () => {
    for (const reader of [analyst, caseWorker]) await (await app.as(reader)).get('/audit/stock').expect(403);
  });
});
