import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { noParticipants } from '../decider/participants.js';
import { AuthoriseTransfer } from '../repatriation/transfer.commands.js';
import * as way from '../repatriation/transfer.scenario.js';
import { foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { RecordCorrection } from './corrections.js';
import { authorised, authority, dayBefore, guardian, id, lawyer, record, recordOf, theDay, to, told, weighingAt } from './transfer.scenario.js';

// What would have halted a journey, had it been told so at once, halts it when somebody corrects an earlier word to it.

const contexts = registry.of('child');
const left: Happened = { ...way.departureConfirmed, at: theDay };

/** What stands in the same append as the last of these, told of a child that is on its way. */
function after(...more: readonly Happened[]): { readonly types: readonly string[]; readonly lost: readonly string[] } {
  return followedIn(recordOf({ more: [authorised, left, ...more] }));
}
function followedIn(facts: readonly Fact[]): ReturnType<typeof after> {
  const [before, with_] = [foldCaseFile(contexts, facts.slice(0, -1)), foldCaseFile(contexts, facts)];
  const follows = followed(registry, contexts, before, facts.at(-1)!, with_, weighingAt(theDay)) as readonly { type: string; data: { lost?: string[] } }[];
  return { types: follows.map(({ type }) => type), lost: follows.flatMap(({ data }) => data.lost ?? []) };
}
const none = { types: [], lost: [] };
const halt = 'repatriation.TransferHalted';
const corrected = (targetType: string, fields: object, more: object = {}): Happened =>
  ({ type: 'record.Corrected', at: theDay, data: { target: id('b1'), targetType, targetVersion: 1, fields, reason: 'NEW_INFORMATION', ...more } });

const handover = { sender: { orgType: 'CHILD_PROTECTION' }, receiver: { orgType: 'CHILD_PROTECTION' }, place: 'STATION', state: 'KZ', signedBySender: 'YES', signedByReceiver: 'YES' };
const leg = { fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] };
const arrival = { state: 'KZ', receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' };
const outside = { kind: 'SELF_RETURN', destinationState: 'KZ', assessedBefore: 'NO', childAgreed: 'YES', handedOverAtBorder: 'NO' };
const stay = { settingKind: 'SHELTER', mayLeave: 'YES', guarded: 'NO' };
const school = { access: 'INTERRUPTED', level: 'PRIMARY', barriers: ['DISTANCE'], motherTongueTeaching: 'NO', free: 'YES' };

/** A word that takes nothing from a journey, what it should have said, and what that takes. */
const words: readonly (readonly [string, string, object, object, string])[] = [
  ['a handover to one to the police', 'repatriation.HandoverReported', handover, { receiver: { orgType: 'POLICE' } }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a handover to one at the police', 'repatriation.HandoverReported', handover, { place: 'POLICE_STATION' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a handover to one in a place that nobody knows to be open', 'repatriation.HandoverReported', handover, { facilityRef: 'centre', knownOpen: false }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a part of the way to one on which it was held', 'repatriation.TransferLegReported', leg, { custodial: 'YES' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a part of the way to one of which nobody knows whether it was held', 'repatriation.TransferLegReported', leg, { custodial: 'UNKNOWN', mayLeave: 'UNKNOWN' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a night to one in a place that nobody knows to be open', 'repatriation.TransferLegReported', leg, { nightStopRef: 'centre', knownOpen: false }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a part of the way to one without anybody of child protection', 'repatriation.TransferLegReported', leg, { escortOrgTypes: ['NGO'] }, 'ESCORT_CIVIL'],
  ['an arrival to one into custody', 'reintegration.ChildArrived', arrival, { held: 'YES' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['an arrival to one in the hands of border guards', 'reintegration.ChildArrived', arrival, { receivedBy: { orgType: 'BORDER' } }, 'NOT_CUSTODIAL_TRAVEL'],
  ['an arrival to one in a place that nobody knows to be open', 'reintegration.ChildArrived', arrival, { facilityRef: 'centre', knownOpen: false }, 'NOT_CUSTODIAL_TRAVEL'],
  ['an arrival of which nobody knew whether it was held to one into custody', 'reintegration.ChildArrived', { ...arrival, held: 'UNKNOWN' }, { held: 'YES' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a stay that it may leave to one that it may not', 'identification.DeprivationStarted', stay, { mayLeave: 'NO' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a change of a stay to one that locks it in', 'identification.DeprivationSettingChanged', { stayRef: 'shelter', ...stay }, { guarded: 'YES' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a curfew to a closed door', 'identification.LeaveRestricted', { restrictions: ['CURFEW'], mayLeave: 'RESTRICTED' }, { restrictions: ['LOCKED_IN'] }, 'NOT_CUSTODIAL_TRAVEL'],
  ['an assessment to one of confinement', 'identification.LibertyAssessed', { stayRef: 'shelter', assessor: 'OTHER', mayLeave: 'YES', factors: [], recordedByType: 'NGO' }, { mayLeave: 'NO' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['why it has no school to its not being let out', 'identification.EducationAccessReported', school, { barriers: ['NOT_LET_OUT'] }, 'NOT_CUSTODIAL_TRAVEL'],
  ['what was done against self-harm to isolation', 'identification.SelfHarmRiskAnswered', { measures: ['DOCTOR'] }, { measures: ['ISOLATED'] }, 'NOT_CUSTODIAL_TRAVEL'],
  ['why supervision ended to confinement', 'identification.MeasureEnded', { measure: 'm', because: 'OTHER' }, { because: 'TURNED_INTO_CONFINEMENT' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['what was decided without a representative to deprivation', 'guardianship.DecisionTakenWithoutRepresentative', { decision: 'OTHER', authorityType: 'POLICE' }, { decision: 'DEPRIVATION' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a complaint to one of being held', 'identification.ComplaintLodged', { subject: 'OTHER' }, { subject: 'DEPRIVATION' }, 'NOT_CUSTODIAL_TRAVEL'],
  ['a conflict of another guardian to one of this', 'guardianship.ConflictDeclared', { guardianRef: 'another', declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: dayBefore }, { guardianRef: guardian.actorRef }, 'REPRESENTATIVE_ACTIVE'],
  ['the failure of another lawyer to that of this', 'guardianship.LegalAidFailureReported', { lawyerRef: 'another', failure: 'CHARGED_FEES' }, { lawyerRef: lawyer.actorRef }, 'LEGAL_AID_ACTIVE'],
  ['an interpreter who was not understood to the one of this child', 'guardianship.InterpreterReportedUnfit', { interpreterRef: 'another', unfitness: 'NOT_UNDERSTOOD' }, { interpreterRef: 'interpreter-1' }, 'INTERPRETER_FIT'],
  ['the conflict of somebody to one of the panel', 'best-interests.PanelConflictDeclared', { memberRef: 'another', ground: 'FINANCIAL' }, { memberRef: 'jurist' }, 'BID_FINAL'],
  ['a withdrawal of a state to one of the state of destination', 'repatriation.OriginReadinessWithdrawn', { destinationState: 'UZ', reason: 'SECURITY' }, { destinationState: 'KZ' }, 'ORIGIN_STATE_READY'],
  ['a carer who withdrew to the one who waits', 'reintegration.CarerWithdrawn', { carerRef: 'aunt', reason: 'OTHER' }, { carerRef: 'grandmother' }, 'CARER_READY'],
  ['where danger threatens to where the child is taken', 'repatriation.DangerReported', { destinationState: 'UZ', danger: 'RETALIATION' }, { destinationState: 'KZ' }, 'NO_DANGER'],
  ['where it would be in danger, as assessed, to where it is taken', 'repatriation.RiskAssessed', { destinationState: 'UZ', result: 'DANGER', sources: ['CHILD'], dangers: [], impactAssessmentRef: 'i' }, { destinationState: 'KZ' }, 'NO_DANGER'],
  ['an assessment to one of danger', 'repatriation.RiskAssessed', { destinationState: 'KZ', result: 'NO_DANGER', sources: ['CHILD'], dangers: [], impactAssessmentRef: 'i' }, { result: 'DANGER' }, 'NO_DANGER'],
  ['what a central authority said to a refusal', 'repatriation.CentralAuthorityAnswered', { destinationState: 'KZ', authority, answer: 'AGREED' }, { answer: 'REFUSED' }, 'CENTRAL_AUTHORITY_OK'],
  ['what the child was told to what it did not understand', 'repatriation.ChildInformed', { ...to, informedBy: guardian.actorRef, ...told }, { understanding: 'NOT_UNDERSTOOD' }, 'CHILD_INFORMED'],
  ['what is known of a relative to its being alive', 'identification.FamilyLinkReported', { relativeRef: 'uncle', relation: 'OTHER_RELATIVE', alive: 'NO' }, { alive: 'YES' }, 'BID_FINAL'],
];

/** Bad news that was told before what answered it. */
const early: readonly (readonly [string, string, object, string])[] = [
  ['that the carer withdrew', 'reintegration.CarerWithdrawn', { carerRef: 'grandmother', reason: 'NO_MEANS' }, 'CARER_READY'],
  ['that the state of origin withdrew', 'repatriation.OriginReadinessWithdrawn', { destinationState: 'KZ', reason: 'SECURITY' }, 'ORIGIN_STATE_READY'],
  ['that the state of origin refused', 'repatriation.OriginAnswered', { destinationState: 'KZ', authority, answer: 'REFUSED' }, 'ORIGIN_STATE_READY'],
  ['that a central authority refused', 'repatriation.CentralAuthorityAnswered', { destinationState: 'KZ', authority, answer: 'REFUSED' }, 'CENTRAL_AUTHORITY_OK'],
  ['that the child takes its consent back', 'repatriation.ConsentWithdrawn', { whose: 'CHILD', channel: 'BY_PHONE' }, 'CONSENT_CHILD'],
  ['that the guardian takes its consent back', 'repatriation.ConsentWithdrawn', { whose: 'REPRESENTATIVE', channel: 'BY_PHONE' }, 'CONSENT_REPRESENTATIVE'],
  ['that danger threatens', 'repatriation.DangerReported', { danger: 'VIOLENCE_AT_HOME', destinationState: 'KZ' }, 'NO_DANGER'],
  ['that danger was found', 'repatriation.RiskAssessed', { destinationState: 'KZ', result: 'DANGER', sources: ['CHILD'], dangers: [], impactAssessmentRef: 'i' }, 'NO_DANGER'],
  ['that the child did not understand', 'repatriation.ChildInformed', { ...to, informedBy: guardian.actorRef, ...told, understanding: 'NOT_UNDERSTOOD' }, 'CHILD_INFORMED'],
  ['that it is no good time', 'repatriation.TimingAssessed', { ...to, considered: ['EXAMS'], suitableFrom: '2026-06-15' }, 'TIMING_ASSESSED'],
  ['that the interpreter is unfit', 'guardianship.InterpreterReportedUnfit', { interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' }, 'INTERPRETER_FIT'],
  ['that the lawyer takes fees', 'guardianship.LegalAidFailureReported', { lawyerRef: lawyer.actorRef, failure: 'CHARGED_FEES' }, 'LEGAL_AID_ACTIVE'],
];
/** A word that took nothing, what it should have said, and what that takes where it happened after what is proven. */
const mistold: readonly (readonly [string, string, object, object, string])[] = [
  ['a conflict of another guardian, which is one of this', 'guardianship.ConflictDeclared', { guardianRef: 'another', declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: '2026-01-02T00:00:00Z' }, { guardianRef: guardian.actorRef }, 'REPRESENTATIVE_ACTIVE'],
  ['documents that exposed no claim, and do', 'repatriation.DocumentsObtained', { destinationState: 'KZ', documents: [{ kind: 'PASSPORT' }], claimExposed: 'NO' }, { claimExposed: 'YES' }, 'DOCUMENTS_READY'],
  ['a part of the way, which was without anybody of child protection', 'repatriation.TransferLegReported', leg, { escortOrgTypes: ['NGO'] }, 'ESCORT_CIVIL'],
  ['another carer who withdrew, which is the one who waits', 'reintegration.CarerWithdrawn', { carerRef: 'aunt', reason: 'NO_MEANS' }, { carerRef: 'grandmother' }, 'CARER_READY'],
];
const asAt = (from: string, more: object = {}) => ({ from: new Date(from).toISOString(), precision: 'exact', zone: 'Asia/Bishkek', zoneData: 'test', ...more });

describe('Bad news that was answered, and that a correction dates after the answer', () => {
  const told = (type: string, data: object): Happened => ({ type, data, id: id('b1'), at: '2026-01-04T09:00:00Z' });
  const since = { occurredAt: asAt('2026-04-01T09:00:00Z') };

  it.each(early)('%s, halts the journey as if it were told only now', (_, type, data, lost) => {
    const corrects = corrected(type, {}, since);
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, left] }))).toEqual(none);
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, { ...corrects, at: '2026-04-01T10:00:00Z' }] }))).toEqual({ types: [halt], lost: [lost] });
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, left, corrects] }))).toEqual({ types: [halt], lost: [lost] });
    const before = corrected(type, {}, { occurredAt: asAt('2026-01-03T09:00:00Z') });
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, left, before] }))).toEqual(none);
  });
  it.each(mistold)('that was told otherwise, such as %s, halts the journey as if it were told only now', (_, type, data, fields, lost) => {
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, left, corrected(type, fields, since)] })).lost).toContain(lost);
  });
  it('takes nothing any more once it is answered anew, and is taken back by nobody', () => {
    const [, type, data] = early[0]!;
    const corrects = { ...corrected(type, {}, since), id: id('b2') };
    const takenBack: Happened = { type: 'record.Retracted', at: theDay, data: { target: id('b2'), targetType: 'record.Corrected', reason: 'MISTAKEN_ENTRY' } };
    const missing = (...more: readonly Happened[]) => {
      const gate = AuthoriseTransfer.declaration.gate.at(-1)!;
      const weighed = weigh(registry, gate, foldCaseFile(contexts, recordOf({ early: [told(type, data)], more })), weighingAt(theDay), way.itinerary);
      return 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
    };
    const { homeStudy, ...agreement } = record.carer.data as { homeStudy: object };
    const anew: Happened = { ...record.carer, at: theDay, data: { ...agreement, homeStudy: { ...homeStudy, doneOn: '2026-04-02' }, agreedOn: '2026-04-02' } };
    expect(missing(corrects, takenBack)).toEqual(['CARER_READY']);
    expect(missing(corrects, anew)).toEqual([]);
  });
  it('to a period that lasted until after the answer, counts until its end', () => {
    const [, type, data, lost] = early[6]!;
    expect(followedIn(recordOf({ early: [told(type, data)], more: [authorised, left, corrected(type, {}, { occurredAt: asAt('2026-01-03T09:00:00Z', { to: '2026-04-01T09:00:00.000Z', precision: 'day' }) })] })).lost).toEqual([lost]);
  });
});

