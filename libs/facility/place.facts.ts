import type { GateFact } from '../decider/gate.js';
import { noPlaceChanges, openPlace } from '../decider/place.js';

/** Weighed for commands about a child: the place is in a stream of its own. */
export const openSetting: GateFact<unknown, { readonly facilityRef?: string }> = {
  code: 'OPEN_SETTING',
  promise: 'A child is placed only where it may leave, as somebody competent has attested and no report since denies.',
  basis: 'International Child Repatriation Guidelines, guarantee 1; CRC art. 37(b); Joint General Comment No. 4/23, paras 10 to 12',
  proof: (_, weighing, { facilityRef }) => {
    const open = facilityRef === undefined ? undefined : openPlace(facilityRef, weighing, noPlaceChanges);
    return open && { evidence: [], ...open };
  },
};
