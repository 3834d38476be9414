import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter } from '../case-file/duties.scenario.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { factOf, noon, scenario, type Happened } from '../decider/decider.scenario.js';
import { participantsIn } from '../decider/participants.js';
import { AttestComponent } from './assessment.commands.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import {
  already, ainura, assessed, assessor, attested, convened, determination, determined, family, heard, members, opened, option, otherParts, provenBy, ready, relativeReported, reopened, spoken, storedAt,
  studyHere, studyThere, toKazakhstan,
} from './best-interests.scenario.js';
import {
  AttestDeterminationExplained, AttestViewsWeighed, ConcludeDetermination, ConveneBidPanel, DeclarePanelConflict, ReopenDetermination,
} from './determination.commands.js';
import { bidFinal } from './determination.facts.js';

const { given } = scenario(bestInterests, { already });
const conflictOf = (memberRef: string) => ({ type: 'best-interests.PanelConflictDeclared', data: { memberRef, ground: 'FAMILY_OR_FRIEND' } });
const asPanel = { by: ainura };
const conclude = (...happened: readonly Happened[]) => ({ with: (more: object = {}) => given(...happened).when(ConcludeDetermination, { ...determination, ...more }, asPanel) });

describe('ConveneBidPanel', () => {
  const convene = (changed: (each: (typeof members)[number], index: number) => object, ...happened: readonly Happened[]) =>
    given(...happened).when(ConveneBidPanel, { members: members.map((each, index) => ({ ...each, ...changed(each, index) })) });

  it('happens before there is a representative (ruling 16)', () => {
    expect(ConveneBidPanel.declaration.gate.at(-1)?.needs).not.toContain('REPRESENTATIVE_ACTIVE');
    convene(() => ({})).then({ type: convened.type, data: convened.data });
  });
  it('is ignored when the same panel sits already', () => convene(() => ({}), convened).thenNothing());
  it('names who chairs it, a member, and happens again with another one', () => {
    const chaired = (chairRef: string, ...happened: readonly Happened[]) => given(...happened).when(ConveneBidPanel, { members, chairRef });
    chaired('jurist').then({ type: convened.type, data: { members, chairRef: 'jurist' } });
    chaired('jurist', { ...convened, data: { members, chairRef: 'jurist' } }).thenNothing();
    chaired('teacher', { ...convened, data: { members, chairRef: 'jurist' } }).then({ type: convened.type, data: { chairRef: 'teacher' } });
    chaired('stranger').thenThrows(BadForm);
  });
  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL', 'FAMILY'])('is refused with a member of a body of type %s', (orgType) =>
    convene((_, index) => (index === 3 ? { orgType } : {})).thenRefusedFor('PANEL_INDEPENDENT'));
  it.each(['YES', 'UNKNOWN'])('is refused with a member whose conflict of interest is answered with %s', (conflictOfInterest) =>
    convene((_, index) => (index === 1 ? { conflictOfInterest } : {})).thenRefusedFor('PANEL_INDEPENDENT'));
  it('is refused with a member of whom a conflict was declared before', () => convene(() => ({}), conflictOf('jurist')).thenRefusedFor('PANEL_INDEPENDENT'));
  it('is refused with one discipline only, and without a specialist in children', () => {
    convene(() => ({ discipline: 'SOCIAL_WORK' })).thenRefusedFor('PANEL_INDEPENDENT');
    convene(() => ({ childSpecialist: 'UNKNOWN' })).thenRefusedFor('PANEL_INDEPENDENT');
  });
  it.each(['NGO', 'HEALTH'] as const)('is no business of a case worker of a body of type %s', (orgType) =>
    given().when(ConveneBidPanel, { members }, { by: { orgType } }).thenThrows(NotCompetent));
});

describe('DeclarePanelConflict', () => {
  it('happens whoever says so', () => given(convened).when(DeclarePanelConflict, { memberRef: 'jurist', ground: 'FAMILY_OR_FRIEND' }).then(conflictOf('jurist')));
});

