import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { repatriation, type Repatriation } from './repatriation.context.js';
import { aigul, aigulAccepted, aigulAppointed, checked, decided, decisionRef, explained, expectProven, expectUnproven, given, home, represented, told } from './story.scenario.js';
import { authorisation, departureConfirmed, escortAssigned, transferAuthorised } from './transfer.scenario.js';

/** What is left of the decisions of this context once an appeal body sets one aside, and whom a halt on the way is told. */

const halt = '3f0f0c6e-0000-5000-8000-0000000000f1';
const ruled = (decision: string): Happened => ({ type: 'repatriation.AppealDecided', data: { appealRef: 'appeal', decisionRef: decision, result: 'UPHELD', final: true }, id: 'ruling' });
const stateAfter = (...happened: readonly Happened[]) => given(...happened).state<Repatriation>();
const follows = (fact: Happened, ...before: readonly Happened[]) =>
  repatriation.follow!({ id: fact.id, type: fact.type, data: fact.data } as unknown as Fact, stateAfter(...before, fact), []);

describe('A decision that is set aside', () => {
  it('is no decision on a return, and no proposal of one', () => {
    const proposed: Happened = { type: 'repatriation.RepatriationProposed', data: {}, id: 'proposal' };
    expect(stateAfter(decided, explained, ruled(decisionRef)).decision).toMatchObject({ inForce: undefined, told: [] });
    expect(stateAfter(proposed, ruled('proposal')).decision.proposed).toBeUndefined();
    expect(stateAfter(decided, explained, ruled('another')).decision).toMatchObject({ inForce: { id: decisionRef } });
  });
  it('is no consent', () => {
    const agreed: Happened = { type: 'repatriation.ConsentGiven', data: { ...home, ...told, by: 'CHILD', witnessRef: 'doctor-1' }, id: 'consent' };
    expectProven('CONSENT_CHILD', agreed);
    expectUnproven('CONSENT_CHILD', agreed, ruled('consent'));
  });
  it('is no escort', () => expect(stateAfter({ ...escortAssigned, id: 'escort' }, ruled('escort')).transfer.escort).toBeUndefined());
  it('is no enquiry, so that to ask again is another decision', () => {
    const asked: Happened = { type: 'repatriation.OriginInformationRequested', data: { destinationState: 'KZ' }, id: 'enquiry' };
    const toldOf: Happened = { type: 'repatriation.ConsulateNotified', data: { destinationState: 'KZ' }, id: 'notice' };
    const { origin } = stateAfter(asked, toldOf, ruled('enquiry'), ruled('notice'));
    expect([origin.requests.size, origin.notices.size]).toEqual([0, 0]);
  });
  it('is no carer with whose agreement a waiting begins', () => {
    const confirmed: Happened = { type: 'reintegration.CarerConfirmed', data: { destinationState: 'KZ', carerRef: 'grandmother' }, id: 'carer' };
    expect(stateAfter(confirmed, ruled('carer')).course.carers.size).toBe(0);
  });
});

describe('A journey of which an appeal body sets the authorisation or the departure aside', () => {
  it('is halted in the same append', () => {
    const departed = { ...departureConfirmed, id: 'departure' };
    expect(follows(ruled(authorisation), transferAuthorised)).toEqual([{ type: 'repatriation.TransferHalted', data: { authorisation, lost: [], cause: 'ruling', inTransit: false } }]);
    expect(follows(ruled('departure'), transferAuthorised, departed)).toMatchObject([{ data: { inTransit: true } }]);
    expect(follows(ruled('another'), transferAuthorised, departed)).toEqual([]);
  });
});

describe('A guardian who was never lawfully appointed', () => {
  const consent: Happened = { type: 'repatriation.ConsentGiven', data: { ...home, ...told, by: 'REPRESENTATIVE', representativeRef: aigul.actorRef, witnessRef: 'doctor-1' } };
  const annulled = (appointment: string): Happened => ({ type: 'guardianship.MandateAnnulled', data: { guardianRef: aigul.actorRef, appointment } });

  it('has consented to nothing, also before that was ruled', () => {
    const appointed = { ...aigulAppointed, id: 'appointment' };
    expectProven('CONSENT_REPRESENTATIVE', checked(aigul.actorRef), appointed, aigulAccepted, consent);
    expectUnproven('CONSENT_REPRESENTATIVE', checked(aigul.actorRef), appointed, aigulAccepted, consent, annulled('appointment'));
    expectProven('CONSENT_REPRESENTATIVE', checked(aigul.actorRef), appointed, aigulAccepted, consent, annulled('another-appointment'));
  });
  it('is another one than a guardian whose suspension is lifted', () => {
    const suspended: Happened = { type: 'guardianship.GuardianSuspended', data: { guardianRef: aigul.actorRef, conflictFrom: '2026-01-15T00:00:00Z' }, id: 'suspension', at: '2026-02-01T00:00:00Z' };
    expectUnproven('CONSENT_REPRESENTATIVE', ...represented, suspended, consent);
    expectProven('CONSENT_REPRESENTATIVE', ...represented, suspended, { type: 'guardianship.SuspensionLifted', data: { guardianRef: aigul.actorRef, suspension: 'suspension' } }, consent);
  });
});

