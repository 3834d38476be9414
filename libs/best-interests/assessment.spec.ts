import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { AttestComponent, OpenAssessment } from './assessment.commands.js';
import { assessmentDone, componentsComplete } from './assessment.facts.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import { already, assessed, assessor, attested, determined, family, heard, opened, otherParts, provenBy, reopened, studyHere, studyThere } from './best-interests.scenario.js';

const { given } = scenario(bestInterests, { already });
const safety = { component: 'SAFETY', status: 'DONE', assessor, methods: ['DOCUMENT'] };
const study = { ...safety, component: 'FAMILY_STUDY', side: 'STATE_OF_ORIGIN', country: 'KZ', family };
const notPossible = { component: 'SAFETY', status: 'NOT_POSSIBLE', assessor, methods: [], notPossibleBecause: 'NO_ANSWER', attempts: [{ on: '2026-02-20', channel: 'PHONE' }] };
const assessmentOpened = (trigger = 'DURABLE_SOLUTION') => ({ type: 'best-interests.AssessmentOpened', data: { trigger } });
const componentAttested = (data: object) => ({ type: 'best-interests.ComponentAttested', data });

describe('OpenAssessment', () => {
  it('asks for nothing: the child may have no guardian yet', () => {
    expect(OpenAssessment.declaration).toMatchObject({ kind: 'PROTECT', gate: [] });
    given().when(OpenAssessment, { trigger: 'CHILD_AT_RISK' }).then(assessmentOpened('CHILD_AT_RISK'));
  });
  it('is ignored while the same question is open', () => given(opened()).when(OpenAssessment, { trigger: 'DURABLE_SOLUTION' }).thenNothing());
  it('happens with another question, with new words, and once the question was answered', () => {
    given(opened()).when(OpenAssessment, { trigger: 'SEPARATION' }).then(assessmentOpened('SEPARATION'));
    given(opened()).when(OpenAssessment, { trigger: 'DURABLE_SOLUTION', note: 'an aunt called' }).then(assessmentOpened());
    given(opened(), determined()).when(OpenAssessment, { trigger: 'DURABLE_SOLUTION' }).then(assessmentOpened());
  });
});

describe('AttestComponent', () => {
  it('happens, with what it rests on', () => given(opened()).when(AttestComponent, safety).then(componentAttested(safety)));
  it('happens for what was not possible, with the reason and the attempts', () => given(opened()).when(AttestComponent, notPossible).then(componentAttested(notPossible)));
  it('happens without attempts where to try would do harm', () =>
    given(opened()).when(AttestComponent, { ...notPossible, notPossibleBecause: 'PROTECTION_SCREEN_OPEN', attempts: [] }).then(componentAttested({ attempts: [] })));
  it.each([
    ['was done and rests on nothing', { ...safety, methods: [] }],
    ['was done, and says why it was not possible', { ...safety, notPossibleBecause: 'NO_ANSWER' }],
    ['was not possible for no reason', { ...notPossible, notPossibleBecause: undefined }],
    ['was not possible, and nobody tried', { ...notPossible, attempts: [] }],
    ['is a family study of no family', { ...study, side: undefined }],
    ['is a family study without its answers', { ...study, family: undefined }],
    ['is no family study and names a country', { ...safety, country: 'KZ' }],
  ])('is bad form when it %s', (_, body) => given(opened()).when(AttestComponent, body).thenThrows(BadForm));
  it('is nothing to attest while no assessment is open', () => given().when(AttestComponent, safety).thenThrows(NotApplicable));
  it.each(['IMMIGRATION', 'RETURN', 'POLICE', 'CUSTODIAL', 'FAMILY'])('is not made by an assessor of a body of type %s', (orgType) =>
    given(opened()).when(AttestComponent, { ...safety, assessor: { ...assessor, orgType } }).thenThrows(NotCompetent));
  it('is ignored when it is equal in every field, also after another part was attested', () =>
    given(opened(), componentAttested(safety), studyHere).when(AttestComponent, safety).thenNothing());
  it('happens again in other words, and when a reopening has made the part out of date', () => {
    given(opened(), componentAttested(safety)).when(AttestComponent, { ...safety, findings: 'the uncle has moved away' }).then(componentAttested(safety));
    given(...assessed, determined(), reopened('RISK_CHANGED')).when(AttestComponent, safety).then(componentAttested(safety));
    // What was found so long ago that nothing rests on it any more is said again as well.
    given({ ...opened(), at: '2024-03-01T00:00:00.000Z' }, { ...componentAttested(safety), at: '2024-03-02T00:00:00.000Z' }).when(AttestComponent, safety).then(componentAttested(safety));
  });
});

