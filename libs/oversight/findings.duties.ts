import { stateOf, type OwedDuty } from '../case-file/duties.js';
import { body, findingRule, type Found } from './findings.js';
import { exactly, type ChildRecord } from './findings.record.js';

/** What was owed to a child within a time, and was not done in it. */

export const dutyMissed = findingRule({
  code: 'DUTY_MISSED', version: 1, severity: 'SERIOUS',
  promise: 'What is owed to a child within a time is done in that time; the duty that is named says what and by which law.',
  basis: 'CRC art. 3; each duty names its own source',
  check: (record) => missed(record),
});

export const rulingNotExecuted = findingRule({
  code: 'RULING_NOT_EXECUTED', version: 1, severity: 'GRAVE',
  promise: 'What a court decides for a child is carried out.',
  basis: 'International Child Repatriation Guidelines (the judgment of Kutaisi: a final decision is executed in the shortest time possible)',
  check: (record) => missed(record, 'EXECUTE_RULING'),
});

/** Also those whose time has not come: as of an instant before it they are not found. */
function missed(record: ChildRecord, code?: string): readonly Found[] {
  return record.duties.filter((duty) => code === undefined || duty.code === code).flatMap((duty) => {
    const found = founds.get(duty) ?? (duty.owed && wasMissed(duty) ? [foundOf(record, duty)] : []);
    founds.set(duty, found);
    return found;
  });
}

/** What is found of a duty, if anything, follows from it and from what started it. */
const founds = new WeakMap<OwedDuty, readonly Found[]>();

/** At the end of time: whatever was neither met nor ended in time. */
function wasMissed(duty: OwedDuty): boolean {
  const state = stateOf(duty, new Date(8.64e15));
  return state === 'OVERDUE' || state === 'MET_LATE';
}

function foundOf({ factOf }: ChildRecord, { code, startedBy, due, met, ended, holder, profileVersion, basis }: OwedDuty): Found {
  const start = factOf(startedBy)!;
  const { zone } = start.meta.occurredAt;
  // An act at the very end of the time is in time (ruling 19).
  const over = [met, ended].filter((happening) => happening !== undefined).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
  return {
    because: [startedBy], about: code, alsoShownBy: over ? [over.event] : [], since: exactly(Date.parse(due) + 1, zone), ...(over && { until: exactly(over.at, zone) }),
    concerns: body(start, undefined), details: { duty: code, holder, profileVersion, basis },
  };
}
