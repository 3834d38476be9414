import { restate } from '../case-file/case-file.js';
import type { Fact } from '../decider/event.js';
import { givingMajority } from '../decider/majority.js';
import { ChildFound } from '../identification/finding.events.js';
import { identification, type Identification } from '../identification/identification.context.js';
import { IdentityAttested } from '../identification/identity.events.js';
import { staySegments, type StaySegment } from '../identification/liberty.segments.js';
import { type AgeAttestation, majorityBy } from './liberty.childhood.js';
import { libertyOf, type Liberty } from './liberty.js';
import type { Segment } from './liberty.segments.js';
import { dateAfter, localDate, occurredAt, startOfLocalDay, type Instant } from '../zones/zones.js';

/** The child's liberty as of an instant, from the facts of its stream as they are known, corrections applied. */
export function childLiberty(facts: readonly Fact[], asOf: Date): Liberty {
  return libertyOf(childSegments(facts), asOf.getTime(), { majorityOn: majorityBy(ageAttestations(facts)) });
}

/** What was attested of the child's age, or given when its record began. A report or a correction of it moves no figure (ruling 32). */
export function ageAttestations(facts: readonly Fact[]): readonly AgeAttestation[] {
  return facts.flatMap((fact): readonly AgeAttestation[] => {
    const knownFrom = fact.recordedAt.getTime();
    if (fact.type === ChildFound.type) {
      const { majorityOn, ageStatus } = (fact as Fact<typeof ChildFound>).data;
      return [{ majorityOn, documented: ageStatus === 'DOCUMENTED', knownFrom }];
    }
    const { majorityOn } = fact.data as { majorityOn?: string };
    return givingMajority.includes(fact.type) && majorityOn !== undefined ? [{ majorityOn, documented: fact.type === IdentityAttested.type, knownFrom }] : [];
  });
}

/**
 * The instant at which a stay passes the limit that its authority set itself; undefined where it set none. Ruling 19: a period in days leaves out the
 * day on which it starts. Deadlines of an imprecise start run from its earliest instant (R39).
 */
export function ownLimit({ validUntil, claimedMaximumDays }: StaySegment['setting'], zone: string, started: Instant): Instant | undefined {
  if (validUntil !== undefined) return validUntil.includes('T') ? Date.parse(validUntil) : startOfLocalDay(dateAfter(validUntil), zone);
  if (claimedMaximumDays === undefined) return undefined;
  let last = localDate(started, zone);
  for (let day = 0; day <= claimedMaximumDays; day += 1) last = dateAfter(last);
  return startOfLocalDay(last, zone);
}

/** What is known is not cut at the instant: whether an episode goes on is judged on all of it (reading R6). */
export function childSegments(facts: readonly Fact[]): readonly Segment[] {
  const state: Identification = restate(facts).reduce((folded, fact) => identification.evolve(folded, fact), identification.initial);
  return segmentsOf(state);
}

/** The stays that were told of, by the zones that are shipped. */
export function segmentsOf(state: Identification): readonly StaySegment[] {
  return staySegments(state, (date, zone) => occurredAt({ at: date, zone }));
}
