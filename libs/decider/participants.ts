import type { Actor } from './actor.js';
import { setAsideBy } from './annulment.js';
import { isChildsWord } from './childs-word.js';
import { isVoid, type Fact } from './event.js';
import { happenedBy, isSince, lastWords } from './since.js';

/**
 * Who has a part in what is decided about a child and done with it. Whoever witnesses, rules or looks how the child is afterwards is none
 * of them, whichever of the two comes first.
 */
export const parts = ['PROPOSES', 'ASSESSES', 'DETERMINES', 'DECIDES', 'CARRIES_OUT', 'ESCORTS', 'HANDS_OVER', 'RECEIVES', 'APPOINTS', 'REPRESENTS', 'INTERPRETS'] as const;
export type Part = (typeof parts)[number];

/** Those who bring the return about. */
export const returningParts: readonly Part[] = ['PROPOSES', 'DETERMINES', 'DECIDES', 'CARRIES_OUT', 'ESCORTS'];

/** Those of them who exercise power over the child: who speaks for it, or defends it, is none of them, and may travel with it all the same. */
export const decidingParts: readonly Part[] = ['PROPOSES', 'DETERMINES', 'DECIDES', 'CARRIES_OUT'];

/** Those who decide on the journey and carry it out. */
export const travelParts: readonly Part[] = ['DECIDES', 'CARRIES_OUT', 'ESCORTS'];

/** Somebody by reference, as far as the record knows the person and the body. */
export interface Somebody {
  readonly personRef?: string;
  readonly orgRef?: string;
}

/** A part, an accusation of harm to the child, or that it was assessed to be in danger with somebody; with the report that says so, where somebody else tells it and nobody decided or certified it. */
type Taken = Somebody & { readonly part: Part | 'IS_ACCUSED' | 'ENDANGERS'; readonly report?: Fact };

export interface Participants {
  readonly taken: readonly Taken[];
  /** Who is behind each event, by its id: any of them may be the decision that is appealed against. */
  readonly authors: ReadonlyMap<string, Somebody>;
}

export const noParticipants: Participants = { taken: [], authors: new Map() };

/**
 * A part that was taken by a decision, an attestation or one's own word stays one: no correction, retraction or successor gives independence
 * back. What others report of somebody stands until a body that is independent of the return and of the report certifies that it is unfounded.
 */
export function participantsIn(facts: readonly Fact[]): Participants {
  const told = facts.filter((fact) => !isVoid(fact));
  const taken = told.flatMap(partsToldIn);
  const unfounded = told.flatMap((fact) => refutedBy(fact, told, taken));
  return { taken: [...taken.filter((each) => !unfounded.includes(each)), ...endangeringIn(told)], authors: new Map(told.map(({ id, meta }) => [id, somebodyIn(meta.recordedBy)])) };
}

/**
 * With whom the child was assessed to be in danger, as long as no assessment since has found of the same danger that it is not there: nothing else, and
 * nobody's signature, gives that back (ruling 9). One that is contradicted has found nothing, and the danger is assessed anew.
 */
function endangeringIn(told: readonly Fact[]): readonly Taken[] {
  const given = told.filter((fact) => (fact.type as string) === 'best-interests.DangerAssessed').map((fact) => ({ fact, data: fact.data as unknown as Assessed }));
  const assessed = [...given, ...told.flatMap((fact) => correctedToPresent(fact, given))].sort((one, other) => one.fact.revision - other.fact.revision);
  const isOfSame = (one: Assessed, other: Assessed) => one.danger === other.danger && one.stayingWith.some((person) => other.stayingWith.includes(person));
  const clearing = assessed.filter(({ data: { finding } }) => finding === 'NOT_FOUND');
  const contradicted = clearing.filter(({ fact, data }) => isContradicted(fact, clearing.filter((other) => isOfSame(other.data, data)).map((other) => other.fact), told));
  const words = assessed.filter((each) => !contradicted.includes(each));
  const dangerWith = (person: string, danger: string) => lastWords(words.filter(({ data }) => data.danger === danger && data.stayingWith.includes(person)).map(({ fact }) => fact));
  const isPresent = ({ data }: Fact): boolean => (data as unknown as Assessed).finding === 'PRESENT';
  const found = new Set(words.filter(({ fact }) => isPresent(fact)).flatMap(({ data: { stayingWith, danger } }) => stayingWith.filter((person) => dangerWith(person, danger).some(isPresent))));
  return [...found].map((personRef) => ({ part: 'ENDANGERS', personRef }));
}

