import { IsObject, IsOptional, IsUUID, validateSync, ValidateNested } from 'class-validator';
import { plainToInstance, Type } from 'class-transformer';
import { Check } from 'typebox/value';
import type { Role } from '../decider/actor.js';
import { Record as Report, type CommandClass } from '../decider/command.js';
import { BadForm, boundedContext, type BoundedContext, type Fold } from '../decider/context.js';
import type { EventDeclaration, Fact, NewFact, OccurredAt } from '../decider/event.js';
import { IsCode, isPlaceRef, IsText } from '../decider/fields.js';
import type { Occasion } from '../decider/gate.js';
import { streamOfPlace } from '../decider/place.js';
import { When } from '../decider/statement.js';
import type { Subject } from '../decider/subject.js';
import { assertNothingAhead } from '../decider/tense.js';
import { isSealed } from '../privacy/personal.js';
import { occurredWhen } from './occurred.js';
import { correctionEvents, correctionReasons, disputants } from './record.events.js';
import { recordShared } from './record.shared.js';

/** Corrections are reports: never refused, never in the place of what was there, and unable to make a gate's fact true (ruling 12). */

const by: readonly Role[] = ['CHILD', 'PARENT_REPRESENTATIVE', 'GUARDIAN', 'LAWYER', 'NGO_ADVOCATE', 'OMBUDSPERSON', 'CASE_WORKER', 'APPOINTING_AUTHORITY'];

