import { setTimeout as pause } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../../libs/decider/actor.js';
import type { Replay } from '../../libs/oversight/replay.js';
import { beganBy } from '../../libs/case-file/executor.js';
import { knownAt } from '../../libs/decider/times.js';
import { localDate } from '../../libs/zones/zones.js';
import { journeyOf, lawfulReturn, nameOf, type Cast, type Journey } from './lawful-return.js';
import { printTimeline } from './replay.js';

/**
 * The demonstration: published cases, without names, and a return as it ought to be, played through the API as its users would and then
 * replayed from the log. What others did is reported with its dates; what our users decide happens as it is sent, and the clock of the
 * demonstration is moved from day to day.
 */

interface Demo {
  readonly url: string;
  readonly mint: (actor: Actor) => Promise<string>;
  readonly replay: Replay;
  /** What the system takes for now. */
  readonly now: () => Promise<Date>;
  readonly say: (line: string) => void;
  /** What stands before a command line that is to read the same data. */
  readonly environment: string;
}

const advocate: Actor = { actorRef: 'demo-ngo-advocate', role: 'NGO_ADVOCATE', orgRef: 'demo-ngo', orgType: 'NGO', purpose: 'PROTECTION' };
const caseWorker: Actor = { actorRef: 'demo-case-worker', role: 'CASE_WORKER', orgRef: 'demo-child-protection', orgType: 'CHILD_PROTECTION', purpose: 'PROTECTION' };
const authority: Actor = { actorRef: 'demo-appointing-authority', role: 'APPOINTING_AUTHORITY', orgRef: 'demo-local-authority', orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP' };
const guardian: Actor = { actorRef: 'demo-guardian', role: 'GUARDIAN', orgRef: 'demo-guardians', orgType: 'NGO', purpose: 'GUARDIANSHIP' };
const lawyer: Actor = { actorRef: 'demo-lawyer', role: 'LAWYER', orgRef: 'demo-bar', orgType: 'LEGAL_AID', purpose: 'LEGAL_REMEDY' };
const panelMember: Actor = { actorRef: 'demo-panel-member', role: 'PANEL_MEMBER', orgRef: 'demo-child-protection', orgType: 'CHILD_PROTECTION', purpose: 'BEST_INTERESTS' };
const originAuthority: Actor = { actorRef: 'demo-origin-authority', role: 'ORIGIN_AUTHORITY', orgRef: 'child-protection-of-origin', orgType: 'CHILD_PROTECTION', purpose: 'RETURN_CASEWORK' };
const ombudsperson: Actor = { actorRef: 'demo-ombudsperson', role: 'OMBUDSPERSON', orgRef: 'demo-ombudsperson', orgType: 'OMBUDSPERSON', purpose: 'OVERSIGHT' };
const administrator: Actor = { actorRef: 'demo-administrator', role: 'ADMINISTRATOR', orgRef: 'demo-operator', orgType: 'OPERATOR', purpose: 'OPERATIONS' };
const auditor: Actor = { actorRef: 'demo-auditor', role: 'AUDITOR', orgRef: 'demo-court', orgType: 'COURT', purpose: 'OVERSIGHT' };

const dayMs = 86_400_000;
const namespace = 'd3a1c9a2-0f57-5b38-9a54-0d4f3b5f8e21';
const ngoReport = { kind: 'NGO_VISIT', reliability: 'PROBABLE' };
const registerEntry = { kind: 'FACILITY_REGISTER', reliability: 'CONFIRMED' };
const notice = { kind: 'AUTHORITY_NOTICE', reliability: 'PROBABLE' };

/** A step was not answered as the story goes on. */
export class DemoFailed extends Error {}

/** Sends commands under keys that follow from the step, so that a second demonstration on the same data adds nothing. */
class Story {
  private steps = 0;
  private today = 0;
  private begun = new Date();
  subjectId = '';

  constructor(private readonly demo: Demo, private readonly name: string, private readonly zone: string) {}

  /** The date of a day of the story, from the day on which the child was first told of. */
  date(day: number): string {
    return localDate(this.begun.getTime() + day * dayMs, this.zone);
  }

  /** A report of that day. */
  on(day: number): object {
    return { occurredAt: { at: this.date(day), zone: this.zone } };
  }

  /** Goes on to a later day of the story. */
  async live(day: number): Promise<void> {
    if (day > this.today) await this.post('/clock', { forward: `P${day - this.today}D` }, administrator, [200]);
    this.today = Math.max(day, this.today);
  }

  /** Begins the record of a child or a place. */
  async begin(path: string, body: object, actor: Actor): Promise<string> {
    const { childId, facilityId } = await this.post(path, body, actor, [201]) as { childId?: string; facilityId?: string };
    return childId ?? facilityId!;
  }

  async child(body: object, actor: Actor): Promise<void> {
    this.subjectId = await this.begin('/children/register-child-found', body, actor);
  }

  /** Begins the record of a child with the day on which it is sent, or, where this story was played before, on which it was. */
  async childToday(body: () => object, actor: Actor): Promise<void> {
    const [found] = await this.demo.replay.facts(`child-${beganBy(actor, this.nextKey())}`);
    this.begun = found ? knownAt(found) : await this.demo.now();
    await this.child(body(), actor);
  }

  private nextKey(): string {
    return uuidv5(`${this.name} ${this.steps + 1}`, namespace);
  }

  tell(action: string, body: object, actor: Actor): Promise<object> {
    return this.post(`/children/${this.subjectId}/${action}`, body, actor, [200]);
  }

  /** A decision that the record does not allow yet. */
  refused(action: string, body: object, actor: Actor): Promise<object> {
    return this.post(`/children/${this.subjectId}/${action}`, body, actor, [422]);
  }

  private async post(path: string, body: object, actor: Actor, expected: readonly number[]): Promise<object> {
    const key = this.nextKey();
    this.steps += 1;
    const answer = await fetch(this.demo.url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.demo.mint(actor)}`, 'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    const content = await answer.json() as object;
    if (!expected.includes(answer.status)) throw new DemoFailed(`The demonstration's step ${path} of "${this.name}" was answered ${answer.status}: ${JSON.stringify(content)}`);
    return content;
  }
}

export async function playDemo(demo: Demo): Promise<void> {
  const { say, replay, environment } = demo;
  say('Playing three published cases and one lawful return through the API. Names are left out; dates and hours that the sources do not give are set for the demonstration.');
  say('No decision is dated back: the clock of the demonstration is moved forward by the days that its decisions take. Tokens and the times of recording stay true.');
  const cases = [
    { title: 'St Petersburg 2015: an infant taken from the mother, written up as abandoned, dead in a hospital', play: stPetersburg },
    { title: 'A foreign child found in Moldova: a guardian first, then what is best for the child, then a placement', play: moldova },
    { title: 'A child returned to Kyrgyzstan through transit centres, 2019', play: kyrgyzstan },
    { title: 'A return as it ought to be: refused until every guarantee is proven, then authorised, confirmed on its day, and arrived', play: returned },
  ];
  const children: string[] = [];
  for (const { title, play } of cases) {
    const childId = await play(demo);
    children.push(childId);
    say('');
    say(`── ${title}`);
    say(`   ${environment}npm run guarantor -- replay ${childId}`);
    await printTimeline(replay, childId, { asOf: await demo.now(), say });
  }
  await sayWhatToTry(demo, children);
}

/** ADC Memorial, "The simplest way to formalize": the source gives the year, the events and their order. */
async function stPetersburg(demo: Demo): Promise<string> {
  const story = new Story(demo, 'st-petersburg', 'Europe/Moscow');
  const zone = 'Europe/Moscow';
  const report = (at: string) => ({ occurredAt: { at, zone }, source: ngoReport });
  const hospital = await story.begin('/facilities/register-facility', {
    name: 'Children\'s hospital, social welfare department', kind: 'HOSPITAL', operator: { orgRef: 'demo-health', orgType: 'HEALTH' },
    state: 'RU', zone, exitControl: 'CONTROLLED', from: '2015-01-01', source: registerEntry,
  }, ombudsperson);
  await story.child({
    ...report('2015-10-13T10:00'), jurisdiction: 'RU', foundIn: 'RU', accompaniment: 'WITH_PARENT', sex: 'MALE',
    ageStatus: 'CLAIMED', claimedAgeYears: 0, majorityOn: '2033-05-13', languages: ['tgk'],
  }, advocate);
  for (const [relativeRef, relation] of [['demo-mother', 'MOTHER'], ['demo-father', 'FATHER'], ['demo-grandmother', 'GRANDPARENT']]) {
    await story.tell('record-family-link', { ...report('2015-10-13'), relativeRef, relation, significance: 'PRIMARY_CARER', legalCustody: relation === 'GRANDPARENT' ? 'NO' : 'YES' }, advocate);
  }
  await story.tell('record-deprivation-started', {
    ...report('2015-10-13T10:00'), stayRef: 'police-check', settingKind: 'POLICE_CELL', authorityLabel: 'check of migration documents', state: 'RU',
    custodian: { orgType: 'POLICE' }, groundCode: 'PARENT_DETAINED', situation: 'MIGRATION', nexus: 'ORDER', custodial: 'YES', mayLeave: 'NO', withAdults: 'YES',
  }, advocate);
  await story.tell('record-separation', {
    ...report('2015-10-13T12:00'), separatedFrom: [{ personRef: 'demo-mother', relation: 'MOTHER' }], groundCode: 'MIGRATION_STATUS', order: { kind: 'NONE' },
  }, advocate);
  await story.tell('record-documented-as-abandoned', { ...report('2015-10-13T13:00'), authorityLabel: 'abandoned child', authority: { orgType: 'POLICE' }, parentsKnown: 'YES' }, advocate);
  for (const [relativeRef, relation] of [['demo-father', 'FATHER'], ['demo-grandmother', 'GRANDPARENT']]) {
    await story.tell('record-relative-claim-refused', {
      ...report('2015-10-13T14:00'), relativeRef, relation, claim: 'CUSTODY', documentsShown: ['PASSPORT', 'BIRTH_CERTIFICATE'], refusedBy: { orgType: 'POLICE' },
    }, advocate);
  }
  await story.tell('record-deprivation-setting-changed', {
    ...report('2015-10-13T16:00'), stayRef: 'police-check', facilityRef: hospital, settingKind: 'HOSPITAL', authorityLabel: 'social welfare department',
    custodian: { orgType: 'HEALTH' }, custodial: 'YES', mayLeave: 'NO', nexus: 'INSTIGATION', guarded: 'UNKNOWN', medicalIndication: { value: 'NO' },
  }, advocate);
  await story.tell('record-death', {
    ...report('2015-10-14'), diedIn: 'RU', facilityRef: hospital, heldOrCaredFor: 'CUSTODY', causeClaimed: 'ILLNESS', contestedBy: ['FAMILY'], examination: 'BY_AUTHORITY',
  }, advocate);
  await story.tell('record-deprivation-ended', { ...report('2015-10-14'), stayRef: 'police-check', endReason: 'DEATH' }, advocate);
  return story.subjectId;
}

/** OSCE/ODIHR, After the Chisinau Agreement, Day 2: what Moldova does when it finds a foreign child. It begins today. */
async function moldova(demo: Demo): Promise<string> {
  const story = new Story(demo, 'moldova', 'Europe/Chisinau');
  const shelter = await story.begin('/facilities/register-facility', {
    name: 'Open shelter for children', kind: 'SHELTER', operator: { orgRef: 'demo-local-authority', orgType: 'CHILD_PROTECTION' },
    state: 'MD', zone: 'Europe/Chisinau', exitControl: 'OPEN', capacity: 12, from: '2019-01-01', source: registerEntry,
  }, ombudsperson);
  await story.childToday(() => ({
    jurisdiction: 'MD', foundIn: 'MD', foundBy: 'CHILD_PROTECTION', accompaniment: 'UNACCOMPANIED', sex: 'FEMALE',
    ageStatus: 'CLAIMED', claimedAgeYears: 14, majorityOn: story.date(1500), languages: ['ukr'], nationalityClaims: ['UA'],
  }), caseWorker);
  const placement = { facilityRef: shelter, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'NO_FAMILY_AVAILABLE' };
  await story.refused('decide-placement', placement, caseWorker);
  await story.tell('place-in-emergency-open-care', { facilityRef: shelter, reason: 'NO_CARER', reviewBy: `${story.date(2)}T18:00:00+02:00` }, caseWorker);
  await story.live(1);
  await story.tell('request-guardian', { reason: 'UNACCOMPANIED', languages: ['ukr', 'rus'] }, caseWorker);
  await story.tell('record-consulate-contact', { ...story.on(1), source: notice, state: 'UA', safetyAssessed: 'YES', outcome: 'INFORMED' }, caseWorker);
  for (const relation of ['MOTHER', 'FATHER']) {
    await story.tell('record-family-link', { ...story.on(1), source: notice, relativeRef: `demo-${relation.toLowerCase()}-abroad`, relation, livesIn: 'UA', inContact: 'NO', alive: 'UNKNOWN' }, caseWorker);
  }
  await story.live(2);
  await story.tell('appoint-guardian', {
    guardianRef: guardian.actorRef, organisationRef: guardian.orgRef, employerType: 'NGO', caseload: 3, model: 'PROFESSIONAL', scope: ['LEGAL', 'WELFARE'],
    conflictCheck: ['WORKS_FOR_CUSTODIAL_BODY', 'WORKS_FOR_RETURN_OR_IMMIGRATION_BODY', 'FINANCIAL_INTEREST', 'OPPOSING_PARTY', 'ACCUSED_OF_HARM'].map((question) => ({ question, answer: 'NO' })),
  }, authority);
  await story.tell('accept-mandate', {}, guardian);
  await story.tell('assign-legal-aid', { lawyerRef: 'demo-lawyer', organisationRef: 'demo-bar', languages: ['ukr'] }, authority);
  await story.refused('decide-placement', placement, caseWorker);
  await assessed(story, ['MD', 'UA']);
  await story.live(3);
  await story.tell('decide-placement', placement, caseWorker);
  return story.subjectId;
}

/** What is best for the child: asked, assessed in each of its parts, and the child heard on it. */
async function assessed(story: Story, [here, there]: readonly [string, string]): Promise<void> {
  const socialWorker = { personRef: caseWorker.actorRef, orgType: 'CHILD_PROTECTION', profession: 'SOCIAL_WORKER' };
  const part = { status: 'DONE', assessor: socialWorker, methods: ['INTERVIEW_WITH_CHILD', 'DOCUMENT'] };
  await story.tell('open-assessment', { trigger: 'CHILD_AT_RISK' }, caseWorker);
  for (const component of ['SITUATION_AND_RISKS', 'SAFETY', 'INTEGRATION', 'LENGTH_OF_ABSENCE', 'IDENTITY', 'CHILD_OPINION']) await story.tell('attest-component', { ...part, component }, caseWorker);
  const family = ['VIOLENCE', 'PARTNER_VIOLENCE', 'ALCOHOL_OR_DRUGS', 'PART_IN_RECRUITMENT', 'WORK_DEMANDED', 'CHILD_WISHES_TO_LIVE_THERE', 'STIGMA'].map((question) => ({ question, answer: 'UNKNOWN' }));
  for (const [side, country] of [['STATE_OF_STAY', here], ['STATE_OF_ORIGIN', there]]) await story.tell('attest-component', { ...part, component: 'FAMILY_STUDY', side, country, family }, caseWorker);
  await story.tell('attest-child-heard', {
    result: 'HEARD', language: 'ukr', interpreter: 'NOT_NEEDED', understood: 'YES', manner: 'SPOKEN', setting: 'SHELTER', supportPerson: 'CHOSEN_BY_CHILD', heardAlone: 'YES',
    interviewer: { ...socialWorker, trainedForChildren: 'YES', conflictOfInterest: 'NO' }, optionsDiscussed: ['INTEGRATION', 'REPATRIATION'],
  }, caseWorker);
}

/** OSCE/ODIHR, After the Chisinau Agreement, Day 1: returns under escort, closed centres at both ends; 27 children in 2019. */
async function kyrgyzstan(demo: Demo): Promise<string> {
  const [abroad, home] = ['Asia/Almaty', 'Asia/Bishkek'];
  const story = new Story(demo, 'kyrgyzstan', abroad);
  const report = (at: string, zone: string) => ({ occurredAt: { at, zone }, source: ngoReport });
  const closed = { exitControl: 'CONTROLLED', kind: 'TRANSIT_CENTRE', from: '2019-01-01', source: registerEntry };
  const centreAbroad = await story.begin('/facilities/register-facility', { ...closed, name: 'Centre abroad', operator: { orgRef: 'demo-police-abroad', orgType: 'POLICE' }, state: 'KZ', zone: abroad }, ombudsperson);
  const centreAtHome = await story.begin('/facilities/register-facility', { ...closed, name: 'Transit centre', operator: { orgRef: 'demo-police-home', orgType: 'POLICE' }, state: 'KG', zone: home }, ombudsperson);
  await story.child({
    ...report('2019-05-06T19:00', abroad), jurisdiction: 'KZ', foundIn: 'KZ', foundBy: 'POLICE', accompaniment: 'UNACCOMPANIED', sex: 'NOT_KNOWN',
    ageStatus: 'CLAIMED', claimedAgeYears: 9, majorityOn: '2038-03-31', languages: ['kir'], nationalityClaims: ['KG'],
  }, advocate);
  const held = { nexus: 'ORDER', custodial: 'YES', mayLeave: 'NO', groundCode: 'AWAITING_RETURN', situation: 'MIGRATION' };
  await story.tell('record-deprivation-started', {
    ...report('2019-05-06T20:00', abroad), ...held, stayRef: 'return', facilityRef: centreAbroad, settingKind: 'TRANSIT_CENTRE', authorityLabel: 'centre for adaptation',
    state: 'KZ', custodian: { orgType: 'POLICE' }, factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }, { factor: 'GUARDS', answer: 'YES' }],
  }, advocate);
  await story.refused('decide-placement', { facilityRef: centreAtHome, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'NO_FAMILY_AVAILABLE' }, caseWorker);
  await story.tell('record-deprivation-setting-changed', {
    ...report('2019-05-27T07:00', abroad), ...held, stayRef: 'return', settingKind: 'VEHICLE', authorityLabel: 'escorted journey', state: 'KZ', custodian: { orgType: 'POLICE' }, escort: 'POLICE',
  }, advocate);
  await story.tell('record-deprivation-setting-changed', {
    ...report('2019-05-27T14:30', home), ...held, stayRef: 'return', facilityRef: centreAtHome, settingKind: 'TRANSIT_CENTRE', authorityLabel: 'transit centre', state: 'KG', custodian: { orgType: 'POLICE' },
  }, advocate);
  await story.tell('record-deprivation-ended', { ...report('2019-06-01T11:00', home), stayRef: 'return', endReason: 'RELEASE', releasedTo: 'FAMILY' }, advocate);
  return story.subjectId;
}

