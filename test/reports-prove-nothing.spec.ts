import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import fc from 'fast-check';
import { extended, foldCaseFile, followed, weigh, type CaseFile, type Circumstances } from '../libs/case-file/case-file.js';
import { registry } from '../libs/case-file/contexts.js';
import { occurredAtOf } from '../libs/case-file/occurred.js';
import { asRecordedIn } from '../libs/decider/as-recorded.js';
import { isRefusedToNobody, type Command, type CommandClass } from '../libs/decider/command.js';
import { BadForm, NotApplicable, NotCompetent } from '../libs/decider/context.js';
import type { EventDeclaration, Fact, NewFact } from '../libs/decider/event.js';
import type { FactCode, Foreign } from '../libs/decider/gate.js';
import type { Subject } from '../libs/decider/subject.js';
import { settingOf } from '../libs/profiles/profiles.js';
import { streamOfChild } from '../libs/decider/kin.js';
import { examples, unknownId, type Example } from './examples.js';

/** SEP-2: what is reported may take a guarantee away and never gives one. Told with the examples of all commands, so that a new command is covered without being named. */

const told = new Date();
const facilityId = '3f0f0c6e-0000-4000-8000-000000000001';
const otherChildId = '3f0f0c6e-0000-4000-8000-000000000002';
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const classes = new Map(registry.commands.map((command) => [command.declaration.name, command]));

interface Sent {
  readonly commandClass: CommandClass;
  readonly command: Command;
  readonly by: Example['by'];
  readonly occurredAt: Fact['meta']['occurredAt'];
  /** Of somebody for whom the command was not made. */
  readonly entitled?: false;
}

/** The child travels weeks later, when the plan for it is old enough. */
const departure = `${new Date(told.getTime() + 31 * 86_400_000).toISOString().slice(0, 10)}T23:59:59Z`;

/** The commands of the examples as they would arrive, in their order. */
const sent = (eventOf?: (command: string) => string): readonly Sent[] =>
  // The words of oversight stand in a stream of their own, which no gate reads.
  Object.entries(examples({ facilityId, eventId: idOf(0), eventOf, otherChildId, now: told }, () => 'words')).filter(([name]) => classes.has(name)).flatMap(([name, { by, body, also = [] }]) => [body, ...also].map((each) => {
    const commandClass = classes.get(name)!;
    const command = plainToInstance(commandClass, 'plannedDeparture' in each ? { ...each, plannedDeparture: departure } : each) as Command;
    return { commandClass, command, by, occurredAt: occurredAtOf(command, told) };
  }));

function factOf({ type, data, supersedes }: NewFact<EventDeclaration>, n: number, { commandClass, by, occurredAt, entitled }: Sent): Fact {
  const { name, kind, constructive } = commandClass.declaration;
  const standing = entitled === false ? { entitled, ...(constructive ? { void: true } : {}) } : {};
  const { purpose, ...recordedBy } = by;
  return {
    type, data: JSON.parse(JSON.stringify(data)) as object, supersedes, id: idOf(n), stream: 'child-1', revision: n, position: String(n), recordedAt: new Date(occurredAt.from),
    meta: {
      schemaVersion: 1, childRef: '1', occurredAt, recordedBy, purpose, jurisdiction: 'KG', profileVersion: 'KG@1', causationId: 'key', correlationId: 'key', supersedes,
      dataClasses: [], command: { name, kind, key: 'key', hash: '', ...standing },
    },
  } as unknown as Fact;
}

const weighing = (by: Example['by'], now: Date, foreign: Circumstances['foreign'] = new Map()): Circumstances => ({ now, actor: by, childRef: '1', setting: settingOf('KG', now), foreign });

/** What the example of a command stores on a record that stands so; nothing where there is nothing to act on. */
function decided({ commandClass, command, by, occurredAt }: Sent, file: CaseFile, foreign?: Circumstances['foreign']): readonly NewFact<EventDeclaration>[] {
  const context = registry.contextOf(commandClass.declaration);
  try {
    return context.decide(command, file.restated.get(context.name), { ...weighing(by, told, foreign), occurredAt, participants: file.participants, asRecorded: (id) => asRecordedIn(file.facts, id) });
  } catch (error) {
    if (error instanceof BadForm || error instanceof NotApplicable || error instanceof NotCompetent) return [];
    throw error;
  }
}

