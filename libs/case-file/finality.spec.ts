import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import { foldCaseFile, followed } from './case-file.js';
import { registry } from './contexts.js';
import { id, record, recordOf, weighingAt } from './transfer.scenario.js';

// What was determined for a child is final until something takes that away: then its siblings hear of it, also where nobody opens it again.

const contexts = registry.of('child');
const at = '2026-03-20T09:00:00Z';
const ids = new Map<Happened, string>([[record.panel, id('c1')], [record.studyThere, id('c2')], [record.opening, id('c3')], [record.timing, id('c7')]]);
const told = (fact: Happened): readonly Happened[] => [{ ...fact, id: ids.get(fact) ?? fact.id }];

/** What stands in the same append as the last of these, of a child for whom no journey is authorised. */
function after(...more: readonly Happened[]): readonly { readonly type: string; readonly data: object }[] {
  const facts = recordOf({ told, more: more.map((fact) => ({ at, ...fact })) });
  return followed(registry, contexts, foldCaseFile(contexts, facts.slice(0, -1)), facts.at(-1)!, foldCaseFile(contexts, facts), weighingAt(at));
}
const typesAfter = (...more: readonly Happened[]) => after(...more).map(({ type }) => type);

const unsettled = 'best-interests.DeterminationUnsettled';
const reopened = 'best-interests.DeterminationReopened';
const said = (type: string, target: Happened, data: object): Happened =>
  ({ type: `record.${type}`, data: { target: ids.get(target) ?? target.id, targetType: target.type, ...data } });
const disputed = (target: Happened) => said('Disputed', target, { by: 'CHILD' });
const withdrawn = (target: Happened) => said('Retracted', target, { reason: 'MISTAKEN_ENTRY' });
const corrected = (target: Happened, fields: object) => said('Corrected', target, { targetVersion: 1, fields, reason: 'NEW_INFORMATION' });
const conflict: Happened = { type: 'best-interests.PanelConflictDeclared', data: { memberRef: 'jurist', ground: 'FINANCIAL' } };
const { members } = record.panel.data as { members: readonly object[] };
const component = record.studyThere.data;

describe('That the determination of a child is not final any more is told', () => {
  it.each<[string, Happened]>([
    ['that somebody of the panel has a conflict of interest', conflict],
    ['that somebody of the panel has pressed the child', { type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'], coercedByPerson: 'jurist' } }],
    ['by the child, that no such panel was convened', disputed(record.panel)],
    ['by the child, that a part of the assessment is not so', disputed(record.studyThere)],
    ['by the child, that the assessment was opened', disputed(record.opening)],
    ['by the child, that it was so determined', disputed(record.determination)],
    ['that the panel is withdrawn', withdrawn(record.panel)],
    ['that a part of the assessment is withdrawn', withdrawn(record.studyThere)],
    ['that somebody of the panel had a conflict from the start', corrected(record.panel, { members: members.map((member) => ({ ...member, conflictOfInterest: 'YES' })) })],
    ['that the family lives elsewhere', corrected(record.studyThere, { country: 'UZ' })],
    ['that the family lives elsewhere, as it is assessed anew', { ...record.studyThere, data: { ...component, assessor: { personRef: 'officer', orgType: 'POLICE', profession: 'OTHER' } } }],
    ['of an appeal against it', { type: 'repatriation.AppealLodged', data: { decisionRef: record.determination.id, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: false } }],
  ])('by the word %s', (_, word) =>
    expect(after(word).filter(({ type }) => type === unsettled)).toEqual([{ type: unsettled, data: { determination: record.determination.id } }]));

  it('once: by nothing that is told while it is not', () => {
    expect(typesAfter(conflict, { ...conflict, data: { memberRef: 'psychologist', ground: 'FINANCIAL' } })).toEqual([]);
    expect(typesAfter(conflict, disputed(record.studyThere))).toEqual([]);
  });
  it('again, where it was final again in between', () => {
    const anew = { ...record.studyThere, id: id('c4') };
    expect(typesAfter(disputed(record.studyThere), anew)).toEqual([]);
    expect(typesAfter(disputed(record.studyThere), anew, conflict)).toEqual([unsettled]);
  });
  it('by what the child says anew, where nothing counts any more of what it had said, until that is weighed', () => {
    const heardAnew: Happened = { ...record.hearing, id: id('c8') };
    expect(typesAfter(heardAnew)).toEqual([]);
    for (const lost of [disputed(record.hearing), withdrawn(record.hearing)]) {
      expect(typesAfter(lost)).toEqual([]);
      expect(typesAfter(lost, heardAnew)).toEqual([unsettled]);
      expect(typesAfter(lost, heardAnew, { ...record.determination, id: id('c9') }, conflict)).toEqual([unsettled]);
    }
  });
  it('by no word that takes nothing from it, by another determination, or by what opens it again', () => {
    expect(typesAfter({ ...conflict, data: { memberRef: 'another', ground: 'FINANCIAL' } })).toEqual([]);
    expect(typesAfter(disputed(record.timing))).toEqual([]);
    expect(typesAfter({ ...record.determination, id: id('c5') })).toEqual([]);
    expect(typesAfter({ ...record.determination, id: id('c5'), data: { ...record.determination.data, destinationState: 'UZ' } })).toEqual([]);
    expect(typesAfter({ type: 'identification.FamilyLinkReported', data: { relativeRef: 'uncle', relation: 'OTHER_RELATIVE' } })).toEqual([reopened]);
    expect(typesAfter({ type: reopened, data: { determination: record.determination.id, trigger: 'CHILD_ASKED' } })).toEqual([]);
  });
  it('by no arrival: it was carried out', () =>
    expect(typesAfter({ type: 'repatriation.DepartureConfirmed', data: { authorisation: id('c6') } }, { type: 'reintegration.ChildArrived', data: { state: 'KZ', receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' } })).not.toContain(unsettled));
});