describe('A panel of which a member has a conflict of interest', () => {
  const others = members.filter(({ memberRef }) => memberRef !== 'jurist');
  const successor = { ...members.find(({ memberRef }) => memberRef === 'jurist')!, memberRef: 'another-jurist' };
  const another: Happened = { ...convened, data: { members: [...others, successor] }, id: 'another panel' };
  const sat = { ...determination, present: [ainura.actorRef, 'social-worker', 'another-jurist'] };

  it('makes way for another panel without that member, which determines anew: no word of a conflict has to be taken back', () => {
    const conflicted = [...ready, determined(), conflictOf('jurist')];
    given(...conflicted).when(ConveneBidPanel, another.data).then({ type: convened.type, data: another.data });
    given(...conflicted, another).when(ConcludeDetermination, sat, asPanel).then({ type: 'best-interests.BestInterestsDetermined' });
    const proven = (...happened: readonly Happened[]) => provenBy(bidFinal, given(...happened).state<BestInterests>(), toKazakhstan);
    expect(proven(...conflicted, another)).toBeUndefined();
    expect(proven(...conflicted, another, { type: 'best-interests.BestInterestsDetermined', data: sat, id: 'anew' })).toEqual(expect.arrayContaining(['another panel', 'anew']));
  });
});

describe('A panel of which a member is said to have harmed the child', () => {
  const accusing = (coercedByPerson: string, id: string): Happened => ({ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedByPerson, means: ['THREAT'] }, id });
  const proven = (...happened: readonly Happened[]) => provenBy(bidFinal, given(...happened).state<BestInterests>(), toKazakhstan, noon, participantsIn(happened.map(factOf)));
  const notFound: Happened = { type: 'repatriation.CoercionInquiryClosed', data: { reportRef: 'accusation', result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' } }, by: { actorRef: 'ombudsperson', orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' } };

  it('is not convened, and determines nothing with it', () => {
    given(accusing('jurist', 'accusation')).when(ConveneBidPanel, { members }).thenRefusedFor('PANEL_INDEPENDENT');
    conclude(...ready, accusing('jurist', 'accusation')).with().thenRefusedFor('PANEL_INDEPENDENT');
    conclude(...ready, accusing('teacher', 'accusation')).with().then({ type: 'best-interests.BestInterestsDetermined' });
  });
  it('has determined nothing with it, until an independent inquiry finds otherwise', () => {
    expect(proven(...ready, determined(), accusing('teacher', 'accusation'))).toBeDefined();
    expect(proven(...ready, determined(), accusing('jurist', 'accusation'))).toBeUndefined();
    expect(proven(...ready, determined(), accusing('jurist', 'accusation'), notFound)).toBeDefined();
  });
});

