import { beforeAll, describe, expect, it } from '@jest/globals';
import { printTimeline } from '../apps/cli/replay.js';
import { registry } from '../libs/case-file/contexts.js';
import { dutiesOf } from '../libs/case-file/duties.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { zoneDataVersion } from '../libs/zones/zones.js';
import { needAreas } from '../libs/best-interests/needs.events.js';
import type { Caller } from './app.js';
import { sendOneOfEach } from './examples.js';
import { administrator, guardian, nextGuardian } from './people.js';
import { aChild, app, appointing, appointment, eventIn, eventsOf, oversight, report, represented, source, witness, worker, zone } from './story.js';

interface Owed {
  readonly child: string;
  readonly code: string;
  readonly state: string;
  readonly dueAt: string;
  readonly metBy: string | null;
  readonly profileVersion: string;
  readonly pausedUntil: string | null;
  readonly organisation: string | null;
  readonly contested: boolean;
  readonly escalation: { readonly step: string; readonly since: string } | null;
}
interface Situation {
  readonly duties: readonly { readonly code: string; readonly state: string; readonly due: string; readonly profileVersion: string; readonly zoneData: string; readonly met?: { readonly event: string } }[];
  readonly alarms: readonly { readonly code: string; readonly due: string }[];
}

let operator: Caller;
beforeAll(async () => {
  operator = await app.as(administrator);
});

const pass = (duration: string) => operator.post('/clock', { forward: duration }).expect(200);
const now = async () => ((await operator.get('/clock').expect(200)).body as { now: string }).now;
const foundNow = async () => aChild({ occurredAt: { at: await now(), zone } });
const situation = async (child: string, question = '') => (await oversight.get(`/children/${child}${question}`).expect(200)).body as Situation;
const stateIn = ({ duties }: Situation, code: string) => duties.findLast((duty) => duty.code === code)?.state;
const alarmsIn = ({ alarms }: Situation, code = 'REPRESENTATIVE') => alarms.filter((alarm) => alarm.code === code);
const alarmsOf = async (child: string) => (await eventsOf(`duties-${child}`)).filter(({ data }) => data.code === 'REPRESENTATIVE');
async function listed(question: string): Promise<readonly Owed[]> {
  await app.followed();
  return ((await oversight.get(`/duties?${question}`).expect(200)).body as { entries: Owed[] }).entries;
}

