import type { Actor } from '../../libs/decider/actor.js';
import { localDate } from '../../libs/zones/zones.js';
import { lawfulReturn, nameOf, type Cast } from './lawful-return.js';
import type { Chance } from './synthetic-chance.js';
import { advocate, authority, caseWorker, guardian, lawyer, ombudsperson, originAuthority, panelMember, zoneOf, type PlaceUse } from './synthetic-places.js';

/**
 * What becomes of one synthetic child, as the commands of those who would have sent them. Frequencies come from the population studies
 * that the project's domain report collects (destinations, origins, ages, sizes of institutions); none of them was counted on trafficked
 * or detained children, so that no figure of a synthetic population says anything about real ones.
 */

export interface Step {
  /** When it is sent, in milliseconds. */
  readonly at: number;
  readonly command: string;
  readonly by: Actor;
  /** What later steps call its event. */
  readonly as?: string;
  /** @throws NotLived where it names a step that came to nothing */
  readonly body: (eventOf: (step: string) => string) => object;
}

export type PlaceFor = (use: PlaceUse, state: string) => string;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const lifeKinds = { HELD: 46, PROTECTED: 25, RETURNED: 14, CALLED_OTHERWISE: 10, ON_THE_STREET: 5 } as const;
const lastingForYears = 0.03;

/** The steps of a child's life that lie before `until`, in the order in which they are sent. */
export function lifeOf(child: number, { chance, from, until, placeFor }: { chance: Chance; from: number; until: number; placeFor: PlaceFor }): readonly Step[] {
  const line = new Line(child, chance, placeFor, chance.between(from, until - dayMs));
  const kind = chance.weighted(lifeKinds);
  switch (kind) {
    case 'HELD': held(line); break;
    case 'PROTECTED': protectedByOthers(line); break;
    case 'RETURNED': returned(line); break;
    case 'CALLED_OTHERWISE': calledOtherwise(line); break;
    case 'ON_THE_STREET': onTheStreet(line); break;
  }
  secondThoughts(line);
  return line.steps.map((step, index) => ({ step, index })).sort((a, b) => a.step.at - b.step.at || a.index - b.index).map(({ step }) => step).filter(({ at }) => at < until);
}

/** The steps so far, and who is with the child. */
class Line {
  readonly steps: Step[] = [];
  readonly advocate: Actor;
  readonly caseWorker: Actor;
  readonly authority: Actor;
  readonly guardian: Actor;
  readonly lawyer: Actor;
  readonly ombudsperson: Actor;
  readonly language: string;
  readonly nationality: string;
  /** Internal movement is more common than movement across a border; abroad, Russia and Kazakhstan have nearly all. */
  state: string;

  constructor(readonly child: number, readonly chance: Chance, readonly placeFor: PlaceFor, readonly found: number) {
    this.advocate = advocate(chance.whole(1, 40));
    this.caseWorker = caseWorker(chance.whole(1, 90));
    this.authority = authority(chance.whole(1, 10));
    this.guardian = guardian(chance.whole(1, 200));
    this.lawyer = lawyer(chance.whole(1, 90));
    this.ombudsperson = ombudsperson(chance.whole(1, 6));
    this.nationality = chance.weighted({ KG: 96, TJ: 1, UZ: 1, RU: 1, KZ: 1 });
    this.language = chance.weighted({ kir: 74, rus: 12, uzb: 11, tgk: 3 });
    this.state = chance.happens(0.55) ? 'KG' : chance.weighted({ RU: 57.5, KZ: 28, TR: 6, AE: 4, CN: 3, UA: 1.5 });
  }

  get zone(): string {
    return zoneOf[this.state]!;
  }

  /** A report, which others may send long after it happened. */
  told(at: number, command: string, body: Step['body'] | object, { by = this.advocate, as, lateDays = 0 }: { by?: Actor; as?: string; lateDays?: number } = {}): void {
    const { zone, chance } = this;
    const when = { at: chance.happens(0.3) && lateDays >= 1 ? localDate(at, zone) : new Date(at).toISOString(), zone };
    const source = { kind: by.role === 'LAWYER' ? 'LAWYER' : chance.weighted({ CHILD: 30, NGO_VISIT: 40, DOCUMENT: 20, AUTHORITY_NOTICE: 10 }), reliability: chance.weighted({ CONFIRMED: 35, PROBABLE: 50, UNVERIFIED: 15 }) };
    this.steps.push({ at: at + lateDays * dayMs, command, by, as, body: (eventOf) => ({ occurredAt: when, source, ...bodyOf(body, eventOf) }) });
  }

