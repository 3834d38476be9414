import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { getMetadataStorage } from 'class-validator';
import type { Problem } from '../apps/api/problem.js';
import { validateBody } from '../apps/api/validation.js';
import { registry } from '../libs/case-file/contexts.js';
import { typesOf } from '../libs/case-file/duties.js';
import { DutyOverdue } from '../libs/case-file/duties.events.js';
import { correctionEvents, sideEvents } from '../libs/case-file/record.events.js';
import { Registry } from '../libs/case-file/registry.js';
import { purposes, servicePurposes } from '../libs/decider/actor.js';
import type { CommandClass } from '../libs/decider/command.js';
import type { EventDeclaration, Fact } from '../libs/decider/event.js';
import type { Reaction } from '../libs/decider/reaction.js';
import { personalFields } from '../libs/privacy/personal.js';
import { assertFitToStart, profiles } from '../libs/profiles/profiles.js';
import { strict } from '../libs/profiles/strict.js';
import { assertAskOf, NotFit } from '../libs/profiles/validate.js';

const declared = registry.commands.map(({ declaration }) => declaration);
const named = (names: readonly { readonly name: string }[]) => names.map(({ name }) => name);
const ofKind = (...kinds: readonly string[]) => declared.filter(({ kind }) => kinds.includes(kind));
const newestGate = ({ gate }: (typeof declared)[number]): readonly string[] => gate.at(-1)?.needs ?? [];

describe('What nobody can do, because no command for it exists', () => {
  it.each([
    'OrderDetention', 'ExtendDetention', 'ApproveDetention', 'RouteToClosedFacility', 'AuthoriseForcedReturn', 'AuthoriseReturnDespiteAppeal', 'HandOverAtBorder', 'OrderSeparation',
    'WaiveRepresentation', 'ConsentForChild', 'WaiveAppealForChild', 'DeclareAdult', 'DeclareAbandoned', 'ShareForEnforcement', 'SuppressFinding', 'DeleteEvent', 'BackdateDecision',
  ])('%s', (name) => expect(named(declared)).not.toContain(name));

  it.each([
    ['orders, extends or approves a deprivation of liberty', /^(Order|Extend|Approve|Authorise|Impose|Decide|Confirm)\w*(Detention|Deprivation|Custody|Arrest|Closed|Confinement)/],
    ['forces a return', /Force|Deport|Expel|Expulsion|Removal|PushBack|Pushback|(?<!^Record\w*)Border|(?<!^Record\w*)Handover/],
    ['waives what a child is owed', /Waive|Renounce|ConsentFor|ConsentOnBehalf/],
    ['shares with enforcement', /Enforcement|ShareFor|ShareWith/],
    ['makes the record forget, hides it or dates it back', /Suppress|Delete|Remove|Purge|Erase|Overwrite|Hide|Backdate|BackDate/],
    ['passes a gate by', /Override|Bypass|Skip|Ignore|Exempt/],
    ['declares a child to be what it is not', /^Declare(Adult|Abandoned|Majority|Orphan|Unregistered)/],
  ])('%s', (_, pattern) => expect(named(declared).filter((name) => pattern.test(name))).toEqual([]));
});

describe('A report', () => {
  it('says that it reports, and never that anything is approved or confirmed (SEP-12)', () => {
    for (const { name, summary } of ofKind('RECORD')) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/^Reports /)]);
      expect([name, summary]).toEqual([name, expect.not.stringMatching(/approv|confirm|authoris|permit|order(s|ed) that/i)]);
    }
  });

  it('is named Record…, so that nobody takes it for the act; an assessment and a registration are acts of nobody over the child', () =>
    expect(named(ofKind('RECORD')).filter((name) => !name.startsWith('Record')).sort()).toEqual(['AssessLibertyClassification', 'RegisterLeftBehindChild']));

  it('has no gate, and neither has a protection, but for open emergency care (ruling 25)', () =>
    expect(ofKind('RECORD', 'PROTECT', 'ATTEST').filter(({ gate }) => gate.length > 0).map(({ name, gate }) => [name, gate.at(-1)!.needs])).toEqual([['PlaceInEmergencyOpenCare', ['OPEN_SETTING', 'SAME_STATE']]]));
});