describe('A correction', () => {
  it.each(words)('of %s halts the journey as that word would have', (_, type, harmless, more, lost) => {
    const word: Happened = { type, at: theDay, id: id('b1'), data: harmless };
    expect(after(word)).toEqual(none);
    const atOnce = after({ ...word, data: { ...harmless, ...more } });
    expect(atOnce.types).toContain(atOnce.lost.length > 0 ? halt : 'best-interests.DeterminationReopened');
    const late = after(word, corrected(type, more));
    expect(late.types).toEqual(expect.arrayContaining([...atOnce.types]));
    expect([...late.lost, ...(late.types.includes('best-interests.DeterminationReopened') ? ['BID_FINAL'] : [])]).toContain(lost);
    expect(late.types.filter((each) => each === halt).length).toBeLessThan(2);
  });

  it('of the time of a return outside of the procedure halts the journey that it was none of', () => {
    const word: Happened = { type: 'repatriation.ReturnOutsideProcedureReported', at: '2026-02-20T09:00:00Z', id: id('b1'), data: outside };
    const occurredAt = { from: theDay, precision: 'exact', zone: 'Asia/Almaty', zoneData: 'test' };
    expect(after(word)).toEqual(none);
    expect(after(word, corrected(word.type, { childAgreed: 'NO' }))).toEqual(none);
    expect(after(word, corrected(word.type, {}, { occurredAt })).types).toEqual([halt]);
  });

  it('that leaves a word what it was halts nothing, and reopens nothing again', () => {
    const link: Happened = { type: 'identification.FamilyLinkReported', at: theDay, id: id('b1'), data: { relativeRef: 'uncle', relation: 'OTHER_RELATIVE' } };
    expect(after(link).types).toEqual(['best-interests.DeterminationReopened']);
    expect(after(link, corrected(link.type, { livesIn: 'KZ' }))).toEqual(none);
    for (const [, type, harmless] of words) expect([type, after({ type, at: theDay, id: id('b1'), data: harmless }, corrected(type, {}))]).toEqual([type, none]);
  });

  it('to an arrival, of one of which nobody knew whether it was held, halts nothing', () =>
    expect(after({ type: 'reintegration.ChildArrived', at: theDay, id: id('b1'), data: { ...arrival, held: 'UNKNOWN' } }, corrected('reintegration.ChildArrived', { held: 'NO' }))).toEqual(none));

  it.each<[string, object, boolean | undefined]>([
    ['another place', { nightStopRef: way.placeRef }, true], ['a place that nobody registered', { nightStopRef: id('99') }, false], ['nothing of the place', { note: 'a long way' }, undefined],
  ])('of a night that names %s says what the register says of it', (_, fields, knownOpen) => {
    const told = { ...factOf({ type: 'repatriation.TransferLegReported', at: theDay, id: id('b1'), data: { ...leg, nightStopRef: way.nightStopRef, knownOpen: true } }, 0) };
    const fact = { ...told, meta: { ...told.meta, command: { ...told.meta.command, name: 'RecordTransferLeg' } } } as Fact;
    const record = contexts.find(({ namesAll }) => namesAll)!;
    const state = record.evolve(record.initial, fact);
    const command = plainToInstance(RecordCorrection, { target: fact.id, fields, reason: 'NEW_INFORMATION' });
    const { nightStopRef = way.nightStopRef } = fields as { nightStopRef?: string };
    expect(RecordCorrection.declaration.reads(command as never, { subjectId: 'child-1', state: state as never, jurisdiction: 'KG' })).toEqual([`facility-${nightStopRef}`]);
    const [correction] = record.decide(command, state, { ...weighingAt(theDay), occurredAt: fact.meta.occurredAt, participants: noParticipants, asRecorded: () => undefined });
    expect(correction!.data).toMatchObject({ fields: knownOpen === undefined ? fields : { ...fields, knownOpen } });
    expect('knownOpen' in (correction!.data as unknown as { fields: object }).fields).toBe(knownOpen !== undefined);
  });

  it('of until when the child was held halts the journey for which its liberty was certified, as if it were told only now', () => {
    const held: Happened = { type: 'identification.DeprivationStarted', at: '2026-01-03T09:00:00Z', id: id('b1'), data: { settingKind: 'POLICE_CELL', mayLeave: 'NO' } };
    const certificate: Happened = { type: 'identification.LibertyCertified', at: '2026-01-04T09:00:00Z', by: { actorRef: 'doctor', orgRef: 'clinic', orgType: 'HEALTH' }, data: { shownBy: 'CHILD_MET' } };
    const from = (...more: readonly Happened[]) => followedIn(recordOf({ early: [held, certificate], more: [authorised, left, ...more] }));
    expect(from()).toEqual(none);
    expect(from(corrected(held.type, { lastConfirmedAt: theDay })).lost).toContain('NOT_CUSTODIAL_TRAVEL');
    expect(from(corrected(held.type, { lastConfirmedAt: '2026-01-03T12:00:00Z' }))).toEqual(none);
  });

  it('to custody asks for a certificate that is told after it, as a late report of it does', () => {
    const word: Happened = { type: 'repatriation.HandoverReported', at: '2026-02-20T09:00:00Z', id: id('b1'), data: handover };
    const certificate: Happened = { type: 'identification.LibertyCertified', at: dayBefore, by: { actorRef: 'doctor', orgRef: 'clinic', orgType: 'HEALTH' }, data: { shownBy: 'CHILD_MET' } };
    expect(after(word, certificate, corrected(word.type, { place: 'POLICE_STATION' })).lost).toEqual(['NOT_CUSTODIAL_TRAVEL']);
  });
});

