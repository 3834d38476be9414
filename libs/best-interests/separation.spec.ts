import { describe, expect, it } from '@jest/globals';
import { describeDuty, owedAfter, startId } from '../case-file/duties.scenario.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { factOf, scenario, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { bestInterests } from './best-interests.context.js';
import { ainura, already, assessed, assessor, attested, determination, determined, heard, opened, provenBy, ready, relativeReported, report, spoken } from './best-interests.scenario.js';
import { ConcludeDetermination } from './determination.commands.js';
import { AttestCivilProceeding, AttestDanger, AttestFamilySupportOffered, AttestParentalDisputeEnded, AttestParentsHeard, AttestSeparationReviewed, AuthoriseSeparation, RecordParentalDispute } from './separation.commands.js';
import { parentsHeard } from './separation.facts.js';

const { given } = scenario(bestInterests, { already });
const danger = { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['father'], finding: 'PRESENT', immediate: 'NO', assessor, documentRef: 'report-9' };
const dangerFrom = (more: object = {}, at?: string) => ({ type: 'best-interests.DangerAssessed', data: { ...danger, ...more }, id: 'danger', at });
const parentHeard = (personRef = 'father', more: object = { result: 'HEARD', spoken }) => ({ type: 'best-interests.ParentHeard', data: { personRef, ...more }, id: `${personRef} heard` });
const notReached = { result: 'NOT_POSSIBLE', notPossibleBecause: 'NOT_FOUND', attempts: [{ on: '2026-02-20', channel: 'VISIT' }] };
const support = { offeredTo: ['father'], supports: ['PARENTING'], response: 'DECLINED' };
const supportOffered = { type: 'best-interests.FamilySupportOffered', data: support, id: 'support' };
const separation = {
  separatedFrom: ['father'], grounds: ['PHYSICAL_VIOLENCE'], contact: 'SUPERVISED', reviewBy: '2026-03-20T00:00:00Z', judicialReviewBy: '2026-03-10T00:00:00Z',
};
const asked = [...assessed, opened('SEPARATION'), heard()];
const proven = [...asked, parentHeard(), dangerFrom(), supportOffered];
const separate = (happened: readonly Happened[], more: object = {}) => given(...happened).when(AuthoriseSeparation, { ...separation, ...more });
const without = (type: string) => proven.filter((each) => each.type !== `best-interests.${type}`);

describe('A separation on what was found years ago', () => {
  const long = { at: '2024-12-01T09:00:00Z' };
  const of = (...types: readonly string[]): readonly Happened[] => proven.map((each) => (types.length === 0 || types.includes(each.type.split('.')[1]!) ? { ...each, ...long } : each));

  it('is refused for all of it', () => separate(of()).thenRefusedFor('CHILD_HEARD', 'ASSESSMENT_DONE', 'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED'));
  it.each([
    ['assessed', 'ComponentAttested', 'ASSESSMENT_DONE'], ['said by the child', 'ChildHeard', 'CHILD_HEARD'], ['said by the parents', 'ParentHeard', 'PARENTS_HEARD'], ['offered to the family', 'FamilySupportOffered', 'SUPPORT_OFFERED'],
  ] as const)('is refused for what was %s then, however new the danger is', (_, type, code) => separate(of(type)).thenRefusedFor(code));
});

describe('A separation that was set aside', () => {
  const on = (day: string, ...facts: readonly Happened[]): readonly Happened[] => facts.map((each) => ({ ...each, at: `2026-02-${day}T09:00:00Z` }));
  const ruled = on('21', { type: 'best-interests.SeparationAuthorised', data: separation, id: 'separation' }, { type: 'repatriation.AppealDecided', data: { decisionRef: 'separation', result: 'UPHELD', final: true, authority: { orgType: 'COURT' } } });
  const again = on('22', attested('SITUATION_AND_RISKS'), attested('CHILD_OPINION'), heard(), parentHeard(), dangerFrom(), supportOffered);
  it('is decided again on nothing that the court had before it', () =>
    separate([...on('20', ...proven), ...ruled]).thenRefusedFor('CHILD_HEARD', 'ASSESSMENT_DONE', 'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED'));
  it('is decided again on what was found, said and offered since', () => separate([...on('20', ...proven), ...ruled, ...again]).then({ type: 'best-interests.SeparationAuthorised' }));
  it('holds up no separation from another person', () =>
    separate([...on('20', ...proven), ...ruled, ...again.slice(0, 3), ...on('20', parentHeard('uncle'), dangerFrom({ stayingWith: ['uncle'], immediate: 'YES' }))], { separatedFrom: ['uncle'] }).then({ type: 'best-interests.SeparationAuthorised' }));
});

