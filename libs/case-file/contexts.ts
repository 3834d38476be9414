import { bestInterests } from '../best-interests/best-interests.context.js';
import { corridor } from '../corridor/corridor.context.js';
import { facility } from '../facility/facility.context.js';
import { forgetting } from '../forgetting/forgetting.context.js';
import { guardianship } from '../guardianship/guardianship.context.js';
import { identification } from '../identification/identification.context.js';
import { reintegration } from '../reintegration/reintegration.context.js';
import { repatriation } from '../repatriation/repatriation.context.js';
import { consumers } from '../feed/consumer.context.js';
import { correctable, corrections } from './corrections.js';
import { dutyPauses } from './duty-pauses.js';
import { Registry } from './registry.js';

const declaring = [identification, guardianship, bestInterests, repatriation, reintegration, facility, corridor];
const pauses = dutyPauses(declaring.flatMap((context) => context.duties));

/** All that is declared. A context is added here and nowhere else. */
const recording = [...declaring, forgetting, pauses, ...correctable.map((subject) => corrections([...declaring, pauses], subject))];
export const registry = new Registry([...recording, consumers(recording.flatMap(({ shared = [] }) => shared))]);