  done(at: number, command: string, by: Actor, body: Step['body'] | object, as?: string): void {
    this.steps.push({ at, command, by, as, body: (eventOf) => bodyOf(body, eventOf) });
  }

  /** Each time that comes round before the end, give or take a third. */
  *every(days: number, from: number, to: number): Generator<number> {
    for (let at = from; (at += days * dayMs * this.chance.between(0.66, 1.33)) < to;) yield at;
  }

  /** So many days after, at an hour at which people are awake. */
  daysAfter(at: number, least: number, most: number): number {
    return at + this.chance.between(least, most) * dayMs;
  }
}

function bodyOf(body: Step['body'] | object, eventOf: (step: string) => string): object {
  return typeof body === 'function' ? (body as Step['body'])(eventOf) : body;
}

const words = (about: string) => `Synthetic words about ${about}; nobody said them.`;

function registered(line: Line, more: object = {}): void {
  const { chance, found, child } = line;
  const trafficked = chance.happens(0.2);
  // Densest from 15 to 17 where a child was trafficked, from 10 to 14 where it works.
  const age = trafficked ? chance.weighted({ 8: 1, 10: 2, 12: 3, 13: 3, 14: 5, 15: 10, 16: 12, 17: 12 }) : chance.weighted({ 0: 2, 3: 3, 6: 6, 8: 8, 10: 12, 11: 12, 12: 14, 13: 12, 14: 10, 15: 8, 16: 6, 17: 5 });
  const majority = new Date(found + (18 - Number(age)) * 365.25 * dayMs - chance.between(0, 364) * dayMs);
  const name = chance.happens(0.6) ? { name: `Synthetic child ${child}`, foundAt: words('the place') } : {};
  line.steps.push({
    at: found, command: 'RegisterChildFound', by: line.advocate, as: 'found', body: () => ({
      occurredAt: { at: new Date(found).toISOString(), zone: line.zone }, source: { kind: 'CHILD', reliability: 'PROBABLE' },
      channel: chance.weighted({ POLICE_RAID: 20, BORDER: 15, NGO: 15, OUTREACH: 15, HELP_LINE: 10, SCHOOL: 5, FAMILY: 10, CONSULATE: 5, CITIZEN: 5 }),
      foundIn: line.state, jurisdiction: line.state, foundBy: chance.weighted({ POLICE: 40, BORDER: 15, NGO: 25, CHILD_PROTECTION: 20 }),
      accompaniment: chance.weighted({ UNACCOMPANIED: 45, SEPARATED: 20, NON_LEGAL_CUSTODIAN: 12, WITH_PARENT: 15, UNKNOWN: 8 }),
      sex: chance.happens(trafficked ? 0.98 : 0.45) ? 'FEMALE' : 'MALE', ageStatus: chance.weighted({ CLAIMED: 50, PRESUMED: 20, DOCUMENTED: 30 }), claimedAgeYears: Number(age),
      majorityOn: majority.toISOString().slice(0, 10), languages: [line.language], nationalityClaims: [line.nationality], ...name, ...more,
    }),
  });
  for (const [index, relation] of ['MOTHER', 'FATHER', 'GRANDPARENT', 'AUNT_OR_UNCLE'].entries()) {
    if (!chance.happens([0.7, 0.4, 0.35, 0.1][index]!)) continue;
    line.told(line.daysAfter(found, 0.2, 9), 'RecordFamilyLink', {
      relativeRef: `relative-${index}`, relation: relation === 'AUNT_OR_UNCLE' ? 'GRANDPARENT' : relation, significance: chance.weighted({ PRIMARY_CARER: 40, CLOSE: 40, KNOWN: 20 }), livesIn: 'KG', inContact: chance.weighted({ YES: 40, NO: 40, UNKNOWN: 20 }),
    });
  }
}

