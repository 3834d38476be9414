import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { lawfulReturn, type Step } from '../apps/cli/lawful-return.js';
import { parentQuestions } from '../libs/guardianship/representative.events.js';
import { startApp, type App } from './app.js';
import { advocate, authority, lawyer, mother, ombudsperson, panelMember } from './people.js';
import { dataOf, decisionsOf, historyOf, replayOf } from './replay.js';
import { aPreparedReturn, later, openPlaceIn, preparedReturns, type Traveller } from './returns.js';

/** Roads other than the return of an unaccompanied child. Each is told to its end, and then an auditor reads who decided what. */

let app: App;
beforeAll(async () => { app = await startApp(); });
afterAll(() => app.stop());

const unmetIn = ({ status, body }: Response) => (status === 422 ? (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code) : status);
const typesIn = ({ body }: Response) => (body as { events: { type: string }[] }).events.map(({ type }) => type);
const firstIn = ({ body }: Response) => (body as { events: { id: string }[] }).events[0]!.id;
const dayMs = 86_400_000;
const inDays = async (days: number) => new Date((await app.system.clock.now()).getTime() + days * dayMs).toISOString();
const now = async () => ({ occurredAt: { at: await inDays(0), zone: 'Europe/Chisinau' } });
const told = { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } };
const shown = (documentRef: string) => ({ source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef } });

/** What is decided on the way to a journey, up to its authorisation. */
const upToDetermination = [
  'CASE_WORKER: PlaceInEmergencyOpenCare', 'APPOINTING_AUTHORITY: AppointGuardian', 'APPOINTING_AUTHORITY: AssignLegalAid', 'CASE_WORKER: RequestOriginInformation', 'CASE_WORKER: DecidePlacement',
  'CASE_WORKER: ConveneBidPanel', 'PANEL_MEMBER: ConcludeDetermination',
];
const upToConsent = [...upToDetermination, 'CASE_WORKER: ProposeRepatriation', 'CASE_WORKER: DecideRepatriation', 'NGO_ADVOCATE: GiveConsent', 'NGO_ADVOCATE: GiveConsent'];
const readyForChild = ['ConfirmCarer', 'ApprovePlan', 'ArrangeMonitoring', 'ArrangeFirstPlacement', 'AssignEscort'].map((command) => `CASE_WORKER: ${command}`);
const upToJourney = [...upToConsent, ...readyForChild];