describe('AttestFamilySupportOffered', () => {
  it('happens, whatever the family answered', () => given().when(AttestFamilySupportOffered, support).then({ type: supportOffered.type, data: support }));
});

describe('AttestParentsHeard', () => {
  it('happens for who was heard, and for who could not be reached', () => {
    given().when(AttestParentsHeard, { personRef: 'father', result: 'HEARD', spoken }).then({ type: 'best-interests.ParentHeard', data: { personRef: 'father' } });
    given().when(AttestParentsHeard, { personRef: 'father', ...notReached }).then({ type: 'best-interests.ParentHeard', data: notReached });
  });
  it.each([
    ['heard, and says not in which words', { result: 'HEARD' }], ['heard, and says why not', { result: 'HEARD', spoken, notPossibleBecause: 'NOT_FOUND' }],
    ['not reached, and nobody tried', { ...notReached, attempts: [] }], ['not reached, for no reason', { ...notReached, notPossibleBecause: undefined }],
  ])('is bad form for somebody %s', (_, body) => given().when(AttestParentsHeard, { personRef: 'father', ...body }).thenThrows(BadForm));
});

describe('AttestDanger', () => {
  it('happens, with the document that shows it', () => given().when(AttestDanger, danger).then({ type: 'best-interests.DangerAssessed', data: danger }));
  it.each(['POVERTY', 'DISABILITY', 'DIAGNOSIS', 'MIGRATION_STATUS'])('knows no danger named %s', (code) => {
    expect(() => given().when(AttestDanger, { ...danger, danger: code })).toThrow();
    expect(() => separate(proven, { grounds: [code] })).toThrow();
  });
  it('is not made by an assessor of the police', () => given().when(AttestDanger, { ...danger, assessor: { ...assessor, orgType: 'POLICE' } }).thenThrows(NotCompetent));
});

describe('AuthoriseSeparation', () => {
  it('happens where staying is dangerous, help was offered, and the parents and the child were heard', () =>
    separate(proven).then({ type: 'best-interests.SeparationAuthorised', data: separation }));
  it('also asks for a registered child and a representative', () =>
    expect(AuthoriseSeparation.declaration.gate.at(-1)?.needs).toEqual([
      'CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED',
    ]));
  it.each([
    ['the child was not heard on it', 'ChildHeard', 'CHILD_HEARD'], ['the assessment is not done', 'ComponentAttested', 'ASSESSMENT_DONE'], ['no danger was shown', 'DangerAssessed', 'DANGER_EVIDENCED'],
    ['the parents were not heard', 'ParentHeard', 'PARENTS_HEARD'], ['no help was offered', 'FamilySupportOffered', 'SUPPORT_OFFERED'],
  ] as const)('is refused while %s', (_, type, code) => separate(without(type)).thenRefusedFor(code));

  it('is refused for a danger of another kind, with somebody else, found to be gone, or of long ago', () => {
    separate(proven, { grounds: ['SEXUAL_VIOLENCE'] }).thenRefusedFor('DANGER_EVIDENCED');
    separate(proven, { grounds: ['PHYSICAL_VIOLENCE', 'SEXUAL_VIOLENCE'] }).thenRefusedFor('DANGER_EVIDENCED');
    separate([...without('DangerAssessed'), dangerFrom({ stayingWith: ['uncle'] })]).thenRefusedFor('DANGER_EVIDENCED');
    separate([...proven, dangerFrom({ finding: 'NOT_FOUND' })]).thenRefusedFor('DANGER_EVIDENCED');
    separate([...without('DangerAssessed'), dangerFrom({}, '2025-11-30T12:00:00Z')]).thenRefusedFor('DANGER_EVIDENCED');
  });
  it('is refused for a grandmother with whom nothing is dangerous, because the father is', () =>
    separate([...proven, parentHeard('grandmother')], { separatedFrom: ['father', 'grandmother'] }).thenRefusedFor('DANGER_EVIDENCED', 'SUPPORT_OFFERED'));
  it('happens without an offer of help where the danger is immediate', () => separate([...without('FamilySupportOffered'), dangerFrom({ immediate: 'YES' })]).then({ type: 'best-interests.SeparationAuthorised' }));
  it('is refused while a living parent whom anybody named was not heard, or did not understand', () => {
    separate([...proven, relativeReported('mother', { relation: 'MOTHER' })]).thenRefusedFor('PARENTS_HEARD');
    separate([...proven, relativeReported('mother', { relation: 'MOTHER' }), parentHeard('mother', notReached)]).then({ type: 'best-interests.SeparationAuthorised' });
    separate([...proven, relativeReported('mother', { relation: 'MOTHER', alive: 'NO' })]).then({ type: 'best-interests.SeparationAuthorised' });
    separate([...proven, relativeReported('mother', { relation: 'MOTHER' }), relativeReported('mother', { relation: 'MOTHER', alive: 'NO' })]).thenRefusedFor('PARENTS_HEARD');
    separate([...without('ParentHeard'), parentHeard('father', { result: 'HEARD', spoken: { ...spoken, interpreter: 'MISSING' } })]).thenRefusedFor('PARENTS_HEARD');
  });
  it('is refused where the parents and the child were heard on something else, before this was asked', () =>
    separate([...assessed, heard(), parentHeard(), opened('SEPARATION'), dangerFrom(), supportOffered]).thenRefusedFor('CHILD_HEARD', 'PARENTS_HEARD'));
  it.each([
    ['the review lies behind', { reviewBy: '2026-03-01T00:00:00Z' }], ['the review lies too far ahead', { reviewBy: '2026-05-01T00:00:00Z' }],
    ['the court looks at it in the past', { judicialReviewBy: '2026-03-01T00:00:00Z' }], ['the court looks at it too late', { judicialReviewBy: '2026-05-01T00:00:00Z' }],
  ])('is bad form when %s', (_, more) => separate(proven, more).thenThrows(BadForm));
  it('is ignored when it is equal in every field', () =>
    given(...proven, { type: 'best-interests.SeparationAuthorised', data: separation }).when(AuthoriseSeparation, separation).thenNothing());
  it.each(['NGO', 'HEALTH', 'GUARDIANSHIP'] as const)('is no business of a case worker of a body of type %s', (orgType) =>
    given(...proven).when(AuthoriseSeparation, separation, { by: { orgType } }).thenThrows(NotCompetent));
});

