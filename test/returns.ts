import type { Response } from 'supertest';
import { departureDay, journeyOf, lawfulReturn, nameOf, type Cast, type Journey, type Step } from '../apps/cli/lawful-return.js';
import type { Actor } from '../libs/decider/actor.js';
import type { Journey as Road } from '../libs/decider/journey.js';
import type { App, Caller } from './app.js';
import { administrator, advocate, authority, caseWorker, guardian, lawyer, ombudsperson, originAuthority, panelMember } from './people.js';

/** Children on the road of a lawful return, over HTTP. */

const cast: Cast = { advocate, caseWorker, authority, guardian, lawyer, panelMember, originAuthority };
const zone = 'Europe/Chisinau';
/** The calendar of the place of departure says which day it is. */
const hoursAheadOfUtc = 2;

export interface Traveller {
  readonly child: string;
  readonly home: string;
  readonly journey: Journey;
  /** The event that a step gave. */
  eventOf(step: string): string;
  send(action: string, body: object, by?: Actor, key?: string): ReturnType<Caller['post']>;
  /** Takes a step of the road that was left out so far, or once more, with other fields. */
  take(step: string, more?: object): Promise<Response>;
  authorise(more?: object): ReturnType<Caller['post']>;
  depart(): ReturnType<Caller['post']>;
}

const callers = new Map<string, Promise<Caller>>();
const as = (app: App, actor: Actor): Promise<Caller> => {
  const name = `${app.url} ${actor.actorRef}`;
  if (!callers.has(name)) callers.set(name, app.as(actor));
  return callers.get(name)!;
};

const zones: Readonly<Record<string, string>> = { MD: zone, KG: 'Asia/Bishkek', KZ: 'Asia/Almaty', BY: 'Europe/Minsk' };

/** A place of the register that is open, as somebody independent attests: a shelter where the child is found, a home elsewhere. */
export async function openPlaceIn(app: App, state: string): Promise<string> {
  const answer = await (await as(app, ombudsperson)).post('/facilities/register-facility', {
    ...(state === 'MD' ? { name: 'Open shelter', kind: 'SHELTER' } : { kind: 'PRIVATE_HOME' }), operator: { orgRef: 'local-authority', orgType: 'CHILD_PROTECTION' },
    state, zone: zones[state], exitControl: 'OPEN', from: '2025-01-01',
  });
  return (stored('register-facility', answer) as { facilityId: string }).facilityId;
}

function stored(step: string, { status, body }: Response): object {
  if (status > 201) throw new Error(`${step} was answered ${status}: ${JSON.stringify(body)}`);
  return body as object;
}

/** Moves the clock of the system forward. */
export async function later(app: App, forward: string): Promise<void> {
  await (await as(app, administrator)).post('/clock', { forward }).expect(200);
}

/** A report says when it was so, even if it was just now. */
async function happening(app: App, action: string): Promise<object> {
  return /^(record|register)-/.test(action) ? { occurredAt: { at: (await app.system.clock.now()).toISOString(), zone } } : {};
}

const homeward: Road = { outcome: 'REPATRIATION', destinationState: 'KG' };

/**
 * A child whose return is prepared, with every step taken but those named.
 * @param weeksInSeconds true where the steps happen as they are sent and the clock is moved from day to day
 */
export async function aPreparedReturn(app: App, {
  without = [], also = [], change = {}, road = homeward, parts = {}, weeksInSeconds = false, until = 'authorise-transfer',
}: {
  without?: readonly string[];
  /** Further steps, taken after those of their day. */
  also?: readonly Step[];
  /** Other fields for the body of a step. */
  change?: Readonly<Record<string, object>>;
  /** The outcome that is carried out and the state where the child is to live, in every step that names them. */
  road?: Road;
  /** Who plays a part instead of the one who usually does. */
  parts?: Partial<Cast>;
  weeksInSeconds?: boolean;
  until?: string;
} = {}): Promise<Traveller> {
  const [shelter, home, now] = await Promise.all([openPlaceIn(app, 'MD'), openPlaceIn(app, road.destinationState), app.system.clock.now()]);
  const players = { ...cast, ...parts };
  const steps = [...lawfulReturn, ...also].sort((a, b) => a.day - b.day);
  const events = new Map<string, string>();
  const eventOf = (step: string): string => {
    const event = events.get(step);
    if (!event) throw new Error(`${step} has not been taken`);
    return event;
  };
  const first = now.getTime() + hoursAheadOfUtc * 3_600_000 - (weeksInSeconds ? 0 : departureDay) * 86_400_000;
  const date = (day: number) => new Date(first + day * 86_400_000).toISOString().slice(0, 10);
  const journey: Journey = {
    cast: players, shelter, home, eventOf, date,
    at: (day) => (weeksInSeconds || day === departureDay ? {} : { occurredAt: { at: `${date(day)}T10:00`, zone } }),
  };
  const alongRoad = (body: object) => ({ ...body, ...Object.fromEntries(Object.entries(road).filter(([field]) => field in body)) });
  let [child, day] = ['', 0];
  const sent = async (step: Step, more: object = {}) => {
    const path = child === '' ? `/children/${step.action}` : `/children/${child}/${step.action}`;
    const body = { ...await happening(app, step.action), ...journey.at(step.day), ...alongRoad(step.body(journey)), ...change[nameOf(step)], ...more };
    const answer = await (await as(app, players[step.by])).post(path, body);
    const [event] = (answer.body as { events?: readonly { id: string }[] }).events ?? [];
    if (event) events.set(nameOf(step), event.id);
    return answer;
  };
  for (const step of steps.slice(0, steps.findIndex(({ action }) => action === until))) {
    if (without.includes(nameOf(step))) continue;
    if (weeksInSeconds && step.day > day) await later(app, `P${step.day - day}D`);
    day = step.day;
    child = (stored(nameOf(step), await sent(step)) as { childId: string }).childId;
  }
  if (weeksInSeconds && until === 'authorise-transfer') await later(app, `P${departureDay - day}D`);
  const clients = new Map(await Promise.all([...Object.values(players), ombudsperson].map(async (actor) => [actor.actorRef, await as(app, actor)] as const)));
  const send: Traveller['send'] = (action, body, by = caseWorker, key) => clients.get(by.actorRef)!.post(`/children/${child}/${action}`, body, key === undefined ? {} : { key });
  const planned = () => {
    const { legs, ...rest } = journeyOf(journey) as { legs: readonly object[] };
    return { ...alongRoad(rest), legs: legs.map((leg) => ({ ...leg, toState: road.destinationState })) };
  };
  return {
    child, home, journey, eventOf, send,
    take: (name, more) => sent(steps.find((step) => nameOf(step) === name)!, more),
    authorise: (more = {}) => send('authorise-transfer', { ...planned(), ...more }),
    depart: () => send('confirm-departure', planned()),
  };
}