/** What a correction makes of an assessment that had found no danger: it was there at that time. No correction takes a danger away. */
function correctedToPresent({ id, data }: Fact, given: readonly { readonly fact: Fact; readonly data: Assessed }[]): readonly { readonly fact: Fact; readonly data: Assessed }[] {
  const { target, fields } = data as { target?: string; fields?: Partial<Assessed> };
  if (fields?.finding !== 'PRESENT') return [];
  return given.filter(({ fact, data: { finding } }) => fact.id === target && finding === 'NOT_FOUND').map(({ fact, data: said }) => {
    const meant = { ...said, ...fields };
    return { fact: { ...fact, id, data: meant as unknown as Fact['data'] }, data: meant };
  });
}

interface Assessed {
  readonly danger: string;
  readonly stayingWith: readonly string[];
  readonly finding: string;
}

function partsToldIn(fact: Fact): readonly Taken[] {
  const { type, data, meta } = fact;
  const teller = somebodyIn(meta.recordedBy);
  const named = partsNamedIn[type];
  if (named) return named(data as Published, teller);
  const { targetType = '', fields = {} } = data as { targetType?: string; fields?: Published };
  const isCorrection = (type as string) === 'record.Corrected';
  const reported = isCorrection ? (partsNamedIn[targetType] ?? partsReportedIn[targetType])?.(fields, {}) : partsReportedIn[type]?.(data as Published, teller);
  return reported?.map((each) => (isSameParty(each, teller) ? each : { ...each, report: fact })) ?? [];
}

/** What a fact takes from what was reported before it. One that is contradicted takes nothing any more, and is certified anew. */
function refutedBy(fact: Fact, told: readonly Fact[], taken: readonly Taken[]): readonly Taken[] {
  const refutation = refutationsIn[fact.type]?.(fact.data as unknown as Refuting, told);
  if (!refutation || isContradicted(fact, told.filter(({ type, data }) => type === fact.type && reportOf(data) === reportOf(fact.data)), told)) return [];
  const unfounded = taken.filter((each) => each.report && refutation.refutes(each, each.report) && isSince(fact, each.report));
  const again = taken.filter((each) => unfounded.some((one) => isToldAgain(each, one, fact)));
  return isIndependentOf(unfounded, [somebodyIn(fact.meta.recordedBy), ...refutation.bodies], taken) ? [...unfounded, ...again] : [];
}

/**
 * Whether somebody corrects, withdraws or disputes a certificate, or an appeal body sets it aside. Nobody else does so for ever: who contradicted one
 * before it, `ofSame` matter, is heard on the next one only if it is the child, or the certificate is its own.
 */
function isContradicted(certificate: Fact, ofSame: readonly Fact[], told: readonly Fact[]): boolean {
  if (told.some((fact) => setAsideBy(fact) === certificate.id)) return true;
  const earlier = ofSame.filter(({ revision }) => revision < certificate.revision).map(({ id }) => id);
  const aimedAt = (ids: readonly string[]) => told.filter(({ data }) => ids.includes((data as { target?: string }).target ?? ''));
  const heard = new Set(aimedAt(earlier).map(({ meta }) => meta.recordedBy.actorRef));
  return aimedAt([certificate.id]).some((word) => {
    const { actorRef } = word.meta.recordedBy;
    return isChildsWord(word) || actorRef === certificate.meta.recordedBy.actorRef || !heard.has(actorRef);
  });
}

function reportOf(data: object): string | undefined {
  return (data as { reportRef?: string }).reportRef;
}

