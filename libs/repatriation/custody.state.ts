import { isCivil, mayBeOf, namedBy, type OrgType, type ToldBody } from '../decider/actor.js';
import type { Notes } from '../decider/context.js';
import { restatedIn, toldBy, type Fact, type OccurredAt } from '../decider/event.js';
import { hasPart, somebodyIn, travelParts, type Participants } from '../decider/participants.js';
import { happenedBy, isSince } from '../decider/since.js';
import { certainlyBefore, knownAt, latest } from '../decider/times.js';

/** What this context takes note of about the child's liberty: every word that it is held, whoever says so, and who certifies that it is not. */
export interface Custody {
  /** In the order of the record, each dated by when the child is said to have been held: a custody that goes on until it was last seen or said to end, or until it was told. */
  readonly told: readonly Fact[];
  readonly certificates: readonly Fact[];
  /** Reported ends of stays: they end nothing here, and who disputes or withdraws one says that the child was held then. */
  readonly ends: readonly Fact[];
  /** What was last told of each stay. */
  readonly stays: ReadonlyMap<string, Setting>;
  /** By their ids the words that do not say that it was held: each may be corrected to one that does. */
  readonly harmless: ReadonlyMap<string, Fact>;
  /** Bodies that are said to have held the child, and people. */
  readonly custodians: readonly ToldBody[];
  readonly holders: readonly string[];
}

/** As much as is read here of what is published of a stay, a part of the way, an assessment. */
interface Setting {
  readonly settingKind?: string;
  readonly custodial?: string;
  readonly mayLeave?: string;
  readonly guarded?: string;
  readonly factors?: readonly { readonly factor: string; readonly answer: string }[];
}

export const noCustody: Custody = { told: [], certificates: [], ends: [], stays: new Map(), harmless: new Map(), custodians: [], holders: [] };

/**
 * Whether the child is at liberty, now or when something was given: each custody that anybody told of is certainly over by then, as somebody
 * certifies who did not hold the child, does not bring it away, and has met it since. No report ends one (SEP-2).
 */
export function isAtLiberty(custody: Custody, participants: Participants, given?: Fact): boolean {
  const by = independentCertificates(custody, participants).filter((each) => given === undefined || happenedBy(each) <= instantOf(given));
  return custody.told.every((held) => isLater(held, given) || by.some((each) => isSince(each, held) && instantOf(each) > instantOf(held)));
}

/** What is certified by nobody who is said to have held the child, and by nobody who decides on the journey or carries it out. */
export function independentCertificates({ certificates, custodians, holders }: Custody, participants: Participants): readonly Fact[] {
  return certificates.filter(({ meta: { recordedBy } }) =>
    !custodians.some((custodian) => mayBeOf(custodian, recordedBy)) && !holders.includes(recordedBy.actorRef) && !hasPart(participants, somebodyIn(recordedBy), travelParts));
}

/** What was given before anybody told of a custody, and before that custody can have begun. */
function isLater(held: Fact, given: Fact | undefined): boolean {
  return given !== undefined && held.revision > given.revision && certainlyBefore(given.meta.occurredAt, held.meta.occurredAt);
}

const instantOf = ({ meta }: Fact): number => Date.parse(meta.occurredAt.from);

/** Folds what is published of the child's liberty into a topic that keeps it; `then` is what a further word changes besides. */
export function notesOfCustody<State extends { readonly custody: Custody }>(then: (state: State) => State = (state) => state): Notes<State> {
  const noting = (note: (custody: Custody, fact: Fact) => Custody) => (state: State, fact: Fact): State => {
    const custody = note(state.custody, fact);
    return custody === state.custody ? state : then({ ...state, custody });
  };
  return {
    ...Object.fromEntries(Object.keys(tellings).map((type) => [type, noting(withTelling)])),
    'record.Corrected': noting(withCorrection),
    'identification.DeprivationEnded': noting(withEnd),
    'identification.LibertyCertified': noting((custody, fact) => ({ ...custody, certificates: [...custody.certificates, fact] })),
    'record.Disputed': noting((custody, fact) => withDenial(custody, fact, [...custody.ends, ...custody.certificates])),
    'record.Retracted': noting((custody, fact) => withDenial(custody, fact, custody.ends)),
  };
}

