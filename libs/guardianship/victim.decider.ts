import { NotApplicable, NotCompetent } from '../decider/context.js';
import type { Fact, NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isSame } from '../decider/same.js';
import type { AttestRemedyReviewed, RecordRemedyGivenUp, RecordVictimProceeding } from './victim.commands.js';
import type { RemedyGivenUp, RemedyReviewed, VictimEvent } from './victim.events.js';

export type VictimCommand = RecordVictimProceeding | RecordRemedyGivenUp | AttestRemedyReviewed;

export interface Remedies {
  readonly givenUp: readonly Fact<typeof RemedyGivenUp>[];
  /** The latest review of each, by its report. */
  readonly reviewed: ReadonlyMap<string, Fact<typeof RemedyReviewed>>;
}

export const noRemedies: Remedies = { givenUp: [], reviewed: new Map() };

export function evolveRemedies(state: Remedies, fact: Fact<VictimEvent>): Remedies {
  switch (fact.type) {
    case 'guardianship.VictimProceedingReported':
      // Oversight reads it, and what the child claims in it is shown at its departure.
      return state;
    case 'guardianship.RemedyGivenUp':
      return { ...state, givenUp: [...state.givenUp, fact] };
    case 'guardianship.RemedyReviewed':
      return { ...state, reviewed: new Map(state.reviewed).set(fact.data.reportRef, fact) };
  }
}

/** Two reports are two facts. */
export function decideVictim(command: VictimCommand, { givenUp, reviewed }: Remedies, { actor }: Weighing): readonly NewFact<VictimEvent>[] {
  switch (command.type) {
    case 'RecordVictimProceeding': {
      const { role, harm, authorityType, authorityRef, protectionMeasure, claim, outcome, account } = command;
      return [{ type: 'guardianship.VictimProceedingReported', data: { role, harm, authorityType, authorityRef, protectionMeasure, claim, outcome, account } }];
    }
    case 'RecordRemedyGivenUp': {
      const { what, by, personRef, remedyRef, childAgreed, account } = command;
      return [{ type: 'guardianship.RemedyGivenUp', data: { what, by, personRef, remedyRef, childAgreed, account } }];
    }
    case 'AttestRemedyReviewed': {
      const { reportRef, result, childHeard, documentRef } = command;
      const report = givenUp.find(({ id }) => id === reportRef);
      if (!report) throw new NotApplicable('reportRef is no report that something was given up for the child');
      // Nobody looks at what they gave up themselves.
      if (report.data.personRef === actor.actorRef) throw new NotCompetent();
      const data = { reportRef, result, childHeard, documentRef };
      return isSame(reviewed.get(reportRef)?.data, data) ? [] : [{ type: 'guardianship.RemedyReviewed', data }];
    }
  }
}