const says = {
  correction: 'Reports that fields of an earlier event should read otherwise; the earlier event stays.',
  retraction: 'Reports that an earlier event is withdrawn; it stays visible to those who look back.',
  dispute: 'Reports that somebody says an earlier event is not true; both words stand.',
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function correcting<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Correcting extends base {
    /** Event that is corrected. */
    @IsUUID()
    readonly target!: string;

    /** Fields of the event's data as they should read; fields left out stay. */
    @IsObject({ message: 'fields holds the fields of the event as they should read' })
    readonly fields!: { [field: string]: unknown };

    /** When it was so, if that was recorded wrongly. */
    @IsOptional() @ValidateNested() @Type(() => When)
    readonly targetOccurredAt?: When;

    @IsCode(correctionReasons)
    readonly reason!: (typeof correctionReasons)[number];

    @IsOptional() @IsText(2000)
    readonly note?: string;
  }
  return Correcting;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function retracting<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Retracting extends base {
    @IsUUID()
    readonly target!: string;

    @IsCode(correctionReasons)
    readonly reason!: (typeof correctionReasons)[number];

    @IsOptional() @IsText(2000)
    readonly note?: string;
  }
  return Retracting;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the language asks it of a mixin's base
function disputing<B extends abstract new (...args: any[]) => object>(base: B) {
  abstract class Disputing extends base {
    @IsUUID()
    readonly target!: string;

    @IsCode(disputants)
    readonly disputedBy!: (typeof disputants)[number];

    @IsOptional() @IsText(2000)
    readonly statement?: string;
  }
  return Disputing;
}

export class RecordCorrection extends correcting(Report('RecordCorrection', { summary: says.correction, by, reads: readsPlacesNamed })) {}
export class RecordRetraction extends retracting(Report('RecordRetraction', { summary: says.retraction, by })) {}
export class RecordDispute extends disputing(Report('RecordDispute', { summary: says.dispute, by })) {}

export class RecordFacilityCorrection extends correcting(Report('RecordFacilityCorrection', { summary: says.correction, by, subject: 'facility' })) {}
export class RecordFacilityRetraction extends retracting(Report('RecordFacilityRetraction', { summary: says.retraction, by, subject: 'facility' })) {}
export class RecordFacilityDispute extends disputing(Report('RecordFacilityDispute', { summary: says.dispute, by, subject: 'facility' })) {}

export class RecordCorridorCorrection extends correcting(Report('RecordCorridorCorrection', { summary: says.correction, by, subject: 'corridor' })) {}
export class RecordCorridorRetraction extends retracting(Report('RecordCorridorRetraction', { summary: says.retraction, by, subject: 'corridor' })) {}
export class RecordCorridorDispute extends disputing(Report('RecordCorridorDispute', { summary: says.dispute, by, subject: 'corridor' })) {}

/** Whose events anybody may correct. Who is told of events is changed by those who answer for it, and by no report. */
export const correctable = ['child', 'facility', 'corridor'] as const satisfies readonly Subject[];

/** What each subject's events are corrected, retracted and disputed by. */
const commandsOf = {
  child: { RecordCorrection, RecordRetraction, RecordDispute },
  facility: { RecordFacilityCorrection, RecordFacilityRetraction, RecordFacilityDispute },
  corridor: { RecordCorridorCorrection, RecordCorridorRetraction, RecordCorridorDispute },
};

type Declaring = Pick<BoundedContext, 'events' | 'commands' | 'initial' | 'decide'>;

/** What can be named: every event of the stream so far, the latest first, with the command that it came from and when it was so. */
type Targets = { readonly latest: Target; readonly earlier: Targets } | undefined;
interface Target { readonly id: string; readonly type: string; readonly data: object; readonly command: string; readonly occurredAt: OccurredAt }

/** The places that the corrected event names: what the register says of them is written by the server, and looked up again. */
function readsPlacesNamed({ target, fields }: { readonly target: string; readonly fields: object }, { state }: { readonly state: Targets }): readonly string[] {
  const { facilityRef, nightStopRef } = { ...targetIn(state, target)?.data, ...fields } as { facilityRef?: unknown; nightStopRef?: unknown };
  return [facilityRef, nightStopRef].filter(isPlaceRef).map(streamOfPlace);
}

/** What is said of a place, or of the time at which somebody was there. */
const placing = ['facilityRef', 'nightStopRef', 'arrivedAt'];

/** Whether the register knows the place to have been open then, where the event holds that. */
function opennessIn(told: readonly NewFact<EventDeclaration>[], target: Target): { readonly knownOpen?: boolean } {
  const { knownOpen } = (told.find(({ type }) => type === target.type)?.data ?? {}) as { knownOpen?: boolean };
  return knownOpen === undefined ? {} : { knownOpen };
}

function targetIn(targets: Targets, id: string): Target | undefined {
  for (let each = targets; each; each = each.earlier) if (each.latest.id === id) return each.latest;
  return undefined;
}

/** A corrections context knows every event type and every command, because any event may be corrected, in the form that its command asks for. */
export function corrections(declaring: readonly Declaring[], subject: (typeof correctable)[number] = 'child') {
  const schemas = new Map(declaring.flatMap(({ events }) => events).map((event) => [event.type, { fields: Object.keys(event.schema.properties), form: event.schema, version: event.version }]));
  const commands = new Map(declaring.flatMap((context) => context.commands.map((commandClass) => [commandClass.declaration.name, { commandClass, context }] as const)));
  const context = boundedContext<Targets, (typeof correctionEvents)[number], (typeof commandsOf)[typeof subject]>({
    name: subject === 'child' ? 'record' : `${subject}-record`,
    subject,
    // The events are the same for all subjects, and declared once.
    events: subject === 'child' ? correctionEvents : [],
    shared: subject === 'child' ? recordShared : [],
    commands: commandsOf[subject],
    facts: [],
    initial: undefined,
    evolve: (targets) => targets,
    decide(command, targets, occasion): readonly NewFact<(typeof correctionEvents)[number]>[] {
      const target = targetIn(targets, command.target);
      if (!target) throw new BadForm('target', 'is not an event of this record');
      const named = { target: command.target, targetType: target.type };
      switch (command.type) {
        case 'RecordCorrection':
        case 'RecordFacilityCorrection':
        case 'RecordCorridorCorrection': {
          const { fields, targetOccurredAt, reason, note } = command;
          const schema = schemas.get(target.type);
          const unknown = Object.keys(fields).find((field) => !schema?.fields.includes(field));
          if (unknown !== undefined || !schema) throw new BadForm('fields', `names what ${target.type} does not have`);
          if (Object.keys(fields).length === 0 && !targetOccurredAt) throw new BadForm('fields', 'corrects nothing');
          if (holdsSealed(fields)) throw new BadForm('fields', 'are given in plain words');
          const origin = commands.get(target.command);
          if (!origin) throw new BadForm('fields', 'are not such as a command gives: the event can be retracted');
          assertInFormOf(origin.commandClass, fields, occasion.now);
          const corrected = targetOccurredAt && occurredWhen('targetOccurredAt', targetOccurredAt, occasion.now);
          const told = toldOfOnePiece(origin, corrected ? { ...target, occurredAt: corrected } : target, fields, occasion);
          const openness = corrected || placing.some((field) => field in fields) ? opennessIn(told, target) : {};
          if (targetOccurredAt && origin.commandClass.declaration.kind === 'DECIDE') throw new BadForm('targetOccurredAt', 'is for what was reported or certified: a decision is dated by the moment at which it was taken');
          if (!Check(schema.form, { ...target.data, ...fields })) throw new BadForm('fields', `are not what ${target.type} can hold`);
          return [{ type: 'record.Corrected', supersedes: command.target, data: { ...named, targetVersion: schema.version, fields: { ...fields, ...openness }, occurredAt: corrected, reason, note } }];
        }
        case 'RecordRetraction':
        case 'RecordFacilityRetraction':
        case 'RecordCorridorRetraction':
          return [{ type: 'record.Retracted', supersedes: command.target, data: { ...named, reason: command.reason, note: command.note } }];
        case 'RecordDispute':
        case 'RecordFacilityDispute':
        case 'RecordCorridorDispute':
          return [{ type: 'record.Disputed', supersedes: command.target, data: { ...named, by: command.disputedBy, statement: command.statement } }];
      }
    },
  });
  // Every event can be named, not only this context's own.
  const evolve = (earlier: Targets, { id, type, data, meta }: Fact): Targets =>
    ({ latest: { id, type, data, command: meta.command.name, occurredAt: meta.occurredAt }, earlier });
  return { ...context, namesAll: true as const, evolve, folds: [{ initial: undefined, evolve }] as readonly Fold[] };
}

/** A correction says what the command could have said, and nothing that only the server writes. @throws BadForm */
function assertInFormOf(commandClass: CommandClass, fields: object, now: Date): void {
  const command = plainToInstance(commandClass, asSent(commandClass, fields));
  const faults = validateSync(command, { whitelist: true, forbidNonWhitelisted: true });
  const fault = Object.keys(fields).find((field) => faults.some(({ property }) => property === sentAs(commandClass, field)));
  if (fault !== undefined) throw new BadForm(`fields.${fault}`, 'is not as the command that it came from could have given it');
  assertNothingAhead(command, now);
}

/** What the command calls a field of its event. */
function sentAs({ declaration: { storedAs } }: CommandClass, field: string): string {
  return storedAs[field] ?? field;
}

function asSent(commandClass: CommandClass, fields: object): object {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [sentAs(commandClass, field), value as unknown]));
}

function holdsSealed(value: unknown): boolean {
  return isSealed(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsSealed));
}

/**
 * What the decider says of the corrected fields beside the others: that they contradict each other, and nothing about who may send them or when,
 * or what else was recorded; and what it would have told then. @throws BadForm
 */
function toldOfOnePiece(
  { commandClass, context }: { commandClass: CommandClass; context: Declaring }, { data, occurredAt }: { data: object; occurredAt: OccurredAt }, fields: object, occasion: Occasion,
): readonly NewFact<EventDeclaration>[] {
  const command = plainToInstance(commandClass, { ...asSent(commandClass, { ...data, ...fields }), occurredAt: { at: occurredAt.from, zone: occurredAt.zone } });
  try {
    return context.decide(command, context.initial, { ...occasion, occurredAt, asRecorded: () => undefined });
  } catch (error) {
    const fault = error instanceof BadForm ? Object.keys(fields).find((field) => sentAs(commandClass, field) === error.field) : undefined;
    if (fault !== undefined) throw new BadForm(`fields.${fault}`, (error as BadForm).message);
    return [];
  }
}
