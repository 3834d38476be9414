import Type, { type TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { isRefusedToNobody, type CommandClass, type CommandDeclaration } from '../decider/command.js';
import type { BoundedContext } from '../decider/context.js';
import type { Duty } from '../decider/duty.js';
import type { EventDeclaration, Fact } from '../decider/event.js';
import { factCodes, type FactCode, type GateFact } from '../decider/gate.js';
import type { Reaction } from '../decider/reaction.js';
import { versionsOf, type SharedEvent } from '../decider/shared.js';
import type { Subject } from '../decider/subject.js';
import type { JsonObject, NewEvent, StoredEvent } from '../event-store/port.js';
import { contextOf } from '../feed/scope.js';
import { personalFields, storedForm, type PersonalField } from '../privacy/personal.js';
import { typesOf } from './duties.js';
import { Corrected, sideEvents } from './record.events.js';
import { asNewest, assertKnown, partAsNewest, StoredByNewer } from './versions.js';

interface StoredForm {
  readonly personal: readonly PersonalField[];
  check(data: unknown): boolean;
  /** Some of the fields, as a correction gives them. */
  checkPart(data: unknown): boolean;
}

/** Compiled when it is first asked: most types are not met for hours. */
function checkerOf(form: TSchema): (data: unknown) => boolean {
  let validator: Validator | undefined;
  return (data) => (validator ??= Compile(form)).Check(data);
}

/** Everything that is declared, checked against itself once at the start. */
export class Registry {
  readonly events: ReadonlyMap<string, EventDeclaration>;
  readonly commands: readonly CommandClass[];
  readonly reactions: readonly Reaction[];
  readonly duties: readonly Duty[];
  /** What is left of a decision that an appeal body sets aside, by the type of its event. */
  readonly annulments: ReadonlyMap<string, string>;
  /** What other services may be told of an event, by its type. */
  readonly shared: ReadonlyMap<string, SharedEvent>;
  private readonly owners = new Map<FactCode, { context: BoundedContext; fact: GateFact<unknown> }>();
  /** By type, version 1 first. */
  private readonly stored = new Map<string, readonly StoredForm[]>();
  /** What the names of types begin with that this program declares. */
  private readonly prefixes: ReadonlySet<string>;

  constructor(readonly contexts: readonly BoundedContext[]) {
    const declared = [...sideEvents, ...contexts.flatMap((context) => context.events)] as EventDeclaration[];
    this.events = unique(declared, (event) => event.type, 'event type');
    this.prefixes = new Set([...this.events.keys()].map(contextOf));
    this.commands = [...unique(contexts.flatMap((context) => context.commands), (command) => command.declaration.name, 'command').values()];
    this.duties = [...unique(contexts.flatMap((context) => context.duties), ({ code }) => code, 'duty').values()];
    const unmarked = [...typesOf(this.duties)].filter((type) => !this.events.has(type));
    if (unmarked.length > 0) throw new Error(`a duty waits for ${unmarked.join(', ')}, which nobody declares`);
    for (const { type, schema, earlier } of declared) {
      this.stored.set(type, [...earlier.map((each) => each.schema), schema].map((each) => {
        const form = storedForm(each);
        return { personal: personalFields(each), check: checkerOf(form), checkPart: checkerOf(Type.Partial(form)) };
      }));
    }
    for (const context of contexts) {
      for (const fact of context.facts) {
        if (this.owners.has(fact.code)) throw new Error(`two contexts vouch for ${fact.code}`);
        this.owners.set(fact.code, { context, fact });
      }
    }
    this.annulments = new Map(contexts.flatMap(({ annulments }) => Object.entries(annulments)));
    const foreign = contexts.flatMap((context) => Object.keys(context.annulments).filter((type) => !context.events.some((event) => event.type === type)));
    if (foreign.length > 0) throw new Error(`somebody says what the annulment of ${foreign.join(', ')} means, and does not declare it`);
    this.reactions = [...unique(contexts.flatMap((context) => context.reactions), ({ name }) => name, 'reaction').values()];
    for (const { name, tell } of this.reactions) if (!this.commands.includes(tell)) throw new Error(`${name} tells ${tell.declaration.name}, which is no command`);
    const deciding = this.reactions.filter(({ tell: { declaration } }) => !isRefusedToNobody(declaration.kind));
    if (deciding.length > 0) throw new Error(`${deciding.map(({ name }) => name).join(', ')} decides or certifies, and no machine does`);
    const heard = [...contexts.flatMap((context) => context.takesNoteOf), ...this.reactions.flatMap(({ news }) => Object.keys(news))];
    const unheard = heard.filter((type) => !this.events.has(type));
    if (unheard.length > 0) throw new Error(`somebody listens for ${unheard.join(', ')}, which nobody declares`);
    this.shared = unique(contexts.flatMap((context) => context.shared ?? []), ({ type }) => type, 'shared event');
    const interrupted = [...this.shared.values()].filter((newest) => versionsOf(newest).some(({ type, version }, index) => type !== newest.type || version !== index + 1));
    if (interrupted.length > 0) throw new Error(`versions in which other services are told of ${interrupted.map(({ type }) => type).join(', ')} are missing`);
    const unshareable = [...this.shared.keys()].filter((type) => !this.events.has(type));
    if (unshareable.length > 0) throw new Error(`other services are told of ${unshareable.join(', ')}, which nobody declares`);
    const ownerless = factCodes.filter((code) => !this.owners.has(code));
    if (ownerless.length > 0) throw new Error(`no context vouches for ${ownerless.join(', ')}`);
  }

  /** The contexts that share a child's stream, or that of another subject. */
  of(subject: Subject): readonly BoundedContext[] {
    return this.contexts.filter((context) => context.subject === subject);
  }

  /** By name: what a state may ask for more in. */
  get gatesOfDecisions(): ReadonlySet<string> {
    return new Set(this.commands.flatMap(({ declaration: { kind, gate } }) => (kind === 'DECIDE' ? gate.map(({ name }) => name) : [])));
  }

  contextOf(declaration: CommandDeclaration): BoundedContext {
    const owner = this.contexts.find((context) => context.commands.some((command) => command.declaration === declaration));
    if (!owner) throw new Error(`${declaration.name} belongs to no context`);
    return owner;
  }

  owner(code: FactCode): { context: BoundedContext; fact: GateFact<unknown> } {
    return this.owners.get(code)!;
  }

  /** The personal fields of an event's data, in the version in which they are. A correction has those of the event that it corrects. */
  personalFieldsOf({ type, data }: Pick<NewEvent, 'type' | 'data'>, version = this.events.get(type)?.version): readonly PersonalField[] {
    const own = this.formOf(type, version)?.personal ?? [];
    if (type !== Corrected.type) return own;
    const { targetType, targetVersion } = asNewest(Corrected, data, version) as CorrectedFields;
    const target = this.formOf(targetType, targetVersion)?.personal ?? [];
    return [...own, ...target.map((field) => ({ ...field, path: `fields.${field.path}` }))];
  }

  /** @throws Error where the type is undeclared, of another version, or the data are not in the stored form of its schema. */
  assertStored(event: Pick<NewEvent | Fact, 'type' | 'data'> & { meta: { schemaVersion?: unknown } }): void {
    const declared = this.events.get(event.type);
    if (!declared) throw new Error(`event type ${event.type} is not declared`);
    if (event.meta.schemaVersion !== declared.version) throw new Error(`${event.type} is declared with version ${declared.version}`);
    const { targetType, targetVersion, fields } = event.data as unknown as CorrectedFields;
    const isCorrected = event.type !== Corrected.type || (targetVersion === this.events.get(targetType)?.version && this.formOf(targetType, targetVersion)?.checkPart(fields));
    if (!this.formOf(event.type, declared.version)!.check(event.data) || !isCorrected) throw new Error(`data of ${event.type} break its schema`);
  }

  /** An event as everybody reads it, in the version in which its type is declared: the same object where it was stored so. @throws StoredByNewer */
  asDeclared<E extends StoredEvent>(event: E): E & Pick<Fact, 'asStored'> {
    const { type, data, meta: { schemaVersion: version } } = event;
    const declared = this.events.get(type);
    if (!declared && this.prefixes.has(contextOf(type))) throw new StoredByNewer(`Events of the type ${type} are in the log, which this program does not know: start one that does.`);
    if (!declared || typeof version !== 'number') return event;
    const read = this.dataAsDeclared(type, version, data);
    return read === data ? event : { ...event, data: read, meta: { ...event.meta, schemaVersion: declared.version }, asStored: { version, data } };
  }

  /** Data of this version, sealed or opened, as they read in the version that is declared. @throws StoredByNewer */
  dataAsDeclared(type: string, version: number, data: JsonObject): JsonObject {
    const declared = this.events.get(type)!;
    assertKnown(declared, version);
    const read = asNewest(declared, data, version);
    return type === Corrected.type ? this.correctedAsDeclared(read as CorrectedFields) : read;
  }

  /** What a correction says is in the words of the version that it corrected. */
  private correctedAsDeclared(read: CorrectedFields): CorrectedFields {
    const { targetType, targetVersion, fields } = read;
    const target = this.events.get(targetType);
    if (!target || targetVersion === target.version) return read;
    assertKnown(target, targetVersion);
    return { ...read, targetVersion: target.version, fields: partAsNewest(target, fields, targetVersion) };
  }

  private formOf(type: string, version: number | undefined): StoredForm | undefined {
    return this.stored.get(type)?.[version! - 1];
  }
}

type CorrectedFields = JsonObject & { readonly targetType: string; readonly targetVersion: number; readonly fields: JsonObject };

function unique<T>(values: readonly T[], key: (value: T) => string, what: string): Map<string, T> {
  const found = new Map<string, T>();
  for (const value of values) {
    if (found.has(key(value))) throw new Error(`${what} ${key(value)} is declared twice`);
    found.set(key(value), value);
  }
  return found;
}
