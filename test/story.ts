import { afterAll, beforeAll } from '@jest/globals';
import type { Response } from 'supertest';
import type { Actor } from '../libs/decider/actor.js';
import type { StoredEvent } from '../libs/event-store/port.js';
import { components, familyQuestions } from '../libs/best-interests/assessment.events.js';
import { conflictQuestions, parentQuestions } from '../libs/guardianship/representative.events.js';
import { newFollower } from '../apps/cli/server.js';
import { until } from '../libs/event-store/event-store.contract.js';
import { startApp, type App, type Caller } from './app.js';
import { advocate, auditor, authority, caseWorker, guardian, ombudsperson } from './people.js';

/** What the stories over HTTP share. A spec that imports it has the program running, and those who act in it with their tokens. */

export let app: App;
export let worker: Caller, witness: Caller, appointing: Caller, representative: Caller, oversight: Caller;
beforeAll(async () => {
  app = await startApp();
  [worker, witness, appointing, representative, oversight] = await Promise.all([caseWorker, advocate, authority, guardian, auditor].map(app.as)) as [Caller, Caller, Caller, Caller, Caller];
});
afterAll(() => app.stop());

export const zone = 'Asia/Bishkek';
export const source = { kind: 'NGO_VISIT', reliability: 'PROBABLE' };
export const report = (at: string) => ({ occurredAt: { at, zone }, source });
export const unnamed = { occurredAt: { at: '2025-03-01T09:00', zone }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG', languages: ['kir'] };
export const police = { orgType: 'POLICE' };
export const heldByPolice = { settingKind: 'POLICE_CELL', authorityLabel: 'check of documents', state: 'KG', custodian: police, custodial: 'YES', mayLeave: 'NO', nexus: 'ORDER' };
const aPlace = { name: 'Shelter', kind: 'SHELTER', operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' }, state: 'KG', zone, exitControl: 'OPEN', from: '2025-01-01' };
export const appointment = (guardianRef: string) => ({
  guardianRef, organisationRef: 'guardians', employerType: 'NGO', caseload: 3, model: 'PROFESSIONAL', scope: ['LEGAL'],
  conflictCheck: conflictQuestions.map((question) => ({ question, answer: 'NO' })),
});
export const parentConfirmation = (parentRef: string) => ({
  parentRef, relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate', conflictCheck: parentQuestions.map((question) => ({ question, answer: 'NO' })),
});
export const placementIn = (facilityRef: string) => ({ facilityRef, settingKind: 'FOSTER_CARE' });

interface Receipt {
  readonly childId: string;
  readonly facilityId: string;
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}
export const receipt = ({ body }: Response): Receipt => body as Receipt;
export const eventIn = (answer: Response): string => receipt(answer).events[0]!.id;

export async function aChild(more: object = {}): Promise<string> {
  return receipt(await witness.post('/children/register-child-found', { ...unnamed, ...more }).expect(201)).childId;
}
export async function aPlaceThatIs(exitControl: 'OPEN' | 'CONTROLLED', state = 'KG'): Promise<string> {
  const inspector = await app.as(ombudsperson);
  return receipt(await inspector.post('/facilities/register-facility', { ...aPlace, state, exitControl }).expect(201)).facilityId;
}
export async function represented(child: string, by: Actor = guardian): Promise<void> {
  await appointing.post(`/children/${child}/appoint-guardian`, appointment(by.actorRef)).expect(200);
  await (await app.as(by)).post(`/children/${child}/accept-mandate`, {}).expect(200);
}

/** What is best for the child is assessed in all its parts. */
export async function assessed(child: string): Promise<void> {
  await worker.post(`/children/${child}/open-assessment`, { trigger: 'CHILD_AT_RISK' }).expect(200);
  const done = { status: 'DONE', assessor: { personRef: caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' }, methods: ['INTERVIEW_WITH_CHILD'] };
  const study = { ...done, component: 'FAMILY_STUDY', family: familyQuestions.map((question) => ({ question, answer: 'UNKNOWN' })) };
  const parts = [
    ...components.filter((component) => component !== 'FAMILY_STUDY').map((component) => ({ ...done, component })),
    { ...study, side: 'STATE_OF_STAY', country: 'KG' }, { ...study, side: 'STATE_OF_ORIGIN', country: 'KZ' },
  ];
  for (const part of parts) await worker.post(`/children/${child}/attest-component`, part).expect(200);
}
export async function heard(child: string): Promise<void> {
  await worker.post(`/children/${child}/attest-child-heard`, {
    result: 'HEARD', language: 'kir', interpreter: 'NOT_NEEDED', understood: 'YES', manner: 'SPOKEN', setting: 'SHELTER', supportPerson: 'CHOSEN_BY_CHILD', heardAlone: 'YES',
    interviewer: { personRef: caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER', trainedForChildren: 'YES', conflictOfInterest: 'NO' }, optionsDiscussed: [],
  }).expect(200);
}
/** All that a placement asks of the record, besides an open place. */
export async function readyToBePlaced(child: string): Promise<void> {
  await represented(child);
  await assessed(child);
  await heard(child);
}

export interface Entry {
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly recordedBy: Partial<Actor>;
  readonly data: Readonly<Record<string, unknown>>;
  readonly contestedBy: readonly string[];
  readonly supersedes?: string;
}
interface Decision {
  readonly eventId: string;
  readonly command: string;
  readonly outcome: 'accepted' | 'refused';
  readonly missing?: readonly { readonly code: string }[];
  readonly basis?: { readonly gate: string; readonly gateVersion: number; readonly revision: number; readonly facts: readonly { readonly code: string }[] };
}
interface Situation {
  readonly registered: boolean;
  readonly died: boolean;
  readonly majorityOn: string | null;
  readonly representatives: readonly string[];
  readonly revision: number;
  readonly liberty: { readonly episodes: readonly { readonly open: boolean; readonly hours: { readonly atLeast: string } }[] };
  readonly contested: readonly { readonly code: string; readonly events: readonly string[] }[];
}
export const entriesOf = async <E = Entry>(reader: Caller, path: string): Promise<readonly E[]> => ((await reader.get(path).expect(200)).body as { entries: E[] }).entries;
export const historyOf = (child: string, reader: Caller = worker) => entriesOf(reader, `/children/${child}/history`);
export const decisionsAbout = (child: string, reader: Caller = oversight) => entriesOf<Decision>(reader, `/children/${child}/decisions`);
export const situationOf = async (child: string, question = ''): Promise<Situation> => (await oversight.get(`/children/${child}${question}`).expect(200)).body as Situation;

export async function eventsOf(stream: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of app.system.store.read(stream)) events.push(event);
  return events;
}

/** A problem without what differs from one answer to the next. */
export const problemIn = ({ status, type, body }: Response) => ({ status, type, body: { ...(body as object), requestId: undefined } });

/** Fills a read model anew from the log and waits until readers see it. */
export async function rebuilt(name: string): Promise<void> {
  const serving = async () => (await app.system.pool.query<{ generation: number }>(`select generation from follower.projection where name = $1 and status = 'serving'`, [name])).rows[0]!.generation;
  const before = await serving();
  await newFollower(app.system).rebuild(name);
  await until(async () => await serving() > before, 'the second filling', 20);
  await app.followed();
}
