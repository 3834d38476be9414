import { BadForm, NotCompetent } from '../decider/context.js';
import type { NewFact } from '../decider/event.js';
import type { Weighing } from '../decider/gate.js';
import { isAccused } from '../decider/participants.js';
import type { AttestChildHeard, RecordViews } from './hearing.commands.js';
import type { HearingEvent } from './hearing.events.js';
import { isNeutral, listenerOf, type Hearing } from './hearing.state.js';

export type HearingCommand = AttestChildHeard | RecordViews;

export function decideHearing(command: HearingCommand, state: Hearing, { actor, participants }: Weighing): readonly NewFact<HearingEvent>[] {
  switch (command.type) {
    case 'AttestChildHeard': {
      const {
        result, declinedBecause, language, interpreter, interpreterRef, understood, manner, setting, supportPerson, heardAlone, interviewer,
        optionsDiscussed, views, source,
      } = command;
      if (!isNeutral(interviewer, state) || isAccused(participants, listenerOf(interviewer, actor))) throw new NotCompetent();
      if (interviewer.personRef !== actor.actorRef && source?.documentRef === undefined) throw new BadForm('source', 'names the signed record of a hearing by somebody else');
      if ((result === 'DECLINED') !== (declinedBecause !== undefined)) throw new BadForm('declinedBecause', 'is for a child that declined, and says why as far as it said');
      // A child that says the same again was heard again.
      return [{
        type: 'best-interests.ChildHeard',
        data: { result, declinedBecause, language, interpreter, interpreterRef, understood, manner, setting, supportPerson, heardAlone, interviewer, optionsDiscussed, views },
      }];
    }
    case 'RecordViews': {
      const { toldTo, topics, language, views } = command;
      return [{ type: 'best-interests.ViewsReported', data: { toldTo, topics, language, views } }];
    }
  }
}
