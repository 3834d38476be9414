import { contextOf, topic } from '../decider/context.js';
import { disputeReported, isNews } from '../decider/parental-dispute.js';
import * as assessmentCommands from './assessment.commands.js';
import { decideAssessment } from './assessment.decider.js';
import { assessmentEvents } from './assessment.events.js';
import { assessmentDone, componentsComplete } from './assessment.facts.js';
import { evolveAssessment, noAssessment, notesOfAssessment, type Assessment } from './assessment.state.js';
import { bestInterestsShared } from './best-interests.shared.js';
import * as determinationCommands from './determination.commands.js';
import { decideDetermination } from './determination.decider.js';
import { determinationDuties } from './determination.duties.js';
import { determinationEvents } from './determination.events.js';
import { bidFinal, panelIndependent, panelQuorum } from './determination.facts.js';
import { annulmentsOfDetermination, evolveDetermination, finalityOf, notesOfDetermination, undetermined, type Determination } from './determination.state.js';
import * as hearingCommands from './hearing.commands.js';
import { decideHearing } from './hearing.decider.js';
import { hearingEvents } from './hearing.events.js';
import { childHeard } from './hearing.facts.js';
import { evolveHearing, notesOfHearing, notHeard, type Hearing } from './hearing.state.js';
import * as needsCommands from './needs.commands.js';
import { decideNeeds, evolveNeeds, needsUnknown, type Needs } from './needs.decider.js';
import { needsDuties } from './needs.duties.js';
import { needsEvents } from './needs.events.js';
import * as placementCommands from './placement.commands.js';
import { decidePlacement } from './placement.decider.js';
import { placementEvents } from './placement.events.js';
import { annulmentsOfPlacement, evolvePlacement, notesOfPlacement, notPlaced, type Placement } from './placement.state.js';
import { reopeningOn, unsettlingOn } from './reopening.js';
import * as separationCommands from './separation.commands.js';
import { decideSeparation } from './separation.decider.js';
import { separationDuties } from './separation.duties.js';
import { separationEvents } from './separation.events.js';
import { dangerEvidenced, parentsHeard, supportOffered } from './separation.facts.js';
import { annulmentsOfSeparation, evolveSeparation, notesOfParents, notSeparated, type Separation } from './separation.state.js';
import * as siblingsCommands from './siblings.commands.js';
import { decideSiblings } from './siblings.decider.js';
import { siblingsDuties } from './siblings.duties.js';
import { siblingsEvents } from './siblings.events.js';
import { siblingsResolved } from './siblings.facts.js';
import { siblingOutcome, siblingRecord } from './siblings.reaction.js';
import { annulmentsOfSiblings, evolveSiblings, notesOfSiblings, siblingsUnknown, type Siblings } from './siblings.state.js';

export interface BestInterests {
  readonly assessment: Assessment;
  readonly needs: Needs;
  readonly hearing: Hearing;
  readonly determination: Determination;
  readonly siblings: Siblings;
  readonly separation: Separation;
  readonly placement: Placement;
}

/** What is best for the child: who found out and how, what the child said to it, and what was determined. */
export const bestInterests = contextOf<BestInterests>({
  name: 'best-interests',
  subject: 'child',
  topics: {
    assessment: topic({
      events: assessmentEvents, commands: assessmentCommands,
      initial: noAssessment, evolve: evolveAssessment, decide: decideAssessment, takesNoteOf: notesOfAssessment,
    }),
    needs: topic({ events: needsEvents, commands: needsCommands, initial: needsUnknown, evolve: evolveNeeds, decide: decideNeeds }),
    hearing: topic({ events: hearingEvents, commands: hearingCommands, initial: notHeard, evolve: evolveHearing, decide: decideHearing, takesNoteOf: notesOfHearing }),
    determination: topic({
      events: determinationEvents, commands: determinationCommands,
      initial: undetermined, evolve: evolveDetermination, decide: decideDetermination, takesNoteOf: notesOfDetermination, annulments: annulmentsOfDetermination,
    }),
    siblings: topic({
      events: siblingsEvents, commands: siblingsCommands,
      initial: siblingsUnknown, evolve: evolveSiblings, decide: decideSiblings, takesNoteOf: notesOfSiblings, annulments: annulmentsOfSiblings,
    }),
    separation: topic({
      events: separationEvents, commands: separationCommands,
      initial: notSeparated, evolve: evolveSeparation, decide: decideSeparation, takesNoteOf: notesOfParents, annulments: annulmentsOfSeparation,
    }),
    placement: topic({
      events: placementEvents, commands: placementCommands,
      initial: notPlaced, evolve: evolvePlacement, decide: decidePlacement, takesNoteOf: notesOfPlacement, annulments: annulmentsOfPlacement,
    }),
  },
  duties: [...needsDuties, ...determinationDuties, ...siblingsDuties, ...separationDuties],
  reactions: [siblingOutcome, siblingRecord],
  shared: bestInterestsShared,
  facts: [
    childHeard, assessmentDone, componentsComplete, panelIndependent, panelQuorum, bidFinal, siblingsResolved, dangerEvidenced, parentsHeard, supportOffered,
  ],
  follow: (fact, { assessment, determination, separation }, fell, before) => [
    ...((fact.type as string) === disputeReported && !isNews(fact, separation.disputes, before) ? [] : reopeningOn(fact, { assessment, determination, separation }, before?.at(-1))),
    ...unsettlingOn(fact, determination, fell),
  ],
  watched: ({ determination }) => finalityOf(determination),
});
