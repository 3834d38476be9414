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
  depart(more?: object): ReturnType<Caller['post']>;
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

/** How the return of one child is prepared. */
export interface Preparation {
  /** Steps that are left out. */
  readonly without?: readonly string[];
  /** Further steps, taken after those of their day. */
  readonly also?: readonly Step[];
  /** Other fields for the body of a step. */
  readonly change?: Readonly<Record<string, object>>;
  /** The outcome that is carried out and the state where the child is to live, in every step that names them. */
  readonly road?: Road;
  /** Who plays a part instead of the one who usually does. */
  readonly parts?: Partial<Cast>;
  /** Told of the child's reference on the first day. */
  readonly registered?: (child: string) => void;
  /** The action before which it ends; left out, it is the authorisation of the journey, on its day. */
  readonly until?: string;
}

const atATime = 8;

/** A child whose return is prepared, with every step taken but those named. The clock of the program moves on with the days of its story. */
export async function aPreparedReturn(app: App, preparation: Preparation = {}): Promise<Traveller> {
  const [traveller] = await preparedReturns(app, [preparation]);
  return traveller!;
}

/** Several of them, who live through the same days: the clock is one for all, and is moved on from each day to the next. */
export async function preparedReturns(app: App, preparations: readonly Preparation[]): Promise<readonly Traveller[]> {
  const first = await app.system.clock.now();
  const roads = await Promise.all(preparations.map((preparation) => aRoad(app, first, preparation)));
  const days = [...new Set(roads.flatMap(({ days }) => days))].sort((a, b) => a - b);
  let today = 0;
  for (const day of days) {
    if (day > today) await later(app, `P${day - today}D`);
    today = day;
    const waiting = roads.filter((road) => road.days.includes(day));
    await Promise.all(Array.from({ length: atATime }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await next.live(day);
    }));
  }
  return Promise.all(roads.map(({ traveller }) => traveller()));
}

interface Lived {
  /** On which something happens. */
  readonly days: readonly number[];
  live(day: number): Promise<void>;
  traveller(): Promise<Traveller>;
}

async function aRoad(app: App, first: Date, { without = [], also = [], change = {}, road = homeward, parts = {}, registered, until = 'authorise-transfer' }: Preparation): Promise<Lived> {
  const [shelter, home] = await Promise.all([openPlaceIn(app, 'MD'), openPlaceIn(app, road.destinationState)]);
  const players = { ...cast, ...parts };
  const steps = [...lawfulReturn, ...also].sort((a, b) => a.day - b.day);
  const prepared = steps.slice(0, steps.findIndex(({ action }) => action === until)).filter((step) => !without.includes(nameOf(step)));
  const events = new Map<string, string>();
  const eventOf = (step: string): string => {
    const event = events.get(step);
    if (!event) throw new Error(`${step} has not been taken`);
    return event;
  };
  const date = (day: number) => new Date(first.getTime() + hoursAheadOfUtc * 3_600_000 + day * 86_400_000).toISOString().slice(0, 10);
  const journey: Journey = { cast: players, shelter, home, eventOf, date };
  const alongRoad = (body: object) => ({ ...body, ...Object.fromEntries(Object.entries(road).filter(([field]) => field in body)) });
  let child = '';
  const sent = async (step: Step, more: object = {}) => {
    const path = child === '' ? `/children/${step.action}` : `/children/${child}/${step.action}`;
    const body = { ...await happening(app, step.action), ...alongRoad(step.body(journey)), ...change[nameOf(step)], ...more };
    const answer = await (await as(app, players[step.by])).post(path, body);
    const [event] = (answer.body as { events?: readonly { id: string }[] }).events ?? [];
    if (event) events.set(nameOf(step), event.id);
    return answer;
  };
  const planned = () => {
    const { legs, ...rest } = journeyOf(journey) as { legs: readonly object[] };
    return { ...alongRoad(rest), legs: legs.map((leg) => ({ ...leg, toState: road.destinationState })) };
  };
  return {
    days: [...prepared.map(({ day }) => day), ...(until === 'authorise-transfer' ? [departureDay] : [])],
    async live(today) {
      for (const step of prepared.filter(({ day }) => day === today)) {
        child = (stored(nameOf(step), await sent(step)) as { childId: string }).childId;
        if (step.action === 'register-child-found') registered?.(child);
      }
    },
    async traveller() {
      const clients = new Map(await Promise.all([...Object.values(players), ombudsperson].map(async (actor) => [actor.actorRef, await as(app, actor)] as const)));
      const send: Traveller['send'] = (action, body, by = caseWorker, key) => clients.get(by.actorRef)!.post(`/children/${child}/${action}`, body, key === undefined ? {} : { key });
      return {
        child, home, journey, eventOf, send,
        take: (name, more) => sent(steps.find((step) => nameOf(step) === name)!, more),
        authorise: (more = {}) => send('authorise-transfer', { ...planned(), ...more }),
        depart: (more = {}) => send('confirm-departure', { ...planned(), ...more }),
      };
    },
  };
}
