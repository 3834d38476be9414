import type { Fact } from '../decider/event.js';
import { childIn, streamOfChild, streamOfKeys } from '../decider/kin.js';
import { reaction, type Concern } from '../decider/reaction.js';
import { idIn } from '../decider/subject.js';
import { RecordMergedRecord, RecordMergeLapsed } from './links.commands.js';

const ofMerged = (fact: Fact) => ({ subject: fact.stream, body: { from: childIn(fact) } });

/** The record that another one is merged into is told of that, of whatever is recorded there afterwards, and of the split (rulings 15 and 35). */
export const recordMerged = reaction({
  name: 'record-merged', version: 1,
  tell: RecordMergedRecord,
  source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' },
  news: {
    'identification.MergedInto': ofMerged,
    'identification.MergedRecordContinued': ofMerged,
    'identification.SplitFrom': ofMerged,
  },
  concernedBy: ['identification.MergedInto'],
  concerns: (fact) => ofMerge(fact, (survivorRef) => ({ child: survivorRef, subject: fact.stream })),
});

/**
 * A record that is merged into another one in the moment in which that is forgotten hears of it, whichever of the two stands first in the log:
 * the other one can be told of nothing any more, and a child must not be closed in a record that goes on nowhere.
 */
export const mergeLapsed = reaction({
  name: 'merge-lapsed', version: 1,
  tell: RecordMergeLapsed,
  source: { kind: 'DOCUMENT', reliability: 'CONFIRMED' },
  news: { 'forgetting.SubjectForgotten': ({ stream }) => ({ subject: stream, body: { survivorRef: idIn(stream) } }) },
  concernedBy: ['identification.MergedInto'],
  concerns: (fact) => ofMerge(fact, (survivorRef) => ({ child: childIn(fact), subject: streamOfKeys(survivorRef) })),
});

/** Some fields of a merge as somebody corrects them merge nothing. */
function ofMerge({ stream, data }: Fact, concern: (survivorRef: string) => Concern): readonly Concern[] {
  const { survivorRef } = data as { survivorRef?: string };
  return survivorRef === undefined || streamOfChild(survivorRef) === stream ? [] : [concern(survivorRef)];
}
