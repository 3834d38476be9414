import { duty, on } from '../decider/duty.js';
import type { Fact } from '../decider/event.js';
import { SiblingsResolved } from './siblings.events.js';
import { exceptionsIn } from './siblings.state.js';

export const siblingsDuties = [
  duty({
    code: 'SIBLINGS_REVIEW', holder: 'CASE_WORKER',
    promise: 'That siblings do not take the same road is looked at again by the day that was set for it, before the journey and after it.',
    basis: 'UN General Assembly resolution 64/142, paras. 17 and 62; CRC art. 16; the length is ours',
    starts: [on(SiblingsResolved, ({ data }) => exceptionsIn(data).length > 0)],
    noLaterThan: (start) => exceptionsIn((start as Fact<typeof SiblingsResolved>).data).map(({ reviewBy }) => reviewBy).sort((one, other) => Date.parse(one) - Date.parse(other))[0],
    meets: [on(SiblingsResolved)],
  }),
];
