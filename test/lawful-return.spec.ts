import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { departureDay, journeyOf, lawfulReturn, type Step } from '../apps/cli/lawful-return.js';
import type { Actor } from '../libs/decider/actor.js';
import type { FactCode } from '../libs/decider/gate.js';
import { transferGate } from '../libs/repatriation/transfer.commands.js';
import { eightAtATime, startApp, type App } from './app.js';
import { auditor, authority, guardian, lawyer, ombudsperson, panelMember, policeCaseWorker } from './people.js';
import { dataOf, decisionsOf, historyOf, replayOf } from './replay.js';
import { aPreparedReturn, later, preparedReturns, type Traveller } from './returns.js';

let app: App;
// Whatever is asked here is answered from the log: no follower works beside it.
beforeAll(async () => { app = await startApp({ ROLE: 'api' }); });
afterAll(() => app.stop());

const unmetIn = ({ body }: Response) => (body as { unmet: { code: FactCode }[] }).unmet.map(({ code }) => code);
const eventsIn = ({ body }: Response) => (body as { events: { id: string; type: string }[] }).events;
const needed = transferGate.at(-1)!.needs;
const now = async () => ({ occurredAt: { at: (await app.system.clock.now()).toISOString(), zone: 'Europe/Chisinau' } });
const said = { source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } };
const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'a-document' } };

