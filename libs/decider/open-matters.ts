import type { ForeignRef } from './event.js';
import type { Foreign } from './gate.js';
import { streamOfChild } from './kin.js';

/** What the record of a child says to those who are asked to forget it. */
export interface OpenMatters {
  /** The record itself first, and those that were merged into it. */
  readonly records: readonly string[];
  readonly merged: readonly MergedRecord[];
  /** The record in which it goes on, where it was merged into another one. */
  readonly mergedInto?: string;
  /** The day on which childhood ended or ends, in the reading that puts it latest; undefined where one of them does not know it. */
  readonly majorityOn?: string;
  /** What is not over, each by its event or its own id. */
  readonly open: readonly OpenMatter[];
}

/** Another record of the child, and what was said of its keys. */
export interface MergedRecord {
  readonly record: string;
  /** Position in the log since which it belongs to this one without a break. */
  readonly since: string;
  /** The holds that stand on its keys, by the events that placed them. */
  readonly holds: readonly string[];
  /** Its streams, as they were read for this. */
  readonly seen: readonly ForeignRef[];
}

export interface OpenMatter {
  readonly kind: 'FINDING' | 'DUTY' | 'APPEAL' | 'PROTECTION_CLAIM' | 'COERCION_REPORT';
  readonly ref: string;
  /** Rule of the finding, code of the duty, kind of the claim; of what has none, its kind. */
  readonly code: string;
}

/** Undefined where nobody has recorded anything of the child. */
export function mattersOf({ childRef, foreign }: { readonly childRef: string; readonly foreign: ReadonlyMap<string, Foreign> }): Foreign<OpenMatters> | undefined {
  const seen = foreign.get(streamOfChild(childRef)) as Foreign<OpenMatters> | undefined;
  return seen && seen.revision >= 0 ? seen : undefined;
}
