import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Fact } from '../libs/decider/event.js';
import { decisionsTaken } from '../libs/oversight/decisions.question.js';
import { libertyAudit } from '../libs/oversight/liberty.audit.js';
import { eightAtATime, type Caller } from './app.js';
import { printRatio } from '../libs/oversight/population.arithmetic.js';
import { questions } from '../libs/oversight/population.questions.js';
import { analyst, caseWorker, lawyer, ombudsperson } from './people.js';
import { aChild, app, eventIn, eventsOf, historyOf, oversight, placementIn, readyToBePlaced, rebuilt, receipt, represented, source, witness, worker, zone } from './story.js';

/** Single questions with the numbers that the same events give by hand. */

interface Answer {
  readonly asOf: string;
  readonly knownAt: { readonly position: string };
  readonly entries: readonly { readonly [name: string]: unknown }[];
  readonly [figure: string]: unknown;
}
async function ask(question: string, by: Caller = oversight): Promise<Answer> {
  await app.followed();
  return (await by.get(`/audit/${question}`).expect(200)).body as Answer;
}

const at = (local: string) => ({ occurredAt: { at: local, zone }, source });
const cell = { settingKind: 'POLICE_CELL', state: 'KG', custodian: { orgType: 'POLICE' }, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER', groundCode: 'NO_DOCUMENTS' };

async function aCentre(name: string, exitControl = 'CONTROLLED'): Promise<string> {
  const place = { name, kind: 'TRANSIT_CENTRE', operator: { orgRef: 'migration-service', orgType: 'IMMIGRATION' }, state: 'KG', zone, exitControl, from: '2020-01-01' };
  return receipt(await (await app.as(ombudsperson)).post('/facilities/register-facility', place).expect(201)).facilityId;
}

/** As the witness tells it of the child, unless somebody else does. */
async function tells(child: string, what: string, body: object, by: Caller = witness): Promise<string> {
  return eventIn(await by.post(`/children/${child}/${what}`, body).expect(200));
}

async function heldFrom(child: string, local: string, until: string | undefined, setting: object): Promise<{ start: string; stayRef: string }> {
  const stayRef = `stay-${randomUUID().slice(0, 8)}`;
  const start = await tells(child, 'record-deprivation-started', { ...at(local), ...cell, stayRef, ...setting });
  if (until) await tells(child, 'record-deprivation-ended', { ...at(until), stayRef, endReason: 'RELEASE', releasedTo: 'FAMILY' });
  return { start, stayRef };
}

/** A later word on an earlier event. */
const corrected = (child: string, target: string, fields: object) => tells(child, 'record-correction', { ...at('2026-11-01T10:00'), target, reason: 'NEW_INFORMATION', fields }, worker);
const redated = (child: string, target: string, local: string) => tells(child, 'record-correction', { ...at('2026-11-01T10:00'), target, reason: 'MISTAKEN_ENTRY', fields: {}, targetOccurredAt: { at: local, zone } }, worker);

describe('A child that is taken again (T05)', () => {
  it('is shown with a gap of 22 hours, which is rapid and makes a chain', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Again')];
    await heldFrom(child, '2026-05-01T10:00', '2026-05-04T10:00', { facilityRef });
    await heldFrom(child, '2026-05-05T08:00', '2026-05-09T08:00', { facilityRef });
    expect((await ask(`redetentions?facility=${facilityRef}`)).entries).toEqual([expect.objectContaining({ child, number: 2, gapHoursAtLeast: '22', rapid: true, chained: true, sameAuthority: true })]);
    expect((await ask(`cumulative?facility=${facilityRef}`)).entries).toEqual([{ child, hoursAtLeast: '168', localDaysAtLeast: 9, stays: 2 }]);
    expect((await ask(`outcomes?facility=${facilityRef}`)).entries).toMatchObject([{ releasedTo: 'FAMILY', missingWithinDays: null }, { releasedTo: 'FAMILY' }]);
  });
});

describe('Somebody who was held as a child, and of whom a document shows later that it was none (T12, R16)', () => {
  it('leaves the headline for those who know it and stands in a series of its own; a report of before stays as it was', async () => {
    const [child, facilityRef] = [await aChild({ ageStatus: 'PRESUMED', majorityOn: '2026-11-10' }), await aCentre('Presumed')];
    await heldFrom(child, '2026-03-01T06:00', '2026-03-11T06:00', { facilityRef });
    const [stock, flow] = [`stock?facility=${facilityRef}&asOf=2026-03-05T00:00:00Z`, `flow?facility=${facilityRef}&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z`];
    const before = await ask(stock);
    expect(before).toMatchObject({ children: 1, treatedAsPresumedChild: 0 });
    expect(await ask(flow)).toMatchObject({ prevalence: 1, treatedAsPresumedChild: { children: 0, hours: '0' } });
    await tells(child, 'attest-identity', { ...at('2026-04-01T12:00'), shownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate', nationalities: [], dateOfBirth: '2007-05-05', majorityOn: '2025-05-05' }, worker);
    expect(await ask(stock)).toMatchObject({ children: 0, treatedAsPresumedChild: 1, entries: [] });
    expect(await ask(flow)).toMatchObject({ prevalence: 0, childHours: '0', treatedAsPresumedChild: { children: 1, hours: '240' } });
    expect(await ask(`${stock}&position=${before.knownAt.position}`)).toMatchObject({ children: 1, treatedAsPresumedChild: 0 });
  });
});

describe('The time that adds up', () => {
  it('loses nothing to a change of place whose day alone is known, unless it is asked of each place; and is cut at a window and at the eighteenth birthday', async () => {
    const [child, facilityRef, next] = [await aChild({ dateOfBirth: '2008-05-08' }), await aCentre('Adds up'), await aCentre('Adds up elsewhere')];
    const held = { facilityRef, groundCode: 'FAMILY_UNITY' };
    await heldFrom(child, '2025-05-06', '2025-05-06', held);
    const { stayRef } = await heldFrom(child, '2026-05-01T10:00', undefined, held);
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-05-04'), stayRef, facilityRef: next, groundCode: 'FAMILY_UNITY' });
    await tells(child, 'record-deprivation-ended', { ...at('2026-05-09T10:00'), stayRef, endReason: 'RELEASE' });
    const of = async (more: string) => (await ask(`cumulative?ground=FAMILY_UNITY${more}`)).entries.filter((entry) => entry.child === child).map(({ child: _, ...entry }) => entry);
    expect(await of('')).toEqual([{ hoursAtLeast: '158', localDaysAtLeast: 8, stays: 2 }]);
    const alone = libertyAudit(await eventsOf(`child-${child}`) as unknown as Fact[], new Date('2026-06-01T00:00:00Z')).figures.DEPRIVED;
    expect([alone.elapsedMs.atLeast / 3_600_000, alone.localDays.atLeast]).toEqual([158, 8]);
    expect(await of('&by=FACILITY')).toEqual([{ facility: next, hoursAtLeast: '72', localDaysAtLeast: 4, stays: 1 }, { facility: facilityRef, hoursAtLeast: '62', localDaysAtLeast: 5, stays: 2 }]);
    expect(await of('&by=GROUND')).toEqual([{ ground: 'FAMILY_UNITY', hoursAtLeast: '158', localDaysAtLeast: 8, stays: 2 }]);
    expect(await of('&asOf=2026-05-04T06:00:00Z')).toEqual([{ hoursAtLeast: '74', localDaysAtLeast: 5, stays: 2 }]);
    expect(await of('&window=TWELVE_MONTHS&asOf=2026-05-05T18:00:00Z')).toEqual([{ hoursAtLeast: '110', localDaysAtLeast: 6, stays: 2 }]);
    // On that day the child was held for certain, but at no certain instant of these twelve months.
    expect(await of('&window=TWELVE_MONTHS&asOf=2026-05-06T06:00:00Z')).toEqual([{ hoursAtLeast: '122', localDaysAtLeast: 6, stays: 1 }]);
  });
});

describe('A child that is held past the limit of the authority itself', () => {
  it('is an overstay, with the hours since', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Thirty days')];
    await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, claimedMaximumDays: 30, awaiting: 'ESCORT' });
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-05-30T18:00:00Z`)).entries).toEqual([]);
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-01T18:00:00Z`)).entries).toEqual([expect.objectContaining({ child, limitDays: 30, hoursPast: '24', awaiting: 'ESCORT' })]);
    const { body } = await oversight.get(`/children/${child}/findings?asOf=2026-06-01T18:00:00Z`).expect(200);
    expect((body as { findings: { rule: string; details: object }[] }).findings.filter(({ rule }) => rule === 'OVERSTAY')).toMatchObject([{ details: { limit: '2026-05-31T18:00:00.000Z' } }]);
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-01T18:00:00Z`)).entries).toMatchObject([{ limitPassedAt: '2026-05-31T18:00:00.000Z' }]);
  });
  it('is one no longer where a longer limit was named before the first was over, and stays one where it was named after', async () => {
    const facilityRef = await aCentre('Named anew');
    for (const [day, entries] of [['20', []], ['10', [{ limitDays: 7, hoursPast: '24' }]]] as const) {
      const child = await aChild();
      const { stayRef } = await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, claimedMaximumDays: day === '20' ? 30 : 7 });
      await tells(child, 'record-deprivation-setting-changed', { ...at(`2026-05-${day}T00:00`), stayRef, claimedMaximumDays: 60 });
      expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-10T18:00:00Z`)).entries.filter((entry) => entry.child === child)).toMatchObject(entries);
    }
  });
});

