import { expect } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Errors } from 'typebox/value';
import { occurredAtOf } from '../case-file/occurred.js';
import { settingOf } from '../profiles/profiles.js';
import type { Actor } from './actor.js';
import { asRecordedIn } from './as-recorded.js';
import type { Command, CommandClass, Kind } from './command.js';
import type { BoundedContext } from './context.js';
import type { EventDeclaration, Fact, ForeignRef, NewFact, OccurredAt } from './event.js';
import type { FactCode, Foreign, Occasion } from './gate.js';
import { participantsIn } from './participants.js';
import type { Setting } from './profile.js';
import { assertNothingAhead } from './tense.js';

/** An earlier fact of a story: what happened, and where it matters by whom, when and under which id. */
export interface Happened {
  readonly type: string;
  readonly data: object;
  readonly by?: Partial<Actor>;
  readonly at?: string;
  /** Where it is known as a period only, the end of that period. */
  readonly to?: string;
  /** When it was recorded, where that was later. */
  readonly recorded?: string;
  readonly id?: string;
  readonly supersedes?: string;
  /** False where it came from somebody for whom the report is not made. */
  readonly entitled?: false;
  /** Other streams that the decision looked at. */
  readonly seen?: readonly ForeignRef[];
  /** The events that proved each guarantee to the decision. */
  readonly evidence?: { readonly [code in FactCode]?: readonly string[] };
  /** A report without a name, unless it is said. */
  readonly command?: { readonly name: string; readonly kind: Kind; readonly key?: string };
}

export const noon = '2026-03-02T12:00:00.000Z';
export const strictSetting = settingOf('ZZ', new Date(noon));
export const caseWorker: Actor = { actorRef: 'case-worker-1', role: 'CASE_WORKER', orgRef: 'child-protection-1', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };

/**
 * How the specs of a context read: given(facts).when(command).then(events) · thenNothing() · thenRefusedFor(code) · thenThrows(error).
 * Guarantees that other contexts vouch for count as given; what is known `already` comes before the first fact of each story.
 */
export function scenario(
  context: BoundedContext,
  { now = noon, actor = caseWorker, already = [], setting = strictSetting }: { now?: string; actor?: Actor; already?: readonly Happened[]; setting?: Setting } = {},
) {
  const before = already.map((fact, index) => factOf(fact, index - already.length)).reduce((folded, fact) => context.evolve(folded, fact), context.initial);
  return {
    given: (...happened: readonly Happened[]) => ({
      /** `by` changes the actor, `foreign` gives the other streams that the command names. */
      when(commandClass: CommandClass, body: object, { by = {}, at = now, foreign = [] }: { by?: Partial<Actor>; at?: string; foreign?: readonly Foreign[] } = {}) {
        const command = plainToInstance(commandClass, body) as Command;
        expect(validateSync(command, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
        const state = happened.map(factOf).reduce((folded, fact) => context.evolve(folded, fact), before);
        const occasion: Occasion = {
          now: new Date(at), occurredAt: occurredAtOf(command, new Date(at)), actor: { ...actor, ...by }, childRef: 'child-1', setting, participants: participantsIn(happened.map(factOf)),
          asRecorded: (id) => asRecordedIn(happened.map(factOf), id),
          foreign: new Map(foreign.map((fact) => [fact.stream, fact])),
        };
        const unmet = (): FactCode[] => {
          const needs = commandClass.declaration.gate.at(-1)?.needs ?? [];
          return context.facts.filter((fact) => needs.includes(fact.code) && !fact.proof(state, occasion, command)).map((fact) => fact.code);
        };
        const decide = () => {
          assertNothingAhead(command, occasion.now);
          return context.decide(command, state, occasion);
        };
        return {
          then: (...expected: readonly { type: string; data?: object }[]) => {
            expect(unmet()).toEqual([]);
            expect(plain(decide())).toMatchObject(expected);
            expect(decide()).toHaveLength(expected.length);
            for (const fact of plain(decide())) expectDeclared(context, fact);
          },
          thenNothing: () => {
            expect(unmet()).toEqual([]);
            expect(decide()).toEqual([]);
          },
          thenRefusedFor: (...codes: readonly FactCode[]) => expect(unmet()).toEqual(codes),
          thenThrows: (error: new (...args: never[]) => Error) => expect(decide).toThrow(error),
        };
      },
      /** The folded state, for the cases in which the state is the point. */
      state: <State>() => happened.map(factOf).reduce((folded, fact) => context.evolve(folded, fact), before) as State,
    }),
  };
}

/** The fact as the log would give it, at a revision. */
export function factOf({ type, data, by = {}, at: stated, to, recorded, id, supersedes, entitled, seen, evidence = {}, command }: Happened, index: number): Fact {
  const at = stated ?? justBeforeNoon(index);
  const occurredAt: OccurredAt = { from: new Date(at).toISOString(), to, precision: to ? 'day' : 'exact', zone: 'Asia/Bishkek', zoneData: 'test' };
  const { purpose, ...recordedBy } = { ...caseWorker, ...by };
  return {
    type, data, supersedes, id: id ?? `event-${index}`, stream: 'child-1', revision: index, position: String(index), recordedAt: new Date(recorded ?? to ?? at),
    meta: {
      schemaVersion: 1, childRef: '1', occurredAt, recordedBy, purpose, jurisdiction: 'KG', profileVersion: 'strict-1',
      causationId: 'key', correlationId: 'key', supersedes, dataClasses: [], command: { name: 'Test', kind: 'RECORD', key: `key-${index}`, hash: '', ...command, ...(entitled === false ? { entitled } : {}) },
      ...(seen ? { basis: {
        gate: 'test', gateVersion: 1, profileVersion: 'strict-1', revision: index - 1,
        facts: [{ code: 'ORIGIN_STATE_READY', evidence: [], foreign: seen }, ...Object.entries(evidence).map(([code, proven]) => ({ code, evidence: proven }))],
      } } : {}),
    },
  } as unknown as Fact;
}

/** What says nothing of its time happens shortly before noon, one after another. */
function justBeforeNoon(index: number): string {
  return new Date(Date.parse(noon) - 1_000 + index).toISOString();
}

/** What is decided has the form that its declaration gives it: the log takes nothing else. */
function expectDeclared(context: BoundedContext, { type, data }: NewFact<EventDeclaration>): void {
  const declaration = context.events.find((event) => event.type === type);
  expect(declaration?.type).toBe(type);
  expect(Errors(declaration!.schema, data)).toEqual([]);
}

function plain(facts: readonly NewFact<EventDeclaration>[]): NewFact<EventDeclaration>[] {
  return JSON.parse(JSON.stringify(facts)) as NewFact<EventDeclaration>[];
}
