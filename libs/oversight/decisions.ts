import { fallenBy, isCorrection } from '../case-file/readings.js';
import { Disputed, Retracted, type DecisionAttemptRefused } from '../case-file/record.events.js';
import { isOfEntitled, type Basis, type Envelope, type Fact } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import { DecisionTakenWithoutRepresentative } from '../guardianship/contact.events.js';

/** Accepted and refused here; reported of others, who decided though a guarantee lacked. */
export const decisionOutcomes = ['accepted', 'refused', 'reported'] as const;

/** A decision as the log tells of it: codes, times and references. */
export interface Decided {
  readonly eventId: string;
  readonly event: string;
  readonly outcome: (typeof decisionOutcomes)[number];
  readonly command: string;
  /** What of the command tells it from another one; a key is its caller's own. */
  readonly key: string;
  readonly revision: number;
  readonly position: string;
  readonly decidedAt: string;
  readonly recordedAt: string;
  readonly decidedBy: Envelope['recordedBy'];
  readonly purpose: string;
  readonly jurisdiction: string;
  readonly profileVersion: string;
  readonly gate?: Pick<Basis, 'gate' | 'gateVersion'> & { readonly weighedAt: number };
  /** What was known at that moment, by the events that proved it. */
  readonly known: Basis['facts'];
  readonly missing: readonly FactCode[];
  /** Places and persons that a refused attempt named. */
  readonly about: Readonly<Record<string, string>>;
}

/** A later word on what a decision rested on, or on the decision itself. */
export interface Doubt {
  /** The guarantee that the event proved; none where it is the decision itself. */
  readonly code: FactCode | null;
  readonly evidence: string;
  readonly how: Correcting['how'];
  readonly by: string;
  readonly recordedAt: string;
}

export interface Doubts {
  readonly doubts: readonly Doubt[];
  /** Whether what it rested on reads otherwise now than it did then. */
  readonly restsOnCorrected: boolean;
}

/** A correction, retraction or dispute, as far as it matters to what rested on its target. */
interface Correcting {
  readonly id: string;
  readonly target: string;
  /** Who was not entitled only contests. */
  readonly how: 'CORRECTED' | 'RETRACTED' | 'DISPUTED';
  readonly position: string;
  readonly recordedAt: string;
}

/** The decisions in one stream, and the words on earlier events in it; a JSON value. */
export interface DecisionsFold {
  readonly decided: readonly Decided[];
  readonly corrections: readonly Correcting[];
}

export const noDecisions: DecisionsFold = { decided: [], corrections: [] };

/** Of a child's stream, or of that of its refusals. The same fold where a fact is neither. */
export function withDecision(fold: DecisionsFold, fact: Fact): DecisionsFold {
  if (isCorrection(fact) || fact.type === Disputed.type) return { ...fold, corrections: [...fold.corrections, correctingOf(fact)] };
  const decided = decidedBy(fact);
  if (!decided || fold.decided.some((earlier) => earlier.key === decided.key && earlier.decidedBy.actorRef === decided.decidedBy.actorRef)) return fold;
  return { ...fold, decided: [...fold.decided, decided] };
}

export function decisionsIn(facts: readonly Fact[]): DecisionsFold {
  return facts.reduce(withDecision, noDecisions);
}

/** What was said since of the facts that it rested on, and of itself. */
export function doubtsAbout({ eventId, known, position }: Decided, corrections: readonly Correcting[]): Doubts {
  const before = corrections.filter((correcting) => correcting.position <= position);
  const rested = [{ code: null, evidence: eventId }, ...known.flatMap(({ code, evidence }) => evidence.map((event) => ({ code, evidence: event })))];
  const targets = new Map(corrections.map(({ id, target }) => [id, target]));
  const doubts = corrections.filter((correcting) => correcting.position > position).flatMap(({ how, id, target, recordedAt }) =>
    rested.filter(({ evidence }) => evidence === rootOf(target, targets)).map((of): Doubt => ({ ...of, how, by: id, recordedAt })));
  const otherwise = known.some(({ evidence }) => evidence.some((event) => readingOf(event, before) !== readingOf(event, corrections)));
  return { doubts, restsOnCorrected: otherwise };
}