describe('ConcludeDetermination', () => {
  it('happens with one of the three solutions, the others considered and rejected', () => conclude(...ready).with().then({ type: 'best-interests.BestInterestsDetermined', data: determination }));
  it('also asks for a registered child, a representative and a lawyer', () =>
    expect(ConcludeDetermination.declaration.gate.at(-1)?.needs).toEqual([
      'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'PARENTS_HEARD',
    ]));
  it.each([
    ['the child was not heard', [...assessed, convened], ['CHILD_HEARD']],
    ['a part of the assessment is missing', [opened(), heard(), convened], ['COMPONENTS_COMPLETE']],
    ['no panel was convened', [...assessed, heard()], ['PANEL_INDEPENDENT', 'PANEL_QUORUM']],
    ['somebody with a conflict sits', [...ready, conflictOf('jurist')], ['PANEL_INDEPENDENT']],
  ] as const)('is refused while %s', (_, happened, codes) => conclude(...happened).with().thenRefusedFor(...codes));
  it('is refused with too few members, with the members of one discipline, and with somebody who was never convened', () => {
    conclude(...ready).with({ present: [ainura.actorRef, 'jurist'] }).thenRefusedFor('PANEL_QUORUM');
    const ofOneDiscipline = { ...convened, data: { members: members.map((each) => ({ ...each, discipline: 'CHILD_PSYCHOLOGY' })) } };
    conclude(...ready, ofOneDiscipline).with().thenRefusedFor('PANEL_INDEPENDENT', 'PANEL_QUORUM');
    conclude(...ready).with({ present: [...determination.present, 'stranger'] }).thenRefusedFor('PANEL_QUORUM');
  });
  it('happens without the member who has a conflict and does not sit', () => conclude(...ready, conflictOf('teacher')).with().then({ type: 'best-interests.BestInterestsDetermined' }));
  it('keeps who sat and does not carry it, with the reasons; nobody else dissents, and somebody carries it', () => {
    const dissent = [{ memberRef: 'jurist', reasons: 'the mother was not asked' }];
    conclude(...ready).with({ dissent }).then({ type: 'best-interests.BestInterestsDetermined', data: { ...determination, dissent } });
    conclude(...ready).with({ dissent: [{ memberRef: 'stranger' }] }).thenThrows(BadForm);
    conclude(...ready).with({ dissent: determination.present.map((memberRef) => ({ memberRef })) }).thenThrows(BadForm);
  });
  it('names kafala, and a kind of care that has no name here; which does not say what else than an institution was considered', () => {
    for (const care of ['KAFALA', 'OTHER']) conclude(...ready).with({ care }).then({ type: 'best-interests.BestInterestsDetermined', data: { care } });
    conclude(...ready).with({ care: 'INSTITUTION', rejected: [...determination.rejected, option('REPATRIATION', 'OTHER')] }).thenThrows(BadForm);
    conclude(...ready).with({ care: 'INSTITUTION', rejected: [...determination.rejected, option('REPATRIATION', 'KAFALA')] }).then({ type: 'best-interests.BestInterestsDetermined' });
  });
  it('is refused for a state whose family nobody studied', () => conclude(...ready).with({ destinationState: 'UZ' }).thenRefusedFor('COMPONENTS_COMPLETE'));
  describe('for one of three outcomes, each of which is what it is called,', () => {
    const familyIn = (country: string, side = 'THIRD_STATE') => ({ ...attested('FAMILY_STUDY', { side, country, family }), id: `family in ${country} studied as ${side}` });
    const nationalOf = (...nationalities: string[]): Happened => ({ type: 'identification.IdentityAttested', data: { shownBy: 'PASSPORT', nationalities }, id: 'passport' });
    const toThirdCountry = (destinationState: string) => ({ outcome: 'THIRD_COUNTRY', destinationState, rejected: [option('REPATRIATION'), option('INTEGRATION')] });
    const made = { type: 'best-interests.BestInterestsDetermined' };
    it('returns it to no state through which it only passed, but to one whose national it is attested to be', () => {
      conclude(...ready, familyIn('UZ')).with({ destinationState: 'UZ' }).thenRefusedFor('COMPONENTS_COMPLETE');
      conclude(...ready, familyIn('UZ'), nationalOf('TJ')).with({ destinationState: 'UZ' }).thenRefusedFor('COMPONENTS_COMPLETE');
      conclude(...ready, familyIn('UZ'), nationalOf('TJ', 'UZ')).with({ destinationState: 'UZ' }).then(made);
    });
    it('sends it to no third country that is the one it comes from, is a national of, or is in', () => {
      conclude(...ready, familyIn('UZ')).with(toThirdCountry('UZ')).then(made);
      conclude(...ready, familyIn('UZ'), nationalOf('UZ')).with(toThirdCountry('UZ')).thenRefusedFor('COMPONENTS_COMPLETE');
      for (const own of ['KZ', 'KG']) conclude(...ready, familyIn(own)).with(toThirdCountry(own)).thenRefusedFor('COMPONENTS_COMPLETE');
    });
    it('is carried out no longer once it turns out to be another one', () => {
      const final = (destinationState: string, ...more: Happened[]) => provenBy(bidFinal, given(...ready, familyIn('UZ'), determined(toThirdCountry(destinationState)), ...more).state<BestInterests>(), toThirdCountry(destinationState));
      expect([final('UZ'), final('UZ', nationalOf('UZ')), final('KZ')].map((proof) => proof !== undefined)).toEqual([true, false, false]);
    });
  });
  it('is made by a member who sat, and by nobody else', () =>
    given(...ready).when(ConcludeDetermination, determination, { by: { ...ainura, actorRef: 'teacher' } }).thenThrows(NotCompetent));
  it.each([
    ['a return names no state', { destinationState: undefined }], ['integration names one', { outcome: 'INTEGRATION', rejected: [option('REPATRIATION'), option('THIRD_COUNTRY')] }],
    ['one of the three solutions was not considered', { rejected: [option('INTEGRATION'), option('INTEGRATION', 'RELATIVES')] }],
    ['what was chosen is also rejected', { rejected: [...determination.rejected, option('REPATRIATION', 'PARENTS')] }],
    ['an institution was chosen and nothing else considered', { care: 'INSTITUTION' }],
    ['the view of the child was overridden without a word why', { childsView: 'OVERRIDDEN' }],
    ['the review lies behind', { reviewBy: '2026-03-01T00:00:00Z' }],
  ])('is bad form when %s', (_, more) => conclude(...ready).with(more).thenThrows(BadForm));
  it('happens with an institution beside which a family was considered', () =>
    conclude(...ready).with({ care: 'INSTITUTION', rejected: [...determination.rejected, option('REPATRIATION', 'RELATIVES')] }).then({ type: 'best-interests.BestInterestsDetermined' }));
  it('knows no consideration of migration control, poverty, disability, diagnosis or status', () => {
    for (const reason of ['MIGRATION_CONTROL', 'PUBLIC_ORDER', 'POVERTY', 'DISABILITY', 'DIAGNOSIS', 'STATUS']) {
      expect(() => conclude(...ready).with({ reasons: [reason] })).toThrow();
    }
  });
  it('happens again in the same terms after something was found out about the child, or it was heard, since', () => {
    conclude(...ready, determined()).with().thenNothing();
    for (const found of [heard(), assessed.find(({ type }) => type === 'best-interests.ComponentAttested')!]) conclude(...ready, determined(), found).with().then({ type: 'best-interests.BestInterestsDetermined' });
  });
  it('is ignored when the same determination stands, and happens again once that is reopened and the child heard anew', () => {
    conclude(...ready, determined()).with().thenNothing();
    // What is too old is determined anew in the same terms.
    conclude({ ...convened, at: '2024-05-01T09:00:00Z' }, { ...determined(), at: '2024-06-01T09:00:00Z' }, ...assessed, heard()).with().then({ type: 'best-interests.BestInterestsDetermined' });
    conclude(...ready, determined(), reopened('CHILD_ASKED')).with().thenRefusedFor('CHILD_HEARD', 'COMPONENTS_COMPLETE');
    conclude(...ready, determined(), reopened('CHILD_ASKED'), attested('CHILD_OPINION'), heard()).with().then({ type: 'best-interests.BestInterestsDetermined' });
  });
});