/** The file with these facts and all that every context makes of them in the same instant. */
function stored(file: CaseFile, facts: readonly NewFact<EventDeclaration>[], by: Sent, subject: Subject = 'child'): CaseFile {
  const contexts = registry.of(subject);
  const waiting = [...facts];
  let after = file;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const before = after;
    const fact = factOf(next, before.revision + 1, by);
    after = extended(contexts, before, fact);
    waiting.push(...followed(registry, contexts, before, fact, after, weighing(by.by, new Date(by.occurredAt.from))));
  }
  return after;
}

const nothing = foldCaseFile(registry.of('child'), []);
const ofSubject = (subject: Subject) => sent().filter(({ commandClass }) => commandClass.declaration.subject === subject);
const isReport = ({ commandClass }: Sent) => commandClass.declaration.kind === 'RECORD';

/** A stream that children's decisions look at, after each of its examples; but nothing is retracted, as all would be gone with the first of them. */
const storyOf = (subject: Subject) => ofSubject(subject).filter(({ command }) => !command.type.endsWith('Retraction')).reduce<readonly CaseFile[]>(
  (files, each) => [...files, stored(files.at(-1)!, decided(each, files.at(-1)!), each, subject)], [foldCaseFile(registry.of(subject), [])]);
const elsewhere = { facility: storyOf('facility'), corridor: storyOf('corridor') };
/** Another record that this one can be merged into, and one that was merged into this one. */
const records = [[otherChildId, {}], [unknownId, { mergedInto: '1' }]].map(([child, links]): [string, Foreign] => {
  const stream = streamOfChild(child as string);
  return [stream, { stream, revision: 3, eventId: unknownId, state: { finding: { registeredBy: unknownId }, links } }];
});
const seen = ({ facility = elsewhere.facility.at(-1)!, corridor = elsewhere.corridor.at(-1)! }: { facility?: CaseFile; corridor?: CaseFile } = {}): ReadonlyMap<string, Foreign> =>
  new Map([...records, ...([[`facility-${facilityId}`, 'facility', facility], ['corridor-KG-KZ', 'corridor', corridor]] as const).map(([stream, subject, { revision, facts, restated, readings }]): [string, Foreign] =>
    [stream, { stream, revision, eventId: facts.at(-1)?.id, state: restated.get(subject), otherwise: readings.of(subject) }])]);
const openPlace = seen();

/** The record of one child after each of the examples. */
const first = new Map<string, string>();
const story: CaseFile[] = [nothing];
for (const name of new Set(ofSubject('child').map(({ commandClass }) => commandClass.declaration.name))) {
  for (const each of sent((command) => first.get(command) ?? idOf(0)).filter(({ commandClass }) => commandClass.declaration.name === name)) {
    const before = story.at(-1)!;
    const after = stored(before, decided(each, before, openPlace), each);
    if (after !== before && !first.has(name)) first.set(name, after.facts[before.revision + 1]!.id);
    story.push(after);
  }
}
const whole = story.at(-1)!;

/** What is true only weeks later: a window for appeals has closed, and the day of the journey has come. */
const needTime: Readonly<Partial<Record<FactCode, readonly string[]>>> = { APPEAL_CLEAR: [new Date(told.getTime() + 60 * 86_400_000).toISOString()], TRANSFER_IN_FORCE: [departure] };

/** What every decision of the examples would find proven, each guarantee of each. */
const decisions = ofSubject('child').filter(({ commandClass }) => commandClass.declaration.kind === 'DECIDE');
function provenIn(file: CaseFile, now: Date, place = openPlace): readonly string[] {
  const isProven = (code: FactCode, at: Date, { command, by }: Sent) => 'basis' in weigh(registry, { name: 'one', version: 1, needs: [code] }, file, weighing(by, at, place), command);
  return decisions.flatMap((decision) => decision.commandClass.declaration.gate.at(-1)!.needs
    .filter((code) => (needTime[code] ?? [now]).some((at) => isProven(code, new Date(at), decision))).map((code) => `${code} of ${decision.command.type}`));
}
const nowIn = (file: CaseFile) => new Date(file.facts.at(-1)?.meta.occurredAt.from ?? told);

