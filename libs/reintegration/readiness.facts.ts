import { onDay } from '../decider/duty.js';
import type { GateFact } from '../decider/gate.js';
import type { PlannedJourney } from '../decider/journey.js';
import { hasPart, isAccused } from '../decider/participants.js';
import { openPlace } from '../decider/place.js';
import { knownAt } from '../decider/times.js';
import { isRecentlyArranged } from './reception.state.js';
import type { Reintegration } from './reintegration.context.js';

/** What has to wait for the child in the state to which it travels; what waits for it elsewhere proves nothing (ruling 8). */

export const carerReady: GateFact<Reintegration, PlannedJourney> = {
  code: 'CARER_READY',
  promise: 'A child travels only to somebody who was assessed at home not long ago, has agreed and can take care of it, and of whom nobody says that it did harm to the child.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; UN General Assembly resolution 64/142, para. 148(b)',
  proof: ({ reception: { carer } }, { now, setting, participants }, { destinationState, carerRef }) => {
    if (carer?.data.destinationState !== destinationState || carer.data.carerRef !== carerRef || isAccused(participants, { personRef: carerRef })) return undefined;
    const { homeStudy: { doneOn }, agreedOn } = carer.data;
    const isRecent = (stated: string) => now <= setting.endOf('HOME_STUDY_AGE', { from: stated.includes('T') ? stated : onDay(stated) });
    return isRecent(doneOn) && isRecent(agreedOn) ? { evidence: [carer.id] } : undefined;
  },
};

export const planApproved: GateFact<Reintegration, PlannedJourney> = {
  code: 'PLAN_APPROVED',
  promise: 'Well before the journey there is a plan with its resources, visits to come, somebody who answers for it, and the opinion of the child.',
  basis: 'International Child Repatriation Guidelines, guarantee 5; OSCE/ODIHR, Recommendation 2',
  proof: ({ plans: { approved } }, { setting, now }, command) => {
    const { outcome, destinationState, plannedDeparture } = command;
    if (approved?.data.outcome !== outcome || approved.data.destinationState !== destinationState) return undefined;
    // Of a plan whose visits are over before the child is there, nothing is left to follow up.
    if (!approved.data.followUp.some(({ on }) => on >= plannedDeparture.slice(0, 10))) return undefined;
    // On its day the journey begins now, whatever was planned.
    const begins = 'type' in command && command.type === 'ConfirmDeparture' ? Math.min(now.getTime(), Date.parse(plannedDeparture)) : Date.parse(plannedDeparture);
    const leadKept = setting.endOf('PLAN_LEAD', { from: knownAt(approved).toISOString() }).getTime() <= begins;
    return leadKept ? { evidence: [approved.id] } : undefined;
  },
};

export const monitoringArranged: GateFact<Reintegration, PlannedJourney> = {
  code: 'MONITORING_ARRANGED',
  promise: 'Somebody independent of those who return and receive the child looks how it is afterwards, on days that are set.',
  basis: 'OSCE/ODIHR, Recommendation 2; A/HRC/38/41',
  proof: ({ reception: { monitoring } }, weighing, { destinationState, plannedDeparture }) => {
    if (monitoring?.data.destinationState !== destinationState || !isRecentlyArranged(monitoring, weighing)) return undefined;
    const { monitorRef, orgRef, visits } = monitoring.data;
    // Who was to look before the child is there looks at nothing.
    if (!visits.some(({ on }) => on >= plannedDeparture.slice(0, 10))) return undefined;
    return hasPart(weighing.participants, { personRef: monitorRef, orgRef }) ? undefined : { evidence: [monitoring.id] };
  },
};

export const openReception: GateFact<Reintegration, PlannedJourney> = {
  code: 'OPEN_RECEPTION',
  promise: 'The first place after the journey is one that the child may leave.',
  basis: 'International Child Repatriation Guidelines, guarantees 1 and 5; OSCE/ODIHR, After the Chisinau Agreement, principle (v)',
  proof: ({ reception: { firstPlacement, changes } }, weighing, { destinationState, firstPlacementRef }) => {
    if (firstPlacement?.data.destinationState !== destinationState || firstPlacement.data.facilityRef !== firstPlacementRef || !isRecentlyArranged(firstPlacement, weighing)) return undefined;
    const open = openPlace(firstPlacementRef, weighing, changes);
    return open && { evidence: [firstPlacement.id], ...open };
  },
};