describe('A determination that is too old', () => {
  const before = [...ready, determined()].map((each, index) => ({ ...each, at: new Date(Date.UTC(2025, 0, 1, 9, index)).toISOString() }));
  const again = (at: string) => [...otherParts, studyHere, studyThere, heard()].map((each) => ({ ...each, at }));
  const changed = { statement: 'in other words' };

  it('is not made new with other words: the child is heard and everything assessed anew', () => {
    conclude(...before).with(changed).thenRefusedFor('CHILD_HEARD', 'COMPONENTS_COMPLETE');
    conclude(...before, ...again('2026-03-01T09:00:00Z')).with(changed).then({ type: 'best-interests.BestInterestsDetermined' });
  });
  it('is not by what was done before it, nor by what is as old as itself by now', () => {
    conclude(...before, ...again('2024-12-01T09:00:00Z')).with(changed).thenRefusedFor('CHILD_HEARD', 'COMPONENTS_COMPLETE');
    conclude(...before, ...again('2025-01-02T09:00:00Z')).with(changed).thenRefusedFor('CHILD_HEARD', 'COMPONENTS_COMPLETE');
  });
  it('is also one that was to be seen again by now', () =>
    conclude(...ready, determined({ reviewBy: '2026-03-01T00:00:00Z' })).with(changed).thenRefusedFor('CHILD_HEARD', 'COMPONENTS_COMPLETE'));
  it('lets the same be found again', () =>
    given(...before).when(AttestComponent, { component: 'SAFETY', status: 'DONE', assessor, methods: ['DOCUMENT'] }).then({ type: 'best-interests.ComponentAttested' }));
  it('is still one after the child has asked for another: that makes nothing newer', () =>
    conclude(...before, { ...reopened('CHILD_ASKED'), at: '2026-02-20T09:00:00Z' }, ...[attested('CHILD_OPINION'), heard()].map((each) => ({ ...each, at: '2026-03-01T09:00:00Z' })))
      .with(changed).thenRefusedFor('COMPONENTS_COMPLETE'));
});

