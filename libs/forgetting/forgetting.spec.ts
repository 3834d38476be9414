import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { noon, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Weighing } from '../decider/gate.js';
import type { MergedRecord, OpenMatter, OpenMatters } from '../decider/open-matters.js';
import {
  AttestDutiesSettled, AttestForgettingTold, DestroySubjectKeys, DisableSubjectKeys, LiftLegalHold, PlaceLegalHold, RequestForgetting, TakeBackForgetting,
} from './forgetting.commands.js';
import { forgetting } from './forgetting.context.js';
import { forgettingAsked, keysDisabled, noLegalHold, nothingOpen } from './forgetting.facts.js';
import type { Forgetting } from './forgetting.state.js';

const officer: Actor = { actorRef: 'officer-1', role: 'DATA_PROTECTION_OFFICER', orgRef: 'operator', orgType: 'OPERATOR', purpose: 'OVERSIGHT' };
const { given } = scenario(forgetting, { actor: officer });
const [person, strange] = ['child-1', 'child-2'].map((onBehalfOf): Partial<Actor> => ({ actorRef: 'grown-up', role: 'CHILD', onBehalfOf }));
const oversight: Partial<Actor> = { actorRef: 'ombudsperson', role: 'OMBUDSPERSON', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' };
const court: Partial<Actor> = { actorRef: 'judge', role: 'AUDITOR', orgRef: 'court', orgType: 'COURT' };
const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'judgment-1' } };
const [duty, hold, request, approval, self, merged] = [1, 2, 3, 4, 5, 6].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string, string, string, string];

/** What the record of the child says: somebody of nineteen, towards whom nothing is open, unless said otherwise. */
const record = (state: Partial<OpenMatters> = {}) => ({ foreign: [{ stream: 'child-child-1', revision: 7, eventId: 'last', state: { records: [self], merged: [], majorityOn: '2025-01-01', open: [], ...state } }] });
/** Another record was merged into it, before all that is told here unless said otherwise. */
const withMerged = (its: Partial<MergedRecord> = {}) =>
  record({ records: [self, merged], merged: [{ record: merged, since: '', holds: [], seen: [{ stream: `child-${merged}`, revision: 3 }, { stream: `keys-${merged}`, revision: -1 }], ...its }] });
const open = (kind: OpenMatter['kind'], ref = 'something') => record({ open: [{ kind, ref, code: kind }] });

const daysAgo = (days: number) => new Date(Date.parse(noon) - days * 86_400_000).toISOString();
const asked = (ground: string, by: Partial<Actor> = { actorRef: 'case-worker-1' }): Happened => ({ type: 'forgetting.ForgettingAsked', id: request, at: daysAgo(50), by, data: { ground } });
const disabledFor = (days: number): Happened => ({ type: 'forgetting.SubjectKeysDisabled', id: approval, at: daysAgo(days), data: { asked: request, records: [self] } });
const told = (to: string, days: number): Happened => ({ type: 'forgetting.ForgettingTold', at: daysAgo(days), data: { to } });
const held: Happened = { type: 'forgetting.LegalHoldPlaced', id: hold, by: court, data: { ground: 'COURT_PROCEEDING' } };
const destroyed: Happened = { type: 'forgetting.SubjectKeysDestroyed', data: { ground: 'SUBJECT_ASKS', asked: request, disabled: approval, records: [self] } };
const ready = [asked('SUBJECT_ASKS'), disabledFor(40), told('CHILD', 31), told('OVERSIGHT', 30)] as const;
const without = (fact: Happened) => ready.filter((each) => each !== fact);

describe('RequestForgetting', () => {
  it('happens when the person itself asks', () => given().when(RequestForgetting, { ground: 'SUBJECT_ASKS' }, { by: person!, ...record() }).then({ type: 'forgetting.ForgettingAsked', data: { ground: 'SUBJECT_ASKS' } }));
  it('is for nobody else of that kind to ask', () => given().when(RequestForgetting, { ground: 'SUBJECT_ASKS' }, { by: strange!, ...record() }).thenThrows(NotCompetent));
  it('happens when its token names a record that was merged into this one', () =>
    given().when(RequestForgetting, { ground: 'SUBJECT_ASKS' }, { by: { ...person, onBehalfOf: merged }, ...withMerged() }).then({ type: 'forgetting.ForgettingAsked' }));
  it('needs the document where somebody asks for the person, and where a court has ordered it', () => {
    for (const ground of ['SUBJECT_ASKS', 'ORDERED_BY_COURT']) given().when(RequestForgetting, { ground }, record()).thenThrows(BadForm);
    given().when(RequestForgetting, { ...shown, ground: 'ORDERED_BY_COURT' }, record()).then({ type: 'forgetting.ForgettingAsked' });
  });
  it('needs none where the time is over', () => given().when(RequestForgetting, { ground: 'RETENTION_OVER' }, record()).then({ type: 'forgetting.ForgettingAsked' }));
  it('is ignored where it was asked for on that ground already, and is nothing to act on where on another', () => {
    given(asked('RETENTION_OVER')).when(RequestForgetting, { ground: 'RETENTION_OVER' }, record()).thenNothing();
    given(asked('RETENTION_OVER')).when(RequestForgetting, { ground: 'SUBJECT_ASKS' }, { by: person!, ...record() }).thenThrows(NotApplicable);
  });
});