describe('A dispute between parents', () => {
  const dispute = { parents: ['mother', 'father'], over: ['STATE_OF_RESIDENCE'], proceeding: 'NONE' };
  const told = (more: object = {}, at?: string): Happened => ({ type: 'best-interests.ParentalDisputeReported', data: { ...dispute, ...more }, at });
  /** By another body than the first. */
  const alsoTold = (more: object = {}): Happened => ({ ...told(more), by: { actorRef: 'advocate-1', orgRef: 'ngo-1', orgType: 'NGO' } });
  const heardBoth = [parentHeard('mother'), parentHeard('father')];
  const conclude = (...happened: readonly Happened[]) => given(...happened).when(ConcludeDetermination, determination, { by: ainura });
  const happens = { type: 'best-interests.BestInterestsDetermined' };

  it('is reported by whoever knows of it, as often as it is told', () => given(told()).when(RecordParentalDispute, { ...report, ...dispute }).then({ type: 'best-interests.ParentalDisputeReported', data: dispute }));
  it('is one of two at least', () => expect(() => given().when(RecordParentalDispute, { ...report, ...dispute, parents: ['mother'] })).toThrow());
  it('is settled for no child before both were heard on it, and every other parent whom anybody has named', () => {
    conclude(...ready, told()).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), parentHeard('mother')).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ...heardBoth).then(happens);
    conclude(...ready, told(), ...heardBoth, relativeReported('adoptive', { relation: 'ADOPTIVE_PARENT' })).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ...heardBoth, told({ parents: ['mother', 'stepfather'] })).thenRefusedFor('PARENTS_HEARD');
  });
  it('was not what they were heard on before anybody told of it, or for an earlier question, or without being understood', () => {
    conclude(...ready, ...heardBoth, told()).thenRefusedFor('PARENTS_HEARD');
    conclude(told(), ...heardBoth, ...ready).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ...heardBoth.map((hearing) => ({ ...hearing, at: '2026-03-01T00:00:00Z' }))).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), parentHeard('mother'), parentHeard('father', { result: 'HEARD', spoken: { ...spoken, understood: 'NO' } })).thenRefusedFor('PARENTS_HEARD');
  });
  it('is heard anew by whoever is a party to what was told last, and by nobody else', () => {
    const again = told({ over: ['REMOVAL_WITHOUT_CONSENT'] });
    conclude(...ready, told(), ...heardBoth, again).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ...heardBoth, again, parentHeard('mother')).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ...heardBoth, again, ...heardBoth).then(happens);
    const ofOthers = { parents: ['mother', 'stepfather'] };
    conclude(...ready, told(), ...heardBoth, alsoTold(ofOthers), parentHeard('mother'), parentHeard('stepfather')).then(happens);
    conclude(...ready, told(), ...heardBoth, alsoTold(ofOthers), parentHeard('stepfather')).thenRefusedFor('PARENTS_HEARD');
    // A further name in the same matter, by the same body, is that of somebody who is heard as well, and asks nothing anew of the others.
    conclude(...ready, told(), ...heardBoth, told(ofOthers), parentHeard('stepfather')).then(happens);
    conclude(...ready, told(), ...heardBoth, told(ofOthers)).thenRefusedFor('PARENTS_HEARD');
  });
  it('is not heard anew because it is told again', () => {
    for (const again of [told(), told({ proceeding: 'DECIDED' }), alsoTold({ parents: ['father', 'mother'] })]) conclude(...ready, told(), ...heardBoth, again).then(happens);
  });
  it('stops nothing for a parent who declines or cannot be reached', () =>
    conclude(...ready, told(), parentHeard('mother', { result: 'DECLINED', spoken }), parentHeard('father', notReached)).then(happens));
  it('asks for no parent where there is none, nor did an older version of the gate', () => {
    conclude(...ready, relativeReported('mother', { relation: 'MOTHER' })).then(happens);
    expect(ConcludeDetermination.declaration.gate.map(({ needs }) => (needs as readonly string[]).includes('PARENTS_HEARD'))).toEqual([false, true]);
  });

  const authority = { actorRef: 'authority-1', role: 'APPOINTING_AUTHORITY', orgType: 'GUARDIANSHIP' } as const;
  const judge = { actorRef: 'judge-1', role: 'CASE_WORKER', orgType: 'COURT' } as const;
  const end = { parents: ['mother', 'father'], because: 'UNFOUNDED' };
  const ended = (more: object = {}): Happened => ({ type: 'best-interests.ParentalDisputeEnded', data: { ...end, ...more }, id: 'certificate' });
  /** What follows from the last of these facts, which the police tell where it is not one for whom the report is made. */
  const follows = (happened: readonly Happened[], entitled = true) => {
    const facts = happened.map(factOf);
    const last = facts.at(-1)!;
    const fact = { ...last, meta: { ...last.meta, command: { ...last.meta.command, entitled } } } as Fact;
    return bestInterests.follow!(fact, [...facts.slice(0, -1), fact].reduce(bestInterests.evolve, bestInterests.initial), []);
  };
  const reopening = [{ data: { determination: 'determination', trigger: 'NEW_INFORMATION' } }];

  it('opens again what was determined without it', () => {
    expect(follows([...ready, determined(), told()])).toMatchObject(reopening);
    expect(follows([...ready, determined(), told({ proceeding: 'DECIDED' })])).toMatchObject(reopening);
  });
  it('opens it once: again only where others are in dispute, or over something else', () => {
    const known = [...ready, told(), ...heardBoth, determined()];
    for (const proceeding of ['NONE', 'PENDING', 'DECIDED']) expect(follows([...known, told({ proceeding })])).toEqual([]);
    expect(follows([...known, alsoTold({ parents: ['mother', 'stepfather'] })])).toMatchObject(reopening);
    expect(follows([...known, told({ over: ['STATE_OF_RESIDENCE', 'CONTACT'] })])).toMatchObject(reopening);
    expect(follows([...known, told({ over: ['CONTACT'] }), told({ over: ['CONTACT', 'STATE_OF_RESIDENCE'] })])).toEqual([]);
  });
  it('is over by a certificate of the authority that appoints guardians, or of a court', () => {
    for (const by of [authority, judge]) given(told()).when(AttestParentalDisputeEnded, end, { by }).then({ type: ended().type, data: end });
    given(told()).when(AttestParentalDisputeEnded, { ...end, because: 'SETTLED' }, { by: judge }).thenThrows(BadForm);
    given(told()).when(AttestParentalDisputeEnded, { ...end, because: 'SETTLED', documentRef: 'judgment-4' }, { by: judge }).then({ type: ended().type });
  });
  it('is certified to be over by none of those who are in it, nor by a case worker of another body, nor of a time before it', () => {
    given(told()).when(AttestParentalDisputeEnded, end).thenThrows(NotCompetent);
    given(told()).when(AttestParentalDisputeEnded, end, { by: { ...authority, actorRef: 'mother' } }).thenThrows(NotCompetent);
    given(told()).when(AttestParentalDisputeEnded, end, { by: { ...authority, orgType: 'CUSTODIAL' } }).thenThrows(NotCompetent);
    given(told()).when(AttestParentalDisputeEnded, { ...end, occurredAt: { at: '2026-02-20T10:00:00Z', zone: 'Asia/Bishkek' } }, { by: authority }).thenThrows(BadForm);
  });
  it('is certified to be over by an authority that only those name for whom the report is not made', () => {
    const named = { parents: ['mother', authority.actorRef] };
    const certify = (...happened: readonly Happened[]) => given(...happened).when(AttestParentalDisputeEnded, { ...end, ...named }, { by: authority });
    certify({ ...told(named), entitled: false }).then({ type: ended().type });
    certify({ ...told(named), entitled: false }, told(named)).thenThrows(NotCompetent);
    certify(told(named), ended(named)).thenThrows(NotCompetent);
    conclude(...ready, { ...told(named), entitled: false }, ended(named)).then(happens);
  });
  it('asks for nobody to be heard once it is over, though the report was withdrawn, and rests on the certificate then', () => {
    conclude(...ready, told(), ended()).then(happens);
    given(...ready).when(AttestParentalDisputeEnded, end, { by: authority }).then({ type: ended().type });
    expect(provenBy(parentsHeard, given(...ready, told(), ended()).state(), { type: 'ConcludeDetermination' })).toEqual(['certificate']);
  });
  it('is not over by what was certified before it was told, or of some of those in it', () => {
    conclude(...ready, ended(), told()).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told({ parents: ['mother', 'father', 'grandmother'] }), ended()).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), ended({ parents: ['mother', 'stepfather'] })).thenRefusedFor('PARENTS_HEARD');
    conclude(...ready, told(), { ...ended(), at: '2026-02-20T10:00:00Z' }).thenRefusedFor('PARENTS_HEARD');
  });
  it('opens nothing again by a further name, from the police never, and from a body that has told of it only with a document or a court that nobody has named', () => {
    const known = [...ready, told(), ...heardBoth, determined()];
    const [others, more] = [{ parents: ['mother', 'stepfather'] }, { parents: ['mother', 'uncle'] }];
    expect(follows([...known, alsoTold(others)], false)).toEqual([]);
    expect(follows([...known, told(others)])).toEqual([]);
    expect(follows([...known, alsoTold(others), determined(), alsoTold(more)])).toEqual([]);
    expect(follows([...known, told({ ...others, courtRef: 'city-court' })])).toMatchObject(reopening);
    expect(follows([...known, told({ ...others, courtRef: 'city-court' }), determined(), told({ ...more, courtRef: 'city-court' })])).toEqual([]);
    // What nobody knew anything of is news, whoever tells it.
    expect(follows([...ready, determined(), told()], false)).toMatchObject(reopening);
    expect(follows([...known, told({ over: ['CONTACT'] })], false)).toMatchObject(reopening);
  });
  it('that is over is over for the matter: the same body, and the police, open nothing by it, ask for no hearing and need no further certificate', () => {
    const over = [...ready, told(), ended()];
    for (const again of [told(), told({ parents: ['mother', 'stepfather'] }), told({ parents: ['father', 'mother'], proceeding: 'UNKNOWN' })]) {
      for (const entitled of [true, false]) expect(follows([...over, determined(), again], entitled)).toEqual([]);
      conclude(...over, again).then(happens);
    }
    const another = [...over, determined(), alsoTold()];
    expect(follows(another, false)).toEqual([]);
    expect(follows([...over, determined(), alsoTold({ over: ['CONTACT'] })], false)).toEqual([]);
    // From another body it is news once, and then looked into once more.
    expect(follows(another)).toMatchObject(reopening);
    conclude(...over, alsoTold()).thenRefusedFor('PARENTS_HEARD');
    conclude(...over, alsoTold(), { ...ended(), id: 'second' }).then(happens);
    expect(follows([...over, alsoTold(), { ...ended(), id: 'second' }, determined(), alsoTold()])).toEqual([]);
    expect(follows([...over, determined(), told({ courtRef: 'city-court' })])).toMatchObject(reopening);
  });
  it('is shown to be before a court by a document, by nobody who is in it and by no body that holds or returns children', () => {
    const proceeding = { parents: ['mother', 'father'], stage: 'PENDING', courtRef: 'city-court', documentRef: 'application-7' };
    for (const by of [{}, authority, judge]) given(told()).when(AttestCivilProceeding, proceeding, { by }).then({ type: 'best-interests.CivilProceedingCertified', data: proceeding });
    for (const by of [{ actorRef: 'mother' }, { orgType: 'FAMILY' }, { orgType: 'POLICE' }, { orgType: 'CUSTODIAL' }] as const) given(told()).when(AttestCivilProceeding, proceeding, { by }).thenThrows(NotCompetent);
    conclude(...ready, told(), { type: 'best-interests.CivilProceedingCertified', data: proceeding }).thenRefusedFor('PARENTS_HEARD');
  });
});

