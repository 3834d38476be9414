import { BadForm } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import { earliest, latest } from '../decider/times.js';
import type { RecordAlternativeConsidered, RecordAuthorityAppearance, RecordReviewHeld } from './review.commands.js';
import type { ReviewEvent } from './review.events.js';

export type ReviewCommand = RecordAuthorityAppearance | RecordReviewHeld | RecordAlternativeConsidered;

/** Who reviewed, and whether it was independent, is reported as it was: a review by the holder itself is recorded, too, and resets no clock. */
export function decideReview(command: ReviewCommand): readonly NewFact<ReviewEvent>[] {
  switch (command.type) {
    case 'RecordAuthorityAppearance': {
      const { stayRef, authority, independent, court, childPresent, lawyerPresent, interpreterPresent, outcome, account } = command;
      return [{ type: 'identification.AuthorityAppeared', data: { stayRef, authority, independent, court, childPresent, lawyerPresent, interpreterPresent, outcome, account } }];
    }
    case 'RecordReviewHeld': {
      const { stayRef, reviewer, independent, court, childPresent, lawyerPresent, interpreterPresent, outcome, nextReviewBy, decisionRef, reasons, occurredAt } = command;
      if (nextReviewBy && latest(nextReviewBy) < earliest(occurredAt.at)) throw new BadForm('nextReviewBy', 'lies before this review');
      return [{
        type: 'identification.ReviewHeld',
        data: { stayRef, reviewer, independent, court, childPresent, lawyerPresent, interpreterPresent, outcome, nextReviewBy, decisionRef, reasons },
      }];
    }
    case 'RecordAlternativeConsidered': {
      const { stayRef, by, options, reasons } = command;
      return [{ type: 'identification.AlternativeConsidered', data: { stayRef, by, options, reasons } }];
    }
  }
}