function represented(line: Line, at: number): void {
  const { chance, guardian: { actorRef: guardianRef, orgRef: organisationRef } } = line;
  const noConflict = ['WORKS_FOR_CUSTODIAL_BODY', 'WORKS_FOR_RETURN_OR_IMMIGRATION_BODY', 'FINANCIAL_INTEREST', 'OPPOSING_PARTY', 'ACCUSED_OF_HARM'].map((question) => ({ question, answer: 'NO' }));
  line.done(line.daysAfter(line.found, 0.1, 1), 'RequestGuardian', line.caseWorker, { reason: 'UNACCOMPANIED', languages: [line.language] });
  line.done(at, 'AppointGuardian', line.authority, { guardianRef, organisationRef, employerType: 'NGO', caseload: chance.whole(1, 18), model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'], conflictCheck: noConflict });
  line.done(line.daysAfter(at, 0.1, 3), 'AcceptMandate', line.guardian, {});
}

function aided(line: Line, at: number): void {
  line.done(at, 'AssignLegalAid', line.authority, { lawyerRef: line.lawyer.actorRef, organisationRef: line.lawyer.orgRef, languages: [line.language] });
  line.done(line.daysAfter(at, 0.1, 4), 'AcceptCase', line.lawyer, {});
}

/** Found by those who control borders and streets, and held for its papers, or for want of them. */
function held(line: Line): void {
  const { chance, found } = line;
  registered(line);
  const years = chance.happens(lastingForYears);
  if (chance.happens(0.6)) represented(line, line.daysAfter(found, 1, 40));
  if (chance.happens(0.5)) aided(line, line.daysAfter(found, 0.5, 25));
  let ended = stay(line, 'stay-1', line.daysAfter(found, 0.01, 0.3), years ? chance.between(400, 900) : chance.longTailed(24, 500), years);
  for (let count = 2; count < 5 && chance.happens(0.15); count += 1) ended = stay(line, `stay-${count}`, line.daysAfter(ended, 3, 200), chance.longTailed(14, 200), false);
  const afterwards = chance.weighted({ RETURN_OUTSIDE: 35, CARE: 40, NOTHING: 25 });
  if (afterwards === 'RETURN_OUTSIDE' && line.state !== 'KG') broughtBack(line, line.daysAfter(ended, 0.1, 3));
  if (afterwards === 'CARE') cared(line, line.daysAfter(ended, 0.1, 2));
}

const police = { orgType: 'POLICE' };
const court = { orgRef: 'synthetic-court', orgType: 'COURT' };

/** One stay with all that others tell of it. Answers when it ended. */
function stay(line: Line, stayRef: string, from: number, days: number, weekly: boolean): number {
  const { chance, state } = line;
  const to = from + days * dayMs;
  const answer = () => chance.weighted({ YES: 45, NO: 40, UNKNOWN: 15 });
  const facilityRef = line.placeFor(chance.happens(0.35) ? 'police' : 'transit', state);
  const setting = {
    state, custodian: police, nexus: 'ORDER', custodial: 'YES', mayLeave: 'NO', situation: 'MIGRATION',
    groundCode: chance.weighted({ AWAITING_RETURN: 30, NO_DOCUMENTS: 20, IDENTIFICATION: 20, IRREGULAR_STAY: 10, WITHOUT_SUPERVISION: 10, VAGRANCY_OR_BEGGING: 5, NONE_GIVEN: 5 }),
  };
  line.told(from, 'RecordDeprivationStarted', {
    ...setting, stayRef, facilityRef, settingKind: chance.happens(0.4) ? 'POLICE_CELL' : 'TRANSIT_CENTRE', authorityLabel: chance.one(['centre for adaptation', 'check of documents', 'temporary isolation', 'rehabilitation']),
    order: { kind: chance.weighted({ ADMINISTRATIVE: 50, ORAL: 20, NONE: 20, JUDICIAL: 10 }), issuedBy: police }, withAdults: answer(), claimedMaximumDays: 30, awaiting: chance.one(['TRACING', 'IDENTITY', 'DOCUMENTS', 'ESCORT']),
    factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }, { factor: 'GUARDS', answer: answer() }], ...(chance.happens(0.5) ? { groundGiven: words('the ground') } : {}),
  }, { as: `${stayRef} started`, lateDays: chance.happens(0.25) ? chance.between(1, 12) : 0 });
  if (chance.happens(0.3)) line.told(line.daysAfter(from, 0.1, 3), 'RecordSeparation', { separationRef: `${stayRef}-separation`, separatedFrom: [{ personRef: 'relative-0', relation: 'MOTHER' }], groundCode: chance.one(['CHILD_DETAINED', 'PARENT_DETAINED', 'MIGRATION_STATUS']), order: { kind: 'NONE' } });
  if (chance.happens(0.6)) line.told(line.daysAfter(from, 0.3, 5), 'RecordAuthorityAppearance', { stayRef, authority: court, independent: answer(), court: 'YES', childPresent: 'YES', lawyerPresent: answer(), interpreterPresent: answer(), outcome: 'CONTINUED' }, { by: line.lawyer });
  if (chance.happens(0.4)) line.told(line.daysAfter(from, 0.5, 6), 'RecordAlternativeConsidered', { stayRef, by: police, options: [{ option: 'OPEN_SHELTER', rejectedBecause: chance.one(['NOT_AVAILABLE', 'FLIGHT_FEARED', 'NO_CARER', 'NO_REASON_GIVEN']) }] }, { by: line.lawyer });
  for (const at of line.every(weekly ? 14 : 16, from, to)) {
    if (chance.happens(0.7)) line.told(at, 'RecordReviewHeld', { stayRef, reviewer: chance.happens(0.4) ? court : police, independent: answer(), court: answer(), childPresent: answer(), lawyerPresent: answer(), interpreterPresent: answer(), outcome: chance.weighted({ CONTINUED: 85, ADJOURNED: 10, NO_OUTCOME: 5 }) }, { by: line.lawyer, lateDays: chance.between(0, 3) });
  }
  for (const at of line.every(weekly ? 5 : 12, from, to)) if (chance.happens(0.65)) line.told(at, 'RecordContact', { with: [{ personRef: 'relative-0', relation: 'MOTHER' }], channel: chance.weighted({ PHONE: 60, IN_PERSON: 20, VIDEO: 10, MESSAGE: 10 }), supervised: answer() });
  for (const at of line.every(weekly ? 20 : 25, from, to)) {
    if (chance.happens(0.5)) line.told(at, 'RecordCondition', { stayRef, facilityRef, conditions: [{ aspect: chance.one(['SPACE', 'BED', 'FOOD', 'HYGIENE', 'WARMTH']), finding: chance.weighted({ ADEQUATE: 40, INADEQUATE: 40, MISSING: 15, UNKNOWN: 5 }) }, { aspect: 'TIME_OUTDOORS', finding: answer() === 'YES' ? 'ADEQUATE' : 'MISSING' }], minutesOutdoorsDaily: chance.whole(0, 120) }, { as: `${stayRef} condition`, lateDays: chance.between(0, 9) });
    if (chance.happens(0.45)) line.told(at + hourMs, 'RecordCustodyVisit', { stayRef, facilityRef, visitor: chance.one(['MONITOR', 'NGO', 'LAWYER', 'FAMILY']), independent: answer(), outcome: chance.weighted({ HELD: 80, CUT_SHORT: 10, REFUSED: 10 }), inPrivate: answer() }, { by: line.ombudsperson });
    if (chance.happens(0.07)) line.told(at + 2 * hourMs, 'RecordIncident', { stayRef, facilityRef, kind: chance.weighted({ VIOLENCE_BY_OTHERS: 30, VIOLENCE_BY_STAFF: 20, INJURY: 15, ILLNESS: 20, SELF_HARM: 10, SOLITARY_CONFINEMENT: 5 }), injured: answer(), medicalCare: answer(), toldIndependentBody: answer(), account: words('an incident') });
  }
  if (chance.happens(0.3)) line.told(line.daysAfter(from, 0.1, 5), 'RecordLeaveRestriction', { stayRef, restrictions: [chance.one(['LOCKED_IN', 'EXIT_ONLY_WITH_STAFF', 'WHOLE_PLACE_CLOSED']), 'PHONE_TAKEN'], mayLeave: 'NO', imposedBy: police });
  if (chance.happens(0.45)) line.told(line.daysAfter(from, 1, 20), 'RecordHealthAccess', { service: chance.one(['HEALTH_CHECK', 'TREATMENT', 'PSYCHOSOCIAL']), access: chance.weighted({ GIVEN: 70, DELAYED: 20, REFUSED: 10 }), free: answer(), barriers: [] });
  if (chance.happens(0.45)) line.told(line.daysAfter(from, 5, 30), 'RecordEducationAccess', { access: chance.weighted({ STARTED: 55, REFUSED: 45 }), level: chance.one(['PRIMARY', 'LOWER_SECONDARY']), mode: 'CENTRE', barriers: chance.happens(0.5) ? ['NOT_LET_OUT'] : [], motherTongueTeaching: answer(), free: 'YES' });
  if (chance.happens(0.2)) line.told(line.daysAfter(from, 1, 12), 'AssessLibertyClassification', { stayRef, assessor: 'INDEPENDENT_MONITOR', assessorRef: line.ombudsperson.actorRef, custodial: 'YES', mayLeave: chance.weighted({ NO: 80, RESTRICTED: 20 }), nexus: 'ORDER', factors: [{ factor: 'BARS_OR_FENCE', answer: 'YES' }] }, { by: line.ombudsperson });
  let ends = to;
  if (chance.happens(0.35)) {
    const demanded = line.daysAfter(from, 0.5, 10);
    line.done(demanded, 'DemandRelease', line.lawyer, { stayRef, addressedTo: police, grounds: ['CHILD_IS_HELD', 'MIGRATION_GROUND'] }, `${stayRef} demand`);
    if (chance.happens(0.6)) line.told(line.daysAfter(demanded, 1, 15), 'RecordReleaseRefused', (eventOf) => ({ demandRef: eventOf(`${stayRef} demand`), by: police, reason: chance.one(['NO_REASON_GIVEN', 'AWAITING_DOCUMENTS', 'AWAITING_ESCORT', 'NO_PLACE_TO_GO']) }), { by: line.lawyer });
  }
  if (chance.happens(0.2)) {
    const challenged = line.daysAfter(from, 2, 20);
    const decided = line.daysAfter(challenged, 3, 30);
    const unlawful = chance.happens(0.35);
    line.done(challenged, 'ChallengeLegality', line.lawyer, { stayRef, before: court, lodgedFor: 'CHILD' }, `${stayRef} challenge`);
    line.told(decided, 'RecordChallengeDecided', (eventOf) => ({ challengeRef: eventOf(`${stayRef} challenge`), by: court, independent: 'YES', result: unlawful ? 'UNLAWFUL_RELEASE_ORDERED' : 'LAWFUL' }), { by: line.lawyer });
    if (unlawful && decided < to) ends = line.daysAfter(decided, 0.1, 12);
  }
  if (chance.happens(0.15)) {
    const complained = line.daysAfter(from, 1, 20);
    line.done(complained, 'LodgeComplaint', line.advocate, { subject: chance.one(['CONDITIONS', 'VIOLENCE', 'DEPRIVATION', 'CONTACT']), against: police, stayRef }, `${stayRef} complaint`);
    if (chance.happens(0.6)) line.told(line.daysAfter(complained, 1, 5), 'RecordComplaintAcknowledged', (eventOf) => ({ complaintRef: eventOf(`${stayRef} complaint`), by: { orgType: 'OMBUDSPERSON' } }), { by: line.ombudsperson });
    if (chance.happens(0.5)) line.told(line.daysAfter(complained, 6, 60), 'RecordComplaintAnswered', (eventOf) => ({ complaintRef: eventOf(`${stayRef} complaint`), by: { orgType: 'OMBUDSPERSON' }, independent: 'YES', answer: chance.one(['UPHELD', 'UPHELD_IN_PART', 'REJECTED']) }), { by: line.ombudsperson });
  }
  if (days > 6 && chance.happens(0.3)) line.told(from + days * dayMs * chance.between(0.2, 0.7), 'RecordDeprivationSettingChanged', { ...setting, stayRef, settingKind: 'TRANSIT_CENTRE', facilityRef: line.placeFor('transit', state), authorityLabel: 'transfer' });
  if (chance.happens(0.93)) line.told(ends, 'RecordDeprivationEnded', { stayRef, endReason: chance.weighted({ RELEASE: 55, RETURN: 25, TRANSFER: 8, ESCAPE: 7, UNKNOWN: 5 }), releasedTo: chance.weighted({ FAMILY: 45, SHELTER: 25, INSTITUTION: 12, OTHER_STATE: 8, UNKNOWN: 10 }) }, { lateDays: chance.happens(0.2) ? chance.between(1, 25) : 0 });
  return ends;
}