describe('A dispute between others, or over something else, that a determination knew and that is over', () => {
  const report = { parents: ['aunt', 'uncle'], over: ['CONTACT'], proceeding: 'NONE' };
  const told: Happened = { type: 'best-interests.ParentalDisputeReported', id: id('b1'), at: '2026-01-04T09:00:00Z', data: report };
  const over = (...parents: readonly string[]): Happened => ({ type: 'best-interests.ParentalDisputeEnded', at: '2026-01-08T09:00:00Z', data: { parents, because: 'UNFOUNDED' } });
  const reopens = ['best-interests.DeterminationReopened'];
  const said = (fields: object, last?: string): Happened => ({ ...corrected(told.type, fields), ...(last ? { id: id(last) } : {}) });
  const opens = (early: readonly Happened[], more: readonly Happened[], entitled = true) => {
    const facts = recordOf({ early, more: [authorised, left, ...more] });
    const last = facts.at(-1)!;
    const word = { ...last, meta: { ...last.meta, command: { ...last.meta.command, ...(entitled ? {} : { entitled: false }) } } } as Fact;
    return followedIn([...facts.slice(0, -1), word]).types.filter((type) => reopens.includes(type));
  };
  const known = [told, over('aunt', 'uncle')];

  it.each<[string, object, readonly string[]]>([
    ['who is in it', { parents: ['mother', 'father'] }, []], ['that somebody else is, too', { parents: ['aunt', 'uncle', 'mother'] }, []], ['over what it is', { over: ['STATE_OF_RESIDENCE'] }, []],
    ['over what else it is', { over: ['CONTACT', 'REMOVAL_WITHOUT_CONSENT'] }, []], ['both', { parents: ['mother', 'father'], over: ['CUSTODY'] }, reopens],
  ])('opens the determination again where a correction says %s, as a report of another body would, and that of the police opens no more than their report', (_, fields, byAnybody) => {
    const another: Happened = { ...told, id: id('b2'), at: theDay, by: { actorRef: 'advocate', orgRef: 'advice', orgType: 'NGO' }, data: { ...report, ...fields } };
    expect(opens(known, [another])).toEqual(reopens);
    expect(opens(known, [said(fields)])).toEqual(reopens);
    expect(opens([told], [said(fields)])).toEqual(reopens);
    expect(opens(known, [another], false)).toEqual(byAnybody);
    expect(opens(known, [said(fields)], false)).toEqual(byAnybody);
  });
  it('opens nothing again where a further correction names others once more', () => {
    const first: Happened = { ...said({ parents: ['mother', 'father'] }), at: '2026-01-06T09:00:00Z' };
    expect(opens([...known, first], [said({ parents: ['mother', 'stepfather'] }, 'b3')])).toEqual([]);
    expect(opens([...known, first], [said({ parents: ['mother', 'stepfather'], over: ['CUSTODY'] }, 'b3')])).toEqual(reopens);
  });
  it('opens it again by the first correction of the reporter, whatever another body has corrected before, and by one of each body alone', () => {
    const advocate = { actorRef: 'advocate', orgRef: 'advice', orgType: 'NGO' } as const;
    const first: Happened = { ...said({ parents: ['mother', 'father'] }), at: '2026-01-06T09:00:00Z', by: advocate };
    const next = said({ parents: ['mother', 'stepfather'] }, 'b3');
    expect(opens([...known, first], [next])).toEqual(reopens);
    expect(opens([...known, first], [{ ...next, by: advocate }])).toEqual([]);
  });
  it.each<[string, object]>([
    ['no more than it did', {}], ['whether a court was asked', { proceeding: 'PENDING' }], ['the same people in another order', { parents: ['uncle', 'aunt'] }],
  ])('opens nothing again where a correction says %s', (_, fields) => {
    const corrects = Object.keys(fields).length > 0 ? said(fields) : said({ over: ['CONTACT'] });
    expect(opens(known, [corrects])).toEqual([]);
    expect(opens([told], [corrects])).toEqual([]);
  });
  it('opens nothing again by what was told of it before, in its own words or in those of another report', () => {
    const custody = { parents: ['mother', 'father'], over: ['CUSTODY'] };
    const another: Happened = { ...told, id: id('b2'), at: '2026-01-05T09:00:00Z', data: { ...report, ...custody } };
    expect(opens([...known, another], [said(custody)])).toEqual([]);
    expect(opens([told, another, over('aunt', 'uncle', 'mother', 'father')], [said(custody)], false)).toEqual([]);
    expect(opens([told, { ...said(custody), at: '2026-01-06T09:00:00Z' }, over('mother', 'father')], [said({ parents: report.parents, over: report.over }, 'b3')])).toEqual([]);
  });
});

