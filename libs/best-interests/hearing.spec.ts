import { describe, expect, it } from '@jest/globals';
import { BadForm, NotCompetent } from '../decider/context.js';
import { factOf, noon, scenario, type Happened } from '../decider/decider.scenario.js';
import { participantsIn } from '../decider/participants.js';
import { bestInterests, type BestInterests } from './best-interests.context.js';
import { already, determined, heard, hearing, interviewer, opened, provenBy, reopened, report } from './best-interests.scenario.js';
import { AttestChildHeard, RecordViews } from './hearing.commands.js';
import { childHeard } from './hearing.facts.js';

const { given } = scenario(bestInterests, { already });
const declined = { ...hearing, result: 'DECLINED', declinedBecause: 'AFRAID' };

describe('AttestChildHeard', () => {
  it('happens, with language, support and setting', () => given(opened()).when(AttestChildHeard, hearing).then({ type: 'best-interests.ChildHeard', data: hearing }));
  it('happens for a child that declined, with what it said of why', () => {
    given(opened()).when(AttestChildHeard, declined).then({ type: 'best-interests.ChildHeard', data: declined });
    given(opened()).when(AttestChildHeard, { ...declined, declinedBecause: undefined }).thenThrows(BadForm);
    given(opened()).when(AttestChildHeard, { ...hearing, declinedBecause: 'AFRAID' }).thenThrows(BadForm);
  });
  it('happens again when the child is heard again and says the same', () => given(opened(), heard()).when(AttestChildHeard, hearing).then({ type: 'best-interests.ChildHeard' }));
  it.each([
    ['has a conflict of interest', { conflictOfInterest: 'YES' }], ['does not say that there is none', { conflictOfInterest: 'UNKNOWN' }], ['is not trained for children', { trainedForChildren: 'NO' }],
    ['is of the body that returns children', { orgType: 'RETURN' }], ['is of the body that holds them', { orgType: 'CUSTODIAL' }], ['is of the family', { orgType: 'FAMILY' }],
  ])('is not made by an interviewer who %s', (_, other) =>
    given(opened()).when(AttestChildHeard, { ...hearing, interviewer: { ...interviewer, ...other } }).thenThrows(NotCompetent));
  it.each([
    ['guardian', { type: 'guardianship.GuardianAppointed', data: { guardianRef: interviewer.personRef } }], ['representing parent', { type: 'guardianship.RepresentingParentConfirmed', data: { parentRef: interviewer.personRef } }],
    ['lawyer', { type: 'guardianship.LegalAidAssigned', data: { lawyerRef: interviewer.personRef } }],
  ])('is not made by the %s of the child, who speaks for it', (_, appointed) => given(opened(), appointed).when(AttestChildHeard, hearing).thenThrows(NotCompetent));
  const accusing = (coercedByPerson: string): Happened => ({ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], coercedByPerson, means: ['THREAT'] } });
  it('is not made by somebody who is said to have harmed the child', () => {
    given(opened(), accusing(interviewer.personRef)).when(AttestChildHeard, hearing).thenThrows(NotCompetent);
    given(opened(), accusing('somebody else')).when(AttestChildHeard, hearing).then({ type: 'best-interests.ChildHeard' });
  });
  it('proves nothing once its interviewer is said to have harmed the child', () => {
    const proven = (...happened: readonly Happened[]) =>
      provenBy(childHeard, given(...happened).state<BestInterests>(), { type: 'AuthoriseTransfer' }, noon, participantsIn(happened.map(factOf)));
    expect(proven(opened(), heard(), accusing('somebody else'))).toEqual(['hearing']);
    expect(proven(opened(), heard(), accusing(interviewer.personRef))).toBeUndefined();
    expect(proven(opened(), heard(), { type: 'identification.IncidentReported', data: { by: { orgRef: 'child-protection-1', orgType: 'CHILD_PROTECTION' } } })).toBeUndefined();
  });
  it('names the signed record where somebody else heard the child', () => {
    const byAnother = { ...hearing, interviewer: { ...interviewer, personRef: 'psychologist-2' } };
    given(opened()).when(AttestChildHeard, byAnother).thenThrows(BadForm);
    given(opened()).when(AttestChildHeard, { ...byAnother, source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'record-7' } }).then({ type: 'best-interests.ChildHeard' });
  });
});

describe('RecordViews', () => {
  it('reports what the child said elsewhere', () =>
    given().when(RecordViews, { ...report, toldTo: 'TEACHER', topics: ['SOLUTION'], views: 'I want to stay' }).then({ type: 'best-interests.ViewsReported', data: { toldTo: 'TEACHER' } }));
});

