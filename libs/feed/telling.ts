import { isOfEntitled, isVoid, type Fact, type OccurredAt } from '../decider/event.js';
import { streamOfChild } from '../decider/kin.js';
import type { AboutEvent, AboutRecord, PseudonymOf, SharedEvent } from '../decider/shared.js';
import { idIn } from '../decider/subject.js';
import { localDate } from '../zones/zones.js';
import { contextOf, laterOf, reaches, type Grant } from './scope.js';

/** What a service asks for within its scope; a list left out asks for all of it. */
export interface Selection {
  readonly contexts?: readonly string[];
  readonly types?: readonly string[];
  readonly jurisdictions?: readonly string[];
}

/** An event as a service is told of it, before it is put into an envelope. */
export interface Told {
  readonly shared: SharedEvent;
  readonly fact: Fact;
  readonly data: object;
  /** Whether a personal field was opened for it. */
  readonly personal: boolean;
}

/** The data of an event with the personal fields at these paths opened; of a child that is forgotten, or to be, nothing is. */
export type Opens = (fact: Fact, paths: readonly string[]) => Promise<object>;

/** What a service is told of events under one grant. */
export class Teller {
  /** The types that have to be looked at. */
  readonly types: readonly string[];

  constructor(
    private readonly grant: Grant, private readonly selection: Selection, private readonly pseudonymOf: PseudonymOf,
    /** The facts of a stream before one that came in the log, for what is said of earlier ones. */
    private readonly earlier: (stream: string, before: Fact) => Promise<readonly Fact[]>,
    private readonly opens: Opens,
  ) {
    this.types = [...new Set([...[...grant.types].filter((type) => selection.types?.includes(type) ?? true), ...laterOf(grant)])];
  }

  /** Undefined where the service is not told. */
  async tell(fact: Fact): Promise<Told | undefined> {
    const shared = this.grant.shared.get(fact.type);
    // From what is void nothing follows, here no more than elsewhere.
    if (!shared || isVoid(fact)) return undefined;
    if (!shared.about) return this.isFor(fact, [fact], [this.grant]) || await this.isOfTold(shared, fact) ? this.toldOf(shared, fact) : undefined;
    if ('record' in shared.about) return await this.isOfKnown(fact, fact, new Set()) ? this.toldOf(shared, fact) : undefined;
    if ('subject' in shared.about) return await this.isKnown(streamOfChild(idIn(fact.stream)), fact, new Set()) ? this.toldOf(shared, fact) : undefined;
    const target = await this.targetOf(fact);
    return target && this.isFor(target, [fact, target], this.grant.ever) ? this.toldOf(shared, fact, target) : undefined;
  }

  private isFor(told: Fact, named: readonly Fact[], reached: Grant['ever']): boolean {
    const { contexts, types, jurisdictions } = this.selection;
    return reached.some((reach) => reaches(reach, told))
      && (contexts === undefined || named.some((fact) => contexts.includes(contextOf(fact.type))))
      && (types === undefined || named.some((fact) => types.includes(fact.type)))
      && (jurisdictions?.includes(told.meta.jurisdiction) ?? true);
  }

  /** Whether it takes back what the service is or was told. */
  private async isOfTold({ takesBack }: SharedEvent, fact: Fact): Promise<boolean> {
    if (!takesBack) return false;
    return (await this.earlier(fact.stream, fact)).some((each) => takesBack.includes(each.type) && !isVoid(each) && this.isFor(each, [fact, each], this.grant.ever));
  }

  /** Whether the service is or was told anything of the record that a link names, such as another link of one that it knows, before `last`. */
  private async isOfKnown(link: Fact, last: Fact, seen: Set<string>): Promise<boolean> {
    const about = this.grant.shared.get(link.type)!.about as AboutRecord;
    return this.isKnown(streamOfChild(String((link.data as Record<string, unknown>)[about.record])), last, seen);
  }

