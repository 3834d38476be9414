import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { journeyOf, lawfulReturn, nameOf } from '../apps/cli/lawful-return.js';
import type { Actor } from '../libs/decider/actor.js';
import type { FactCode } from '../libs/decider/gate.js';
import type { StoredEvent } from '../libs/event-store/port.js';
import { startApp, type App, type Caller } from './app.js';
import { advocate, authority, caseWorker, guardian, lawyer, ombudsperson, originAuthority, panelMember } from './people.js';
import { doubled, falseBases, lostHalts, untold } from './races.oracle.js';
import { slow, thinkingFor, type Overtaken } from './races.store.js';
import { later, preparedReturns, type Traveller } from './returns.js';

/** Many at once on one child: what must hold is recomputed from the log by an oracle that shares no code with the gates. */

const seed = Number(process.env.RACES_SEED ?? 1989);

type Api = Pick<App, 'url' | 'as'>;
let app: App;
let apis: readonly Api[];
/** One more, in which a test can stop a decision between what it read and what it stores. */
let beside: Awaited<ReturnType<App['beside']>>;
const thinkMs = 60;
const thinks = thinkingFor(thinkMs);
type Thinking = typeof thinks;
let beforeItGoesOn = thinks;
/** The same in the first one, which follows the log besides. */
let beforeAppGoesOn = thinks;
/** Appends that came too late, by what each API tells of itself. */
const late: Overtaken[] = [];
beforeAll(async () => {
  app = await startApp();
  const overtaken = (append: Overtaken) => void late.push(append);
  slow(app.system.store, (stream) => beforeAppGoesOn(stream), overtaken);
  beside = await app.beside();
  slow(beside.system.store, (stream) => beforeItGoesOn(stream), overtaken);
  apis = [app, ...await Promise.all([app.apart({ thinkMs, overtaken }), app.apart({ thinkMs, overtaken })])];
});
afterEach(() => void jest.restoreAllMocks());
afterAll(() => app.stop());

/** The same throws for the same seed (mulberry32). */
function dice(state: number): (sides: number) => number {
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.system.store.read(stream)) events.push(event);
  return events;
}
const logOf = ({ child }: Traveller) => eventsOf(`child-${child}`);
const placesOf = async ({ home, journey: { shelter } }: Traveller) =>
  new Map(await Promise.all([`facility-${home}`, `facility-${shelter}`, 'corridor-MD-KG'].map(async (stream) => [stream, await eventsOf(stream)] as const)));

/** Reports of coercion, claims and appeals that nobody has answered for good: what an appeal body has set aside answers nothing. */
async function open(traveller: Traveller, opening: string, closing: string, field: string): Promise<readonly string[]> {
  const log = await logOf(traveller);
  const overruled = log.filter(({ type, data }) => type === 'repatriation.AppealDecided' && data['result'] === 'UPHELD').map(({ data }) => data['decisionRef']);
  const closed = log.filter(({ type, id }) => type === closing && !overruled.includes(id)).map(({ data }) => data[field]);
  return log.filter(({ type, id }) => type === opening && !closed.includes(id)).map(({ id }) => id);
}
const openReports = (traveller: Traveller) => open(traveller, 'repatriation.CoercionReported', 'repatriation.CoercionInquiryClosed', 'reportRef');
const openClaims = (traveller: Traveller) => open(traveller, 'repatriation.ProtectionClaimOpened', 'repatriation.ProtectionClaimClosed', 'claimRef');
const openAppeals = (traveller: Traveller) => open(traveller, 'repatriation.AppealLodged', 'repatriation.AppealDecided', 'appealRef');
const decisionOf = async (traveller: Traveller) => (await logOf(traveller)).findLast(({ type }) => type === 'repatriation.RepatriationDecided')!.id;

async function openSuspensions(): Promise<readonly string[]> {
  const log = await eventsOf('corridor-MD-KG');
  const over = log.filter(({ type }) => type === 'corridor.TransfersResumed').map(({ data }) => data['suspensionRef']);
  return log.filter(({ type, id }) => type === 'corridor.SuspensionDeclared' && !over.includes(id)).map(({ id }) => id);
}
async function freeTheWay(): Promise<void> {
  const worker = await app.as(caseWorker);
  for (const suspensionRef of await openSuspensions()) await worker.post('/corridors/MD-KG/attest-transfers-resumed', { suspensionRef, ...shown }).expect(200);
  await app.followed();
}
const dayMs = 86_400_000;
const yesterday = async () => new Date((await app.system.clock.now()).getTime() - dayMs).toISOString().slice(0, 10);

const said = async () => ({ occurredAt: { at: (await app.system.clock.now()).toISOString(), zone: 'Europe/Chisinau' }, source: { kind: 'NGO_VISIT', reliability: 'PROBABLE' } });
const shown = { source: { kind: 'DOCUMENT', reliability: 'CONFIRMED', documentRef: 'a-document' } };

/** What somebody does, with a body that may depend on what others have done; `throwOf` tells variants apart. */
interface Move {
  readonly action: string;
  readonly by: Actor;
  /** What it is said of, where that is not the child. */
  of?(traveller: Traveller): string;
  body(traveller: Traveller, throwOf: (sides: number) => number): Promise<object | undefined>;
}