/** The other options that were considered, and why they were not chosen. */
const rejecting = (...outcomes: readonly string[]) => ({
  rejected: outcomes.map((outcome) => ({ outcome, care: 'FOSTER_FAMILY', speaksFor: ['EDUCATION'], speaksAgainst: ['FAMILY_TIES'], rejectedBecause: ['FAMILY_TIES'] })),
});
const family = ['VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'CHILD_WISHES_TO_LIVE_THERE', 'STIGMA'].map((question) => ({ question, answer: 'NO' }));
const assessor = { personRef: 'social-worker', orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
const familyStudiedIn = (side: string, country: string): Step => ({
  action: 'attest-component', which: `FAMILY_STUDY in ${country}`, day: 10, by: 'caseWorker',
  body: () => ({ component: 'FAMILY_STUDY', status: 'DONE', assessor, methods: ['HOME_VISIT'], family, side, country }),
});

describe('A child whose aunt in a third country will care for it', () => {
  const road = { outcome: 'THIRD_COUNTRY', destinationState: 'KZ' } as const;
  const aunt = {
    road, also: [familyStudiedIn('THIRD_STATE', 'KZ')],
    change: { 'record-family-link': { relation: 'AUNT_OR_UNCLE', livesIn: 'KZ' }, 'conclude-determination': rejecting('REPATRIATION', 'INTEGRATION') },
  };
  const ofDestination = [
    'attest-origin-answer', 'attest-risk-assessment', 'give-consent (CHILD)', 'give-consent (REPRESENTATIVE)', 'confirm-carer', 'approve-plan', 'arrange-monitoring',
    'arrange-first-placement', 'attest-central-authority', 'attest-timing', 'attest-documents', 'attest-child-informed',
  ];
  const missing = [
    'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'ORIGIN_STATE_READY', 'CARER_READY', 'PLAN_APPROVED', 'CHILD_INFORMED', 'TIMING_ASSESSED', 'NO_DANGER',
    'MONITORING_ARRANGED', 'DOCUMENTS_READY', 'OPEN_RECEPTION', 'CENTRAL_AUTHORITY_OK',
  ];
  let traveller: Traveller;

  it('is not taken there on what was proven for the state of origin: not one of those proofs counts', async () => {
    const ofOrigin = Object.fromEntries(ofDestination.map((step) => [step, { destinationState: 'KG' }]));
    const homeOfOrigin = { destinationState: 'KG', facilityRef: await openPlaceIn(app, 'KG') };
    traveller = await aPreparedReturn(app, { ...aunt, change: { ...ofOrigin, ...aunt.change, 'arrange-first-placement': homeOfOrigin } });
    expect(unmetIn(await traveller.authorise())).toEqual(missing);
  });

  it('is not sent to its state of origin on them either', async () => {
    expect(unmetIn(await traveller.take('decide-repatriation', { outcome: 'REPATRIATION', destinationState: 'KG' }))).toEqual(['BID_FINAL']);
  });

  it('travels once each of them is given for that state and the plan is old enough, and arrives', async () => {
    for (const step of ofDestination) {
      const home = step === 'arrange-first-placement' ? { facilityRef: traveller.home } : {};
      expect([step, (await traveller.take(step, { destinationState: 'KZ', ...home })).status]).toEqual([step, 200]);
    }
    expect(unmetIn(await traveller.authorise())).toEqual(['PLAN_APPROVED']);
    await later(app, 'P15D');
    const onTheDay = { plannedDeparture: `${traveller.journey.date(75)}T23:59:00+02:00` };
    await traveller.authorise(onTheDay).expect(200);
    await traveller.depart(onTheDay).expect(200);
    const arrival = { ...await now(), ...told, state: 'KZ', facilityRef: traveller.home, receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' };
    expect(typesIn(await traveller.send('record-arrival', arrival).expect(200))).toEqual(['reintegration.ChildArrived']);
  });

  it('can be replayed', async () => {
    expect(await replayOf(app, traveller)).toEqual([
      ...upToJourney, `CASE_WORKER: AuthoriseTransfer refused for ${missing.join(', ')}`, 'CASE_WORKER: DecideRepatriation refused for BID_FINAL',
      'NGO_ADVOCATE: GiveConsent', 'NGO_ADVOCATE: GiveConsent', ...readyForChild.filter((line) => !line.endsWith('AssignEscort')),
      'CASE_WORKER: AuthoriseTransfer refused for PLAN_APPROVED', 'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: ConfirmDeparture',
    ]);
  });
});

describe('A child for whom a place waits that is no longer open', () => {
  it('has its journey halted by reaction', async () => {
    const traveller = await aPreparedReturn(app);
    await traveller.authorise().expect(200);
    const inspector = await app.as(ombudsperson);
    await inspector.post(`/facilities/${traveller.home}/record-facility-change`, { ...await now(), ...told, exitControl: 'CONTROLLED', validFrom: traveller.journey.date(59) }).expect(200);
    await app.followed();
    expect(await dataOf(app, traveller, 'repatriation.TransferHalted')).toMatchObject({ lost: expect.arrayContaining(['OPEN_RECEPTION']) });
    expect(unmetIn(await traveller.depart())).toContain('OPEN_RECEPTION');
  });
});

describe('A child for whom it is best to stay where it is', () => {
  let traveller: Traveller;
  const aReturn = { outcome: 'REPATRIATION', destinationState: 'KG' };
  const plan = async () => ({
    destinationState: 'MD', components: ['CARE', 'SCHOOL', 'HEALTH', 'PSYCHOSOCIAL', 'DOCUMENTS'].map((component) => ({ component, providerRef: 'district', from: '2025-04-01' })),
    resources: [{ kind: 'MONEY', providerRef: 'district' }], responsibleBody: { orgRef: 'child-protection', orgType: 'CHILD_PROTECTION' }, budgetLine: 'line-7',
    followUp: [{ on: (await inDays(30)).slice(0, 10), manner: 'IN_PERSON' }], childOpinion: 'AGREES',
  });

  it('has a plan for its life there, on the same terms as for a life elsewhere', async () => {
    // Everything for a return is ready all the same, but for what only a determination can open.
    traveller = await aPreparedReturn(app, {
      without: ['propose-repatriation', 'decide-repatriation', 'attest-decision-explained'],
      change: { 'conclude-determination': { outcome: 'INTEGRATION', destinationState: undefined, ...rejecting('REPATRIATION', 'THIRD_COUNTRY') } },
    });
    const { followUp, ...unvisited } = await plan();
    await traveller.send('approve-solution-plan', unvisited).expect(400);
    expect(typesIn(await traveller.send('approve-solution-plan', { ...unvisited, followUp }).expect(200))).toEqual(['reintegration.SolutionPlanApproved']);
  });

  it('is returned by nobody: no return can be proposed, decided or carried out', async () => {
    expect(unmetIn(await traveller.send('propose-repatriation', { ...aReturn, proposedFor: 'CHILD_PROTECTION' }))).toEqual(['BID_FINAL']);
    expect(unmetIn(await traveller.send('decide-repatriation', { ...aReturn, instrument: 'NONE' }))).toEqual(['BID_FINAL']);
    expect(unmetIn(await traveller.authorise())).toEqual(['BID_FINAL', 'APPEAL_CLEAR', 'PLAN_APPROVED']);
  });

  it('cannot be sent away under the name of integration', async () => {
    await traveller.authorise({ outcome: 'INTEGRATION', destinationState: 'MD' }).expect(400);
  });

  it('can be replayed', async () => {
    expect(await replayOf(app, traveller)).toEqual([
      ...upToDetermination, 'NGO_ADVOCATE: GiveConsent', 'NGO_ADVOCATE: GiveConsent', ...readyForChild, 'CASE_WORKER: ApproveSolutionPlan',
      'CASE_WORKER: ProposeRepatriation refused for BID_FINAL', 'CASE_WORKER: DecideRepatriation refused for BID_FINAL',
      'CASE_WORKER: AuthoriseTransfer refused for BID_FINAL, APPEAL_CLEAR, PLAN_APPROVED',
    ]);
  });
});

describe('A brother and a sister', () => {
  let brother: Traveller;
  let sister: Traveller;
  const travelling = (siblingRef: string) => ({ siblings: [{ siblingRef, outcome: 'REPATRIATION', destinationState: 'KG', travelsTogether: 'YES' }] });

  it('each have a case of their own, and travel on the same road', async () => {
    const without = ['attest-siblings-resolved'];
    let childRef = '';
    const link: Step = { action: 'record-family-link', which: 'sister', day: 1, by: 'caseWorker', body: () => ({ relativeRef: 'sister', relation: 'SIBLING', childRef, ...told }) };
    [sister, brother] = await preparedReturns(app, [
      { without, registered: (child) => { childRef = child; } }, { also: [link], change: { 'attest-siblings-resolved': travelling('sister') } },
    ]) as [Traveller, Traveller];
    await app.followed();
    await sister.take('attest-siblings-resolved', travelling(brother.child));
    await brother.authorise().expect(200);
    await sister.authorise().expect(200);
  });

  it('are both halted when something else is best for one of them: hers at once, and his by what he is told of her', async () => {
    const other = { outcome: 'INTEGRATION', destinationState: undefined, ...rejecting('REPATRIATION', 'THIRD_COUNTRY') };
    expect(typesIn(await sister.take('conclude-determination', other))).toEqual(['best-interests.BestInterestsDetermined', 'repatriation.TransferHalted']);
    await app.followed();
    const { data } = (await historyOf(app, brother)).findLast(({ type }) => type === 'repatriation.TransferHalted')!;
    expect(data).toMatchObject({ lost: ['SIBLINGS_RESOLVED'], inTransit: false });
    expect(unmetIn(await brother.authorise())).toEqual(['SIBLINGS_RESOLVED']);
  });

  it('take different roads only for a reason, which is looked at again on a day that is set', async () => {
    const apart = { siblingRef: 'sister', outcome: 'INTEGRATION', travelsTogether: 'NO' };
    await brother.take('attest-siblings-resolved', { siblings: [apart] });
    expect(unmetIn(await brother.authorise())).toEqual(['SIBLINGS_RESOLVED']);
    await brother.take('attest-siblings-resolved', { siblings: [{ ...apart, exception: { because: 'SIBLING_WISHES', reviewBy: await inDays(30) } }] });
    await brother.authorise().expect(200);
  });

  it('can be replayed, each of them', async () => {
    expect(await replayOf(app, sister)).toEqual([...upToJourney, 'CASE_WORKER: AuthoriseTransfer', 'PANEL_MEMBER: ConcludeDetermination']);
    expect(await replayOf(app, brother)).toEqual([
      ...upToJourney, 'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: AuthoriseTransfer refused for SIBLINGS_RESOLVED',
      'CASE_WORKER: AuthoriseTransfer refused for SIBLINGS_RESOLVED', 'CASE_WORKER: AuthoriseTransfer',
    ]);
  });
});

const parentConfirmed = (parentRef: string, relation: string, conflicts: readonly string[] = []) => ({
  parentRef, relation, custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate',
  conflictCheck: parentQuestions.map((question) => ({ question, answer: conflicts.includes(question) ? 'YES' : 'NO' })),
});

describe('A child whose mother represents it', () => {
  const withMother = {
    parts: { guardian: mother },
    without: ['request-guardian', 'appoint-guardian', 'accept-mandate', 'attest-timing'],
    change: { 'register-child-found': { accompaniment: 'WITH_PARENT' } },
    also: [
      { action: 'confirm-representing-parent', day: 1, by: 'authority', body: () => parentConfirmed(mother.actorRef, 'MOTHER') },
      { action: 'attest-timing', which: 'by the case worker', day: 25, by: 'caseWorker', body: ({ date }) => ({
        outcome: 'REPATRIATION', destinationState: 'KG', considered: ['SCHOOL', 'EXAMS', 'HEALTH', 'FEASTS', 'SIBLINGS'], suitableFrom: date(55),
      }) },
    ] satisfies readonly Step[],
  };
  let traveller: Traveller;

  it('has a lawyer of its own all the same: without one nothing is determined and nothing decided', async () => {
    const undefended = await aPreparedReturn(app, { ...withMother, without: [...withMother.without, 'assign-legal-aid', 'accept-case'], until: 'conclude-determination' });
    expect(unmetIn(await undefended.take('conclude-determination'))).toEqual(['LEGAL_AID_ACTIVE']);
    expect(unmetIn(await undefended.take('decide-repatriation'))).toEqual(['LEGAL_AID_ACTIVE', 'BID_FINAL']);
  });

  it('returns with her consent and its own, without any guardian', async () => {
    traveller = await aPreparedReturn(app, withMother);
    await traveller.authorise().expect(200);
    const { data } = (await historyOf(app, traveller)).find(({ type, data: { by } }) => type === 'repatriation.ConsentGiven' && by === 'REPRESENTATIVE')!;
    expect(data).toMatchObject({ representativeRef: mother.actorRef });
  });

  it('is halted when somebody reports that she has a conflict of interest', async () => {
    const answer = await traveller.send('declare-conflict', { guardianRef: mother.actorRef, ground: 'FAMILY_DISPUTE' }, lawyer).expect(200);
    expect(typesIn(answer)).toEqual(['guardianship.ConflictDeclared', 'repatriation.TransferHalted']);
    expect(unmetIn(await traveller.depart())).toEqual(expect.arrayContaining(['TRANSFER_IN_FORCE', 'REPRESENTATIVE_ACTIVE']));
  });

  it('can be replayed', async () => {
    const replay = await replayOf(app, traveller);
    expect(replay.slice(0, -1)).toEqual([
      'CASE_WORKER: PlaceInEmergencyOpenCare', 'APPOINTING_AUTHORITY: ConfirmRepresentingParent', ...upToJourney.slice(2), 'CASE_WORKER: AuthoriseTransfer',
    ]);
    expect(replay.at(-1)).toMatch(/^CASE_WORKER: ConfirmDeparture refused for TRANSFER_IN_FORCE, REPRESENTATIVE_ACTIVE/);
  });
});

describe('A child that takes its consent back on the way', () => {
  let traveller: Traveller;

  it('goes no further: the journey is halted and what is best for it is open again, in the same instant', async () => {
    traveller = await aPreparedReturn(app);
    await traveller.authorise().expect(200);
    await traveller.depart().expect(200);
    const before = (await historyOf(app, traveller)).at(-1)!;
    await traveller.send('withdraw-consent', { whose: 'CHILD', channel: 'IN_PERSON' }, advocate).expect(200);
    const since = (await historyOf(app, traveller)).filter(({ revision }) => revision > before.revision);
    expect(since.map(({ type }) => type).sort()).toEqual(['best-interests.DeterminationReopened', 'repatriation.ConsentWithdrawn', 'repatriation.StatesAlerted', 'repatriation.TransferHalted']);
    expect(since.find(({ type }) => type === 'repatriation.StatesAlerted')!.data).toMatchObject({
      states: [{ state: 'MD', part: 'DEPARTURE' }, { state: 'KG', part: 'DESTINATION', authority: { orgType: 'CHILD_PROTECTION' } }],
    });
    expect(since.find(({ type }) => type === 'repatriation.TransferHalted')!.data).toMatchObject({ inTransit: true, lost: expect.arrayContaining(['CONSENT_CHILD']) });
  });

  it('is not sent on under another decision, and nothing is determined anew before its wish was assessed and it was heard', async () => {
    expect(unmetIn(await traveller.take('decide-repatriation'))).toEqual(expect.arrayContaining(['BID_FINAL']));
    expect(unmetIn(await traveller.depart())).toEqual(expect.arrayContaining(['TRANSFER_IN_FORCE', 'BID_FINAL', 'APPEAL_CLEAR', 'CONSENT_CHILD']));
    expect(unmetIn(await traveller.take('conclude-determination'))).toEqual(expect.arrayContaining(['COMPONENTS_COMPLETE']));
  });

  it('can be replayed', async () => {
    const replay = await replayOf(app, traveller);
    expect(replay.slice(0, -3)).toEqual([...upToJourney, 'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: ConfirmDeparture']);
    expect(replay.slice(-3).map((line) => line.replace(/ for .*/, ''))).toEqual(['CASE_WORKER: DecideRepatriation refused', 'CASE_WORKER: ConfirmDeparture refused', 'PANEL_MEMBER: ConcludeDetermination refused']);
  });
});

describe('A child that is taken from its mother for her diagnosis alone (Belarus, 2019 and 2020)', () => {
  let child: Traveller;
  const separation = async (...grounds: readonly string[]) => ({
    separatedFrom: ['mother'], grounds, contact: 'SUPERVISED', reviewBy: await inDays(7), judicialReviewBy: await inDays(7),
  });
  const spoken = { language: 'rus', interpreter: 'NOT_NEEDED', understood: 'YES' };
  const evaluated = { danger: 'NEGLECT_ENDANGERING_LIFE_OR_HEALTH', stayingWith: ['mother'], finding: 'NOT_FOUND', immediate: 'NO' };

  it('is taken into the record with the ground that was given, be it none in law', async () => {
    child = await aPreparedReturn(app, {
      without: ['place-in-emergency-open-care', 'request-guardian', 'attest-enquiry-consent', 'request-origin-information', 'attest-origin-answer'],
      change: {
        'register-child-found': { foundIn: 'BY', jurisdiction: 'BY', accompaniment: 'SEPARATED', languages: ['rus'], nationalityClaims: ['BY'] },
        'record-family-link': { relativeRef: 'mother', relation: 'MOTHER', livesIn: 'BY' },
        'open-assessment': { trigger: 'SEPARATION' },
        'attest-child-heard': { ...spoken, interpreterRef: undefined, optionsDiscussed: [] },
        'attest-component (FAMILY_STUDY where the child is)': { country: 'BY' },
        'attest-component (FAMILY_STUDY where it comes from)': { country: 'BY' },
      },
      also: [{ action: 'record-separation', day: 0, by: 'advocate', body: () => ({
        separationRef: 'removal', separatedFrom: [{ personRef: 'mother', relation: 'MOTHER' }], groundCode: 'DIAGNOSIS',
        order: { kind: 'ADMINISTRATIVE', issuedBy: { orgRef: 'municipality', orgType: 'CHILD_PROTECTION' } }, ...shown('order-of-the-municipality'),
      }) }],
      until: 'decide-placement',
    });
    const { data } = (await historyOf(app, child)).find(({ type }) => type === 'identification.SeparationStarted')!;
    expect(data).toMatchObject({ groundCode: 'DIAGNOSIS' });
  });

  it('is separated by no decision of ours: a diagnosis cannot be named, and a danger has to be shown', async () => {
    await child.send('authorise-separation', await separation('DIAGNOSIS')).expect(400);
    expect(unmetIn(await child.send('authorise-separation', await separation(evaluated.danger)))).toEqual(['DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED']);
  });

  it('is not separated either once the mother was heard and offered help, and two evaluations found no danger', async () => {
    await child.send('attest-parents-heard', { personRef: 'mother', result: 'HEARD', spoken }).expect(200);
    await child.send('attest-family-support-offered', { offeredTo: ['mother'], supports: ['CHILD_CARE', 'PARENTING'], response: 'ACCEPTED' }).expect(200);
    for (const documentRef of ['independent-evaluation', 'evaluation-ordered-by-the-court']) {
      await child.send('attest-danger', { ...evaluated, documentRef, assessor: { personRef: documentRef, orgType: 'HEALTH', profession: 'DOCTOR' } }, panelMember).expect(200);
    }
    expect(unmetIn(await child.send('authorise-separation', await separation(evaluated.danger)))).toEqual(['DANGER_EVIDENCED']);
  });

  it('goes back to her, once the decision of the other body was appealed against and set aside', async () => {
    const externalDecision = { authority: { orgRef: 'district-court', orgType: 'COURT' }, kind: 'SEPARATION', date: child.journey.date(1) };
    const appeal = await child.send('lodge-appeal', { externalDecision, instance: 'APPEAL', lodgedFor: 'PARENT' }, advocate).expect(200);
    await child.send('attest-appeal-decision', {
      appealRef: firstIn(appeal), result: 'UPHELD', final: true, instance: 'APPEAL', authority: { orgRef: 'court-of-second-instance', orgType: 'COURT' },
      bidBodyParticipation: 'NOT_POSSIBLE', nonParticipationReason: 'NOT_INVITED', ...shown('ruling'),
    }, lawyer).expect(200);
    expect(typesIn(await child.send('record-reunification', { ...await now(), separationRef: 'removal', ...told }).expect(200))).toEqual(['identification.Reunited']);
  });

  it('can be replayed: nobody decided a separation, two tried, and what they lacked is on record', async () => {
    expect(await replayOf(app, child)).toEqual([
      'APPOINTING_AUTHORITY: AppointGuardian', 'APPOINTING_AUTHORITY: AssignLegalAid',
      'CASE_WORKER: AuthoriseSeparation refused for DANGER_EVIDENCED, PARENTS_HEARD, SUPPORT_OFFERED', 'CASE_WORKER: AuthoriseSeparation refused for DANGER_EVIDENCED',
    ]);
    const happened = (await historyOf(app, child)).map(({ type }) => type);
    expect(happened).not.toContain('best-interests.SeparationAuthorised');
    expect(happened.slice(-3)).toEqual(['repatriation.AppealLodged', 'repatriation.AppealDecided', 'identification.Reunited']);
  });
});

describe('A child whose parents are in dispute over the country where it lives (Georgia, Kutaisi, 2020)', () => {
  let child: Traveller;
  let appeal: string;
  const home = { outcome: 'REPATRIATION', destinationState: 'BY' } as const;
  const court = (orgRef: string) => ({ authority: { orgRef, orgType: 'COURT' } });

  it('is represented by neither of them', async () => {
    child = await aPreparedReturn(app, {
      road: home,
      without: ['place-in-emergency-open-care', 'request-guardian', 'appoint-guardian', 'accept-mandate', 'confirm-interpreter', 'attest-enquiry-consent', 'request-origin-information', 'attest-origin-answer', 'decide-placement'],
      change: {
        'register-child-found': { foundIn: 'GE', jurisdiction: 'GE', accompaniment: 'WITH_PARENT', languages: ['rus', 'kir'], nationalityClaims: ['BY'] },
        'record-family-link': { relativeRef: 'mother', relation: 'MOTHER', significance: 'CLOSE', livesIn: 'BY' },
        'attest-component (FAMILY_STUDY where the child is)': { country: 'GE' },
        'attest-component (FAMILY_STUDY where it comes from)': { country: 'BY' },
      },
      also: [{ ...lawfulReturn.find(({ action }) => action === 'confirm-interpreter')!, which: 'while nobody represents it', by: 'caseWorker' as const }, ...['father GE', 'grandparents BY', 'brother BY'].map((relative) => relative.split(' ') as [string, string]).map(([relativeRef, livesIn]) => ({
        action: 'record-family-link', which: relativeRef, day: 1, by: 'caseWorker' as const,
        body: () => ({ relativeRef, livesIn, relation: { father: 'FATHER', grandparents: 'GRANDPARENT', brother: 'SIBLING' }[relativeRef], significance: 'CLOSE', ...told }),
      }))],
      until: 'conclude-determination',
    });
    const dispute = { parents: ['father', 'mother'], over: ['STATE_OF_RESIDENCE', 'REMOVAL_WITHOUT_CONSENT'], proceeding: 'PENDING', courtRef: 'city-court', ...await now(), ...told };
    expect(typesIn(await child.send('record-parental-dispute', dispute, lawyer).expect(200))).toEqual(['best-interests.ParentalDisputeReported']);
    for (const [parent, relation] of [['father', 'FATHER'], ['mother', 'MOTHER']] as const) {
      expect(unmetIn(await child.send('confirm-representing-parent', parentConfirmed(parent, relation, ['OPPOSING_PARTY', 'PARENTS_IN_DISPUTE']), authority))).toEqual(['GUARDIAN_INDEPENDENT']);
    }
  });

  it('is not returned because one of them asks for it: no return is proposed or decided before its own best interests are determined', async () => {
    expect(unmetIn(await child.take('propose-repatriation', { proposedFor: 'FAMILY' }))).toEqual(['REPRESENTATIVE_ACTIVE', 'BID_FINAL']);
    await child.take('appoint-guardian');
    await child.take('accept-mandate');
    expect(unmetIn(await child.take('propose-repatriation', { proposedFor: 'FAMILY' }))).toEqual(['BID_FINAL']);
    expect(unmetIn(await child.take('decide-repatriation'))).toEqual(['BID_FINAL']);
  });

  it('has the decision of the court appealed against, as any decision of ours', async () => {
    const answer = await child.send('lodge-appeal', { externalDecision: { ...court('city-court'), kind: 'PLACEMENT' }, instance: 'APPEAL', lodgedFor: 'PARENT' }, lawyer).expect(200);
    expect(typesIn(answer)).toEqual(['repatriation.AppealLodged']);
    appeal = firstIn(answer);
  });

  it('has both of them heard before anybody determines what is best for it', async () => {
    expect(unmetIn(await child.take('conclude-determination'))).toEqual(['PARENTS_HEARD']);
    const spoken = { language: 'rus', interpreter: 'NOT_NEEDED', understood: 'YES' };
    await child.send('attest-parents-heard', { personRef: 'father', result: 'HEARD', spoken }).expect(200);
    expect(unmetIn(await child.take('conclude-determination'))).toEqual(['PARENTS_HEARD']);
    await child.send('attest-parents-heard', { personRef: 'mother', result: 'HEARD', spoken }).expect(200);
  });

  it('goes home for its ties, its language and its world there, which weigh more than housing, clothes and toys', async () => {
    const { status } = await child.take('conclude-determination', {
      care: 'PARENTS', speaksFor: ['FAMILY_TIES', 'SIBLINGS', 'SOCIAL_TIES', 'LANGUAGE_AND_CULTURE', 'DEVELOPMENT'], speaksAgainst: ['CARE'], reasons: ['FAMILY_TIES', 'SOCIAL_TIES', 'LANGUAGE_AND_CULTURE'],
      rejected: ['INTEGRATION', 'THIRD_COUNTRY'].map((outcome) => ({ outcome, care: 'PARENTS', speaksFor: ['CARE'], speaksAgainst: ['FAMILY_TIES', 'SOCIAL_TIES'], rejectedBecause: ['SOCIAL_TIES'] })),
    });
    expect(status).toBe(200);
    expect((await child.take('decide-repatriation', { instrument: 'NONE' })).status).toBe(200);
  });

  it('does not travel while the appeal is pending, be the judgment on it favourable as long as it is not final', async () => {
    const ruling = (instance: string, final: boolean) => child.send('attest-appeal-decision', {
      appealRef: appeal, result: 'UPHELD', final, instance, ...court(instance === 'APPEAL' ? 'court-of-appeal' : 'supreme-court'), bidBodyParticipation: 'NO', ...shown('judgment'),
    }, lawyer).expect(200);
    const explained = await child.take('attest-decision-explained');
    expect(explained.status).toBe(200);
    // The time to appeal is over, so that it is the appeal alone for which it does not travel.
    await later(app, 'P31D');
    expect(unmetIn(await child.authorise())).toContain('APPEAL_CLEAR');
    await ruling('APPEAL', false);
    expect(unmetIn(await child.authorise())).toContain('APPEAL_CLEAR');
    await ruling('CASSATION', true);
    expect(unmetIn(await child.authorise())).not.toContain('APPEAL_CLEAR');
  });

  it('can be replayed: what was asked for without a determination was refused, and what was determined says why', async () => {
    const replay = await replayOf(app, child);
    expect(replay.slice(0, -3)).toEqual([
      'APPOINTING_AUTHORITY: AssignLegalAid', 'CASE_WORKER: ConveneBidPanel',
      'APPOINTING_AUTHORITY: ConfirmRepresentingParent refused for GUARDIAN_INDEPENDENT', 'APPOINTING_AUTHORITY: ConfirmRepresentingParent refused for GUARDIAN_INDEPENDENT',
      'CASE_WORKER: ProposeRepatriation refused for REPRESENTATIVE_ACTIVE, BID_FINAL', 'APPOINTING_AUTHORITY: AppointGuardian',
      'CASE_WORKER: ProposeRepatriation refused for BID_FINAL', 'CASE_WORKER: DecideRepatriation refused for BID_FINAL',
      'PANEL_MEMBER: ConcludeDetermination refused for PARENTS_HEARD', 'PANEL_MEMBER: ConcludeDetermination refused for PARENTS_HEARD',
      'PANEL_MEMBER: ConcludeDetermination', 'CASE_WORKER: DecideRepatriation',
    ]);
    expect(replay.slice(-3).every((line) => line.startsWith('CASE_WORKER: AuthoriseTransfer refused for '))).toBe(true);
    const { data } = (await historyOf(app, child)).find(({ type }) => type === 'best-interests.BestInterestsDetermined')!;
    expect(data).toMatchObject({ reasons: ['FAMILY_TIES', 'SOCIAL_TIES', 'LANGUAGE_AND_CULTURE'], speaksAgainst: ['CARE'] });
  });
});

describe('A child that turns 18 on the way', () => {
  let traveller: Traveller;

  it('goes on with the procedure that was opened before, and is asked for its own consent again', async () => {
    traveller = await aPreparedReturn(app, { change: { 'register-child-found': { majorityOn: (await inDays(40)).slice(0, 10) } } });
    expect(unmetIn(await traveller.authorise())).toEqual(['CONSENT_CHILD']);
    expect((await traveller.take('give-consent (CHILD)')).status).toBe(200);
    await traveller.authorise().expect(200);
    await traveller.depart().expect(200);
  });

  it('is weighed as on the day before, by the registration and the opening of the procedure', async () => {
    const history = await historyOf(app, traveller);
    const idOf = (searched: string) => history.find(({ type }) => type === searched)!.id;
    const { basis } = (await decisionsOf(app, traveller)).at(-1)!;
    expect(basis!.facts.find(({ code }) => code === 'MINORITY')!.evidence).toEqual([idOf('identification.ChildFound'), idOf('best-interests.AssessmentOpened')]);
    expect(basis!.facts.find(({ code }) => code === 'REPRESENTATIVE_ACTIVE')!.evidence).toContain(idOf('guardianship.MandateAccepted'));
    expect(basis!.facts.find(({ code }) => code === 'CONSENT_CHILD')!.evidence).toEqual([history.findLast(({ type }) => type === 'repatriation.ConsentGiven')!.id]);
  });

  it('can be replayed', async () => {
    expect(await replayOf(app, traveller)).toEqual([
      ...upToJourney, 'CASE_WORKER: AuthoriseTransfer refused for CONSENT_CHILD', 'NGO_ADVOCATE: GiveConsent', 'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: ConfirmDeparture',
    ]);
  });

  it('is nobody of whom a procedure is opened only after that day', async () => {
    const adult = await aPreparedReturn(app, {
      until: 'request-guardian', without: ['place-in-emergency-open-care'], change: { 'register-child-found': { majorityOn: (await inDays(-90)).slice(0, 10) } },
    });
    expect((await adult.take('open-assessment')).status).toBe(200);
    expect(unmetIn(await adult.take('appoint-guardian'))).toEqual(['MINORITY']);
    // Its members sign on the eleventh day.
    await later(app, 'P11D');
    expect(unmetIn(await adult.take('convene-bid-panel'))).toEqual(['MINORITY']);
  });
});