  private async isKnown(stream: string, last: Fact, seen: Set<string>): Promise<boolean> {
    // Two records can be merged into each other.
    if (seen.has(stream)) return false;
    seen.add(stream);
    for (const fact of await this.earlier(stream, last)) {
      const shared = this.grant.shared.get(fact.type);
      if (!shared || isVoid(fact)) continue;
      if (!shared.about ? this.isFor(fact, [last, fact], this.grant.ever) : 'record' in shared.about && await this.isOfKnown(fact, last, seen)) return true;
    }
    return false;
  }

  /** The event that something was said of; of what was said of that, the event that all of it is about. */
  private async targetOf(fact: Fact): Promise<Fact | undefined> {
    const facts = new Map((await this.earlier(fact.stream, fact)).map((each) => [each.id, each]));
    let target: Fact | undefined = fact;
    for (let about = this.aboutEvent(fact); target && about; about = target && this.aboutEvent(target)) {
      target = facts.get(String((target.data as Record<string, unknown>)[about.target]));
    }
    // What is said of a link links and parts nothing.
    return target && this.grant.shared.get(target.type)?.about ? undefined : target;
  }

  private aboutEvent({ type }: Fact): AboutEvent | undefined {
    const about = this.grant.shared.get(type)?.about;
    return about && 'target' in about ? about : undefined;
  }

  private async toldOf(shared: SharedEvent, fact: Fact, target?: Fact): Promise<Told> {
    // What the scope does not name is told without what it would have to name.
    const names = this.grant.fields.get(shared.type) ?? Object.keys(shared.fields).filter((name) => !shared.fields[name]!.named);
    const own = await this.fieldsIn(shared, names, fact);
    const restated = target && await this.restated(shared, fact, target);
    const data = { ...this.occurred(fact.meta.occurredAt), ...(isOfEntitled(fact) ? undefined : { unentitled: true }), ...own.told, ...(restated && { restated: restated.told }) };
    return { shared, fact, data, personal: own.personal || restated?.personal === true };
  }

  /** @param within the field that holds them, where a correction tells them */
  private async fieldsIn({ fields }: SharedEvent, names: readonly string[], fact: Fact, within?: string): Promise<{ readonly told: object; readonly personal: boolean }> {
    const held = (data: unknown) => (within === undefined ? data : (data as Record<string, unknown>)[within] ?? {}) as Record<string, unknown>;
    const data = held(fact.data);
    const sealed = names.filter((name) => fields[name]!.personal && data[name] !== undefined);
    const opened = sealed.length > 0 ? held(await this.opens(fact, sealed.map((name) => (within === undefined ? name : `${within}.${name}`)))) : {};
    const told: Record<string, unknown> = {};
    for (const name of names) {
      const value = fields[name]!.tell(fields[name]!.personal ? opened[name] : data[name], this.pseudonymOf);
      if (value !== undefined) told[name] = value;
    }
    return { told, personal: sealed.some((name) => name in told) };
  }

  /** What a correction says now, of the fields that the service is told now. */
  private async restated({ about }: SharedEvent, fact: Fact, { type }: Fact): Promise<{ readonly told: object; readonly personal: boolean } | undefined> {
    const target = this.grant.shared.get(type);
    const names = this.grant.fields.get(type);
    if (!about || !('restated' in about) || about.restated === undefined || !target || !names) return undefined;
    const { occurredAt } = fact.data as { occurredAt?: OccurredAt };
    const { told, personal } = await this.fieldsIn(target, names, fact, about.restated);
    return { told: { ...(occurredAt && this.occurred(occurredAt)), ...told }, personal };
  }

  /** By the calendar of the place, and no closer than the day. */
  private occurred({ from, to = from, precision, zone }: OccurredAt): object {
    if (precision === 'unknown') return {};
    const first = localDate(Date.parse(from), zone);
    return { occurred: { from: first, to: to === from ? first : localDate(Date.parse(to), zone) } };
  }
}
