import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BoundedContext } from '../decider/context.js';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import { isOfEntitled, isVoid, type Fact } from '../decider/event.js';
import { foldCaseFile, extended } from './case-file.js';
import { registry } from './contexts.js';
import { dayBefore, recordOf } from './transfer.scenario.js';

// The readings of a record are folded on from where they differ; here each is folded from the start, by the words of the decision record.

const contexts = registry.of('child');
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const prepared: readonly Fact[] = recordOf().map((fact) => ({ ...fact, id: fact.id.startsWith('3f0f') ? fact.id : uuid(fact.revision) }));

interface Word { readonly target: string; readonly fields?: object; readonly occurredAt?: object }
const wordOf = ({ data }: Fact): Word => ({ target: (data as { decisionRef?: string }).decisionRef, ...data }) as Word;
const changes = ({ type }: Fact): boolean => ['record.Corrected', 'record.Retracted'].includes(type as string);
/** A gate reads what the child says is not so as withdrawn. */
const rereads = (fact: Fact): boolean => changes(fact) || isRuling(fact) || ((fact.type as string) === 'record.Disputed' && isOfEntitled(fact));
/** So is what an appeal body sets aside, where it is none of the decisions of which something is left. */
const isRuling = (fact: Fact): boolean => (fact.type as string) === 'repatriation.AppealDecided';

/** What these corrections make of a fact, and after which of them it is told where it is dated later than it was told first. */
function asCorrectedBy(fact: Fact, words: readonly Fact[]): { readonly fact: Fact; readonly after?: string } {
  const read = words.reduce<Fact>((reads, word) => ({
    ...reads, data: { ...reads.data, ...wordOf(word).fields }, meta: { ...reads.meta, occurredAt: wordOf(word).occurredAt ?? reads.meta.occurredAt, correctedBy: { personRef: word.meta.recordedBy.actorRef, orgRef: word.meta.recordedBy.orgRef } },
  }) as Fact, fact);
  const dating = words.findLast((word) => wordOf(word).occurredAt !== undefined);
  if (!dating || rereads(fact) || Date.parse(read.meta.occurredAt.from) <= fact.recordedAt.getTime()) return { fact: read };
  return { fact: { ...read, revision: dating.revision, recordedAt: dating.recordedAt }, after: dating.id };
}

/** The record after its first corrections: whether one counts is asked of those that were told after it. `kept` is there though it was taken back. */
function standing(facts: readonly Fact[], told: readonly Fact[], kept?: string): readonly Fact[] {
  const isTakenBack = (id: string): boolean => told.some((word) => (word.type as string) !== 'record.Corrected' && wordOf(word).target === id && !isTakenBack(word.id));
  const read = facts.filter(({ id }) => id === kept || !isTakenBack(id)).map((fact) =>
    asCorrectedBy(fact, told.filter((word) => (word.type as string) === 'record.Corrected' && wordOf(word).target === fact.id && !isTakenBack(word.id))));
  return facts.flatMap(({ id }) => [...read.filter(({ fact, after }) => fact.id === id && after === undefined), ...read.filter(({ after }) => after === id)].map(({ fact }) => fact));
}

function plainly(context: BoundedContext, facts: readonly Fact[], without: ReadonlySet<string>): readonly unknown[] {
  const told = facts.filter(rereads);
  const after = told.flatMap((word, index) => {
    const soFar = told.slice(0, index + 1);
    const stands = standing(facts, soFar);
    const isOfWithdrawn = (word.type as string) === 'record.Corrected' && !stands.some(({ id }) => id === wordOf(word).target);
    return isOfWithdrawn ? [standing(facts, soFar, wordOf(word).target), stands] : [stands];
  });
  const readings = [facts, ...after, facts.filter(isOfEntitled)];
  return readings.map((reading) => reading.filter((fact) => !without.has(fact.id) && (context.namesAll === true || !isVoid(fact)))
    .reduce((state, fact) => context.evolve(state, fact), context.initial));
}

