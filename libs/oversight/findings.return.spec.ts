import { describe, expect, it } from '@jest/globals';
import type { Happened } from '../decider/decider.scenario.js';
import * as rules from './findings.return.js';
import { ended, foundIn, happened, police, stay, times, transitCentre } from './findings.scenario.js';

const journey = { outcome: 'REPATRIATION', destinationState: 'UZ' };
const decided = (at = '2026-03-10T06:00:00Z', data: object = {}) => happened('repatriation.RepatriationDecided', { ...journey, instrument: 'NONE', ...data }, at, { id: 'decision' });
const departed = (at: string) => happened('repatriation.DepartureConfirmed', { authorisation: 'authorisation' }, at, { id: 'departure' });
const outside = (data: object = {}) => happened('repatriation.ReturnOutsideProcedureReported', {
  kind: 'DEPORTATION', destinationState: 'UZ', carriedOutBy: police, assessedBefore: 'NO', childAgreed: 'NO', handedOverAtBorder: 'NO', ...data,
}, undefined, { id: 'outside' });
const leg = (data: object = {}) => happened('repatriation.TransferLegReported', {
  fromState: 'KG', toState: 'UZ', means: 'BUS', custodial: 'NO', mayLeave: 'YES', escortOrgTypes: ['CHILD_PROTECTION'], ...data,
}, '2026-03-12T06:00:00Z', { id: 'leg' });

describe('COERCION_REPORTED', () => {
  const { coercionReported: rule } = rules;
  const report = happened('repatriation.CoercionReported', { coerced: ['CHILD'], coercedBy: police, means: ['THREAT'] }, undefined, { id: 'report' });
  const inquiry = (result: string) => happened('repatriation.CoercionInquiryClosed', { reportRef: 'report', result, inquiryBody: { orgType: 'OMBUDSPERSON' } }, '2026-03-08T06:00:00Z', { id: 'inquiry' });
  it('is found of a report, while it is looked into, and for good where it is found true', () => {
    expect(foundIn(rule, [report])).toMatchObject([{ concerns: [{ authority: police }], details: { means: ['THREAT'], inquiry: 'OPEN' } }]);
    expect(foundIn(rule, [report, inquiry('COERCION_FOUND')]).map(times)).toEqual([['2026-03-01T06:00Z']]);
  });
  it('is over where an inquiry finds none, and not found without a report', () => {
    expect(foundIn(rule, [report, inquiry('NO_COERCION_FOUND')]).map(times)).toEqual([['2026-03-01T06:00Z', '2026-03-08T06:00Z']]);
    expect(foundIn(rule, [inquiry('NO_COERCION_FOUND')])).toEqual([]);
  });
});

describe('CONSENT_UNDER_DEPRIVATION', () => {
  const { consentUnderDeprivation: rule } = rules;
  const consent = (at: string, id: string) => happened('repatriation.ConsentGiven', { by: 'CHILD', ...journey, carerRef: 'c', understanding: 'SAID_IN_OWN_WORDS' }, at, { id });
  const inCustody = [stay(), consent('2026-03-03T06:00:00Z', 'consent'), ended('2026-03-04T06:00:00Z')];
  it('is found of a consent given in custody, until it is given again at liberty', () => {
    expect(foundIn(rule, inCustody)).toMatchObject([{ events: ['consent', 'start'], presumed: false, concerns: [{ facilityRef: transitCentre }], details: { by: 'CHILD' } }]);
    expect(foundIn(rule, [...inCustody, consent('2026-03-06T06:00:00Z', 'again')]).map(times)).toEqual([['2026-03-03T06:00Z', '2026-03-06T06:00Z']]);
  });
  it('is not found of a consent given after it, nor in a place that the child may leave', () => {
    expect(foundIn(rule, [stay(), ended('2026-03-04T06:00:00Z'), consent('2026-03-04T06:00:00Z', 'consent')])).toEqual([]);
    expect(foundIn(rule, [stay({ mayLeave: 'YES' }), consent('2026-03-03T06:00:00Z', 'consent')])).toEqual([]);
  });
});