/** A step that anybody on the case may take and that takes a guarantee away. */
type Blow = (traveller: Traveller) => Promise<Response>;
const blow = (action: string, body: (traveller: Traveller) => object, by?: Actor): Blow => async (traveller) => {
  const answer = await traveller.send(action, { ...(action.startsWith('record-') ? { ...await now(), ...said } : {}), ...body(traveller) }, by);
  if (answer.status !== 200) throw new Error(`${action} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
};
const retraction = (step: string) => blow('record-retraction', ({ eventOf }) => ({ target: eventOf(step), reason: 'MISTAKEN_ENTRY' }));

/** What takes each guarantee of the transfer gate away. */
const blows: Readonly<Partial<Record<FactCode, Blow>>> = {
  CHILD_REGISTERED: blow('record-death', () => ({ diedIn: 'MD', heldOrCaredFor: 'CARE', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' })),
  MINORITY: blow('record-correction', ({ eventOf }) => ({ target: eventOf('register-child-found'), fields: { majorityOn: '2020-05-04' }, reason: 'DOCUMENT_FOUND' })),
  REPRESENTATIVE_ACTIVE: blow('suspend-guardian', ({ journey }) => ({ guardianRef: journey.cast.guardian.actorRef, ground: 'UNREACHABLE' }), authority),
  LEGAL_AID_ACTIVE: blow('record-legal-aid-failure', () => ({ lawyerRef: lawyer.actorRef, failure: 'CASE_LAID_DOWN' })),
  INTERPRETER_FIT: blow('record-interpreter-unfit', () => ({ interpreterRef: 'interpreter', unfitness: 'BROKE_CONFIDENCE' })),
  CHILD_HEARD: retraction('attest-child-heard'),
  BID_FINAL: blow('declare-panel-conflict', () => ({ memberRef: panelMember.actorRef, ground: 'FINANCIAL' })),
  APPEAL_CLEAR: blow('lodge-appeal', ({ eventOf }) => ({ decisionRef: eventOf('decide-repatriation'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD' }), lawyer),
  NO_PROTECTION_CLAIM: blow('open-protection-claim', () => ({ kind: 'ASYLUM', againstState: 'KG' }), lawyer),
  CONSENT_CHILD: blow('withdraw-consent', () => ({ whose: 'CHILD', channel: 'BY_CONDUCT' })),
  CONSENT_REPRESENTATIVE: blow('withdraw-consent', () => ({ whose: 'REPRESENTATIVE', channel: 'IN_WRITING' })),
  ORIGIN_STATE_READY: blow('record-origin-readiness-withdrawn', () => ({ destinationState: 'KG', reason: 'CARE_NOT_AVAILABLE' })),
  CARER_READY: blow('record-carer-withdrew', () => ({ carerRef: 'grandmother', reason: 'ILLNESS_OR_DEATH' })),
  PLAN_APPROVED: retraction('approve-plan'),
  CHILD_INFORMED: retraction('attest-child-informed'),
  TIMING_ASSESSED: retraction('attest-timing'),
  NO_DANGER: blow('record-danger', () => ({ destinationState: 'KG', danger: 'VIOLENCE_AT_HOME' })),
  ESCORT_CIVIL: blow('assign-escort', () => ({ escorts: [{ escortRef: 'another', orgRef: 'child-protection', orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] })),
  NOT_CUSTODIAL_TRAVEL: blow('record-transfer-leg', () => ({ fromState: 'MD', toState: 'KG', means: 'PLANE', custodial: 'YES', mayLeave: 'NO', escortOrgTypes: ['CHILD_PROTECTION'] })),
  SIBLINGS_RESOLVED: blow('record-sibling-outcome', () => ({ siblingRef: 'sister', outcome: 'INTEGRATION' })),
  NO_OPEN_COERCION_REPORT: blow('record-coercion', () => ({ coerced: ['CHILD'], means: ['THREAT'] })),
  MONITORING_ARRANGED: retraction('arrange-monitoring'),
  DOCUMENTS_READY: blow('attest-documents', () => ({ destinationState: 'KG', documents: [{ kind: 'PASSPORT' }], claimExposed: 'UNKNOWN' })),
  OPEN_RECEPTION: retraction('arrange-first-placement'),
  CENTRAL_AUTHORITY_OK: blow('attest-central-authority', () => ({ destinationState: 'KG', answer: 'REFUSED', authority: { orgType: 'CHILD_PROTECTION' }, ...shown })),
};
describe('A return that passes every guarantee', () => {
  let traveller: Traveller;

  it('is authorised once all of them are proven, and carries the events that prove each', async () => {
    traveller = await aPreparedReturn(app);
    const answer = await traveller.authorise().expect(200);
    expect(eventsIn(answer).map(({ type }) => type)).toEqual(['repatriation.TransferAuthorised']);
    const basis = (await decisionsOf(app, traveller)).at(-1)!.basis!;
    expect(basis).toMatchObject({ gate: 'transfer', profileVersion: expect.stringMatching(/^MD@/), instruments: ['MD_RETURN_PROCEDURE@1', 'CIS_TRAFFICKING_2005@1'] });
    expect(basis.facts.map(({ code }) => code)).toEqual(needed);
    expect(basis.facts.find(({ code }) => code === 'CONSENT_CHILD')!.evidence).toEqual([traveller.eventOf('give-consent (CHILD)')]);
  });

  it('is looked at again on its day, and ends with the arrival', async () => {
    await traveller.depart().expect(200);
    const arrival = { ...await now(), ...said, state: 'KG', facilityRef: traveller.home, receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' };
    expect(eventsIn(await traveller.send('record-arrival', arrival).expect(200)).map(({ type }) => type)).toEqual(['reintegration.ChildArrived']);
  });

  it('can be replayed, decision by decision, each on what was known before it', async () => {
    expect(await replayOf(app, traveller)).toEqual([
      'CASE_WORKER: PlaceInEmergencyOpenCare', 'APPOINTING_AUTHORITY: AppointGuardian', 'APPOINTING_AUTHORITY: AssignLegalAid',
      'CASE_WORKER: RequestOriginInformation', 'CASE_WORKER: DecidePlacement', 'CASE_WORKER: ConveneBidPanel', 'PANEL_MEMBER: ConcludeDetermination',
      'CASE_WORKER: ProposeRepatriation', 'CASE_WORKER: DecideRepatriation', 'NGO_ADVOCATE: GiveConsent', 'NGO_ADVOCATE: GiveConsent',
      'CASE_WORKER: ConfirmCarer', 'CASE_WORKER: ApprovePlan', 'CASE_WORKER: ArrangeMonitoring', 'CASE_WORKER: ArrangeFirstPlacement',
      'CASE_WORKER: AssignEscort', 'CASE_WORKER: AuthoriseTransfer', 'CASE_WORKER: ConfirmDeparture',
    ]);
  });

  it('is followed by both states looking for the child where it is missing afterwards', async () => {
    const missing = { ...await now(), ...said, lastSeenOn: traveller.journey.date(departureDay - 1), state: 'KG', toldAuthorities: [], traffickingFeared: 'UNKNOWN' };
    expect(eventsIn(await traveller.send('record-missing', missing).expect(200)).map(({ type }) => type)).toEqual(['reintegration.MissingReported', 'repatriation.StatesToldOfMissing']);
    expect(await dataOf(app, traveller, 'repatriation.StatesToldOfMissing')).toMatchObject({ states: [{ state: 'MD', part: 'DEPARTURE' }, { state: 'KG', part: 'DESTINATION', authority: { orgRef: 'central-authority' } }] });
  });

  it('is refused on its day where it was never authorised, and on another day than its own', async () => {
    const other = await aPreparedReturn(app);
    expect(unmetIn(await other.depart().expect(422))).toEqual(['TRANSFER_IN_FORCE']);
    await other.authorise({ plannedDeparture: `${other.journey.date(70)}T10:00:00+02:00` }).expect(200);
    expect(unmetIn(await other.depart().expect(422))).toEqual(['TRANSFER_IN_FORCE']);
  });
});

describe('A return of which one guarantee is missing', () => {
  /** The steps that prove each; those that rest on it in turn can then not be taken, so that it is taken away after them. */
  const steps: Readonly<Partial<Record<FactCode, string>>> = {
    APPEAL_CLEAR: 'attest-decision-explained', CONSENT_CHILD: 'give-consent (CHILD)', CONSENT_REPRESENTATIVE: 'give-consent (REPRESENTATIVE)',
    ORIGIN_STATE_READY: 'attest-origin-answer', CARER_READY: 'confirm-carer', PLAN_APPROVED: 'approve-plan', CHILD_INFORMED: 'attest-child-informed', TIMING_ASSESSED: 'attest-timing',
    NO_DANGER: 'attest-risk-assessment', ESCORT_CIVIL: 'assign-escort', SIBLINGS_RESOLVED: 'attest-siblings-resolved', MONITORING_ARRANGED: 'arrange-monitoring',
    DOCUMENTS_READY: 'attest-documents', OPEN_RECEPTION: 'arrange-first-placement', CENTRAL_AUTHORITY_OK: 'attest-central-authority',
  };
  /** What is said of the journey itself, rather than proven before it. */
  const held = ({ journey }: Traveller) => ({ legs: (journeyOf(journey) as { legs: object[] }).legs.map((leg) => ({ ...leg, custodial: 'YES' })) });
  const answers = new Map<string, readonly FactCode[] | number>();
  const replays = new Map<string, readonly string[]>();
  beforeAll(async () => {
    const travellers = await preparedReturns(app, needed.map((code) => ({ without: steps[code] ? [steps[code]] : [] })));
    await eightAtATime(needed.map((code, index) => ({ code, traveller: travellers[index]! })), async ({ code, traveller }) => {
      const isOfTheWay = code === 'NOT_CUSTODIAL_TRAVEL';
      if (!steps[code] && !isOfTheWay) await blows[code]!(traveller);
      const answer = await traveller.authorise(isOfTheWay ? held(traveller) : {});
      answers.set(code, answer.status === 422 ? unmetIn(answer) : answer.status);
      replays.set(code, await replayOf(app, traveller));
    });
  }, 300_000);

  it.each(needed)('is refused for want of %s', (code) => expect(answers.get(code)).toEqual([code]));

  it.each(needed)('can be replayed, with the refusal for want of %s', (code) => expect(replays.get(code)!.at(-1)).toBe(`CASE_WORKER: AuthoriseTransfer refused for ${code}`));

  it('is refused with everything that is missing at once', async () => {
    const traveller = await aPreparedReturn(app, { without: ['confirm-carer', 'attest-documents', 'give-consent (CHILD)'] });
    expect(unmetIn(await traveller.authorise().expect(422))).toEqual(['CONSENT_CHILD', 'CARER_READY', 'DOCUMENTS_READY']);
  });
});

describe('A guarantee that is missing', () => {
  it('is not made up by naming the law of another state, in the decision or in a report of anybody', async () => {
    const traveller = await aPreparedReturn(app, { without: ['attest-central-authority'] });
    expect(unmetIn(await traveller.authorise({ jurisdiction: 'KZ' }).expect(422))).toEqual(['CENTRAL_AUTHORITY_OK']);
    await traveller.send('record-dispute', { ...await now(), ...said, jurisdiction: 'KG', target: traveller.eventOf('open-assessment'), disputedBy: 'OTHER' }).expect(200);
    expect(unmetIn(await traveller.authorise().expect(422))).toEqual(['CENTRAL_AUTHORITY_OK']);
  });

  it('is not made up by a consent that is dated back to before its withdrawal: no decision is dated back', async () => {
    const traveller = await aPreparedReturn(app);
    await blows.CONSENT_CHILD!(traveller);
    const consent = lawfulReturn.find(({ which }) => which === 'CHILD')!;
    const occurredAt = { at: traveller.journey.date(consent.day), zone: 'Europe/Chisinau' };
    const { body } = await traveller.send(consent.action, { occurredAt, ...consent.body(traveller.journey) }, traveller.journey.cast.advocate).expect(400);
    expect(body).toMatchObject({ errors: [{ field: 'occurredAt', message: expect.stringMatching(/^A decision is dated by the moment at which it is taken/) }] });
    expect(unmetIn(await traveller.authorise().expect(422))).toContain('CONSENT_CHILD');
  });

  it('is not made up by speaking to the child in a language that it does not speak, until it is found to understand that one', async () => {
    const inFrench = { language: 'fra', interpreter: 'NOT_NEEDED', interpreterRef: undefined };
    const { interpreter: _, ...told } = inFrench;
    const [heard, informed] = await preparedReturns(app, [
      { change: { 'attest-child-heard': inFrench }, until: 'decide-placement' },
      { change: { 'attest-decision-explained': told, 'give-consent (CHILD)': told, 'attest-child-informed': told } },
    ]) as [Traveller, Traveller];
    const missing = ['APPEAL_CLEAR', 'CONSENT_CHILD', 'CHILD_INFORMED'];
    expect(unmetIn(await heard.take('decide-placement'))).toEqual(['CHILD_HEARD']);
    expect(unmetIn(await informed.authorise().expect(422))).toEqual(missing);
    const police = await app.as(policeCaseWorker);
    await police.post(`/children/${informed.child}/record-correction`, {
      ...await now(), ...said, target: informed.eventOf('register-child-found'), fields: { languages: ['fra'] }, reason: 'MISTAKEN_ENTRY',
    }).expect(202);
    expect(unmetIn(await informed.authorise().expect(422))).toEqual(missing);
    const understood = { childLanguage: 'fra', because: 'CHILD_SPEAKS_THE_LANGUAGE_OF_THE_PROCEDURE', confirmedHow: 'REPEATED_IN_OWN_WORDS' };
    await informed.send('attest-interpreter-unneeded', understood, guardian).expect(200);
    await informed.authorise().expect(200);
  });

  it('is not made up by certifying that a claim was rejected on which protection was granted, or as the body that returns the child, nor an inquiry by the body that is accused', async () => {
    const traveller = await aPreparedReturn(app);
    const [claim] = eventsIn(await blows.NO_PROTECTION_CLAIM!(traveller));
    const court = { kind: 'ASYLUM', claimRef: claim!.id, authority: { orgRef: 'court', orgType: 'COURT' }, ...shown };
    await traveller.send('attest-protection-claim-closed', { ...court, result: 'GRANTED', protectsAgainst: ['KG'] }, lawyer).expect(200);
    await traveller.send('attest-protection-claim-closed', { ...court, result: 'REJECTED' }, lawyer).expect(200);
    expect(unmetIn(await traveller.authorise().expect(422))).toContain('NO_PROTECTION_CLAIM');

    const [other] = eventsIn(await blows.NO_PROTECTION_CLAIM!(traveller));
    await traveller.send('attest-protection-claim-closed', { ...court, claimRef: other!.id, result: 'REJECTED' }).expect(403);

    const coercedBy = { orgRef: 'child-protection', orgType: 'CHILD_PROTECTION' };
    const [report] = eventsIn(await traveller.send('record-coercion', { ...await now(), ...said, coerced: ['CHILD'], means: ['THREAT'], coercedBy }).expect(200));
    const inquiry = { reportRef: report!.id, result: 'NO_COERCION_FOUND', ...shown };
    await traveller.send('attest-coercion-inquiry-closed', { ...inquiry, inquiryBody: { orgType: 'CHILD_PROTECTION' } }).expect(400);
    await traveller.send('attest-coercion-inquiry-closed', { ...inquiry, inquiryBody: { orgRef: 'another-body', orgType: 'CHILD_PROTECTION' } }).expect(403);
  });
});

describe('Somebody who is said to have harmed the child', () => {
  it('decides nothing about it, as long as no independent inquiry has found otherwise; a colleague does, and what protects the child is taken from anybody', async () => {
    const traveller = await aPreparedReturn(app, { until: 'convene-bid-panel' });
    const { caseWorker } = traveller.journey.cast;
    const report = { ...await now(), ...said, coerced: ['CHILD'], means: ['THREAT'], coercedByPerson: caseWorker.actorRef };
    const [accusation] = eventsIn(await traveller.send('record-coercion', report, lawyer).expect(200));
    const panel = lawfulReturn.find(({ action }) => action === 'convene-bid-panel')!.body(traveller.journey);
    await traveller.send('convene-bid-panel', panel).expect(403);
    await traveller.send('halt-transfer', { ground: 'HEALTH' }).expect(200);
    const colleague = await app.as({ ...caseWorker, actorRef: 'a-colleague' });
    await colleague.post(`/children/${traveller.child}/convene-bid-panel`, panel).expect(200);
    const inquiry = { reportRef: accusation!.id, result: 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, ...shown };
    await traveller.send('attest-coercion-inquiry-closed', inquiry, ombudsperson).expect(200);
    await traveller.send('assign-legal-aid', { lawyerRef: lawyer.actorRef, organisationRef: lawyer.orgRef, languages: ['kir', 'rus'] }).expect(200);
  });
});

describe('A return that is authorised', () => {
  const halts = new Map<string, { events: readonly string[]; halt: Record<string, unknown>; cause: string; replay: readonly string[]; history: readonly string[] }>();
  beforeAll(async () => {
    const travellers = await preparedReturns(app, needed.map(() => ({})));
    await eightAtATime(needed.map((code, index) => ({ code, traveller: travellers[index]! })), async ({ code, traveller }) => {
      await traveller.authorise().expect(200);
      const events = eventsIn(await blows[code]!(traveller));
      halts.set(code, { events: events.map(({ type }) => type), halt: await dataOf(app, traveller, 'repatriation.TransferHalted').catch(() => ({})), cause: events[0]!.id,
        replay: await replayOf(app, traveller), history: (await historyOf(app, traveller)).map(({ type }) => type) });
    });
  }, 300_000);

  it.each(needed)('is halted in the append that takes %s away, and the halt says so', (code) => {
    const { events, halt, cause } = halts.get(code)!;
    expect(events.filter((type) => type === 'repatriation.TransferHalted')).toHaveLength(1);
    expect(halt).toMatchObject({ lost: expect.arrayContaining([code]), cause, inTransit: false });
  });

  it.each(needed)('can be replayed, with the halt for %s after the decision', (code) => {
    const { replay, history } = halts.get(code)!;
    expect(replay.filter((line) => line.includes('AuthoriseTransfer'))).toEqual(['CASE_WORKER: AuthoriseTransfer']);
    expect(history.lastIndexOf('repatriation.TransferHalted')).toBeGreaterThan(history.indexOf('repatriation.TransferAuthorised'));
  });

  it('is halted on the way as well, where the child takes its consent back', async () => {
    const traveller = await aPreparedReturn(app);
    await traveller.authorise().expect(200);
    await traveller.depart().expect(200);
    const events = eventsIn(await blows.CONSENT_CHILD!(traveller)).map(({ type }) => type);
    expect(events).toEqual(expect.arrayContaining(['repatriation.ConsentWithdrawn', 'repatriation.TransferHalted', 'best-interests.DeterminationReopened']));
    expect(await dataOf(app, traveller, 'repatriation.TransferHalted')).toMatchObject({ inTransit: true });
  });

  it('and halted goes on only by a new authorisation', async () => {
    const traveller = await aPreparedReturn(app);
    await traveller.authorise().expect(200);
    await blows.NO_OPEN_COERCION_REPORT!(traveller);
    expect(unmetIn(await traveller.depart().expect(422))).toEqual(['TRANSFER_IN_FORCE', 'NO_OPEN_COERCION_REPORT']);
  });
});

describe('A child who is held', () => {
  const cell = async (more: object = {}) => ({ ...await now(), ...said, stayRef: 'cell', settingKind: 'POLICE_CELL', mayLeave: 'NO', ...more });
  const ended = async () => ({ ...await now(), stayRef: 'cell', endReason: 'RELEASE', source: { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' } });
  const met = { shownBy: 'CHILD_MET_ALONE' };
  const step = (action: string, day: number, body: object, by: Step['by'] = 'advocate'): Step => ({ action, day, by, body: () => ({ ...said, ...body }) });
  const inCell = step('record-deprivation-started', 2, { stayRef: 'cell', settingKind: 'POLICE_CELL', mayLeave: 'NO' });
  const leftCell = step('record-deprivation-ended', 4, { stayRef: 'cell', endReason: 'RELEASE' });
  const certified: Step = { action: 'attest-child-at-liberty', day: 5, by: 'advocate', body: () => met };
  let [free, onTheWay, released, freed]: Traveller[] = [];
  beforeAll(async () => { [free, onTheWay, released, freed] = await preparedReturns(app, [{}, {}, { also: [inCell, leftCell] }, { also: [inCell, leftCell, certified] }]); }, 120_000);
  const typesIn = (answer: Response) => eventsIn(answer).map(({ type }) => type);

  it('does not depart: the report of a cell halts the journey, and neither its end nor its retraction revives it', async () => {
    const { send, authorise, depart } = free!;
    await authorise().expect(200);
    const told = await send('record-deprivation-started', await cell()).expect(200);
    expect(typesIn(told)).toEqual(['identification.DeprivationStarted', 'repatriation.TransferHalted']);
    expect(unmetIn(await depart().expect(422))).toEqual(['TRANSFER_IN_FORCE', 'NOT_CUSTODIAL_TRAVEL']);
    await (await app.as(policeCaseWorker)).post(`/children/${free!.child}/record-deprivation-ended`, await ended()).expect(202);
    await send('record-deprivation-ended', await ended()).expect(200);
    await send('record-retraction', { ...await now(), ...said, target: eventsIn(told)[0]!.id, reason: 'MISTAKEN_ENTRY' }).expect(200);
    expect(unmetIn(await authorise().expect(422))).toEqual(['NOT_CUSTODIAL_TRAVEL']);
  });

  it('and travels once somebody who neither held it nor returns it certifies that it is at liberty, until that is disputed', async () => {
    const { send, authorise, depart } = free!;
    await send('attest-child-at-liberty', met).expect(403);
    const [certificate] = eventsIn(await send('attest-child-at-liberty', met, ombudsperson).expect(200));
    const answer = await authorise().expect(200);
    const { body } = await (await app.as(auditor)).get(`/children/${free!.child}/decisions?limit=100`).expect(200);
    const { basis } = (body as { entries: { eventId: string; basis: { facts: { code: string; evidence: string[] }[] } }[] }).entries.at(-1)!;
    expect(basis.facts.find(({ code }) => code === 'NOT_CUSTODIAL_TRAVEL')!.evidence).toEqual([certificate!.id]);
    expect(typesIn(answer)).toEqual(['repatriation.TransferAuthorised']);
    const dispute = await send('record-dispute', { ...await now(), ...said, target: certificate!.id, disputedBy: 'CHILD' }).expect(200);
    expect(typesIn(dispute)).toContain('repatriation.TransferHalted');
    expect(unmetIn(await depart().expect(422))).toContain('NOT_CUSTODIAL_TRAVEL');
  });

  it('is stopped on the way as well, and both states are told', async () => {
    const { send, authorise, depart } = onTheWay!;
    await authorise().expect(200);
    await depart().expect(200);
    const told = await send('record-incident', { ...await now(), ...said, kind: 'RESTRAINT', injured: 'UNKNOWN', medicalCare: 'UNKNOWN', toldIndependentBody: 'NO' }).expect(200);
    expect(typesIn(told)).toEqual(expect.arrayContaining(['repatriation.TransferHalted', 'repatriation.StatesAlerted']));
    expect(await dataOf(app, onTheWay!, 'repatriation.TransferHalted')).toMatchObject({ lost: ['NOT_CUSTODIAL_TRAVEL'], inTransit: true });
  });

  it('has agreed to nothing while nobody but reports say that it was released: it agrees anew, at liberty', async () => {
    const { send, take, authorise } = released!;
    expect(unmetIn(await authorise().expect(422))).toEqual(['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'NOT_CUSTODIAL_TRAVEL']);
    await send('attest-child-at-liberty', met, ombudsperson).expect(200);
    expect(unmetIn(await authorise().expect(422))).toEqual(['CONSENT_CHILD', 'CONSENT_REPRESENTATIVE']);
    for (const which of ['CHILD', 'REPRESENTATIVE']) expect((await take(`give-consent (${which})`)).status).toBe(200);
    await authorise().expect(200);
  });

  it('returns lawfully where its custody was certified to be over before anybody agreed', async () => {
    await freed!.authorise().expect(200);
    await freed!.depart().expect(200);
  });
});

describe('A return of sixty days that is lived in seconds', () => {
  it('waits for the window of the appeal, which the clock closes, and is then authorised and carried out', async () => {
    const traveller = await aPreparedReturn(app, { until: 'attest-child-informed' });
    const informed = lawfulReturn.find(({ action }) => action === 'attest-child-informed')!;
    await traveller.send(informed.action, informed.body(traveller.journey), guardian).expect(200);
    expect(unmetIn(await traveller.authorise().expect(422))).toEqual(['APPEAL_CLEAR']);
    await later(app, 'P25D');
    await traveller.authorise().expect(200);
    expect(unmetIn(await traveller.depart().expect(422))).toEqual(['TRANSFER_IN_FORCE']);
    await later(app, 'P8D');
    await traveller.depart().expect(200);
  });
});
