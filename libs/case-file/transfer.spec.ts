import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import type { Actor } from '../decider/actor.js';
import type { CommandClass } from '../decider/command.js';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { EventDeclaration, Fact, NewFact } from '../decider/event.js';
import type { FactCode } from '../decider/gate.js';
import * as waiting from '../reintegration/reintegration.scenario.js';
import { AuthoriseTransfer, ConfirmDeparture } from '../repatriation/transfer.commands.js';
import * as way from '../repatriation/transfer.scenario.js';
import { extended, foldCaseFile, followed, weigh } from './case-file.js';
import { registry } from './contexts.js';
import { join, type Waiting } from './executor.js';
import { authorised, authority, consent, dayBefore, guardian, id, lawyer, ofAge, record, recordOf, theDay, to, told, toThirdCountry, weighingAt, type Course, type Step } from './transfer.scenario.js';

const needs = AuthoriseTransfer.declaration.gate.at(-1)!.needs;
/** Two of the three solutions are carried out by a journey. */
const roads: readonly (readonly [string, Pick<Course, 'told'>, object])[] = [['home', {}, {}], ['to a third country', { told: toThirdCountry }, { outcome: 'THIRD_COUNTRY' }]];

interface Weighed {
  readonly at?: string;
  readonly otherwise?: object;
}

function weighed(commandClass: CommandClass, facts: readonly Fact[], { at = dayBefore, otherwise = {} }: Weighed = {}): ReturnType<typeof weigh> {
  const command = plainToInstance(commandClass, { ...way.itinerary, ...otherwise });
  return weigh(registry, commandClass.declaration.gate.at(-1)!, foldCaseFile(registry.of('child'), facts), weighingAt(at), command);
}

/** The guarantees for which the decision is refused; none where it is accepted. */
function missingFor(commandClass: CommandClass, facts: readonly Fact[], more?: Weighed): readonly FactCode[] {
  const answer = weighed(commandClass, facts, more);
  return 'unmet' in answer ? answer.unmet.map(({ code }) => code) : [];
}

/** What stands in the same append as the last fact of the record. */
function followedBy(facts: readonly Fact[], at = dayBefore): readonly { type: string; data: object }[] {
  const contexts = registry.of('child');
  const [before, after] = [foldCaseFile(contexts, facts.slice(0, -1)), foldCaseFile(contexts, facts)];
  return followed(registry, contexts, before, facts.at(-1)!, after, weighingAt(at));
}

