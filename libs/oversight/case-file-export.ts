import type { Registry } from '../case-file/registry.js';
import type { Actor } from '../decider/actor.js';
import type { Basis } from '../decider/event.js';
import type { Position } from '../event-store/port.js';
import { zoneDataVersion } from '../zones/zones.js';
import { findingsAnswer } from './findings.answer.js';
import type { ChildFindings } from './findings.child.js';
import { newestRuleSet } from './findings.rules.js';
import type { DecisionEntry, Duties, HistoryEntry, Replay } from './replay.js';
import { situationOf, type Situation } from './situation.js';

/** All that a record says of a child, for the one who may read it: what follows from it first, then every event. */
export interface CaseFileExport {
  readonly head: {
    readonly childId: string;
    readonly asOf: Date;
    /** Position of the log up to which everything is in it. */
    readonly position: string | null;
    readonly revision: number;
    readonly versions: {
      readonly ruleSet: string;
      readonly liberty: readonly string[];
      readonly zoneData: string;
      readonly profiles: readonly string[];
      /** Gates that decisions were weighed by. */
      readonly gates: readonly string[];
    };
    /** Classes of data that are opened for the reader; others are withheld, each in its place. */
    readonly opened: readonly string[];
  };
  readonly situation: Situation;
  readonly duties: Duties;
  readonly findings: ReturnType<typeof findingsAnswer>;
  readonly decisions: readonly DecisionEntry[];
  /** An event at a time. */
  readonly timeline: AsyncIterable<HistoryEntry>;
}

interface Parts {
  readonly replay: Replay;
  readonly registry: Registry;
  readonly findings: ChildFindings;
}

/** Every part is of the same instant and the same position of the log. */
export async function exportCaseFile(
  { replay, registry, findings }: Parts, childId: string, reader: Actor, opened: readonly string[], { asOf, knownAt }: { readonly asOf: Date; readonly knownAt?: Position },
): Promise<CaseFileExport> {
  const position = knownAt ?? await replay.head();
  const [facts, duties, found, decisions] = await Promise.all([
    replay.facts(`child-${childId}`, position), replay.duties(childId, { asOf, knownAt: position }), findings.of(childId, { asOf, knownAt: position, ruleSet: newestRuleSet }),
    replay.decisions(childId, reader, position),
  ]);
  const answer = findingsAnswer(found, newestRuleSet);
  const gates = decisions.flatMap((decision): readonly Pick<Basis, 'gate' | 'gateVersion'>[] => (decision.outcome === 'accepted' ? [decision.basis] : decision.outcome === 'refused' ? [decision] : []));
  return {
    head: {
      childId, asOf, position: position || null, revision: Math.floor(facts.at(-1)?.revision ?? -1), opened,
      versions: {
        ruleSet: answer.ruleSet, liberty: answer.liberty, zoneData: zoneDataVersion, profiles: [...new Set([...answer.profiles, ...facts.map(({ meta }) => meta.profileVersion)])].sort(),
        gates: [...new Set(gates.map(({ gate, gateVersion }) => `${gate}@${gateVersion}`))].sort(),
      },
    },
    situation: situationOf(registry, facts, asOf), duties, findings: answer, decisions,
    timeline: replay.timeline(childId, reader, position),
  };
}

/** As JSON text, part by part: the events are not held together. */
export async function* caseFileAsJson({ timeline, ...parts }: CaseFileExport): AsyncGenerator<string> {
  yield `${JSON.stringify(parts).slice(0, -1)},"timeline":[`;
  let separator = '\n';
  for await (const entry of timeline) {
    yield `${separator}${JSON.stringify(entry)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
