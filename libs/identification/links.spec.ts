import { describe, expect, it } from '@jest/globals';
import { describeDuty } from '../case-file/duties.scenario.js';
import { BadForm, NotApplicable } from '../decider/context.js';
import { factOf, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Foreign } from '../decider/gate.js';
import { streamOfChild, streamOfKeys, type SaidOfKeys } from '../decider/kin.js';
import { identification, type Identification } from './identification.context.js';
import { AttestDifferentChildren, AttestSameChild, MergeIdentity, RecordMergedRecord, RecordMergeLapsed, SplitIdentity } from './links.commands.js';
import { mergeLapsed, recordMerged } from './links.reaction.js';
import { told } from './reports.scenario.js';

const survivorRef = '3f0f0c6e-0000-4000-8000-0000000000b1';
const from = '3f0f0c6e-0000-4000-8000-0000000000b2';
const { given } = scenario(identification);

const found: Happened = { type: 'identification.ChildFound', data: {} };
const compared = { recordRef: survivorRef, shownBy: ['CHILD_SAYS'] };
const same: Happened = { type: 'identification.SameChildAttested', data: compared, at: '2026-03-01T10:00:00Z', by: { actorRef: 'colleague' } };
const different: Happened = { type: 'identification.DifferentChildrenAttested', data: compared, at: '2026-03-01T11:00:00Z', by: { actorRef: 'colleague' } };
const merged: Happened = { type: 'identification.MergedInto', data: { survivorRef } };
const split: Happened = { type: 'identification.SplitFrom', data: { survivorRef } };

/** Another child's record as this context reads it. */
const record = (child: string, { revision = 7, ...links }: { revision?: number; mergedInto?: string } = {}, otherwise?: readonly object[]): Foreign => ({
  stream: streamOfChild(child), revision, eventId: 'last', state: { finding: { registeredBy: 'registration' }, links }, otherwise,
});
const survivor = { foreign: [record(survivorRef)] };
/** What was said of the keys of another child. */
const keysOf = (child: string, state: SaidOfKeys): Foreign => ({ stream: streamOfKeys(child), revision: 3, eventId: 'last', state });
const destroyed = (...records: readonly string[]) => ({ data: { records } });

describe('AttestSameChild', () => {
  it('happens with what shows it', () => given(found).when(AttestSameChild, compared).then({ type: same.type, data: compared }));
});

describe('AttestDifferentChildren', () => {
  it('happens with what shows it', () => given(found, same).when(AttestDifferentChildren, compared).then({ type: different.type, data: compared }));
});

describe('MergeIdentity', () => {
  it('happens once another person has found that both records are of one child', () => given(found, same).when(MergeIdentity, { survivorRef }, survivor).then(merged));
  it('is refused to whoever alone has found it', () => given(found, { ...same, by: {} }).when(MergeIdentity, { survivorRef }, survivor).thenRefusedFor('TWO_PERSONS'));
  it('is refused where another record was compared', () => given(found, { ...same, data: { ...compared, recordRef: from } }).when(MergeIdentity, { survivorRef }, survivor).thenRefusedFor('TWO_PERSONS'));
  it('is refused where somebody has found since that they are two children, until that is found to be otherwise', () => {
    given(found, same, different).when(MergeIdentity, { survivorRef }, survivor).thenRefusedFor('TWO_PERSONS');
    given(found, different, { ...same, at: '2026-03-01T12:00:00Z' }).when(MergeIdentity, { survivorRef }, survivor).then(merged);
  });
  it('is refused of a record that is merged already, or of a child whom nobody registered', () => {
    given(found, same, merged).when(MergeIdentity, { survivorRef }, survivor).thenRefusedFor('CHILD_REGISTERED');
    given(same).when(MergeIdentity, { survivorRef }, survivor).thenRefusedFor('CHILD_REGISTERED', 'MINORITY');
  });
  it('has nothing to merge into where the other record is of no registered child, or is merged itself in any reading', () => {
    given(found, same).when(MergeIdentity, { survivorRef }).thenThrows(NotApplicable);
    given(found, same).when(MergeIdentity, { survivorRef }, { foreign: [record(survivorRef, { mergedInto: from })] }).thenThrows(NotApplicable);
    given(found, same).when(MergeIdentity, { survivorRef }, { foreign: [record(survivorRef, {}, [record(survivorRef, { mergedInto: from }).state as object])] }).thenThrows(NotApplicable);
  });
});

