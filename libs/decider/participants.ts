import type { Actor } from './actor.js';
import { isVoid, type Fact } from './event.js';

/**
 * Who has a part in what is decided about a child and done with it. Whoever witnesses, rules or looks how the child is afterwards is none
 * of them, whichever of the two comes first.
 */
export const parts = ['PROPOSES', 'DETERMINES', 'DECIDES', 'CARRIES_OUT', 'HANDS_OVER', 'RECEIVES', 'REPRESENTS', 'INTERPRETS'] as const;
export type Part = (typeof parts)[number];

/** Those who bring the return about. */
export const returningParts: readonly Part[] = ['PROPOSES', 'DETERMINES', 'DECIDES', 'CARRIES_OUT'];

/** Those who decide on the journey and carry it out. */
export const travelParts: readonly Part[] = ['DECIDES', 'CARRIES_OUT'];

/** Somebody by reference, as far as the record knows the person and the body. */
export interface Somebody {
  readonly personRef?: string;
  readonly orgRef?: string;
}

export interface Participants {
  readonly taken: readonly (Somebody & { readonly part: Part })[];
  /** Who is behind each event, by its id: any of them may be the decision that is appealed against. */
  readonly authors: ReadonlyMap<string, Somebody>;
}

export const noParticipants: Participants = { taken: [], authors: new Map() };

/** A part once taken stays one: no correction, retraction or successor gives independence back, and a correction may only name more people. */
export function participantsIn(facts: readonly Fact[]): Participants {
  const told = facts.filter((fact) => !isVoid(fact));
  return {
    taken: told.flatMap(({ type, data, meta }) => {
      const { targetType, fields } = data as { targetType?: string; fields?: Published };
      const isCorrection = (type as string) === 'record.Corrected';
      return isCorrection ? partsNamedIn[targetType!]?.(fields ?? {}, {}) ?? [] : partsNamedIn[type]?.(data as Published, somebodyIn(meta.recordedBy)) ?? [];
    }),
    authors: new Map(told.map(({ id, meta }) => [id, somebodyIn(meta.recordedBy)])),
  };
}

/** Whether the person, or the body, has a part of those kinds; of whom nothing is known nothing is said. */
export function hasPart({ taken }: Participants, somebody: Somebody, kinds: readonly Part[] = parts): boolean {
  return taken.some((participant) => kinds.includes(participant.part) && isSameParty(participant, somebody));
}

/** Whether two references are of one person, or of one body. */
export function isSameParty(one: Somebody | undefined, other: Somebody | undefined): boolean {
  const same = (field: keyof Somebody) => one?.[field] !== undefined && one[field] === other?.[field];
  return same('personRef') || same('orgRef');
}

export function somebodyIn({ actorRef, orgRef }: Pick<Actor, 'actorRef' | 'orgRef'>): Somebody {
  return { personRef: actorRef, orgRef };
}

/** The fields that are read here of the events that give somebody a part; a correction names some of them only. */
interface Published {
  readonly members?: readonly { readonly memberRef: string; readonly organisationRef?: string }[];
  readonly authority?: { readonly orgRef?: string };
  readonly answer?: string;
  readonly operatorRef?: string;
  readonly escorts?: readonly { readonly escortRef: string; readonly orgRef: string }[];
  readonly carriedOutBy?: { readonly orgRef?: string };
  readonly sender?: Somebody;
  readonly receiver?: Somebody;
  readonly carerRef?: string;
  readonly responsibleBody?: { readonly orgRef: string };
  readonly guardianRef?: string;
  readonly parentRef?: string;
  readonly interpreterRef?: string;
}

type Named = (data: Published, author: Somebody) => Participants['taken'];
const author = (part: Part): Named => (_, somebody) => [{ part, ...somebody }];
/** The body whose word it is, and whoever gives it for the body. */
const answers = (part: Part, word: string): Named => ({ authority, answer }, by) =>
  answer !== word ? [] : [{ part, orgRef: authority?.orgRef }, ...(authority?.orgRef !== undefined && authority.orgRef === by.orgRef ? [{ part, ...by }] : [])];
const interprets: Named = ({ interpreterRef }) => [{ part: 'INTERPRETS', personRef: interpreterRef }];

/** By the type of the event; each is published by the context that owns it. */
export const partsNamedIn: Readonly<Record<string, Named>> = {
  'best-interests.BidPanelConvened': ({ members = [] }) => members.map(({ memberRef, organisationRef }) => ({ part: 'DETERMINES', personRef: memberRef, orgRef: organisationRef })),
  'best-interests.BestInterestsDetermined': author('DETERMINES'),
  'repatriation.OriginAnswered': answers('RECEIVES', 'CONFIRMED'),
  'repatriation.CentralAuthorityAnswered': answers('DECIDES', 'AGREED'),
  'repatriation.RepatriationProposed': author('PROPOSES'),
  'repatriation.RepatriationDecided': author('DECIDES'),
  'repatriation.EscortAssigned': ({ escorts = [] }, by) =>
    [{ part: 'CARRIES_OUT', ...by }, ...escorts.map(({ escortRef, orgRef }) => ({ part: 'CARRIES_OUT' as const, personRef: escortRef, orgRef }))],
  'repatriation.TransferAuthorised': ({ carerRef }, by) => [{ part: 'CARRIES_OUT', ...by }, { part: 'RECEIVES', personRef: carerRef }],
  'repatriation.DepartureConfirmed': author('CARRIES_OUT'),
  'repatriation.ReturnOutsideProcedureReported': ({ carriedOutBy }) => [{ part: 'CARRIES_OUT', orgRef: carriedOutBy?.orgRef }],
  'repatriation.HandoverReported': ({ sender, receiver }, by) => [sender, receiver].filter((party) => party !== undefined).map(({ personRef, orgRef }) =>
    // Who tells of a handover of its own is known with its body.
    ({ part: 'HANDS_OVER', personRef, orgRef: orgRef ?? (personRef !== undefined && personRef === by.personRef ? by.orgRef : undefined) })),
  'reintegration.CarerConfirmed': ({ carerRef }) => [{ part: 'RECEIVES', personRef: carerRef }],
  'reintegration.FirstPlacementArranged': ({ operatorRef }) => [{ part: 'RECEIVES', orgRef: operatorRef }],
  'reintegration.ReintegrationPlanApproved': ({ responsibleBody }) => [{ part: 'RECEIVES', orgRef: responsibleBody?.orgRef }],
  'guardianship.GuardianAppointed': ({ guardianRef }) => [{ part: 'REPRESENTS', personRef: guardianRef }],
  'guardianship.RepresentingParentConfirmed': ({ parentRef }) => [{ part: 'REPRESENTS', personRef: parentRef }],
  'guardianship.InterpreterConfirmed': interprets,
  'repatriation.DecisionExplained': interprets,
  'repatriation.ChildInformed': interprets,
  'repatriation.ConsentGiven': interprets,
};
