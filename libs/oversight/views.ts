import type { Registry } from '../case-file/registry.js';
import { knownAt, mayHaveHappenedBy } from '../decider/times.js';
import type { Position } from '../event-store/port.js';
import { differencesBetween, type View } from './differences.js';
import type { ChildFindings } from './findings.child.js';
import { newestRuleSet } from './findings.rules.js';
import type { Replay } from './replay.js';
import { situationOf } from './situation.js';

export interface Instants {
  readonly asOf: Date;
  readonly knownAt?: Position;
}

/** A child's record as it stood at any instant and revision, from the log alone. */
export class Views {
  constructor(private readonly parts: { readonly replay: Replay; readonly registry: Registry; readonly findings: ChildFindings }) {}

  async of(childId: string, { asOf, knownAt }: Instants): Promise<View> {
    const { replay, registry, findings } = this.parts;
    const [{ facts, refusals }, { duties }, found] = await Promise.all([
      replay.record(childId, knownAt), replay.duties(childId, { asOf, knownAt }),
      findings.of(childId, { asOf, knownAt, ruleSet: newestRuleSet }),
    ]);
    return {
      asOf, facts, refusals: refusals.filter((refusal) => mayHaveHappenedBy(refusal, asOf)), duties, findings: found.findings,
      situation: situationOf(registry, facts, asOf),
    };
  }

  async differences(childId: string, before: Instants, after: Instants) {
    return differencesBetween(await this.of(childId, before), await this.of(childId, after));
  }

  /** As it stood once the event with this revision was stored, at that moment unless another instant is named; undefined where there is none yet. */
  async atRevision(childId: string, revision: number, asOf?: Date) {
    const { replay, registry } = this.parts;
    const last = (await replay.facts(`child-${childId}`)).find((fact) => fact.revision === revision);
    if (!last) return undefined;
    const facts = await replay.facts(`child-${childId}`, last.position as Position);
    const instant = asOf ?? knownAt(last);
    const owed = await replay.duties(childId, { asOf: instant, knownAt: last.position as Position });
    const { id, type, position, recordedAt } = last;
    return { stoodAt: { revision, event: id, type, position, recordedAt }, ...situationOf(registry, facts, instant), ...owed };
  }
}