describe('A record whose child is forgotten, or is to be,', () => {
  it.each<[string, SaidOfKeys]>([['disabled', { disabled: {} }], ['to be destroyed', { disabled: {}, destroyed: destroyed(survivorRef) }], ['gone', { destroyed: destroyed(survivorRef), forgotten: 'event' }], ['gone with those of another', { forgotten: 'event' }]])(
    'takes in no other one: its keys are %s', (_, keys) => given(found, same).when(MergeIdentity, { survivorRef }, { foreign: [record(survivorRef), keysOf(survivorRef, keys)] }).thenThrows(NotApplicable));
  it('does where that was only asked for, or was taken back', () =>
    given(found, same).when(MergeIdentity, { survivorRef }, { foreign: [record(survivorRef), keysOf(survivorRef, {})] }).then(merged));
});

describe('RecordMergeLapsed', () => {
  const reported = { ...told, survivorRef };
  const lapsed = { type: 'identification.MergeLapsed', data: { survivorRef } };
  const gone = (...records: readonly string[]) => ({ foreign: [keysOf(survivorRef, { destroyed: destroyed(survivorRef, ...records), forgotten: 'event' })] });

  it('opens a record again that was merged into one in the moment in which that was forgotten', () => {
    given(found, same, merged).when(RecordMergeLapsed, reported, gone()).then(lapsed);
    given(found, same, merged, lapsed).when(MergeIdentity, { survivorRef: from }, { foreign: [record(from)] }).thenRefusedFor('TWO_PERSONS');
    expect(given(found, same, merged, lapsed).state<Identification>().links.mergedInto).toBeUndefined();
  });
  it('says it once, and of no record that was forgotten together with the other one', () => {
    given(found, same, merged, lapsed).when(RecordMergeLapsed, reported, gone()).thenNothing();
    given(found, same, merged).when(RecordMergeLapsed, reported, gone('child-1')).thenNothing();
  });
  it('says nothing, whoever reports it, where the other one is not forgotten, or is another one', () => {
    given(found, same, merged).when(RecordMergeLapsed, reported).thenNothing();
    given(found, same, merged).when(RecordMergeLapsed, reported, { foreign: [keysOf(survivorRef, { disabled: {}, destroyed: destroyed(survivorRef) })] }).thenNothing();
    given(found, same, { ...merged, data: { survivorRef: from } }).when(RecordMergeLapsed, reported, gone()).thenNothing();
  });
  it('goes to the record that was merged, and to no other, as the other goes to the one that goes on', () => {
    const merge = { ...factOf({ ...merged }, 0), stream: streamOfChild(from) };
    expect(mergeLapsed.concerns(merge)).toEqual([{ child: from, subject: streamOfKeys(survivorRef) }]);
    expect(mergeLapsed.news['forgetting.SubjectForgotten']!({ ...merge, stream: streamOfKeys(survivorRef) })).toEqual({ subject: streamOfKeys(survivorRef), body: { survivorRef } });
    expect(recordMerged.concerns(merge)).toEqual([{ child: survivorRef, subject: merge.stream }]);
    for (const each of [mergeLapsed, recordMerged]) expect(each.concerns({ ...merge, data: {} } as never)).toEqual([]);
  });
});