const cast = { advocate, caseWorker, authority, guardian, lawyer, panelMember, originAuthority };
const move = (action: string, by: Actor, body: Move['body']): Move => ({ action, by, body });
/** The journey of today, by the calendar of the place of departure. */
const plannedAt = async ({ journey }: Traveller, minute: number) => {
  const today = new Date((await app.system.clock.now()).getTime() + 2 * 3_600_000).toISOString().slice(0, 10);
  return { ...journeyOf(journey), plannedDeparture: `${today}T23:5${minute}:00+02:00` };
};
/** A step of the lawful return, taken once more; what it names is looked up. */
const again = (name: string): Move => {
  const step = lawfulReturn.find((each) => nameOf(each) === name)!;
  return {
    action: step.action,
    by: cast[step.by],
    async body(traveller) {
      const decision = name === 'attest-decision-explained' ? await decisionOf(traveller) : '';
      return step.body({ ...traveller.journey, eventOf: () => decision });
    },
  };
};

const authorise = move('authorise-transfer', caseWorker, async (traveller, throwOf) => plannedAt(traveller, 8 + throwOf(2)));
const depart = move('confirm-departure', caseWorker, async (traveller, throwOf) => plannedAt(traveller, 8 + throwOf(2)));
const decide = move('decide-repatriation', caseWorker, async (_, throwOf) =>
  ({ outcome: 'REPATRIATION', destinationState: 'KG', instrument: ['MD_RETURN_PROCEDURE', 'CHISINAU_AGREEMENT'][throwOf(2)] }));