describe('INFORMED_TOO_LATE', () => {
  const { informedTooLate: rule } = rules;
  const informed = (at: string, understanding = 'SAID_IN_OWN_WORDS') => happened('repatriation.ChildInformed', { ...journey, understanding }, at, { id: 'informed' });
  const departure = departed('2026-03-20T06:00:00Z');
  it('is found where the child was told the day before, or never, or did not understand', () => {
    expect(foundIn(rule, [informed('2026-03-19T06:00:00Z'), departure])).toMatchObject([{ events: ['departure', 'informed'], details: { informed: 'TOO_LATE' } }]);
    expect(foundIn(rule, [departure])).toMatchObject([{ details: { informed: 'NEVER' } }]);
    expect(foundIn(rule, [informed('2026-03-01T06:00:00Z', 'NOT_UNDERSTOOD'), departure])).toMatchObject([{ details: { informed: 'NEVER' } }]);
  });
  it('is not found 72 hours before, nor of a child who has not left', () => {
    expect(foundIn(rule, [informed('2026-03-17T06:00:00Z'), departure])).toEqual([]);
    expect(foundIn(rule, [informed('2026-03-19T06:00:00Z')])).toEqual([]);
  });
});

describe('UNJUSTIFIED_DELAY', () => {
  const { unjustifiedDelay: rule } = rules;
  const delay = (reason: string, from: string, until?: string) => happened('repatriation.DelayReasonGiven', { step: 'TRANSFER', reason, from, until }, from, { id: `delay-${reason}` });
  const longAgo = decided('2026-01-05T06:00:00Z');
  const asOf = '2026-06-01T06:00:00Z';
  it('is found at any time where the reason is that nobody acted', () =>
    expect(foundIn(rule, [decided(), delay('NOBODY_ACTED', '2026-03-11', '2026-03-13')]).map(times)).toEqual([['2026-03-10T18:00Z', '2026-03-13T18:00Z']]));
  it('is found from the end of the time for it, where no reason is given', () => {
    const findings = foundIn(rule, [longAgo], { asOf });
    expect(findings).toMatchObject([{ events: ['decision'], details: { reason: 'NONE_GIVEN' } }]);
    expect(findings[0]!.since.earliest).toBe(Date.parse('2026-03-06T18:00:00Z') + 1);
  });
  it('begins when the reason that was given is over, and ends with the departure', () =>
    expect(foundIn(rule, [longAgo, delay('CHILD_ILL', '2026-03-01', '2026-03-15'), departed('2026-03-20T06:00:00Z')], { asOf }).map(times)).toEqual([['2026-03-15T18:00Z', '2026-03-20T06:00Z']]));
  it('is not found in time, while a reason justifies it, nor where the child left in time', () => {
    expect(foundIn(rule, [decided()])).toEqual([]);
    expect(foundIn(rule, [longAgo, delay('STATE_SILENT', '2026-03-01')], { asOf })).toEqual([]);
    expect(foundIn(rule, [longAgo, departed('2026-02-01T06:00:00Z')], { asOf })).toEqual([]);
  });
});

describe('UNJUSTIFIED_DELAY, each day', () => {
  const { everyUnjustifiedDelay: rule } = rules;
  const reason = (id: string, from: string, until?: string) => happened('repatriation.DelayReasonGiven', { step: 'TRANSFER', reason: 'CHILD_ILL', from, until }, from, { id });
  const longAgo = decided('2026-01-05T06:00:00Z');
  const asOf = '2026-06-01T06:00:00Z';
  const inMarch = reason('march', '2026-03-10', '2026-03-12');
  const inApril = reason('april', '2026-04-01', '2026-04-03');
  it('is found of every stretch without a reason, and not of the first alone', () => {
    const found = foundIn(rule, [longAgo, inMarch, inApril, departed('2026-04-20T06:00:00Z')], { asOf });
    expect(found.map(times).slice(1)).toEqual([['2026-03-12T18:00Z', '2026-03-31T18:00Z'], ['2026-04-03T18:00Z', '2026-04-20T06:00Z']]);
    expect(found[0]!.since.earliest).toBe(Date.parse('2026-03-06T18:00:00Z') + 1);
    expect(foundIn(rules.unjustifiedDelay, [longAgo, inMarch, inApril], { asOf })).toHaveLength(1);
  });
  it('names each stretch for good, whatever reason is given for another one; the first has the name that it always had', () => {
    const idsOf = (...reasons: Happened[]) => foundIn(rule, [longAgo, ...reasons], { asOf }).map(({ id }) => id);
    const [first, last] = idsOf(inApril);
    expect(idsOf(inMarch, inApril)).toEqual([first, expect.not.stringMatching(last!), last]);
    expect(foundIn(rules.unjustifiedDelay, [longAgo, inApril], { asOf }).map(({ id }) => id)).toEqual([first]);
  });
  it('is found at any time where the reason is that nobody acted, and not while a reason justifies it', () => {
    expect(foundIn(rule, [decided(), happened('repatriation.DelayReasonGiven', { step: 'TRANSFER', reason: 'NOBODY_ACTED', from: '2026-03-11' }, '2026-03-11')])).toMatchObject([{ details: { reason: 'NOBODY_ACTED' } }]);
    expect(foundIn(rule, [longAgo, reason('always', '2026-03-01')], { asOf })).toEqual([]);
  });
});

