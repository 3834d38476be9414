import type { GateFact } from '../decider/gate.js';
import { isSince } from '../decider/since.js';
import type { MergeIdentity, SplitIdentity } from './links.commands.js';
import type { Links } from './links.state.js';

export const twoPersons: GateFact<{ links: Links }, MergeIdentity | SplitIdentity> = {
  code: 'TWO_PERSONS',
  promise: 'Nobody alone says that two records are of one child, or that they are not: another person has compared them and certified it.',
  basis: 'CRC art. 8; OSCE/ODIHR, After the Chisinau Agreement, Recommendation 4 (child-sensitive identification)',
  // Whoever decides may have found the same: it is the other one who counts, and nothing that was found since speaks against it.
  proof: ({ links }, { actor }, { type, survivorRef }) => {
    const found = links.comparisons.filter(({ data }) => data.recordRef === survivorRef);
    const supports = (comparison: (typeof found)[number]) => (comparison.type === 'identification.SameChildAttested') === (type === 'MergeIdentity');
    const against = found.filter((comparison) => !supports(comparison));
    const another = found.findLast((comparison) =>
      supports(comparison) && comparison.meta.recordedBy.actorRef !== actor.actorRef && against.every((each) => isSince(comparison, each)));
    return another && { evidence: [another.id] };
  },
};
