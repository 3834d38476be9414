import type { Fact } from './event.js';

/** An event as it first came, whatever was said of it since. */
export interface AsRecorded {
  readonly fact: Fact;
  /** Whether anybody, entitled or not, has corrected or withdrawn it. */
  readonly contested: boolean;
}

const contesting: readonly string[] = ['record.Corrected', 'record.Retracted'];

export function asRecordedIn(facts: readonly Fact[], id: string): AsRecorded | undefined {
  const fact = facts.find((each) => each.id === id);
  return fact && { fact, contested: facts.some(({ type, data }) => contesting.includes(type) && (data as { target?: string }).target === id) };
}
