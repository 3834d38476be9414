import { isOfEntitled, isVoid, type Fact, type OccurredAt } from '../decider/event.js';
import { streamOfChild } from '../decider/kin.js';
import type { AboutEvent, AboutRecord, PseudonymOf, SharedEvent } from '../decider/shared.js';
import { idIn } from '../decider/subject.js';
import { localDate } from '../zones/zones.js';
import { contextOf, reaches, type Grant } from './scope.js';

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
}

/** What a service is told of events under one grant. */
export class Teller {
  constructor(
    private readonly grant: Grant, private readonly selection: Selection, private readonly pseudonymOf: PseudonymOf,
    /** The facts of a stream before one that came in the log, for what is said of earlier ones. */
    private readonly earlier: (stream: string, before: Fact) => Promise<readonly Fact[]>,
  ) {}

  /** The types that have to be looked at. */
  get types(): readonly string[] {
    const asked = [...this.grant.types].filter((type) => this.selection.types?.includes(type) ?? true);
    return [...asked, ...[...this.grant.shared.values()].filter(({ about }) => about).map(({ type }) => type)];
  }

  /** Undefined where the service is not told. */
  async tell(fact: Fact): Promise<Told | undefined> {
    const shared = this.grant.shared.get(fact.type);
    // From what is void nothing follows, here no more than elsewhere.
    if (!shared || isVoid(fact)) return undefined;
    if (!shared.about) return this.isFor(fact, [fact], [this.grant]) ? { shared, fact, data: this.dataOf(shared, fact) } : undefined;
    if ('record' in shared.about) return await this.isOfKnown(fact, fact, new Set()) ? { shared, fact, data: this.dataOf(shared, fact) } : undefined;
    if ('subject' in shared.about) return await this.isKnown(streamOfChild(idIn(fact.stream)), fact, new Set()) ? { shared, fact, data: this.dataOf(shared, fact) } : undefined;
    const target = await this.targetOf(fact);
    return target && this.isFor(target, [fact, target], this.grant.ever) ? { shared, fact, data: { ...this.dataOf(shared, fact), ...this.restated(shared, fact, target) } } : undefined;
  }

  private isFor({ type, meta: { jurisdiction } }: Fact, named: readonly Fact[], reached: Grant['ever']): boolean {
    const { contexts, types, jurisdictions } = this.selection;
    return reached.some((reach) => reaches(reach, type, jurisdiction))
      && (contexts === undefined || named.some((fact) => contexts.includes(contextOf(fact.type))))
      && (types === undefined || named.some((fact) => types.includes(fact.type)))
      && (jurisdictions?.includes(jurisdiction) ?? true);
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

  private dataOf(shared: SharedEvent, fact: Fact): object {
    const names = shared.about ? Object.keys(shared.fields) : this.grant.fields.get(shared.type) ?? [];
    return Object.assign(this.occurred(fact.meta.occurredAt), isOfEntitled(fact) ? undefined : { unentitled: true }, this.fieldsIn(shared, names, fact.data));
  }

  private fieldsIn({ fields }: SharedEvent, names: readonly string[], data: unknown): object {
    const told: Record<string, unknown> = {};
    for (const name of names) {
      const value = fields[name]!.tell((data as Record<string, unknown>)[name], this.pseudonymOf);
      if (value !== undefined) told[name] = value;
    }
    return told;
  }

  /** What a correction says now, of the fields that the service is told now. */
  private restated({ about }: SharedEvent, { data }: Fact, { type }: Fact): object {
    const target = this.grant.shared.get(type);
    const names = this.grant.fields.get(type);
    if (!about || !('restated' in about) || about.restated === undefined || !target || !names) return {};
    const { [about.restated]: fields = {}, occurredAt } = data as { [field: string]: unknown; occurredAt?: OccurredAt };
    return { restated: { ...(occurredAt && this.occurred(occurredAt)), ...this.fieldsIn(target, names, fields) } };
  }

  /** By the calendar of the place, and no closer than the day. */
  private occurred({ from, to = from, precision, zone }: OccurredAt): object {
    if (precision === 'unknown') return {};
    const first = localDate(Date.parse(from), zone);
    return { occurred: { from: first, to: to === from ? first : localDate(Date.parse(to), zone) } };
  }
}
