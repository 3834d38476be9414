import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Errors } from 'typebox/value';
import { occurredNow } from '../case-file/occurred.js';
import type { Command, CommandClass } from '../decider/command.js';
import { BadForm, type BoundedContext } from '../decider/context.js';
import { caseWorker, noon, strictSetting } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Occasion } from '../decider/gate.js';
import { noParticipants } from '../decider/participants.js';
import { facility } from '../facility/facility.context.js';
import { identification } from './identification.context.js';
import { placeRef, reports, told } from './reports.scenario.js';

const occasion: Occasion = { now: new Date(noon), occurredAt: occurredNow(new Date(noon)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants, asRecorded: () => undefined };
const operator = { orgRef: 'o', orgType: 'NGO' };
const bodies: Readonly<Record<string, object>> = {
  ...reports,
  RegisterChildFound: {
    channel: 'CHILD', foundBy: 'NGO', foundIn: 'KG', reportedAt: '2026-02-27T08:00:00+06:00', accompaniment: 'UNKNOWN', sex: 'NOT_KNOWN', ageStatus: 'CLAIMED', claimedAgeYears: 15,
    estimatedAgeYearsMin: 14, estimatedAgeYearsMax: 16, majorityOn: '2028-05-09', languages: ['kir'], nationalityClaims: ['KG'], statelessnessClaimed: true,
    dateOfBirth: '2010-05-09', name: 'n', description: 'd', foundAt: 'f',
  },
  AttestDeathReportUnfounded: { shownBy: 'CHILD_SEEN', documentRef: 'd', statement: 's' },
  ReferToChildProtection: { receiver: operator, purpose: 'PROTECTION', urgency: 'URGENT', note: 'n' },
  AcceptReferral: { referralRef: '3f0f0c6e-0000-4000-8000-0000000000e1', responsibleRef: 'w' },
  AttestRightsExplained: { rights: ['LAWYER'], explainedBy: 'e', language: 'kir', manner: 'PICTURES', interpreterRef: 'i', understanding: 'NOT_UNDERSTOOD', reaction: 'r' },
  ReportSelfHarmRisk: { signs: ['SAID_SO'], imminent: 'UNKNOWN', statement: 's' },
  AttestChildAtLiberty: { shownBy: 'CHILD_MET_ALONE', documentRef: 'd', statement: 's' },
  AttestDeathInquiryConcluded: { inquiryRef: '3f0f0c6e-0000-4000-8000-0000000000e1', result: 'FAULT_FOUND', causeFound: 'NEGLECT', documentRef: 'd', findings: 'f' },
  AttestDeathInquiryOpened: { inquiryBody: { orgRef: 'court-1', orgType: 'COURT' }, documentRef: 'd' },
  OpenStatusPath: { path: 'ASYLUM', state: 'KG', authority: operator, note: 'n' },
  AttestStatusGranted: { path: 'TOLERATED_STAY', state: 'KG', grantedBy: operator, documentRef: 'd', until: '2027-03-01' },
  AttestCivilDocument: { kind: 'BIRTH_CERTIFICATE', state: 'KG', documentRef: 'd' },
  AttestChildStatusEstablished: { status: 'LEFT_WITHOUT_PARENTAL_CARE', ground: 'PARENTS_DEAD', state: 'UA', establishedBy: { orgRef: 'o', orgType: 'COURT' }, documentRef: 'd' },
  AttestWhereaboutsTold: { separationRef: 's', told: 'FAMILY', result: 'WITHHELD', withheldBecause: 'CHILD_OBJECTS', statement: 's' },
  DemandAdoptionHalt: { proceedingRef: 'p', addressee: operator, grounds: ['PARENT_KNOWN'], statement: 's' },
  AttestCareGapClosed: { because: 'OTHER_CARER_FOUND', carerRef: 'c', relation: 'GRANDPARENT' },
  AttestAccompaniment: { accompaniment: 'SEPARATED', adultRefs: ['a'] },
  AttestIdentity: { shownBy: 'PASSPORT', documentRef: 'd', nationalities: ['KG'], dateOfBirth: '2010-05-09', majorityOn: '2028-05-09', name: 'n' },
  AttestSameChild: { recordRef: placeRef, shownBy: ['DOCUMENTS'], documentRef: 'd', statement: 's' },
  AttestDifferentChildren: { recordRef: placeRef, shownBy: ['WITNESSES'], documentRef: 'd', statement: 's' },
  MergeIdentity: { survivorRef: placeRef },
  SplitIdentity: { survivorRef: placeRef },
  AttestParentIdentity: { parentRef: 'p', relation: 'MOTHER', shownBy: 'PASSPORT', documentRef: 'd', name: 'n' },
  PlaceInEmergencyOpenCare: { facilityRef: placeRef, reason: 'DANGER', reviewBy: '2026-03-03T12:00:00Z', note: 'n' },
  DecidePlacement: { facilityRef: placeRef, settingKind: 'RESIDENTIAL_CARE', noFamilyBecause: 'CHILD_ASKED', from: '2026-03-03T12:00:00Z', reasons: 'r' },
  DemandRelease: { stayRef: 's', addressedTo: operator, grounds: ['CHILD_IS_HELD'], statement: 's' },
  ChallengeLegality: { stayRef: 's', before: operator, lodgedFor: 'CHILD', grounds: 'g' },
  LodgeComplaint: { subject: 'VIOLENCE', against: operator, addressedTo: operator, stayRef: 's', complaint: 'c' },
  ImposeAlternativeMeasure: {
    restrictions: ['CURFEW'], mayLeave: 'RESTRICTED', factors: [{ factor: 'GUARDS', answer: 'NO', source: 'CHILD' }], hoursIndoorsDaily: 8, facilityRef: placeRef, familyRefs: ['m'], supervisor: operator,
    reviewBy: '2026-03-20T12:00:00Z', reasons: 'r',
  },
  ReviewAlternativeMeasure: { measure: placeRef, result: 'GOES_ON', restrictions: ['CURFEW'], reviewBy: '2026-03-20T12:00:00Z', reasons: 'r' },
  EndAlternativeMeasure: { measure: placeRef, because: 'CHILD_ASKED', note: 'n' },
  RegisterFacility: { name: 'n', kind: 'SHELTER', operator, state: 'KG', zone: 'Asia/Bishkek', exitControl: 'OPEN', capacity: 3, units: ['u'], from: '2026-01-01', address: 'a' },
  RecordFacilityChange: { name: 'n', kind: 'SHELTER', operator, exitControl: 'OPEN', capacity: 3, units: ['u'], closed: true, validFrom: '2026-01-01' },
  AttestExitControl: { exitControl: 'OPEN', from: '2026-01-01' },
};
/** Without them there would be nothing to refute, no inquiry to end, nothing to review and no gap to close. */
const before = [
  { type: 'identification.DeathReported', id: 'death', data: reports.RecordDeath },
  { type: 'identification.CareGapOpened', id: 'gap', data: reports.RecordCareGap },
  { type: 'identification.DeathInquiryOpened', id: '3f0f0c6e-0000-4000-8000-0000000000e1', data: { inquiryBody: { orgRef: 'court-2', orgType: 'COURT' }, documentRef: 'd' }, meta: { occurredAt: { from: '2026-02-01T00:00:00Z' } } },
  { type: 'identification.MeasureImposed', id: placeRef, data: { restrictions: ['CURFEW'] } },
] as unknown as readonly Fact[];
const wrong: readonly unknown[] = [
  undefined, true, false, 0, -1, 1.5, 1e21, Number.NaN, '', ' ', 'x', '2026-02-30', '2026-02-30T10:00:00Z', '2026-03-03T10:00Z', 'constructor', '\u0000', [], [null], [[]], [{}], ['x', 'x'], {}, { orgType: 'x' },
  { kind: [] }, 'a'.repeat(5000), Array.from({ length: 201 }, (_, index) => `ref-${index}`),
];

function wrongBodies(body: object): readonly object[] {
  return Object.keys(body).flatMap((field) => [
    ...wrong.map((value) => ({ ...body, [field]: value })),
    ...inside((body as Record<string, unknown>)[field]).map((value) => ({ ...body, [field]: value })),
  ]);
}

/** The same field with one of its own fields wrong. */
function inside(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return inside(value[0]).map((member) => [member]);
  return typeof value === 'object' && value !== null ? wrongBodies(value) : [];
}

describe('a command', () => {
  const commands = [identification, facility].flatMap((context) => context.commands.map((command) => ({ name: command.declaration.name, command, context })));

  it.each(commands.map(({ name }) => name))('%s is bad form, or becomes what the log can hold', (name) => {
    const { command, context } = commands.find((declared) => declared.name === name)!;
    const body = bodies[name]!;
    expect(eventErrors(context, command, { ...told, ...body })).toEqual([]);
    expect(wrongBodies(body).filter((wrongBody) => eventErrors(context, command, { ...told, ...wrongBody }).length > 0)).toEqual([]);
  });
});

function eventErrors(context: BoundedContext, commandClass: CommandClass, body: object): readonly unknown[] {
  const command = plainToInstance(commandClass, body) as Command;
  const sentences = validateSync(command, { whitelist: true, forbidNonWhitelisted: true });
  if (sentences.length > 0) return [];
  try {
    return context.decide(command, before.reduce((state, fact) => context.evolve(state, fact), context.initial), occasion).flatMap(({ type, data }) =>
      Errors(context.events.find((event) => event.type === type)!.schema, JSON.parse(JSON.stringify(data))));
  } catch (error) {
    if (error instanceof BadForm) return [];
    throw error;
  }
}
