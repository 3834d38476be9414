import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { generate } from '../apps/cli/generate.js';
import { registry } from '../libs/case-file/contexts.js';
import type { Fact } from '../libs/decider/event.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { libertyAudit, type LibertyAudit } from '../libs/oversight/liberty.audit.js';
import type { Episode } from '../libs/oversight/liberty.episodes.js';
import { formatHours } from '../libs/oversight/liberty.print.js';
import { coverCodes, visitCodes } from '../libs/oversight/liberty.safeguards.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { eightAtATime, type Caller } from './app.js';
import { app, oversight } from './story.js';
import { tableIn, textOf } from './table.js';

/** What is asked of the population is what the audits of its children say one by one: of a made-up population, in which nobody has arranged the figures. */

interface Answer {
  readonly knownAt: { readonly position: string };
  readonly entries: readonly { readonly [name: string]: unknown }[];
  readonly next: string | null;
  readonly [figure: string]: unknown;
}

const end = new Date('2026-10-01T00:00:00Z');
const instants = ['2024-03-01T00:00:00Z', '2025-06-26T12:00:00Z', '2026-05-10T06:00:00Z', '2026-10-01T00:00:00Z'];
const [from, to] = ['2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'];
/** Of each child, in the order of the log. */
const records = new Map<string, Fact[]>();
/** Of what was refused about it. */
const refusals = new Map<string, Fact[]>();
let positions: readonly string[];

beforeAll(async () => {
  const { store, ring } = app.system;
  await generate({ store, ring, registry, profiles: { settingOf } }, { events: 3000, seed: 'oracle', until: end });
  const all: string[] = [];
  for (let after; ;) {
    const batch = await store.readAll({ after });
    for (const event of batch.events) {
      all.push(event.position);
      const [, kind, child] = /^(child|refusals)-(.*)$/.exec(event.stream) ?? [];
      if (child) append(kind === 'child' ? records : refusals, child, event as unknown as Fact);
    }
    after = batch.position;
    if (batch.caughtUp) break;
  }
  positions = [all[Math.floor(all.length / 3)]!, all.at(-1)!];
  await app.followed();
}, 120_000);

function append(of: Map<string, Fact[]>, child: string, event: Fact): void {
  of.set(child, [...of.get(child) ?? [], event]);
}

async function ask(question: string, by: Caller = oversight): Promise<Answer> {
  return (await by.get(question).expect(200)).body as Answer;
}

/** All pages as one. */
async function askAll(question: string): Promise<Answer> {
  const first = await ask(`${question}&limit=200`);
  const entries = [...first.entries];
  for (let { next } = first; next !== null;) {
    const page = await ask(`${question}&limit=200&cursor=${next}`);
    entries.push(...page.entries);
    next = page.next;
  }
  return { ...first, entries };
}

function audits(asOf: string, position: string): ReadonlyMap<string, LibertyAudit> {
  return new Map([...records].map(([child, events]) => [child, libertyAudit(events.filter((event) => event.position <= position), new Date(asOf))]));
}

const at = (asOf: string) => Date.parse(asOf);
const sorted = <T>(entries: readonly T[]): readonly T[] => [...entries].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const episodesOf = (asOf: string, position: string): readonly { readonly child: string; readonly audit: LibertyAudit; readonly episode: Episode }[] =>
  [...audits(asOf, position)].flatMap(([child, audit]) => audit.episodes.map((episode) => ({ child, audit, episode })));
const iso = (instant: number) => new Date(instant).toISOString();
/** As far as the period is concerned. */
const msIn = (parts: readonly { readonly from: number; readonly to: number }[]) => parts.reduce((sum, part) => sum + Math.max(0, Math.min(part.to, at(to)) - Math.max(part.from, at(from))), 0);
const isChildAt = ({ asAdult }: LibertyAudit, instant: number) => !asAdult.DEPRIVED.possible.some((part) => part.from <= instant && instant < part.to);

