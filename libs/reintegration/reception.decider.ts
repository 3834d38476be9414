import { protectingBodies } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { streamOfPlace, type RegisteredPlace } from '../decider/place.js';
import { isSame } from '../decider/same.js';
import { happenedBy } from '../decider/since.js';
import { earliest } from '../decider/times.js';
import type { ArrangeFirstPlacement, ArrangeMonitoring, ConfirmCarer, RecordCarerWithdrew } from './reception.commands.js';
import type { ReceptionEvent } from './reception.events.js';
import { isRecentlyArranged, type Reception } from './reception.state.js';

export type ReceptionCommand = ConfirmCarer | RecordCarerWithdrew | ArrangeMonitoring | ArrangeFirstPlacement;

export function decideReception(command: ReceptionCommand, { carer, losses, monitoring, firstPlacement }: Reception, weighing: Weighing): readonly NewFact<ReceptionEvent>[] {
  const { actor, foreign } = weighing;
  if (command.type !== 'RecordCarerWithdrew' && !protectingBodies.includes(actor.orgType)) throw new NotCompetent();
  switch (command.type) {
    case 'ConfirmCarer': {
      const { destinationState, carerRef, relation, homeStudy, agreedOn, name, address, assessment } = command;
      assertFoundSince(losses.get(carerRef) ?? [], command);
      const data = { destinationState, carerRef, relation, homeStudy, agreedOn, name, address, assessment };
      return isSame(carer?.data, data) ? [] : [{ type: 'reintegration.CarerConfirmed', data }];
    }
    case 'RecordCarerWithdrew': {
      const { carerRef, reason, statement } = command;
      return [{ type: 'reintegration.CarerWithdrawn', data: { carerRef, reason, statement } }];
    }
    case 'ArrangeMonitoring': {
      const { destinationState, monitorRef, orgRef, orgType, visits } = command;
      const data = { destinationState, monitorRef, orgRef, orgType, visits };
      return monitoring && isRecentlyArranged(monitoring, weighing) && isSame(monitoring.data, data) ? [] : [{ type: 'reintegration.MonitoringArranged', data }];
    }
    case 'ArrangeFirstPlacement': {
      const { destinationState, facilityRef, from } = command;
      const place = foreign.get(streamOfPlace(facilityRef))?.state as RegisteredPlace | undefined;
      if (place?.state !== destinationState) throw new BadForm('facilityRef', 'is no place in the state of destination');
      const data = { destinationState, facilityRef, operatorRef: place.operators.at(-1)?.value.orgRef, from };
      return firstPlacement && isRecentlyArranged(firstPlacement, weighing) && isSame(firstPlacement.data, data) ? [] : [{ type: 'reintegration.FirstPlacementArranged', data }];
    }
  }
}

/** Whoever was lost is seen and asked anew: what was, or may have been, before that would prove nothing. On the day itself its instant is told. @throws NotApplicable */
function assertFoundSince(losses: readonly Fact[], { homeStudy, agreedOn }: ConfirmCarer): void {
  const lost = Math.max(...losses.map(happenedBy));
  if (earliest(homeStudy.doneOn) <= lost) throw new NotApplicable('homeStudy was not certainly done after the carer was lost: on the same day, its instant says so');
  if (earliest(agreedOn) <= lost) throw new NotApplicable('agreedOn does not lie certainly after the carer was lost: on the same day, its instant says so');
}
