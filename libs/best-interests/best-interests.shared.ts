import type { Purpose } from '../decider/actor.js';
import { code, country, day, ifNamed, pseudonymOf, shared } from '../decider/shared.js';
import { AssessmentOpened } from './assessment.events.js';
import { BestInterestsDetermined, BidPanelConvened, DeterminationExplained, DeterminationReopened } from './determination.events.js';
import { ChildHeard } from './hearing.events.js';
import { NeedsAssessed } from './needs.events.js';
import { PlacementReviewed } from './placement.events.js';
import { SeparationAuthorised, SeparationReviewed } from './separation.events.js';

const deciding: readonly Purpose[] = ['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY'];
const counting: readonly Purpose[] = [...deciding, 'STATISTICS'];
const carryingOut: readonly Purpose[] = [...counting, 'RETURN_CASEWORK', 'REINTEGRATION'];
const event = pseudonymOf('event');

/** What other services are told of what is best for the child: the steps and the outcome. What it said, the grounds and who sat stay here. */
export const bestInterestsShared = [
  shared(AssessmentOpened, 1, counting, { trigger: ifNamed(code), priority: code }),
  shared(NeedsAssessed, 1, counting),
  shared(ChildHeard, 1, deciding, { result: ifNamed(code) }),
  shared(BidPanelConvened, 1, counting),
  shared(BestInterestsDetermined, 1, carryingOut, { outcome: code, destinationState: ifNamed(country), reviewBy: day }),
  shared(DeterminationExplained, 1, deciding, { determination: event }),
  shared(DeterminationReopened, 1, carryingOut, { determination: event }),
  shared(PlacementReviewed, 1, counting, { placement: event, result: code, nextReviewBy: day }),
  shared(SeparationAuthorised, 1, counting, { contact: ifNamed(code), reviewBy: day, judicialReviewBy: day }),
  shared(SeparationReviewed, 1, deciding, { separationRef: event, result: ifNamed(code) }),
];