describe('The hours past a limit', () => {
  it('are counted once, however often the setting changed, and none of the road after the stay', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Past once')];
    const { stayRef } = await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, claimedMaximumDays: 7 });
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-05-12T00:00'), stayRef, unit: 'two' });
    await tells(child, 'record-deprivation-ended', { ...at('2026-05-14T00:00'), stayRef, endReason: 'TRANSFER' });
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-05-20T00:00:00Z`)).entries).toMatchObject([{ child, limitPassedAt: '2026-05-08T18:00:00.000Z', hoursPast: '120' }]);
  });

  it('lose nothing to a later limit that lies after the eighteenth birthday', async () => {
    const [child, facilityRef] = [await aChild({ dateOfBirth: '2008-05-15' }), await aCentre('Past eighteen')];
    const { stayRef } = await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, claimedMaximumDays: 7 });
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-05-10T00:00'), stayRef, claimedMaximumDays: 20 });
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-20T00:00:00Z`)).entries).toMatchObject([{ child, hoursPast: '24' }]);
  });
});

describe('A child that is held', () => {
  it('lacks contact with its family until the first, and the first is counted from the start', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Without')];
    await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef });
    await witness.post(`/children/${child}/record-contact`, { ...at('2026-05-03T12:00'), with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'UNKNOWN' }).expect(200);
    const asked = (day: string) => ask(`without?safeguard=FAMILY_CONTACT&facility=${facilityRef}&asOf=2026-05-${day}T18:00:00Z`);
    expect(await asked('02')).toMatchObject({ held: 1, lacking: 1, entries: [{ child, lackingNow: true, latencyHours: null, waitedHours: '48' }] });
    expect(await asked('04')).toMatchObject({ held: 1, lacking: 0, entries: [{ lackingNow: false, latencyHours: '60', longestGapHours: '60', currentGapHours: '36' }] });
    expect(await ask(`without?safeguard=GUARDIAN&facility=${facilityRef}&asOf=2026-05-04T18:00:00Z`)).toMatchObject({ lacking: 1, entries: [{ uncoveredHoursAtLeast: '96', coveredHoursAtMost: '0' }] });
  });
});

describe('A child that was held in two states', () => {
  const period = 'from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z';
  it('is one child, and counted in both', async () => {
    const child = await aChild();
    await heldFrom(child, '2026-05-01T10:00', '2026-05-04T10:00', { groundCode: 'VAGRANCY_OR_BEGGING' });
    await heldFrom(child, '2026-05-05T08:00', undefined, { groundCode: 'VAGRANCY_OR_BEGGING', state: 'KZ' });
    const question = `counts?of=PREVALENCE&${period}&ground=VAGRANCY_OR_BEGGING`;
    expect(await ask(`${question}&population=100000&populationSource=census`)).toMatchObject({ total: 1, ratePer100000: '1.00', entries: [{ value: 'KG', count: 1 }, { value: 'KZ', count: 1 }] });
    expect(await ask(question, await app.as(analyst))).toMatchObject({ total: '1–9' });
  });

  it('is in the stock of a place that it came to after the period that is asked about', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Afterwards')];
    await heldFrom(child, '2026-06-10T10:00', undefined, { facilityRef });
    expect((await ask(`facilities?${period}&facility=${facilityRef}&asOf=2026-07-01T00:00:00Z`)).entries).toEqual([expect.objectContaining({ stock: 1, flowIn: 0, flowOut: 0, prevalence: 0, childHours: '0' })]);
    expect((await ask(`facilities?facility=${facilityRef}&asOf=2026-06-10T04:00:00Z`)).entries).toEqual([expect.objectContaining({ stock: 1 })]);
  });

  it('is asked for in no period that begins after the instant that is asked about', async () => {
    for (const question of ['flow?from=2030-01-01T00:00:00Z', 'counts?of=FLOW_IN&from=2026-06-02T00:00:00Z&asOf=2026-06-01T00:00:00Z']) {
      expect((await oversight.get(`/audit/${question}`).expect(400)).body).toMatchObject({ detail: 'from is no later than asOf.' });
    }
    expect(await ask('flow?asOf=1960-01-01T00:00:00Z')).toMatchObject({ prevalence: 0 });
  });
});

describe('A stay of which the day alone is known', () => {
  const may = 'from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z';
  it('is a completed stay of at least no hours, and one child that was held in the period that has all of that day (CAL-11, R21)', async () => {
    const facilityRef = await aCentre('One day');
    await heldFrom(await aChild(), '2026-05-04', '2026-05-04', { facilityRef });
    await heldFrom(await aChild(), '2026-05-10T00:00', '2026-05-12T00:00', { facilityRef });
    const stays = { flowIn: 2, flowOut: 2, prevalence: 2 };
    expect((await ask(`facilities?${may}&facility=${facilityRef}`)).entries).toMatchObject([{ ...stays, completedStays: 2, meanCompletedHours: '24', medianCompletedHours: '24', childHours: '48' }]);
    expect(await ask(`flow?${may}&facility=${facilityRef}`)).toMatchObject({ ...stays, childHours: '48' });
    expect((await ask(`facilities?from=2026-05-04T06:00:00Z&to=2026-06-01T00:00:00Z&facility=${facilityRef}`)).entries).toMatchObject([{ flowIn: 1, prevalence: 1, completedStays: 1 }]);
  });

  it('is none where it may have had no length: medicine may have required all of it', async () => {
    const facilityRef = await aCentre('No length');
    await heldFrom(await aChild(), '2026-05-04T10:00', '2026-05-06T14:00', { facilityRef, settingKind: 'HOSPITAL', guarded: 'NO', medicalIndication: { value: 'YES', until: '2026-05-06' } });
    const none = { flowIn: 0, flowOut: 0, prevalence: 0 };
    expect((await ask(`facilities?${may}&facility=${facilityRef}`)).entries).toMatchObject([{ ...none, completedStays: 0 }]);
    expect(await ask(`flow?${may}&facility=${facilityRef}`)).toMatchObject(none);
  });

  it('began no later than another report of it says for certain', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Two tell')];
    await tells(child, 'record-deprivation-started', { occurredAt: { at: '2026-05-02', to: '2026-05-10', zone }, source, ...cell, facilityRef, stayRef: 'some-day' });
    await tells(child, 'record-deprivation-ended', { ...at('2026-05-12T00:00'), stayRef: 'some-day', endReason: 'RELEASE' });
    await heldFrom(child, '2026-05-03T00:00', '2026-05-12T00:00', { facilityRef });
    expect((await ask(`facilities?${may}&facility=${facilityRef}`)).entries).toMatchObject([{ flowIn: 1, prevalence: 1, completedStays: 1, meanCompletedHours: '216' }]);
    expect((await ask(`facilities?facility=${facilityRef}&asOf=2026-05-04T00:00:00Z`)).entries).toMatchObject([{ stock: 1 }]);
  });
});

describe('A child that comes of age on its way westward (R17)', () => {
  const moscow = 'Europe/Moscow';
  const there = (local: string) => ({ occurredAt: { at: local, zone: moscow }, source });

  it('is of age, a child again in the west, and of age for good at the midnight there', async () => {
    const [child, facilityRef] = [await aChild({ majorityOn: '2026-08-15' }), await aCentre('West')];
    const { stayRef } = await heldFrom(child, '2026-08-10T00:00', undefined, { facilityRef });
    await tells(child, 'record-deprivation-setting-changed', { ...there('2026-08-14T22:00'), stayRef, unit: 'west' });
    const stock = async (asOf: string) => (await ask(`stock?facility=${facilityRef}&asOf=${asOf}`)).children;
    await app.followed();
    expect(await Promise.all(['17:59', '18:30', '20:00', '21:00'].map((time) => stock(`2026-08-14T${time}:00Z`)))).toEqual([1, 0, 1, 0]);
    const august = 'from=2026-08-01T00:00:00Z&to=2026-09-01T00:00:00Z';
    expect(await ask(`flow?${august}&facility=${facilityRef}`)).toMatchObject({ flowIn: 1, flowOut: 1, flowOutBy: { AGED_OUT: 1 }, childHours: '122' });
    const { entries } = await ask(`coming-of-age?${august}`);
    expect(entries.filter((entry) => entry.child === child)).toMatchObject([{ cameOfAge: '2026-08-14T21:00:00.000Z', while: 'DEPRIVED' }]);
    const decided = (local: string) => tells(child, 'record-decision-taken-without-representative', { ...at(local), decision: 'RETURN', authorityType: 'POLICE' });
    await decided('2026-08-15T00:30');
    const inTheWest = await decided('2026-08-15T02:00');
    expect((await ask(`decisions-while-held?facility=${facilityRef}&asOf=2026-09-01T00:00:00Z`)).entries).toMatchObject([{ decision: inTheWest }]);
    const { figures } = libertyAudit(await eventsOf(`child-${child}`) as unknown as Fact[], new Date('2026-09-01T00:00:00Z'));
    expect(figures.DEPRIVED.elapsedMs.atLeast).toBe(122 * 3_600_000);
  });

  it('is a child as long as one of two places says so', async () => {
    const [child, facilityRef] = [await aChild({ majorityOn: '2026-08-15' }), await aCentre('East and west')];
    await heldFrom(child, '2026-08-10T00:00', undefined, { facilityRef });
    await tells(child, 'record-deprivation-started', { ...there('2026-08-12T00:00'), ...cell, facilityRef, stayRef: 'in-the-west' });
    const stock = async (asOf: string) => (await ask(`stock?facility=${facilityRef}&asOf=${asOf}`)).children;
    expect([await stock('2026-08-14T20:59:00Z'), await stock('2026-08-14T21:00:00Z')]).toEqual([1, 0]);
  });
});

