import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type App } from './app.js';
import { examples, pathOf, sendOneOfEach, unknownId, type World } from './examples.js';
import { advocate } from './people.js';

/** What is planned, or follows from a date of birth. Every other time of a body says what was. */
const mayLieAhead: Readonly<Record<string, readonly string[]>> = {
  RecordFacilityChange: ['validFrom'],
  RegisterChildFound: ['majorityOn'],
  RegisterLeftBehindChild: ['majorityOn'],
  AppointGuardian: ['from', 'until'],
  ReplaceGuardian: ['until'],
  PlaceInEmergencyOpenCare: ['reviewBy'],
  DecidePlacement: ['from'],
  RecordParentalAbsence: ['departureExpectedOn', 'returnExpectedOn'],
  AttestCareArrangement: ['from', 'until'],
  AttestParentalRights: ['reviewBy'],
  AttestDutyPaused: ['until'],
  RecordDelayReason: ['until'],
  AttestOriginAnswer: ['validUntil'],
  ReviewPlacement: ['nextReviewBy'],
  RecordLeaveRestriction: ['until'],
  RecordEntryBan: ['from', 'until'],
  AttestStatusGranted: ['until'],
  DraftProtectionPlan: ['measures[].by'],
  RecordReviewHeld: ['nextReviewBy'],
  ImposeAlternativeMeasure: ['reviewBy'],
  ReviewAlternativeMeasure: ['reviewBy'],
  AttestSiblingsResolved: ['siblings[].exception.reviewBy'],
  ConcludeDetermination: ['reviewBy'],
  AuthoriseSeparation: ['reviewBy', 'judicialReviewBy'],
  AttestTiming: ['suitableFrom'],
  AttestDocuments: ['documents[].validUntil'],
  ApproveSolutionPlan: ['components[].from', 'followUp[].on'],
  ApprovePlan: ['components[].from', 'followUp[].on'],
  ArrangeFirstPlacement: ['from'],
  ArrangeMonitoring: ['visits[].on'],
  AuthoriseTransfer: ['plannedDeparture'],
  ConfirmDeparture: ['plannedDeparture'],
  RecordSuspension: ['from', 'reviewBy'],
  RecordDeprivationStarted: ['medicalIndication.until', 'validUntil'],
  RecordDeprivationSettingChanged: ['medicalIndication.until', 'validUntil'],
};

const bodies = examples({ facilityId: unknownId, eventId: unknownId }, () => 'words');
const fields = Object.entries(bodies).flatMap(([command, { body }]) => timesIn(body).map((field) => ({ command, field })));
const planned = fields.filter(({ command, field }) => mayLieAhead[command]?.includes(field.replace(/\[\d+\]/g, '[]')));
const past = fields.filter((field) => !planned.includes(field));

let app: App;
let world: World & { readonly childId: string };
beforeAll(async () => {
  // Whatever is asked here is answered from the log: no follower works beside it.
  app = await startApp({ ROLE: 'api' });
  const { facilityId, eventOf } = await sendOneOfEach(app, () => 'words');
  const registration = await (await app.as(advocate)).post('/children/register-child-found', bodies['RegisterChildFound']!.body).expect(201);
  // That of the examples is retracted, and nobody corrects what is.
  const { by, body } = bodies['RecordSuspension']!;
  const suspension = await (await app.as(by)).post(pathOf('RecordSuspension', { childId: '', facilityId }), { ...body, suspensionRef: 'another' }).expect(200);
  world = {
    facilityId, childId: (registration.body as { childId: string }).childId, eventId: eventIn(registration),
    eventOf: (command) => (command === 'RecordSuspension' ? eventIn(suspension) : eventOf!(command)),
  };
});
afterAll(() => app.stop());
const eventIn = ({ body }: { readonly body: unknown }) => (body as { events: readonly { id: string }[] }).events[0]!.id;

async function answerTo(command: string, field: string, value: string) {
  const { by, body } = examples(world, () => 'words')[command]!;
  return (await app.as(by)).post(pathOf(command, world), withField(body, field.split(/[.[\]]+/).filter((name) => name !== ''), value) as object);
}

describe('A time that says what was', () => {
  it.each(past)('does not lie ahead: $field of $command', async ({ command, field }) => {
    const tenMinutesAhead = new Date((await app.system.clock.now()).getTime() + 600_000).toISOString();
    const day = /^\d{4}-\d\d-\d\d$/.test(valueAt(bodies[command]!.body, field));
    const { status, body } = await answerTo(command, field, day ? '2098-05-05' : tenMinutesAhead);
    const [error] = (body as { errors?: { field: string }[] }).errors ?? [];
    // A period is named as a whole.
    expect([status, error?.field]).toEqual([400, field.replace(/^((?:targetO|o)ccurredAt)\.(at|to)$/, '$1')]);
  });

  it('is every one but those named here', () => {
    const named = new Set(planned.map(({ command, field }) => `${command} ${field.replace(/\[\d+\]/g, '[]')}`));
    expect([...named].sort()).toEqual(Object.entries(mayLieAhead).flatMap(([command, fields]) => fields.map((field) => `${command} ${field}`)).sort());
    expect(past.map(({ field }) => field)).toEqual(expect.arrayContaining(['lastConfirmedAt', 'medicalIndication.from', 'order.issuedAt', 'conflictFrom', 'dateOfBirth']));
  });
});

describe('A time that may be planned', () => {
  it.each(planned)('may lie ahead: $field of $command', async ({ command, field }) => {
    const soon = new Date((await app.system.clock.now()).getTime() + 30 * 86_400_000).toISOString();
    const day = /^\d{4}-\d\d-\d\d$/.test(valueAt(bodies[command]!.body, field));
    const { body } = await answerTo(command, field, day ? soon.slice(0, 10) : soon);
    expect(JSON.stringify((body as { errors?: object }).errors ?? '')).not.toContain('ahead');
  });
});

/** Paths of all that begins like a date. */
function timesIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d/.test(value) ? [path] : [];
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((member, n) => timesIn(member, `${path}[${n}]`));
  return Object.entries(value).flatMap(([field, member]) => timesIn(member, path === '' ? field : `${path}.${field}`));
}

function valueAt(body: object, path: string): string {
  return String(path.split(/[.[\]]+/).filter((name) => name !== '').reduce<unknown>((value, field) => (value as Record<string, unknown>)[field], body));
}

function withField(value: unknown, [field, ...rest]: readonly string[], leaf: string): unknown {
  if (Array.isArray(value)) return value.map((member: unknown, n) => (n === Number(field) ? withField(member, rest, leaf) : member));
  return field === undefined ? leaf : { ...(value as object), [field]: withField((value as Record<string, unknown>)[field], rest, leaf) };
}