/** Whether it is what was found to be unfounded, told once more of the same somebody by the same person, and of a time before that was found. */
function isToldAgain({ part, report, personRef, orgRef }: Taken, unfounded: Taken, certificate: Fact): boolean {
  const first = unfounded.report!;
  return report !== undefined && report !== first && report.type === first.type && report.revision > certificate.revision
    && report.meta.recordedBy.actorRef === first.meta.recordedBy.actorRef
    && part === unfounded.part && personRef === unfounded.personRef && orgRef === unfounded.orgRef
    && happenedBy(report) < Date.parse(certificate.meta.occurredAt.from);
}

/** Whether they neither bring the return about nor are those of whom it was reported; what others report of them in turn does not silence them. */
function isIndependentOf(named: readonly Somebody[], tellers: readonly Somebody[], taken: readonly Taken[]): boolean {
  const firm = { taken: taken.filter(({ report }) => report === undefined) };
  return tellers.every((teller) => !hasPart(firm, teller, returningParts) && !named.some((party) => isSameParty(party, teller)));
}

/** What a report says of somebody by that reference, as far as it stands. */
export function reportedOf({ taken }: Participants, reportRef: string, namedRef: string): readonly Taken[] {
  return taken.filter((each) => each.report?.id === reportRef && isNamed(each, namedRef));
}

/** Whether somebody may certify that what was reported is unfounded. */
export function mayRefute({ taken }: Participants, reported: readonly Taken[], teller: Somebody): boolean {
  return isIndependentOf(reported, [teller], taken);
}

/** Whether the person, or the body, has a part of those kinds; of whom nothing is known nothing is said. */
export function hasPart({ taken }: Pick<Participants, 'taken'>, somebody: Somebody, kinds: readonly Taken['part'][] = parts): boolean {
  return taken.some((participant) => kinds.includes(participant.part) && isSameParty(participant, somebody));
}

/**
 * Whether somebody says that they did harm to the child, or it was assessed to be in danger with them, and nobody independent has found otherwise: they
 * neither hear it, nor witness, nor determine, nor travel with it, nor receive it.
 */
export function isAccused(participants: Participants, somebody: Somebody): boolean {
  return hasPart(participants, somebody, ['IS_ACCUSED', 'ENDANGERS']);
}

/** Whether the child was assessed to be in danger with the person. */
export function endangers(participants: Participants, personRef: string): boolean {
  return hasPart(participants, { personRef }, ['ENDANGERS']);
}

/** Whether the person decides about the child, or has decided: then it neither speaks for the child nor defends it (International Child Repatriation Guidelines, guarantee 2). */
export function hasDecided(participants: Participants, personRef: string): boolean {
  return hasPart(participants, { personRef }, decidingParts);
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
  readonly assessor?: { readonly personRef: string };
  readonly coercedBy?: { readonly orgRef?: string };
  readonly coercedByPerson?: string;
  readonly by?: { readonly orgRef?: string };
}

type Named = (data: Published, author: Somebody) => readonly Taken[];
const author = (part: Part): Named => (_, somebody) => [{ part, ...somebody }];
/** The body whose word it is, and whoever gives it for the body. */
const answers = (part: Part, word: string): Named => ({ authority, answer }, by) =>
  answer !== word ? [] : [{ part, orgRef: authority?.orgRef }, ...(authority?.orgRef !== undefined && authority.orgRef === by.orgRef ? [{ part, ...by }] : [])];
const interprets: Named = ({ interpreterRef }) => [{ part: 'INTERPRETS', personRef: interpreterRef }];