const disputed = (proceeding: string, parents = ['mother', 'father']) => ({ type: 'best-interests.ParentalDisputeReported', data: { parents, over: ['CUSTODY'], proceeding } });
const disputeEnded = (parents: readonly string[], by: object = { role: 'APPOINTING_AUTHORITY', orgType: 'GUARDIANSHIP' }) => ({ type: 'best-interests.ParentalDisputeEnded', data: { parents, because: 'SETTLED' }, by });
const beforeCourt = (stage: string, parents = ['mother', 'father']) => ({ type: 'best-interests.CivilProceedingCertified', data: { parents, stage, courtRef: 'city-court', documentRef: 'application-7' } });
describeDuty('CIVIL_PROCEDURE', {
  starts: { 'parents are reported to be in dispute, and no court was asked': disputed('NONE'), 'nobody knows whether one was': disputed('UNKNOWN'), 'somebody says that one was': disputed('PENDING') },
  startedNotBy: { 'a family is reported': { type: 'identification.FamilyLinkReported', data: { relativeRef: 'mother', relation: 'MOTHER' } } },
  metBy: { 'it is shown that a court has it before it': beforeCourt('PENDING'), 'it is shown that a court has decided': beforeCourt('DECIDED'), 'a court certifies that it is over': disputeEnded(['father', 'mother'], { orgType: 'COURT' }) },
  metNotBy: {
    'it is reported again': disputed('NONE'), 'somebody says that a court is asked': disputed('PENDING'), 'somebody says that a court has decided': disputed('DECIDED'), 'a return is decided': { type: 'repatriation.RepatriationDecided' },
    'a court is asked about others': beforeCourt('PENDING', ['mother', 'stepfather']), 'the dispute of others is over': disputeEnded(['mother', 'stepfather']),
  },
  endedBy: { 'it is certified to be over': disputeEnded(['father', 'mother']) },
});