interface Said extends Setting {
  readonly imposedBy?: ToldBody;
  readonly coercedBy?: ToldBody;
  readonly coercedByPerson?: string;
  readonly subject?: string;
  readonly decision?: string;
  readonly because?: string;
  readonly heldOrCaredFor?: string;
  readonly barriers?: readonly string[];
  readonly restrictions?: readonly string[];
  readonly measures?: readonly string[];
  readonly coerced?: readonly string[];
  readonly means?: readonly string[];
  readonly ground?: string;
  readonly held?: string;
  readonly escortOrgTypes?: readonly OrgType[];
  readonly receiver?: { readonly orgType: OrgType };
  readonly receivedBy?: { readonly orgType: OrgType };
  readonly place?: string;
  readonly kind?: string;
  readonly lastConfirmedAt?: string;
  readonly until?: string;
  readonly arrivedAt?: string;
  readonly carriedOutBy?: { readonly orgType: OrgType };
  readonly handedOverAtBorder?: string;
  /** Of the place that is named, by the register as it was when this was told. */
  readonly knownOpen?: boolean;
}

const always = () => true;
const confiningFactors: readonly string[] = ['EXIT_LOCKED', 'GUARDS', 'BARS_OR_FENCE', 'EXIT_ONLY_WITH_STAFF'];
const confiningRestrictions: readonly string[] = ['LOCKED_IN', 'EXIT_ONLY_WITH_STAFF', 'WHOLE_PLACE_CLOSED'];
const cells: readonly string[] = ['POLICE_CELL', 'PRISON'];

/** Which of the other words say that the child is held, or was. */
const words: Readonly<Record<string, (said: Said, by: OrgType) => boolean>> = {
  'identification.LeaveRestricted': ({ mayLeave, restrictions = [] }) => mayLeave !== 'RESTRICTED' || restrictions.some((each) => confiningRestrictions.includes(each)),
  'identification.LibertyAssessed': (said) => said.mayLeave === 'NO' || isConfined(said) || (said.custodial === 'YES' && !mayGo(said)),
  // What happened to a child while it was held, who visited it there, and what was asked for it, says that it was.
  'identification.IncidentReported': always,
  'identification.CustodyVisitReported': always,
  'identification.AuthorityAppeared': always,
  'identification.ReviewHeld': always,
  'identification.ReleaseDemanded': always,
  'identification.ReleaseRefused': always,
  'identification.LegalityChallenged': always,
  'identification.ComplaintLodged': ({ subject }) => subject === 'DEPRIVATION',
  'identification.EducationAccessReported': isNotLetOut,
  'identification.HealthAccessReported': isNotLetOut,
  'identification.MeasureEnded': ({ because }) => because === 'TURNED_INTO_CONFINEMENT',
  'identification.DeathReported': ({ heldOrCaredFor }) => heldOrCaredFor === 'CUSTODY',
  // Where the child was taken into care, nobody knows any more that it may leave.
  'identification.OpenSettingLost': always,
  'guardianship.DecisionTakenWithoutRepresentative': ({ decision }) => decision === 'DEPRIVATION',
  'identification.SelfHarmRiskAnswered': ({ measures = [] }) => measures.includes('ISOLATED') || measures.includes('RESTRAINED'),
  'repatriation.CoercionReported': ({ coerced = [], means = [] }) => coerced.includes('CHILD') && means.includes('DEPRIVATION_OF_LIBERTY'),
  // That it was free on the way, or in the night, is shown by no word of those who hold people, and for no place by whoever speaks for it: the register is asked.
  'repatriation.TransferLegReported': ({ custodial, mayLeave, escortOrgTypes = [], knownOpen }, by) =>
    custodial === 'YES' || mayLeave === 'NO' || (custodial !== 'NO' && !mayGo({ mayLeave })) || ![...escortOrgTypes, by].every(isCivil) || knownOpen === false,
  'repatriation.HandoverReported': ({ receiver, place, knownOpen }) => (receiver !== undefined && !isCivil(receiver.orgType)) || place === 'POLICE_STATION' || knownOpen === false,
  'repatriation.ReturnOutsideProcedureReported': ({ kind, carriedOutBy, handedOverAtBorder }) =>
    kind === 'DEPORTATION' || handedOverAtBorder === 'YES' || (carriedOutBy !== undefined && !isCivil(carriedOutBy.orgType)),
  'repatriation.TransferHalted': ({ ground }) => ground === 'CUSTODY',
  'reintegration.ChildArrived': ({ held, receivedBy, knownOpen }) => held === 'YES' || (receivedBy !== undefined && !isCivil(receivedBy.orgType)) || knownOpen === false,
};

