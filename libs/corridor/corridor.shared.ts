import { servicePurposes } from '../decider/actor.js';
import { code, country, day, pseudonymOf, shared } from '../decider/shared.js';
import { SuspensionDeclared, TransfersResumed } from './suspension.events.js';

/** What other services are told of what stands between two states; it concerns no child more than another. */
export const corridorShared = [
  shared(SuspensionDeclared, 1, servicePurposes, { suspensionRef: pseudonymOf('event'), declaredByState: country, cause: code, scope: code, from: day, reviewBy: day }),
  shared(TransfersResumed, 1, servicePurposes, { suspensionRef: pseudonymOf('event') }),
];