describe('A halt on the way', () => {
  const halted = (data: object = {}): Happened => ({ type: 'repatriation.TransferHalted', data: { authorisation, lost: ['CONSENT_CHILD'], inTransit: true, ...data }, id: halt });
  const answered: Happened = { type: 'repatriation.OriginAnswered', data: { destinationState: 'KZ', authority: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' } } };
  const agreed: Happened = { type: 'repatriation.CentralAuthorityAnswered', data: { destinationState: 'KZ', authority: { orgRef: 'central-authority-kz', orgType: 'CHILD_PROTECTION' } } };

  it('is told to the states on both sides in the same append, with the bodies that have answered for the child', () => {
    const alert = { halt, authorisation, states: [{ state: 'KG', part: 'DEPARTURE', authority: undefined }, { state: 'KZ', part: 'DESTINATION', authority: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' } }] };
    expect(follows(halted(), answered, transferAuthorised, departureConfirmed)).toEqual([{ type: 'repatriation.StatesAlerted', data: alert }]);
    expect(follows(halted(), answered, agreed, transferAuthorised, departureConfirmed)).toMatchObject([{ data: { states: [{ state: 'KG' }, { state: 'KZ', authority: { orgRef: 'central-authority-kz' } }] } }]);
  });
  it('is told to the states between them, too', () => {
    const legs = [{ fromState: 'KG', toState: 'UZ' }, { fromState: 'UZ', toState: 'KZ' }];
    const throughUzbekistan = { ...transferAuthorised, data: { ...transferAuthorised.data, legs } };
    expect(follows(halted(), throughUzbekistan, departureConfirmed)).toMatchObject([{ data: { states: [{ part: 'DEPARTURE' }, { state: 'UZ', part: 'TRANSIT' }, { part: 'DESTINATION' }] } }]);
  });
  it('is told nobody before the child has left, and once', () => {
    expect(follows(halted({ inTransit: false }), transferAuthorised)).toEqual([]);
    expect(follows({ ...halted({ authorisation: undefined, inTransit: false }), id: 'again' }, transferAuthorised, departureConfirmed, halted())).toEqual([]);
  });
});

describe('A child that is missing', () => {
  const missing: Happened = { type: 'reintegration.MissingReported', data: { state: 'KZ' }, id: 'missing' };
  const arrived: Happened = { type: 'reintegration.ChildArrived', at: '2026-06-02T10:00:00Z', data: { state: 'KZ', held: 'NO', receivedBy: { orgType: 'FAMILY' } } };
  const answered: Happened = { type: 'repatriation.OriginAnswered', data: { destinationState: 'KZ', authority: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' } } };
  const halted: Happened = { type: 'repatriation.TransferHalted', data: { authorisation, lost: ['CONSENT_CHILD'], inTransit: true }, id: halt };
  const bothStates = [{ state: 'KG', part: 'DEPARTURE' }, { state: 'KZ', part: 'DESTINATION' }];

  it('is looked for in both states, by the bodies that have answered for it: after its arrival, on its way and where that was halted (A4, case 20)', () => {
    const states = [{ state: 'KG', part: 'DEPARTURE', authority: undefined }, { state: 'KZ', part: 'DESTINATION', authority: { orgRef: 'protection-kz', orgType: 'CHILD_PROTECTION' } }];
    for (const then of [[arrived], [], [halted]]) {
      expect(follows(missing, answered, transferAuthorised, departureConfirmed, ...then)).toEqual([{ type: 'repatriation.StatesToldOfMissing', data: { missing: 'missing', way: authorisation, states } }]);
    }
  });
  it('is looked for as well where it was brought without the procedure, which is its last way', () => {
    const found: Happened = { type: 'identification.ChildFound', data: { foundIn: 'KG' } };
    const brought: Happened = { type: 'repatriation.ReturnOutsideProcedureReported', data: { destinationState: 'KZ' }, id: 'brought' };
    const told = (way: string, states: readonly object[]) => [{ type: 'repatriation.StatesToldOfMissing', data: { way, states } }];
    expect(follows(missing, found, brought)).toMatchObject(told('brought', bothStates));
    expect(follows(missing, found, transferAuthorised, departureConfirmed, brought)).toMatchObject(told('brought', bothStates));
    expect(follows(missing, brought)).toMatchObject(told('brought', [{ state: 'KZ', part: 'DESTINATION' }]));
    const further = { ...brought, data: { destinationState: 'UZ' } };
    expect(follows(missing, found, transferAuthorised, departureConfirmed, arrived, further)).toMatchObject(told('brought', [{ state: 'KZ', part: 'DEPARTURE' }, { state: 'UZ', part: 'DESTINATION' }]));
    expect(follows(missing, found, brought, transferAuthorised, departureConfirmed, arrived)).toMatchObject(told(authorisation, bothStates));
  });
  it('is no matter of two states before it has left', () => {
    for (const before of [[], [transferAuthorised], [transferAuthorised, { ...halted, data: { ...halted.data, inTransit: false } }]]) expect(follows(missing, ...before)).toEqual([]);
  });
});