describe('AttestSeparationReviewed', () => {
  const review = { result: 'CAN_GO_BACK_WITH_HELP', childSeen: 'ALONE' };
  const reviewed = { type: 'best-interests.SeparationReviewed', data: review };
  const separated = { type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'MOTHER' }] } };

  it('happens of a separation that was reported or authorised, and again at each review', () => {
    given(separated).when(AttestSeparationReviewed, review).then(reviewed);
    given({ type: 'best-interests.SeparationAuthorised', data: separation }, reviewed).when(AttestSeparationReviewed, review).then(reviewed);
  });
  it('cannot say that it goes on because of danger: that is authorised anew', () =>
    expect(() => given(separated).when(AttestSeparationReviewed, { ...review, result: 'GOES_ON' })).toThrow());
  it('has nothing to act on where nobody was separated', () => given().when(AttestSeparationReviewed, review).thenThrows(NotApplicable));
  it('is no business of whoever holds the child', () => given(separated).when(AttestSeparationReviewed, review, { by: { orgType: 'CUSTODIAL' } }).thenThrows(NotCompetent));
});

const separatedFromMother = { type: 'identification.SeparationStarted', data: { separationRef: 'from-mother' } };
const reviewedSeparation = (data: object = {}) => ({ type: 'best-interests.SeparationReviewed', data: { result: 'FAMILY_NOT_FOUND', ...data } });