describe('What is owed to a child', () => {
  it('is open, then overdue, then met late, as weeks pass in seconds', async () => {
    const child = await foundNow();
    expect(stateIn(await situation(child), 'REPRESENTATIVE')).toBe('OPEN');
    await pass('P5D');
    expect(stateIn(await situation(child), 'REPRESENTATIVE')).toBe('OVERDUE');
    await until(async () => alarmsIn(await situation(child)).length > 0, 'the alarm', 20);

    await represented(child);
    const after = await situation(child);
    expect(after.duties.find(({ code }) => code === 'REPRESENTATIVE')).toMatchObject({ state: 'MET_LATE', profileVersion: 'KG@1', zoneData: expect.stringMatching(/^\d{4}[a-z]$/) });
    // That it was overdue once stays said, and by which clock.
    expect(alarmsIn(after)).toHaveLength(1);
    expect((await alarmsOf(child))[0]!.meta.clockAheadMs).toBeGreaterThanOrEqual(5 * 86_400_000);
  });

  it('is met in time, and then nothing is said of it', async () => {
    const child = await foundNow();
    await represented(child);
    await pass('P10D');
    expect(stateIn(await situation(child), 'REPRESENTATIVE')).toBe('MET');
    const other = await foundNow();
    await pass('P10D');
    await until(async () => (await alarmsOf(other)).length > 0, 'the alarm of the other child', 20);
    expect(await alarmsOf(child)).toEqual([]);
  });

  it('is not met by what was done before it began, nor by what may have been, and then late at the last moment at which it can have been', async () => {
    const child = await foundNow();
    const began = Date.parse(await now());
    const hours = (count: number) => new Date(began + count * 3_600_000).toISOString();
    await witness.post(`/children/${child}/record-separation`, { ...report(hours(0)), separatedFrom: [{ relation: 'MOTHER' }], groundCode: 'MIGRATION_STATUS' }).expect(200);
    await pass('P4D');
    const contact = (from: string, to?: string) => witness.post(`/children/${child}/record-contact`, {
      occurredAt: { at: from, to, zone }, source, with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'NO',
    }).expect(200);
    const after = async () => (await situation(child)).duties.findLast(({ code }) => code === 'FIRST_CONTACT_AFTER_SEPARATION')!;
    await contact(hours(-1));
    await contact(hours(-1), hours(3));
    expect(await after()).toMatchObject({ state: 'OVERDUE' });
    const late = eventIn(await contact(hours(3), hours(30)));
    expect(await after()).toMatchObject({ state: 'MET_LATE', met: { event: late, at: hours(30) } });
    expect(await listed(`child=${child}&code=FIRST_CONTACT_AFTER_SEPARATION`)).toMatchObject([{ state: 'MET_LATE', metBy: late }]);
    await contact(hours(3));
    expect(await after()).toMatchObject({ state: 'MET' });
  });

  it('opens no gate when the clock speaks of it', async () => {
    const child = await foundNow();
    await pass('P5D');
    await until(async () => (await alarmsOf(child)).length > 0, 'the alarm', 20);
    const before = (await eventsOf(`child-${child}`)).length;
    await worker.post(`/children/${child}/decide-placement`, { facilityRef: child, settingKind: 'FOSTER_CARE' }).expect(422);
    expect((await eventsOf(`child-${child}`)).length).toBe(before);
  });

  it('is shown as it stood at an instant', async () => {
    const child = await foundNow();
    const early = await now();
    await pass('P5D');
    expect(stateIn(await situation(child, `?asOf=${encodeURIComponent(early)}`), 'REPRESENTATIVE')).toBe('OPEN');
  });
});

