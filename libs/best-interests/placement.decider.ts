import type { OrgType } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { leadingBodies } from './actors.js';
import { isElsewhere } from './determination.events.js';
import type { RecordPlacementRefused, ReviewPlacement } from './placement.commands.js';
import type { PlacementEvent } from './placement.events.js';
import type { Placement } from './placement.state.js';

export type PlacementCommand = ReviewPlacement | RecordPlacementRefused;

const reviewingBodies: readonly OrgType[] = [...leadingBodies, 'GUARDIANSHIP'];

export function decidePlacement(command: PlacementCommand, { inForce }: Placement, { actor, now, setting }: Weighing): readonly NewFact<PlacementEvent>[] {
  switch (command.type) {
    case 'ReviewPlacement': {
      if (!reviewingBodies.includes(actor.orgType)) throw new NotCompetent();
      if (!inForce) throw new NotApplicable('the child was not placed anywhere');
      const { id: placement, facilityRef, institution } = inForce;
      const latest = setting.endOf('PLACEMENT_REVIEW', { from: now.toISOString() });
      const { result, because, considered, childSeen, nextReviewBy = latest.toISOString(), reasons } = command;
      if (Date.parse(nextReviewBy) <= now.getTime()) throw new BadForm('nextReviewBy', 'lies behind');
      if (Date.parse(nextReviewBy) > latest.getTime()) throw new BadForm('nextReviewBy', 'lies beyond the period in which a placement is reviewed');
      if (institution && result === 'GOES_ON' && !considered.some(isElsewhere)) throw new BadForm('considered', 'says what else than an institution was considered');
      if (result === 'CAN_END' && childSeen === 'NOT_SEEN') throw new BadForm('childSeen', 'says that nobody saw the child: no care ends unseen');
      // Each review is one of its own, also where it finds the same.
      return [{ type: 'best-interests.PlacementReviewed', data: { placement, facilityRef, result, because, considered, childSeen, nextReviewBy, reasons } }];
    }
    case 'RecordPlacementRefused': {
      const { facilityRef, reason, nextPlace, note } = command;
      return [{ type: 'best-interests.PlacementRefused', data: { facilityRef, reason, nextPlace, note } }];
    }
  }
}