/** Called care, and closed; what it is, follows from the answers about it. */
function calledOtherwise(line: Line): void {
  const { chance, found } = line;
  registered(line);
  if (chance.happens(0.4)) represented(line, line.daysAfter(found, 2, 60));
  const stayRef = 'care';
  const days = chance.longTailed(45, 700);
  const hospital = chance.happens(0.4);
  const facilityRef = line.placeFor(hospital ? 'hospital' : 'shelter', line.state);
  const answers = { custodial: 'YES', mayLeave: chance.weighted({ NO: 35, RESTRICTED: 35, UNKNOWN: 30 }), nexus: chance.weighted({ ORDER: 30, INSTIGATION: 30, ACQUIESCENCE: 25, UNKNOWN: 15 }) };
  line.told(found + hourMs, 'RecordDeprivationStarted', {
    ...answers, stayRef, facilityRef, settingKind: hospital ? 'HOSPITAL' : 'SHELTER', state: line.state, authorityLabel: chance.one(['rehabilitation', 'social isolation', 'reception', 'social welfare department', 'temporary stay']),
    custodian: { orgType: hospital ? 'HEALTH' : 'CHILD_PROTECTION' }, groundCode: chance.weighted({ PROTECTION: 50, WITHOUT_SUPERVISION: 30, HEALTH: 20 }), situation: 'INSTITUTION', ...(hospital ? { medicalIndication: { value: chance.weighted({ YES: 40, NO: 40, UNKNOWN: 20 }), by: 'TREATING_DOCTOR' } } : {}),
  }, { lateDays: chance.happens(0.3) ? chance.between(1, 60) : 0 });
  for (const [assessor, by] of [['INDEPENDENT_MONITOR', line.ombudsperson], ['NGO', line.advocate]] as const) {
    if (chance.happens(0.35)) line.told(line.daysAfter(found, 1, 40), 'AssessLibertyClassification', { stayRef, assessor, assessorRef: by.actorRef, ...answers, mayLeave: chance.weighted({ NO: 50, RESTRICTED: 30, YES: 20 }), factors: [{ factor: 'EXIT_ONLY_WITH_STAFF', answer: 'YES' }] }, { by });
  }
  for (const at of line.every(20, found, found + days * dayMs)) {
    if (chance.happens(0.5)) line.told(at, 'RecordContact', { with: [{ relation: 'MOTHER' }], channel: 'PHONE', supervised: 'UNKNOWN' });
    if (chance.happens(0.3)) line.told(at + hourMs, 'RecordEducationAccess', { access: chance.one(['STARTED', 'INTERRUPTED', 'REFUSED']), level: 'PRIMARY', mode: 'CENTRE', barriers: ['NOT_LET_OUT'], motherTongueTeaching: 'UNKNOWN', free: 'YES' });
  }
  line.told(found + days * dayMs, 'RecordDeprivationEnded', { stayRef, endReason: chance.weighted({ RELEASE: 70, TRANSFER: 20, UNESCORTED_LEAVE: 10 }), releasedTo: 'FAMILY' });
}

