import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { outcomes } from '../decider/journey.js';
import { isSame } from '../decider/same.js';
import { assertNotBefore } from '../decider/tense.js';
import { knownAt } from '../decider/times.js';
import { leadingBodies } from './actors.js';
import type {
  AttestDeterminationExplained, AttestViewsWeighed, ConcludeDetermination, ConveneBidPanel, DeclarePanelConflict, ReopenDetermination,
} from './determination.commands.js';
import { isElsewhere, type BestInterestsDetermined, type DeterminationEvent } from './determination.events.js';
import { endOf, inForce, type Determination } from './determination.state.js';

export type DeterminationCommand =
  | ConveneBidPanel | DeclarePanelConflict | ConcludeDetermination | AttestDeterminationExplained | AttestViewsWeighed | ReopenDetermination;

export function decideDetermination(command: DeterminationCommand, state: Determination, occasion: Occasion): readonly NewFact<DeterminationEvent>[] {
  const { actor, now, setting } = occasion;
  switch (command.type) {
    case 'ConveneBidPanel': {
      if (!leadingBodies.includes(actor.orgType)) throw new NotCompetent();
      const { members, chairRef } = command;
      if (chairRef !== undefined && !members.some(({ memberRef }) => memberRef === chairRef)) throw new BadForm('chairRef', 'is no member of the panel');
      const data = { members, chairRef };
      return isSame(state.panel?.data, data) ? [] : [{ type: 'best-interests.BidPanelConvened', data }];
    }
    case 'DeclarePanelConflict': {
      const { memberRef, ground, statement } = command;
      return [{ type: 'best-interests.PanelConflictDeclared', data: { memberRef, ground, statement } }];
    }
    case 'ConcludeDetermination': {
      if (!command.present.includes(actor.actorRef)) throw new NotCompetent();
      const { outcome, destinationState, present, care, speaksFor, speaksAgainst, reasons, weights, rejected, childsView, viewOverriddenBecause, reviewBy, statement, dissent } = command;
      if ((outcome === 'INTEGRATION') !== (destinationState === undefined)) throw new BadForm('destinationState', 'is for a repatriation or a third country, and needed there');
      assertWeighed(command);
      assertCarried(command);
      if ((childsView === 'OVERRIDDEN') !== (viewOverriddenBecause !== undefined)) throw new BadForm('viewOverriddenBecause', 'is for a view that was overridden, and needed there');
      if (reviewBy !== undefined && Date.parse(reviewBy) <= now.getTime()) throw new BadForm('reviewBy', 'lies behind');
      const data = {
        outcome, destinationState, present, care, speaksFor, speaksAgainst, reasons, weights, rejected, childsView, viewOverriddenBecause, reviewBy, statement, dissent,
      };
      // What is too old by now, or did not weigh what was found out since, is determined anew, be it in the same terms.
      const standing = inForce(state);
      const alreadySo = standing && (state.assessed?.revision ?? -1) < standing.revision && now.getTime() <= endOf(standing, setting) && !state.latest?.carriedOut && state.panel?.id === state.latest?.panel?.id && isSame(standing.data, data);
      return alreadySo ? [] : [{ type: 'best-interests.BestInterestsDetermined', data }];
    }
    case 'AttestDeterminationExplained': {
      const { language, interpreter, interpreterRef, understood, remediesExplained, representativeInformed, reaction } = command;
      const determination = standing(state);
      assertNotBefore(knownAt(determination), occasion, 'the determination was made');
      return [{
        type: 'best-interests.DeterminationExplained',
        data: { determination: determination.id, language, interpreter, interpreterRef, understood, remediesExplained, representativeInformed, reaction },
      }];
    }
    case 'AttestViewsWeighed': {
      const { language, interpreter, interpreterRef, understood, weight, result, reasons } = command;
      if (result === 'OVERRIDDEN' && reasons === undefined) throw new BadForm('reasons', 'say why the view was overridden');
      const determination = standing(state);
      assertNotBefore(knownAt(determination), occasion, 'the determination was made');
      if (result !== determination.data.childsView) throw new BadForm('result', 'is not what the determination says of the view of the child');
      return [{ type: 'best-interests.ViewsWeighed', data: { determination: determination.id, language, interpreter, interpreterRef, understood, weight, result, reasons } }];
    }
    case 'ReopenDetermination': {
      const { trigger, note } = command;
      return [{ type: 'best-interests.DeterminationReopened', data: { determination: state.latest?.fact.id, trigger, note } }];
    }
  }
}

/** All three solutions were considered, and an institution only beside a way to live in a family or on one's own. @throws BadForm */
function assertWeighed({ outcome, care, rejected }: ConcludeDetermination): void {
  const forgotten = outcomes.filter((other) => other !== outcome && !rejected.some((option) => option.outcome === other));
  if (forgotten.length > 0) throw new BadForm('rejected', `says why ${forgotten.join(' and ')} was not chosen`);
  if (rejected.some((option) => option.outcome === outcome && option.care === care)) throw new BadForm('rejected', 'holds what was chosen');
  const asked = care !== 'INSTITUTION' || rejected.some((option) => option.outcome === outcome && isElsewhere(option.care));
  if (!asked) throw new BadForm('rejected', 'says what else than an institution was considered');
}

/** Whoever did not sit dissents from nothing, and what nobody carries was determined by none. @throws BadForm */
function assertCarried({ present, dissent = [] }: ConcludeDetermination): void {
  if (dissent.some(({ memberRef }) => !present.includes(memberRef))) throw new BadForm('dissent', 'names somebody who did not sit');
  if (dissent.length === present.length) throw new BadForm('dissent', 'leaves nobody who carries it');
}

function standing(state: Determination): Fact<typeof BestInterestsDetermined> {
  const determination = inForce(state);
  if (!determination) throw new NotApplicable('no determination stands for this child');
  return determination;
}