describe('A correction of what was told of danger, and of who took its consent back', () => {
  it.each<[string, string, object, object]>([
    ['which danger it is', 'repatriation.DangerReported', { danger: 'RETALIATION', destinationState: 'KZ' }, { danger: 'VIOLENCE_AT_HOME' }],
    ['that it threatens everywhere', 'repatriation.DangerReported', { danger: 'RETALIATION', destinationState: 'KZ' }, { destinationState: undefined }],
    ['who takes it back', 'repatriation.ConsentWithdrawn', { whose: 'CHILD', channel: 'BY_PHONE' }, { whose: 'REPRESENTATIVE' }],
  ])('opens again what was determined without knowing %s', (_, type, data, fields) => {
    const early: Happened = { type, data, id: id('b1'), at: '2026-01-04T09:00:00Z' };
    const others = type.endsWith('ConsentWithdrawn') ? { channel: 'IN_PERSON' } : { statement: 'more of it' };
    expect(followedIn(recordOf({ early: [early], more: [authorised, corrected(type, fields)] })).types).toContain('best-interests.DeterminationReopened');
    expect(followedIn(recordOf({ early: [early], more: [authorised, corrected(type, others)] }))).toEqual(none);
  });
});

describe('A correction of a ruling', () => {
  const ruled = (result: string, decisionRef: string): Happened => ({
    type: 'repatriation.AppealDecided', id: id('b1'), at: '2026-01-20T09:00:00Z', by: { ...lawyer, orgRef: 'bar-1' },
    data: { appealRef: id('b9'), decisionRef, result, final: true, instance: 'FIRST_INSTANCE', authority: { orgRef: 'court-9', orgType: 'COURT' }, bidBodyParticipation: 'YES' },
  });
  const to = (result: string, last?: string): Happened => ({ ...corrected('repatriation.AppealDecided', { result }), ...(last ? { id: id(last) } : {}) });
  const after = (decisionRef: string, ...words: readonly Happened[]) => followedIn(recordOf({ more: [ruled('DISMISSED', decisionRef), authorised, left, ...words] }));

  it('to one that sets the decision aside halts the journey on it, as if that were told only now', () => {
    expect(after(id('04'))).toEqual(none);
    expect(after(id('04'), to('INADMISSIBLE'))).toEqual(none);
    expect(after(id('04'), to('UPHELD')).types).toContain('repatriation.TransferHalted');
    expect(after(id('04'), to('UPHELD')).lost).toContain('APPEAL_CLEAR');
  });
  it('to one that sets an appointment aside annuls the mandate, by the word of whoever is entitled to correct, and gives nothing back where it sets a suspension aside', () => {
    const annulled = 'guardianship.MandateAnnulled';
    const told = (fact: Happened): readonly Happened[] => [fact.type === record.appointment.type ? { ...fact, id: id('b5') } : fact];
    const afterwards = (...words: readonly Happened[]) => followedIn(recordOf({ told, more: [ruled('DISMISSED', id('b5')), authorised, left, ...words] })).types;
    expect([afterwards(), afterwards(to('INADMISSIBLE'))]).toEqual([[], []]);
    expect(afterwards(to('UPHELD'))).toContain(annulled);
    expect(afterwards({ ...to('UPHELD'), entitled: false })).not.toContain(annulled);
    const suspension: Happened = { type: 'guardianship.GuardianSuspended', id: id('b2'), at: theDay, data: { guardianRef: guardian.actorRef, ground: 'INACTIVE' } };
    expect(followedIn(recordOf({ more: [authorised, left, suspension, ruled('DISMISSED', suspension.id!), to('UPHELD')] })).types).not.toContain('guardianship.SuspensionLifted');
  });
  it('to one that sets the determination aside opens it again', () => expect(after(id('03'), to('UPHELD')).types).toContain('best-interests.DeterminationReopened'));
  it('to one that dismisses the appeal brings nothing back to life', () => {
    const missing = (...words: readonly Happened[]) => {
      const weighed = weigh(registry, AuthoriseTransfer.declaration.gate.at(-1)!, foldCaseFile(registry.of('child'), recordOf({ more: words })), weighingAt(theDay), way.itinerary);
      return 'unmet' in weighed ? weighed.unmet.map(({ code }) => code) : [];
    };
    expect(missing(ruled('DISMISSED', id('04')))).toEqual([]);
    expect(missing(ruled('UPHELD', id('04')), to('DISMISSED'))).toContain('APPEAL_CLEAR');
    expect(missing(ruled('DISMISSED', id('04')), to('UPHELD', 'c1'), to('DISMISSED', 'c2'))).toContain('APPEAL_CLEAR');
  });
});
