import { findingOf, nameOf, type Finding, type FindingRule, type Found } from './findings.js';
import { watched, type GrowingRecord } from './findings.growth.js';
import type { ChildRecord } from './findings.record.js';

interface Asked {
  readonly found: readonly Found[];
  readonly findings: readonly Finding[];
}

/** What rules find in a record that grows. A rule is asked again only when something has changed of what it looked at when it was asked. */
export class FoundSoFar {
  private readonly asked = new Map<FindingRule, Asked>();
  /** By what they looked at, and more rather than fewer. */
  private readonly watching = new Map<string, Set<FindingRule>>();
  private readonly named = new WeakMap<Found, Finding>();
  private readonly ids = new Map<string, string>();
  private all: readonly Finding[] = [];
  private asking: FindingRule | undefined;
  private readonly watched: ChildRecord;

  constructor(private readonly rules: readonly FindingRule[], private readonly record: GrowingRecord) {
    this.watched = watched(record, (what) => this.watch(what));
  }

  /** The same list as before where nothing has changed. */
  now(): readonly Finding[] {
    const { record } = this;
    const changes = record.takeChanges();
    const isAll = this.asked.size === 0 || changes.has('everything');
    const again = new Set(isAll ? this.rules : [...changes].flatMap((what) => [...this.watching.get(what) ?? []]));
    const touched = changes.has('contested') ? this.rules : [...again];
    let changed = false;
    for (const rule of touched) {
      const before = this.asked.get(rule);
      this.asking = rule;
      const found = before && !again.has(rule) ? before.found : rule.check(this.watched);
      const findings = this.findings(rule, found);
      this.asked.set(rule, { found, findings });
      changed ||= before?.findings.length !== findings.length || findings.some((finding, index) => finding !== before.findings[index]);
    }
    if (changed) this.all = this.rules.flatMap((rule) => this.asked.get(rule)!.findings);
    return this.all;
  }

  private watch(what: string): void {
    const known = this.watching.get(what);
    if (known) known.add(this.asking!);
    else this.watching.set(what, new Set([this.asking!]));
  }

  private findings(rule: FindingRule, found: readonly Found[]): readonly Finding[] {
    const { record } = this;
    const times = new Map<string, number>();
    return found.map((each) => {
      const name = nameOf(rule, record, each, times);
      const known = this.named.get(each);
      if (known && this.ids.get(name) === known.id && known.contested === known.events.some((event) => record.contested.has(event))) return known;
      const finding = findingOf(rule, record, each, name, this.ids.get(name));
      this.ids.set(name, finding.id);
      this.named.set(each, finding);
      return finding;
    });
  }
}
