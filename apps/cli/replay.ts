import { KnownTime } from '../../libs/event-store/known-time.js';
import type { Fact, OccurredAt } from '../../libs/decider/event.js';
import type { FactCode } from '../../libs/decider/gate.js';
import { mayHaveHappenedBy } from '../../libs/decider/times.js';
import { registry } from '../../libs/case-file/contexts.js';
import { decisionsIn, doubtsAbout, evidenceNotFound } from '../../libs/oversight/decisions.js';
import type { differencesBetween } from '../../libs/oversight/differences.js';
import { ChildFindings } from '../../libs/oversight/findings.child.js';
import { findingsOf } from '../../libs/oversight/findings.js';
import { childRecord } from '../../libs/oversight/findings.record.js';
import { newestRuleSet, rulesIn } from '../../libs/oversight/findings.rules.js';
import { childLiberty } from '../../libs/oversight/liberty.child.js';
import { formatLiberty } from '../../libs/oversight/liberty.print.js';
import { happenedBy, type Replay } from '../../libs/oversight/replay.js';
import { Views } from '../../libs/oversight/views.js';
import { zonesOf } from '../../libs/zones/zones.js';
import type { System } from './system.js';

interface Printing {
  readonly asOf?: Date;
  readonly knownAt?: Date;
  /** What was learnt since this instant is told after the rest. */
  readonly since?: Date;
  readonly say: (line: string) => void;
}

/** `guarantor replay`: what happened, who decided on which ground, what was refused for want of what, and how long liberty was taken. */
export async function printReplay({ replay, pool, store, clock, executor }: Pick<System, 'replay' | 'pool' | 'store' | 'clock' | 'executor'>, childId: string, { asOf: asked, knownAt, since, say }: Printing): Promise<void> {
  const known = knownAt && await new KnownTime(pool, store).resolve(knownAt);
  const asOf = asked ?? await clock.nowOrNearly();
  const head = await store.head();
  const upTo = known ? known.position ?? ('' as never) : undefined;
  say(`Child ${childId}`);
  say(`as of ${asOf.toISOString()}, as known at ${known ? `${knownAt.toISOString()} (log position ${known.position ?? 'none'}${known.provisional ? ', provisional' : ''})` : `log position ${head ?? 'none'}`}`);
  if (await clock.wasMoved()) say('the clock of this log was moved forward: when something was recorded, and since when we knew it, is the true time');
  await printTimeline(replay, childId, { asOf, upTo, say });
  if (!since) return;
  const { position } = await new KnownTime(pool, store).resolve(since);
  const views = new Views({ replay, registry, findings: new ChildFindings({ store, executor, replay, clock }) });
  say('');
  say(`Learnt since ${since.toISOString()} (log position ${position ?? 'none'}):`);
  printDifferences(await views.differences(childId, { asOf, knownAt: position ?? ('' as never) }, { asOf, knownAt: upTo }), say);
}