/** What is decided or certified, by the type of the event; each is published by the context that owns it. */
export const partsNamedIn: Readonly<Record<string, Named>> = {
  'best-interests.ComponentAttested': ({ assessor }, by) => [{ part: 'ASSESSES', personRef: assessor?.personRef }, { part: 'ASSESSES', ...by }],
  'repatriation.RiskAssessed': author('ASSESSES'),
  'best-interests.BidPanelConvened': ({ members = [] }) => members.map(({ memberRef, organisationRef }) => ({ part: 'DETERMINES', personRef: memberRef, orgRef: organisationRef })),
  'best-interests.BestInterestsDetermined': author('DETERMINES'),
  'repatriation.OriginAnswered': answers('RECEIVES', 'CONFIRMED'),
  'repatriation.CentralAuthorityAnswered': answers('DECIDES', 'AGREED'),
  'repatriation.RepatriationProposed': author('PROPOSES'),
  'repatriation.RepatriationDecided': author('DECIDES'),
  'repatriation.EscortAssigned': ({ escorts = [] }, by) =>
    [{ part: 'CARRIES_OUT', ...by }, ...escorts.map(({ escortRef, orgRef }) => ({ part: 'ESCORTS' as const, personRef: escortRef, orgRef }))],
  'repatriation.TransferAuthorised': ({ carerRef }, by) => [{ part: 'CARRIES_OUT', ...by }, { part: 'RECEIVES', personRef: carerRef }],
  'repatriation.DepartureConfirmed': author('CARRIES_OUT'),
  'reintegration.CarerConfirmed': ({ carerRef }) => [{ part: 'RECEIVES', personRef: carerRef }],
  'reintegration.FirstPlacementArranged': ({ operatorRef }) => [{ part: 'RECEIVES', orgRef: operatorRef }],
  'reintegration.ReintegrationPlanApproved': ({ responsibleBody }) => [{ part: 'RECEIVES', orgRef: responsibleBody?.orgRef }],
  'guardianship.GuardianAppointed': ({ guardianRef }, by) => [{ part: 'APPOINTS', ...by }, { part: 'REPRESENTS', personRef: guardianRef }],
  'guardianship.RepresentingParentConfirmed': ({ parentRef }, by) => [{ part: 'APPOINTS', ...by }, { part: 'REPRESENTS', personRef: parentRef }],
  'guardianship.InterpreterConfirmed': interprets,
  'repatriation.DecisionExplained': interprets,
  'repatriation.ChildInformed': interprets,
  'repatriation.ConsentGiven': interprets,
};

/** What anybody may report of anybody, by the type of the event; a correction reports, too. */
export const partsReportedIn: Readonly<Record<string, Named>> = {
  'repatriation.ReturnOutsideProcedureReported': ({ carriedOutBy }) => [{ part: 'CARRIES_OUT', orgRef: carriedOutBy?.orgRef }],
  'repatriation.HandoverReported': ({ sender, receiver }, by) => [sender, receiver].filter((party) => party !== undefined).map(({ personRef, orgRef }) =>
    // Who tells of a handover of its own is known with its body.
    ({ part: 'HANDS_OVER', personRef, orgRef: orgRef ?? (personRef !== undefined && personRef === by.personRef ? by.orgRef : undefined) })),
  'repatriation.CoercionReported': ({ coercedBy, coercedByPerson }) => [{ part: 'IS_ACCUSED', personRef: coercedByPerson, orgRef: coercedBy?.orgRef }],
  'identification.IncidentReported': ({ by }) => [{ part: 'IS_ACCUSED', orgRef: by?.orgRef }],
};

interface Refuting {
  readonly reportRef: string;
  readonly namedRef: string;
  readonly result: string;
  readonly inquiryBody: { readonly orgRef?: string };
}

interface Refutation {
  /** Whose word it is, besides the teller's. */
  readonly bodies: readonly Somebody[];
  refutes(each: Somebody, report: Fact): boolean;
}

/** By the type of the event that says so: which reports of whom are unfounded. */
const refutationsIn: Readonly<Record<string, (data: Refuting, told: readonly Fact[]) => Refutation>> = {
  'repatriation.PartReportRefuted': ({ reportRef, namedRef }) => ({ bodies: [], refutes: (each, { id }) => id === reportRef && isNamed(each, namedRef) }),
  'repatriation.CoercionInquiryClosed': ({ reportRef, inquiryBody: { orgRef } }, told) => {
    const results = told.map(({ data }) => data as unknown as Partial<Refuting>).filter((data) => data.reportRef === reportRef).map(({ result }) => result);
    return { bodies: [{ orgRef }], refutes: (_, { id }) => id === reportRef && !results.includes('COERCION_FOUND') };
  },
};

const isNamed = ({ personRef, orgRef }: Somebody, ref: string): boolean => personRef === ref || orgRef === ref;