/** A proof that an accepted decision names and the record does not have at the revision at which the decision was weighed. */
export interface NotFound {
  readonly code: FactCode;
  /** Event, or place in another stream. */
  readonly evidence: string;
}

/**
 * Whatever a decision names as evidence stands in its own record, at a revision that it could see: asked again of the facts that are stored,
 * and never of the gate. A merged record proves nothing to the record that it was merged into (ruling 15).
 */
export function evidenceNotFound({ known, gate }: Pick<Decided, 'known' | 'gate'>, stream: string, byId: ReadonlyMap<string, Fact>): readonly NotFound[] {
  const isThere = (event: string): boolean => {
    const fact = byId.get(event);
    return fact?.stream === stream && fact.revision <= (gate?.weighedAt ?? -1);
  };
  return known.flatMap(({ code, evidence }) => evidence.filter((event) => !isThere(event)).map((event) => ({ code, evidence: event })));
}

/** The same of what it looked at in other streams; `eventAt` gives the event that stands there at a revision. */
export async function foreignNotFound({ known }: Pick<Decided, 'known'>, eventAt: (stream: string, revision: number) => Promise<string | undefined>): Promise<readonly NotFound[]> {
  const found = await Promise.all(known.flatMap(({ code, foreign = [] }) => foreign.map(async ({ stream, revision, eventId }) => {
    // At -1 nothing was there to see.
    if (revision < 0) return [];
    const there = await eventAt(stream, revision);
    return there !== undefined && (eventId ?? there) === there ? [] : [{ code, evidence: `${stream} #${revision}` }];
  })));
  return found.flat();
}

function decidedBy(fact: Fact): Decided | undefined {
  const { id, type, data, revision, position, recordedAt, meta: { basis, command, occurredAt, recordedBy, purpose, jurisdiction, profileVersion } } = fact;
  const of = {
    eventId: id, event: type, command: command.name, key: command.key, revision, position, decidedAt: occurredAt.from, recordedAt: recordedAt.toISOString(), decidedBy: recordedBy,
    purpose, jurisdiction, profileVersion,
  };
  if (basis) return { ...of, outcome: 'accepted', gate: { gate: basis.gate, gateVersion: basis.gateVersion, weighedAt: basis.revision }, known: basis.facts, missing: [], about: {} };
  if (type === DecisionTakenWithoutRepresentative.type) return { ...of, outcome: 'reported', known: [], missing: ['REPRESENTATIVE_ACTIVE'], about: bodyIn(data as BodyNamed) };
  if (type !== 'record.DecisionAttemptRefused') return undefined;
  const { gate, gateVersion, revision: weighedAt, missing, about } = (fact as unknown as Fact<typeof DecisionAttemptRefused>).data;
  return { ...of, outcome: 'refused', gate: { gate, gateVersion, weighedAt }, known: [], missing, about };
}

type BodyNamed = Fact<typeof DecisionTakenWithoutRepresentative>['data'];

function bodyIn({ decision, authorityType, authorityRef }: BodyNamed): Decided['about'] {
  return { decision, authorityType, ...(authorityRef && { authorityRef }) };
}

function correctingOf(fact: Fact): Correcting {
  const { target } = fact.data as { target: string };
  return { id: fact.id, target, how: wordOn(fact), position: fact.position, recordedAt: fact.recordedAt.toISOString() };
}

/** What a correction, retraction or dispute says of its target. */
export function wordOn(fact: Fact): Correcting['how'] {
  if (fact.type === Disputed.type || !isOfEntitled(fact)) return 'DISPUTED';
  return fact.type === Retracted.type ? 'RETRACTED' : 'CORRECTED';
}

/** What is said of a correction is said of what it corrects. */
function rootOf(target: string, targets: ReadonlyMap<string, string>): string {
  const further = targets.get(target);
  return further === undefined ? target : rootOf(further, targets);
}

/** The corrections and retractions of an event that stand: what was itself retracted counts no longer (reading R2). */
function readingOf(event: string, corrections: readonly Correcting[]): string {
  const fallen = fallenBy(corrections.filter(({ how }) => how === 'RETRACTED'));
  return corrections.filter(({ id, target, how }) => target === event && how !== 'DISPUTED' && !fallen.has(id)).map(({ id }) => id).join();
}