export function printDifferences({ added, refused, saidOfEarlier, readsOtherwise, situation, duties, findings, decisionsInDoubt }: ReturnType<typeof differencesBetween>, say: (line: string) => void): void {
  for (const { type, revision, recordedAt } of added) say(`  + #${revision} ${type}, recorded ${recordedAt.toISOString()}`);
  for (const { command, recordedAt } of refused) say(`  + refused: ${command}, ${recordedAt.toISOString()}`);
  for (const { of, ofType, says, event } of saidOfEarlier) say(`  ${says.toLowerCase()}: ${ofType} ${of} by ${event}`);
  for (const { event, type, how, fields } of readsOtherwise) say(`  ${how.toLowerCase().replace('_', ' ')}: ${type} ${event}${fields.length > 0 ? ` in ${fields.join(', ')}` : ''}`);
  for (const [what, changes] of Object.entries({ situation, duty: duties, finding: findings })) {
    for (const { of, before, after } of changes) say(`  ${what} ${of}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  }
  for (const decision of decisionsInDoubt) say(`  rests on what reads otherwise now: decision ${decision}`);
}

export async function printTimeline(
  replay: Replay, childId: string, { asOf, upTo, say }: { asOf: Date; upTo?: Parameters<Replay['facts']>[1]; say: (line: string) => void },
): Promise<void> {
  const { facts, refusals } = await replay.record(childId, upTo);
  if (facts.length === 0 && refusals.length === 0) {
    process.exitCode = 1;
    return say('Nothing is recorded under this reference.');
  }

  const revisions = new Map(facts.map((fact) => [fact.id, fact.revision]));
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const happened = new Set(happenedBy(facts, asOf).map((fact) => fact.id));
  const { decided, corrections } = decisionsIn(facts);
  const corrected = new Map(facts.filter((fact) => fact.meta.supersedes).map((fact) => [fact.meta.supersedes!, fact]));
  const shown = [...facts.filter((fact) => happened.has(fact.id) || corrected.has(fact.id)), ...refusals.filter((fact) => mayHaveHappenedBy(fact, asOf))]
    .sort((a, b) => (a.position < b.position ? -1 : 1));

  say('');
  say(`${'it was so'.padEnd(34)}${'we knew (UTC)'.padEnd(21)}what`);
  for (const fact of shown) {
    const { role, orgType } = fact.meta.recordedBy;
    const refused = fact.type === 'record.DecisionAttemptRefused';
    const what = refused ? `REFUSED ${fact.meta.command.name}` : `${fact.type.split('.')[1]} [${fact.meta.command.kind}]`;
    const revision = refused ? '' : `#${fact.revision} `;
    say(`${when(fact.meta.occurredAt).padEnd(34)}${fact.recordedAt.toISOString().slice(0, 19).replace('T', ' ').padEnd(21)}${revision}${what}, by ${role} (${orgType})`);
    const indented = (text: string): void => say(`${' '.repeat(55)}${text}`);
    if (refused) {
      for (const code of (fact.data as unknown as { missing: FactCode[] }).missing) {
        const { promise, basis } = registry.owner(code).fact;
        indented(`missing ${code}: ${promise} (${basis})`);
      }
    } else {
      const words = inWords(fact.data);
      if (words) indented(words);
    }
    if (fact.meta.basis) indented(basisInWords(fact.meta.basis, revisions));
    const decision = decided.find(({ eventId }) => eventId === fact.id);
    for (const { code, evidence } of decision ? evidenceNotFound(decision, fact.stream, byId) : []) indented(`${code} rests on ${evidence}, which the record did not have at that revision`);
    for (const { code, evidence, how, by } of decision ? doubtsAbout(decision, corrections).doubts : []) {
      if (code) indented(`${code} rested on #${revisions.get(evidence)}: ${how.toLowerCase()} since by #${revisions.get(by)}`);
    }
    const correction = corrected.get(fact.id);
    if (correction) indented(`${correction.type.split('.')[1]!.toLowerCase()} later by #${correction.revision}`);
  }

  say('');
  for (const line of formatLiberty(childLiberty(facts, asOf))) say(line);
  const { duties, alarms } = await replay.duties(childId, { asOf, knownAt: upTo });
  if (duties.length > 0) say('');
  for (const { code, state, due, startedBy, met, profileVersion, zoneData, whenRecorded, contested } of duties) {
    const by = met ? ` by #${revisions.get(met.event)}` : '';
    const other = whenRecorded ? `; ${whenRecorded.due} by ${whenRecorded.profileVersion}, in force when it was recorded` : '';
    say(`${code} since #${revisions.get(startedBy)}: ${state.toLowerCase().replace('_', ' ')}${by}, due ${due} (${profileVersion}, zone data ${zoneData}${other})${contested ? ', contested' : ''}`);
  }
  const found = findingsOf(rulesIn(newestRuleSet), childRecord(childId, { facts, refusals }, asOf));
  if (found.length > 0) say('');
  for (const { rule, ruleVersion, severity, since, until, contested, details } of found) {
    const at = (range: { earliest: number }): string => (Number.isFinite(range.earliest) ? new Date(range.earliest).toISOString() : 'an unknown time');
    say(`FOUND ${rule}@${ruleVersion}${details.duty === undefined ? '' : ` ${String(details.duty)}`} (${newestRuleSet.version}, ${severity.toLowerCase()}): since ${at(since)}, ${until ? `until ${at(until)}` : 'lasts'}${contested ? ', contested' : ''}`);
  }
  for (const { code, due, saidAt } of alarms) say(`said to be overdue at ${saidAt.toISOString()}: ${code}, due ${due}`);
}

/** In the local time of the place, no more precise than is known. */
function when({ from, to, precision, zone, zoneData }: OccurredAt): string {
  const zones = zonesOf(zoneData);
  const local = (instant: string): string => new Date(Date.parse(instant) + zones.offsetAt(Date.parse(instant), zone)).toISOString().replace('T', ' ');
  const digits = { exact: 16, hour: 13, day: 10, month: 7, unknown: 16 }[precision];
  const end = to && precision === 'unknown' ? ` to ${local(to).slice(0, digits)}` : '';
  return `${local(from).slice(0, digits)}${end} ${zone}`;
}

/** Codes and references; of a sealed field, only that it is there. */
function inWords(data: object): string {
  return Object.entries(data).map(([name, value]) => `${name}: ${valueInWords(value)}`).join(', ');
}

function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueInWords).join('; ');
  if (value === null || typeof value !== 'object') return String(value);
  if ('$sealed' in value) return `sealed (${(value.$sealed as { key: string }).key})`;
  return `(${inWords(value)})`;
}

function basisInWords({ gate, gateVersion, profileVersion, instruments = [], revision, facts }: NonNullable<Fact['meta']['basis']>, revisions: ReadonlyMap<string, number>): string {
  const proofs = facts.map(({ code, evidence, foreign = [] }) => {
    const proven = [...evidence.map((id) => `#${revisions.get(id)}`), ...foreign.map(({ stream, revision: at }) => `${stream} #${at}`)];
    return `${code} by ${proven.join(', ') || 'the decision itself'}`;
  });
  return `decided at revision ${revision} under ${gate} v${gateVersion} (${[profileVersion, ...instruments].join(', ')}): ${proofs.join('; ')}`;
}