/** Words of a custody that began and goes on, and which of their fields says until when the child was held: where none does, it is held when that is told. */
const goingOn: Readonly<Record<string, (said: Said) => string | undefined>> = {
  'identification.DeprivationStarted': ({ lastConfirmedAt }) => lastConfirmedAt,
  'identification.DeprivationSettingChanged': ({ lastConfirmedAt }) => lastConfirmedAt,
  'identification.LeaveRestricted': ({ until }) => until,
  'identification.OpenSettingLost': () => undefined,
  'identification.MeasureEnded': () => undefined,
  'identification.EducationAccessReported': () => undefined,
  'guardianship.DecisionTakenWithoutRepresentative': () => undefined,
  'repatriation.TransferLegReported': ({ arrivedAt }) => arrivedAt,
};

/** How a word on the child's liberty is taken note of, by the type of its event. */
const tellings: Readonly<Record<string, (custody: Custody, fact: Fact) => Custody>> = {
  ...Object.fromEntries(Object.entries(words).map(([type, saysHeld]) => [type, (custody: Custody, fact: Fact) =>
    (saysHeld(fact.data as Said, fact.meta.recordedBy.orgType) ? withHolders(withWord(custody, fact), fact) : custody)])),
  'identification.DeprivationStarted': withSetting,
  'identification.DeprivationSettingChanged': withSetting,
};

function withTelling(custody: Custody, fact: Fact): Custody {
  const noted = tellings[fact.type]!(custody, fact);
  return noted.told.length > custody.told.length ? noted : { ...noted, harmless: new Map(noted.harmless).set(fact.id, fact) };
}

/**
 * Whoever corrects a word to one that says that the child was held, or was held for longer, tells it when it is corrected: no certificate of before
 * knows of it. A target that is not there is the arrival without which a journey is weighed that nobody calls ended any more; what is corrected of it says enough.
 */
function withCorrection(custody: Custody, correction: Fact): Custody {
  const { target, targetType, fields, occurredAt } = correction.data as { target: string; targetType: string; fields: object; occurredAt?: OccurredAt };
  if (!(targetType in tellings)) return custody;
  if (custody.told.some(({ id }) => id === target)) {
    const until = goingOn[targetType]?.(fields);
    return until === undefined ? custody : { ...custody, told: custody.told.map((held) => (held.id === target ? seenUntil(held, until, correction) : held)) };
  }
  const word = custody.harmless.get(target);
  const meta = { ...correction.meta, occurredAt: occurredAt ?? (word ?? correction).meta.occurredAt, recordedBy: (word ?? correction).meta.recordedBy, ...restatedIn(correction) };
  return withTelling(custody, { ...correction, type: targetType, data: { stayRef: target, ...word?.data, ...fields }, meta } as Fact);
}

function withWord(custody: Custody, fact: Fact, occurredAt: OccurredAt = fact.meta.occurredAt): Custody {
  const word = { ...fact, meta: { ...fact.meta, occurredAt } };
  const until = goingOn[fact.type];
  return { ...custody, told: [...custody.told, until ? seenUntil(word, until(fact.data), fact) : word] };
}