/** No published case: the sources ask for such a return, and describe none. It begins today and takes sixty days. */
async function returned(demo: Demo): Promise<string> {
  const story = new Story(demo, 'return', 'Europe/Chisinau');
  const place = { operator: { orgRef: 'demo-local-authority', orgType: 'CHILD_PROTECTION' }, exitControl: 'OPEN', from: '2025-01-01', source: registerEntry };
  const shelter = await story.begin('/facilities/register-facility', { ...place, name: 'Open shelter for children', kind: 'SHELTER', state: 'MD', zone: 'Europe/Chisinau' }, ombudsperson);
  const home = await story.begin('/facilities/register-facility', { ...place, kind: 'PRIVATE_HOME', state: 'KG', zone: 'Asia/Bishkek' }, ombudsperson);
  const cast: Cast = { advocate, caseWorker, authority, guardian, lawyer, panelMember, originAuthority };
  const events = new Map<string, string>();
  const journey: Journey = { cast, shelter, home, date: (day) => story.date(day), eventOf: (step) => events.get(step)! };
  for (const step of lawfulReturn) {
    await story.live(step.day);
    const by = cast[step.by];
    if (step.action === 'register-child-found') {
      await story.childToday(() => step.body(journey), by);
      continue;
    }
    const body = { ...(step.action.startsWith('record-') ? story.on(step.day) : {}), ...step.body(journey) };
    const { events: [event] } = await story.tell(step.action, body, by) as { events: { id: string }[] };
    if (event) events.set(nameOf(step), event.id);
    if (step.action === 'attest-decision-explained') await story.refused('authorise-transfer', journeyOf(journey), caseWorker);
  }
  return story.subjectId;
}