describe('A question that is opened again once it was answered', () => {
  const again = { ...opened(), id: 'opened again' };
  it('asks for an assessment of its own', () => {
    conclude(...ready, determined(), again, heard()).with({ statement: 'anew' }).thenRefusedFor('COMPONENTS_COMPLETE');
    conclude(...ready, determined(), again, heard(), studyHere, studyThere, ...otherParts).with({ statement: 'anew' }).then({ type: 'best-interests.BestInterestsDetermined' });
  });
  it('takes nothing from the answer that it had', () =>
    expect(provenBy(bidFinal, given(...ready, determined(), again).state<BestInterests>(), toKazakhstan)).toContain('determination'));
  it('is the same question with other words while it is open', () => conclude(...assessed, again, heard(), convened).with().then({ type: 'best-interests.BestInterestsDetermined' }));
});

describe('What the child is told', () => {
  const explanation = { ...spoken, remediesExplained: 'YES', representativeInformed: 'YES' };
  const weighed = { ...spoken, weight: 'STRONG', result: 'FOLLOWED' };
  it('is the determination, in its language', () =>
    given(...ready, determined()).when(AttestDeterminationExplained, explanation).then({ type: 'best-interests.DeterminationExplained', data: { determination: 'determination', language: 'kir' } }));
  it('is how its view was weighed, as the determination says', () => {
    given(...ready, determined()).when(AttestViewsWeighed, weighed).then({ type: 'best-interests.ViewsWeighed', data: { determination: 'determination' } });
    given(...ready, determined()).when(AttestViewsWeighed, { ...weighed, result: 'FOLLOWED_IN_PART' }).thenThrows(BadForm);
  });
  it('is why, where its view was overridden', () =>
    given(...ready, determined({ childsView: 'OVERRIDDEN' })).when(AttestViewsWeighed, { ...weighed, result: 'OVERRIDDEN' }).thenThrows(BadForm));
  it('is nothing before it was determined', () => {
    const before = { occurredAt: { at: '2026-03-01', zone: 'Asia/Bishkek' } };
    given(...ready, determined()).when(AttestDeterminationExplained, { ...explanation, ...before }).thenThrows(BadForm);
    given(...ready, determined()).when(AttestViewsWeighed, { ...weighed, ...before }).thenThrows(BadForm);
  });
  it('is nothing while no determination stands', () => {
    given(...ready).when(AttestDeterminationExplained, explanation).thenThrows(NotApplicable);
    given(...ready, determined(), reopened()).when(AttestViewsWeighed, weighed).thenThrows(NotApplicable);
  });
});

describe('ReopenDetermination', () => {
  it('happens at any time, whoever asks', () => {
    given(...ready, determined()).when(ReopenDetermination, { trigger: 'CHILD_ASKED' }).then({ type: 'best-interests.DeterminationReopened', data: { determination: 'determination' } });
    given().when(ReopenDetermination, { trigger: 'CHILD_ASKED' }).then({ type: 'best-interests.DeterminationReopened' });
  });
});