describe('SplitIdentity', () => {
  it('happens once another person has found that they are two children, and the record is decided in again', () => {
    given(found, same, merged, different).when(SplitIdentity, { survivorRef }).then(split);
    given(found, same, merged, different, split, { ...same, at: '2026-03-01T12:00:00Z' }).when(MergeIdentity, { survivorRef }, survivor).then(merged);
  });
  it('is refused while nobody else has found it', () => given(found, same, merged).when(SplitIdentity, { survivorRef }).thenRefusedFor('TWO_PERSONS'));
  it('has nothing to split where the record is not merged into that one', () => given(found, different).when(SplitIdentity, { survivorRef }).thenThrows(NotApplicable));
});

describe('RecordMergedRecord', () => {
  const itself = (revision?: number, mergedInto = 'child-1') => ({ foreign: [record(from, { revision, mergedInto })] });
  const isMerged = (revision: number): Happened => ({ type: 'identification.IdentityMerged', data: { from, revision } });
  const reported = { ...told, from };

  it('happens up to where the other record has got', () => given(found).when(RecordMergedRecord, reported, itself()).then(isMerged(7)));
  it('happens again when that has gone on, and is ignored when nothing came of it', () => {
    given(found, isMerged(6)).when(RecordMergedRecord, reported, itself(7)).then(isMerged(7));
    given(found, isMerged(7)).when(RecordMergedRecord, reported, itself(7)).thenNothing();
  });
  it('tells that the other record was split from it, once', () => {
    const isSplit = { type: 'identification.IdentitySplit', data: { from, revision: 7 } };
    given(found, isMerged(6)).when(RecordMergedRecord, reported, { foreign: [record(from)] }).then(isSplit);
    given(found, isMerged(6), isSplit).when(RecordMergedRecord, reported, { foreign: [record(from)] }).thenNothing();
  });
  it('is ignored where the other record says nothing of this one, whoever reports that it does', () => {
    given(found).when(RecordMergedRecord, reported).thenNothing();
    given(found).when(RecordMergedRecord, reported, itself(7, survivorRef)).thenNothing();
  });
  it('reads the decision as it was taken: what was reported of it since neither merges nor splits', () => {
    const [mergedHere, corrected] = [record(from, { mergedInto: 'child-1' }), record(from)];
    given(found, isMerged(6)).when(RecordMergedRecord, reported, { foreign: [{ ...corrected, otherwise: [mergedHere.state, corrected.state] }] }).then(isMerged(7));
    given(found).when(RecordMergedRecord, reported, { foreign: [{ ...mergedHere, otherwise: [corrected.state, mergedHere.state] }] }).thenNothing();
  });
});

describe('A record', () => {
  it('knows which others count in it', () => {
    const told = (...happened: readonly Happened[]) => [...given(...happened).state<Identification>().links.merged];
    expect(told({ type: 'identification.IdentityMerged', data: { from, revision: 3 } })).toEqual([[from, 3]]);
    expect(told({ type: 'identification.IdentityMerged', data: { from, revision: 3 } }, { type: 'identification.IdentitySplit', data: { from, revision: 5 } })).toEqual([]);
  });
  it('is not compared with itself', () => {
    // The scenario's child has no UUID, so that the decider is asked.
    expect(() => identification.decide(Object.assign(new AttestSameChild(), { ...compared, recordRef: 'child-1' }), identification.initial, { childRef: 'child-1', foreign: new Map() } as never)).toThrow(BadForm);
  });
});

const set = (decisionRef: string, result = 'UPHELD') => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef, result, final: false } });
const merge = { type: 'identification.MergedInto', data: { survivorRef }, id: 'merge' };
describeDuty('RECORDS_SPLIT', {
  before: [merge],
  starts: { 'an appeal body sets the merge aside': set('merge') },
  startedNotBy: { 'it dismisses the appeal': set('merge', 'DISMISSED'), 'it sets something else aside': set('another') },
  metBy: { 'they are split': { type: 'identification.SplitFrom', data: { survivorRef } }, 'the merge came to nothing': { type: 'identification.MergeLapsed', data: { survivorRef } } },
  metNotBy: { 'somebody says that it was done': { type: 'repatriation.RulingExecutionReported', data: { appealRef: 'appeal', extent: 'WHOLE' } } },
});