describe('RETURN_WITHOUT_INSTRUMENT', () => {
  const { returnWithoutInstrument: rule } = rules;
  it('is found of every decision that rests on none', () => expect(foundIn(rule, [decided()])).toMatchObject([{ events: ['decision'], details: { destinationState: 'UZ' } }]));
  it('is not found of one that names an agreement, nor where nothing was decided', () => expect([...foundIn(rule, [decided(undefined, { instrument: 'CHISINAU_2002' })]), ...foundIn(rule, [outside()])]).toEqual([]));
});

describe('LAW_ENFORCEMENT_ESCORT', () => {
  const { lawEnforcementEscort: rule } = rules;
  const escort = (orgType: string) => happened('repatriation.EscortAssigned', { escorts: [{ escortRef: 'e', orgRef: 'o', orgType, knownToChild: 'NO' }] });
  it('is found of police on the way, of an escort who holds people, and of a return that they carried out', () => expect([
    ...foundIn(rule, [leg({ escortOrgTypes: ['CHILD_PROTECTION', 'POLICE'] })]), ...foundIn(rule, [escort('CUSTODIAL')]), ...foundIn(rule, [outside()]),
  ]).toMatchObject([{ concerns: [{ authority: { orgType: 'POLICE' }, state: 'KG' }] }, { concerns: [{ authority: { orgType: 'CUSTODIAL' } }] }, { concerns: [{ authority: police }] }]));
  it('is not found where child protection or the family travels with the child', () =>
    expect([...foundIn(rule, [leg()]), ...foundIn(rule, [escort('CHILD_PROTECTION')]), ...foundIn(rule, [outside({ carriedOutBy: { orgType: 'FAMILY' } })])]).toEqual([]));
});

describe('BORDER_HANDOVER', () => {
  const { borderHandover: rule } = rules;
  const handover = (place: string) => happened('repatriation.HandoverReported', { sender: { orgType: 'BORDER' }, receiver: { orgType: 'BORDER' }, place, state: 'UZ', signedBySender: 'NO', signedByReceiver: 'NO' });
  it('is found of a handover at a border, however it is reported', () =>
    expect([...foundIn(rule, [handover('BORDER')]), ...foundIn(rule, [outside({ handedOverAtBorder: 'YES' })])]).toMatchObject([{ concerns: [{ authority: { orgType: 'BORDER' }, state: 'UZ' }] }, { events: ['outside'] }]));
  it('is not found at home, or where nobody knows', () => expect([...foundIn(rule, [handover('HOME')]), ...foundIn(rule, [outside({ handedOverAtBorder: 'UNKNOWN' })])]).toEqual([]));
});

