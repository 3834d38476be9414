import { describe, expect, it } from '@jest/globals';
import { spoken } from '../best-interests/best-interests.scenario.js';
import type { Happened } from '../decider/decider.scenario.js';
import { AuthoriseTransfer } from '../repatriation/transfer.commands.js';
import * as way from '../repatriation/transfer.scenario.js';
import { foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { authorised, dayBefore, id, record, recordOf, theDay, weighingAt, type Course } from './transfer.scenario.js';

// What a determination knew of a dispute between the parents is asked of it as long as somebody travels on it (decisions 13 and 22).

const contexts = registry.of('child');
const dispute = { parents: ['mother', 'father'], over: ['STATE_OF_RESIDENCE'], proceeding: 'NONE' };
const told: Happened = { type: 'best-interests.ParentalDisputeReported', id: id('b1'), at: '2026-01-04T09:00:00Z', data: dispute };
const ended = (of: string, more: object = {}): Happened =>
  ({ type: 'best-interests.ParentalDisputeEnded', id: id(of), at: '2026-01-08T09:00:00Z', data: { parents: dispute.parents, because: 'UNFOUNDED' }, ...more });
const heard = (personRef: string, of: string, more: object = {}): Happened =>
  ({ type: 'best-interests.ParentHeard', id: id(of), data: { personRef, result: 'HEARD', spoken }, ...more });
const both = [heard('mother', 'b2'), heard('father', 'b3')];
/** The parents were heard with the child, before it was determined what is best for it. */
const afterHearing: Course = { early: [told], told: (fact) => (fact === record.hearing ? [fact, ...both] : [fact]) };
const afterCertificate: Course = { early: [told, ended('b4')] };
const retracted = (target: Happened, more: object = {}): Happened =>
  ({ type: 'record.Retracted', id: id('c1'), at: theDay, data: { target: target.id, targetType: target.type, reason: 'MISTAKEN_ENTRY' }, ...more });
const disputed = (target: Happened, by = 'CHILD'): Happened => ({ type: 'record.Disputed', id: id('c1'), at: theDay, data: { target: target.id, targetType: target.type, by } });
const corrected = (target: Happened, fields: object, more: object = {}): Happened =>
  ({ type: 'record.Corrected', id: id('c1'), at: theDay, data: { target: target.id, targetType: target.type, targetVersion: 1, fields, reason: 'NEW_INFORMATION', ...more } });

/** What stands in the same append as the last of these. */
function follows(course: Course, ...more: readonly Happened[]): { readonly types: readonly string[]; readonly lost: readonly string[] } {
  const facts = recordOf({ ...course, more });
  const [before, after] = [foldCaseFile(contexts, facts.slice(0, -1)), foldCaseFile(contexts, facts)];
  const stood = followed(registry, contexts, before, facts.at(-1)!, after, weighingAt(theDay)) as readonly { type: string; data: { lost?: string[] } }[];
  return { types: stood.map(({ type }) => type).filter((type) => type === halt.types[0]), lost: stood.flatMap(({ data }) => data.lost ?? []) };
}
const halt = { types: ['repatriation.TransferHalted'], lost: ['BID_FINAL'] };
const none = { types: [], lost: [] };
/** Which guarantees a journey lacks. */
function missing(course: Course, ...more: readonly Happened[]): readonly string[] {
  const weighed = weigh(registry, AuthoriseTransfer.declaration.gate.at(-1)!, foldCaseFile(contexts, recordOf({ ...course, more })), weighingAt(theDay), way.itinerary);
  return 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
}
const left: Happened = { ...way.departureConfirmed, at: theDay };

const shaken: readonly (readonly [string, Course, Happened])[] = [
  ['that the mother was heard is disputed by the child', afterHearing, disputed(both[0]!)],
  ['that the father was heard is withdrawn', afterHearing, retracted(both[1]!)],
  ['it was somebody else who was heard', afterHearing, corrected(both[0]!, { personRef: 'grandmother' })],
  ['the father did not understand what he was asked', afterHearing, corrected(both[1]!, { spoken: { ...spoken, understood: 'NO' } })],
  ['the mother was heard before anybody told of the dispute', afterHearing, corrected(both[0]!, {}, { occurredAt: { from: '2026-01-02T09:00:00.000Z', precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test' } })],
  ['the grandmother was in the dispute, too', afterHearing, corrected(told, { parents: [...dispute.parents, 'grandmother'] })],
  ['the certificate that it is over is disputed by the child', afterCertificate, disputed(ended('b4'))],
  ['the certificate is withdrawn', afterCertificate, retracted(ended('b4'))],
  ['the certificate is of others', afterCertificate, corrected(ended('b4'), { parents: ['mother', 'stepfather'] })],
  ['others were in the dispute than in the certificate', afterCertificate, corrected(told, { parents: ['mother', 'stepfather'] })],
];

describe('A journey on a determination that knew of a dispute between the parents', () => {
  it('rests on the hearings, or on the certificate that it is over', () => {
    const basis = (course: Course) => {
      const weighed = weigh(registry, AuthoriseTransfer.declaration.gate.at(-1)!, foldCaseFile(contexts, recordOf(course)), weighingAt(theDay), way.itinerary);
      return 'basis' in weighed ? weighed.basis.facts.find(({ code }) => code === 'BID_FINAL')?.evidence : undefined;
    };
    expect(basis(afterHearing)).toEqual(expect.arrayContaining([id('b2'), id('b3')]));
    expect(basis(afterCertificate)).toContain(id('b4'));
    expect(missing({ early: [told] })).toEqual(['BID_FINAL']);
  });
  it.each(shaken)('is halted, on the way as well, and not authorised, where %s', (_, course, word) => {
    expect(missing(course)).toEqual([]);
    expect(follows(course, authorised, word)).toEqual(halt);
    expect(follows(course, authorised, left, word)).toEqual(halt);
    expect(missing(course, word)).toEqual(['BID_FINAL']);
  });
  it('is not halted by a stranger who says that a hearing was none, nor where the same is told again', () => {
    expect(follows(afterHearing, authorised, disputed(both[0]!, 'OTHER'))).toEqual(none);
    expect(follows(afterHearing, authorised, corrected(told, { proceeding: 'PENDING' }))).toEqual(none);
    expect(follows(afterHearing, authorised, { ...told, id: id('b5'), at: theDay })).toEqual(none);
  });
  it('is not halted where a relative who was known is called a parent since: whoever finds that this is new asks for the reopening', () => {
    const aunt = (relation: string): Happened => ({ type: 'identification.FamilyLinkReported', at: dayBefore, data: { relativeRef: 'aunt', relation } });
    expect(follows({ ...afterHearing, early: [told, { ...aunt('OTHER_RELATIVE'), at: '2026-01-05T09:00:00Z' }] }, authorised, aunt('ADOPTIVE_PARENT'))).toEqual(none);
  });

  it.each<[string, Course, Happened, Happened]>([
    ['a hearing of then is certified anew', afterHearing, retracted(both[1]!), { ...heard('father', 'b6'), recorded: theDay }],
    ['the child is answered by a hearing of then that is certified anew', afterHearing, disputed(both[0]!), { ...heard('mother', 'b6'), recorded: theDay }],
    ['the authority certifies anew that it is over', afterCertificate, retracted(ended('b4')), ended('b6', { at: theDay })],
    ['the authority certifies instead that it is over', afterHearing, retracted(both[1]!), ended('b6', { at: theDay })],
    ['it certifies that what others were said to be in is over', afterCertificate, corrected(told, { parents: ['mother', 'stepfather'] }), ended('b6', { at: theDay, data: { parents: ['mother', 'father', 'stepfather'], because: 'UNFOUNDED' } })],
  ])('is authorised again where %s, and the word against it takes nothing by being taken back', (_, course, word, answer) => {
    expect(missing(course, word, answer)).toEqual([]);
    const takenBack: Happened = { type: 'record.Retracted', id: id('c2'), at: theDay, data: { target: id('c1'), targetType: word.type, reason: 'MISTAKEN_ENTRY' } };
    expect(missing(course, word, takenBack)).toEqual(['BID_FINAL']);
    expect(missing(course, word, takenBack, answer)).toEqual([]);
  });
  it('is authorised after a hearing of now only once it was determined anew with it', () => {
    const since = [retracted(both[1]!), { ...heard('father', 'b6'), at: theDay }];
    expect(missing(afterHearing, ...since)).toEqual(['BID_FINAL']);
    const later = (fact: Happened, of: string): Happened => ({ ...fact, id: id(of), at: theDay });
    const decision = later(record.decision, 'd3');
    const anew = [later(record.determination, 'd1'), decision, { ...later(record.explanation, 'd4'), data: { ...record.explanation.data, decisionRef: id('d3') } }];
    expect(missing(afterHearing, ...since, ...anew)).not.toContain('BID_FINAL');
  });
});