describe('A child that is moved from one place to another', () => {
  const may = 'from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z';
  it('came in at the first, went out of the other, and was held in both, each with its own hours', async () => {
    const [child, first, other] = [await aChild(), await aCentre('Moved from'), await aCentre('Moved to')];
    const { stayRef } = await heldFrom(child, '2026-05-10T00:00', undefined, { facilityRef: first, groundCode: 'QUARANTINE' });
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-05-15'), stayRef, facilityRef: other, groundCode: 'QUARANTINE', custodian: { orgType: 'IMMIGRATION' } });
    await tells(child, 'record-deprivation-ended', { ...at('2026-05-20T00:00'), stayRef, endReason: 'RELEASE' });
    const [inFirst, inOther, inBoth] = [{ flowIn: 1, flowOut: 0, prevalence: 1, childHours: '120' }, { flowIn: 0, flowOut: 1, prevalence: 1, childHours: '96' }, { flowIn: 1, flowOut: 1, prevalence: 1, childHours: '240' }];
    for (const [asked, expected] of [[`facility=${first}`, inFirst], [`facility=${other}`, inOther], ['ground=QUARANTINE&authority=POLICE', inFirst], ['ground=QUARANTINE', inBoth]] as const) expect(await ask(`flow?${may}&${asked}`)).toMatchObject(expected);
    expect((await ask(`flow?${may}&facility=${first}`)).entries).toMatchObject([{ child, flowedIn: true, flowedOut: null, prevalent: true, hoursInPeriodAtLeast: '120', facilityRef: first }]);
    expect((await ask(`flow?${may}&facility=${other}&from=2026-05-10T00:00:00Z&to=2026-05-12T00:00:00Z`.replace(`${may}&`, ''))).entries).toEqual([]);
    const counted = async (of: string, by: string) => (await ask(`counts?of=${of}&by=${by}&ground=QUARANTINE&${may}`)).entries;
    expect(await counted('FLOW_IN', 'AUTHORITY')).toEqual([{ value: 'POLICE', count: 1 }]);
    expect(await counted('FLOW_OUT', 'AUTHORITY')).toEqual([{ value: 'IMMIGRATION', count: 1 }]);
    expect(await ask(`counts?of=PREVALENCE&by=FACILITY&ground=QUARANTINE&${may}`)).toMatchObject({ total: 1, entries: [first, other].sort().map((value) => ({ value, count: 1 })) });
    // Between two places whose change is certain of neither.
    expect(await ask('counts?of=PREVALENCE&by=FACILITY&ground=QUARANTINE&from=2026-05-15T00:00:00Z&to=2026-05-15T06:00:00Z')).toMatchObject({ total: 1, entries: [{ value: null, count: 1 }] });
    expect(await ask('counts?of=PREVALENCE&by=GROUND&ground=QUARANTINE&from=2026-05-15T00:00:00Z&to=2026-05-15T06:00:00Z')).toMatchObject({ entries: [{ value: 'QUARANTINE', count: 1 }] });
  });

  it('has the age of the place where it came in, was first held and went out', async () => {
    const [child, facilityRef] = [await aChild({ dateOfBirth: '2020-05-10' }), await aCentre('Age of the place')];
    const { stayRef } = await heldFrom(child, '2026-05-10T00:30', undefined, { facilityRef });
    await tells(child, 'record-deprivation-setting-changed', { occurredAt: { at: '2026-05-09T22:00', zone: 'Europe/Moscow' }, source, stayRef, unit: 'west' });
    await tells(child, 'record-deprivation-ended', { occurredAt: { at: '2026-05-09T23:00', zone: 'Europe/Moscow' }, source, stayRef, endReason: 'RELEASE' });
    const counted = async (of: string) => (await ask(`counts?of=${of}&by=AGE&facility=${facilityRef}&${may}`)).entries;
    expect([await counted('FLOW_IN'), await counted('PREVALENCE'), await counted('FLOW_OUT')]).toEqual([[{ value: '6-11', count: 1 }], [{ value: '6-11', count: 1 }], [{ value: '0-5', count: 1 }]]);
  });
});

describe('A child that has grown since', () => {
  it('is counted by the age that it had when it came in, was held and went out', async () => {
    const facilityRef = await aCentre('Grown');
    await heldFrom(await aChild({ dateOfBirth: '2012-08-15' }), '2018-08-14T10:00', '2018-08-16T10:00', { facilityRef });
    await heldFrom(await aChild({ dateOfBirth: '2005-05-05' }), '2018-08-10T10:00', '2018-08-12T10:00', { facilityRef });
    const asked = async (of: string) => (await ask(`counts?of=${of}&by=AGE&facility=${facilityRef}&from=2018-08-01T00:00:00Z&to=2018-09-01T00:00:00Z`)).entries;
    expect(await asked('FLOW_IN')).toEqual([{ value: '0-5', count: 1 }, { value: '12-14', count: 1 }]);
    expect(await asked('PREVALENCE')).toEqual([{ value: '0-5', count: 1 }, { value: '12-14', count: 1 }]);
    expect(await asked('FLOW_OUT')).toEqual([{ value: '12-14', count: 1 }, { value: '6-11', count: 1 }]);
  });
});

describe('The bands of age', () => {
  it('begin with the sixth, the twelfth and the fifteenth birthday, at the midnight of the place; that of a 29 February with the 1 March, as majority does', async () => {
    const bands = [['2020-05-10', '2026-05-09', '0-5', '6-11'], ['2014-05-10', '2026-05-09', '6-11', '12-14'], ['2011-05-10', '2026-05-09', '12-14', '15-17'], ['2012-02-29', '2027-02-28', '12-14', '15-17']] as const;
    for (const [dateOfBirth, eve, before, after] of bands) {
      const facilityRef = await aCentre('Band');
      await heldFrom(await aChild({ dateOfBirth }), '2026-01-01T00:00', undefined, { facilityRef });
      const band = async (time: string) => (await ask(`counts?by=AGE&facility=${facilityRef}&asOf=${eve}T${time}Z`)).entries;
      expect([await band('17:59:59'), await band('18:00:00')]).toEqual([[{ value: before, count: 1 }], [{ value: after, count: 1 }]]);
    }
  });
});

describe('A child whose way is restricted a second time', () => {
  it('is shown with the hours since then, and not with those of before', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Restricted')];
    const restricted = { facilityRef, settingKind: 'RECEPTION_CENTRE', mayLeave: 'RESTRICTED', custodial: 'NO' };
    await heldFrom(child, '2026-01-01T00:00', '2026-01-10T00:00', restricted);
    await heldFrom(child, '2026-06-01T00:00', undefined, restricted);
    expect((await ask(`stock?class=RESTRICTED&facility=${facilityRef}&asOf=2026-06-01T18:00:00Z`)).entries)
      .toEqual([expect.objectContaining({ child, since: { earliest: '2026-05-31T18:00:00.000Z', latest: '2026-05-31T18:00:00.000Z', zone }, hoursAtLeast: '24', hoursAtMost: '24', localDaysAtLeast: 1 })]);
  });
});

describe('An analyst', () => {
  it('sees counts without small cells, never a child, and never the day of majority', async () => {
    const facilityRef = await aCentre('Few');
    for (let n = 0; n < 3; n += 1) await heldFrom(await aChild({ dateOfBirth: '2014-05-05' }), '2026-05-01T00:00', undefined, { facilityRef });
    const question = `counts?by=AGE&facility=${facilityRef}&asOf=2026-05-02T00:00:00Z`;
    expect(await ask(question)).toMatchObject({ total: 3, entries: [{ value: '6-11', count: 3 }] });
    const statistics = await app.as(analyst);
    const seen = await ask(question, statistics);
    expect(seen).toMatchObject({ total: '1–9', entries: [{ value: '6-11', count: '1–9' }] });
    for (const hidden of ['2032', '"child"', '"count":3']) expect(JSON.stringify(seen)).not.toContain(hidden);
    for (const path of ['stock', 'flow', 'episodes', 'facilities']) await statistics.get(`/audit/${path}`).expect(403);
  });
});

describe('An analyst to whom few are shown', () => {
  it('is told of no rate of a hidden total, and of a true one otherwise', async () => {
    const [facilityRef, statistics] = [await aCentre('Rate'), await app.as(analyst)];
    const question = `counts?facility=${facilityRef}&asOf=2026-05-02T00:00:00Z&population=1000&populationSource=census`;
    for (let n = 0; n < 9; n += 1) await heldFrom(await aChild(), '2026-05-01T00:00', undefined, { facilityRef });
    const seen = await ask(question, statistics);
    expect(seen).toMatchObject({ total: '1–9' });
    for (const hidden of ['ratePer100000', '900']) expect(JSON.stringify(seen)).not.toContain(hidden);
    await heldFrom(await aChild(), '2026-05-01T00:00', undefined, { facilityRef });
    expect(await ask(question, statistics)).toMatchObject({ total: 10, ratePer100000: '1000.00' });
  });

  it('sees no organisation that reported less than ten times, and of none how late the latest was', async () => {
    const [statistics, lawyers, child] = [await app.as(analyst), await app.as(lawyer), await aChild({ occurredAt: { at: '2026-06-30T08:00', zone } })];
    const tell = (hour: number) => tells(child, 'record-contact', { ...at(`2026-06-01T${String(hour).padStart(2, '0')}:00`), with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'NO' }, lawyers);
    const question = 'recording-delays?from=2026-06-01T00:00:00Z&to=2026-06-01T23:00:00Z';
    const ofLawyers = async (by: Caller) => (await ask(question, by)).entries.filter(({ organisation }) => organisation === 'LEGAL_AID');
    for (let hour = 7; hour < 16; hour += 1) await tell(hour);
    expect([await ofLawyers(statistics), await ofLawyers(oversight)]).toMatchObject([[], [{ reports: 9, latestHours: expect.any(String) }]]);
    await tell(16);
    const [seen] = await ofLawyers(statistics);
    expect(seen).toEqual({ organisation: 'LEGAL_AID', reports: 10, medianHours: expect.any(String), nineTenthsWithinHours: expect.any(String) });
  });
});