/** A report of the examples, a report or protection of somebody for whom it was not made, or a report that withdraws some earlier event, which may be such a report itself. */
const ofStrangers = ofSubject('child').filter(({ commandClass }) => isRefusedToNobody(commandClass.declaration.kind) && !commandClass.declaration.starts).map((each) => ({ ...each, entitled: false as const }));
const reports = ofSubject('child').filter(isReport);
const aReport = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...reports).map((each) => (file: CaseFile) => stored(file, decided(each, file, openPlace), each)) },
  { weight: 2, arbitrary: fc.constantFrom(...ofStrangers).map((each) => (file: CaseFile) => stored(file, decided(each, file, openPlace), each)) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(whole.revision), fc.boolean()).map(([n, newest]) => (file: CaseFile) => {
    const target = newest ? file.facts.at(-1 - (n % 3)) : file.facts[n];
    const withdrawal = target && { type: 'record.Retracted', supersedes: target.id, data: { target: target.id, targetType: target.type, reason: 'MISTAKEN_ENTRY' } };
    return withdrawal ? stored(file, [withdrawal as unknown as NewFact<EventDeclaration>], reports[0]!) : file;
  }) },
);
const someReports = fc.array(aReport, { maxLength: 12 });
const after = (file: CaseFile, told: readonly ((file: CaseFile) => CaseFile)[]) => told.reduce((each, report) => report(each), file);

describe('The examples', () => {
  it('prove every guarantee of a decision about a child, somewhere in their story', () => {
    const asked = new Set(decisions.flatMap(({ commandClass }) => commandClass.declaration.gate.at(-1)!.needs));
    const proven = new Set(story.flatMap((file) => provenIn(file, nowIn(file))).map((each) => each.split(' ')[0]!));
    expect([...asked].filter((code) => !proven.has(code))).toEqual([]);
  });

  // A merge that lapses is one that nobody splits, and the example splits it.
  it('store an event for every report', () =>
    expect(reports.filter((each) => !whole.facts.some(({ meta }) => meta.command.name === each.commandClass.declaration.name)).map(({ command }) => command.type)).toEqual(['RecordMergeLapsed']));
});

describe('Reports prove nothing (SEP-2)', () => {
  it('where there is nothing else, however often and in whatever order they are told', () => {
    const unreported = provenIn(nothing, told);
    fc.assert(fc.property(someReports, (told) => {
      const file = after(nothing, told);
      expect(provenIn(file, nowIn(file)).filter((each) => !unreported.includes(each))).toEqual([]);
    }), { numRuns: 150 });
  });

  // The retraction of the registration would take away what the others might give.
  const withoutCorrections = reports.filter(({ commandClass }) => registry.contextOf(commandClass.declaration).name !== 'record');
  it.each([['in their order', withoutCorrections], ['in the reverse order', [...withoutCorrections].reverse()]])('at every point of the story, all of them told there %s', (_, all) => {
    const proven = story.flatMap((file) => {
      const before = provenIn(file, nowIn(file));
      const afterwards = all.reduce((each, report) => stored(each, decided(report, each, openPlace), report), file);
      return provenIn(afterwards, nowIn(file)).filter((each) => !before.includes(each));
    });
    expect(proven).toEqual([]);
  });

  it('where a child is held: none of them, told alone, lets it go', () => {
    const held = story[story.findIndex(({ facts }) => facts.at(-1)?.type === 'identification.DeprivationEnded') - 1]!;
    const before = provenIn(held, nowIn(held));
    const told = withoutCorrections.flatMap((report) => provenIn(stored(held, decided(report, held, openPlace), report), nowIn(held)).filter((each) => !before.includes(each)));
    expect([before.filter((each) => each.startsWith('NOT_CUSTODIAL_TRAVEL')), told]).toEqual([[], []]);
  });

  it('that was not proven before, at any point of the story of all commands, the end included', () => {
    fc.assert(fc.property(fc.constantFrom(...story), someReports, (file, told) => {
      const before = provenIn(file, nowIn(file));
      expect(provenIn(after(file, told), nowIn(file)).filter((each) => !before.includes(each))).toEqual([]);
    }), { numRuns: 150 });
  });

  it.each(['facility', 'corridor'] as const)('of a %s, either: no place is open, and no way, because somebody reports so', (subject) => {
    fc.assert(fc.property(fc.constantFrom(...elsewhere[subject]), fc.array(fc.constantFrom(...ofSubject(subject).filter(isReport)), { maxLength: 6 }), (file, told) => {
      const afterwards = told.reduce((each, report) => stored(each, decided(report, each), report, subject), file);
      const before = provenIn(whole, nowIn(whole), seen({ [subject]: file }));
      expect(provenIn(whole, nowIn(whole), seen({ [subject]: afterwards })).filter((each) => !before.includes(each))).toEqual([]);
    }), { numRuns: 50 });
  });
});
