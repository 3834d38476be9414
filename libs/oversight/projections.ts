import type { Projection } from '../event-store/projection.js';
import { accessLog } from './access.projection.js';
import { CaseloadEntry } from './caseload.entity.js';
import { caseload } from './caseload.projection.js';
import { Suspension } from './corridors.entity.js';
import { corridors } from './corridors.projection.js';
import { decisions } from './decisions.projection.js';
import { DutyEntry } from './duties.entity.js';
import { duties, dutyAlarms } from './duties.projection.js';
import { facilities } from './facilities.projection.js';
import { findings } from './findings.projection.js';
import { Guardian } from './guardians.entity.js';
import { guardians } from './guardians.projection.js';
import { auditFacts } from './population.facts.projection.js';
import { liberty } from './population.projection.js';
import { Whereabouts } from './whereabouts.entity.js';
import { whereabouts } from './whereabouts.projection.js';

/**
 * The read models that are kept up to date, in the order in which they are filled. A process takes up six at a time; another one takes parts of
 * the same ones, and of those that are left.
 */
export const projections: readonly Projection[] = [findings, guardians, facilities, corridors, dutyAlarms, accessLog, auditFacts, duties, decisions, liberty, caseload, whereabouts];
/** What their rows are read as. */
export const readEntities = [CaseloadEntry, Whereabouts, Guardian, DutyEntry, Suspension];
