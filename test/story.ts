import { afterAll, beforeAll } from '@jest/globals';
import type { Response } from 'supertest';
import type { Actor } from '../libs/decider/actor.js';
import type { StoredEvent } from '../libs/event-store/port.js';
import { conflictQuestions, parentQuestions } from '../libs/guardianship/representative.events.js';
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
export const unnamed = { occurredAt: { at: '2025-03-01T09:00', zone }, foundIn: 'KG', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN', jurisdiction: 'KG' };
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
export async function aPlaceThatIs(exitControl: 'OPEN' | 'CONTROLLED'): Promise<string> {
  const inspector = await app.as(ombudsperson);
  return receipt(await inspector.post('/facilities/register-facility', { ...aPlace, exitControl }).expect(201)).facilityId;
}
export async function represented(child: string, by: Actor = guardian): Promise<void> {
  await appointing.post(`/children/${child}/appoint-guardian`, appointment(by.actorRef)).expect(200);
  await (await app.as(by)).post(`/children/${child}/accept-mandate`, {}).expect(200);
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
  readonly basis?: { readonly gate: string; readonly revision: number; readonly facts: readonly { readonly code: string }[] };
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
