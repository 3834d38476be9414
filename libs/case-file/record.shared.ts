import { servicePurposes } from '../decider/actor.js';
import { code, eventType, pseudonymOf, shared } from '../decider/shared.js';
import { Corrected, Disputed, Retracted } from './record.events.js';

const target = { target: pseudonymOf('event'), targetType: eventType };
const about = { target: 'target', type: 'targetType' };

/** What was said of an earlier event reaches whoever is or ever was told of that one, whatever else its scope names. */
export const recordShared = [
  shared(Corrected, 1, servicePurposes, { ...target, reason: code }, { about: { ...about, restated: 'fields' } }),
  shared(Retracted, 1, servicePurposes, { ...target, reason: code }, { about }),
  shared(Disputed, 1, servicePurposes, { ...target, by: code }, { about }),
];