describe('That the child was heard', () => {
  const proven = (command: string, ...happened: readonly Happened[]) => provenBy(childHeard, given(...happened).state<BestInterests>(), { type: command });
  it('is proven by a hearing in the procedure, and by one that the child declined', () => {
    expect(proven('AuthoriseTransfer', opened(), heard())).toEqual(['hearing']);
    expect(proven('AuthoriseTransfer', opened(), { ...heard(declined), id: 'declined' })).toEqual(['declined']);
  });
  it('is proven by the observation of a child that does not speak yet', () => expect(proven('DecidePlacement', opened(), heard({ manner: 'OBSERVED' }))).toEqual(['hearing']));
  it('is not proven by a hearing before the procedure was opened', () => expect(proven('AuthoriseTransfer', heard(), opened())).toBeUndefined());
  it('is not proven without an interpreter who was needed, nor by what the child did not understand', () => {
    expect(proven('AuthoriseTransfer', opened(), heard({ interpreter: 'MISSING' }))).toBeUndefined();
    for (const understood of ['NO', 'UNKNOWN']) expect(proven('AuthoriseTransfer', opened(), heard({ understood }))).toBeUndefined();
  });
  it('is not proven by what was said through an interpreter whom the child did not understand, until it is heard through one whom it confirmed', () => {
    const unfit = (interpreterRef?: string): Happened => ({ type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef, unfitness: 'WRONG_LANGUAGE' } });
    const confirmed: Happened = { type: 'guardianship.InterpreterConfirmed', data: { interpreterRef: 'interpreter-1', childLanguage: 'kir' } };
    const through = { ...heard({ interpreter: 'PRESENT', interpreterRef: 'interpreter-1' }), id: 'through the interpreter' };
    const proven = (...happened: readonly Happened[]) => provenBy(childHeard, given(opened(), ...happened).state<BestInterests>(), { type: 'AuthoriseTransfer' });
    expect(proven(through, unfit('interpreter-1'))).toBeUndefined();
    expect(proven(through, unfit('interpreter-1'), through)).toBeUndefined();
    expect(proven(through, unfit('interpreter-1'), confirmed, through)).toEqual(['through the interpreter']);
    expect(proven(through, unfit('interpreter-2'))).toEqual(['through the interpreter']);
    expect(proven(heard(), through, unfit('interpreter-1'))).toEqual(['hearing']);
    expect(proven(heard(), unfit())).toBeUndefined();
  });
  it('is proven without an interpreter only in a language with which the child was registered, or which it was found to understand', () => {
    const inFrench = heard({ language: 'fra' });
    const understands = (childLanguage: string): Happened => ({ type: 'guardianship.InterpreterFoundUnneeded', data: { childLanguage } });
    expect(proven('AuthoriseTransfer', opened(), inFrench)).toBeUndefined();
    expect(proven('AuthoriseTransfer', opened(), inFrench, understands('rus'))).toBeUndefined();
    expect(proven('AuthoriseTransfer', opened(), understands('fra'), inFrench)).toEqual(['hearing']);
    expect(proven('AuthoriseTransfer', opened(), inFrench, understands('fra'))).toEqual(['hearing']);
  });
  it('is proven through an interpreter only where the child has confirmed that one for that language', () => {
    const through = (more: object) => heard({ interpreter: 'PRESENT', interpreterRef: 'interpreter-1', ...more });
    expect(proven('AuthoriseTransfer', opened(), through({}))).toEqual(['hearing']);
    expect(proven('AuthoriseTransfer', opened(), through({ interpreterRef: 'interpreter-2' }))).toBeUndefined();
    expect(proven('AuthoriseTransfer', opened(), through({ interpreterRef: undefined }))).toBeUndefined();
    expect(proven('AuthoriseTransfer', opened(), through({ language: 'fra' }))).toBeUndefined();
  });
  it('is not proven by what was reported of its views', () =>
    expect(proven('AuthoriseTransfer', opened(), { type: 'best-interests.ViewsReported', data: { toldTo: 'NGO', topics: ['SOLUTION'], views: 'yes' } })).toBeUndefined());
  it('is proven for another determination only by a hearing after the reopening', () => {
    const before = [opened(), heard(), determined(), reopened()];
    expect(proven('ConcludeDetermination', ...before)).toBeUndefined();
    expect(proven('DecidePlacement', ...before)).toEqual(['hearing']);
    expect(proven('ConcludeDetermination', ...before, { ...heard(), id: 'second hearing' })).toEqual(['second hearing']);
  });
  it('is proven for a separation only by a hearing after that question was opened', () => {
    expect(proven('AuthoriseSeparation', opened(), heard())).toBeUndefined();
    expect(proven('AuthoriseSeparation', opened(), heard(), opened('SEPARATION'))).toBeUndefined();
    expect(proven('AuthoriseSeparation', opened('SEPARATION'), heard())).toEqual(['hearing']);
  });
  it('is proven for the review of a placement only by a hearing since the placement, and since the last review', () => {
    const placed = { type: 'identification.PlacementDecided', data: { facilityRef: 'home', settingKind: 'FOSTER_CARE' } };
    expect(proven('ReviewPlacement', opened(), heard(), placed)).toBeUndefined();
    expect(proven('ReviewPlacement', opened(), placed, heard())).toEqual(['hearing']);
    expect(proven('ReviewPlacement', opened(), placed, heard(), { type: 'best-interests.PlacementReviewed', data: {} })).toBeUndefined();
  });
  it('is proven for a determination only by a hearing after the question of the solution was opened', () =>
    expect(proven('ConcludeDetermination', opened('CHILD_AT_RISK'), heard(), opened('DURABLE_SOLUTION'))).toBeUndefined());
});
