import { duty, on, onOther } from '../decider/duty.js';
import { EmergencyCareStarted, PlacementDecided } from './care.events.js';
import { isLeftNowhere } from './carers.decider.js';
import { CareGapClosed, CareGapOpened } from './carers.events.js';
import { LeftBehindChildRegistered } from './left-behind.events.js';

export const carersDuties = [
  duty({
    code: 'CARE_GAP', holder: 'CASE_WORKER',
    promise: 'A child whom nobody is known to care for has somebody who does, within a day.',
    basis: 'CRC art. 20; International Child Repatriation Guidelines (support that keeps families together); the length is ours',
    starts: [on(CareGapOpened), on(LeftBehindChildRegistered, ({ data }) => data.carer === undefined), onOther('best-interests.PlacementRefused', isLeftNowhere)],
    meets: [on(CareGapClosed), on(EmergencyCareStarted), on(PlacementDecided)],
  }),
];
