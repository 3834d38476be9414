import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { assessor, determination, members, opened, spoken } from '../best-interests/best-interests.scenario.js';
import type { Command } from '../decider/command.js';
import type { Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import { conflictQuestions, parentQuestions } from '../guardianship/representative.events.js';
import * as waiting from '../reintegration/reintegration.scenario.js';
import * as way from '../repatriation/transfer.scenario.js';
import { foldCaseFile, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { authorised, authority, consent, guardian, id, ofAge, placeOf, record, recordOf, theDay, to, weighingAt, type Step } from './transfer.scenario.js';

// What each decision asks for, one guarantee at a time: everything is on record that any of them needs, and then one thing is not.

const shelterRef = '3f0f0c6e-0000-4000-8000-000000000009';
const lockedRef = '3f0f0c6e-0000-4000-8000-00000000000a';
const danger = { danger: 'PHYSICAL_VIOLENCE', stayingWith: ['father'], finding: 'PRESENT', immediate: 'NO', assessor, documentRef: 'report-9' };
const [sameRef, differentRef] = ['3f0f0c6e-0000-4000-8000-0000000000b1', '3f0f0c6e-0000-4000-8000-0000000000b2'];
const byColleague = (recordRef: string) => ({ by: { actorRef: 'colleague' }, data: { recordRef, shownBy: ['DOCUMENTS'] } });
/** Besides what a journey needs. */
const besides = {
  dangerWithFather: { type: 'best-interests.DangerAssessed', data: danger },
  fatherHeard: { type: 'best-interests.ParentHeard', data: { personRef: 'father', result: 'HEARD', spoken } },
  helpOffered: { type: 'best-interests.FamilySupportOffered', data: { offeredTo: ['father'], supports: ['PARENTING'], response: 'DECLINED' } },
  enquiryConsent: { type: 'repatriation.EnquiryConsentGiven', data: { representativeRef: guardian.actorRef, destinationState: 'KZ' } },
  sameChild: { type: 'identification.SameChildAttested', ...byColleague(sameRef) },
  differentChildren: { type: 'identification.DifferentChildrenAttested', ...byColleague(differentRef) },
  authorised,
} satisfies Record<string, Happened>;

interface Story {
  readonly without?: readonly (Step | keyof typeof besides)[];
  readonly early?: readonly Happened[];
  readonly more?: readonly Happened[];
  /** What the decision itself says instead. */
  readonly otherwise?: object;
}

function factsOf({ without = [], early = [], more = [] }: Story): readonly Fact[] {
  const rest = Object.entries(besides).filter(([each]) => !(without as readonly string[]).includes(each)).map(([, fact]) => fact);
  return recordOf({ without: without.filter((each): each is Step => each in record), early: [...early, opened('SEPARATION')], more: [...rest, ...more] });
}

const reported = (type: string, data: object): Story => ({ more: [{ type, at: '2026-03-01T09:00:00Z', data }] });
const partMissing: Story = { without: ['studyHere'] };
const missing = {
  CHILD_REGISTERED: reported('identification.DeathReported', { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' }),
  MINORITY: ofAge,
  REPRESENTATIVE_ACTIVE: reported('guardianship.GuardianSuspended', { guardianRef: guardian.actorRef, ground: 'INACTIVE' }),
  LEGAL_AID_ACTIVE: { without: ['case'] },
  CHILD_HEARD: { without: ['hearing'] },
  ASSESSMENT_DONE: partMissing,
  COMPONENTS_COMPLETE: partMissing,
  PANEL_INDEPENDENT: reported('best-interests.PanelConflictDeclared', { memberRef: 'jurist', ground: 'FINANCIAL' }),
  BID_FINAL: { without: ['determination'] },
  NO_PROTECTION_CLAIM: reported('repatriation.ProtectionClaimOpened', { kind: 'ASYLUM' }),
  ENQUIRY_CONSENTED: { without: ['enquiryConsent'] },
  OPEN_SETTING: { otherwise: { facilityRef: lockedRef } },
  SAME_STATE: { otherwise: { facilityRef: way.placeRef } },
  GUARDIAN_CASELOAD: { otherwise: { caseload: 1_000 } },
} satisfies { [code in FactCode]?: Story };
const withheld: { [code in FactCode]?: Story } = missing;

const employed = (answer: string) => conflictQuestions.map((question) => ({ question, answer }));
const appointment = { guardianRef: 'guardian-bermet', organisationRef: 'guardians-1', employerType: 'NGO', conflictCheck: employed('NO'), caseload: 3, model: 'PROFESSIONAL', scope: ['LEGAL'] };
const { destinationState } = to;
const { outcome: _, ...plan } = waiting.planForHome;
const toStay: Happened = { ...record.determination, id: id('0a'), data: { ...record.determination.data, outcome: 'INTEGRATION', destinationState: undefined } };
const measure = { restrictions: ['REPORTING'], mayLeave: 'RESTRICTED', factors: [], familyRefs: [], reviewBy: '2026-04-10T00:00:00Z' };
const separation = { separatedFrom: ['father'], grounds: [danger.danger], contact: 'SUPERVISED', reviewBy: '2026-04-10T00:00:00Z', judicialReviewBy: '2026-04-10T00:00:00Z' };
const asked = { destinationState, questions: ['FAMILY'], disclosed: ['NAME'] };

/** A decision, what each that is taken says, and what it needs, some of it withheld in a way of its own; and what is on record for it besides. */
type Decision = readonly [name: string, body: object, needs: readonly FactCode[], own?: { readonly [code in FactCode]?: Story }, already?: readonly Happened[]];
const child = ['CHILD_REGISTERED', 'MINORITY'] as const;
const represented = [...child, 'REPRESENTATIVE_ACTIVE'] as const;

const decisions: readonly Decision[] = [
  ['PlaceInEmergencyOpenCare', { facilityRef: shelterRef, reason: 'DANGER', reviewBy: '2026-04-04T00:00:00Z' }, ['OPEN_SETTING', 'SAME_STATE']],
  ['DecidePlacement', { facilityRef: shelterRef, settingKind: 'FOSTER_CARE' }, [...represented, 'OPEN_SETTING', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'SAME_STATE']],
  ['ReviewPlacement', { result: 'GOES_ON', because: ['STABILITY'], considered: [], childSeen: 'ALONE' }, [...represented, 'CHILD_HEARD']],
  ['ImposeAlternativeMeasure', measure, [...represented, 'CHILD_HEARD', 'ASSESSMENT_DONE', 'MEASURE_OPEN'], { MEASURE_OPEN: { otherwise: { mayLeave: 'NO' } } }],
  ['ReviewAlternativeMeasure', { measure: id('0e'), result: 'GOES_ON', restrictions: ['REPORTING'], reviewBy: '2026-04-10T00:00:00Z' }, [...represented, 'CHILD_HEARD']],
  ['AuthoriseSeparation', separation, [...represented, 'CHILD_HEARD', 'ASSESSMENT_DONE', 'DANGER_EVIDENCED', 'PARENTS_HEARD', 'SUPPORT_OFFERED'], {
    DANGER_EVIDENCED: { without: ['dangerWithFather'] }, PARENTS_HEARD: { without: ['fatherHeard'] }, SUPPORT_OFFERED: { without: ['helpOffered'] },
  }],
  ['ConveneBidPanel', { members }, [...child, 'PANEL_INDEPENDENT']],
  ['ConcludeDetermination', determination, [...represented, 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'COMPONENTS_COMPLETE', 'PANEL_INDEPENDENT', 'PANEL_QUORUM', 'PARENTS_HEARD'], {
    PANEL_QUORUM: { otherwise: { present: determination.present.slice(0, 2) } },
    PARENTS_HEARD: reported('best-interests.ParentalDisputeReported', { parents: ['mother', 'father'], over: ['CUSTODY'], proceeding: 'PENDING' }),
  }],
  ['ProposeRepatriation', { ...to, proposedFor: 'CHILD' }, [...represented, 'BID_FINAL']],
  ['DecideRepatriation', { ...to, instrument: 'NONE' }, [...represented, 'LEGAL_AID_ACTIVE', 'CHILD_HEARD', 'BID_FINAL', 'NO_PROTECTION_CLAIM']],
  ['GiveConsent', consent('CHILD').data, represented],
  ['RequestOriginInformation', { ...asked, authority }, [...represented, 'ENQUIRY_CONSENTED', 'NO_PROTECTION_CLAIM']],
  ['NotifyConsulate', { ...asked, sex: 'FEMALE', safetyAssessmentRef: 'assessment-1' }, [...represented, 'ENQUIRY_CONSENTED', 'NO_PROTECTION_CLAIM']],
  ['ApprovePlan', waiting.planForHome, represented],
  ['ApproveSolutionPlan', { ...plan, destinationState: 'KG' }, [...represented, 'BID_FINAL', 'SAME_STATE'], {
    BID_FINAL: { more: [{ ...record.determination, id: id('0f') }] }, SAME_STATE: { otherwise: { destinationState: 'KZ' } },
  }, [toStay]],
  ['ConfirmCarer', waiting.carer, represented],
  ['ArrangeMonitoring', waiting.monitoring, represented],
  ['ArrangeFirstPlacement', waiting.firstPlacement, [...represented, 'OPEN_SETTING']],
  ['AssignEscort', way.escorts, [...represented, 'ESCORT_CIVIL'], { ESCORT_CIVIL: { otherwise: { escorts: [{ ...way.escorts.escorts[0], orgType: 'BORDER' }] } } }],
  ['AppointGuardian', appointment, [...child, 'GUARDIAN_INDEPENDENT', 'GUARDIAN_CASELOAD'], { GUARDIAN_INDEPENDENT: { otherwise: { conflictCheck: employed('YES') } } }],
  ['ReplaceGuardian', { ...appointment, formerGuardianRef: guardian.actorRef, reason: 'CHILD_ASKED' }, [...child, 'GUARDIAN_INDEPENDENT', 'GUARDIAN_CASELOAD'], {
    GUARDIAN_INDEPENDENT: { otherwise: { employerType: 'CUSTODIAL' } },
  }],
  ['ConfirmRepresentingParent', {
    parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', conflictCheck: parentQuestions.map((question) => ({ question, answer: 'NO' })),
  }, [...child, 'GUARDIAN_INDEPENDENT'], { GUARDIAN_INDEPENDENT: reported('guardianship.ConflictDeclared', { guardianRef: 'mother', declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: '2026-03-01T09:00:00Z' }) }],
  ['MergeIdentity', { survivorRef: sameRef }, [...child, 'TWO_PERSONS'], { TWO_PERSONS: { without: ['sameChild'] } }],
  ['SplitIdentity', { survivorRef: differentRef }, ['TWO_PERSONS'], { TWO_PERSONS: { without: ['differentChildren'] } }],
  ['SuspendGuardian', { guardianRef: guardian.actorRef, ground: 'INACTIVE' }, ['MINORITY']],
  ['AssignLegalAid', { lawyerRef: 'lawyer-2', organisationRef: 'bar-1', languages: ['kir'] }, child],
];
/** Their 25 guarantees have stories of their own. */
const journeys = ['AuthoriseTransfer', 'ConfirmDeparture'];
const weighing = weighingAt(theDay);
const places = [placeOf(shelterRef, { state: 'KG' }), placeOf(lockedRef, { state: 'KG', exitControl: 'CONTROLLED' })];
const circumstances = { ...weighing, foreign: new Map([...weighing.foreign, ...places.map((place) => [place.stream, place] as const)]) };

/** The guarantees for which a decision is refused. */
function refusedFor([name, body, , , already = []]: Decision, { otherwise = {}, more = [], ...story }: Story = {}): readonly FactCode[] {
  const commandClass = registry.commands.find(({ declaration }) => declaration.name === name)!;
  const command = plainToInstance(commandClass, { ...body, ...otherwise }) as Command;
  expect(validateSync(command, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
  const weighed = weigh(registry, commandClass.declaration.gate.at(-1)!, foldCaseFile(registry.of('child'), factsOf({ ...story, more: [...already, ...more] })), circumstances, command);
  return 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
}

describe('A decision', () => {
  it('that needs anything is written down here, and what it needs', () => {
    const gated = registry.commands.map(({ declaration }) => declaration).filter(({ subject, gate, name }) => subject === 'child' && gate.length > 0 && !journeys.includes(name));
    expect(new Map(decisions.map(([name, , needs]) => [name, needs]))).toEqual(new Map(gated.map(({ name, gate }) => [name, gate.at(-1)!.needs])));
  });
  it.each(decisions)('%s is taken when all of it is proven', (...decision) => expect(refusedFor(decision)).toEqual([]));
  it.each(decisions.flatMap((decision) => decision[2].map((code) => [decision[0], code, decision] as const)))('%s is refused for %s alone', (_, code, decision) => {
    const story = decision[3]?.[code] ?? withheld[code];
    expect(story).toBeDefined();
    expect(refusedFor(decision, story)).toEqual([code]);
  });
});

describe('A departure', () => {
  it('is refused for TRANSFER_IN_FORCE alone where nothing was authorised', () => {
    const departure: Decision = ['ConfirmDeparture', way.itinerary, []];
    expect(refusedFor(departure)).toEqual([]);
    expect(refusedFor(departure, { without: ['authorised'] })).toEqual(['TRANSFER_IN_FORCE']);
  });
});