describe('A decision about a child', () => {
  // Ruling 16. Those free of the representative are how a child gets one, or do not concern one child alone.
  const free: Readonly<Record<string, readonly string[]>> = {
    REPRESENTATIVE_ACTIVE: ['AppointGuardian', 'ReplaceGuardian', 'SuspendGuardian', 'ConfirmRepresentingParent', 'AssignLegalAid', 'ConveneBidPanel', 'MergeIdentity', 'SplitIdentity'],
    MINORITY: ['StartAgeAssessment', 'ConcludeAgeAssessment', 'SplitIdentity'],
    CHILD_REGISTERED: ['SplitIdentity', 'SuspendGuardian'],
  };
  const decisions = ofKind('DECIDE').filter(({ subject }) => subject === 'child');

  it.each(Object.entries(free))('needs %s in its newest gate, but for %j', (code, exempt) =>
    expect(named(decisions.filter((decision) => !newestGate(decision).includes(code))).filter((name) => !exempt.includes(name))).toEqual([]));

  it('has a gate in every version that it ever had, numbered from 1', () => {
    for (const { name, gate } of decisions) expect([name, gate.map(({ version }) => version)]).toEqual([name, gate.map((_, index) => index + 1)]);
    expect(decisions.length).toBeGreaterThan(0);
  });

  it('is asked for more by the state in gates that there are', () => {
    expect(() => assertFitToStart(registry.gatesOfDecisions)).not.toThrow();
    for (const name of ['no-gate', 'emergency-care']) expect(() => assertAskOf(registry.gatesOfDecisions, [{ ...strict, adds: { [name]: ['REPRESENTATIVE_ACTIVE'] } }])).toThrow(NotFit);
    expect(profiles.flatMap(({ adds = {} }) => Object.values(adds).flat()).map((code) => registry.owner(code).fact.code)).toContain('CHILD_STATUS_ESTABLISHED');
  });

  it('is dated by the moment at which it is taken: it has no field for another, and whoever sends one is told why', () => {
    for (const command of registry.commands.filter(({ declaration: { kind } }) => kind === 'DECIDE')) {
      const { name } = command.declaration;
      expect([name, fieldsOf(command).map((field) => field.name)]).toEqual([name, expect.not.arrayContaining(['occurredAt'])]);
      expect([name, refusalOf(command, { occurredAt: { at: '2025-03-01', zone: 'Asia/Bishkek' } })]).toEqual([name, expect.arrayContaining([
        { field: 'occurredAt', message: 'A decision is dated by the moment at which it is taken: leave this field out.' },
      ])]);
    }
  });

  it('is the one kind of act that is: whatever was so before somebody told of it is told with its time', () =>
    expect(registry.commands.filter(({ declaration: { kind } }) => kind !== 'DECIDE').filter((command) => !fieldsOf(command).some(({ name }) => name === 'occurredAt'))).toEqual([]));

  it('is open to no enforcement inlet, no service, no analyst and no administrator, and neither is an attestation, of a place or of two states either; what becomes of keys is said beside the record (decision 27)', () => {
    const never = ['INLET', 'SERVICE', 'ANALYST', 'ADMINISTRATOR', 'AUDITOR', 'DATA_PROTECTION_OFFICER'];
    expect(ofKind('DECIDE', 'ATTEST').filter(({ subject }) => subject !== 'consumer' && subject !== 'keys').flatMap(({ name, by }) => by.filter((role) => never.includes(role)).map((role) => `${name} by ${role}`))).toEqual([]);
  });
});