const setAside = (final: boolean) => ({ type: 'repatriation.AppealDecided', data: { decisionRef: startId, result: 'UPHELD', final } });
describeDuty('REUNIFICATION_REVIEW', {
  starts: {
    'a separation is reported': separatedFromMother,
    'one is authorised': { type: 'best-interests.SeparationAuthorised' },
    'one is reviewed, and goes on': reviewedSeparation(),
  },
  startedNotBy: { 'the review finds the family dead': reviewedSeparation({ result: 'FAMILY_DEAD' }) },
  metBy: {
    'it is reviewed': reviewedSeparation({ separationRef: 'from-mother' }), 'all separations are reviewed': reviewedSeparation(),
    'it is authorised anew': { type: 'best-interests.SeparationAuthorised' },
    'they are together again': { type: 'identification.Reunited', data: { separationRef: 'from-mother' } },
  },
  metNotBy: {
    'another separation is reviewed': reviewedSeparation({ separationRef: 'from-sister' }),
    'the child is back with somebody else': { type: 'identification.Reunited', data: { separationRef: 'from-sister' } },
    'they only phone': { type: 'identification.ContactHeld' },
    'a court sets it aside, and that is not final': setAside(false),
  },
  endedBy: { 'a court finally sets it aside': setAside(true) },
});

