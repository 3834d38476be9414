import { describe, expect, it } from '@jest/globals';
import { occurredNow } from '../case-file/occurred.js';
import { enforcementBodies } from '../decider/actor.js';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { caseWorker, factOf, noon, scenario, strictSetting, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Foreign, GateFact } from '../decider/gate.js';
import { noParticipants, participantsIn } from '../decider/participants.js';
import { facility } from '../facility/facility.context.js';
import { originStateReady } from './origin.facts.js';
import { repatriation, type Repatriation } from './repatriation.context.js';
import { AssignEscort, AuthoriseTransfer, ConfirmDeparture, HaltTransfer, RecordCorridorChange, RecordHandover, RecordTransferLeg } from './transfer.commands.js';
import { escortCivil, notCustodialTravel, transferInForce } from './transfer.facts.js';
import { corridorChanged } from './transfer.reaction.js';
import { atLiberty } from './story.scenario.js';
import { authorisation, departureConfirmed, escortAssigned, escorts, itinerary, nightStopRef, placeRef, transferAuthorised } from './transfer.scenario.js';

const { given } = scenario(repatriation);
const report = { occurredAt: { at: '2026-03-01', zone: 'Asia/Almaty' }, source: { kind: 'CHILD', reliability: 'CONFIRMED' } };
const morning = '2026-04-02T03:00:00Z';
const halted: Happened = { type: 'repatriation.TransferHalted', data: { authorisation, lost: ['CONSENT_CHILD'], inTransit: false } };
const leg = { fromState: 'KG', toState: 'KZ', means: 'BUS', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'] };
const legTold = (otherwise: object = {}): Happened => ({ type: 'repatriation.TransferLegReported', data: { ...leg, ...otherwise } });
const arrivedIn = (state: string, rest: Partial<Happened> = {}): Happened => ({
  type: 'reintegration.ChildArrived', at: '2026-06-02T10:00:00Z', ...rest, data: { state, held: 'NO', receivedBy: { orgType: 'FAMILY' }, ...rest.data },
});

/** A place of the register, open unless something was said since. */
const place = (facilityRef: string, ...said: Happened[]): Foreign => ({
  stream: `facility-${facilityRef}`, revision: said.length, eventId: `last-of-${facilityRef}`,
  state: scenario(facility).given({ type: 'facility.FacilityRegistered', data: { kind: 'SHELTER', state: 'KZ', exitControl: 'OPEN', from: '2026-01-01' } }, ...said).state(),
});
const closed: Happened = { type: 'facility.FacilityChanged', data: { closed: true, validFrom: '2026-02-01' } };
const bothPlaces = [place(placeRef), place(nightStopRef)];

interface Asked { readonly command?: object; readonly at?: string; readonly foreign?: readonly Foreign[]; readonly standing?: true }
function proof(fact: GateFact<Repatriation, never>, happened: readonly Happened[], { command = {}, at = noon, foreign = bothPlaces, standing }: Asked = {}) {
  const weighing = { now: new Date(at), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(foreign.map((each) => [each.stream, each])), standing, participants: participantsIn(happened.map(factOf)) };
  return fact.proof(given(...happened).state<Repatriation>(), weighing, { ...itinerary, ...command } as never);
}

describe('AssignEscort', () => {
  it('happens with people of child protection whom the child knows', () => given().when(AssignEscort, escorts).then(escortAssigned));
  it('is ignored when the same people are named already', () => given(escortAssigned).when(AssignEscort, escorts).thenNothing());
  it('names the same people anew once the child is said to have been held on the way', () => {
    const held = [escortAssigned, transferAuthorised, legTold({ custodial: 'YES' })];
    given(...held).when(AssignEscort, escorts).then(escortAssigned);
    given(...held, escortAssigned).when(AssignEscort, escorts).thenNothing();
  });
  it('says why none of them is known to the child, and only then', () => {
    const strangers = { escorts: [{ ...escorts.escorts[0], knownToChild: 'NO' }] };
    given().when(AssignEscort, { ...strangers, unknownBecause: 'NO_ESCORT_KNOWN' }).then({ type: 'repatriation.EscortAssigned', data: { unknownBecause: 'NO_ESCORT_KNOWN' } });
    given().when(AssignEscort, strangers).thenThrows(BadForm);
    given().when(AssignEscort, { ...escorts, unknownBecause: 'CHILD_ASKED' }).thenThrows(BadForm);
  });
  it.each([...enforcementBodies, 'CUSTODIAL'])('is refused where one of them is of a body of type %s', (orgType) =>
    given().when(AssignEscort, { escorts: [...escorts.escorts, { ...escorts.escorts[0], escortRef: 'officer-1', orgType }] }).thenRefusedFor('ESCORT_CIVIL'));
  it('is refused where nobody is of child protection', () =>
    given().when(AssignEscort, { escorts: [{ ...escorts.escorts[0], orgType: 'NGO' }] }).thenRefusedFor('ESCORT_CIVIL'));
  it('is no business of a case worker outside of child protection', () => given().when(AssignEscort, escorts, { by: { orgType: 'NGO' } }).thenThrows(NotCompetent));
});

describe('AuthoriseTransfer', () => {
  const decides = (body: object, ...happened: Happened[]) => () => repatriation.decide(
    Object.assign(new AuthoriseTransfer(), body), given({ type: 'identification.ChildFound', data: { foundIn: 'KG' } }, ...happened).state(), { now: new Date(noon), occurredAt: occurredNow(new Date(noon)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(bothPlaces.map((each) => [each.stream, each])), participants: noParticipants, asRecorded: () => undefined });

  it('asks for all 25 guarantees of a lawful journey, and the departure for the authorisation besides', () => {
    const needs = AuthoriseTransfer.declaration.gate.at(-1)!.needs;
    expect(new Set(needs).size).toBe(25);
    expect(ConfirmDeparture.declaration.gate.at(-1)!.needs).toEqual(['TRANSFER_IN_FORCE', ...needs]);
  });
  const reads = (more: object = {}, jurisdiction = 'KG') => AuthoriseTransfer.declaration.reads({ ...itinerary, ...more } as never, { jurisdiction } as never);
  it('reads every place on the way and the one at its end, and what is suspended between the two states', () =>
    expect(reads()).toEqual([`facility-${placeRef}`, `facility-${nightStopRef}`, 'corridor-KG-KZ']));
  it('reads of a return inside one state what is suspended there: it takes the same road', () =>
    expect(reads({ destinationState: 'KG', legs: [{ ...itinerary.legs[0], toState: 'KG' }] }).slice(2)).toEqual(['corridor-KG-KG']));
  it('reads what is suspended between any two states on the way, and from where the child was found', () => {
    const legs = [{ ...itinerary.legs[0], fromState: 'UZ', toState: 'TM' }, { ...itinerary.legs[0], fromState: 'TM' }];
    expect(reads({ legs }).slice(2)).toEqual(['corridor-KG-KZ', 'corridor-UZ-KZ', 'corridor-UZ-TM', 'corridor-TM-KZ']);
  });

  it('happens', () => expect(decides(itinerary)()).toEqual([{ type: 'repatriation.TransferAuthorised', data: itinerary }]));
  it('is ignored when the same journey is authorised already', () => expect(decides(itinerary, transferAuthorised)()).toEqual([]));
  it('happens again after a halt, and for another day', () => {
    expect(decides(itinerary, transferAuthorised, halted)()).toHaveLength(1);
    expect(decides({ ...itinerary, plannedDeparture: '2026-04-03T09:30:00+06:00' }, transferAuthorised)()).toHaveLength(1);
  });
  it('is bad form for a day that has passed', () => expect(decides({ ...itinerary, plannedDeparture: '2026-03-02T11:59:59Z' })).toThrow(BadForm));
  it('is bad form for legs that are no way, or that end elsewhere', () => {
    expect(decides({ ...itinerary, legs: [itinerary.legs[0], { ...itinerary.legs[1], fromState: 'UZ' }] })).toThrow(BadForm);
    expect(decides({ ...itinerary, legs: [{ ...itinerary.legs[0], toState: 'UZ' }] })).toThrow(BadForm);
  });
  it('is bad form for a night in a state that this part of the way does not name', () => {
    const [leg] = itinerary.legs;
    expect(decides({ ...itinerary, legs: [{ ...leg, toState: 'UZ' }, { ...itinerary.legs[1], fromState: 'UZ' }] })).toThrow(BadForm);
    expect(decides({ ...itinerary, legs: [{ ...leg, toState: 'UZ', nightStops: [] }, { ...itinerary.legs[1], fromState: 'UZ', nightStops: leg.nightStops }] })()).toHaveLength(1);
  });
  it('is bad form for a way of which the first part is left out, and after a halt on the way begins in a state of that journey', () => {
    const alerted: Happened = { type: 'repatriation.StatesAlerted', data: { states: ['KG', 'UZ', 'KZ'].map((state) => ({ state })) } };
    const from = (fromState: string) => ({ ...itinerary, legs: [{ ...itinerary.legs[0], fromState }] });
    for (const elsewhere of ['KZ', 'UZ']) expect(decides(from(elsewhere))).toThrow(BadForm);
    const throughUzbekistan = { ...transferAuthorised, data: { ...itinerary, legs: [{ ...itinerary.legs[0], toState: 'UZ' }, { ...itinerary.legs[1], fromState: 'UZ' }] } };
    const stopped = [throughUzbekistan, departureConfirmed, halted, alerted];
    for (const state of ['KG', 'UZ', 'KZ']) expect(decides(from(state), ...stopped)()).toHaveLength(1);
    expect(decides(from('TJ'), ...stopped)).toThrow(BadForm);
    // A further halt before it left again makes nobody forget where it may be.
    expect(decides(from('UZ'), ...stopped, transferAuthorised, halted)()).toHaveLength(1);
    expect(decides(from('UZ'), ...stopped, throughUzbekistan, departureConfirmed, arrivedIn('KZ'))).toThrow(BadForm);
  });
  it('is bad form from where the child was found once it was taken into care in another state, until somebody tells that it was brought back', () => {
    const inCare: Happened = { type: 'identification.EmergencyCareStarted', data: { register: { state: 'UZ' } } };
    const from = (fromState: string) => ({ ...itinerary, legs: [{ ...itinerary.legs[0], fromState }] });
    expect(decides(from('UZ'), inCare)()).toHaveLength(1);
    for (const state of ['KG', 'KZ']) expect(decides(from(state), inCare)).toThrow(BadForm);
    expect(decides(from('KG'), { ...inCare, entitled: false })()).toHaveLength(1);
    for (const told of [
      { type: 'repatriation.TransferLegReported', data: { fromState: 'UZ', toState: 'KG', escortOrgTypes: [] } }, { type: 'repatriation.ReturnOutsideProcedureReported', data: { kind: 'DEPORTED', destinationState: 'KG' } },
      { type: 'repatriation.HandoverReported', data: { state: 'KG', receiver: { orgType: 'CHILD_PROTECTION' } } }, { type: 'identification.DeprivationStarted', data: { state: 'KG' } }, { ...inCare, data: { register: { state: 'KG' } } },
    ]) expect(decides(from('KG'), inCare, told)()).toHaveLength(1);
  });
  it('departs from where it is shown to be, and from nowhere else', () => {
    const inCare = (state: string): Happened => ({ type: 'identification.EmergencyCareStarted', data: { register: { state } } });
    const leaves = (...happened: readonly Happened[]) => () => repatriation.decide(new ConfirmDeparture(), given({ type: 'identification.ChildFound', data: { foundIn: 'KG' } }, transferAuthorised, ...happened).state(), {
      now: new Date(noon), occurredAt: occurredNow(new Date(noon)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants, asRecorded: () => undefined,
    });
    expect(leaves()()).toHaveLength(1);
    expect(leaves(inCare('UZ'))).toThrow(NotApplicable);
    expect(leaves(inCare('UZ'), inCare('KG'))()).toHaveLength(1);
  });
  it('happens from wherever it begins where no registration says any more where the child is', () => {
    const unregistered = given().state<Repatriation>();
    expect(repatriation.decide(Object.assign(new AuthoriseTransfer(), itinerary), unregistered, {
      now: new Date(noon), occurredAt: occurredNow(new Date(noon)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants, asRecorded: () => undefined,
    })).toHaveLength(1);
  });
  it('has nothing to act on while the child is on the way: that journey is halted first', () => {
    const other = { ...itinerary, plannedDeparture: '2026-04-05T09:30:00+06:00' };
    expect(decides(other, transferAuthorised, departureConfirmed)).toThrow(NotApplicable);
    expect(decides(other, transferAuthorised, departureConfirmed, halted)()).toHaveLength(1);
  });
});

/** The way to Kazakhstan with what is suspended on it, as recorded and as corrected. */
const corridor = (suspensions: readonly object[], { revision = 3, recorded }: { revision?: number; recorded?: readonly object[] } = {}): Foreign =>
  ({ stream: 'corridor-KG-KZ', revision, eventId: 'last-of-corridor', state: { suspensions }, ...(recorded ? { otherwise: [{ suspensions: recorded }] } : {}) });
const border = { scope: 'ALL_TRANSFERS', from: '2026-03-01T00:00:00Z' };

describe('ConfirmDeparture', () => {
  const victim = (more: object = {}, rest: Partial<Happened> = {}): Happened => ({
    type: 'guardianship.VictimProceedingReported', id: 'proceeding', at: '2026-02-01T06:00:00Z', ...rest,
    data: { role: 'VICTIM', harm: 'FORCED_LABOUR', authorityType: 'COURT', authorityRef: 'court-1', protectionMeasure: 'NONE', claim: 'WAGES', outcome: 'PENDING', ...more },
  });
  const shown = (...happened: Happened[]) => {
    const decided = repatriation.decide(Object.assign(new ConfirmDeparture(), itinerary), given(transferAuthorised, ...happened).state(), {
      now: new Date(morning), occurredAt: occurredNow(new Date(morning)), actor: caseWorker, childRef: 'child-1', setting: strictSetting, foreign: new Map(), participants: noParticipants, asRecorded: () => undefined,
    });
    return decided.map(({ data }) => (data as { openClaims?: readonly string[] }).openClaims);
  };

  it('shows what the child, a victim, still claims (X11)', () => {
    expect(shown(victim())).toEqual([['proceeding']]);
    expect(shown(victim(), victim({ outcome: 'OFFENDER_CONVICTED' }, { id: 'convicted' }), victim({ claim: 'COMPENSATION' }, { id: 'more' }))).toEqual([['convicted', 'more']]);
  });
  it('shows nothing where nothing is claimed, nor what was given or given up, whenever an older report of it is told', () => {
    expect(shown()).toEqual([undefined]);
    expect(shown(victim({ claim: 'NONE' }))).toEqual([undefined]);
    for (const outcome of ['COMPENSATED', 'DISCONTINUED']) expect(shown(victim({ outcome }, { at: '2026-03-01T06:00:00Z' }), victim())).toEqual([undefined]);
  });
  it('shows what is claimed before one authority, though the same was given by another', () =>
    expect(shown(victim(), victim({ authorityRef: 'court-2', outcome: 'COMPENSATED' }, { id: 'other' }))).toEqual([['proceeding']]));
});

describe('RecordCorridorChange', () => {
  const copied = (revision: number): Happened => ({ type: 'repatriation.CorridorChanged', data: { corridor: 'KG-KZ', suspensions: [border], corridorRevision: revision, corridorEventId: 'e' } });
  const told = { ...report, corridor: 'KG-KZ', corridorRevision: 3 };
  const from = (...foreign: Foreign[]) => ({ foreign, by: { role: 'SERVICE' } as const });
  const authorisedAt = (revision: number): Happened => ({ ...transferAuthorised, seen: [{ stream: 'corridor-KG-KZ', revision }] });

  it('copies what is suspended there', () =>
    given(transferAuthorised).when(RecordCorridorChange, told, from(corridor([{ ref: 'pandemic', ...border }]))).then({ ...copied(3), data: { ...copied(3).data, corridorEventId: 'last-of-corridor' } }));
  it('copies what was taken back by a correction alone, too (ruling 12)', () =>
    given(transferAuthorised).when(RecordCorridorChange, told, from(corridor([], { recorded: [border, border] }))).then({ type: 'repatriation.CorridorChanged', data: { suspensions: [border] } }));
  it('happens also while nothing is authorised, so that a decision that is being taken is weighed again', () =>
    given().when(RecordCorridorChange, told, from(corridor([]))).then({ type: 'repatriation.CorridorChanged', data: { suspensions: [] } }));
  it('is ignored when the authorisation has looked at it, or something later was told', () => {
    given(authorisedAt(3)).when(RecordCorridorChange, told, from(corridor([border]))).thenNothing();
    given(authorisedAt(1), copied(4)).when(RecordCorridorChange, told, from(corridor([border]))).thenNothing();
  });
});

describe('What children on a way are told of it', () => {
  it.each(['record.Corrected', 'record.Retracted', 'record.Disputed'])('is also what somebody says since of what was suspended or resumed there (%s), and nothing that is said of a child', (type) => {
    const newsIn = (stream: string) => corridorChanged.news[type]!({ type, stream, revision: 4, data: {} } as unknown as Fact)?.body;
    expect(newsIn('corridor-KG-KZ')).toEqual({ corridor: 'KG-KZ', corridorRevision: 4 });
    expect(newsIn('child-1')).toBeUndefined();
  });
});

describe('ORIGIN_STATE_READY', () => {
  const ready: Happened = { type: 'repatriation.OriginAnswered', data: { destinationState: 'KZ', authority: { orgType: 'CHILD_PROTECTION' }, answer: 'CONFIRMED', validUntil: '2027-01-01T00:00:00Z' } };
  const proven = (happened: readonly Happened[], asked: Asked = {}) => proof(originStateReady, [ready, ...happened], asked) !== undefined;

  it('names what it has looked at', () =>
    expect(proof(originStateReady, [ready], { foreign: [corridor([])] })).toEqual({ evidence: ['event-0'], foreign: [{ stream: 'corridor-KG-KZ', revision: 3, eventId: 'last-of-corridor' }] }));
  it('is not proven where nobody has looked', () => expect(proven([], { foreign: [] })).toBe(false));
  it.each([
    ['is suspended', border, false],
    ['is suspended for returns', { ...border, scope: 'REPATRIATION' }, false],
    ['is suspended for third countries only', { ...border, scope: 'THIRD_COUNTRY' }, true],
    ['will be suspended before the child leaves', { ...border, from: '2026-04-01T00:00:00Z' }, false],
    ['will be suspended after it has left', { ...border, from: '2026-04-02T04:00:00Z' }, true],
  ])('where the way %s: %j → %s', (_, suspension, expected) => expect(proven([], { foreign: [corridor([suspension])] })).toBe(expected));
  it('is not proven where one of several corridors is suspended', () =>
    expect(proven([], { foreign: [corridor([]), { ...corridor([border]), stream: 'corridor-UZ-KZ' }] })).toBe(false));

  describe('of a journey that is authorised', () => {
    const authorised: Happened = { ...transferAuthorised, seen: [{ stream: 'corridor-KG-KZ', revision: 2 }] };
    const copied = (corridorRevision: number, suspensions: readonly object[], more: object = {}): Happened =>
      ({ type: 'repatriation.CorridorChanged', data: { corridor: 'KG-KZ', suspensions, corridorRevision, corridorEventId: 'e', ...more } });
    const stands = (...happened: Happened[]) => proven([authorised, ...happened], { foreign: [], standing: true });
    it('stands without any other stream', () => expect(stands()).toBe(true));
    it('falls with the copy of a suspension, and stands again with the copy of its end', () => {
      expect(stands(copied(3, [border]))).toBe(false);
      expect(stands(copied(3, [border]), copied(4, []))).toBe(true);
    });
    it('falls with the copy also where it was decided before there were corridors: which it takes follows from its way', () => {
      expect(proven([transferAuthorised], { foreign: [], standing: true })).toBe(true);
      expect(proven([transferAuthorised, copied(0, [border])], { foreign: [], standing: true })).toBe(false);
    });
    it('is not touched by a corridor that it does not take', () => expect(stands(copied(3, [border], { corridor: 'KG-RU' }))).toBe(true));
    it('has forgotten what was copied for the journey before it', () => expect(proven([authorised, copied(3, [border]), halted, { ...authorised, seen: [{ stream: 'corridor-KG-KZ', revision: 4 }] }], { standing: true })).toBe(true));
    it('counts what the departure has looked at', () => {
      const left: Happened = { ...departureConfirmed, seen: [{ stream: 'corridor-KG-KZ', revision: 5 }] };
      expect(stands(copied(3, [border]), left)).toBe(true);
    });
  });
});

describe('Suspensions of a corridor concern', () => {
  const concerned = (authorised: Happened) => repatriation.reactions[0]!.concerns(factOf(authorised, 7));
  it('whoever is authorised to take it, from what the decision has seen of it on', () =>
    expect(concerned({ ...transferAuthorised, seen: [{ stream: 'corridor-KG-KZ', revision: 3 }] })).toEqual([{ child: '1', subject: 'corridor-KG-KZ', upTo: 3 }]));
  it('whoever was authorised before there were corridors, from the first one on', () => expect(concerned(transferAuthorised)).toEqual([{ child: '1', subject: 'corridor-KG-KZ', upTo: -1 }]));
  it('nobody by a corrected field that names no way', () => expect(concerned({ ...transferAuthorised, data: { carerRef: 'aunt' } })).toEqual([]));
});

describe('TRANSFER_IN_FORCE', () => {
  const inForce = (happened: readonly Happened[], asked: Asked = {}) => proof(transferInForce, happened, { at: morning, ...asked });
  it('is proven on the day by the authorisation', () => expect(inForce([transferAuthorised])).toEqual({ evidence: [authorisation] }));
  it('is not proven before there is one', () => expect(inForce([])).toBeUndefined());
  it('is not proven after a halt, until the journey is authorised anew', () => {
    expect(inForce([transferAuthorised, halted])).toBeUndefined();
    expect(inForce([transferAuthorised, halted, { ...transferAuthorised, id: 'anew' }])).toEqual({ evidence: ['anew'] });
  });
  it('is not proven for another carer, another place or another way', () => {
    for (const command of [{ carerRef: 'aunt' }, { firstPlacementRef: nightStopRef }, { legs: [itinerary.legs[1]] }]) expect(inForce([transferAuthorised], { command })).toBeUndefined();
  });
  it('is proven on the date of the departure by the clock there, from midnight to midnight', () => {
    for (const [at, proven] of [['2026-04-01T17:59:59Z', false], ['2026-04-01T18:00:00Z', true], ['2026-04-02T17:59:59Z', true], ['2026-04-02T18:00:00Z', false]] as const) {
      expect([at, inForce([transferAuthorised], { at }) !== undefined]).toEqual([at, proven]);
    }
  });
});

describe('ESCORT_CIVIL', () => {
  it('is proven by those who were named', () => expect(proof(escortCivil, [escortAssigned])).toEqual({ evidence: ['event-0'] }));
  it('is not proven before', () => expect(proof(escortCivil, [])).toBeUndefined());
  it('is not proven where a part of the way is travelled with somebody who was not named', () =>
    expect(proof(escortCivil, [escortAssigned], { command: { legs: [{ ...itinerary.legs[0], escortRef: 'neighbour' }] } })).toBeUndefined());
  it.each(['OPERATOR', 'FAMILY'])('is not proven where only somebody of a body of type %s is with the child on a part of the way', (orgType) => {
    const other = { escortRef: 'another', orgRef: 'another', orgType, knownToChild: 'YES' };
    const along: Happened = { type: 'repatriation.EscortAssigned', data: { escorts: [...escorts.escorts, other] } };
    expect(proof(escortCivil, [along], { command: { legs: [itinerary.legs[0], { ...itinerary.legs[1], escortRef: 'another' }] } })).toBeUndefined();
    expect(proof(escortCivil, [along])).toEqual({ evidence: ['event-0'] });
  });
  it('falls when somebody who enforces the law is said to have travelled with the child, or to have taken it over, until others are named', () => {
    expect(proof(escortCivil, [escortAssigned, legTold({ escortOrgTypes: ['CHILD_PROTECTION', 'POLICE'] })])).toBeUndefined();
    const handed: Happened = { type: 'repatriation.HandoverReported', data: { receiver: { orgType: 'BORDER' } } };
    expect(proof(escortCivil, [escortAssigned, handed])).toBeUndefined();
    expect(proof(escortCivil, [escortAssigned, handed, escortAssigned])).toBeDefined();
  });
});

describe('NOT_CUSTODIAL_TRAVEL', () => {
  it('is proven by a way on which the child is held nowhere, with the register of every place where it sleeps', () =>
    expect(proof(notCustodialTravel, [])).toEqual({ evidence: [], foreign: [{ stream: `facility-${nightStopRef}`, revision: 0, eventId: `last-of-${nightStopRef}` }] }));
  it.each(['YES', 'UNKNOWN'])('is not proven where a part of the way is custodial: %s', (custodial) =>
    expect(proof(notCustodialTravel, [], { command: { legs: [{ ...itinerary.legs[0], custodial }] } })).toBeUndefined());
  it('is not proven where the child would sleep in a place that is closed, or that nobody registered', () => {
    expect(proof(notCustodialTravel, [], { foreign: [place(placeRef), place(nightStopRef, closed)] })).toBeUndefined();
    expect(proof(notCustodialTravel, [], { foreign: [place(placeRef)] })).toBeUndefined();
  });
  it('of a journey that is authorised falls with the copy of the register that says otherwise', () => {
    const copied = (open?: object): Happened => ({ type: 'identification.StayPlaceChanged', data: { facilityRef: nightStopRef, register: { open } } });
    expect(proof(notCustodialTravel, [transferAuthorised], { foreign: [], standing: true })).toBeDefined();
    expect(proof(notCustodialTravel, [transferAuthorised, copied()], { foreign: [], standing: true })).toBeUndefined();
  });
  it('falls when the child is said to have been held on the way, and the same way proves nothing again before its escort is named anew', () => {
    const told = [transferAuthorised, escortAssigned, legTold({ custodial: 'YES' })];
    expect(proof(notCustodialTravel, told)).toBeUndefined();
    expect(proof(notCustodialTravel, [...told, halted])).toBeUndefined();
    const met = [...told, halted, atLiberty('2026-03-02T11:59:59.500Z', { id: 'met' })];
    expect(proof(notCustodialTravel, met)).toBeUndefined();
    expect(proof(notCustodialTravel, met, { command: { legs: [{ ...itinerary.legs[0], means: 'CAR' }] } })).toMatchObject({ evidence: ['met'] });
    expect(proof(notCustodialTravel, [...told, halted, escortAssigned])).toBeUndefined();
    expect(proof(notCustodialTravel, [...met, escortAssigned])).toMatchObject({ evidence: ['met'] });
    expect(proof(notCustodialTravel, [...met, escortAssigned, transferAuthorised, legTold({ nightStopRef: placeRef, knownOpen: false })])).toBeUndefined();
  });
  it('falls so, too, when a part of the way is corrected to one on which the child was held, whoever was named before', () => {
    const corrected: Happened = { type: 'record.Corrected', data: { target: 'leg', targetType: 'repatriation.TransferLegReported', fields: { custodial: 'YES' } } };
    const told = [transferAuthorised, { ...legTold({ custodial: 'NO' }), id: 'leg' }, escortAssigned, corrected, halted, atLiberty('2026-03-02T11:59:59.500Z', { id: 'met' })];
    expect(proof(notCustodialTravel, told)).toBeUndefined();
    expect(proof(notCustodialTravel, [...told, escortAssigned])).toMatchObject({ evidence: ['met'] });
    expect(proof(notCustodialTravel, told.map((each) => (each === corrected ? { ...corrected, data: { ...corrected.data, fields: { means: 'BUS' } } } : each)))).toMatchObject({ evidence: ['met'] });
  });
});

describe('HaltTransfer', () => {
  const halt = { ground: 'CHILD_ASKS', statement: 'not today' };
  it('happens before the departure and on the way, and says which', () => {
    given(transferAuthorised).when(HaltTransfer, halt).then({ type: 'repatriation.TransferHalted', data: { authorisation, ground: 'CHILD_ASKS', inTransit: false, lost: [] } });
    given(transferAuthorised, departureConfirmed).when(HaltTransfer, halt).then({ type: 'repatriation.TransferHalted', data: { inTransit: true } });
  });
  it('happens also where no journey is authorised, for it is never refused', () => given().when(HaltTransfer, halt).then({ type: 'repatriation.TransferHalted' }));
  it('is open to the child and to everybody who meets it', () => expect(HaltTransfer.declaration.by).toEqual(expect.arrayContaining(['CHILD', 'LAWYER', 'GUARDIAN', 'NGO_ADVOCATE', 'CASE_WORKER', 'ORIGIN_AUTHORITY'])));
});

describe('A fact that takes a guarantee from a journey that is authorised', () => {
  const cause = { id: '3f0f0c6e-0000-5000-8000-0000000000c1', type: 'story.Fact' } as Fact;
  const follows = (fell: readonly string[], ...happened: Happened[]) => repatriation.follow!(cause, given(...happened).state<Repatriation>(), fell as never);

  it('halts it, and says which guarantees fell and with what', () =>
    expect(follows(['CONSENT_CHILD'], transferAuthorised)).toEqual([{ type: 'repatriation.TransferHalted', data: { authorisation, lost: ['CONSENT_CHILD'], cause: cause.id, inTransit: false } }]));
  it('halts it on the way as well', () => expect(follows(['CONSENT_CHILD'], transferAuthorised, departureConfirmed)).toMatchObject([{ data: { inTransit: true } }]));
  it('halts nothing where nothing fell, where no journey is authorised, and once it is halted', () => {
    expect(follows([], transferAuthorised)).toEqual([]);
    expect(follows(['NO_DANGER'])).toEqual([]);
    expect(follows(['NO_DANGER'], transferAuthorised, halted)).toEqual([]);
  });
  it('halts it until the child has arrived where it is to live: not in a state on the way, and not by a report from before it left', () => {
    expect(follows(['NO_DANGER'], transferAuthorised, departureConfirmed, arrivedIn('UZ'))).toHaveLength(1);
    expect(follows(['NO_DANGER'], transferAuthorised, arrivedIn('KZ'))).toHaveLength(1);
    expect(follows(['NO_DANGER'], transferAuthorised, departureConfirmed, arrivedIn('KZ'))).toEqual([]);
  });
  it.each<[string, Partial<Happened>]>([
    ['dated before it left', { at: '2026-01-02T10:00:00Z' }], ['by which it was held', { data: { held: 'YES' } }], ['by which nobody knows whether it was', { data: { held: 'UNKNOWN' } }],
    ['into the hands of the police', { data: { receivedBy: { orgType: 'POLICE' } } }], ['in a place that nobody knows to be open', { data: { facilityRef: placeRef, knownOpen: false } }],
  ])('goes on watching after an arrival %s', (_, rest) => expect(follows(['NO_DANGER'], transferAuthorised, departureConfirmed, arrivedIn('KZ', rest))).toHaveLength(1));
  it.each(['record.Retracted', 'record.Corrected'])('halts it where somebody says that it was never so decided (%s)', (type) => {
    const withdrawn = { ...cause, type, data: { target: authorisation } } as unknown as Fact;
    expect(repatriation.follow!(withdrawn, given(transferAuthorised, departureConfirmed).state<Repatriation>(), [])).toMatchObject([{ data: { lost: [], cause: cause.id, inTransit: true } }]);
  });
});

describe('A return outside of the procedure', () => {
  const told = (kind: string, at = noon) => factOf({ type: 'repatriation.ReturnOutsideProcedureReported', id: '3f0f0c6e-0000-5000-8000-0000000000c2', data: { kind, destinationState: 'UZ' }, at }, 7);
  const follows = (fact: Fact, ...happened: Happened[]) => repatriation.follow!(fact, given(...happened).state<Repatriation>(), []);

  it.each(['DEPORTATION', 'SELF_RETURN', 'UNKNOWN'])('halts the journey that is authorised, before it begins and on the way: %s', (kind) => {
    expect(follows(told(kind), transferAuthorised)).toMatchObject([{ data: { authorisation, lost: [], cause: told(kind).id, inTransit: false } }]);
    expect(follows(told(kind), transferAuthorised, departureConfirmed)).toMatchObject([{ data: { inTransit: true } }]);
  });
  it('that was over before the journey was authorised, or without one that is, halts nothing', () => {
    expect(follows(told('SELF_RETURN', '2025-06-01T00:00:00Z'), transferAuthorised)).toEqual([]);
    expect(follows(told('DEPORTATION'))).toEqual([]);
  });
});

describe('RecordTransferLeg', () => {
  it.each([['is open', [place(nightStopRef)], true], ['is closed', [place(nightStopRef, closed)], false], ['nobody registered', [], false]] as const)('says whether the night stop %s, by the register', (_, foreign, knownOpen) => {
    expect(RecordTransferLeg.declaration.reads({ nightStopRef } as never, {} as never)).toEqual([`facility-${nightStopRef}`]);
    given().when(RecordTransferLeg, { ...report, ...leg, nightStopRef }, { foreign }).then(legTold({ nightStopRef, knownOpen }));
  });
  describe('says whether the night stop was open then, whatever the register says of other days', () => {
    const says = (exitControl: string, from: string, type = 'facility.ExitControlAttested'): Happened => ({ type, data: type === closed.type ? { exitControl, validFrom: from } : { exitControl, from } });
    const night = (at: string, to?: string, more: object = {}) => ({ ...report, occurredAt: { at, to, zone: 'Asia/Almaty' }, ...leg, nightStopRef, ...more });
    const lockedInFebruary = place(nightStopRef, says('CONTROLLED', '2026-02-01'), says('OPEN', '2026-02-20'));
    it.each<[boolean, string, Foreign, object]>([
      [false, 'while it was locked, and is open again', lockedInFebruary, night('2026-02-10T20:00')],
      [true, 'before it was locked', lockedInFebruary, night('2026-01-10T20:00')],
      [true, 'after it was opened again', lockedInFebruary, night('2026-02-25T20:00')],
      [false, 'before anybody attested anything', lockedInFebruary, night('2025-12-10T20:00')],
      [true, 'before it was closed for good', place(nightStopRef, closed), night('2026-01-10T20:00')],
      [false, 'some time in the days in which it was locked', lockedInFebruary, night('2026-01-25', '2026-02-25')],
      [false, 'that lasted until it was locked', lockedInFebruary, night('2026-01-31T08:00', undefined, { arrivedAt: '2026-02-01T20:00:00Z' })],
      [false, 'while a report says that it was locked', place(nightStopRef, says('CONTROLLED', '2026-02-01', closed.type), says('OPEN', '2026-02-20')), night('2026-02-10T20:00')],
    ])('%s: a night %s', (knownOpen, _, read, told) => given().when(RecordTransferLeg, told, { foreign: [read] }).then({ type: 'repatriation.TransferLegReported', data: { knownOpen } }));
  });
  it('happens whatever it tells, and again when it is told again', () => {
    const told = { ...leg, custodial: 'YES', mayLeave: 'NO', escortOrgTypes: ['POLICE'], nightStopRef };
    given().when(RecordTransferLeg, { ...report, ...told }).then(legTold(told));
    given(legTold(told)).when(RecordTransferLeg, { ...report, ...told }).then(legTold(told));
  });
  it('happens of a way that the child travelled alone', () => given().when(RecordTransferLeg, { ...report, ...leg, escortOrgTypes: [] }).then(legTold({ escortOrgTypes: [] })));
});

describe('RecordHandover', () => {
  it('happens also at a border, to whom it should not, and unsigned', () => {
    const told = { sender: { orgType: 'POLICE' }, receiver: { orgType: 'BORDER' }, place: 'BORDER', state: 'KZ', signedBySender: 'UNKNOWN', signedByReceiver: 'NO' };
    given().when(RecordHandover, { ...report, ...told }).then({ type: 'repatriation.HandoverReported', data: told });
  });
  it('says whether the place is open, by the register', () => {
    const told = { sender: { orgType: 'CHILD_PROTECTION' }, receiver: { orgType: 'NGO' }, place: 'FACILITY', facilityRef: placeRef, state: 'KZ', signedBySender: 'YES', signedByReceiver: 'YES' };
    expect(RecordHandover.declaration.reads(told as never, {} as never)).toEqual([`facility-${placeRef}`]);
    given().when(RecordHandover, { ...report, ...told }, { foreign: [place(placeRef)] }).then({ type: 'repatriation.HandoverReported', data: { knownOpen: true } });
    given().when(RecordHandover, { ...report, ...told }, { foreign: [place(placeRef, closed)] }).then({ type: 'repatriation.HandoverReported', data: { knownOpen: false } });
  });
});