describe('The longest episodes', () => {
  it('come first, with their hours, also after an end that was told late and a start that was corrected; and as before in a report of before', async () => {
    const [one, other, facilityRef] = [await aChild(), await aChild(), await aCentre('Longest')];
    const { start } = await heldFrom(one, '2026-05-01T10:00', '2026-05-04T10:00', { facilityRef });
    const { stayRef } = await heldFrom(other, '2026-05-01T12:00', undefined, { facilityRef });
    const question = `episodes?facility=${facilityRef}&asOf=2026-05-05T04:00:00Z`;
    const before = await ask(question);
    expect(before.entries).toMatchObject([{ child: other, open: true, endReason: null, hoursAtLeast: '94' }, { child: one, open: false, endReason: 'RELEASE', hoursAtLeast: '72' }]);
    await tells(other, 'record-deprivation-ended', { ...at('2026-05-03T12:00'), stayRef, endReason: 'ESCAPE' });
    expect((await ask(question)).entries).toMatchObject([{ child: one, hoursAtLeast: '72' }, { child: other, open: false, endReason: 'ESCAPE', hoursAtLeast: '48' }]);
    await redated(one, start, '2026-04-30T10:00');
    expect((await ask(question)).entries).toMatchObject([{ child: one, hoursAtLeast: '96' }, { child: other, hoursAtLeast: '48' }]);
    expect((await ask(`${question}&position=${before.knownAt.position}`)).entries).toEqual(before.entries);
  });
});

describe('The days after', () => {
  it('an order or a demand to release are counted from it until the child is free, or until the day asked about', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('After')];
    const { stayRef } = await heldFrom(child, '2026-06-01T00:00', undefined, { facilityRef });
    const held = { stayRef, childPresent: 'YES', lawyerPresent: 'YES', interpreterPresent: 'YES' };
    await tells(child, 'demand-release', { ...at('2026-06-02T00:00'), stayRef, addressedTo: { orgType: 'POLICE' }, grounds: ['CHILD_IS_HELD'] });
    const order = await tells(child, 'record-review-held', { ...at('2026-06-03T12:00'), ...held, reviewer: { orgType: 'COURT', orgRef: 'court-1' }, independent: 'YES', court: 'NO', outcome: 'RELEASE_ORDERED' });
    const after = (event: string, asOf = '2026-06-04T18:00:00Z') => ask(`days-after?event=${event}&facility=${facilityRef}&asOf=${asOf}`);
    expect((await after('RELEASE_ORDER')).entries).toMatchObject([{ child, after: order, at: '2026-06-03T06:00:00.000Z', outcome: 'RELEASE_ORDERED', hoursSince: '36', stillHeld: true, endReason: null }]);
    expect((await after('DEMAND_FOR_RELEASE')).entries).toMatchObject([{ hoursSince: '72', stillHeld: true }]);
    expect((await after('COURT_RELEASE')).entries).toEqual([]);
    await tells(child, 'record-deprivation-ended', { ...at('2026-06-04T12:00'), stayRef, endReason: 'RELEASE' });
    expect((await after('RELEASE_ORDER')).entries).toMatchObject([{ hoursSince: '24', stillHeld: false, endReason: 'RELEASE' }]);
    await corrected(child, order, { court: 'YES' });
    expect((await after('COURT_RELEASE')).entries).toMatchObject([{ after: order, hoursSince: '24' }]);
    await redated(child, order, '2026-06-05T12:00');
    expect((await after('RELEASE_ORDER', '2026-06-08T00:00:00Z')).entries).toEqual([]);
  });

  it('medicine no longer required a stay in a hospital are 288 hours of deprivation (T19), guarded or not', async () => {
    for (const [guarded, name] of [['NO', 'Open ward'], ['YES', 'Guarded ward']] as const) {
      const [child, facilityRef] = [await aChild(), await aCentre(name)];
      await heldFrom(child, '2026-02-10T14:00', '2026-02-24T14:00', { facilityRef, settingKind: 'HOSPITAL', guarded, medicalIndication: { value: 'YES', until: '2026-02-12T14:00:00+06:00' } });
      const report = { child, report: 'BEYOND_MEDICAL_INDICATION', since: '2026-02-12T08:00:00.000Z', until: '2026-02-24T08:00:00.000Z', class: 'DEPRIVED', hoursAtLeast: '288' };
      expect((await ask(`hospitals?facility=${facilityRef}`)).entries).toEqual([expect.objectContaining(report)]);
      expect((await ask(`hospitals?facility=${facilityRef}&asOf=2026-02-12T20:00:00Z`)).entries).toEqual([expect.objectContaining({ hoursAtLeast: '12' })]);
      expect((await ask(`hospitals?facility=${facilityRef}&asOf=2026-02-12T07:00:00Z`)).entries).toEqual([]);
      expect((await ask(`days-after?event=MEDICAL_INDICATION_ENDED&facility=${facilityRef}`)).entries).toMatchObject([{ child, hoursSince: '288', stillHeld: false }]);
    }
  });
});

describe('A hospital stay that medicine required, did not, and required again', () => {
  it('is beyond the indication before it, between the two and after both; the days after the first end where medicine required it again', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Twice ill')];
    const indication = (from: string | undefined, until: string) => ({ value: 'YES', ...(from && { from: `2026-02-${from}T14:00:00+06:00` }), until: `2026-02-${until}T14:00:00+06:00` });
    const { stayRef } = await heldFrom(child, '2026-02-10T14:00', undefined, { facilityRef, settingKind: 'HOSPITAL', guarded: 'YES', medicalIndication: indication('11', '12') });
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-02-15T14:00'), stayRef, medicalIndication: indication('18', '20') });
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-02-22T14:00'), stayRef, unit: 'ward-2' });
    await tells(child, 'record-deprivation-ended', { ...at('2026-02-24T14:00'), stayRef, endReason: 'RELEASE' });
    const beyond = async (asOf: string) => (await ask(`hospitals?facility=${facilityRef}&asOf=2026-02-${asOf}T08:00:00Z`)).entries.map(({ since, until, hoursAtLeast }) => [String(since).slice(8, 10), String(until).slice(8, 10), hoursAtLeast]);
    expect(await beyond('25')).toEqual([['10', '11', '24'], ['12', '15', '72'], ['15', '18', '72'], ['20', '22', '48'], ['22', '24', '48']]);
    expect(await beyond('17')).toEqual([['10', '11', '24'], ['12', '15', '72'], ['15', '18', '48']]);
    const after = async (asOf: string) => (await ask(`days-after?event=MEDICAL_INDICATION_ENDED&facility=${facilityRef}&asOf=2026-02-${asOf}T08:00:00Z`)).entries.map(({ hoursSince, stillHeld, endReason }) => [hoursSince, stillHeld, endReason]);
    expect(await after('17')).toEqual([['120', true, null]]);
    expect(await after('19')).toEqual([['144', true, 'INDICATED_AGAIN']]);
    expect(await after('25')).toEqual([['144', false, 'INDICATED_AGAIN'], ['96', false, 'RELEASE']]);
  });
});

describe('A child that goes missing', () => {
  it('does so within the days that can have passed least since its release', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Missing')];
    await heldFrom(child, '2026-05-01T00:00', '2026-05-02', { facilityRef });
    await tells(child, 'record-missing', { ...at('2026-06-01T12:00'), lastSeenOn: '2026-05-31', state: 'KG', toldAuthorities: [], traffickingFeared: 'UNKNOWN' });
    expect((await ask(`outcomes?facility=${facilityRef}`)).entries).toMatchObject([{ end: '2026-05-01T18:00:00.000Z', missingSince: '2026-06-01T06:00:00.000Z', missingWithinDays: 30 }]);
  });
});