describe('That the assessment is done', () => {
  const done = (happened: readonly Happened[]) => provenBy(assessmentDone, given(...happened).state<BestInterests>());
  it('is proven by all seven parts, the family in both countries', () =>
    expect(done(assessed)).toEqual([studyHere.id, studyThere.id, ...otherParts.map(({ id }) => id)]));
  it.each([...otherParts, studyHere, studyThere].map((part) => [part.id, part] as const))('is not proven without: %s', (_, part) =>
    expect(done(assessed.filter((each) => each.id !== part.id))).toBeUndefined());
  const placed: Happened = { type: 'identification.PlacementDecided', data: { facilityRef: 'home' }, id: 'placement', at: '2026-02-20T09:00:00Z' };
  const setAside: Happened = { type: 'repatriation.AppealDecided', data: { decisionRef: 'placement', result: 'UPHELD', final: true }, at: '2026-02-21T09:00:00Z' };
  const since = (...parts: readonly Happened[]) => parts.map((each) => ({ ...each, at: '2026-02-22T09:00:00Z' }));
  const early = assessed.map((each) => ({ ...each, at: '2026-02-19T09:00:00Z' }));
  it('is not proven to where it is to live by what was found before that was asked anew', () => {
    const inDanger = [opened('CHILD_AT_RISK'), ...early.slice(1), placed];
    expect(done(inDanger)).toBeDefined();
    expect(done([...inDanger, opened('CHILD_AT_RISK')])).toBeUndefined();
    expect(done([...inDanger, opened('CHILD_AT_RISK'), ...assessed.slice(1)])).toBeDefined();
  });
  it('is not proven after a court has set aside what rested on it, or the determination was opened again, before what that is about was assessed anew', () => {
    const anew = since(attested('SITUATION_AND_RISKS'), attested('CHILD_OPINION'));
    for (const open of [[placed, setAside], [determined(), { ...reopened('APPEAL_UPHELD'), at: setAside.at }]]) {
      expect(done([...early, ...open])).toBeUndefined();
      expect(done([...early, ...open, anew[0]!])).toBeUndefined();
      expect(done([...early, ...open, ...anew])).toBeDefined();
    }
  });
  it('is proven by a part that was not possible', () => expect(done([...assessed, attested('SAFETY', notPossible)])).toBeDefined());
  it('is not proven where nobody opened the assessment, nor by what was attested before somebody did', () => {
    expect(done(assessed.slice(1))).toBeUndefined();
    expect(done([...assessed.slice(1), opened()])).toBeUndefined();
  });
  it('is not proven by words that the child said elsewhere', () =>
    expect(done([...assessed.filter((each) => each.id !== 'CHILD_OPINION attested'), heard(), { type: 'best-interests.ViewsReported', data: {} }])).toBeUndefined());
});

describe('That the components are complete for a determination', () => {
  const outcomes = { KZ: 'REPATRIATION', UZ: 'THIRD_COUNTRY', here: 'INTEGRATION' } as const;
  const complete = (destinationState: 'KZ' | 'UZ' | undefined, ...happened: readonly Happened[]) =>
    provenBy(componentsComplete, given(...happened).state<BestInterests>(), { outcome: outcomes[destinationState ?? 'here'], destinationState });
  it('is proven for the states in which a family was studied, and for integration', () => {
    expect(complete('KZ', ...assessed)).toHaveLength(8);
    expect(complete(undefined, ...assessed)).toHaveLength(8);
  });
  it('is not proven for a state in which nobody studied the family', () => {
    expect(complete('UZ', ...assessed)).toBeUndefined();
    expect(complete('UZ', ...assessed, attested('FAMILY_STUDY', { side: 'THIRD_STATE', country: 'UZ', family }))).toHaveLength(9);
  });
  it.each([
    ['NEW_RELATIVE', 'FAMILY_STUDY', { side: 'STATE_OF_ORIGIN', country: 'KZ' }], ['CONSENT_WITHDRAWN', 'CHILD_OPINION', {}], ['CHILD_ASKED', 'CHILD_OPINION', {}],
    ['NEW_INFORMATION', 'SITUATION_AND_RISKS', {}],
  ])('is not proven after a reopening for %s, until %s was assessed anew', (trigger, component, more) => {
    const before = [...assessed, determined(), reopened(trigger)];
    expect(complete('KZ', ...before)).toBeUndefined();
    expect(complete('KZ', ...before, attested(component, more))).toHaveLength(8);
  });
});
