import Type, { type Static, type TObject, type TProperties } from 'typebox';
import { isCivil, type Actor, type OrgType } from './actor.js';
import type { FactCode } from './gate.js';

/**
 * An event type, declared once: its name (`context.PastTense`, unique in the system), version and fields.
 * The static type, the JSON Schema and the data classes of its personal fields all follow from this value.
 */
export interface EventDeclaration<Name extends string = string, Fields extends TObject = TObject> {
  readonly type: Name;
  readonly version: number;
  /** What is now true, in one sentence, for the people who read the contract. */
  readonly summary: string;
  readonly schema: Fields;
  /** In what forms it was stored before, version 1 first. */
  readonly earlier: readonly EarlierVersion[];
}

/** A form in which a type was stored once. What was stored so stays so, and is read in the next version. */
export interface EarlierVersion {
  readonly schema: TObject;
  /** Some of the fields as the next version has them. */
  readonly asNext: (fields: object) => object;
  /** What the next version says of each such event where it says nothing itself. */
  readonly gains: object;
}

/** @param earlier one for each version before this one, made with `earlier` */
export function event<const Name extends string, Fields extends TProperties>(
  type: Name, version: number, summary: string, fields: Fields, earlier: readonly EarlierVersion[] = [],
): EventDeclaration<Name, TObject<Fields>> {
  if (earlier.length !== version - 1) throw new Error(`${type} has version ${version} and says of ${earlier.length} before it how they are read`);
  return { type, version, summary, schema: Type.Object(fields, { additionalProperties: false, title: type, description: summary }), earlier };
}

/**
 * How a type was stored before: the fields of then, and how they read in the next version. Each is read without the others, because a
 * correction holds some of them alone; a personal one may be sealed, and is passed on unread.
 */
export function earlier<Fields extends TProperties>(
  fields: Fields, { asNext = (same) => same, gains = {} }: { readonly asNext?: (fields: Partial<Static<TObject<Fields>>>) => object; readonly gains?: object },
): EarlierVersion {
  return { schema: Type.Object(fields, { additionalProperties: false }), asNext, gains };
}

/** When it was so, as a range: `to` is absent for an exact instant. The range was made with the zone data named, and does not move with newer ones. */
export interface OccurredAt {
  /** Earliest possible instant, RFC 3339 in UTC. */
  readonly from: string;
  /** Latest possible instant. */
  readonly to?: string;
  readonly precision: 'exact' | 'hour' | 'day' | 'month' | 'unknown';
  /** IANA name of the place's time zone. */
  readonly zone: string;
  readonly zoneData: string;
}

export const sourceKinds = [
  'CHILD', 'PARENT', 'GUARDIAN', 'LAWYER', 'DOCUMENT', 'FACILITY_REGISTER', 'AUTHORITY_NOTICE', 'NGO_VISIT', 'COURT_FILE', 'ANONYMOUS',
] as const;
export const reliabilities = ['CONFIRMED', 'PROBABLE', 'UNVERIFIED', 'DOUBTFUL'] as const;

/** Where the knowledge comes from. The child's own statement is enough. */
export interface Source {
  readonly kind: (typeof sourceKinds)[number];
  readonly reliability: (typeof reliabilities)[number];
  readonly documentRef?: string;
  readonly statedBy?: string;
}

/** Another stream that a decision rested on, up to its last fact then. */
export interface ForeignRef {
  readonly stream: string;
  /** -1 where there was nothing in it. */
  readonly revision: number;
  readonly eventId?: string;
}

/** Why a decision was accepted: what the gate saw, at which revision, by which rules. */
export interface Basis {
  readonly gate: string;
  readonly gateVersion: number;
  readonly profileVersion: string;
  /** Those of other states in which the child was by then. */
  readonly profilesBesides?: readonly string[];
  /** What bound the two states then, where the decision names another one: such as CHISINAU_2002@1. */
  readonly instruments?: readonly string[];
  /** Revision of the child's stream that the gate was weighed at; -1 before its first event. */
  readonly revision: number;
  readonly facts: readonly {
    readonly code: FactCode;
    readonly evidence: readonly string[];
    readonly foreign?: readonly ForeignRef[];
  }[];
}

/** What is stored beside the data of every event. Plain: codes, times and references, never a name or a text. */
export interface Envelope {
  /** Of the form in which the data are read here. */
  readonly schemaVersion: number;
  readonly childRef?: string;
  readonly occurredAt: OccurredAt;
  readonly recordedBy: Omit<Actor, 'purpose'>;
  /** Of an event as a correction tells it: of which kind of body whoever corrected it is, where that enforces the law or holds people. Never stored. */
  readonly restatedBy?: OrgType;
  /** Of an event as a correction tells it: who corrected it last. Never stored. */
  readonly correctedBy?: { readonly personRef?: string; readonly orgRef?: string };
  readonly purpose: Actor['purpose'];
  readonly jurisdiction: string;
  readonly profileVersion: string;
  readonly source?: Source;
  readonly legalBasisClaimed?: string;
  readonly causationId: string;
  readonly correlationId: string;
  /** By how much the system's clock stood ahead of the true time when this was recorded, below zero of a made-up past; absent where it was not moved, as in every production. */
  readonly clockAheadMs?: number;
  readonly supersedes?: string;
  readonly basis?: Basis;
  readonly dataClasses: readonly string[];
  /** The command that this event answers; `hash` tells a retry from another body under the same key. */
  readonly command: {
    readonly name: string; readonly kind: string; readonly key: string; readonly hash: string;
    /** False where a report or a protection came from somebody for whom it was not made: it contradicts and halts, and proves nothing. */
    readonly entitled?: false;
    /** True of such an act that would only have built something up: it stands in the record, and nothing follows from it. */
    readonly void?: true;
  };
}

/** What a decider returns. A decider may name an instant of its own for an event; otherwise it is the command's. */
export type NewFact<E extends EventDeclaration> = E extends EventDeclaration<infer Name, infer Fields>
  ? { readonly type: Name; readonly data: Static<Fields>; readonly supersedes?: string }
  : never;

/** An event as folds, reactions and projections see it. */
export type Fact<E extends EventDeclaration = EventDeclaration> = NewFact<E> & Recorded;

export interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly recordedAt: Date;
  readonly meta: Envelope;
  /** What stands in the log, where that is an earlier version: what is sealed opens as it was stored. */
  readonly asStored?: { readonly version: number; readonly data: object };
  /** Where several records of one child are read together: the streams of those that the one in which it stands was merged into, one after the other. */
  readonly goesOnIn?: readonly string[];
}

/** Whether the sender was one of those for whom the command was made when it was sent. */
export function isOfEntitled({ meta }: Pick<Recorded, 'meta'>): boolean {
  return meta.command?.entitled !== false;
}

/** Of which kind of body they are by whose word an event says what it says now. */
export function toldBy({ meta: { restatedBy, recordedBy } }: Pick<Recorded, 'meta'>): OrgType {
  return restatedBy ?? recordedBy.orgType;
}

/** What the envelope of an event gains by which a correction tells it: nothing from those who neither enforce the law nor hold people. */
export function restatedIn({ meta: { recordedBy: { orgType } } }: Pick<Recorded, 'meta'>): Pick<Envelope, 'restatedBy'> {
  return isCivil(orgType) ? {} : { restatedBy: orgType };
}

/** Whether anything follows from an event. */
export function isVoid({ meta }: Pick<Recorded, 'meta'>): boolean {
  return meta.command?.void === true;
}
