import type { GateFact } from '../decider/gate.js';
import type { Interpretation } from './interpreter.state.js';

export const interpreterFit: GateFact<{ interpretation: Interpretation }> = {
  code: 'INTERPRETER_FIT',
  promise: 'The child understands what is said and is understood: through an interpreter whom it has confirmed, or without one where it has said that it needs none.',
  basis: 'CRC art. 12 and 40(2)(b)(vi); joint general comment CMW 4 / CRC 23 (2017), para. 17',
  proof: ({ interpretation: { understandings } }) => {
    const latest = understandings.at(-1);
    return latest && { evidence: [latest.provenBy] };
  },
};
