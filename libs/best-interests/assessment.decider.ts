import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AttestComponent, OpenAssessment } from './assessment.commands.js';
import type { AssessmentEvent } from './assessment.events.js';
import { isIndependentAssessor, isOfSamePart, type Assessment } from './assessment.state.js';
import { forbidsAttempts, type Obstacle } from './codes.js';
import { isOfLate } from './determination.state.js';

export type AssessmentCommand = OpenAssessment | AttestComponent;

export function decideAssessment(command: AssessmentCommand, state: Assessment, weighing: Weighing): readonly NewFact<AssessmentEvent>[] {
  switch (command.type) {
    case 'OpenAssessment': {
      const { trigger, priority, note } = command;
      const latest = state.openings.findLast((opening) => opening.data.trigger === trigger);
      const alreadySo = state.open.includes(trigger) && isSame(latest?.data, { trigger, priority, note });
      return alreadySo ? [] : [{ type: 'best-interests.AssessmentOpened', data: { trigger, priority, note } }];
    }
    case 'AttestComponent': {
      const { component, side, country, status, assessor, methods, notPossibleBecause, attempts, family, findings } = command;
      if (!isIndependentAssessor(assessor)) throw new NotCompetent();
      const isFamilyStudy = component === 'FAMILY_STUDY';
      if (isFamilyStudy && (side === undefined || country === undefined)) throw new BadForm('side', 'and country say which family was studied');
      if (!isFamilyStudy && (side !== undefined || country !== undefined || family !== undefined)) throw new BadForm('component', 'is no family study, and the body describes a family');
      if (status === 'DONE') {
        if (methods.length === 0) throw new BadForm('methods', 'say what the finding rests on');
        if (isFamilyStudy && family === undefined) throw new BadForm('family', 'answers every question of a family study, if only with UNKNOWN');
        if (notPossibleBecause !== undefined) throw new BadForm('notPossibleBecause', 'is for what was not possible');
      } else assertTried(notPossibleBecause, attempts);
      if (state.openings.length === 0) throw new NotApplicable('no assessment is open for this child');
      const data = { component, side, country, status, assessor, methods, notPossibleBecause, attempts, family, findings };
      const latest = state.components.find((earlier) => isOfSamePart(earlier.data, data));
      // What is found again for another question, or once it was too old to rest a decision on, is said again.
      const alreadySo = latest !== undefined && latest.revision > state.usedUpTo && isOfLate(latest, weighing) && !state.outdated.some((part) => part.component === component) && isSame(latest.data, data);
      return alreadySo ? [] : [{ type: 'best-interests.ComponentAttested', data }];
    }
  }
}

/** Nothing is silently empty: what was not possible has a reason, and what could be tried was tried. @throws BadForm */
export function assertTried(because: Obstacle | undefined, attempts: readonly unknown[] | undefined): void {
  if (because === undefined) throw new BadForm('notPossibleBecause', 'says what stood in the way');
  if ((attempts ?? []).length === 0 && !forbidsAttempts.includes(because)) throw new BadForm('attempts', 'say what was tried');
}