describe('DisableSubjectKeys', () => {
  it('happens for a person of age who asked, towards whom nothing is open, with the records that were merged', () =>
    given(asked('SUBJECT_ASKS')).when(DisableSubjectKeys, {}, withMerged()).then({ type: 'forgetting.SubjectKeysDisabled', data: { asked: request, records: [self, merged] } }));
  it('is refused where nobody asked', () => given().when(DisableSubjectKeys, {}, record()).thenRefusedFor('FORGETTING_ASKED'));
  it('is refused where whoever decides asked for it: that takes two', () => given(asked('SUBJECT_ASKS', officer)).when(DisableSubjectKeys, {}, record()).thenRefusedFor('FORGETTING_ASKED'));

  describe('for a child', () => {
    it.each([['SUBJECT_ASKS', '2030-01-01'], ['SUBJECT_ASKS', undefined], ['RETENTION_OVER', '2030-01-01'], ['SUBJECT_ASKS', '2026-03-03']])('is refused on the ground %s when childhood ends on %s (SH-3)', (ground, majorityOn) =>
      given(asked(ground)).when(DisableSubjectKeys, {}, record({ majorityOn })).thenRefusedFor('FORGETTING_ASKED'));
    it('happens where a court orders it', () => given(asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, record({ majorityOn: '2030-01-01' })).then({ type: 'forgetting.SubjectKeysDisabled' }));
  });

  it('is refused before the time for which records are kept is over, which runs from majority', () => {
    given(asked('RETENTION_OVER')).when(DisableSubjectKeys, {}, record({ majorityOn: '2001-04-01' })).thenRefusedFor('FORGETTING_ASKED');
    given(asked('RETENTION_OVER')).when(DisableSubjectKeys, {}, record({ majorityOn: '2001-02-01' })).then({ type: 'forgetting.SubjectKeysDisabled' });
  });
  it('is refused while a hold stands, whoever else lifts what', () => given(held, asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, record()).thenRefusedFor('NO_LEGAL_HOLD'));
  it.each(['FINDING', 'DUTY', 'APPEAL', 'PROTECTION_CLAIM', 'COERCION_REPORT'] as const)('is refused while one is open: %s', (kind) =>
    given(asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, open(kind)).thenRefusedFor('NOTHING_OPEN'));
  it('is refused in a record that goes on in another one', () => given(asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, record({ mergedInto: 'other' })).thenRefusedFor('NOTHING_OPEN'));
  it('is refused where there is no record', () => given(asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}).thenRefusedFor('FORGETTING_ASKED', 'NOTHING_OPEN'));
  it('happens once oversight has looked into the duty that is open, and into no other matter by that word', () => {
    const settled: Happened = { type: 'forgetting.DutiesSettled', by: oversight, data: { duties: [duty], reason: 'LOOKED_INTO' } };
    given(settled, asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, open('DUTY', duty)).then({ type: 'forgetting.SubjectKeysDisabled' });
    given(settled, asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, open('FINDING', duty)).thenRefusedFor('NOTHING_OPEN');
  });
});

