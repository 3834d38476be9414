import { code, count, country, day, shared, yesOrNo } from '../decider/shared.js';
import { servicePurposes } from '../decider/actor.js';
import { ExitControlAttested, FacilityChanged, FacilityRegistered } from './place.events.js';

/** What other services are told of the places. Which one it is stays a pseudonym: some are the home of a family. */
export const facilityShared = [
  shared(FacilityRegistered, 1, servicePurposes, { kind: code, state: country, exitControl: code, capacity: count, from: day }),
  shared(FacilityChanged, 1, servicePurposes, { kind: code, exitControl: code, capacity: count, closed: yesOrNo, validFrom: day }),
  shared(ExitControlAttested, 1, servicePurposes, { exitControl: code, from: day }),
];
