import type { Foreign } from './gate.js';
import { streamOfChild } from './kin.js';

/** What the record of a child says to those who are asked to forget it. */
export interface OpenMatters {
  /** The record itself, and those that were merged into it. */
  readonly records: readonly string[];
  /** The record in which it goes on, where it was merged into another one. */
  readonly mergedInto?: string;
  /** The day on which childhood ended or ends, in the reading that puts it latest; undefined where one of them does not know it. */
  readonly majorityOn?: string;
  /** What is not over, each by its event or its own id. */
  readonly open: readonly OpenMatter[];
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