describe('AuthoriseTransfer', () => {
  it.each(roads)('%s is accepted when all 25 guarantees of a lawful journey are proven', (_, road, otherwise) =>
    expect(missingFor(AuthoriseTransfer, recordOf(road), { otherwise })).toEqual([]));
  it('names the versions by which it was weighed: of the gate, of the profile, and of what binds the two states', () =>
    expect(weighed(AuthoriseTransfer, recordOf())).toMatchObject({ basis: { gate: 'transfer', gateVersion: 1, profileVersion: 'strict@1', instruments: ['MODEL_AGREEMENT@2'] } }));

  it('is refused for all of them at once where nothing is on record, but for what nobody has claimed and what the way itself shows', () =>
    expect(missingFor(AuthoriseTransfer, [])).toEqual(needs.filter((code) => !['NO_PROTECTION_CLAIM', 'NO_OPEN_COERCION_REPORT', 'NOT_CUSTODIAL_TRAVEL'].includes(code))));

  const withheld: readonly (readonly [FactCode, string, Course, object?])[] = [
    ['CHILD_REGISTERED', 'the child is reported dead', { more: [{ type: 'identification.DeathReported', data: { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' } }] }],
    ['MINORITY', 'the person was of age before anything began', ofAge],
    ['REPRESENTATIVE_ACTIVE', 'the guardian was suspended since', { more: [{ type: 'guardianship.GuardianSuspended', at: '2026-03-01T09:00:00Z', data: { guardianRef: guardian.actorRef, ground: 'INACTIVE' } }] }],
    ['LEGAL_AID_ACTIVE', 'no lawyer has accepted the case', { without: ['case'] }],
    ['INTERPRETER_FIT', 'the child has confirmed no interpreter', { without: ['interpreter'] }],
    ['CHILD_HEARD', 'the child was not heard', { without: ['hearing'] }],
    ['BID_FINAL', 'nothing was determined', { without: ['determination'] }],
    ['APPEAL_CLEAR', 'the decision was not explained', { without: ['explanation'] }],
    ['APPEAL_CLEAR', 'nothing was decided', { without: ['decision'] }],
    ['NO_PROTECTION_CLAIM', 'a claim for protection is open', { more: [{ type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } }] }],
    ['CONSENT_CHILD', 'the child has not agreed', { without: ['consentOfChild'] }],
    ['CONSENT_CHILD', 'the child agreed to another carer', { without: ['consentOfChild'], more: [consent('CHILD', { carerRef: 'aunt' })] }],
    ['CONSENT_REPRESENTATIVE', 'the guardian has not agreed', { without: ['consentOfGuardian'] }],
    ['ORIGIN_STATE_READY', 'the state has not answered', { without: ['originAnswer'] }],
    ['CARER_READY', 'no carer is confirmed', { without: ['carer'] }],
    ['PLAN_APPROVED', 'no plan is approved', { without: ['plan'] }],
    ['PLAN_APPROVED', 'the plan was approved too short before the journey', { without: ['plan'], more: [{ ...waiting.homePlan, at: '2026-03-25T09:00:00Z' }] }],
    ['CHILD_INFORMED', 'the child was not told what will happen', { without: ['informed'] }],
    ['TIMING_ASSESSED', 'nobody looked at the best time', { without: ['timing'] }],
    ['NO_DANGER', 'nobody assessed the risk', { without: ['risk'] }],
    ['ESCORT_CIVIL', 'no escort is named', { without: ['escort'] }],
    ['NOT_CUSTODIAL_TRAVEL', 'the child would be held on the way', {}, { legs: [{ ...way.itinerary.legs[0], custodial: 'YES' }, way.itinerary.legs[1]] }],
    ['SIBLINGS_RESOLVED', 'nobody knows of siblings', { without: ['siblings'] }],
    ['NO_OPEN_COERCION_REPORT', 'coercion is reported', { more: [{ type: 'repatriation.CoercionReported', data: { coerced: ['CHILD'], means: ['THREAT'] } }] }],
    ['MONITORING_ARRANGED', 'nobody looks how it is afterwards', { without: ['monitoring'] }],
    ['DOCUMENTS_READY', 'there are no papers', { without: ['documents'] }],
    ['OPEN_RECEPTION', 'no first place is arranged', { without: ['firstPlacement'] }],
    ['CENTRAL_AUTHORITY_OK', 'the central authority that the agreement names has not agreed', { without: ['centralAuthority'] }],
  ];
  describe.each(roads)('%s', (_, road, outcome) => {
    it.each(withheld)('is refused for %s alone when %s', (code, __, story, otherwise = {}) =>
      expect(missingFor(AuthoriseTransfer, recordOf({ ...road, ...story }), { otherwise: { ...outcome, ...otherwise } })).toEqual([code]));
  });

  it('has a story for each of the 25', () => expect(new Set(withheld.map(([code]) => code))).toEqual(new Set(needs)));

  it('is refused for a third country for all that was proven of another state and another outcome (rulings 8 and 36)', () =>
    expect(missingFor(AuthoriseTransfer, recordOf(), { otherwise: { outcome: 'THIRD_COUNTRY', destinationState: 'MD' } })).toEqual([
      'BID_FINAL', 'APPEAL_CLEAR', 'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'ORIGIN_STATE_READY', 'CARER_READY', 'PLAN_APPROVED', 'CHILD_INFORMED', 'TIMING_ASSESSED', 'NO_DANGER',
      'MONITORING_ARRANGED', 'DOCUMENTS_READY', 'OPEN_RECEPTION', 'CENTRAL_AUTHORITY_OK',
    ]));
});

describe('A journey that is authorised', () => {
  const registerSays = (facilityRef: string, facilityRevision = 1): Happened => ({
    type: 'identification.StayPlaceChanged', data: { facilityRef, register: { kind: 'SHELTER', state: 'KZ', zone: 'Asia/Almaty', exitControl: 'CONTROLLED', exitControls: [], facilityRevision, facilityEventId: 'e' } },
  });
  const corrected = (target: string, targetType: string, fields: object): Happened => ({ type: 'record.Corrected', data: { target, targetType, targetVersion: 1, fields, reason: 'DOCUMENT_FOUND' } });
  const leg = { fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'YES', mayLeave: 'NO', escortOrgTypes: ['CHILD_PROTECTION'] };
  const handover = { sender: { orgType: 'CHILD_PROTECTION' }, receiver: { orgType: 'BORDER' }, place: 'BORDER', state: 'KZ', signedBySender: 'NO', signedByReceiver: 'NO' };

  const falls: readonly (readonly [readonly FactCode[], string, Happened])[] = [
    [['CHILD_REGISTERED'], 'the child is reported dead', { type: 'identification.DeathReported', data: { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' } }],
    [['MINORITY'], 'the date of birth is corrected', corrected(id('01'), 'identification.ChildFound', { majorityOn: '2020-01-01' })],
    [['REPRESENTATIVE_ACTIVE'], 'the guardian is suspended', { type: 'guardianship.GuardianSuspended', at: dayBefore, data: { guardianRef: guardian.actorRef, ground: 'INACTIVE' } }],
    [['REPRESENTATIVE_ACTIVE'], 'somebody reports that the guardian has a conflict', { type: 'guardianship.ConflictDeclared', at: dayBefore, data: { guardianRef: guardian.actorRef, declaredBy: 'OTHER', ground: 'FINANCIAL', conflictFrom: dayBefore } }],
    [['LEGAL_AID_ACTIVE'], 'the lawyer is said to ask for money', { type: 'guardianship.LegalAidFailureReported', data: { lawyerRef: lawyer.actorRef, failure: 'CHARGED_FEES' } }],
    [['INTERPRETER_FIT'], 'the interpreter is said not to be understood', { type: 'guardianship.InterpreterReportedUnfit', data: { interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' } }],
    [['CHILD_HEARD'], 'the hearing is retracted', { type: 'record.Retracted', data: { target: id('02'), targetType: 'best-interests.ChildHeard', reason: 'WRONG_CHILD' } }],
    [['BID_FINAL', 'APPEAL_CLEAR'], 'the determination is reopened, and the decision with it (ruling 40)', { type: 'best-interests.DeterminationReopened', data: { determination: id('03'), trigger: 'NEW_RELATIVE' } }],
    [['APPEAL_CLEAR'], 'an appeal is lodged, however late (ruling 21)', { type: 'repatriation.AppealLodged', data: { decisionRef: id('04'), instance: 'FIRST_INSTANCE', lodgedFor: 'CHILD', late: true } }],
    [['NO_PROTECTION_CLAIM'], 'protection is asked for', { type: 'repatriation.ProtectionClaimOpened', data: { kind: 'ASYLUM' } }],
    [['CONSENT_CHILD'], 'the child takes its consent back', { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'BY_CONDUCT' } }],
    [['CONSENT_REPRESENTATIVE'], 'the guardian takes its consent back', { type: 'repatriation.ConsentWithdrawn', data: { whose: 'REPRESENTATIVE', channel: 'BY_PHONE' } }],
    [['ORIGIN_STATE_READY'], 'the state is no longer ready', { type: 'repatriation.OriginReadinessWithdrawn', data: { destinationState: 'KZ', reason: 'SECURITY' } }],
    [['ORIGIN_STATE_READY'], 'transfers to the state are suspended (ruling 22)', {
      type: 'repatriation.CorridorChanged', data: { corridor: 'KG-KZ', suspensions: [{ scope: 'ALL_TRANSFERS', from: dayBefore }], corridorRevision: 0, corridorEventId: 'e' },
    }],
    [['ORIGIN_STATE_READY'], 'transfers to the state are suspended, as an older record says it', { type: 'repatriation.SuspensionReported', data: { destinationState: 'KZ', cause: 'PANDEMIC' } }],
    [['CARER_READY'], 'the carer withdraws', { type: 'reintegration.CarerWithdrawn', data: { carerRef: 'grandmother', reason: 'ILLNESS_OR_DEATH' } }],
    [['PLAN_APPROVED'], 'another plan takes the place of this one', { ...waiting.homePlan, data: { ...waiting.planForHome, destinationState: 'MD' } }],
    [['CHILD_INFORMED'], 'the child is told again and does not understand', { type: 'repatriation.ChildInformed', data: { ...to, informedBy: guardian.actorRef, ...told, understanding: 'NOT_UNDERSTOOD' } }],
    [['TIMING_ASSESSED'], 'a later time is found better', { type: 'repatriation.TimingAssessed', data: { ...to, considered: ['EXAMS'], suitableFrom: '2026-06-15' } }],
    [['NO_DANGER'], 'danger is reported', { type: 'repatriation.DangerReported', data: { danger: 'VIOLENCE_AT_HOME' } }],
    [['ESCORT_CIVIL', 'NOT_CUSTODIAL_TRAVEL'], 'the child is said to have been handed to border guards', { type: 'repatriation.HandoverReported', data: handover }],
    [['NOT_CUSTODIAL_TRAVEL'], 'the child is said to be held on the way', { type: 'repatriation.TransferLegReported', data: leg }],
    [['NOT_CUSTODIAL_TRAVEL'], 'the child is said to be in a cell', { type: 'identification.DeprivationStarted', data: { settingKind: 'POLICE_CELL', mayLeave: 'NO' } }],
    [['NOT_CUSTODIAL_TRAVEL'], 'a place where it was to sleep is open no longer', registerSays(way.nightStopRef)],
    [['SIBLINGS_RESOLVED'], 'another road is reported of a sibling', { type: 'best-interests.SiblingOutcomeReported', data: { siblingRef: 'brother', outcome: 'INTEGRATION', destinationState: 'KG' } }],
    [['NO_OPEN_COERCION_REPORT'], 'coercion is reported', { type: 'repatriation.CoercionReported', data: { coerced: ['FAMILY'], means: ['MONEY'] } }],
    ...([['CARER_READY', 'grandmother'], ['ESCORT_CIVIL', way.escorts.escorts[0]!.escortRef], ['REPRESENTATIVE_ACTIVE', guardian.actorRef]] as const).map(([code, coercedByPerson]) =>
      [[code, 'NO_OPEN_COERCION_REPORT'], `somebody who is entrusted with the child is said to have pressed it: ${coercedByPerson}`, { type: 'repatriation.CoercionReported', at: dayBefore, data: { coerced: ['CHILD'], means: ['THREAT'], coercedByPerson } }] as [FactCode[], string, Happened]),
    [['MONITORING_ARRANGED'], 'the monitor is to look at another state', { ...waiting.monitoringArranged, data: { ...waiting.monitoring, destinationState: 'MD' } }],
    [['DOCUMENTS_READY'], 'getting papers has told of a claim for protection', { type: 'repatriation.DocumentsObtained', data: { destinationState: 'KZ', documents: [{ kind: 'PASSPORT' }, { kind: 'BIRTH_CERTIFICATE' }], claimExposed: 'YES' } }],
    [['OPEN_RECEPTION'], 'the first place is open no longer', registerSays(way.placeRef)],
    [['CENTRAL_AUTHORITY_OK'], 'the central authority refuses', { type: 'repatriation.CentralAuthorityAnswered', data: { destinationState: 'KZ', authority, answer: 'REFUSED' } }],
  ];
  const haltsIn = (facts: readonly Fact[], at?: string) => followedBy(facts, at).filter(({ type }) => type === 'repatriation.TransferHalted').map(({ data }) => data);

  it.each([['OPEN_RECEPTION', way.placeRef], ['NOT_CUSTODIAL_TRAVEL', way.nightStopRef]])('is halted for %s where a place is locked again that was open when it was authorised anew, though the child had not been told', (code, place) => {
    const halted = { type: 'repatriation.TransferHalted', data: { authorisation: way.authorisation, lost: [code], cause: id('06'), inTransit: false } };
    const anew = { ...authorised, id: id('05'), seen: [...authorised.seen!, { stream: `facility-${place}`, revision: 2 }] };
    const facts = recordOf({ more: [authorised, { at: dayBefore, ...registerSays(place) }, { at: dayBefore, ...halted }, anew, { at: dayBefore, ...registerSays(place, 3) }] });
    expect(haltsIn(facts)).toEqual([{ authorisation: id('05'), lost: [code], cause: facts.at(-1)!.id, inTransit: false }]);
  });

  it('is halted once, with all that they took, by two facts of one command, such as the arrest of its carer and the gap that it leaves', () => {
    const arrest: Happened = { at: dayBefore, type: 'identification.CarerArrested', data: { carerRef: 'grandmother', otherCarer: 'NO' } };
    const [first, , ...more] = [arrest, { at: dayBefore, type: 'identification.CareGapOpened', data: { because: 'CARER_ARRESTED', carerRef: 'grandmother' } }].reduce<readonly Waiting[]>((waiting, _, n, both) => {
      const facts = recordOf({ more: [authorised, ...both.slice(0, n + 1)] });
      const told = [...waiting];
      for (const fact of followedBy(facts) as NewFact<EventDeclaration>[]) join(told, { fact, cause: facts.at(-1)!.id });
      return told;
    }, []).filter(({ fact }) => fact.type === 'repatriation.TransferHalted');
    expect([first?.fact.data, more]).toEqual([{ authorisation: way.authorisation, lost: ['CARER_READY'], cause: first!.cause, inTransit: false }, []]);
    const halt = (cause: string, ...lost: readonly string[]): Waiting => ({ cause, fact: { type: 'repatriation.TransferHalted', data: { authorisation: way.authorisation, lost, cause, inTransit: false } } });
    const waiting = [halt('one', 'CARER_READY')];
    join(waiting, halt('two', 'CARER_READY', 'NO_DANGER'));
    expect(waiting).toEqual([halt('one', 'CARER_READY', 'NO_DANGER')]);
  });

  describe.each(roads)('%s', (_, road) => {
    it.each<[FactCode, string, Happened]>([
    ['NO_DANGER', 'danger is reported', { type: 'repatriation.DangerReported', data: { destinationState: 'UZ', danger: 'TRAFFICKING' } }],
    ['NO_PROTECTION_CLAIM', 'protection is granted against it', {
      type: 'repatriation.ProtectionClaimClosed', data: { claimRef: id('05'), kind: 'ASYLUM', result: 'GRANTED', protectsAgainst: ['UZ'], authority: { orgRef: 'court', orgType: 'COURT' } },
    }],
  ])('halts for %s when %s in a state through which the child is led, and not on another way', (code, _, news) => {
    const [leg] = way.itinerary.legs;
    const throughUz = { ...authorised, data: { ...way.itinerary, legs: [{ ...leg, toState: 'UZ' }, { ...leg, fromState: 'UZ' }] } };
    const halts = (decision: Happened) => followedBy(recordOf({ more: [decision, { ...news, at: dayBefore }] })).filter(({ type }) => type === 'repatriation.TransferHalted').map(({ data }) => data);
    expect(halts(throughUz)).toMatchObject([{ lost: [code] }]);
    expect(halts(authorised)).toEqual([]);
  });
  it.each(falls)('is halted for %j in the same append when %s', (lost, __, cause) => {
      const facts = recordOf({ ...road, more: [authorised, { at: dayBefore, ...cause }] });
      expect(haltsIn(facts)).toEqual([{ authorisation: way.authorisation, lost: [...lost], cause: facts.at(-1)!.id, inTransit: false }]);
    });
  });
  it('is halted for all that was said through an interpreter whom the child did not understand', () => {
    const through = (step: Step): Happened => ({ ...record[step], data: { ...record[step].data, interpreterRef: 'interpreter-1' } });
    const said: readonly Step[] = ['hearing', 'explanation', 'consentOfChild', 'informed'];
    const unfit: Happened = { type: 'guardianship.InterpreterReportedUnfit', at: dayBefore, data: { interpreterRef: 'interpreter-1', unfitness: 'NOT_UNDERSTOOD' } };
    const facts = recordOf({ without: said, more: [...said.map(through), authorised, unfit] });
    expect(haltsIn(facts)).toEqual([{
      authorisation: way.authorisation, lost: ['INTERPRETER_FIT', 'CHILD_HEARD', 'APPEAL_CLEAR', 'CONSENT_CHILD', 'CHILD_INFORMED'], cause: facts.at(-1)!.id, inTransit: false,
    }]);
  });
  it('can be halted for each of the 25', () => expect(new Set(falls.flatMap(([lost]) => lost))).toEqual(new Set(needs)));

  const left = { ...way.departureConfirmed, at: theDay };
  const takenBack: Happened = { type: 'repatriation.ConsentWithdrawn', at: theDay, data: { whose: 'CHILD', channel: 'BY_PHONE' } };
  it('is halted on the way as well, and says so', () =>
    expect(haltsIn(recordOf({ more: [authorised, left, takenBack] }), theDay)).toMatchObject([{ lost: ['CONSENT_CHILD'], inTransit: true }]));
  it('is halted no more once the child has arrived', () => {
    const arrived: Happened = { type: 'reintegration.ChildArrived', at: theDay, data: { state: 'KZ', receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' } };
    expect(haltsIn(recordOf({ more: [authorised, left, arrived, takenBack] }), theDay)).toEqual([]);
  });

  describe('whose end is doubted', () => {
    const arrival = (more: object = {}): Happened => ({ type: 'reintegration.ChildArrived', at: theDay, id: id('a7'), data: { state: 'KZ', receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' }, ...more });
    const doubt = (type: string, data: object = {}, at = theDay): Happened => ({ type, at, data: { target: id('a7'), targetType: 'reintegration.ChildArrived', ...data } });
    const disputed = doubt('record.Disputed', { by: 'CHILD' });
    const reopenedBy: Happened = { type: 'best-interests.DeterminationReopened', at: theDay, data: { determination: id('03'), trigger: 'RISK_CHANGED' } };
    const onceArrived = (...more: Happened[]) => haltsIn(recordOf({ more: [authorised, left, arrival(), ...more] }), theDay);

    it.each([
      ['disputed', disputed], ['withdrawn', doubt('record.Retracted', { reason: 'MISTAKEN_ENTRY' })],
      ['corrected to one in another state', doubt('record.Corrected', { targetVersion: 1, fields: { state: 'UZ' }, reason: 'NEW_INFORMATION' })],
    ])('because the arrival is %s, is watched over as on the way', (_, word) => {
      expect(onceArrived(word)).toEqual([]);
      expect(onceArrived(word, takenBack)).toMatchObject([{ lost: ['CONSENT_CHILD'], inTransit: true }]);
      expect(onceArrived(word, reopenedBy)).toMatchObject([{ lost: expect.arrayContaining(['BID_FINAL']), inTransit: true }]);
    });
    it('because the arrival is corrected to one into custody, is halted in the same append', () =>
      expect(onceArrived(doubt('record.Corrected', { targetVersion: 1, fields: { held: 'YES' }, reason: 'NEW_INFORMATION' }))).toMatchObject([{ lost: ['NOT_CUSTODIAL_TRAVEL'], inTransit: true }]));
    it('is halted with the doubt where it lost since what it rests on', () => {
      expect(onceArrived(takenBack)).toEqual([]);
      expect(onceArrived(takenBack, disputed)).toMatchObject([{ lost: ['CONSENT_CHILD'], inTransit: true }]);
    });
    it.each(falls)('is halted for %j in the same append when %s, also where it was for this journey alone', (lost, _, cause) =>
      expect(onceArrived(disputed, { at: theDay, ...cause })).toMatchObject([{ lost: [...lost], inTransit: true }]));
    it('by a correction that leaves it an arrival, has ended all the same', () =>
      expect(onceArrived(doubt('record.Corrected', { targetVersion: 1, fields: { accompanied: 'UNKNOWN' }, reason: 'NEW_INFORMATION' }), takenBack)).toEqual([]));
    it('by the word of somebody for whom it was not made, has ended all the same', () => {
      const asStranger = (fact: Fact): Fact => ({ ...fact, meta: { ...fact.meta, command: { ...fact.meta.command, entitled: false } } });
      const facts = recordOf({ more: [authorised, left, arrival(), disputed, takenBack] });
      expect(haltsIn(facts.map((fact) => ((fact.type as string) === disputed.type ? asStranger(fact) : fact)), theDay)).toEqual([]);
    });
    it('has ended as long as one arrival stands, and again with the next one', () => {
      expect(onceArrived(arrival({ id: id('a8') }), disputed, takenBack)).toEqual([]);
      expect(onceArrived(disputed, arrival({ id: id('a8') }), takenBack)).toEqual([]);
    });
    it('serves no other journey: what served it counts for no decision, and it allows no second departure', () => {
      const missing = missingFor(ConfirmDeparture, recordOf({ more: [authorised, left, arrival(), disputed] }), { at: theDay });
      expect(missing).toEqual(expect.arrayContaining([
        'TRANSFER_IN_FORCE', 'BID_FINAL', 'CONSENT_CHILD', 'CONSENT_REPRESENTATIVE', 'ORIGIN_STATE_READY', 'CARER_READY', 'CHILD_INFORMED', 'NO_DANGER', 'OPEN_RECEPTION',
      ]));
    });
  });

  describe('and rests on what is disputed', () => {
    const resting = { ...authorised, evidence: { CHILD_HEARD: [id('02')], CONSENT_CHILD: [id('0c')] } };
    const facts = (dispute: object, by: Partial<Actor> = {}) => recordOf({ more: [resting, { type: 'record.Disputed', at: dayBefore, by, data: { target: id('02'), targetType: 'best-interests.ChildHeard', ...dispute } }] });
    it.each<[string, object, Partial<Actor>]>([['the child itself', { by: 'CHILD' }, { role: 'CHILD', actorRef: 'child' }], ['somebody who brings its word', { by: 'CHILD' }, {}], ['its guardian', { by: 'GUARDIAN' }, guardian]])(
      'by %s, is halted', (_, dispute, by) => expect(haltsIn(facts(dispute, by))).toMatchObject([{ lost: ['CHILD_HEARD'], inTransit: false }]));
    it('is halted where the child disputes the authorisation itself', () => expect(haltsIn(facts({ by: 'CHILD', target: way.authorisation }))).toMatchObject([{ lost: [], inTransit: false }]));
    it.each<[string, object, Partial<Actor>]>([
      ['somebody else', { by: 'AUTHORITY' }, {}], ['a guardian of another child', { by: 'GUARDIAN' }, { ...guardian, actorRef: 'another' }], ['the child, but something else', { by: 'CHILD', target: id('77') }, {}],
    ])('by %s, goes on', (_, dispute, by) => expect(haltsIn(facts(dispute, by))).toEqual([]));
    it('by the child, goes on no more by the same word, and where it is given again, not before that is weighed', () => {
      const again: Happened = { ...record.hearing, id: id('78'), at: dayBefore };
      const missing = (dispute: object, by: Partial<Actor>, ...more: Happened[]) => missingFor(AuthoriseTransfer, [...facts(dispute, by), ...more.map((each, index) => factOf(each, 500 + index))]);
      expect(missing({ by: 'CHILD' }, {})).toEqual(['CHILD_HEARD']);
      expect(missing({ by: 'GUARDIAN' }, guardian)).toEqual(['CHILD_HEARD']);
      expect(missing({ by: 'AUTHORITY' }, {})).toEqual([]);
      expect(missing({ by: 'CHILD' }, {}, again)).toEqual(['BID_FINAL']);
      const takenBack = { type: 'record.Retracted', at: dayBefore, data: { target: id('79'), targetType: 'record.Disputed', reason: 'STATEMENT_CHANGED' } };
      const disputed = facts({ by: 'CHILD' }).map((fact) => ((fact.type as string) === 'record.Disputed' ? { ...fact, id: id('79') } : fact));
      expect(missingFor(AuthoriseTransfer, [...disputed, factOf(takenBack, 500)])).toEqual(['CHILD_HEARD']);
      expect(missingFor(AuthoriseTransfer, [...disputed, factOf(takenBack, 500), factOf(again, 501)])).toEqual(['BID_FINAL']);
    });
    describe('by another guardian', () => {
      const bermet = { ...guardian, actorRef: 'guardian-bermet' };
      const speaking = (at: string): readonly Happened[] => [
        { ...record.conflictCheck, at, data: { ...record.conflictCheck.data, guardianRef: bermet.actorRef } },
        { ...record.appointment, at, data: { ...record.appointment.data, guardianRef: bermet.actorRef, from: at } }, { ...record.mandate, at, by: bermet, data: { guardianRef: bermet.actorRef } },
      ];
      const before = speaking('2026-01-02T09:00:00Z');
      const suspended: Happened = { type: 'guardianship.GuardianSuspended', at: '2026-01-03T09:00:00Z', data: { guardianRef: bermet.actorRef, ground: 'CONFLICT_FOUND' } };
      const denial: Happened = { type: 'record.Disputed', at: dayBefore, by: bermet, data: { target: id('02'), targetType: 'best-interests.ChildHeard', by: 'GUARDIAN' } };
      /** Whether the last of these halts the journey because the child counts as not heard, and whether it does afterwards: folded at once as with fact after fact. */
      const told = (facts: readonly Fact[]) => {
        const contexts = registry.of('child');
        const grown = facts.slice(-4).reduce((file, fact) => {
          file.readings.of('best-interests');
          return extended(contexts, file, fact);
        }, foldCaseFile(contexts, facts.slice(0, -4)));
        const weighed = weigh(registry, AuthoriseTransfer.declaration.gate.at(-1)!, grown, weighingAt(dayBefore), plainToInstance(AuthoriseTransfer, way.itinerary));
        const missing = missingFor(AuthoriseTransfer, facts);
        expect('unmet' in weighed ? weighed.unmet.map(({ code }) => code) : []).toEqual(missing);
        return { halted: haltsIn(facts).some((halt) => (halt as { lost: readonly string[] }).lost.includes('CHILD_HEARD')), unheard: missing.includes('CHILD_HEARD') };
      };
      it('who speaks for the child as well, is halted', () => expect(told(recordOf({ early: before, more: [resting, denial] }))).toEqual({ halted: true, unheard: true }));
      it('who was suspended before, goes on', () => expect(told(recordOf({ early: [...before, suspended], more: [resting, denial] }))).toEqual({ halted: false, unheard: false }));
      it('who speaks for the child only since, goes on, until the guardian says so again', () => {
        const since = speaking(dayBefore);
        expect(told(recordOf({ more: [resting, denial, ...since] }))).toEqual({ halted: false, unheard: false });
        expect(told(recordOf({ more: [resting, denial, ...since, denial] }))).toEqual({ halted: true, unheard: true });
      });
      it('who was suspended since, stays halted', () =>
        expect(told(recordOf({ early: before, more: [resting, denial, { ...suspended, at: dayBefore }] })).unheard).toBe(true));
    });
    it('by a parent who represents the child beside a guardian, is halted, and goes on where the parent is in dispute over the child', () => {
      const mother: Happened = { type: 'guardianship.RepresentingParentConfirmed', at: '2026-02-20T09:00:00Z', data: { parentRef: 'mother', relation: 'MOTHER', custodyShownBy: 'BIRTH_CERTIFICATE', documentRef: 'certificate-1', answers: [] } };
      const agreed: Happened = { ...consent('REPRESENTATIVE', { representativeRef: 'mother' }), at: '2026-02-21T09:00:00Z' };
      const dispute: Happened = { type: 'best-interests.ParentalDisputeReported', at: dayBefore, data: { parents: ['mother', 'father'], over: ['CUSTODY'], proceeding: 'NONE' } };
      const denied: Happened = { type: 'record.Disputed', at: dayBefore, by: { actorRef: 'mother', role: 'PARENT_REPRESENTATIVE', orgType: 'FAMILY' }, data: { target: id('02'), targetType: 'best-interests.ChildHeard', by: 'PARENT' } };
      expect(haltsIn(recordOf({ more: [mother, agreed, resting, denied] }))).toMatchObject([{ lost: ['CHILD_HEARD'] }]);
      expect(haltsIn(recordOf({ more: [mother, agreed, resting, dispute, denied] }))).toEqual([]);
    });
    it('by the child, of what had taken a guarantee away, gives nothing back', () => {
      const coercion: Happened = { type: 'repatriation.CoercionReported', id: id('77'), data: { coerced: ['CHILD'], means: ['THREAT'] } };
      expect(missingFor(AuthoriseTransfer, recordOf({ more: [coercion, { type: 'record.Disputed', at: dayBefore, data: { target: id('77'), targetType: coercion.type, by: 'CHILD' } }] }))).toEqual(['NO_OPEN_COERCION_REPORT']);
    });
  });

  it('that an older program authorised without a guarantee is halted with the next fact, whatever that tells', () => {
    const unrelated: Happened = { type: 'reintegration.CarerWithdrawn', at: dayBefore, data: { carerRef: 'aunt', reason: 'NO_MEANS' } };
    const toTransit = (facts: readonly Fact[]) => facts.map((fact) => ((fact.data as { side?: string }).side === 'STATE_OF_ORIGIN' ? { ...fact, data: { ...fact.data, side: 'THIRD_STATE' } } as Fact : fact));
    expect(haltsIn(toTransit(recordOf({ more: [authorised, unrelated] })))).toMatchObject([{ lost: ['BID_FINAL'], inTransit: false }]);
    expect(haltsIn(toTransit(recordOf({ more: [authorised, left, unrelated] })), theDay)).toMatchObject([{ lost: ['BID_FINAL'], inTransit: true }]);
  });
  it('goes on when a guarantee has only run out by the clock since', () =>
    expect(haltsIn(recordOf({ more: [authorised, left, { type: 'reintegration.CarerWithdrawn', at: '2027-03-02T09:00:00Z', data: { carerRef: 'aunt', reason: 'NO_MEANS' } }] }), '2027-03-02T09:00:00Z')).toEqual([]));

  it('goes on when somebody says what takes nothing away', () => {
    const visit: Happened = { type: 'reintegration.CarerWithdrawn', data: { carerRef: 'aunt', reason: 'NO_MEANS' } };
    expect(haltsIn(recordOf({ more: [authorised, visit] }))).toEqual([]);
  });
});

describe('ConfirmDeparture', () => {
  const withdrawn: Happened = { type: 'repatriation.ConsentWithdrawn', data: { whose: 'CHILD', channel: 'IN_PERSON' } };
  const halted: Happened = { type: 'repatriation.TransferHalted', data: { authorisation: way.authorisation, lost: ['CONSENT_CHILD'], inTransit: false } };
  const missing = (more: readonly Happened[], asked: { at?: string; otherwise?: object } = {}) => missingFor(ConfirmDeparture, recordOf({ more }), { at: theDay, ...asked });

  it('is accepted on the day when everything still holds', () => expect(missing([authorised])).toEqual([]));
  it('is refused on any other day, and on any other way', () => {
    expect(missing([authorised], { at: '2026-04-03T02:00:00Z' })).toEqual(['TRANSFER_IN_FORCE']);
    expect(missing([authorised], { otherwise: { legs: [{ ...way.itinerary.legs[0], means: 'CAR' }, way.itinerary.legs[1]] } })).toEqual(['TRANSFER_IN_FORCE']);
  });
  it('is refused where nothing is authorised', () => expect(missing([])).toEqual(['TRANSFER_IN_FORCE']));
  it('is refused after a halt also when what fell is there again: only a new authorisation revives the journey (ruling 20)', () => {
    expect(missing([authorised, withdrawn, halted])).toEqual(['TRANSFER_IN_FORCE', 'CONSENT_CHILD']);
    const again = { ...consent('CHILD'), at: dayBefore };
    expect(missing([authorised, withdrawn, halted, again])).toEqual(['TRANSFER_IN_FORCE']);
    expect(missing([authorised, withdrawn, halted, again, { ...authorised, id: id('a2') }])).toEqual([]);
  });
});
