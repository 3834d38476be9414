import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { occurredNow } from '../case-file/occurred.js';
import type { Command, CommandClass } from '../decider/command.js';
import type { BoundedContext } from '../decider/context.js';
import { caseWorker, noon, scenario, type Happened, strictSetting } from '../decider/decider.scenario.js';
import type { Occasion } from '../decider/gate.js';
import { noParticipants } from '../decider/participants.js';
import { facility } from '../facility/facility.context.js';
import { RecordFacilityChange } from '../facility/place.commands.js';
import { openSetting } from '../facility/place.facts.js';
import { childRegistered, minority } from './finding.facts.js';
import { identification, type Identification } from './identification.context.js';
import { placeRef, reports, told } from './reports.scenario.js';

/** SEP-2: what is reported may take a guarantee away and never gives one, however often and in whatever order it is reported. */

const occasion: Occasion = { now: new Date(noon), occurredAt: occurredNow(new Date(noon)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants, asRecorded: () => undefined };
const reporting = ({ commands }: BoundedContext): readonly CommandClass[] => commands.filter(({ declaration }) => declaration.kind === 'RECORD');

function eventsOf(context: BoundedContext, commandClass: CommandClass, body: object): readonly Happened[] {
  return context.decide(plainToInstance(commandClass, { ...told, ...body }) as Command, context.initial, occasion);
}

const childReports: readonly Happened[] = reporting(identification).flatMap((command) =>
  eventsOf(identification, command, reports[command.declaration.name as keyof typeof reports]));
const placeReports: readonly Happened[] = [
  { exitControl: 'OPEN' }, { exitControl: 'CONTROLLED' }, { exitControl: 'UNKNOWN' }, { closed: true }, { kind: 'SHELTER', operator: { orgRef: 'ngo-1', orgType: 'NGO' } },
].flatMap((change) => ['2026-01-01', '2026-02-15', '2026-12-01'].flatMap((validFrom) => eventsOf(facility, RecordFacilityChange, { ...change, validFrom })));

const inAnyOrder = (events: readonly Happened[]) => fc.array(fc.constantFrom(...events), { maxLength: 8 });
const found = (data: object): Happened => ({ type: 'identification.ChildFound', data });
const registeredAs = (exitControl: string): Happened => ({ type: 'facility.FacilityRegistered', data: { exitControl, from: '2026-02-01', state: 'KG', zone: 'Asia/Bishkek' } });

describe('every report about a child', () => {
  it('is among these', () => expect(Object.keys(reports).sort()).toEqual(reporting(identification).map(({ declaration }) => declaration.name).sort()));

  it.each(reporting(identification).map((command) => [command.declaration.name, command] as const))('%s says when it was so and who says it, and nothing else is asked', (name, command) => {
    const errors = (body: object) => validateSync(plainToInstance(command, body), { whitelist: true, forbidNonWhitelisted: true }).map(({ property }) => property);
    expect(errors({ ...told, ...reports[name as keyof typeof reports] })).toEqual([]);
    expect(errors({ ...reports[name as keyof typeof reports] }).sort()).toEqual(['occurredAt', 'source']);
  });
});

describe('no report, however often and in whatever order,', () => {
  const { given } = scenario(identification);

  it('registers a child', () => fc.assert(fc.property(inAnyOrder(childReports), (told) => {
    expect(childRegistered.proof(given(...told).state<Identification>(), occasion, undefined)).toBeUndefined();
  })));

  it('brings a child back whose death was reported', () => fc.assert(fc.property(inAnyOrder(childReports), (told) => {
    const state = given(found({}), { type: 'identification.DeathReported', data: reports.RecordDeath }, ...told).state<Identification>();
    expect(childRegistered.proof(state, occasion, undefined)).toBeUndefined();
  })));

  it('makes a child of somebody who is 18, or whom nobody registered', () => fc.assert(fc.property(inAnyOrder(childReports), (told) => {
    expect(minority.proof(given(found({ majorityOn: '2026-01-01' }), ...told).state<Identification>(), occasion, undefined)).toBeUndefined();
    expect(minority.proof(given(...told).state<Identification>(), occasion, undefined)).toBeUndefined();
  })));

  it('opens a place that is not open', () => fc.assert(fc.property(
    fc.constantFrom<readonly Happened[]>([], [registeredAs('CONTROLLED')], [registeredAs('UNKNOWN')], [registeredAs('OPEN'), { type: 'facility.FacilityChanged', data: { closed: true, validFrom: '2026-02-10' } }]),
    inAnyOrder(placeReports),
    (before, told) => {
      const state = scenario(facility).given(...before, ...told).state();
      const foreign = new Map([[`facility-${placeRef}`, { stream: `facility-${placeRef}`, revision: 0, eventId: 'e', state }]]);
      expect(openSetting.proof(undefined, { ...occasion, foreign }, { facilityRef: placeRef })).toBeUndefined();
    })));
});

describe('a report takes away', () => {
  it('the registration of a child that died', () =>
    expect(childRegistered.proof(scenario(identification).given(found({}), { type: 'identification.DeathReported', data: reports.RecordDeath }).state<Identification>(), occasion, undefined)).toBeUndefined());

  it('nothing else: not that it is a child', () => {
    const told = childReports.map((event) => ({ ...event }));
    expect(minority.proof(scenario(identification).given(found({ majorityOn: '2028-05-09' }), ...told).state<Identification>(), occasion, undefined)).toBeDefined();
  });
});