describe('The firewall', () => {
  it('knows no purpose of enforcement', () => {
    expect(purposes).toEqual(['PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'RETURN_CASEWORK', 'REINTEGRATION', 'LEGAL_REMEDY', 'OVERSIGHT', 'STATISTICS', 'OPERATIONS']);
    expect(purposes.filter((purpose) => /ENFORCE|MIGRATION|SECURITY|POLICE|REMOVAL/.test(purpose))).toEqual([]);
  });

  it('has no command with a field for immigration status (FW-7)', () => {
    const status = /(im)?migra(tion|nt)|residence|visa|(un)?documented|irregular|(il)?legalStatus|citizenship|stayPermit|permit(Number|Until)|passportNumber/i;
    expect(registry.commands.flatMap((command) => fieldsOf(command).map(({ name }) => `${command.declaration.name}.${name}`)).filter((field) => status.test(field.split('.')[1]!))).toEqual([]);
  });

  it('lets an enforcement inlet report a child that was found and what was done to it, and nothing else', () =>
    expect(named(declared.filter(({ by }) => by.includes('INLET'))).sort()).toEqual(['RecordDeprivationEnded', 'RecordDeprivationStarted', 'RegisterChildFound']));
});

describe('Who other services are that are told of events', () => {
  const by = (names: readonly string[]) => declared.filter(({ subject, name }) => subject === 'consumer' && names.includes(name)).map((command) => [command.name, command.kind, command.by]).sort(([one], [other]) => String(one).localeCompare(String(other)));
  const ended = ['RevokeConsumer', 'PauseWebhook', 'EndWebhook'];
  const ofItself = ['RedriveWebhook', 'RotateWebhookSecret'];

  it('is said by the data-protection officer alone, as is where they are called', () =>
    expect(by(named(declared).filter((name) => !ended.includes(name) && !ofItself.includes(name)))).toEqual(
      ['ChangeConsumerScope', 'ChangeWebhook', 'RegisterConsumer', 'RegisterWebhook', 'ResumeWebhook'].map((name) => [name, 'ATTEST', ['DATA_PROTECTION_OFFICER']])));

  it('is ended by oversight and by those who run the system, too', () =>
    expect(by(ended)).toEqual([...ended].sort().map((name) => [name, 'ATTEST', ['DATA_PROTECTION_OFFICER', 'OMBUDSPERSON', 'ADMINISTRATOR']])));

  it('is left to a service itself in nothing but that it is called again and with which secret', () =>
    expect(by(named(declared.filter(({ by }) => by.includes('SERVICE')))).map(([name]) => name)).toEqual(ofItself));
});

describe('What other services are told', () => {
  const told = [...registry.shared.values()];

  it('comes from every context, and from no side stream', () => {
    const contexts = new Set(told.map(({ type }) => type.split('.')[0]));
    expect([...contexts].sort()).toEqual(['best-interests', 'corridor', 'facility', 'forgetting', 'guardianship', 'identification', 'record', 'reintegration', 'repatriation']);
    expect(sideEvents.filter(({ type }) => registry.shared.has(type))).toEqual([]);
  });

  it('holds these personal fields alone, each for those who look after the child and only where its scope names it; no text, and neither the day on which childhood ends nor the one on which it began (ruling 11)', () => {
    expect(told.flatMap(({ type, fields }) => Object.entries(fields).flatMap(([name, { named, personal }]) => (personal ? [[`${type}.${name}`, named, ...personal]] : [])))).toEqual([
      ['guardianship.GuardianAppointed.contact', true, 'PROTECTION', 'GUARDIANSHIP', 'BEST_INTERESTS', 'LEGAL_REMEDY'],
    ]);
    for (const { type, fields, properties } of told) {
      const personal = personalFields(registry.events.get(type)!.schema).map(({ path }) => path.split(/[.[]/)[0]!);
      expect([type, Object.entries(fields).filter(([name, field]) => (personal.includes(name) && !field.personal) || ['majorityOn', 'dateOfBirth'].includes(name))]).toEqual([type, []]);
      const open = Object.entries(properties as Record<string, { type: string; enum?: unknown; format?: string; pattern?: string; items?: never }>)
        .map(([name, schema]) => [name, schema.items ?? schema] as const).filter(([, schema]) => schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern);
      expect([type, open]).toEqual([type, []]);
    }
  });

  it('is told for purposes that a service may have, none of which is enforcement, and nothing of protection claims, coercion, dangers or disclosures at all', () => {
    for (const { type, purposes: told } of registry.shared.values()) expect([type, told.length > 0, told.filter((purpose) => !servicePurposes.includes(purpose))]).toEqual([type, true, []]);
    expect([...registry.shared.keys()].filter((type) => /Claim|Coercion|Danger|Disclosure|Victim|SelfHarm|Incident|Complaint/.test(type))).toEqual([]);
  });

  it('says nothing of where a child is held or cared for to those who work at its return', () =>
    expect([...registry.shared.values()].filter(({ purposes, type }) => purposes.includes('RETURN_CASEWORK') && /Deprivation|Placement(?!Arranged)|EmergencyCare|Measure/.test(type)).map(({ type }) => type)).toEqual([]));
});

describe('An event type', () => {
  const events = [...registry.events.values()];

  it('is named context.PastTense, once in the system', () => {
    const types = [...sideEvents, ...registry.contexts.flatMap((context) => context.events)].map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z-]+\.[A-Z]/);
    const past = /(ed|Found|Heard|Held|Read|Given|Known|Made|Sent|Taken|Told|Left|Lost|Withdrawn|Overdue|Split|Forgotten)(?![a-z])/;
    expect(types.filter((type) => !past.test(type))).toEqual([]);
  });

  it('has a JSON Schema that a strict validator of draft 2020-12 takes, and that is closed', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: true, allErrors: true })).addVocabulary(['x-data-class']);
    for (const { type, schema } of events) {
      expect([type, schema]).toEqual([type, expect.objectContaining({ type: 'object', additionalProperties: false, title: type })]);
      expect(() => ajv.compile(JSON.parse(JSON.stringify(schema)) as object)).not.toThrow();
    }
  });

  it('says in one sentence what is now true', () => {
    for (const { type, summary } of events) expect([type, summary]).toEqual([type, expect.stringMatching(/^[A-Z].*\.$/)]);
  });

  it('seals the words of a person: whatever a command takes as a longer text is personal in every event that holds it', () => {
    const texts = registry.commands.flatMap((command) => fieldsOf(command).filter(({ lengthMax }) => lengthMax > 200).map(({ name }) => ({ context: registry.contextOf(command.declaration), name })));
    expect(texts.length).toBeGreaterThan(10);
    for (const { context, name } of texts) {
      // Every subject is corrected by the same events, which the first of these contexts declares.
      const holding = (context.events.length > 0 ? context.events : correctionEvents as readonly EventDeclaration[]).filter(({ schema }) => isText(schema.properties[name]));
      const open = holding.filter(({ schema }) => !personalFields(schema).some(({ path }) => path === name));
      expect([name, holding.length > 0, open.map(({ type }) => type)]).toEqual([name, true, []]);
    }
  });
});