describe('Whoever turns 18 in custody', () => {
  it('has no later hour in the days after, beyond a limit, or beyond the medical indication; and what is known by its day is counted from the end of that day', async () => {
    const [child, facilityRef] = [await aChild({ dateOfBirth: '2008-06-05' }), await aCentre('Until eighteen')];
    const { stayRef } = await heldFrom(child, '2026-06-01T00:00', undefined, { facilityRef, claimedMaximumDays: 1 });
    await tells(child, 'demand-release', { ...at('2026-06-02'), stayRef, addressedTo: { orgType: 'POLICE' }, grounds: ['CHILD_IS_HELD'] });
    const after = async (asOf: string) => (await ask(`days-after?event=DEMAND_FOR_RELEASE&facility=${facilityRef}&asOf=${asOf}`)).entries;
    expect(await after('2026-06-02T12:00:00Z')).toMatchObject([{ at: '2026-06-01T18:00:00.000Z', atLatest: '2026-06-02T18:00:00.000Z', hoursSince: '0', stillHeld: true, endReason: null }]);
    expect(await after('2026-06-10T00:00:00Z')).toMatchObject([{ hoursSince: '48', stillHeld: false, endReason: 'AGED_OUT' }]);
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-10T00:00:00Z`)).entries).toMatchObject([{ limitPassedAt: '2026-06-02T18:00:00.000Z', hoursPast: '48' }]);

    const [ill, until] = [await aChild({ dateOfBirth: '2008-06-05' }), await aCentre('Ward until eighteen')];
    const ward = { facilityRef: until, settingKind: 'HOSPITAL', guarded: 'YES' };
    await heldFrom(ill, '2026-05-20T00:00', '2026-05-24T00:00', { ...ward, medicalIndication: { value: 'YES', until: '2026-05-21' } });
    await heldFrom(ill, '2026-06-01T00:00', undefined, { ...ward, medicalIndication: { value: 'NO' } });
    expect((await ask(`hospitals?facility=${until}&asOf=2026-06-10T00:00:00Z`)).entries).toMatchObject([
      { since: '2026-05-21T18:00:00.000Z', until: '2026-05-23T18:00:00.000Z', hoursAtLeast: '48' }, { since: '2026-05-31T18:00:00.000Z', until: null, hoursAtLeast: '96' },
    ]);
  });
});

describe('A child that is called abandoned', () => {
  it('is shown where a parent is known, by the paper itself or by another report, and not where that was refuted', async () => {
    const [known, told, neither] = [await aChild(), await aChild(), await aChild()];
    for (const [child, parentsKnown] of [[known, 'YES'], [told, 'NO'], [neither, 'NO']] as const) await tells(child, 'record-documented-as-abandoned', { ...at('2026-02-20T10:00'), authorityLabel: 'abandoned', authority: { orgType: 'POLICE' }, parentsKnown });
    const link = await tells(told, 'record-family-link', { ...at('2026-02-21T10:00'), relativeRef: 'mother-1', relation: 'MOTHER' });
    const question = 'hospitals?from=2026-02-20T00:00:00Z&to=2026-02-21T00:00:00Z';
    const called = async () => (await ask(question)).entries.filter(({ report }) => report === 'ABANDONED_WITH_KNOWN_PARENT').map(({ child }) => child).sort();
    expect(await called()).toEqual([known, told].sort());
    await tells(told, 'record-retraction', { ...at('2026-02-22T10:00'), target: link, reason: 'WRONG_CHILD' }, worker);
    expect(await called()).toEqual([known]);
  });
});

describe('With whom a child is held', () => {
  it('is asked for unrelated adults, siblings elsewhere, parents, and age', async () => {
    const [child, facilityRef] = [await aChild({ dateOfBirth: '2020-05-10' }), await aCentre('Company')];
    const { start, stayRef } = await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, withAdults: 'YES', withSiblings: 'NO' });
    const held = async (company: string, asOf: string) => (await ask(`company?company=${company}&facility=${facilityRef}&asOf=${asOf}`)).entries.length;
    const numbers = async (asOf: string) => Promise.all(['UNRELATED_ADULTS', 'SIBLINGS_APART', 'WITH_PARENTS', 'YOUNGER_THAN_SIX'].map((company) => held(company, asOf)));
    await app.followed();
    expect(await numbers('2026-05-02T00:00:00Z')).toEqual([1, 1, 0, 1]);
    await tells(child, 'record-deprivation-setting-changed', { ...at('2026-05-04T00:00'), stayRef, settingKind: 'POLICE_CELL', facilityRef, withAdults: 'NO', parentRefs: ['mother-1'] });
    await app.followed();
    expect(await numbers('2026-05-02T00:00:00Z')).toEqual([1, 1, 0, 1]);
    expect(await numbers('2026-05-05T00:00:00Z')).toEqual([0, 1, 1, 1]);
    // Its sixth birthday begins at midnight of the place.
    expect([await held('YOUNGER_THAN_SIX', '2026-05-09T17:59:59Z'), await held('YOUNGER_THAN_SIX', '2026-05-09T18:00:00Z')]).toEqual([1, 0]);
    await corrected(child, start, { withAdults: 'UNKNOWN' });
    expect(await held('UNRELATED_ADULTS', '2026-05-02T00:00:00Z')).toBe(0);
  });
});

describe('A separation (T20)', () => {
  it('is 360 hours on 16 days with 191 hours until the first contact with those from whom the child was separated, and no deprivation', async () => {
    const child = await aChild();
    const separationRef = 'from-mother';
    const separation = await tells(child, 'record-separation', { ...at('2026-03-10T12:00'), separationRef, separatedFrom: [{ personRef: 'mother-1', relation: 'MOTHER' }], groundCode: 'PARENT_DETAINED' });
    await tells(child, 'record-contact', { ...at('2026-03-11T11:00'), with: [{ personRef: 'aunt-1', relation: 'AUNT_OR_UNCLE' }], channel: 'PHONE', supervised: 'NO' });
    const question = 'separations?from=2026-03-10T06:00:00Z&to=2026-03-10T06:00:00.001Z';
    const of = async (asOf: string) => (await ask(`${question}&asOf=${asOf}`)).entries.filter((entry) => entry.child === child);
    expect(await of('2026-03-12T06:00:00Z')).toEqual([expect.objectContaining({ separation, cause: 'PARENT_DETAINED', from: ['MOTHER'], apart: true, hoursAtLeast: '48', localDaysAtLeast: 3, contactLatencyHours: null, contactWaitedHours: '48' })]);
    await tells(child, 'record-contact', { ...at('2026-03-18T11:00'), with: [{ personRef: 'mother-1', relation: 'MOTHER' }], channel: 'PHONE', supervised: 'YES' });
    const end = await tells(child, 'record-reunification', { ...at('2026-03-20T12:00'), separationRef });
    await redated(child, end, '2026-03-25T12:00');
    expect(await of('2026-04-01T00:00:00Z')).toEqual([expect.objectContaining({ apart: false, until: '2026-03-25T06:00:00.000Z', hoursAtLeast: '360', localDaysAtLeast: 16, contactLatencyHours: '191', contactWaitedHours: null })]);
    expect(await of('2026-03-12T06:00:00Z')).toEqual([expect.objectContaining({ apart: true, hoursAtLeast: '48', contactWaitedHours: '48' })]);
    expect((await ask('stock?asOf=2026-03-12T06:00:00Z')).entries.filter((entry) => entry.child === child)).toEqual([]);
  });
});

describe('A place that is called open', () => {
  it('is shown with all children that are deprived of liberty there, whoever ordered it, and with what the register said then', async () => {
    const facilityRef = await aCentre('House of welcome', 'OPEN');
    const children = [await aChild(), await aChild()];
    const stays = [await heldFrom(children[0]!, '2026-05-01T00:00', undefined, { facilityRef, settingKind: 'TRANSIT_CENTRE', authorityLabel: 'open house' }),
      await heldFrom(children[1]!, '2026-05-02T00:00', undefined, { facilityRef, settingKind: 'TRANSIT_CENTRE', authorityLabel: 'open house', custodian: { orgType: 'IMMIGRATION' }, groundCode: 'IRREGULAR_ENTRY' })];
    const question = `euphemisms?facility=${facilityRef}&asOf=2026-05-03T00:00:00Z`;
    const before = await ask(question);
    expect(before.entries).toEqual([{ facilityRef, name: 'House of welcome', authorityLabel: 'open house', settingKind: 'TRANSIT_CENTRE', registerSays: 'OPEN', state: 'KG', childrenDeprived: 2 }]);
    expect((await ask(`${question}&authority=IMMIGRATION`)).entries).toMatchObject([{ childrenDeprived: 1 }]);
    await corrected(children[0]!, stays[0]!.start, { mayLeave: 'YES' });
    expect((await ask(question)).entries).toMatchObject([{ childrenDeprived: 1 }]);
    expect((await ask(`${question}&position=${before.knownAt.position}`)).entries).toEqual(before.entries);
  });
});

describe('Measures in place of detention', () => {
  it('are counted with their breaches, and set beside the deprivations of the period', async () => {
    const child = await aChild();
    const { asOf } = await ask('stock');
    await readyToBePlaced(child);
    const measure = eventIn(await worker.post(`/children/${child}/impose-alternative-measure`, { restrictions: ['REPORTING'], mayLeave: 'YES', factors: [], familyRefs: ['mother-1'], supervisor: { orgRef: 'local', orgType: 'CHILD_PROTECTION' }, reviewBy: new Date(Date.parse(asOf) + 10 * 86_400_000).toISOString() }).expect(200));
    const period = `from=${asOf}`;
    const entry = { child, measure, ended: null, endedBecause: null, restrictions: ['REPORTING'], mayLeave: 'YES', supervisor: 'CHILD_PROTECTION', compliance: [] };
    expect(await ask(`alternatives?${period}`)).toMatchObject({ measures: 1, breached: 0, deprivations: 0, perDeprivation: null, entries: [entry] });
    const now = { occurredAt: { at: (await ask('stock')).asOf, zone }, source };
    const compliance = await tells(child, 'record-measure-compliance', { ...now, measure, compliance: 'BREACHED', childWasTold: 'YES' });
    const { flowIn } = await ask('flow?from=2026-05-01T00:00:00Z') as unknown as { flowIn: number };
    expect(flowIn).toBeGreaterThan(3);
    expect(await ask('alternatives?from=2026-05-01T00:00:00Z')).toMatchObject({ measures: 1, breached: 1, deprivations: flowIn, perDeprivation: printRatio(1n, BigInt(flowIn), 2), entries: [{ compliance: ['BREACHED'] }] });
    await tells(child, 'record-retraction', { ...now, target: compliance, reason: 'WRONG_CHILD' }, worker);
    await tells(child, 'end-alternative-measure', { ...now, measure, because: 'NO_LONGER_NEEDED' }, worker);
    expect(await ask(`alternatives?${period}`)).toMatchObject({ breached: 0, entries: [{ endedBecause: 'NO_LONGER_NEEDED', compliance: [] }] });
  });

  it('that were considered are shown with who did, when, before or after the start, and why not; those for whom none was come first', async () => {
    const [before, since, never, facilityRef] = [await aChild(), await aChild(), await aChild(), await aCentre('Considered')];
    const options = [{ option: 'OPEN_SHELTER', rejectedBecause: 'FLIGHT_FEARED' }];
    const stays = new Map<string, string>();
    for (const child of [before, since, never]) stays.set(child, (await heldFrom(child, '2026-05-02T00:00', undefined, { facilityRef })).stayRef);
    const tell = (child: string, day: string) => tells(child, 'record-alternative-considered', { ...at(`2026-05-${day}T00:00`), stayRef: stays.get(child), by: { orgType: 'POLICE' }, options });
    await tell(before, '02');
    const late = await tell(since, '05');
    const question = `alternatives-considered?facility=${facilityRef}&asOf=`;
    const seen = async (asOf: string) => new Map((await ask(`${question}${asOf}`)).entries.map(({ child, considered }) => [child, considered]));
    expect([...await seen('2026-05-06T00:00:00Z')].slice(0, 1)).toEqual([[never, []]]);
    expect((await seen('2026-05-06T00:00:00Z')).get(before)).toEqual([{ at: '2026-05-01T18:00:00.000Z', beforeStart: true, by: { orgType: 'POLICE' }, options }]);
    expect((await seen('2026-05-06T00:00:00Z')).get(since)).toEqual([expect.objectContaining({ beforeStart: false })]);
    expect((await seen('2026-05-04T00:00:00Z')).get(since)).toEqual([]);
    await redated(since, late, '2026-05-01T00:00');
    expect((await seen('2026-05-04T00:00:00Z')).get(since)).toEqual([expect.objectContaining({ beforeStart: true })]);
  });
});

describe('A child that is held on arrival', () => {
  it('is shown with the hours of both legs, where it was returned within seven days before', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Arrival')];
    const stayRef = 'departure';
    await tells(child, 'record-deprivation-started', { ...at('2026-04-01T10:00'), ...cell, stayRef });
    const end = await tells(child, 'record-deprivation-ended', { ...at('2026-04-04T10:00'), stayRef, endReason: 'RELEASE' });
    await heldFrom(child, '2026-04-05T10:00', undefined, { facilityRef });
    const question = `detained-on-arrival?facility=${facilityRef}&asOf=2026-04-07T04:00:00Z`;
    expect((await ask(question)).entries).toEqual([]);
    await corrected(child, end, { endReason: 'RETURN' });
    expect((await ask(question)).entries).toEqual([expect.objectContaining({
      child, detainedSince: '2026-04-05T04:00:00.000Z', returnedAt: '2026-04-04T04:00:00.000Z', returnKnownFrom: 'END_BY_RETURN', hoursBeforeReturn: '72', hoursAfterReturn: '48', hoursTogether: '120',
    })]);
    const report = await tells(child, 'record-return-outside-procedure', { ...at('2026-04-04T12:00'), kind: 'DEPORTATION', destinationState: 'KG', assessedBefore: 'NO', childAgreed: 'NO', handedOverAtBorder: 'UNKNOWN' });
    await corrected(child, end, { endReason: 'RELEASE' });
    expect((await ask(question)).entries).toEqual([expect.objectContaining({ returnedAt: '2026-04-04T06:00:00.000Z', returnKnownFrom: 'repatriation.ReturnOutsideProcedureReported', hoursBeforeReturn: '72', hoursAfterReturn: '48', hoursTogether: '120' })]);
    await tells(child, 'record-retraction', { ...at('2026-11-01T10:00'), target: report, reason: 'WRONG_CHILD' }, worker);
    await corrected(child, end, { endReason: 'RETURN' });
    await redated(child, end, '2026-03-29T09:59');
    expect((await ask(question)).entries).toEqual([]);
  });
});

describe('Who comes of age in custody (T11)', () => {
  it('does so at the midnight of the place, by the document and not by what was presumed before', async () => {
    const [child, facilityRef] = [await aChild({ majorityOn: '2026-08-12' }), await aCentre('Of age')];
    await heldFrom(child, '2026-08-10T09:00', '2026-08-20T09:00', { facilityRef });
    const question = 'coming-of-age?from=2026-08-10T00:00:00Z&to=2026-08-20T00:00:00Z';
    const of = async (more = '') => (await ask(`${question}${more}`)).entries.filter((entry) => entry.child === child);
    const before = await ask(question);
    expect(await of()).toEqual([{ child, cameOfAge: '2026-08-11T18:00:00.000Z', while: 'DEPRIVED', procedure: null, since: '2026-08-10T03:00:00.000Z' }]);
    await tells(child, 'attest-identity', { ...at('2026-08-11T09:00'), shownBy: 'PASSPORT', documentRef: 'passport-1', nationalities: ['KG'], dateOfBirth: '2008-08-15' }, worker);
    expect(await of()).toEqual([{ child, cameOfAge: '2026-08-14T18:00:00.000Z', while: 'DEPRIVED', procedure: null, since: '2026-08-10T03:00:00.000Z' }]);
    expect((await ask(`stock?facility=${facilityRef}&asOf=2026-08-14T06:00:00Z`)).children).toBe(1);
    expect((await ask(`flow?facility=${facilityRef}&from=2026-08-10T00:00:00Z&to=2026-09-01T00:00:00Z`))).toMatchObject({ childHours: '111', flowOutBy: { AGED_OUT: 1 } });
    expect(await of(`&position=${before.knownAt.position}`)).toEqual(before.entries.filter((entry) => entry.child === child));
  });

  it('does so while something is pending: at the midnight of the place, each procedure once, and a claim as well as an assessment', async () => {
    const child = await aChild({ majorityOn: '2026-08-12' });
    await tells(child, 'open-assessment', { ...at('2026-08-05T09:00'), trigger: 'DURABLE_SOLUTION' }, worker);
    await tells(child, 'open-protection-claim', { ...at('2026-08-06T09:00'), kind: 'ASYLUM', againstState: 'UZ' });
    await tells(child, 'open-protection-claim', { ...at('2026-08-13T09:00'), kind: 'STATELESSNESS' });
    const question = 'coming-of-age?from=2026-08-10T00:00:00Z&to=2026-08-20T00:00:00Z';
    const pending = { child, cameOfAge: '2026-08-11T18:00:00.000Z', while: 'DECISION_PENDING' };
    expect((await ask(question)).entries.filter((entry) => entry.child === child)).toEqual([
      { ...pending, procedure: 'DETERMINATION', since: '2026-08-05T03:00:00.000Z' }, { ...pending, procedure: 'PROTECTION_CLAIM', since: '2026-08-06T03:00:00.000Z' },
    ]);
    expect((await ask('coming-of-age?from=2026-08-11T18:00:00.001Z&to=2026-08-20T00:00:00Z')).entries.filter((entry) => entry.child === child)).toEqual([]);
  });

  it('is no child in any figure once a document proves it, and was one in a report of before (T12)', async () => {
    const [child, facilityRef] = [await aChild({ majorityOn: '2026-11-10' }), await aCentre('Presumed')];
    await heldFrom(child, '2026-03-01T06:00', '2026-03-11T06:00', { facilityRef });
    const question = `flow?facility=${facilityRef}&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z`;
    const before = await ask(question);
    expect(before).toMatchObject({ prevalence: 1, childHours: '240' });
    await tells(child, 'attest-identity', { ...at('2026-04-01T09:00'), shownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', nationalities: ['KG'], dateOfBirth: '2007-05-05' }, worker);
    expect(await ask(question)).toMatchObject({ prevalence: 0, childHours: '0', flowIn: 0, flowOut: 0 });
    expect((await ask(`${question}&position=${before.knownAt.position}`)).entries).toEqual(before.entries);
  });
});

describe('The record itself', () => {
  it('shows how late it was told, by organisation', async () => {
    const child = await aChild({ occurredAt: { at: '2026-07-01T08:00', zone } });
    for (const hour of ['09', '10', '11']) await tells(child, 'record-contact', { ...at(`2026-07-02T${hour}:00`), with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'NO' }, await app.as(lawyer));
    const late = (await historyOf(child)).slice(1).map((entry) => Date.parse(entry.recordedAt) - Date.parse((entry as unknown as { occurredAt: { from: string } }).occurredAt.from)).sort((a, b) => a - b);
    const asHours = (ms: number) => printRatio(BigInt(ms), 3_600_000n, 2).replace(/\.?0+$/, '');
    const { entries } = await ask('recording-delays?from=2026-07-02T00:00:00Z&to=2026-07-03T00:00:00Z');
    expect(entries.map((entry) => ({ ...entry, ...Object.fromEntries(['medianHours', 'nineTenthsWithinHours', 'latestHours'].map((name) => [name, Number(entry[name]).toFixed(2)])) })))
      .toEqual([{ organisation: 'LEGAL_AID', reports: 3, medianHours: Number(asHours(late[1]!)).toFixed(2), nineTenthsWithinHours: Number(asHours(late[2]!)).toFixed(2), latestHours: Number(asHours(late[2]!)).toFixed(2) }]);
  });

  it('lists what was corrected, withdrawn and disputed, in the order in which that was told, and only as far as it was known', async () => {
    const child = await aChild();
    const { start } = await heldFrom(child, '2026-07-10T00:00', undefined, {});
    const saying = (day: string) => at(`2026-07-${day}T00:00`);
    const dispute = await tells(child, 'record-dispute', { ...saying('21'), target: start, disputedBy: 'CHILD' });
    const question = 'contested?from=2026-07-20T00:00:00Z&to=2026-07-24T00:00:00Z';
    const before = await ask(question);
    const correction = await tells(child, 'record-correction', { ...saying('22'), target: start, reason: 'NEW_INFORMATION', fields: { withAdults: 'YES' } }, worker);
    const retraction = await tells(child, 'record-retraction', { ...saying('23'), target: correction, reason: 'MISTAKEN_ENTRY' }, worker);
    expect((await ask(question)).entries.map(({ event, is, fact, factType, by }) => [event, is, fact, factType, by])).toEqual([
      [dispute, 'record.Disputed', start, 'identification.DeprivationStarted', 'NGO'], [correction, 'record.Corrected', start, 'identification.DeprivationStarted', 'CHILD_PROTECTION'],
      [retraction, 'record.Retracted', correction, 'record.Corrected', 'CHILD_PROTECTION'],
    ]);
    expect((await ask(`${question}&position=${before.knownAt.position}`)).entries).toEqual(before.entries);
  });

  it('lists the decisions that were taken or refused while a child was held, with what was missing', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Decided')];
    await worker.post(`/children/${child}/decide-placement`, placementIn(child)).expect(422);
    const { stayRef } = await heldFrom(child, '2026-07-10T00:00', undefined, { facilityRef });
    await worker.post(`/children/${child}/decide-placement`, placementIn(child)).expect(422);
    await tells(child, 'record-decision-taken-without-representative', { ...at('2026-07-11T00:00'), decision: 'RETURN', authorityType: 'POLICE' });
    await tells(child, 'record-decision-taken-without-representative', { ...at('2026-07-09T00:00'), decision: 'RETURN', authorityType: 'POLICE' });
    const question = `decisions-while-held?facility=${facilityRef}`;
    // A decision of now and the day asked about, which is now, too: only what lies before it.
    const { asOf } = await ask(question);
    const held = await ask(`${question}&asOf=${new Date(Date.parse(asOf) + 1).toISOString()}`);
    expect(held).toMatchObject({ byOutcome: { refused: { decisions: 2, children: 1 }, reported: { decisions: 1, children: 1 } }, missingIn: { REPRESENTATIVE_ACTIVE: 3 } });
    expect(held.entries[0]).toMatchObject({ child, outcome: 'reported', heldSince: '2026-07-09T18:00:00.000Z', missing: ['REPRESENTATIVE_ACTIVE'], facilityRef });
    await tells(child, 'record-deprivation-ended', { ...at('2026-07-10T12:00'), stayRef, endReason: 'RELEASE' });
    expect((await ask(question)).byOutcome).toEqual({});
  });

  it('shows who looked at a child, how often, for what purpose, and who was turned away', async () => {
    const child = await aChild();
    for (let n = 0; n < 2; n += 1) await (await app.as(caseWorker)).get(`/children/${child}/history`).expect(200);
    await (await app.as(lawyer)).get(`/children/${child}`).expect(404);
    const looked = async () => (await ask(`readers?child=${child}`)).entries;
    while ((await looked()).length < 2) await app.followed();
    expect(await looked()).toEqual([
      expect.objectContaining({ child, outcome: 'READ', actorRef: 'case-worker', orgRef: 'child-protection', purpose: 'PROTECTION', times: 2, opened: ['D1', 'D2', 'D3', 'D4'] }),
      expect.objectContaining({ child, outcome: 'DENIED', actorRef: 'lawyer', purpose: 'LEGAL_REMEDY', times: 1, opened: [] }),
    ]);
    expect((await ask(`readers?child=${child}&organisation=bar`)).byOutcome).toEqual({ DENIED: { times: 1, people: 1, children: 1 } });
  });
});

describe('Harm in custody', () => {
  it('is counted for each thousand children who were held, of children only and while they were held', async () => {
    const facilityRef = await aCentre('Harm');
    const children = [await aChild(), await aChild(), await aChild(), await aChild({ majorityOn: '2026-05-03' })];
    for (const child of children) await heldFrom(child, '2026-05-01T00:00', '2026-05-10T00:00', { facilityRef });
    const incident = (child: string, day: string, kind: string) => tells(child, 'record-incident', { ...at(`2026-05-${day}T12:00`), kind, injured: 'YES', medicalCare: 'NO', toldIndependentBody: 'NO' });
    const first = await incident(children[0]!, '02', 'SELF_HARM');
    await incident(children[0]!, '03', 'SELF_HARM');
    await incident(children[1]!, '04', 'VIOLENCE_BY_STAFF');
    await incident(children[1]!, '12', 'INJURY');
    await incident(children[3]!, '05', 'INJURY');
    await tells(children[2]!, 'record-death', { ...at('2026-05-08T12:00'), diedIn: 'KG', facilityRef, heldOrCaredFor: 'CUSTODY', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' });
    const question = `harm?facility=${facilityRef}&from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z`;
    expect(await ask(question)).toMatchObject({
      childrenHeld: 4, byKind: { DEATH: { reports: 1, children: 1, per1000Held: '250.00' }, SELF_HARM: { reports: 2, children: 1, per1000Held: '250.00' }, VIOLENCE_BY_STAFF: { reports: 1, children: 1, per1000Held: '250.00' } },
      entries: [{ event: first }, { kind: 'SELF_HARM' }, { kind: 'VIOLENCE_BY_STAFF' }, { kind: 'DEATH' }],
    });
    await tells(children[0]!, 'record-retraction', { ...at('2026-05-09T12:00'), target: first, reason: 'WRONG_CHILD' }, worker);
    expect(await ask(question)).toMatchObject({ byKind: { SELF_HARM: { reports: 1, children: 1 } } });
    expect((await ask(`harm?facility=${facilityRef}&from=2026-05-04T00:00:00Z&to=2026-06-01T00:00:00Z`)).childrenHeld).toBe(3);
  });

  it('is told where it may have happened in custody, by its earliest instant; and set beside those who were held in the period for certain', async () => {
    const [facilityRef, held] = [await aCentre('Some day'), await aChild()];
    await heldFrom(held, '2026-05-10T00:00', '2026-05-20T00:00', { facilityRef });
    await heldFrom(await aChild(), '2026-05-04', '2026-05-04', { facilityRef });
    await heldFrom(await aChild(), '2026-05-04T10:00', '2026-05-06T14:00', { facilityRef, settingKind: 'HOSPITAL', guarded: 'NO', medicalIndication: { value: 'YES', until: '2026-05-06' } });
    const incident = { kind: 'INJURY', injured: 'YES', medicalCare: 'NO', toldIndependentBody: 'NO' };
    const event = await tells(held, 'record-incident', { occurredAt: { at: '2026-05-05', to: '2026-05-15', zone }, source, ...incident });
    await tells(held, 'record-incident', { occurredAt: { at: '2026-05-05', to: '2026-05-09', zone }, source, ...incident });
    const asked = (from: string) => ask(`harm?facility=${facilityRef}&from=${from}&to=2026-06-01T00:00:00Z`);
    expect(await asked('2026-05-01T00:00:00Z')).toMatchObject({
      childrenHeld: 2, byKind: { INJURY: { reports: 1, children: 1, per1000Held: '500.00' } },
      entries: [{ event, at: '2026-05-04T18:00:00.000Z', atLatest: '2026-05-15T18:00:00.000Z', facilityRef }],
    });
    expect(await asked('2026-05-04T06:00:00Z')).toMatchObject({ childrenHeld: 1, byKind: { INJURY: { reports: 1, per1000Held: '1000.00' } } });
    expect(await asked('2026-05-06T00:00:00Z')).toMatchObject({ childrenHeld: 1, byKind: {} });
  });
});

describe('What a child lacks', () => {
  it('has the numbers of T14, and those of the audit of the one child', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Schooling')];
    const { stayRef } = await heldFrom(child, '2026-03-02T09:30', undefined, { facilityRef });
    const access = (local: string, how: string, schoolRef: string) => tells(child, 'record-education-access', { ...at(local), access: how, level: 'PRIMARY', barriers: [], motherTongueTeaching: 'NO', free: 'YES', schoolRef });
    await access('2026-03-06T12:00', 'STARTED', 'one');
    await access('2026-03-08T12:00', 'INTERRUPTED', 'one');
    await access('2026-03-09T00:00', 'STARTED', 'two');
    const held = { stayRef, childPresent: 'YES', lawyerPresent: 'NO', interpreterPresent: 'NO', court: 'NO', outcome: 'CONTINUED' };
    await tells(child, 'record-review-held', { ...at('2026-03-05T09:30'), ...held, reviewer: { orgType: 'POLICE' }, independent: 'YES' });
    const asked = async (safeguard: string) => (await ask(`without?safeguard=${safeguard}&facility=${facilityRef}&asOf=2026-03-12T03:30:00Z`)).entries;
    expect(await asked('EDUCATION')).toEqual([expect.objectContaining({
      child, lackingNow: false, latencyHours: '98.5', waitedHours: null, longestGapHours: '98.5', currentGapHours: '0', uncoveredHoursAtLeast: '110.5', uncoveredHoursAtMost: '110.5', coveredHoursAtLeast: '129.5', coveredHoursAtMost: '129.5',
    })]);
    const [alone] = libertyAudit(await eventsOf(`child-${child}`) as unknown as Fact[], new Date('2026-03-12T03:30:00Z')).safeguards;
    expect(alone!.covers.EDUCATION).toMatchObject({ latencyMs: 98.5 * 3_600_000, longestGapMs: 98.5 * 3_600_000, currentGapMs: 0, uncoveredMs: { atLeast: 110.5 * 3_600_000 }, coveredMs: { atMost: 129.5 * 3_600_000 } });
    expect(await asked('REVIEW')).toMatchObject([{ lackingNow: false, latencyHours: '72', currentGapHours: '168' }]);
    // A review by those who hold is none.
    expect(await asked('INDEPENDENT_REVIEW')).toMatchObject([{ lackingNow: true, latencyHours: null, waitedHours: '240' }]);
  });
});

describe('A child with a guardian', () => {
  it('lacks one once the check for conflicts of that one is withdrawn; by the rule of before it had one, and a report of then comes out again', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Guarded')];
    await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef });
    await represented(child);
    const asOf = new Date(Date.now() + 60_000).toISOString();
    const [question, before] = [`without?safeguard=GUARDIAN&facility=${facilityRef}&asOf=${asOf}`, 'rules=LIB-1@1,CAL@1'];
    expect(await ask(question)).toMatchObject({ lacking: 0, versions: { rules: ['LIB-1@1', 'CAL@1', 'CAL-14@3'] } });
    const { knownAt: { position } } = await ask(question);
    const older = async () => (await oversight.get(`/audit/${question}&${before}&position=${position}`).expect(200)).text;
    const text = await older();
    expect(JSON.parse(text)).toMatchObject({ lacking: 0, versions: { rules: ['LIB-1@1', 'CAL@1'] }, entries: [{ child, lackingNow: false }] });
    const check = (await historyOf(child)).find(({ type }) => type === 'guardianship.ConflictCheckCompleted')!.id;
    await tells(child, 'record-retraction', { ...at('2026-05-02T10:00'), target: check, reason: 'MISTAKEN_ENTRY' }, worker);
    expect(await ask(question)).toMatchObject({ lacking: 1, entries: [{ child, lackingNow: true, coveredHoursAtMost: '0' }] });
    expect(await ask(`${question}&${before}`)).toMatchObject({ lacking: 0, entries: [{ child, lackingNow: false }] });
    expect(await older()).toBe(text);
    await oversight.get(`/audit/${question}&rules=LIB-1@1,CAL@1,CAL-14@4`).expect(400);
  });
});

describe('Presumed deprivation', () => {
  it('raises the alarm for a child that is taken again within 72 hours, as deprivation does', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Presumably again')];
    await heldFrom(child, '2026-05-01T10:00', '2026-05-04T10:00', { facilityRef });
    const { start } = await heldFrom(child, '2026-05-05T08:00', '2026-05-09T08:00', { facilityRef, nexus: 'UNKNOWN' });
    const question = `redetentions?facility=${facilityRef}`;
    expect((await ask(question)).entries).toEqual([expect.objectContaining({ child, number: null, presumed: true, rapid: true, chained: true, gapHoursAtLeast: '22', start: '2026-05-05T02:00:00.000Z' })]);
    await corrected(child, start, { nexus: 'ORDER' });
    expect((await ask(question)).entries).toEqual([expect.objectContaining({ number: 2, presumed: false, rapid: true, gapHoursAtLeast: '22' })]);
    await redated(child, start, '2026-05-07T10:00');
    expect((await ask(question)).entries).toEqual([expect.objectContaining({ number: 2, rapid: false, chained: true, gapHoursAtLeast: '72' })]);
  });
});

describe('A report of any question', () => {
  const table = async (): Promise<readonly string[]> => [...(await readFile('docs/audit-questions.md', 'utf8')).matchAll(/`GET (\/(?:audit\/(?!proofs)|decisions)[^`]*)`/g)].map(([, request]) => request!.replace(/[?&](asOf|knownAt|facility)=[^&]*/g, '').replace(/^([^?]*)&/, '$1?'));
  const isAbout = (request: string) => [...questions, decisionsTaken].find(({ path }) => request.split('?')[0] === (path === 'decisions' ? '/decisions' : `/audit/${path}`))!;
  const columnsIn = (entry: object, columns: readonly string[], within = ''): readonly string[] => Object.entries(entry).flatMap(([name, value]: [string, unknown]) => {
    const column = `${within}${name}`;
    const isPart = value !== null && typeof value === 'object' && columns.some((other) => other.startsWith(`${column}.`));
    return isPart ? columnsIn(value, columns, `${column}.`) : [column];
  });

  it('comes out again byte for byte after late facts, corrections in any order, and from read models that were filled anew', async () => {
    await everythingHappens();
    const { asOf, knownAt: { position } } = await ask('stock');
    const requests = await table();
    const all = async (more = `&asOf=${asOf}&position=${position}`) => {
      await app.followed();
      return eightAtATime(requests, async (request) => (await oversight.get(`${request}${request.includes('?') ? '' : '?'}${more}&limit=200`).expect(200)).text);
    };
    const before = await all();
    const found = before.map((text, n) => ({ request: requests[n]!, entries: (JSON.parse(text) as Answer).entries }));
    expect(found.filter(({ entries }) => entries.length === 0).map(({ request }) => request)).toEqual(nothingToTell);
    const unnamed = found.flatMap(({ request, entries }) => entries.flatMap((entry) => columnsIn(entry, isAbout(request).columns)).filter((column) => !isAbout(request).columns.includes(column)).map((column) => `${request} ${column}`));
    expect([...new Set(unnamed)].filter((each) => !each.endsWith('sharePercentLongerThanHours'))).toEqual([]);

    await somethingElseIsKnown(found.flatMap(({ request, entries }) => (request.startsWith('/audit/coming-of-age') ? entries : entries.slice(0, 1))).flatMap(({ child }) => (child === undefined ? [] : [String(child)])));
    const fresh = await all(`&asOf=${asOf}`);
    const told = (text: string) => JSON.stringify({ ...JSON.parse(text) as Answer, knownAt: null });
    expect(requests.filter((_, n) => told(fresh[n]!) === told(before[n]!))).toEqual(nothingToTell);
    expect(await all()).toEqual(before);
    for (const name of new Set([...questions, decisionsTaken].flatMap(({ reads }) => reads.map((model) => model.name)))) await rebuilt(name);
    expect(await all()).toEqual(before);
  }, 300_000);

  /** Of these the story has nothing. */
  const nothingToTell = ['/audit/days-after?event=ORIGIN_REFUSED', '/audit/days-after?event=DETERMINATION', '/decisions?missing=CONSENT_CHILD'];

  /** What each question asks about happens to some child. */
  async function everythingHappens(): Promise<void> {
    const facilityRef = await aCentre('Everything');
    const held = async (setting: object, more: object = {}, local = '2026-05-01T00:00') => {
      const child = await aChild(more);
      return { child, ...await heldFrom(child, local, undefined, { facilityRef, ...setting }) };
    };
    await held({ nexus: 'UNKNOWN' });
    await held({ mayLeave: 'RESTRICTED' });
    await held({ mayLeave: 'UNKNOWN', custodial: 'UNKNOWN' });
    await held({ groundCode: 'FAMILY_UNITY', withAdults: 'YES' }, { dateOfBirth: '2024-01-01' }, '2026-01-10T00:00');
    const { child, stayRef } = await held({});
    await tells(child, 'record-review-held', { ...at('2026-05-03T00:00'), stayRef, childPresent: 'YES', lawyerPresent: 'YES', interpreterPresent: 'YES', reviewer: { orgType: 'COURT' }, independent: 'YES', court: 'YES', outcome: 'RELEASE_ORDERED' });
    await worker.post(`/children/${child}/decide-placement`, placementIn(child)).expect(422);
    const found = (await historyOf(child))[0]!.id;
    await readyToBePlaced(child);
    await corrected(child, found, { sex: 'FEMALE' });
    const back = await aChild();
    await tells(back, 'record-deprivation-started', { ...at('2026-04-01T10:00'), ...cell, stayRef: 'departure' });
    await tells(back, 'record-deprivation-ended', { ...at('2026-04-04T10:00'), stayRef: 'departure', endReason: 'RETURN' });
    await heldFrom(back, '2026-04-05T10:00', undefined, { facilityRef });
  }

  /** Of some children much is said anew, by two servers at once: a stay that nobody knew of, other dates and fields, words withdrawn. */
  async function somethingElseIsKnown(of: readonly string[]): Promise<void> {
    const other = await (await app.beside()).as(caseWorker);
    const facilityRef = await aCentre('Nobody knew');
    await Promise.all([...new Set(of)].map(async (child, n) => {
      const by = n % 2 === 0 ? worker : other;
      if (n < 5) await heldFrom(child, '2026-01-15T00:00', '2026-01-17T00:00', { withAdults: 'YES', facilityRef });
      const said = { ...at('2026-11-02T10:00') };
      for (const { id, type } of await historyOf(child)) {
        const correct = (fields: object) => by.post(`/children/${child}/record-correction`, { ...said, target: id, reason: 'NEW_INFORMATION', fields }).expect(200);
        const withdraw = () => by.post(`/children/${child}/record-retraction`, { ...said, target: id, reason: 'WRONG_CHILD' }).expect(200);
        if (type === 'identification.ChildFound') await correct({ nationalityClaims: ['KZ'] });
        if (type === 'identification.DeprivationStarted') await correct({ groundCode: 'FAMILY_UNITY', state: 'KZ', custodian: { orgType: 'IMMIGRATION' } });
        if (['identification.DeprivationEnded', 'identification.MeasureEnded', 'identification.SeparationStarted', 'identification.DocumentedAsAbandoned'].includes(type)) await withdraw();
        if (type === 'guardianship.DecisionTakenWithoutRepresentative') await by.post(`/children/${child}/record-dispute`, { ...said, target: id, disputedBy: 'CHILD' }).expect(200);
        if (type === 'identification.IdentityAttested') await by.post(`/children/${child}/attest-identity`, { ...said, shownBy: 'PASSPORT', documentRef: 'passport-2', nationalities: ['KZ'], dateOfBirth: '2008-08-16' }).expect(200);
      }
    }));
  }
});
