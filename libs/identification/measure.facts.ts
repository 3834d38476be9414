import type { GateFact } from '../decider/gate.js';
import { noPlaceChanges, openPlace } from '../decider/place.js';
import type { ImposeAlternativeMeasure } from './measure.commands.js';
import { confiningRestrictions } from './measure.codes.js';

/** A court has found that to stay in for most of the day is a deprivation; where the line lies is set by this project. */
const hoursIndoorsDailyMax = 12;
const confiningFactors: readonly string[] = ['EXIT_LOCKED', 'GUARDS', 'BARS_OR_FENCE', 'EXIT_ONLY_WITH_STAFF'];

/** Scored by what it does to the child, not by its name (A4, case 17). What is not known to be open is not. */
export const measureOpen: GateFact<unknown, ImposeAlternativeMeasure> = {
  code: 'MEASURE_OPEN',
  promise: 'Supervision leaves the child at liberty: it is no detention under another name.',
  basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b); OSCE/ODIHR, After the Chisinau Agreement, Day 1',
  proof: (_, weighing, { restrictions, mayLeave, factors, hoursIndoorsDaily, facilityRef }) => {
    const confined = restrictions.some((restriction) => confiningRestrictions.includes(restriction))
      || (mayLeave !== 'YES' && mayLeave !== 'RESTRICTED')
      || factors.some(({ factor, answer }) => confiningFactors.includes(factor) && answer !== 'NO')
      || (restrictions.includes('CURFEW') && (hoursIndoorsDaily ?? 24) > hoursIndoorsDailyMax);
    if (confined) return undefined;
    const open = facilityRef === undefined ? { foreign: [] } : openPlace(facilityRef, weighing, noPlaceChanges);
    return open && { evidence: [], foreign: open.foreign };
  },
};