describe('What a clock makes of a duty', () => {
  const overdue = { type: DutyOverdue.type, data: { code: 'REPRESENTATIVE' } } as unknown as Fact;

  it('stands beside the child\'s stream and is no event of any context, so that it can prove nothing (ruling 13)', () => {
    expect(registry.contexts.filter(({ events, takesNoteOf }) => events.some(({ type }) => type === overdue.type) || takesNoteOf.includes(overdue.type))).toEqual([]);
    for (const { name, initial, evolve } of registry.contexts.filter(({ name }) => !/(^|-)record$|^duties$/.test(name))) expect([name, evolve(initial, overdue)]).toEqual([name, initial]);
  });

  it('starts, meets and ends no duty', () => expect([...typesOf(registry.duties)].filter((type) => type.startsWith('duties.'))).toEqual([]));
});

describe('A reaction', () => {
  it.each(['DecidePlacement', 'AttestIdentity'])('tells no %s, also where it was made a reaction by force: the program does not start', (name) => {
    const tell = registry.commands.find(({ declaration }) => declaration.name === name);
    const forced = { ...registry.reactions[0], name: 'forced', tell } as unknown as Reaction;
    expect(() => new Registry(registry.contexts.map((context) => (context.name === 'identification' ? { ...context, reactions: [forced] } : context)))).toThrow('forced decides or certifies');
  });
});

describe('A duty', () => {
  it('has a promise, a legal basis and somebody who has to see to it', () => {
    expect(registry.duties.length).toBeGreaterThan(0);
    for (const { code, promise, basis, starts } of registry.duties) {
      expect([code, promise, basis, starts.length]).toEqual([code, expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/.../), expect.any(Number)]);
      expect(starts.length).toBeGreaterThan(0);
    }
  });

  it('cannot be paused where law bounds it', () => {
    const bounded = ['RELEASE_DEMAND', 'LAWYER_WHEN_DEPRIVED', 'FIRST_APPEARANCE', 'LEGALITY_DECISION', 'DEPRIVATION_REVIEW', 'PLACEMENT_REVIEW', 'REPRESENTATIVE', 'NEEDS_ASSESSMENT', 'SUSPENSION_REVIEW', 'APPEAL_WINDOW'];
    expect(registry.duties.filter(({ code, pausable }) => pausable && bounded.includes(code))).toEqual([]);
  });

  it('is met by no correction', () =>
    expect(registry.duties.filter(({ meets }) => meets.some(({ type }) => type.startsWith('record.')))).toEqual([]));
});

interface Field {
  readonly name: string;
  /** Of a text; 0 of anything else. */
  readonly lengthMax: number;
}

/** What is wrong with a body, field by field. */
function refusalOf(command: CommandClass, body: object): unknown {
  try {
    return validateBody(command, body);
  } catch (problem) {
    return ((problem as Problem).getResponse() as { errors: unknown }).errors;
  }
}

/** The fields of a command's body, as its validators know them. */
function fieldsOf(command: CommandClass): readonly Field[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(command, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].map((name) => ({
    name, lengthMax: Number(rules.find((rule) => rule.propertyName === name && rule.name === 'maxLength')?.constraints?.[0] ?? 0),
  }));
}

/** A text of any content, sealed or plain; neither a code nor a date. */
function isText(schema: unknown): boolean {
  const { type, format, anyOf } = (schema ?? {}) as { type?: string; format?: string; anyOf?: readonly unknown[] };
  return (type === 'string' && format === undefined) || (anyOf ?? []).some(isText);
}
