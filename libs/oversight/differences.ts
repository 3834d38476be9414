import { isDeepStrictEqual } from 'node:util';
import { restate } from '../case-file/case-file.js';
import { isCorrection } from '../case-file/readings.js';
import type { DutyState, OwedDuty } from '../case-file/duties.js';
import { Disputed } from '../case-file/record.events.js';
import type { Fact } from '../decider/event.js';
import { mayHaveHappenedBy } from '../decider/times.js';
import { decisionsIn, doubtsAbout, wordOn } from './decisions.js';
import type { Finding } from './findings.js';
import type { Situation } from './situation.js';

/** A child's record as of an instant, as it was known at one. */
export interface View {
  readonly asOf: Date;
  /** All that was known, also of later than asOf. */
  readonly facts: readonly Fact[];
  readonly refusals: readonly Fact[];
  readonly situation: Situation;
  readonly duties: readonly (OwedDuty & { readonly state: DutyState })[];
  readonly findings: readonly Finding[];
}

interface Changed<Value> {
  readonly before: Value | null;
  readonly after: Value | null;
}

interface OtherwiseRead {
  readonly event: string;
  readonly type: string;
  readonly how: 'CHANGED' | 'WITHDRAWN' | 'CAME_BACK';
  /** Names of the fields that read otherwise. */
  readonly fields: readonly string[];
}

/** What one view has that another has not: events and what follows from them, by ids and codes, nothing that is sealed. */
export function differencesBetween(before: View, after: View) {
  const known = new Set(before.facts.map(({ id }) => id));
  const added = after.facts.filter(({ id }) => !known.has(id));
  return {
    /** Known since. */
    added: added.map(briefly),
    /** Known before already, of a time that has come since. */
    cameToPass: after.facts.filter((fact) => known.has(fact.id) && mayHaveHappenedBy(fact, after.asOf) && !mayHaveHappenedBy(fact, before.asOf)).map(briefly),
    refused: after.refusals.filter(({ id }) => !before.refusals.some((refusal) => refusal.id === id)).map(briefly),
    /** The words since on earlier events. */
    saidOfEarlier: added.filter((fact) => isCorrection(fact) || fact.type === Disputed.type).map((fact) => ({
      event: fact.id, says: wordOn(fact), of: (fact.data as { target: string }).target, ofType: (fact.data as { targetType: string }).targetType,
    })),
    readsOtherwise: otherwiseRead(before, after),
    situation: changesIn(aspectsOf(before.situation), aspectsOf(after.situation)),
    duties: changesIn(new Map(before.duties.map((duty) => [duty.id, dutyBriefly(duty)])), new Map(after.duties.map((duty) => [duty.id, dutyBriefly(duty)]))),
    findings: changesIn(new Map(before.findings.map((finding) => [finding.id, findingBriefly(finding)])), new Map(after.findings.map((finding) => [finding.id, findingBriefly(finding)]))),
    /** Decisions that rest on what reads otherwise now, and did not before. */
    decisionsInDoubt: [...inDoubt(after)].filter((decision) => !inDoubt(before).has(decision)),
  };
}

function briefly({ id, type, revision, position, recordedAt, meta: { occurredAt, command } }: Fact) {
  return { event: id, type, revision, position, occurredAt, recordedAt, command: command.name };
}

/** Of what was known in both: the names of the fields that differ once corrections are applied, or that it was withdrawn or came back. */
function otherwiseRead(before: View, after: View): readonly OtherwiseRead[] {
  const [then, now] = [before, after].map(({ facts }) => new Map(restate(facts).map((fact) => [fact.id, fact]))) as [Map<string, Fact>, Map<string, Fact>];
  return before.facts.flatMap(({ id, type }): readonly OtherwiseRead[] => {
    const [was, is] = [then.get(id), now.get(id)];
    if (!was || !is) return was === is ? [] : [{ event: id, type, how: is ? 'CAME_BACK' : 'WITHDRAWN', fields: [] }];
    const [old, current] = [was, is].map(({ data, meta }) => ({ ...data, occurredAt: meta.occurredAt }) as Record<string, unknown>) as [Record<string, unknown>, Record<string, unknown>];
    const fields = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter((field) => !isDeepStrictEqual(old[field], current[field])).sort();
    return fields.length > 0 ? [{ event: id, type, how: 'CHANGED', fields }] : [];
  });
}

function aspectsOf({ registered, died, majorityOn, accompaniment, representatives, care, agreedWithoutDecision, contested, liberty }: Situation): ReadonlyMap<string, unknown> {
  const { figures: { DEPRIVED }, episodes } = liberty;
  return new Map<string, unknown>(Object.entries({
    registered, died, majorityOn, accompaniment, representatives, care, agreedWithoutDecision, contested, hoursDeprived: DEPRIVED?.hours ?? null, localDaysDeprived: DEPRIVED?.localDays ?? null,
    heldNow: episodes.some(({ open }) => open),
  }));
}

function dutyBriefly({ code, state, due, holder, contested }: View['duties'][number]) {
  return { code, state, due, holder, contested };
}

function findingBriefly({ rule, ruleVersion, severity, since, until, contested }: Finding) {
  return { rule, ruleVersion, severity, since: new Date(since.earliest).toISOString(), lasts: until === undefined, contested };
}

function changesIn<Value>(before: ReadonlyMap<string, Value>, after: ReadonlyMap<string, Value>): readonly ({ readonly of: string } & Changed<Value>)[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((of) => ({ of, before: before.get(of) ?? null, after: after.get(of) ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

function inDoubt({ facts }: View): ReadonlySet<string> {
  const { decided, corrections } = decisionsIn(facts);
  return new Set(decided.filter((each) => doubtsAbout(each, corrections).restsOnCorrected).map(({ eventId }) => eventId));
}