describe('A determination', () => {
  const follow = (happened: Happened, ...before: readonly Happened[]) =>
    bestInterests.follow!(storedAt(before.length, happened), given(...before, happened).state(), []);
  const withdrawn = { type: 'repatriation.ConsentWithdrawn', data: {} };

  it('is reopened by a withdrawn consent in the same append', () =>
    expect(follow(withdrawn, ...ready, determined())).toEqual([{ type: 'best-interests.DeterminationReopened', data: { determination: 'determination', trigger: 'CONSENT_WITHDRAWN' } }]));
  it('is reopened by a relative whom nobody had named before, and not by more about one who is known or dead', () => {
    expect(follow(relativeReported('aunt'), ...ready, determined())).toMatchObject([{ data: { trigger: 'NEW_RELATIVE' } }]);
    expect(follow(relativeReported('aunt'), ...ready, relativeReported('aunt'), determined())).toEqual([]);
    expect(follow(relativeReported('aunt', { alive: 'NO' }), ...ready, determined())).toEqual([]);
  });
  it('is reopened by a relative who came forward and was turned away', () =>
    expect(follow({ type: 'identification.RelativeClaimRefused', data: { relativeRef: 'aunt' } }, ...ready, determined())).toMatchObject([{ data: { trigger: 'NEW_RELATIVE' } }]));
  it.each([
    ['a danger there', 'DangerReported', { destinationState: 'KZ' }], ['a danger wherever', 'DangerReported', {}], ['an assessment that finds danger', 'RiskAssessed', { destinationState: 'KZ', result: 'DANGER' }],
    ['protection that was granted against the state', 'ProtectionClaimClosed', { protectsAgainst: ['KZ', 'UZ'] }],
  ])('is reopened by %s', (_, type, data) => expect(follow({ type: `repatriation.${type}`, data }, ...ready, determined())).toMatchObject([{ data: { trigger: 'RISK_CHANGED' } }]));
  it.each([
    ['a danger in another state', 'DangerReported', { destinationState: 'UZ' }], ['an assessment that finds none', 'RiskAssessed', { destinationState: 'KZ', result: 'NO_DANGER' }],
    ['a claim that was not granted', 'ProtectionClaimClosed', { protectsAgainst: [] }],
  ])('is not reopened by %s', (_, type, data) => expect(follow({ type: `repatriation.${type}`, data }, ...ready, determined())).toEqual([]));
  describe('by a visit that finds the child, its family or those around it in danger', () => {
    const visit = (found: object) => ({ type: 'reintegration.VisitHeld', data: { purpose: 'FOLLOW_UP', ...found } });
    const stays = determined({ outcome: 'INTEGRATION', destinationState: undefined });
    const departed = { type: 'repatriation.DepartureConfirmed', data: {} };
    it.each(['child', 'family', 'community'])('of the %s, is reopened that it stays, and that it was to go home once it has left', (whom) => {
      for (const before of [[stays], [determined(), departed]]) {
        expect(follow(visit({ [whom]: { result: 'DANGER' } }), ...ready, ...before)).toMatchObject([{ data: { trigger: 'RISK_CHANGED' } }]);
        expect(follow(visit({ [whom]: { result: 'CONCERNS' } }), ...ready, ...before)).toEqual([]);
      }
    });
    it('is not reopened what leads elsewhere, before the child has left for it', () => {
      for (const before of [[determined()], [departed, determined()]]) expect(follow(visit({ child: { result: 'DANGER' } }), ...ready, ...before)).toEqual([]);
    });
  });
  const staying = determined({ outcome: 'INTEGRATION', destinationState: undefined });
  const danger = (more: object = {}): Happened => ({ type: 'best-interests.DangerAssessed', data: { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['foster-mother'], finding: 'PRESENT', ...more } });
  const incident = (kind: string): Happened => ({ type: 'identification.IncidentReported', data: { kind } });
  it.each([
    ['a danger where the child is', { type: 'repatriation.DangerReported', data: { destinationState: 'KG' } }],
    ['an assessment that finds danger there', { type: 'repatriation.RiskAssessed', data: { destinationState: 'KG', result: 'DANGER' } }],
    ['a danger with somebody', danger()], ['violence where it was held', incident('SEXUAL_VIOLENCE')],
  ])('that the child stays is reopened by %s', (_, fact) => expect(follow(fact, ...ready, staying)).toMatchObject([{ data: { trigger: 'RISK_CHANGED' } }]));
  it.each([
    ['a danger elsewhere', { type: 'repatriation.DangerReported', data: { destinationState: 'KZ' } }], ['protection from being taken elsewhere', { type: 'repatriation.ProtectionClaimClosed', data: { protectsAgainst: ['KG'] } }],
    ['what was found to be no danger', danger({ finding: 'NOT_FOUND' })], ['an illness', incident('ILLNESS')],
  ])('that the child stays is not reopened by %s', (_, fact) => expect(follow(fact, ...ready, staying)).toEqual([]));
  it('that the child leaves is reopened by a danger with somebody, and not by one that was assessed before', () => {
    expect(follow(danger(), ...ready, determined())).toMatchObject([{ data: { trigger: 'RISK_CHANGED' } }]);
    expect(follow(danger(), ...ready, danger(), determined())).toEqual([]);
    expect(follow(danger({ stayingWith: ['aunt'] }), ...ready, danger(), determined())).toMatchObject([{ data: { trigger: 'RISK_CHANGED' } }]);
  });
  it('that the child stays is not reopened when a consent to return is taken back', () =>
    expect(follow(withdrawn, ...ready, determined({ outcome: 'INTEGRATION', destinationState: undefined }))).toEqual([]));
  it('is not reopened twice, and nothing is where none was made', () => {
    expect(follow(withdrawn, ...ready, determined(), reopened())).toEqual([]);
    expect(follow(withdrawn, ...ready)).toEqual([]);
  });
});