describe('RETURN_OUTSIDE_PROCEDURE', () => {
  const { returnOutsideProcedure: rule } = rules;
  const authorised = happened('repatriation.TransferAuthorised', { ...journey, carerRef: 'c', firstPlacementRef: transitCentre, plannedDeparture: '2026-03-12T06:00:00Z', legs: [] }, '2026-03-11T06:00:00Z');
  it('is found of a child who was brought to another state without it', () =>
    expect(foundIn(rule, [outside()])).toMatchObject([{ severity: 'GRAVE', details: { kind: 'DEPORTATION', destinationState: 'UZ', assessedBefore: 'NO', childAgreed: 'NO' } }]));
  it('is found of a part of the way that nobody authorised', () => expect(foundIn(rule, [leg()])).toMatchObject([{ events: ['leg'], details: { kind: 'TRANSFER_LEG' } }]));
  it('is not found of a child who went alone, on a way that was authorised, or inside one state', () =>
    expect([...foundIn(rule, [outside({ kind: 'SELF_RETURN' })]), ...foundIn(rule, [authorised, leg()]), ...foundIn(rule, [leg({ toState: 'KG' })])]).toEqual([]));

  describe('in its second version', () => {
    const { everyReturnOutsideProcedure: rule } = rules;
    const found = happened('identification.ChildFound', { foundIn: 'KG', accompaniment: 'UNACCOMPANIED' }, '2026-03-01T06:00:00Z', { id: 'found' });
    const legs = [{ fromState: 'KG', toState: 'KZ', means: 'BUS' }, { fromState: 'KZ', toState: 'UZ', means: 'BUS' }];
    const going = [found, { ...authorised, id: 'authorisation', data: { ...authorised.data, legs } }];
    const left = departed('2026-03-12T05:00:00Z');
    const arrived = (state: string, at = '2026-03-13T06:00:00Z') => happened('reintegration.ChildArrived', { state, receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' }, at, { id: `arrival in ${state}` });
    const handedOver = (state: string) => happened('repatriation.HandoverReported', { sender: police, receiver: { orgType: 'FAMILY' }, place: 'STATION', state, signedBySender: 'NO', signedByReceiver: 'NO' }, '2026-03-13T06:00:00Z', { id: 'handover' });
    const kinds = (facts: readonly Happened[]) => foundIn(rule, facts).map(({ details }) => (details as { kind: string }).kind);

    it('is found as in the first', () => expect(kinds([found, outside(), leg()])).toEqual(['DEPORTATION', 'TRANSFER_LEG']));
    it('is found of a child that is said to be abroad without having left by the procedure', () => {
      expect(foundIn(rule, [found, arrived('UZ')])).toMatchObject([{ severity: 'GRAVE', events: ['arrival in UZ'], details: { kind: 'ARRIVAL', destinationState: 'UZ' } }]);
      expect(foundIn(rule, [found, handedOver('UZ')])).toMatchObject([{ concerns: [{ authority: police }], details: { kind: 'HANDOVER' } }]);
      expect(kinds([...going, arrived('UZ'), leg()])).toEqual(['TRANSFER_LEG', 'ARRIVAL']);
    });
    it('is found of one that is brought where its journey did not lead, before it left, and on from where it has arrived', () => {
      expect(kinds([...going, left, arrived('TJ')])).toEqual(['ARRIVAL']);
      expect(kinds([...going, left, arrived('UZ', '2026-03-10T06:00:00Z')])).toEqual(['ARRIVAL']);
      expect(kinds([...going, left, arrived('UZ', '2026-03-12T05:30:00Z'), handedOver('KZ')])).toEqual(['HANDOVER']);
    });
    it('is not found on the way that it left for, of one that went alone, or where it was found', () => {
      expect(kinds([...going, left, leg({ toState: 'KZ' }), handedOver('KZ'), arrived('UZ'), arrived('UZ', '2026-04-13T06:00:00Z')])).toEqual([]);
      expect(kinds([found, outside({ kind: 'SELF_RETURN' }), arrived('UZ')])).toEqual([]);
      expect(kinds([found, arrived('KG'), handedOver('KG')])).toEqual([]);
    });
  });
});

describe('ENTRY_BAN_ON_CHILD_OR_PARENT', () => {
  const { entryBan: rule } = rules;
  const ban = (data: object) => happened('repatriation.EntryBanReported', { banned: 'CHILD', state: 'RU', imposedBy: police, ground: 'AFTER_RETURN', from: '2026-03-05', ...data });
  it.each(['CHILD', 'PARENT'])('is found of a ban on the %s, from its first day to its last', (banned) => {
    expect(foundIn(rule, [ban({ banned, until: '2026-03-10' })])).toMatchObject([{ concerns: [{ authority: police, state: 'RU' }], details: { banned } }]);
    expect(foundIn(rule, [ban({ banned, until: '2026-03-10' })]).map(times)).toEqual([['2026-03-04T18:00Z', '2026-03-10T18:00Z']]);
  });
  it('is not found of a cousin, nor before it begins', () => expect([...foundIn(rule, [ban({ banned: 'OTHER_RELATIVE' })]), ...foundIn(rule, [ban({ from: '2026-05-01' })])]).toEqual([]));
});

describe('STUCK_DESPITE_AGREEMENT', () => {
  const { stuckDespiteAgreement: rule } = rules;
  const agreed: readonly Happened[] = [
    happened('repatriation.ConsentGiven', { by: 'CHILD', ...journey, carerRef: 'c', understanding: 'SAID_IN_OWN_WORDS' }, '2026-03-02T06:00:00Z', { id: 'consent' }),
    happened('reintegration.CarerConfirmed', { destinationState: 'UZ', carerRef: 'c', relation: 'MOTHER', agreedOn: '2026-03-03', homeStudy: {} }, '2026-03-03T06:00:00Z'),
    happened('repatriation.OriginAnswered', { destinationState: 'UZ', authority: { orgType: 'CHILD_PROTECTION' }, answer: 'CONFIRMED', validUntil: '2027-01-01T00:00:00Z' }, '2026-03-04T06:00:00Z', { id: 'answer' }),
  ];
  it('is found from the last of the three who agrees until somebody decides', () => {
    expect(foundIn(rule, agreed)).toMatchObject([{ events: ['consent', 'answer'], details: { destinationState: 'UZ' } }]);
    expect(foundIn(rule, agreed).map(times)).toEqual([['2026-03-04T06:00Z']]);
    const [waiting, over] = [foundIn(rule, agreed), foundIn(rule, [...agreed, decided()])];
    expect(over.map(times)).toEqual([['2026-03-04T06:00Z', '2026-03-10T06:00Z']]);
    expect(over[0]!.id).toBe(waiting[0]!.id);
  });
  it('is not found while one of them has not agreed, nor where it was decided before', () => {
    for (const missing of agreed) expect(foundIn(rule, agreed.filter((each) => each !== missing))).toEqual([]);
    expect(foundIn(rule, [decided('2026-03-01T06:00:00Z'), ...agreed])).toEqual([]);
  });
});

describe('PLANNED_SUPPORT_NOT_DELIVERED', () => {
  const { plannedSupportNotDelivered: rule } = rules;
  const support = (stage: string, at: string, id = stage) => happened('reintegration.SupportReported', { component: 'SCHOOL', recipient: 'CHILD', providerRef: 'school-5', stage, notDeliveredBecause: 'FEES' }, at, { id });
  const plan = happened('reintegration.ReintegrationPlanApproved', {
    ...journey, components: [{ component: 'SCHOOL', providerRef: 'school-5', from: '2026-03-10' }], responsibleBody: { orgRef: 'district', orgType: 'CHILD_PROTECTION' },
  }, '2026-02-20T06:00:00Z', { id: 'plan' });
  const arrived = happened('reintegration.ChildArrived', { state: 'UZ', receivedBy: { orgType: 'FAMILY' }, accompanied: 'YES', held: 'NO' }, '2026-03-05T06:00:00Z');
  it('is found of what was not given, until it is', () => {
    expect(foundIn(rule, [support('NOT_DELIVERED', '2026-03-11T06:00:00Z')])).toMatchObject([{ details: { component: 'SCHOOL', because: 'FEES' } }]);
    expect(foundIn(rule, [support('NOT_DELIVERED', '2026-03-11T06:00:00Z'), support('STARTED', '2026-03-15T06:00:00Z')]).map(times)).toEqual([['2026-03-11T06:00Z', '2026-03-15T06:00Z']]);
  });
  it('is found from the end of the day on which it was to begin, where nobody says anything', () => {
    expect(foundIn(rule, [plan, arrived]).map(times)).toEqual([['2026-03-10T18:00Z']]);
    expect(foundIn(rule, [plan, arrived])).toMatchObject([{ events: ['plan'], concerns: [{ authority: { orgRef: 'district', orgType: 'CHILD_PROTECTION' }, state: 'UZ' }] }]);
  });
  it('is not found where it was given on its day, before it, or before the child is there', () => {
    expect(foundIn(rule, [plan, arrived, support('STARTED', '2026-03-10T06:00:00Z')])).toEqual([]);
    expect(foundIn(rule, [plan, arrived], { asOf: '2026-03-10T12:00:00Z' })).toEqual([]);
    expect(foundIn(rule, [plan])).toEqual([]);
  });
});