const byCourt = { orgType: 'COURT' } as const;
const ruledOn = (decisionRef: string, orgType: string) => ({ type: 'repatriation.AppealDecided', data: { decisionRef, result: 'DISMISSED', final: true, authority: { orgRef: 'court', orgType } } });
describeDuty('JUDICIAL_REVIEW', {
  starts: { 'a separation is authorised': { type: 'best-interests.SeparationAuthorised' } },
  startedNotBy: { 'one is only reported': separatedFromMother },
  metBy: { 'a court reviews it': { ...reviewedSeparation(), by: byCourt }, 'a court decides an appeal against it': ruledOn(startId, 'COURT') },
  metNotBy: {
    'those who decided it review it': reviewedSeparation(), 'a court reviews another one': { ...reviewedSeparation({ separationRef: 'from-sister' }), by: byCourt },
    'a court decides an appeal against another decision': ruledOn('another', 'COURT'), 'another body decides the appeal': ruledOn(startId, 'CHILD_PROTECTION'), 'it is authorised anew': { type: 'best-interests.SeparationAuthorised' },
  },
  endedBy: { 'they are together again': { type: 'identification.Reunited', data: { separationRef: startId } } },
});

describe('What is owed after the separation from one parent', () => {
  const from = (person: string): Happened => ({ type: 'best-interests.SeparationAuthorised', data: { separatedFrom: [person] } });
  const review = (...then: readonly Happened[]) => owedAfter('REUNIFICATION_REVIEW', [], [from('mother')], then)?.met;
  it('is met by none from somebody else, and by one anew from the same', () => expect([review(from('step-father')), review(from('mother'))]).toEqual([undefined, expect.any(Object)]));
  it('is a court that looks at it, and not one that may not', () => {
    const judicial = (result: string) => owedAfter('JUDICIAL_REVIEW', [], [from('mother')], [{ type: 'repatriation.AppealDecided', data: { decisionRef: startId, result, authority: { orgType: 'COURT' } } }])?.met;
    expect([judicial('INADMISSIBLE'), judicial('DISMISSED')]).toEqual([undefined, expect.any(Object)]);
  });
});

describe('The days that a separation sets', () => {
  const authorised = (data: object) => [{ type: 'best-interests.SeparationAuthorised', data }];
  it('are when a court, and those who decided it, look at it, where they come before the period is over', () => {
    const set = authorised({ judicialReviewBy: '2026-01-15T06:00:00Z', reviewBy: '2026-01-20T06:00:00Z' });
    expect((['JUDICIAL_REVIEW', 'REUNIFICATION_REVIEW'] as const).map((code) => owedAfter(code, [], set)?.due)).toEqual(['2026-01-15T06:00:00.000Z', '2026-01-20T06:00:00.000Z']);
    const late = authorised({ judicialReviewBy: '2026-09-01T00:00:00Z', reviewBy: '2026-09-01T00:00:00Z' });
    expect((['JUDICIAL_REVIEW', 'REUNIFICATION_REVIEW'] as const).map((code) => owedAfter(code, [], late)?.due)).toEqual(['2026-02-09T18:00:00.000Z', '2026-02-09T18:00:00.000Z']);
  });
});