/** Whoever says that a stay did not end then, or that the child was not free then, says that it was held. */
function withDenial(custody: Custody, fact: Fact, denied: readonly Fact[]): Custody {
  const told = denied.find(({ id }) => id === (fact.data as { target?: string }).target);
  return told ? withWord(custody, fact, told.meta.occurredAt) : custody;
}

/** Whoever restricts a child, or presses it by holding it, holds it. */
function withHolders(custody: Custody, fact: Fact): Custody {
  const { imposedBy, coercedBy, coercedByPerson } = fact.data as Said;
  return {
    ...custody, custodians: [...custody.custodians, ...namedBy(toldBy(fact), [imposedBy, coercedBy])],
    holders: coercedByPerson === undefined ? custody.holders : [...custody.holders, coercedByPerson],
  };
}

/** An end ends nothing, and says that the child was held until then. */
function withEnd(custody: Custody, end: Fact): Custody {
  return { ...withLasting(custody, end), ends: [...custody.ends, end] };
}

function withLasting(custody: Custody, end: Fact): Custody {
  return { ...custody, told: custody.told.map((held) => (isStay(held) && stayOf(held) === stayOf(end) ? lasting(held, happenedBy(end), end) : held)) };
}

const isStay = ({ type }: Fact): boolean => type === 'identification.DeprivationStarted' || type === 'identification.DeprivationSettingChanged';
const stayOf = ({ id, data }: Fact): string => (data as { stayRef?: string }).stayRef ?? id;

/** The word of a stay that lasted until then at least (milliseconds), as somebody tells; its begin and its place in the record stay as they were. */
function lasting(held: Fact, until: number, { recordedAt, meta: { clockAheadMs } }: Fact): Fact {
  if (until <= happenedBy(held)) return held;
  const occurredAt: OccurredAt = { ...held.meta.occurredAt, to: new Date(until).toISOString(), precision: 'exact' };
  return { ...held, recordedAt, meta: { ...held.meta, clockAheadMs, occurredAt } };
}

/** A word as somebody tells until when it was so; who does not say so tells of what still is. */
function seenUntil(held: Fact, until: string | undefined, teller: Fact): Fact {
  return lasting(held, Math.min(until === undefined ? Infinity : latest(until), knownAt(teller).getTime()), teller);
}

/** With a stay, which lasted until each end that was told of it before. */
function withStay(custody: Custody, fact: Fact): Custody {
  return custody.ends.filter((end) => stayOf(end) === stayOf(fact)).reduce(withLasting, withWord(custody, fact));
}

/** What a report does not mention stays as it was. That a child may leave counts only from somebody who does not hold it. */
function withSetting(custody: Custody, fact: Fact): Custody {
  const { stayRef = fact.id, custodian, settingKind, mayLeave, guarded, factors } = fact.data as Setting & { stayRef?: string; custodian?: ToldBody };
  const { recordedBy } = fact.meta;
  const isOfHolder = !isCivil(recordedBy.orgType) || (custodian !== undefined && mayBeOf(custodian, recordedBy));
  const word = isOfHolder && mayLeave !== undefined && mayLeave !== 'NO' ? 'UNKNOWN' : mayLeave;
  const before = custody.stays.get(stayRef);
  const setting: Setting = {
    settingKind: settingKind ?? before?.settingKind, mayLeave: word ?? before?.mayLeave, guarded: guarded ?? before?.guarded, factors: factors ?? before?.factors,
  };
  const noted: Custody = {
    ...custody, stays: new Map(custody.stays).set(stayRef, setting), custodians: [...custody.custodians, ...namedBy(toldBy(fact), [custodian])],
  };
  return mayGo(setting) && !isConfined(setting) && !cells.includes(setting.settingKind ?? '') ? noted : withStay(noted, fact);
}

const mayGo = ({ mayLeave }: Setting): boolean => mayLeave === 'YES' || mayLeave === 'RESTRICTED';
const isConfined = ({ guarded, factors = [] }: Setting): boolean => guarded === 'YES' || factors.some(({ factor, answer }) => answer === 'YES' && confiningFactors.includes(factor));

function isNotLetOut({ barriers = [] }: Said): boolean {
  return barriers.includes('NOT_LET_OUT');
}
