import type { GateFact, Proof, Weighing } from '../decider/gate.js';
import type { Journey } from '../decider/journey.js';
import { streamOfPlace, type RegisteredPlace } from '../decider/place.js';
import { earliest } from '../decider/times.js';
import type { Whereabouts } from '../decider/whereabouts.js';
import type { DecidePlacement, PlaceInEmergencyOpenCare } from './care.commands.js';
import type { Places } from './places.state.js';

/** A plan for a life in the state where the child is. */
interface LifeWhereItIs extends Pick<Journey, 'destinationState'> {
  readonly type: 'ApproveSolutionPlan';
}

export const sameState: GateFact<{ places: Places }, DecidePlacement | PlaceInEmergencyOpenCare | LifeWhereItIs> = {
  code: 'SAME_STATE',
  promise: 'A child is taken in, and its life is planned, where it is: into another state it goes by an authorised journey or not at all.',
  basis: 'International Child Repatriation Guidelines, guarantees 3 and 5; UN General Assembly resolution 64/142, paras 146 to 148',
  proof({ places: { whereabouts } }, { foreign }: Weighing, command): Proof | undefined {
    const { states, shownBy, elsewhere } = whereabouts;
    const state = 'facilityRef' in command ? (foreign.get(streamOfPlace(command.facilityRef))?.state as Partial<RegisteredPlace> | undefined)?.state : command.destinationState;
    const evidence = shownBy ? [shownBy.id] : [];
    // A place of which the register knows no state is not known to be open either, and is refused for that.
    const isIn = (known: readonly string[]) => state === undefined || known.includes(state);
    if (command.type !== 'PlaceInEmergencyOpenCare') return shownBy && elsewhere.length === 0 && isIn(states) ? { evidence } : undefined;
    // Whoever cannot wait for shelter does not wait for certainty either: any state will do in which anybody says that the child is.
    const possible = [...states, ...elsewhere.flatMap((each) => each.states), ...(isOfEarlierStay(command, whereabouts) ? whereabouts.been : [])];
    return possible.length === 0 || isIn(possible) ? { evidence } : undefined;
  },
};

/** Care of the past is recorded, too, in a state in which the child was then. */
function isOfEarlierStay({ occurredAt }: PlaceInEmergencyOpenCare, { shownBy }: Whereabouts): boolean {
  return occurredAt !== undefined && shownBy !== undefined && earliest(occurredAt.at) < Date.parse(shownBy.meta.occurredAt.from);
}