describe('That the determination is final', () => {
  const proven = (journey: object, happened: readonly Happened[], at?: string) => provenBy(bidFinal, given(...happened).state<BestInterests>(), journey, at);
  it('is carried out once: after the child has left and arrived there, a further journey asks for another determination', () => {
    const departed: Happened = { type: 'repatriation.DepartureConfirmed', data: {} };
    const arrived = (state: string, held = 'NO'): Happened => ({ type: 'reintegration.ChildArrived', data: { state, held, receivedBy: { orgType: 'FAMILY' } } });
    for (const stillOpen of [[arrived('KZ')], [departed, arrived('UZ')], [departed, arrived('KZ', 'YES')]]) expect(proven(toKazakhstan, [...ready, determined(), ...stillOpen])).toBeDefined();
    expect(proven(toKazakhstan, [...ready, determined(), departed, arrived('KZ')])).toBeUndefined();
    expect(proven(toKazakhstan, [...ready, determined(), departed, arrived('KZ'), determined()])).toBeDefined();
  });
  const story = [...ready, determined()];
  it('is proven by the assessment, the panel and the determination of the same solution and state', () =>
    expect(proven(toKazakhstan, story)).toEqual([...assessed.slice(1).map(({ id }) => id), 'panel', 'determination']));
  it.each([
    ['another state', { ...toKazakhstan, destinationState: 'UZ' }], ['another solution', { ...toKazakhstan, outcome: 'THIRD_COUNTRY' }], ['integration', { outcome: 'INTEGRATION' }],
    ['no solution at all', {}],
  ])('is not proven for %s', (_, journey) => expect(proven(journey, story)).toBeUndefined());
  it('is proven for integration by a determination of integration', () =>
    expect(proven({ outcome: 'INTEGRATION' }, [...ready, determined({ outcome: 'INTEGRATION', destinationState: undefined })])).toBeDefined());
  it.each([
    ['it was reopened', [reopened()]], ['somebody who sat turns out to have a conflict', [conflictOf('jurist')]],
    ['another determination replaced it', [{ ...determined({ destinationState: 'UZ' }), id: 'other' }]],
  ])('is not proven once %s', (_, after) => expect(proven(toKazakhstan, [...story, ...after])).toBeUndefined());
  it('is proven when somebody has a conflict who did not sit', () => expect(proven(toKazakhstan, [...story, conflictOf('teacher')])).toBeDefined());
  it('is not proven once it is too old, or the panel wanted to see it again', () => {
    expect(proven(toKazakhstan, story, '2027-03-02T23:59:59Z')).toBeDefined();
    expect(proven(toKazakhstan, story, '2027-03-03T00:00:01Z')).toBeUndefined();
    expect(proven(toKazakhstan, [...ready, determined({ reviewBy: '2026-03-10T00:00:00Z' })], '2026-03-10T00:00:01Z')).toBeUndefined();
  });
  it('is not proven by too few of the panel', () =>
    expect(proven(toKazakhstan, [...ready, determined({ present: [ainura.actorRef, 'jurist'] })])).toBeUndefined());
  it('is not proven without a panel, or with an assessment of which a part is gone', () => {
    expect(proven(toKazakhstan, [...assessed, heard(), determined()])).toBeUndefined();
    expect(proven(toKazakhstan, story.filter((each) => each.type !== 'best-interests.ComponentAttested'))).toBeUndefined();
  });
});

const assessment = (trigger: string) => ({ type: 'best-interests.AssessmentOpened', data: { trigger } });
const placedAnywhere = { type: 'identification.PlacementDecided' };
const separationAuthorised = { type: 'best-interests.SeparationAuthorised' };
const determinedAnew = { type: 'best-interests.BestInterestsDetermined', data: { outcome: 'REPATRIATION' } };
const openAgain = { type: 'best-interests.DeterminationReopened', data: {} };