/** Referred, placed in the open, assessed, and placed by a decision. */
function protectedByOthers(line: Line): void {
  registered(line, { accompaniment: 'UNACCOMPANIED' });
  const { chance, found } = line;
  line.done(found + 2 * hourMs, 'ReferToChildProtection', line.advocate, { receiver: { orgRef: line.caseWorker.orgRef, orgType: 'CHILD_PROTECTION' }, purpose: 'PROTECTION', urgency: chance.one(['URGENT', 'NORMAL']) }, 'referral');
  if (chance.happens(0.85)) line.done(line.daysAfter(found, 0.2, 3), 'AcceptReferral', line.caseWorker, (eventOf) => ({ referralRef: eventOf('referral'), responsibleRef: line.caseWorker.actorRef }));
  line.done(line.daysAfter(found, 0.1, 4), 'AttestRightsExplained', line.caseWorker, { rights: ['REPRESENTATIVE', 'LAWYER', 'COMPLAINT'], explainedBy: line.caseWorker.actorRef, language: line.language, manner: 'SPOKEN', understanding: 'SAID_IN_OWN_WORDS' });
  represented(line, line.daysAfter(found, 1, 14));
  if (chance.happens(0.7)) aided(line, line.daysAfter(found, 1, 14));
  cared(line, line.daysAfter(found, 0.1, 1));
}