/** Each state once, in the order in which it is first met. */
function each(states: readonly unknown[]): readonly string[] {
  return [...new Set(states.map((state) => JSON.stringify(state, (_, value: unknown) => (value instanceof Map || value instanceof Set ? [...value as Iterable<unknown>] : value))))];
}

interface Step { readonly kind: 'correct' | 'date' | 'retract' | 'again' | 'dispute' | 'setAside'; readonly of: number; readonly late: boolean; readonly by: 'entitled' | 'stranger' | 'void' }
const step = fc.record({
  kind: fc.constantFrom<Step['kind']>('correct', 'date', 'retract', 'retract', 'again', 'dispute', 'setAside'), of: fc.nat(500), late: fc.boolean(),
  by: fc.constantFrom<Step['by']>('entitled', 'entitled', 'entitled', 'stranger', 'void'),
});

/** What is told of one of the earlier facts; where it is late, of one of the last, which may be a correction or a retraction itself. */
function told(facts: readonly Fact[], { kind, of, late, by }: Step): Fact {
  const target = facts[late ? Math.max(0, facts.length - 1 - of % 5) : of % facts.length]!;
  const others = facts.filter(({ type }) => type === target.type);
  const named = { target: target.id, targetType: target.type };
  const happened: Readonly<Record<Step['kind'], Happened>> = {
    correct: { type: 'record.Corrected', data: { ...named, fields: others[of % others.length]!.data, reason: 'MISTAKEN_ENTRY' } },
    date: { type: 'record.Corrected', data: { ...named, fields: {}, occurredAt: { from: `2026-0${2 + of % 2}-0${1 + of % 9}T09:00:00Z`, precision: 'exact', zone: 'UTC', zoneData: 'test' }, reason: 'TRANSLATION' } },
    retract: { type: 'record.Retracted', data: { ...named, reason: 'MISTAKEN_ENTRY' } },
    again: changes(target) ? { type: 'record.Disputed', data: { ...named, by: 'CHILD' } } : { type: target.type, data: target.data, by: target.meta.recordedBy },
    dispute: { type: 'record.Disputed', data: { ...named, by: 'CHILD' } },
    setAside: registry.annulments.has(target.type) ? { type: target.type, data: target.data } : { type: 'repatriation.AppealDecided', data: { appealRef: uuid(0), decisionRef: target.id, result: 'UPHELD', final: true } },
  };
  const fact = factOf({ at: dayBefore, id: uuid(1_000 + facts.length), ...happened[kind] }, facts.length);
  const said = { entitled: {}, stranger: { entitled: false }, void: changes(fact) ? {} : { entitled: false, void: true } }[by];
  return { ...fact, meta: { ...fact.meta, command: { ...fact.meta.command, ...said } } } as Fact;
}

describe('The readings of a record', () => {
  it('are those that the plain way gives, each once, folded at once or with fact after fact, with or without what is doubtful', () => {
    let several = 0;
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), fc.nat(), fc.nat(), (steps, asked, left) => {
      const facts = steps.reduce<readonly Fact[]>((sofar, each) => [...sofar, told(sofar, each)], prepared);
      const without = new Set(facts.filter(({ revision }) => revision % 7 === left % 7).map(({ id }) => id));
      const begun = prepared.length + asked % (steps.length + 1);
      const grown = facts.slice(begun).reduce((file, fact) => {
        if (fact.revision % 2 === 0) for (const { name } of contexts) file.readings.of(name);
        return extended(contexts, file, fact);
      }, foldCaseFile(contexts, facts.slice(0, begun)));
      const whole = foldCaseFile(contexts, facts);
      for (const context of contexts) {
        const [all, some] = [each(plainly(context, facts, new Set())), each(plainly(context, facts, without))];
        if (all.length > 3) several += 1;
        for (const { readings } of [whole, grown]) {
          expect([context.name, each(readings.of(context.name))]).toEqual([context.name, all]);
          expect([context.name, each(readings.of(context.name, without))]).toEqual([context.name, some]);
        }
        expect(JSON.stringify(grown.restated.get(context.name))).toBe(JSON.stringify(whole.restated.get(context.name)));
      }
    }), { numRuns: 60 });
    expect(several).toBeGreaterThan(10);
  });
});
