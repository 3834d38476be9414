import { servicePurposes } from '../decider/actor.js';
import { shared } from '../decider/shared.js';
import { SubjectForgotten } from './forgetting.events.js';

/** Whoever is or was told anything of a child hears that it is forgotten, and says by its acknowledgement that it has forgotten it, too (GDPR art. 17(2) and 19). */
export const forgettingShared = [shared(SubjectForgotten, 1, servicePurposes, {}, { about: { subject: true } })];