/** Emergency care, then the assessment in its parts and a placement, which is refused where something lacks. */
function cared(line: Line, from: number): void {
  const { chance } = line;
  const facilityRef = line.placeFor('shelter', line.state);
  line.done(from, 'PlaceInEmergencyOpenCare', line.caseWorker, { facilityRef, reason: chance.one(['NO_CARER', 'RELEASED_FROM_CUSTODY', 'DANGER']), reviewBy: new Date(from + 2 * dayMs).toISOString() });
  const assessed = line.daysAfter(from, 3, 25);
  if (chance.happens(0.75)) {
    const assessor = { personRef: line.caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
    const part = { status: 'DONE', assessor, methods: ['INTERVIEW_WITH_CHILD', 'DOCUMENT'] };
    const family = ['VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'CHILD_WISHES_TO_LIVE_THERE', 'STIGMA'].map((question) => ({ question, answer: chance.weighted({ NO: 55, YES: 20, UNKNOWN: 25 }) }));
    line.done(assessed, 'OpenAssessment', line.caseWorker, { trigger: 'CHILD_AT_RISK' });
    for (const component of ['SITUATION_AND_RISKS', 'SAFETY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'IDENTITY', 'CHILD_OPINION']) if (chance.happens(0.97)) line.done(line.daysAfter(assessed, 1, 12), 'AttestComponent', line.caseWorker, { ...part, component });
    for (const [side, country] of [['STATE_OF_STAY', line.state], ['STATE_OF_ORIGIN', line.nationality]]) line.done(line.daysAfter(assessed, 2, 14), 'AttestComponent', line.caseWorker, { ...part, component: 'FAMILY_STUDY', side, country, family });
    line.done(line.daysAfter(assessed, 2, 10), 'AttestChildHeard', line.caseWorker, {
      result: 'HEARD', language: line.language, interpreter: 'NOT_NEEDED', understood: 'YES', manner: 'SPOKEN', setting: 'SHELTER', supportPerson: 'CHOSEN_BY_CHILD', heardAlone: 'YES',
      interviewer: { ...assessor, trainedForChildren: 'YES', conflictOfInterest: 'NO' }, optionsDiscussed: ['INTEGRATION', 'REPATRIATION'],
    });
  }
  const placement = { facilityRef, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'NO_FAMILY_AVAILABLE' };
  for (const at of [line.daysAfter(assessed, 5, 20), line.daysAfter(assessed, 25, 40)]) if (chance.happens(0.7)) line.done(at, 'DecidePlacement', line.caseWorker, placement);
  followed(line, line.daysAfter(assessed, 20, 40), chance.longTailed(120, 700), line.state);
}

/** School, health, contact and visits while somebody looks after the child. */
function followed(line: Line, from: number, days: number, state: string): void {
  const { chance } = line;
  const to = from + days * dayMs;
  line.told(from, 'RecordEducationAccess', { access: chance.weighted({ STARTED: 82, REFUSED: 18 }), level: chance.one(['PRIMARY', 'LOWER_SECONDARY']), mode: 'MAINSTREAM', barriers: [], motherTongueTeaching: 'UNKNOWN', free: 'YES' });
  if (chance.happens(0.6)) line.told(from + hourMs, 'RecordHealthAccess', { service: 'HEALTH_CHECK', access: 'GIVEN', free: 'YES', barriers: [] });
  for (const at of line.every(30, from, to)) {
    if (chance.happens(0.6)) line.told(at, 'RecordVisit', { purpose: 'FOLLOW_UP', manner: chance.one(['IN_PERSON', 'REMOTE']), visitorRef: line.caseWorker.actorRef, visitorOrgType: 'CHILD_PROTECTION', child: { result: chance.weighted({ GOOD: 70, CONCERNS: 25, DANGER: 5 }), seenAlone: 'YES' } }, { by: line.caseWorker, lateDays: chance.between(0, 5) });
    if (chance.happens(0.5)) line.told(at + hourMs, 'RecordContact', { with: [{ relation: chance.one(['MOTHER', 'FATHER', 'GRANDPARENT']) }], channel: chance.one(['PHONE', 'VIDEO', 'IN_PERSON']), supervised: 'NO' });
    if (chance.happens(0.25)) line.told(at + 2 * hourMs, 'RecordSupport', { component: chance.one(['SCHOOL', 'HEALTH', 'PSYCHOSOCIAL']), recipient: 'CHILD', providerRef: 'synthetic-provider', stage: chance.one(['STARTED', 'ENDED', 'NOT_DELIVERED']) }, { by: line.caseWorker });
  }
  if (chance.happens(0.05)) line.told(to, 'RecordMissing', { lastSeenOn: localDate(to - 2 * dayMs, zoneOf[state]!), state, toldAuthorities: [state], traffickingFeared: chance.weighted({ YES: 30, NO: 20, UNKNOWN: 50 }), circumstances: words('a disappearance') });
}

/** Brought over the border by an escort, without a procedure. */
function broughtBack(line: Line, at: number): void {
  const { chance } = line;
  line.told(at, 'RecordReturnOutsideProcedure', { kind: chance.weighted({ DEPORTATION: 40, TRANSFER_BETWEEN_STATES: 40, FOUND_AND_BROUGHT_HOME: 20 }), destinationState: 'KG', carriedOutBy: police, assessedBefore: 'NO', childAgreed: chance.weighted({ NO: 40, UNKNOWN: 50, YES: 10 }), handedOverAtBorder: 'UNKNOWN' });
  const arrived = line.daysAfter(at, 0.5, 3);
  line.told(arrived, 'RecordArrival', { state: 'KG', facilityRef: line.placeFor('home', 'KG'), receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: chance.weighted({ NO: 70, YES: 20, UNKNOWN: 10 }) });
  followed(line, line.daysAfter(arrived, 10, 40), chance.longTailed(90, 500), 'KG');
}

/** A lawful return, in which now and then a step is not taken; what rests on it is then refused. */
function returned(line: Line): void {
  const { chance, found } = line;
  line.state = 'MD';
  const cast: Cast = { advocate: line.advocate, caseWorker: line.caseWorker, authority: line.authority, guardian: line.guardian, lawyer: line.lawyer, panelMember: panelMember(chance.whole(1, 40)), originAuthority };
  const [shelter, home] = [line.placeFor('shelter', 'MD'), line.placeFor('home', 'KG')];
  // At nine in the morning of the place, so that all steps of a day fall on it.
  const first = Math.floor(found / dayMs) * dayMs + 7 * hourMs;
  const date = (day: number) => localDate(first + day * dayMs, line.zone);
  const complete = chance.happens(0.7);
  for (const [index, step] of lawfulReturn.entries()) {
    if (!complete && index > 0 && chance.happens(0.04)) continue;
    const at = first + step.day * dayMs + index * 5 * 60_000;
    const reported = /^(record|register)-/.test(step.action) ? { occurredAt: { at: new Date(at).toISOString(), zone: line.zone } } : {};
    line.steps.push({
      at, command: step.action.split('-').map((word) => word[0]!.toUpperCase() + word.slice(1)).join(''), by: cast[step.by], as: nameOf(step),
      body: (eventOf) => ({ ...reported, ...step.body({ cast, shelter, home, date, eventOf }) }),
    });
  }
  followed(line, line.daysAfter(first + 62 * dayMs, 5, 20), chance.longTailed(150, 600), 'KG');
}

/** Picked up, held for some hours, and let go; often more than once. */
function onTheStreet(line: Line): void {
  const { chance, found } = line;
  line.state = 'KG';
  registered(line, { channel: 'POLICE_RAID' });
  let at = found + hourMs;
  for (let count = 1; count <= chance.whole(1, 4); count += 1) at = line.daysAfter(stay(line, `raid-${count}`, at, chance.between(0.1, 3), false), 5, 90);
}

/** What was told is now and then corrected, disputed or withdrawn. */
function secondThoughts(line: Line): void {
  const { chance } = line;
  const started = line.steps.find(({ as }) => as?.endsWith('started'));
  if (started && chance.happens(0.05)) {
    line.told(line.daysAfter(started.at, 3, 120), 'RecordCorrection', (eventOf) => ({ target: eventOf(started.as!), reason: 'DOCUMENT_FOUND', fields: { authorityLabel: 'as the register calls it' } }), { by: line.caseWorker });
  }
  if (started && chance.happens(0.02)) line.told(line.daysAfter(started.at, 3, 60), 'RecordDispute', (eventOf) => ({ target: eventOf(started.as!), disputedBy: chance.one(['CHILD', 'AUTHORITY', 'PARENT']) }), { by: line.lawyer });
  const condition = line.steps.find(({ as }) => as?.endsWith('condition'));
  if (condition && chance.happens(0.02)) line.told(line.daysAfter(condition.at, 1, 30), 'RecordRetraction', (eventOf) => ({ target: eventOf(condition.as!), reason: 'MISTAKEN_ENTRY' }), { by: line.caseWorker });
}
