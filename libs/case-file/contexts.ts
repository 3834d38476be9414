import { bestInterests } from '../best-interests/best-interests.context.js';
import { corridor } from '../corridor/corridor.context.js';
import { facility } from '../facility/facility.context.js';
import { guardianship } from '../guardianship/guardianship.context.js';
import { identification } from '../identification/identification.context.js';
import { reintegration } from '../reintegration/reintegration.context.js';
import { repatriation } from '../repatriation/repatriation.context.js';
import { subjects } from '../decider/subject.js';
import { corrections } from './corrections.js';
import { dutyPauses } from './duty-pauses.js';
import { Registry } from './registry.js';

const declaring = [identification, guardianship, bestInterests, repatriation, reintegration, facility, corridor];
const pauses = dutyPauses(declaring.flatMap((context) => context.duties));

/** All that is declared. A context is added here and nowhere else. */
export const registry = new Registry([...declaring, pauses, ...subjects.map((subject) => corrections([...declaring, pauses], subject))]);