async function sayWhatToTry({ url, mint, say }: Demo, [infant, placed, returnedThroughCentres]: readonly string[]): Promise<void> {
  const auditing = await mint(auditor);
  const working = await mint(caseWorker);
  const request = (token: string, rest: string) => `curl -s -H 'Authorization: Bearer ${token}' ${rest}`;
  // A read model that is still being filled answers 503: the lines are there to be pasted at once.
  const areFilling = async () => (await (await fetch(`${url}/health`)).text()).includes('(filling)');
  for (let tries = 0; tries < 120 && await areFilling(); tries += 1) await pause(500);
  say('');
  say('Four requests to try, as lines to paste:');
  say('');
  say('1. The history of the child found in Moldova, with the basis of each decision (an auditor sees codes and times, no names):');
  say(request(auditing, `'${url}/children/${placed}/history?limit=50'`));
  say('2. The situation of the returned child in the middle of the journey, with hours and days deprived of liberty until then:');
  say(request(auditing, `'${url}/children/${returnedThroughCentres}?asOf=2019-05-27T06:00:00Z'`));
  say('3. Where the children are and were, by class of liberty:');
  say(request(auditing, `'${url}/whereabouts?class=DEPRIVED'`));
  say('4. A placement without a representative: refused, with the guarantees that are missing:');
  say(request(working, `-X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: ${uuidv5(`try ${infant}`, namespace)}' -d '{"facilityRef":"${uuidv5('no such place', namespace)}","settingKind":"FOSTER_CARE"}' '${url}/children/${returnedThroughCentres}/decide-placement'`));
  say('');
}
