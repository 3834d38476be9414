import type { GateFact } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { resolvedFor, type Siblings } from './siblings.state.js';

export const siblingsResolved: GateFact<{ siblings: Siblings }, Partial<Journey>> = {
  code: 'SIBLINGS_RESOLVED',
  promise: 'Siblings take the same road together, or there is a reason why not, which is reviewed.',
  basis: 'UN General Assembly resolution 64/142, paras. 17 and 62; CRC art. 16; OSCE/ODIHR, After the Chisinau Agreement (family unity)',
  proof: ({ siblings }, weighing, journey) => {
    const resolved = resolvedFor(siblings, journey, weighing);
    return resolved && { evidence: [resolved.id] };
  },
};
