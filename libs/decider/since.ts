import type { Fact } from './event.js';
import { isSame } from './same.js';
import { earliest, hadBegunAt, knownAt } from './times.js';

/**
 * What was taken back is given again only by what was told after it and has certainly happened after it, whenever it is told: a proof
 * that is older than the bad news knows nothing of it. `dates` are those on which the work that is told was done.
 */
export function isSince(given: Fact, takenBack: Fact, dates: readonly string[] = []): boolean {
  const by = happenedBy(takenBack);
  return given.revision > takenBack.revision && [beganAt(given), ...dates.map(earliest)].every((at) => at > by);
}

/** The moment by which it had certainly happened. Nobody tells what is still to come, so that whatever was told of a period had happened when it was. Milliseconds. */
export function happenedBy(fact: Fact): number {
  return Math.min(hadBegunAt(fact.meta.occurredAt), knownAt(fact).getTime());
}

const beganAt = ({ meta }: Fact): number => Date.parse(meta.occurredAt.from);

/** Of all that was said of one thing, in the order in which it was, what still counts: a word gives way to those that were said since, and to no others. */
export function lastWords<Word extends Fact>(words: readonly Word[]): readonly Word[] {
  let latest = -Infinity;
  return [...words].reverse().filter((word) => {
    const stands = latest <= happenedBy(word);
    latest = Math.max(latest, beganAt(word));
    return stands;
  }).reverse();
}

/** Whether it is already so that these words alone count. */
export function isLastWord(last: readonly Fact[], data: object): boolean {
  return last.length === 1 && isSame(last[0]!.data, data);
}
