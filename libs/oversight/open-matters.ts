import { foldCaseFile } from '../case-file/case-file.js';
import { registry } from '../case-file/contexts.js';
import { dutiesOf, stateOf } from '../case-file/duties.js';
import type { OversightEvent } from '../case-file/oversight.events.js';
import { belongingTo, recordsMergedInto } from '../case-file/lineage.js';
import type { Fact, ForeignRef } from '../decider/event.js';
import type { Foreign } from '../decider/gate.js';
import { laterMajority } from '../decider/majority.js';
import { streamOfChild } from '../decider/kin.js';
import type { MergedRecord, OpenMatter, OpenMatters } from '../decider/open-matters.js';
import { idIn } from '../decider/subject.js';
import type { ForgettingEvent } from '../forgetting/forgetting.events.js';
import { evolveForgetting, nothingToForget } from '../forgetting/forgetting.state.js';
import type { Identification } from '../identification/identification.context.js';
import { settingOf } from '../profiles/profiles.js';
import { pendingAppeals } from '../repatriation/appeal.state.js';
import { endedClaim, isFinal } from '../repatriation/claims.state.js';
import type { Repatriation } from '../repatriation/repatriation.context.js';
import { findingsOf } from './findings.js';
import { childRecord } from './findings.record.js';
import { newestRuleSet, rulesIn } from './findings.rules.js';
import type { Replay } from './replay.js';

/** What is open towards a child now, by whoever reads its record most strictly, the records that were merged into it included. */
export async function openMatters(replay: Pick<Replay, 'facts' | 'record'>, child: string, now: Date): Promise<Foreign<OpenMatters>> {
  // First, so that what comes in between counts as something that nobody has looked at.
  const others = await mergedInto(replay, child);
  const [told, said] = await Promise.all([replay.record(child), replay.facts(`oversight-${child}`)]);
  const stream = streamOfChild(child);
  const own = told.facts.filter((fact) => fact.stream === stream);
  if (own.length === 0) return { stream, revision: -1, state: { records: [child], merged: [], open: [] } };
  const { readings, participants } = foldCaseFile(registry.of('child'), told.facts);
  const identified = readings.of('identification') as readonly Identification[];
  const returning = readings.of('repatriation') as readonly Repatriation[];
  const closed = new Map((said as unknown as readonly Fact<OversightEvent>[]).map(({ type, data }) => [data.finding, type !== 'oversight.FindingConfirmed']));
  const merged = new Set(told.facts.map((fact) => idIn(fact.stream)));
  const goesOnIn = identified.map(({ links }) => links.mergedInto).find((other) => other !== undefined);
  const ends = identified.map(({ finding: { majorityOn, shown } }) => laterMajority(majorityOn, shown?.majorityOn));
  const open: readonly OpenMatter[] = [
    ...findingsOf(rulesIn(newestRuleSet), childRecord(child, told, now)).filter(({ id }) => !closed.get(id)).map(({ id, rule }): OpenMatter => ({ kind: 'FINDING', ref: id, code: rule })),
    ...dutiesOf(registry.duties, told.facts, settingOf).filter((duty) => ['OPEN', 'PAUSED', 'OVERDUE'].includes(stateOf(duty, now))).map(({ id, code }): OpenMatter => ({ kind: 'DUTY', ref: id, code })),
    ...returning.flatMap(({ appeals, claims: { opened, closed: over, coercions, inquiries } }): readonly OpenMatter[] => [
      ...pendingAppeals(appeals, participants).map(({ id }): OpenMatter => ({ kind: 'APPEAL', ref: id, code: 'APPEAL' })),
      ...opened.filter(({ fact: { id: claimRef }, kind }) => !isFinal(over.get(endedClaim({ claimRef, kind })))).map(({ fact, kind }): OpenMatter => ({ kind: 'PROTECTION_CLAIM', ref: fact.id, code: kind })),
      ...coercions.filter(({ id }) => !inquiries.has(id)).map(({ id }): OpenMatter => ({ kind: 'COERCION_REPORT', ref: id, code: 'COERCION_REPORT' })),
    ]),
  ];
  return {
    stream, revision: own.at(-1)!.revision, eventId: own.at(-1)!.id,
    state: {
      records: [child, ...[...merged].filter((record) => record !== child)],
      merged: others,
      ...(goesOnIn !== undefined && { mergedInto: goesOnIn }),
      ...(ends.every((end) => end !== undefined) && { majorityOn: [...ends].sort().at(-1)! }),
      open: [...new Map(open.map((matter) => [matter.ref, matter])).values()],
    },
  };
}

/** The other records of the child, and what was said of their keys. */
async function mergedInto(replay: Pick<Replay, 'facts'>, child: string): Promise<readonly MergedRecord[]> {
  const read = async (stream: string) => (await replay.facts(stream)).filter((fact) => fact.stream === stream);
  const own = await read(streamOfChild(child));
  const records = new Map([...await recordsMergedInto(own, read), [streamOfChild(child), own]]);
  const others = [...belongingTo(streamOfChild(child), records)].filter(([stream]) => stream !== streamOfChild(child));
  return Promise.all(others.map(async ([stream, since]): Promise<MergedRecord> => {
    const record = idIn(stream);
    const said = await read(`keys-${record}`) as unknown as readonly Fact<ForgettingEvent>[];
    const { holds } = said.reduce(evolveForgetting, nothingToForget);
    return { record, since, holds: holds.map(({ id }) => id), seen: [seenIn(stream, records.get(stream)!), seenIn(`keys-${record}`, said)] };
  }));
}

function seenIn(stream: string, facts: readonly Fact[]): ForeignRef {
  const last = facts.at(-1);
  return { stream, revision: last?.revision ?? -1, ...(last && { eventId: last.id }) };
}