describeDuty('DETERMINATION', {
  starts: { 'an assessment is opened': assessment('DURABLE_SOLUTION'), 'a new fact opens a determination again': openAgain },
  metBy: { 'it is determined': determinedAnew },
  metNotBy: { 'it is only decided where the child lives meanwhile': placedAnywhere, 'a separation is authorised': separationAuthorised },
  pausable: true,
});

describe('What else an assessment may be opened for', () => {
  it('is answered by the decision on it', () => {
    expect(owedAfter('DETERMINATION', [], [assessment('CHILD_AT_RISK')], [placedAnywhere])?.met).toBeDefined();
    expect(owedAfter('DETERMINATION', [], [assessment('CHILD_AT_RISK')], [separationAuthorised])?.met).toBeUndefined();
    expect(owedAfter('DETERMINATION', [], [assessment('SEPARATION')], [separationAuthorised])?.met).toBeDefined();
  });
});

describeDuty('DETERMINATION_AGE', {
  starts: { 'it is determined what is best for the child': determinedAnew },
  metBy: { 'it is determined anew': determinedAnew, 'it is opened again': openAgain, 'the child departs by it': { type: 'repatriation.DepartureConfirmed' } },
  metNotBy: { 'it is only explained': { type: 'best-interests.DeterminationExplained' } },
});

describe('A determination that the panel wants to see again', () => {
  it('is looked at by that day, and by no later one than its age allows', () => {
    const due = (reviewBy?: string) => owedAfter('DETERMINATION_AGE', [], [{ ...determinedAnew, data: { ...determinedAnew.data, reviewBy } }])?.due;
    expect([due('2026-05-01T00:00:00Z'), due('2029-05-01T00:00:00Z'), due()]).toEqual(['2026-05-01T00:00:00.000Z', '2027-01-10T18:00:00.000Z', '2027-01-10T18:00:00.000Z']);
  });
});

const told = (type: 'DeterminationExplained' | 'ViewsWeighed', more: object = {}) => ({ type: `best-interests.${type}`, data: { ...spoken, ...more } });
const [inUzbek, byNobodyConfirmed] = [{ language: 'uzb' }, { interpreter: 'PRESENT', interpreterRef: 'interpreter-9' }];
const interpreterOf = (childLanguage: string) => ({ type: 'guardianship.InterpreterConfirmed', data: { interpreterRef: 'interpreter-9', childLanguage } });
describeDuty('DETERMINATION_TOLD', {
  before: [{ type: 'identification.ChildFound', data: { languages: [spoken.language] } }],
  starts: { 'it is determined what is best for the child': determinedAnew },
  metBy: {
    'the child is told both, and understands': [told('DeterminationExplained'), told('ViewsWeighed')],
    'it is told through somebody whom it confirms for its language': [told('DeterminationExplained', byNobodyConfirmed), told('ViewsWeighed', byNobodyConfirmed), interpreterOf(spoken.language)],
    'it is found to speak another one besides': [told('DeterminationExplained', inUzbek), told('ViewsWeighed'), { type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage: 'uzb' } }],
  },
  metNotBy: {
    'it is told only what was determined': told('DeterminationExplained'), 'it is told only how its view was weighed': told('ViewsWeighed'),
    'it did not understand': [told('DeterminationExplained', { understood: 'NO' }), told('ViewsWeighed')],
    'it is told what was determined in a language that it does not speak': [told('DeterminationExplained', inUzbek), told('ViewsWeighed')],
    'it is told how its view was weighed in such a language': [told('DeterminationExplained'), told('ViewsWeighed', inUzbek)],
    'it is told through somebody whom it has confirmed for another language': [told('DeterminationExplained', byNobodyConfirmed), told('ViewsWeighed'), interpreterOf('uzb')],
    'the interpreter was not understood': [told('DeterminationExplained', byNobodyConfirmed), told('ViewsWeighed'), interpreterOf(spoken.language),
      { type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef: 'interpreter-9', unfitness: 'NOT_UNDERSTOOD' } }],
  },
  endedBy: { 'the determination is open again': openAgain },
});
