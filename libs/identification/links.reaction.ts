import type { Fact } from '../decider/event.js';
import { childIn, streamOfChild } from '../decider/kin.js';
import { reaction } from '../decider/reaction.js';
import { RecordMergedRecord } from './links.commands.js';

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
  concerns: (fact) => {
    const { survivorRef } = fact.data as { survivorRef?: string };
    // Some fields of it as somebody corrects them merge nothing.
    return survivorRef === undefined || streamOfChild(survivorRef) === fact.stream ? [] : [{ child: survivorRef, subject: fact.stream }];
  },
});