describe('Of a made-up population', () => {
  it('there is something to count', () => {
    expect(records.size).toBeGreaterThan(20);
    expect(episodesOf(instants.at(-1)!, positions[1]!).length).toBeGreaterThan(20);
  });

  it('the stock at any instant, as it was known at any position, is who has an open episode by the own audit, with its hours, days and nights (no. 1 and 37)', async () => {
    for (const position of positions) for (const asOf of instants) {
      const own = episodesOf(asOf, position).filter(({ episode, audit }) => episode.open && isChildAt(audit, at(asOf))).map(({ child, episode: { figure, confirmation } }) => ({
        child, hoursAtLeast: formatHours(figure.elapsedMs.atLeast), localDaysAtLeast: figure.localDays.atLeast, nightsAtLeast: figure.nights.atLeast, unconfirmedTailHours: formatHours(confirmation!.unconfirmedTailMs),
      }));
      const { entries, children } = await askAll(`/audit/stock?asOf=${asOf}&position=${position}`);
      expect(sorted(entries.map(({ child, hoursAtLeast, localDaysAtLeast, nightsAtLeast, unconfirmedTailHours }) => ({ child, hoursAtLeast, localDaysAtLeast, nightsAtLeast, unconfirmedTailHours })))).toEqual(sorted(own));
      expect(children).toBe(new Set(own.map(({ child }) => child)).size);
    }
  });

  it('the flow of a year is the episodes that began and ended in it, and the child-time that they took of it (no. 3)', async () => {
    for (const position of positions) {
      const later = instants.at(-1)!;
      const all = episodesOf(later, position);
      const cameIn = all.filter(({ episode, audit }) => episode.start.earliest >= at(from) && episode.start.earliest < at(to) && isChildAt(audit, episode.start.earliest));
      const held = all.filter(({ episode }) => msIn(episode.childTime.certain) > 0
        || (episode.figure.elapsedMs.atLeast === 0 && episode.end && episode.start.earliest >= at(from) && episode.end.latest <= at(to) && episode.childTime.possible.length > 0));
      expect(await ask(`/audit/flow?from=${from}&to=${to}&asOf=${later}&position=${position}`)).toMatchObject({
        flowIn: cameIn.length, prevalence: new Set(held.map(({ child }) => child)).size, childHours: formatHours(all.reduce((sum, { episode }) => sum + msIn(episode.childTime.certain), 0)),
      });
    }
  });

  it('as many children were held in a year by every question that counts them', async () => {
    for (const period of [`from=${from}&to=${to}`, 'from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z']) {
      const { prevalence } = await ask(`/audit/flow?${period}`);
      expect(await ask(`/audit/harm?${period}`)).toMatchObject({ childrenHeld: prevalence });
      for (const by of ['STATE', 'NATIONALITY', 'AGE']) expect(await ask(`/audit/counts?of=PREVALENCE&by=${by}&${period}`)).toMatchObject({ total: prevalence });
    }
  });

  it('what adds up for each child, and each episode, is what the own audit says (no. 5)', async () => {
    const [asOf, position] = [instants.at(-1)!, positions[1]!];
    const own = [...audits(asOf, position)].filter(([, { episodes, figures }]) => episodes.length > 0 && figures.DEPRIVED.localDays.atLeast > 0)
      .map(([child, { figures: { DEPRIVED } }]) => ({ child, hoursAtLeast: formatHours(DEPRIVED.elapsedMs.atLeast), localDaysAtLeast: DEPRIVED.localDays.atLeast }));
    expect(sorted((await askAll(`/audit/cumulative?asOf=${asOf}&position=${position}`)).entries.map(({ child, hoursAtLeast, localDaysAtLeast }) => ({ child, hoursAtLeast, localDaysAtLeast })))).toEqual(sorted(own));
    expect(sorted((await askAll(`/audit/episodes?asOf=${asOf}&position=${position}`)).entries.map(({ child, start, open, hoursAtLeast }) => ({ child, start: (start as { earliest: string }).earliest, open, hoursAtLeast }))))
      .toEqual(sorted(episodesOf(asOf, position).map(({ child, episode: { start, open, figure } }) => ({ child, start: iso(start.earliest), open, hoursAtLeast: formatHours(figure.elapsedMs.atLeast) }))));
  });

  it('the hours in each place are those that the own audits give it (no. 25)', async () => {
    const own = new Map<string, number>();
    for (const { facilities } of audits(instants.at(-1)!, positions[1]!).values()) {
      for (const { facilityRef, figures } of facilities) own.set(facilityRef, (own.get(facilityRef) ?? 0) + msIn(figures.DEPRIVED.certain));
    }
    const { entries } = await askAll(`/audit/facilities?from=${from}&to=${to}&asOf=${instants.at(-1)!}&position=${positions[1]!}`);
    expect(entries.length).toBeGreaterThan(5);
    expect(entries.map(({ facilityRef, childHours }) => [facilityRef, childHours])).toEqual(entries.map(({ facilityRef }) => [facilityRef, formatHours(own.get(String(facilityRef)) ?? 0)]));
  });

  it('what each child that is held lacks is what the own audit says of its episode, reviews by an independent body included (no. 12 to 22, CAL-14, CAL-15)', async () => {
    const printed = (ms: number | undefined): string | null => (ms === undefined ? null : formatHours(ms));
    const open = (asOf: string) => [...audits(asOf, positions[1]!)].flatMap(([child, audit]) => audit.episodes.flatMap((episode, n) => (episode.open && isChildAt(audit, at(asOf)) ? [{ child, episode, safeguards: audit.safeguards[n]! }] : [])));
    for (const asOf of instants) {
      for (const safeguard of [...coverCodes, ...visitCodes]) {
        const own = open(asOf).map(({ child, safeguards: { covers, visits } }) => {
          const { latencyMs, waitedMs, longestGapMs, currentGapMs } = { ...covers, ...visits }[safeguard];
          return { child, latencyHours: printed(latencyMs), waitedHours: printed(waitedMs), longestGapHours: printed(longestGapMs), currentGapHours: printed(currentGapMs) };
        });
        const { entries } = await askAll(`/audit/without?safeguard=${safeguard}&asOf=${asOf}&position=${positions[1]!}`);
        expect([safeguard, asOf, sorted(entries.map(({ child, latencyHours, waitedHours, longestGapHours, currentGapHours }) => ({ child, latencyHours, waitedHours, longestGapHours, currentGapHours })))]).toEqual([safeguard, asOf, sorted(own)]);
      }
      const { entries } = await askAll(`/audit/without?safeguard=INDEPENDENT_REVIEW&asOf=${asOf}&position=${positions[1]!}`);
      const exact = open(asOf).filter(({ episode: { start } }) => start.earliest === start.latest);
      expect(exact.map(({ child }) => [child, entries.find((entry) => entry.child === child)?.currentGapHours])).toEqual(exact.map(({ child, safeguards: { reviews } }) => [child, formatHours(reviews.sinceLastMs)]));
    }
  });

  it('each separation is as long as its reports say (no. 24)', async () => {
    const asOf = instants.at(-1)!;
    const { entries } = await askAll(`/audit/separations?asOf=${asOf}&position=${positions[1]!}`);
    const own = [...audits(asOf, positions[1]!)].flatMap(([child, { separation }]) => separation.contactWaits.map(({ cause, latencyMs, waitedMs }) => ({ child, cause, contactLatencyHours: latencyMs === undefined ? null : formatHours(latencyMs), contactWaitedHours: waitedMs === undefined ? null : formatHours(waitedMs) })));
    expect(sorted(entries.map(({ child, cause, contactLatencyHours, contactWaitedHours }) => ({ child, cause, contactLatencyHours, contactWaitedHours })))).toEqual(sorted(own));
    for (const [child, { separation }] of audits(asOf, positions[1]!)) {
      const hours = entries.filter((entry) => entry.child === child).map(({ hoursAtLeast }) => hoursAtLeast);
      if (hours.length === 1) expect(hours).toEqual([formatHours(separation.total.elapsedMs.atLeast)]);
    }
  });

  it('the decisions while a child was held are those of its own list that fall into an episode (no. 11)', async () => {
    const { entries, byOutcome } = await askAll(`/audit/decisions-while-held?position=${positions[1]!}`);
    const own = [...audits(new Date().toISOString(), positions[1]!)].flatMap(([child, audit]) => {
      const decided = [...records.get(child)!, ...refusals.get(child) ?? []].filter(({ type, meta }) => meta.basis || ['record.DecisionAttemptRefused', 'guardianship.DecisionTakenWithoutRepresentative'].includes(type));
      const first = new Map([...decided].reverse().map((event) => [`${event.meta.command.key} ${event.meta.recordedBy.actorRef}`, event]));
      return [...first.values()].filter(({ meta }) => {
        const instant = at(meta.occurredAt.from);
        return isChildAt(audit, instant) && audit.episodes.some(({ start, end }) => start.latest <= instant && (!end || end.earliest > instant));
      }).map(({ id }) => [child, id]);
    });
    expect(own.length).toBeGreaterThan(10);
    expect(sorted(entries.map(({ child, decision }) => [child, decision]))).toEqual(sorted(own));
    expect(Object.values(byOutcome as Record<string, { decisions: number }>).reduce((sum, { decisions }) => sum + decisions, 0)).toBe(entries.length);
  });

  it.each([
    'stock', 'episodes', 'redetentions', 'without?safeguard=LAWYER', 'without?safeguard=REVIEW', 'outcomes', 'decisions-while-held', 'alternatives-considered', 'days-after?event=DETERMINATION', 'company?company=UNRELATED_ADULTS', 'overstays', 'detained-on-arrival',
  ])('a filter chooses among the entries of %s that are told without it, whether their places are looked up for all or for a page alone', async (question) => {
    const of = `/audit/${question}${question.includes('?') ? '&' : '?'}asOf=${instants[2]}&position=${positions[1]}`;
    const { entries } = await askAll(of);
    for (const [filter, name, value] of [['state', 'state', 'KG'], ['authority', 'authority', entries[0]?.authority], ['facility', 'facilityRef', entries.at(-1)?.facilityRef]] as const) {
      if (value === undefined || value === null) continue;
      expect((await askAll(`${of}&${filter}=${String(value)}`)).entries).toEqual(entries.filter((entry) => entry[name] === value));
    }
    const few = await ask(`${of}&limit=3`);
    expect(few.entries).toEqual(entries.slice(0, 3));
  });

  it('who looked at a child is told as often as it did (no. 35)', async () => {
    const looked = [...records.keys()].slice(0, 3);
    for (const [n, child] of looked.entries()) for (let time = 0; time <= n; time += 1) await ask(`/children/${child}/history`);
    const times = async () => Promise.all(looked.map(async (child) => (await ask(`/audit/readers?child=${child}`)).entries.reduce((sum, entry) => sum + Number(entry.times), 0)));
    await until(async () => (await times()).reduce((sum, n) => sum + n, 0) >= 6, 'the reads', 20);
    expect(await times()).toEqual([1, 2, 3]);
  });

  it('every question says the same as JSON, page by page, as lines and as a table', async () => {
    const requests = [...(await readFile('docs/audit-questions.md', 'utf8')).matchAll(/`GET (\/(?:audit\/(?!proofs)|decisions\?|findings\?)[^`]*)`/g)].map(([, request]) => request!.replace(/[?&](asOf|knownAt)=[^&]*/g, '').replace(/^([^?]*)&/, '$1?'));
    const told = await eightAtATime(requests, async (request) => {
      const question = `${request}${request.includes('?') ? '' : '?'}&asOf=${instants.at(-1)!}&position=${positions[1]!}`.replace('?&', '?');
      const { entries } = await askAll(question);
      const { text: lines } = await oversight.get(question).set('Accept', 'application/x-ndjson').buffer(true).parse(textOf).expect(200).then(({ body }) => ({ text: body as string }));
      const { text } = await oversight.get(question).set('Accept', 'text/csv').buffer(true).parse(textOf).expect(200).then(({ body }) => ({ text: body as string }));
      const [header, ...rows] = tableIn(text);
      const inLines = lines.trimEnd().split('\n').slice(1).map((line) => JSON.parse(line) as object);
      expect([request, inLines]).toEqual([request, entries]);
      expect([request, rows]).toEqual([request, entries.map((entry) => header!.map((column) => cell(valueAt(entry, column))))]);
      return entries.length;
    });
    expect(told.filter((found) => found > 0).length).toBeGreaterThan(25);
  }, 120_000);
});

function valueAt(entry: object, column: string): unknown {
  if (column in entry) return (entry as Record<string, unknown>)[column];
  return column.split('.').reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], entry);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) return value.join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string);
}