const closeInquiry = move('attest-coercion-inquiry-closed', ombudsperson, async (traveller, throwOf) => {
  const [reportRef] = await openReports(traveller);
  return reportRef ? { reportRef, result: throwOf(6) === 0 ? 'COERCION_FOUND' : 'NO_COERCION_FOUND', inquiryBody: { orgRef: 'ombudsperson', orgType: 'OMBUDSPERSON' }, ...shown } : undefined;
});
const decideAppeal = move('attest-appeal-decision', ombudsperson, async (traveller) => {
  const [appealRef] = await openAppeals(traveller);
  return appealRef ? { appealRef, result: 'DISMISSED', final: true, instance: 'FIRST_INSTANCE', authority: { orgRef: 'court', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...shown } : undefined;
});
const appeal = move('lodge-appeal', lawyer, async (traveller) => ({ decisionRef: await decisionOf(traveller), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD' }));
const coercion = move('record-coercion', advocate, async () => ({ ...await said(), coerced: ['CHILD'], means: ['THREAT'] }));
const carerWithdraws = move('record-carer-withdrew', caseWorker, async () => ({ ...await said(), carerRef: 'grandmother', reason: 'ILLNESS_OR_DEATH' }));
const suspend: Move = {
  action: 'record-suspension', by: advocate, of: () => 'corridors/MD-KG',
  async body() {
    const now = (await app.system.clock.now()).getTime();
    const [from, reviewBy] = [now, now + 30 * dayMs].map((at) => new Date(at).toISOString());
    return { ...await said(), declaredByState: 'KG', cause: 'BORDER_CLOSED', scope: 'ALL_TRANSFERS', legalBasis: 'decree 4', from, reviewBy };
  },
};
const resume: Move = {
  action: 'attest-transfers-resumed', by: caseWorker, of: () => 'corridors/MD-KG',
  async body() {
    const [suspensionRef] = await openSuspensions();
    return suspensionRef === undefined ? undefined : { suspensionRef, ...shown };
  },
};
const ofHome = ({ home }: Traveller) => `facilities/${home}`;
const lock: Move = { action: 'record-facility-change', by: advocate, of: ofHome, body: async () => ({ ...await said(), exitControl: 'CONTROLLED', validFrom: await yesterday() }) };
const close: Move = { ...lock, body: async () => ({ ...await said(), closed: true, validFrom: await yesterday() }) };
const unlock: Move = { action: 'attest-exit-control', by: ombudsperson, of: ofHome, body: async () => ({ exitControl: 'OPEN', from: await yesterday(), ...shown }) };
const suspendGuardian = move('suspend-guardian', authority, async () => ({ guardianRef: guardian.actorRef, ground: 'UNREACHABLE' }));
const halt = move('halt-transfer', guardian, async () => ({ ground: 'CHILD_ASKS' }));
const withdraw = move('withdraw-consent', caseWorker, async (_, throwOf) => ({ whose: ['CHILD', 'REPRESENTATIVE'][throwOf(2)], channel: 'BY_CONDUCT' }));

/** Who withdrew is confirmed once it has agreed anew, and its home was seen again. */
const confirmCarer = move('confirm-carer', caseWorker, async ({ journey }) => {
  const { homeStudy, ...rest } = lawfulReturn.find(({ action }) => action === 'confirm-carer')!.body(journey) as { homeStudy: object };
  return { ...rest, agreedOn: await yesterday(), homeStudy: { ...homeStudy, doneOn: await yesterday() } };
});
/** Whoever looks how the child is does so after a journey that comes later than the first one would have. */
const arrangeMonitoring = move('arrange-monitoring', caseWorker, async ({ journey }) => {
  const on = new Date((await app.system.clock.now()).getTime() + 90 * dayMs).toISOString().slice(0, 10);
  return { ...lawfulReturn.find(({ action }) => action === 'arrange-monitoring')!.body(journey), visits: [{ on, manner: 'IN_PERSON' }] };
});
const approvePlan = move('approve-plan', caseWorker, async ({ journey }) => {
  const on = new Date((await app.system.clock.now()).getTime() + 90 * dayMs).toISOString().slice(0, 10);
  return { ...lawfulReturn.find(({ action }) => action === 'approve-plan')!.body(journey), followUp: [{ on, manner: 'IN_PERSON' }] };
});
const lastOf = async (traveller: Traveller, type: string) => (await logOf(traveller)).findLast((event) => event.type === type)!.id;
const withdrawn = (type: string) => move('record-retraction', caseWorker, async (traveller) => ({ ...await said(), target: await lastOf(traveller, type), reason: 'MISTAKEN_ENTRY' }));
const closeClaim = move('attest-protection-claim-closed', lawyer, async (traveller) => {
  const [claimRef] = await openClaims(traveller);
  return claimRef ? { claimRef, kind: 'ASYLUM', result: 'REJECTED', authority: { orgRef: 'court', orgType: 'COURT' }, ...shown } : undefined;
});

const openClaim = move('open-protection-claim', lawyer, async () => ({ kind: 'ASYLUM', againstState: 'KG' }));

/** An appeal against what was certified, and the word of the court of cassation on the last such appeal, whatever was ruled before. */
const ruledOn = ['repatriation.RiskAssessed', 'repatriation.TimingAssessed', 'repatriation.ProtectionClaimClosed'];
const contest = (type: string) => move('lodge-appeal', lawyer, async (traveller) => {
  const against = (await logOf(traveller)).findLast((event) => event.type === type);
  return against && { decisionRef: against.id, instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD' };
});
const overrule = move('attest-appeal-decision', ombudsperson, async (traveller) => {
  const log = await logOf(traveller);
  const certified = new Set(log.filter(({ type }) => ruledOn.includes(type)).map(({ id }) => id as unknown));
  const appeal = log.findLast(({ type, data }) => type === 'repatriation.AppealLodged' && certified.has(data['decisionRef']));
  return appeal && { appealRef: appeal.id, result: 'UPHELD', final: true, instance: 'CASSATION', authority: { orgRef: 'supreme-court', orgType: 'COURT' }, bidBodyParticipation: 'YES', ...shown };
});
const [contestRisks, contestTiming, contestEnd] = ruledOn.map(contest) as [Move, Move, Move];

/** What takes a guarantee from a journey that none of the rounds takes by itself, and what gives it anew. */
interface Loss {
  readonly code: FactCode;
  /** What else is taken with it. */
  readonly too?: FactCode;
  /** What has happened before. */
  readonly given?: readonly Move[];
  readonly blow: Move;
  readonly mended: readonly Move[];
}
const losses: readonly Loss[] = [
  {
    code: 'CHILD_REGISTERED',
    blow: move('record-death', advocate, async () => ({ ...await said(), diedIn: 'MD', heldOrCaredFor: 'CARE', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' })),
    mended: [move('attest-death-report-unfounded', ombudsperson, async () => ({ shownBy: 'CHILD_SEEN', documentRef: 'visit' }))],
  },
  { code: 'LEGAL_AID_ACTIVE', blow: move('record-legal-aid-failure', advocate, async () => ({ ...await said(), lawyerRef: lawyer.actorRef, failure: 'CASE_LAID_DOWN' })), mended: ['assign-legal-aid', 'accept-case'].map(again) },
  { code: 'INTERPRETER_FIT', blow: move('record-interpreter-unfit', advocate, async () => ({ ...await said(), interpreterRef: 'interpreter', unfitness: 'BROKE_CONFIDENCE' })), mended: [again('confirm-interpreter')] },
  { code: 'NO_PROTECTION_CLAIM', blow: openClaim, mended: [closeClaim, closeClaim] },
  { code: 'NO_PROTECTION_CLAIM', too: 'APPEAL_CLEAR', given: [openClaim, closeClaim], blow: contestEnd, mended: [decideAppeal] },
  { code: 'NO_PROTECTION_CLAIM', given: [contestEnd, decideAppeal], blow: overrule, mended: [closeClaim] },
  { code: 'NO_DANGER', blow: withdrawn('repatriation.RiskAssessed'), mended: [again('attest-risk-assessment')] },
  { code: 'NO_DANGER', given: [contestRisks, decideAppeal], blow: overrule, mended: [again('attest-risk-assessment')] },
  {
    code: 'ESCORT_CIVIL',
    blow: move('assign-escort', caseWorker, async () => ({ escorts: [{ escortRef: 'another', orgRef: 'child-protection', orgType: 'CHILD_PROTECTION', knownToChild: 'YES' }] })),
    mended: [again('assign-escort')],
  },
  { code: 'SIBLINGS_RESOLVED', blow: withdrawn('best-interests.SiblingsResolved'), mended: [again('attest-siblings-resolved')] },
  { code: 'MONITORING_ARRANGED', blow: withdrawn('reintegration.MonitoringArranged'), mended: [arrangeMonitoring] },
  { code: 'DOCUMENTS_READY', blow: move('attest-documents', caseWorker, async () => ({ destinationState: 'KG', documents: [{ kind: 'PASSPORT' }], claimExposed: 'UNKNOWN' })), mended: [again('attest-documents')] },
  {
    code: 'CENTRAL_AUTHORITY_OK',
    blow: move('attest-central-authority', caseWorker, async () => ({ destinationState: 'KG', answer: 'REFUSED', authority: { orgRef: 'central-authority', orgType: 'CHILD_PROTECTION' }, ...shown })),
    mended: [again('attest-central-authority')],
  },
  // None of these is given anew here: each has a journey of its own.
  { code: 'CHILD_HEARD', blow: withdrawn('best-interests.ChildHeard'), mended: [] },
  {
    code: 'NOT_CUSTODIAL_TRAVEL', mended: [],
    blow: move('record-transfer-leg', advocate, async () => ({ ...await said(), fromState: 'MD', toState: 'KG', means: 'TRAIN', custodial: 'YES', mayLeave: 'NO', escortOrgTypes: ['CHILD_PROTECTION'] })),
  },
  {
    code: 'MINORITY', mended: [],
    blow: move('record-correction', caseWorker, async (traveller) =>
      ({ ...await said(), target: await lastOf(traveller, 'identification.ChildFound'), fields: { majorityOn: '2020-05-04' }, reason: 'DOCUMENT_FOUND' })),
  },
];
/** Those of which each seed mixes some into its rounds. */
const mixedIn = losses.filter(({ code, given }) => !given && ['LEGAL_AID_ACTIVE', 'INTERPRETER_FIT', 'NO_PROTECTION_CLAIM', 'NO_DANGER', 'DOCUMENTS_READY', 'CENTRAL_AUTHORITY_OK'].includes(code));
const lossOf = (round: number): Loss => mixedIn[(seed + round) % mixedIn.length]!;
const strikes = (round: number): readonly Move[] => [lossOf(round).blow, ...lossOf(round).mended, lossOf(round).blow];

const [childConsents, representativeConsents, explain] =
  ['give-consent (CHILD)', 'give-consent (REPRESENTATIVE)', 'attest-decision-explained'].map(again) as [Move, Move, Move];

/** What the callers of a round do, turn by turn. */
const goOn: readonly (readonly Move[])[] = [
  ...Array.from({ length: 6 }, () => [authorise, depart]),
  ...Array.from({ length: 5 }, () => [depart, authorise]),
  ...Array.from({ length: 2 }, () => [explain, depart, authorise]),
  ...Array.from({ length: 3 }, () => [explain, explain, explain]),
  ...Array.from({ length: 4 }, () => [childConsents, representativeConsents, childConsents]),
  ...Array.from({ length: 4 }, () => [confirmCarer, closeInquiry, closeInquiry]),
  ...Array.from({ length: 4 }, () => [confirmCarer, decideAppeal, decideAppeal]),
];

/**
 * What four more callers take away, round by round: first one guarantee at a time, so that nothing but that one refuses, then all at once.
 * A consent that is withdrawn opens the determination again, another decision has to wait for its window, and nobody stands in for a guardian
 * who is suspended: they come last. What is suspended between two states, and a door that is locked, reach the child by reaction.
 */
const blows: readonly (readonly (readonly Move[])[])[] = [
  [[coercion, halt, coercion], [halt, coercion], strikes(0), [coercion]],
  [[appeal, halt, appeal], [halt, appeal], strikes(1), [contestRisks, carerWithdraws, overrule, carerWithdraws]],
  [[suspend, resume, suspend, resume], [lock, unlock, lock, unlock], strikes(2), [openClaim, closeClaim, contestEnd, suspend, overrule]],
  [[coercion, halt, decide, withdraw], [appeal, suspendGuardian, carerWithdraws], [contestTiming, carerWithdraws, overrule, suspend, appeal], [close, carerWithdraws, coercion]],
];
const rounds = blows.length;
/** What each round begins with: a report or a protection that knows of no journey yet, the journey that is authorised meanwhile, and what makes it good again. */
const surprises: readonly (readonly [Move, Move])[] = [[coercion, closeInquiry], [appeal, decideAppeal], [coercion, closeInquiry], [appeal, decideAppeal]];
/** A decision, what takes its ground away, and after reading which stream the decision is stopped for it. */
type Overtaking = readonly [slower: Move, faster: Move, stoppedAt?: string];
/** And then: a decision that would be taken, and what takes its ground away; the journey that is in force leaves a minute after the other one. */
const departNow = move('confirm-departure', caseWorker, async (traveller) => plannedAt(traveller, 9));
const overtakings: readonly Overtaking[] = [[authorise, coercion], [authorise, appeal], [authorise, lock, 'facility-'], [departNow, halt]];

interface Answered {
  readonly action: string;
  readonly answers: readonly Response[];
}

const callers = new Map<string, Promise<Caller>>();
function send({ action, by, of = ({ child }) => `children/${child}` }: Move, traveller: Traveller, body: object, api: Api, key: string): PromiseLike<Response> {
  const name = `${api.url} ${by.actorRef}`;
  if (!callers.has(name)) callers.set(name, api.as(by));
  return callers.get(name)!.then((caller) => caller.post(`/${of(traveller)}/${action}`, body, { key }));
}

async function take(traveller: Traveller, each: Move): Promise<void> {
  const answer = await send(each, traveller, (await each.body(traveller, () => 1))!, app, randomUUID());
  if (answer.status !== 200) throw new Error(`${each.action} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

/** All that a journey rests on is given anew, by one after the other, and the window for an appeal passes, so that a journey can be authorised. */
async function restore(traveller: Traveller, { mended }: Loss): Promise<void> {
  const reports = await openReports(traveller);
  const appeals = await openAppeals(traveller);
  for (const each of [...mended, closeClaim, closeClaim]) if (await each.body(traveller, () => 0)) await take(traveller, each);
  const taken = ['attest-component (CHILD_OPINION)', 'attest-child-heard', 'attest-risk-assessment', 'conclude-determination', 'decide-repatriation', 'attest-decision-explained',
    'give-consent (CHILD)', 'give-consent (REPRESENTATIVE)', 'attest-child-informed', 'attest-timing'].map(again);
  await take(traveller, unlock);
  await freeTheWay();
  for (const each of [halt, ...reports.map(() => closeInquiry), ...appeals.map(() => decideAppeal), ...taken, approvePlan, arrangeMonitoring]) await take(traveller, each);
  await later(app, 'P31D');
  await take(traveller, confirmCarer);
}

/** One round: every caller takes its turns as fast as it is answered, some of them twice under one key, by whichever API. */
async function race(traveller: Traveller, parts: readonly (readonly Move[])[], throwOf: (sides: number) => number, through = apis): Promise<readonly Answered[]> {
  const order = parts.map((moves) => ({ moves, at: throwOf(1_000) })).sort((one, other) => one.at - other.at);
  const planned = order.map(({ moves }) => moves.map((each) =>
    ({ each, variant: throwOf(60), first: throwOf(through.length), repeats: throwOf(3) === 0 ? 1 : 0, key: randomUUID() })));
  const answered = await Promise.all(planned.map(async (moves) => {
    const done: Answered[] = [];
    for (const { each, variant, first, repeats, key } of moves) {
      const body = await each.body(traveller, (sides) => variant % sides);
      if (!body) continue;
      const chosen = Array.from({ length: 1 + repeats }, (_, index) => through[(first + index) % through.length]!);
      done.push({ action: each.action, answers: await Promise.all(chosen.map((api) => send(each, traveller, body, api, key))) });
    }
    return done;
  }));
  return answered.flat();
}

function aPromise(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => undefined as void;
  const promise = new Promise<void>((resolved) => { resolve = resolved; });
  return { promise, resolve: () => resolve() };
}

/** Somebody who is stopped once it has read such a stream. */
interface Stopped {
  readonly stopped: Promise<void>;
  readonly thinking: Thinking;
  goesOn(): void;
}
function stoppedAt(prefix: string, afterwards: Thinking): Stopped {
  const [hasRead, mayGoOn] = [aPromise(), aPromise()];
  let waits = true;
  return {
    stopped: hasRead.promise, goesOn: () => mayGoOn.resolve(),
    thinking: (stream) => {
      if (!waits || !stream.startsWith(prefix)) return afterwards(stream);
      waits = false;
      hasRead.resolve();
      return mayGoOn.promise;
    },
  };
}

/** What somebody has read the record for, and goes on with once somebody else has changed it. */
async function overtake(traveller: Traveller, [slower, faster, at = 'child-']: Overtaking): Promise<readonly Answered[]> {
  const { stopped, thinking, goesOn } = stoppedAt(at, thinks);
  beforeItGoesOn = thinking;
  const overtaken = Promise.resolve(send(slower, traveller, (await slower.body(traveller, () => 0))!, beside, randomUUID()));
  await Promise.race([stopped, overtaken]);
  const stored = await send(faster, traveller, (await faster.body(traveller, () => 0))!, apis[1]!, randomUUID());
  // What changes elsewhere has reached the child by then.
  if (at !== 'child-') await app.followed();
  goesOn();
  const answers = [await overtaken];
  beforeItGoesOn = thinks;
  return [{ action: slower.action, answers }, { action: faster.action, answers: [stored] }];
}

const eventsIn = ({ body }: Response) => (body as { events: readonly { id: string }[] }).events.map(({ id }) => id);
/** RECORD and PROTECT, by the names of their routes. */
const neverRefused = ({ action }: Answered) => action.startsWith('record-') || ['withdraw-consent', 'lodge-appeal', 'halt-transfer', 'open-protection-claim'].includes(action);

const takesAway = [
  'ConsentWithdrawn', 'AppealLodged', 'CoercionReported', 'TransferHalted', 'CarerWithdrawn', 'GuardianSuspended', 'CorridorChanged', 'StayPlaceChanged', 'DeterminationReopened',
];
/** Decisions that were about to be stored when a guarantee was taken away, and had to be weighed anew. */
function overtakenByBlow({ child }: Traveller, log: readonly StoredEvent[]): readonly Overtaken[] {
  const keyOf = ({ meta }: StoredEvent) => (meta['command'] as { key: string }).key;
  return late.filter(({ kind, stream, revision }) => {
    const first = log[revision + 1];
    return kind === 'DECIDE' && stream === `child-${child}` && first !== undefined
      && log.slice(revision + 1).some((event) => keyOf(event) === keyOf(first) && takesAway.some((name) => event.type.endsWith(`.${name}`)));
  });
}

describe(`Thirty-two callers on one child, through APIs in three processes at once (RACES_SEED=${seed})`, () => {
  let traveller: Traveller;
  let log: readonly StoredEvent[];
  let answered: readonly Answered[] = [];
  let stopped: readonly Answered[] = [];

  beforeAll(async () => {
    const throwOf = dice(seed);
    [traveller] = await preparedReturns(app, [{}]) as [Traveller];
    for (const [round, blow] of blows.entries()) {
      if (round > 0) await restore(traveller, lossOf(round - 1));
      const [surprise, madeGood] = surprises[round]!;
      stopped = [...stopped, ...await overtake(traveller, [surprise, authorise])];
      for (const each of [madeGood, authorise]) await take(traveller, each);
      stopped = [...stopped, ...await overtake(traveller, overtakings[round]!)];
      answered = [...answered, ...await race(traveller, [...goOn, ...blow], throwOf)];
    }
    await app.followed();
    log = await logOf(traveller);
  }, 300_000);

  it('come into each other\'s way, and all the same decide, halt and go on', () => {
    const stored = (type: string) => log.filter((event) => event.type === `repatriation.${type}`).length;
    expect(blows.map((blow) => goOn.length + blow.length)).toEqual(blows.map(() => 32));
    expect(overtakenByBlow(traveller, log).length).toBeGreaterThanOrEqual(rounds);
    expect(stopped.map(({ action, answers }) => `${action} ${answers.map(({ status }) => status).join()}`)).toEqual([
      'record-coercion 200', 'authorise-transfer 200', 'authorise-transfer 422', 'record-coercion 200',
      'lodge-appeal 200', 'authorise-transfer 200', 'authorise-transfer 422', 'lodge-appeal 200',
      'record-coercion 200', 'authorise-transfer 200', 'authorise-transfer 422', 'record-facility-change 200',
      'lodge-appeal 200', 'authorise-transfer 200', 'confirm-departure 422', 'halt-transfer 200',
    ]);
    expect(stored('TransferAuthorised')).toBeGreaterThanOrEqual(rounds);
    expect(stored('TransferHalted')).toBeGreaterThan(rounds);
    for (const type of ['AppealLodged', 'AppealDecided', 'ConsentGiven', 'CoercionReported', 'CoercionInquiryClosed', 'CorridorChanged']) expect(stored(type)).toBeGreaterThan(1);
    for (const type of ['identification.StayPlaceChanged', 'guardianship.GuardianSuspended']) expect(log.map((event) => event.type)).toContain(type);
  });

  it('never get a report or a protection refused', () => {
    const reported = answered.filter(neverRefused);
    expect(reported.length).toBeGreaterThan(rounds * 5);
    expect(reported.flatMap(({ action, answers }) => answers.filter(({ status }) => status !== 200).map(({ status }) => `${action} ${status}`))).toEqual([]);
  });

  it('get their decisions accepted, refused for a guarantee, found to have no object, or put off, and nothing else', () => {
    const decisions = answered.filter((each) => !neverRefused(each)).flatMap(({ action, answers }) => answers.map(({ status }) => ({ action, status })));
    // Of a guardian in conflict nobody takes a certificate.
    const silenced = decisions.filter(({ action, status }) => action === 'attest-decision-explained' && status === 403);
    expect(decisions.filter((each) => ![200, 409, 422, 503].includes(each.status) && !silenced.includes(each))).toEqual([]);
    for (const status of [200, 422]) expect(decisions.some((decision) => decision.status === status)).toBe(true);
  });

  it('leave no decision of which a guarantee was untrue at the revision that it was weighed at', async () => {
    expect(falseBases(log, await placesOf(traveller))).toEqual([]);
  });

  it('leave no journey authorised from which a guarantee was taken, here or elsewhere', async () => {
    expect(lostHalts(log)).toEqual([]);
    expect(untold(log, await placesOf(traveller))).toEqual([]);
  });

  it('get one effect for each key, however often it is sent', () => {
    const repeated = answered.filter(({ answers }) => answers.length > 1).map(({ answers }) => answers.filter(({ status }) => status === 200).map(eventsIn).filter((ids) => ids.length > 0));
    expect(repeated.some((ids) => ids.length > 1)).toBe(true);
    expect(repeated.filter(([first, ...rest]) => rest.some((ids) => ids.join() !== first!.join()))).toEqual([]);
    expect(doubled(log)).toEqual([]);
  });
});

describe('What a journey rests on', () => {
  let traveller: Traveller;
  let another: Traveller;
  let unheard: Traveller;
  let undetermined: Traveller;
  const promptly: Thinking = () => undefined;
  beforeAll(async () => {
    beforeAppGoesOn = promptly;
    await freeTheWay();
    [traveller, another, unheard, undetermined] = await preparedReturns(app, [{}, {}, {}, { until: 'conclude-determination' }]) as [Traveller, Traveller, Traveller, Traveller];
  }, 300_000);
  afterAll(() => { beforeAppGoesOn = beforeItGoesOn = thinks; });

  /** Somebody decides, somebody else tells what takes the ground away, and a third one has a journey authorised while both think. */
  async function allAtOnce(traveller: Traveller, { given = [], blow }: Loss): Promise<Readonly<Record<'refused' | 'told' | 'authorised', Response>>> {
    for (const each of given) await take(traveller, each);
    await app.followed();
    const [one, other, body] = [await plannedAt(traveller, 8), await plannedAt(traveller, 9), (await blow.body(traveller, () => 0))!];
    const [deciding, telling] = [stoppedAt('child-', promptly), stoppedAt('child-', promptly)];
    [beforeItGoesOn, beforeAppGoesOn] = [deciding.thinking, telling.thinking];
    const refused = Promise.resolve(send(authorise, traveller, one, beside, randomUUID()));
    const told = Promise.resolve(send(blow, traveller, body, app, randomUUID()));
    await Promise.all([Promise.race([deciding.stopped, refused]), Promise.race([telling.stopped, told])]);
    const authorised = await send(authorise, traveller, other, apis[1]!, randomUUID());
    telling.goesOn();
    await told;
    deciding.goesOn();
    return { refused: await refused, told: await told, authorised };
  }

  it.each(losses)('is taken with $code from the journey that is authorised meanwhile, and from the decision under way, by $blow.action', async (loss) => {
    const { code, too, mended } = loss;
    const journey = { MINORITY: another, CHILD_HEARD: unheard }[code as string] ?? traveller;
    const { refused, told, authorised } = await allAtOnce(journey, loss);
    const lost = [...(too ? [too] : []), code];
    expect([refused, told, authorised].map(({ status }) => status)).toEqual([422, 200, 200]);
    expect((refused.body as { unmet: { code: string }[] }).unmet.map(({ code }) => code)).toEqual(lost);
    const [ended] = (await logOf(journey)).filter(({ id, type }) => eventsIn(told).includes(id) && type === 'repatriation.TransferHalted');
    expect(ended?.data).toMatchObject({ lost, authorisation: eventsIn(authorised)[0] });
    for (const each of mended) if (await each.body(traveller, () => 0)) await take(traveller, each);
  });

  it('is weighed and halted as the oracle would, too', async () => {
    for (const journey of [traveller, another, unheard]) {
      const [log, places] = [await logOf(journey), await placesOf(journey)];
      expect([...falseBases(log, places), ...lostHalts(log), ...untold(log, places)]).toEqual([]);
    }
  });

  it('is determined by nobody who did not know yet that the parents are in dispute', async () => {
    const parents = ['father', 'mother'];
    const dispute = move('record-parental-dispute', lawyer, async () => ({ ...await said(), parents, over: ['CUSTODY'], proceeding: 'PENDING', courtRef: 'city-court' }));
    const determine = again('conclude-determination');
    const [overtaken] = await overtake(undetermined, [determine, dispute]);
    expect(overtaken!.answers.map(({ status, body }) => [status, (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code)])).toEqual([[422, ['PARENTS_HEARD']]]);
    await take(undetermined, move('attest-parental-dispute-ended', authority, async () => ({ parents, because: 'UNFOUNDED', documentRef: 'finding' })));
    await take(undetermined, determine);
    expect(falseBases(await logOf(undetermined), await placesOf(undetermined))).toEqual([]);
  });

  it('is decided by nobody who did not know yet that a claim is open again, as its end is appealed against', async () => {
    for (const each of [openClaim, closeClaim]) await take(undetermined, each);
    const [overtaken] = await overtake(undetermined, [decide, contestEnd]);
    expect(overtaken!.answers.map(({ status, body }) => [status, (body as { unmet: { code: string }[] }).unmet.map(({ code }) => code)])).toEqual([[422, ['NO_PROTECTION_CLAIM']]]);
    for (const each of [decideAppeal, decide]) await take(undetermined, each);
    expect(falseBases(await logOf(undetermined), await placesOf(undetermined))).toEqual([]);
  });
});

describe('An API that weighs what it read before, and takes it for the record as it stands', () => {
  let travellers: readonly Traveller[];
  beforeAll(async () => {
    await freeTheWay();
    travellers = await preparedReturns(app, [{}, {}, {}, {}, {}]);
  }, 300_000);

  /** From now on the careless API sees the stream as somebody read it before, under the revision that it has by now. */
  function weighBeforeReading(stream: string, before: () => Promise<readonly StoredEvent[]>): void {
    const { store } = beside.system;
    const read = store.read.bind(store);
    jest.spyOn(store, 'read').mockImplementation((of, options) => (of === stream ? stale() : read(of, options)));
    async function* stale(): AsyncGenerator<StoredEvent> {
      const seen = await before();
      const revision = (await eventsOf(stream)).length - 1;
      yield* seen.slice(0, -1);
      yield { ...seen.at(-1)!, revision };
    }
  }
  async function weighWhatIsNow(stream: string): Promise<void> {
    const seen = await eventsOf(stream);
    weighBeforeReading(stream, () => Promise.resolve(seen));
  }

  it('is found out in the same race, beside two that are careful', async () => {
    const [traveller] = travellers as [Traveller];
    await traveller.authorise().expect(200);
    const stream = `child-${traveller.child}`;
    weighBeforeReading(stream, async () => {
      const seen = await eventsOf(stream);
      await beforeItGoesOn(stream);
      return seen;
    });
    const [decided] = await overtake(traveller, overtakings[0]!);
    expect(decided!.answers.map(({ status }) => status)).toEqual([200]);
    await race(traveller, [...goOn, ...blows[0]!], dice(seed), [apis[0]!, apis[1]!, beside]);
    expect(falseBases(await logOf(traveller), await placesOf(traveller))).toEqual(expect.arrayContaining([expect.stringMatching(/ was not true$/)]));
  }, 300_000);

  it('authorises a journey without the consent that was withdrawn, and is found out', async () => {
    const traveller = travellers[1]!;
    await weighWhatIsNow(`child-${traveller.child}`);
    const withdrawal = await traveller.send('withdraw-consent', { whose: 'CHILD', channel: 'BY_CONDUCT' });
    const accepted = await send(authorise, traveller, await plannedAt(traveller, 9), beside, randomUUID());
    expect([withdrawal.status, accepted.status]).toEqual([200, 200]);
    expect(falseBases(await logOf(traveller), await placesOf(traveller))).toEqual(expect.arrayContaining([expect.stringMatching(/^TransferAuthorised at \d+: CONSENT_CHILD was not true$/)]));
  });

  it('takes a withdrawal without halting the journey that was authorised meanwhile, and is found out', async () => {
    const traveller = travellers[2]!;
    await weighWhatIsNow(`child-${traveller.child}`);
    const authorised = await traveller.authorise();
    const withdrawal = await send(withdraw, traveller, { whose: 'CHILD', channel: 'BY_CONDUCT' }, beside, randomUUID());
    expect([authorised.status, withdrawal.status]).toEqual([200, 200]);
    expect(lostHalts(await logOf(traveller))).toEqual(expect.arrayContaining([expect.stringMatching(/^ConsentWithdrawn at \d+ took CONSENT_CHILD away, and the journey was not halted with it$/)]));
  });

  it('looks elsewhere before it reads the record, which tells more by then, and is found out', async () => {
    const traveller = travellers[3]!;
    const place = `facility-${traveller.home}`;
    const seen = await eventsOf(place);
    await send(lock, traveller, (await lock.body(traveller, () => 0))!, app, randomUUID());
    await app.followed();
    const read = beside.system.store.read.bind(beside.system.store);
    async function* before(): AsyncGenerator<StoredEvent> { yield* seen; }
    jest.spyOn(beside.system.store, 'read').mockImplementation((stream, options) => (stream === place ? before() : read(stream, options)));
    expect((await send(authorise, traveller, await plannedAt(traveller, 9), beside, randomUUID())).status).toBe(200);
    expect(falseBases(await logOf(traveller), await placesOf(traveller))).toEqual([expect.stringMatching(/^TransferAuthorised at \d+ looked at facility-\S+ as of 0, and the record told of 1$/)]);
  });

  it('rests on what a court has set aside meanwhile, and on the end of a claim that is appealed against, and is found out', async () => {
    const traveller = travellers[4]!;
    for (const each of [openClaim, closeClaim, contestRisks, decideAppeal]) await take(traveller, each);
    await weighWhatIsNow(`child-${traveller.child}`);
    await take(traveller, overrule);
    const accepted = await send(authorise, traveller, await plannedAt(traveller, 9), beside, randomUUID());
    await take(traveller, contestEnd);
    const decided = await send(decide, traveller, (await decide.body(traveller, () => 1))!, beside, randomUUID());
    expect([accepted.status, decided.status]).toEqual([200, 200]);
    expect(falseBases(await logOf(traveller), await placesOf(traveller)).map((each) => each.replace(/ at \d+/, ''))).toEqual([
      'TransferAuthorised: NO_DANGER was not true', 'RepatriationDecided: NO_PROTECTION_CLAIM was not true',
    ]);
  });

  it('would be found out if it stored a command twice', async () => {
    const log = (await logOf(travellers[2]!)).slice(0, 3);
    const { revision, recordedAt, ...event } = log.at(-1)!;
    expect(doubled(log)).toEqual([]);
    expect(doubled([...log, { ...event, id: randomUUID(), revision: revision + 1, recordedAt: new Date(recordedAt.getTime() + 1) }])).toEqual([expect.stringMatching(/took effect more than once$/)]);
  });
});