describe('A record that was merged', () => {
  const both: Happened = { ...disabledFor(40), data: { asked: request, records: [self, merged] } };
  const readyWithBoth = [ready[0], both, ready[2], ready[3]];

  it('keeps the child as long as a hold stands on its own keys', () => {
    given(asked('SUBJECT_ASKS')).when(DisableSubjectKeys, {}, withMerged({ holds: [hold] })).thenRefusedFor('NO_LEGAL_HOLD');
    given(...readyWithBoth).when(DestroySubjectKeys, {}, withMerged({ holds: [hold] })).thenRefusedFor('NO_LEGAL_HOLD');
  });
  it('is destroyed with the child where it was disabled with it', () =>
    given(...readyWithBoth).when(DestroySubjectKeys, {}, withMerged()).then({ type: 'forgetting.SubjectKeysDestroyed', data: { records: [self, merged] } }));
  it.each<[string, readonly Happened[], string]>([
    ['it was merged since', ready, '3'],
    ['it was merged before, and the decision names it not', ready, '0'],
    ['it was split off since, and merged again', readyWithBoth, '3'],
  ])('is destroyed by nobody, nor the child, where %s', (_, happened, since) => given(...happened).when(DestroySubjectKeys, {}, withMerged({ since })).thenRefusedFor('KEYS_DISABLED'));
  it('is disabled by a decision anew, from which the time begins again and everybody is told again', () => {
    const anew = { type: 'forgetting.SubjectKeysDisabled', id: duty, data: { asked: request, records: [self, merged] } };
    for (const happened of [ready, readyWithBoth]) given(...happened).when(DisableSubjectKeys, {}, withMerged({ since: '3' })).then({ type: anew.type, data: anew.data });
    given(...ready, { ...anew, at: daysAgo(29) }).when(DestroySubjectKeys, {}, withMerged({ since: '3' })).thenRefusedFor('FORGETTING_TOLD', 'KEYS_DISABLED');
    given(...ready, { ...anew, at: daysAgo(30) }, ready[2], ready[3]).when(DestroySubjectKeys, {}, withMerged({ since: '3' })).then({ type: 'forgetting.SubjectKeysDestroyed', data: { records: [self, merged] } });
  });
  it('is disabled once', () => given(...readyWithBoth).when(DisableSubjectKeys, {}, withMerged()).thenNothing());
  it('is left alone once it is split off', () => given(...readyWithBoth).when(DestroySubjectKeys, {}, record()).then({ type: 'forgetting.SubjectKeysDestroyed', data: { records: [self] } }));
  it('is named by each guarantee that was proven on it, so that whoever carries the decision out looks at it again', () => {
    const { foreign: [matters] } = withMerged();
    const state = given(...readyWithBoth).state<Forgetting>();
    const weighing = { now: new Date(noon), actor: officer, childRef: 'child-1', foreign: new Map([[matters!.stream, matters!]]) } as unknown as Weighing;
    for (const fact of [forgettingAsked, noLegalHold, nothingOpen, keysDisabled]) {
      expect([fact.code, fact.proof(state, weighing, undefined)?.foreign?.map(({ stream }) => stream)]).toEqual([fact.code, ['child-child-1', `child-${merged}`, `keys-${merged}`]]);
    }
  });
});

describe('DestroySubjectKeys', () => {
  it('happens thirty days after everybody who has to know it was told', () =>
    given(...ready).when(DestroySubjectKeys, {}, record()).then({ type: 'forgetting.SubjectKeysDestroyed', data: { ground: 'SUBJECT_ASKS', asked: request, disabled: approval, records: [self] } }));
  it('is ignored where it was decided already', () => given(...ready, destroyed).when(DestroySubjectKeys, {}, record()).thenNothing());
  it('happens anew where it was halted', () =>
    given(...ready, destroyed, { type: 'forgetting.DestructionHalted', data: { destruction: duty } }).when(DestroySubjectKeys, {}, record()).then({ type: 'forgetting.SubjectKeysDestroyed' }));

  it.each<[string, readonly Happened[], readonly string[]]>([
    ['nobody asked', without(ready[0]), ['FORGETTING_ASKED']],
    ['the keys are not disabled', [asked('SUBJECT_ASKS')], ['FORGETTING_TOLD', 'KEYS_DISABLED']],
    ['they are disabled for 29 days', [asked('SUBJECT_ASKS'), disabledFor(29), told('CHILD', 29), told('OVERSIGHT', 29)], ['FORGETTING_TOLD', 'KEYS_DISABLED']],
    ['the person was not told', without(ready[2]), ['FORGETTING_TOLD']],
    ['oversight was not told', without(ready[3]), ['FORGETTING_TOLD']],
    ['oversight was told 29 days ago', [...without(ready[3]), told('OVERSIGHT', 29)], ['FORGETTING_TOLD']],
    ['a hold was placed since', [...ready, held], ['NO_LEGAL_HOLD']],
    ['it was taken back', [...ready, { type: 'forgetting.ForgettingTakenBack', data: { reason: 'OTHER', records: [self] } }], ['FORGETTING_ASKED', 'FORGETTING_TOLD', 'KEYS_DISABLED']],
  ])('is refused where %s', (_, happened, codes) => given(...happened).when(DestroySubjectKeys, {}, record()).thenRefusedFor(...codes as never[]));
  it('is refused while an appeal is open that was lodged since', () => given(...ready).when(DestroySubjectKeys, {}, open('APPEAL')).thenRefusedFor('NOTHING_OPEN'));
  it('is refused to whoever asked for it', () => given(asked('SUBJECT_ASKS', officer), ...ready.slice(1)).when(DestroySubjectKeys, {}, record()).thenRefusedFor('FORGETTING_ASKED'));
});

