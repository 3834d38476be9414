import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Caller } from './app.js';
import { analyst, ombudsperson } from './people.js';
import { aChild, app, oversight, receipt, source, witness, zone } from './story.js';

/** Single questions with the numbers that the same events give by hand. */

interface Answer {
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

async function heldFrom(child: string, local: string, until: string | undefined, setting: object): Promise<void> {
  const stayRef = `stay-${randomUUID().slice(0, 8)}`;
  await witness.post(`/children/${child}/record-deprivation-started`, { ...at(local), ...cell, stayRef, ...setting }).expect(200);
  if (until) await witness.post(`/children/${child}/record-deprivation-ended`, { ...at(until), stayRef, endReason: 'RELEASE', releasedTo: 'FAMILY' }).expect(200);
}

describe('A child that is taken again (T05)', () => {
  it('is shown with a gap of 22 hours, which is rapid and makes a chain', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Again')];
    await heldFrom(child, '2026-05-01T10:00', '2026-05-04T10:00', { facilityRef });
    await heldFrom(child, '2026-05-05T08:00', '2026-05-09T08:00', { facilityRef });
    expect((await ask(`redetentions?facility=${facilityRef}`)).entries).toEqual([expect.objectContaining({ child, number: 2, gapHoursAtLeast: '22', rapid: true, chained: true, sameAuthority: true })]);
    expect((await ask(`cumulative?facility=${facilityRef}`)).entries).toEqual([expect.objectContaining({ child, hoursAtLeast: '168', stays: 2 })]);
    expect((await ask(`outcomes?facility=${facilityRef}`)).entries).toMatchObject([{ releasedTo: 'FAMILY', missingWithinDays: null }, { releasedTo: 'FAMILY' }]);
  });
});

describe('A child that is held past the limit of the authority itself', () => {
  it('is an overstay, with the hours since', async () => {
    const [child, facilityRef] = [await aChild(), await aCentre('Thirty days')];
    await heldFrom(child, '2026-05-01T00:00', undefined, { facilityRef, claimedMaximumDays: 30, awaiting: 'ESCORT' });
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-05-30T18:00:00Z`)).entries).toEqual([]);
    expect((await ask(`overstays?facility=${facilityRef}&asOf=2026-06-01T18:00:00Z`)).entries).toEqual([expect.objectContaining({ child, limitDays: 30, hoursPast: '48', awaiting: 'ESCORT' })]);
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