describe('The replay on the command line', () => {
  it('prints what is owed, by which profile and zone data, what became of it, and what the clock said', async () => {
    const child = await foundNow();
    await pass('P5D');
    await until(async () => (await alarmsOf(child)).length > 0, 'the alarm', 20);
    await represented(child);
    const lines: string[] = [];
    await printTimeline(app.system.replay, child, { asOf: new Date(await now()), say: (line) => lines.push(line) });
    expect(lines).toContainEqual(expect.stringMatching(/^REPRESENTATIVE since #0: met late by #\d+, due \S+Z \(KG@1, zone data \d{4}[a-z]\)$/));
    expect(lines).toContainEqual(expect.stringMatching(/^said to be overdue at \S+: REPRESENTATIVE, due \S+Z$/));
  });
});

describe('A pause', () => {
  const separation = async (child: string) => eventIn(await witness.post(`/children/${child}/record-separation`, {
    ...report(await now()), separatedFrom: [{ relation: 'MOTHER' }], groundCode: 'MIGRATION_STATUS',
  }).expect(200));
  const pause = (child: string, body: object) => worker.post(`/children/${child}/attest-duty-paused`, { duty: 'FIRST_CONTACT_AFTER_SEPARATION', ground: 'CHILD_ASKED', ...body });
  const later = async (days: number) => new Date(Date.parse(await now()) + days * 86_400_000).toISOString();

  it('moves the end of a duty, with author, ground and end', async () => {
    const child = await foundNow();
    const startedBy = await separation(child);
    await pause(child, { startedBy, until: await later(7) }).expect(200);
    expect(stateIn(await situation(child), 'FIRST_CONTACT_AFTER_SEPARATION')).toBe('PAUSED');
    await pass('P3D');
    expect(stateIn(await situation(child), 'FIRST_CONTACT_AFTER_SEPARATION')).toBe('PAUSED');
    expect(await listed(`child=${child}&state=PAUSED`)).toMatchObject([{ code: 'FIRST_CONTACT_AFTER_SEPARATION', state: 'PAUSED', pausedUntil: expect.any(String) }]);
    await pass('P6D');
    expect(stateIn(await situation(child), 'FIRST_CONTACT_AFTER_SEPARATION')).toBe('OVERDUE');
  });

  it('is corrected to an earlier end, and by nobody to a later one', async () => {
    const child = await foundNow();
    await separation(child);
    const until = await later(2);
    const target = eventIn(await pause(child, { until }).expect(200));
    const correct = async (fields: object) => witness.post(`/children/${child}/record-correction`, { ...report(await now()), target, fields, reason: 'MISTAKEN_ENTRY' });
    const dueAt = async () => Date.parse((await situation(child)).duties.find(({ code }) => code === 'FIRST_CONTACT_AFTER_SEPARATION')!.due);
    const due = await dueAt();
    expect((await correct({ until: '2099-01-01T00:00:00Z' })).status).toBe(400);
    expect([(await correct({ until: await later(9) })).status, await dueAt()]).toEqual([200, due]);
    await pass('P1D');
    expect((await correct({ until: await later(-0.5) })).status).toBe(200);
    expect(await dueAt()).toBeLessThan(due);
  });

  it('is taken for no duty that law bounds, for none that has not started, without end and into no past', async () => {
    const child = await foundNow();
    await pause(child, { until: await later(7) }).expect(409);
    await pause(child, { duty: 'REPRESENTATIVE', until: await later(7) }).expect(409);
    await separation(child);
    await pause(child, { until: await later(-1) }).expect(400);
    await pause(child, { until: await later(91) }).expect(400);
    await pause(child, {}).expect(400);
    await pause(child, { until: await later(7), startedBy: child }).expect(400);
    const again = { until: await later(7) };
    expect(((await pause(child, again).expect(200)).body as { events: unknown[] }).events).toHaveLength(1);
    expect(((await pause(child, again).expect(200)).body as { events: unknown[] }).events).toHaveLength(0);
  });
});

describe('The list of what is owed', () => {
  it('is what the fold of the log gives, for the story of every command', async () => {
    const { childId: child } = await sendOneOfEach(app, () => 'words');
    const { facts } = await app.system.executor.open('child', child);
    const inOrder = (duties: readonly { readonly code: string; readonly dueAt: string; readonly metBy: string | null }[]) => duties.map(({ code, dueAt, metBy }) => [code, new Date(dueAt).toISOString(), metBy].join(' ')).sort();
    const folded = dutiesOf(registry.duties, facts, settingOf).map(({ code, due, met }) => ({ code, dueAt: due, metBy: met?.event ?? null }));
    expect(inOrder(await listed(`child=${child}&limit=200`))).toEqual(inOrder(folded));
  });

  it('gives the states that the fold gives, by state, duty, holder and end', async () => {
    const [late, met] = [await foundNow(), await foundNow()];
    await represented(met);
    await pass('P5D');
    const open = await foundNow();
    for (const [child, state] of [[late, 'OVERDUE'], [met, 'MET'], [open, 'OPEN']] as const) {
      expect(await listed(`child=${child}&code=REPRESENTATIVE`)).toMatchObject([{ child, state }]);
      expect(stateIn(await situation(child), 'REPRESENTATIVE')).toBe(state);
      expect((await listed(`code=REPRESENTATIVE&state=${state}`)).map((entry) => entry.child)).toContain(child);
    }
    const overdue = await listed('state=OVERDUE&holder=APPOINTING_AUTHORITY');
    expect(overdue.every(({ state, dueAt }) => state === 'OVERDUE' && Date.parse(dueAt) > 0)).toBe(true);
    expect(overdue.map(({ child }) => child)).not.toContain(open);
    expect((await listed(`child=${open}&state=OVERDUE&at=${encodeURIComponent(new Date(Date.parse(await now()) + 30 * 86_400_000).toISOString())}`)).map(({ code }) => code)).toContain('REPRESENTATIVE');
    expect(await listed(`child=${open}&dueBefore=${encodeURIComponent(await now())}`)).toEqual([]);
  });

  it('goes on being overdue, and alarms, while the mandate of the next guardian has not begun', async () => {
    const child = await foundNow();
    await represented(child);
    await pass('P15D');
    // All else that is owed by then was said, so that the clock has nothing to speak of but this.
    await until(async () => (await listed(`child=${child}&state=OVERDUE&limit=200`)).length === (await eventsOf(`duties-${child}`)).length, 'the other alarms', 20);
    const begins = new Date(Date.parse(await now()) + 20 * 86_400_000).toISOString();
    await appointing.post(`/children/${child}/suspend-guardian`, { guardianRef: guardian.actorRef, ground: 'INACTIVE' }).expect(200);
    await appointing.post(`/children/${child}/appoint-guardian`, { ...appointment(nextGuardian.actorRef), from: begins }).expect(200);
    await (await app.as(nextGuardian)).post(`/children/${child}/accept-mandate`, {}).expect(200);
    await pass('P5D');
    await until(async () => alarmsIn(await situation(child), 'REPLACE_GUARDIAN').length === 1, 'the alarm of the child whose guardian begins later', 20);
    const question = `child=${child}&code=REPLACE_GUARDIAN`;
    expect([stateIn(await situation(child), 'REPLACE_GUARDIAN'), await listed(question), await listed(`${question}&state=OVERDUE`)]).toMatchObject(['OVERDUE', [{ state: 'OVERDUE' }], [{ child }]]);
    const then = `${question}&at=${encodeURIComponent(begins)}`;
    expect([await listed(then), await listed(`${then}&state=OVERDUE`), await listed(`${then}&state=MET_LATE`)]).toMatchObject([[{ state: 'MET_LATE' }], [], [{ child }]]);
  });

  it('has pages, and refuses what it does not know', async () => {
    const first = (await oversight.get('/duties?limit=1').expect(200)).body as { entries: Owed[]; next: string };
    const second = (await oversight.get(`/duties?limit=1&cursor=${first.next}`).expect(200)).body as { entries: Owed[] };
    expect(second.entries[0]).not.toEqual(first.entries[0]);
    for (const question of ['state=LATE', 'code=DETENTION', 'holder=POLICE', 'at=yesterday', 'jurisdiction=kg', 'child=x']) await oversight.get(`/duties?${question}`).expect(400);
    await (await app.as(guardian)).get('/duties').expect(403);
  });
});

describe('The figures of what is owed', () => {
  interface Figures { readonly at: string; readonly position: string; readonly versions: object; readonly next: string | null; readonly entries: readonly ({ readonly [column: string]: number } & { readonly [column: string]: string | null })[] }
  const figures = async (question: string) => {
    await app.followed();
    return (await oversight.get(`/duties/${question}`).expect(200)).body as Figures;
  };
  const ofCode = (code: string, { entries }: Figures) => entries.find((entry) => entry.code === code)!;

  it('are counted by duty, role, body and state, with what is due soon and how far what is overdue has come', async () => {
    const before = ofCode('REPRESENTATIVE', await figures('counts?by=code&limit=200'));
    const [overdue, met] = [await foundNow(), await foundNow()];
    await represented(met);
    await pass('P3DT12H');
    const open = await foundNow();
    const at = new Date(Date.parse((await situation(overdue)).duties.find(({ code }) => code === 'REPRESENTATIVE')!.due) + 3_600_000).toISOString();
    const counted = async (instant: string) => ofCode('REPRESENTATIVE', await figures(`counts?by=code&code=REPRESENTATIVE&at=${instant}`));
    const [alarm, red] = [await counted(at), await counted(new Date(Date.parse(at) + 86_400_000).toISOString())];
    expect([alarm.ALARM, red.ALARM! < alarm.ALARM!, red.RED! > alarm.RED!, alarm.OVERDUE]).toEqual([expect.any(Number), true, true, alarm.ALARM! + alarm.RED!]);
    expect([alarm.MET! > (before?.MET ?? 0), alarm.OPEN! >= 1, alarm.DUE_SOON! <= alarm.OPEN!]).toEqual([true, true, true]);

    const [entry] = await listed(`child=${overdue}&code=REPRESENTATIVE&at=${at}&escalation=ALARM`);
    expect(entry).toMatchObject({ state: 'OVERDUE', escalation: { step: 'ALARM', since: entry!.dueAt }, contested: false });
    expect(await listed(`child=${overdue}&code=REPRESENTATIVE&at=${at}&escalation=RED`)).toEqual([]);
    expect((await listed(`child=${open}&code=REPRESENTATIVE&at=${at}`))[0]).toMatchObject({ state: 'OPEN', escalation: null });

    // Nobody has decided or certified anything of the one, and the authority that appointed the guardian of the other answers for that.
    const [{ organisation: nobody }, { organisation }] = [(await listed(`child=${open}&code=REPRESENTATIVE`))[0]!, (await listed(`child=${met}&code=REPRESENTATIVE`))[0]!];
    expect([nobody, organisation]).toEqual([null, expect.any(String)]);
    const byBody = await figures('counts?code=REPRESENTATIVE&jurisdiction=KG&limit=200');
    expect([byBody.entries.find((row) => row.organisation === organisation)!.MET! > 0, byBody.entries.at(-1)!.organisation]).toEqual([true, null]);
    expect((await listed(`organisation=${organisation}&child=${met}`)).map(({ code }) => code)).toContain('REPRESENTATIVE');
    expect((await figures('counts?jurisdiction=UA')).entries).toEqual([]);
    expect((await figures('counts?by=holder&limit=200')).entries.map(({ holder }) => holder)).toEqual(expect.arrayContaining(['APPOINTING_AUTHORITY', 'CASE_WORKER']));
  });

  it('say of the days in which needs are assessed which of the three acts is due, done and overdue', async () => {
    const child = await foundNow();
    const component = async (name: string, at: string) => (await figures(`ten-days?by=jurisdiction&jurisdiction=KG&at=${at}`)).entries.find((entry) => entry.component === name)!;
    const [early, late] = [await now(), new Date(Date.parse(await now()) + 12 * 86_400_000).toISOString()];
    const before = { plan: await component('PLAN', early), rights: await component('RIGHTS_ASSESSMENT', early), overdue: await component('RIGHTS_ASSESSMENT', late) };
    await worker.post(`/children/${child}/attest-needs-assessed`, {
      ...report(await now()), assessor: { personRef: 'assessor', orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' }, areas: needAreas.map((area) => ({ area, result: 'UNKNOWN' })),
    }).expect(200);
    // What is done later was not done then.
    expect((await component('RIGHTS_ASSESSMENT', early)).done).toBe(before.rights.done);
    const since = await now();
    const after = { plan: await component('PLAN', since), rights: await component('RIGHTS_ASSESSMENT', since), overdue: await component('RIGHTS_ASSESSMENT', late) };
    expect([after.plan.due, after.plan.done]).toEqual([before.plan.due, before.plan.done]);
    expect([after.rights.due, after.rights.done, after.overdue.overdue]).toEqual([before.rights.due! - 1, before.rights.done! + 1, before.overdue.overdue! - 1]);
  });

  it('come as lines and as a table, too, and are given to nobody else, nor for a question in another form', async () => {
    await app.followed();
    const table = await oversight.get('/duties/ten-days?format=csv').expect(200).expect('Content-Type', /text\/csv/);
    expect(table.text.split('\r\n')[0]).toBe('organisation,component,due,dueSoon,overdue,done,doneLate,ended');
    await oversight.get('/duties/counts?format=ndjson').expect(200).expect('Content-Type', /ndjson/);
    const first = await figures('counts?by=code&limit=1');
    const second = await figures(`counts?by=code&limit=1&cursor=${first.next}`);
    expect([second.at, second.entries[0]!.code === first.entries[0]!.code, second.versions]).toEqual([first.at, false, { zoneData: zoneDataVersion, profiles: expect.arrayContaining(['KG@1']), readModels: [expect.stringMatching(/^duties@\d+$/)] }]);
    const list = async (query: string) => (await oversight.get(`/duties?limit=1${query}`).expect(200)).body as Figures;
    const page = await list('');
    expect(await list(`&cursor=${page.next}`)).toMatchObject({ at: page.at, versions: second.versions });
    for (const question of ['counts?by=child', 'counts?soonDays=0', 'ten-days?code=REPRESENTATIVE', 'counts?holder=POLICE', 'counts?jurisdiction=kg', 'counts?format=xml', 'counts?at=2026-02-30T00:00Z']) await oversight.get(`/duties/${question}`).expect(400);
    await (await app.as(guardian)).get('/duties/counts').expect(403);
  });
});