describe('AttestForgettingTold', () => {
  it('happens for the person by a document, and for oversight by its own word', () => {
    given(ready[0], ready[1]).when(AttestForgettingTold, { ...shown, to: 'CHILD' }).then({ type: 'forgetting.ForgettingTold', data: { to: 'CHILD' } });
    given(ready[0], ready[1]).when(AttestForgettingTold, { to: 'OVERSIGHT' }, { by: oversight }).then({ type: 'forgetting.ForgettingTold', data: { to: 'OVERSIGHT' } });
  });
  it('is bad form without the document', () => given(ready[0], ready[1]).when(AttestForgettingTold, { to: 'REPRESENTATIVE' }).thenThrows(BadForm));
  it('is for nobody to say of oversight, nor for oversight to say of others', () => {
    given(ready[0], ready[1]).when(AttestForgettingTold, { ...shown, to: 'OVERSIGHT' }).thenThrows(NotCompetent);
    given(ready[0], ready[1]).when(AttestForgettingTold, { ...shown, to: 'CHILD' }, { by: oversight }).thenThrows(NotCompetent);
  });
  it('has nothing to act on before it is approved', () => given(ready[0]).when(AttestForgettingTold, { ...shown, to: 'CHILD' }).thenThrows(NotApplicable));
});

describe('TakeBackForgetting', () => {
  it('happens with the records that were disabled', () => given(...ready).when(TakeBackForgetting, { reason: 'SUBJECT_ASKS' }, { by: person! }).then({ type: 'forgetting.ForgettingTakenBack', data: { reason: 'SUBJECT_ASKS', records: [self] } }));
  it('has nothing to act on where nobody asked, and where the keys are destroyed', () => {
    given().when(TakeBackForgetting, { reason: 'OTHER' }, record()).thenThrows(NotApplicable);
    given(...ready, destroyed).when(TakeBackForgetting, { reason: 'OTHER' }, record()).thenThrows(NotApplicable);
  });
});

describe('A legal hold', () => {
  it('is placed by an order that is shown', () => {
    given().when(PlaceLegalHold, { ...shown, ground: 'INQUIRY' }, { by: oversight }).then({ type: 'forgetting.LegalHoldPlaced', data: { ground: 'INQUIRY' } });
    given().when(PlaceLegalHold, { ground: 'INQUIRY' }, { by: oversight }).thenThrows(BadForm);
  });
  it('is lifted by the body that placed it and by no other', () => {
    given(held).when(LiftLegalHold, { hold }, { by: { ...court, actorRef: 'other-judge' } }).then({ type: 'forgetting.LegalHoldLifted', data: { hold } });
    given(held).when(LiftLegalHold, { hold }, { by: oversight }).thenThrows(NotCompetent);
    given().when(LiftLegalHold, { hold }, { by: court }).thenThrows(NotApplicable);
  });
  it('is one of several, of which each has to be lifted', () =>
    given(held, { ...held, id: duty }, { type: 'forgetting.LegalHoldLifted', data: { hold } }, asked('ORDERED_BY_COURT')).when(DisableSubjectKeys, {}, record()).thenRefusedFor('NO_LEGAL_HOLD'));
});

describe('AttestDutiesSettled', () => {
  it('happens for those that were not settled before', () => {
    given().when(AttestDutiesSettled, { duties: [duty], reason: 'LOOKED_INTO' }, { by: oversight }).then({ type: 'forgetting.DutiesSettled', data: { duties: [duty], reason: 'LOOKED_INTO' } });
    given({ type: 'forgetting.DutiesSettled', data: { duties: [duty], reason: 'OTHER' } }).when(AttestDutiesSettled, { duties: [duty], reason: 'LOOKED_INTO' }, { by: oversight }).thenNothing();
  });
});

describe('What may be said about the keys of a child', () => {
  it('is said by these alone', () => expect(Object.fromEntries(forgetting.commands.map(({ declaration: { name, kind, by } }) => [name, [kind, ...by]]))).toEqual({
    PlaceLegalHold: ['ATTEST', 'OMBUDSPERSON', 'AUDITOR'],
    LiftLegalHold: ['ATTEST', 'OMBUDSPERSON', 'AUDITOR'],
    RequestForgetting: ['ATTEST', 'CHILD', 'CASE_WORKER', 'OMBUDSPERSON', 'DATA_PROTECTION_OFFICER'],
    TakeBackForgetting: ['ATTEST', 'CHILD', 'CASE_WORKER', 'OMBUDSPERSON', 'AUDITOR', 'DATA_PROTECTION_OFFICER'],
    AttestDutiesSettled: ['ATTEST', 'OMBUDSPERSON'],
    DisableSubjectKeys: ['DECIDE', 'DATA_PROTECTION_OFFICER'],
    AttestForgettingTold: ['ATTEST', 'CASE_WORKER', 'OMBUDSPERSON', 'AUDITOR', 'DATA_PROTECTION_OFFICER'],
    DestroySubjectKeys: ['DECIDE', 'DATA_PROTECTION_OFFICER'],
  }));
});
