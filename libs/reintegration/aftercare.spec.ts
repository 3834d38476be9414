import { describe, it } from '@jest/globals';
import { scenario } from '../decider/decider.scenario.js';
import { RecordArrival, RecordContactMissed, RecordMissing, RecordSupport, RecordVisit } from './aftercare.commands.js';
import { reintegration } from './reintegration.context.js';

const { given } = scenario(reintegration);
const report = { occurredAt: { at: '2026-03-01', zone: 'Asia/Almaty' }, source: { kind: 'CHILD', reliability: 'CONFIRMED' } };

describe.each([
  ['RecordArrival', RecordArrival, 'reintegration.ChildArrived', { state: 'KZ', receivedBy: { orgType: 'POLICE' }, accompanied: 'NO', held: 'YES' }],
  ['RecordSupport', RecordSupport, 'reintegration.SupportReported', { component: 'SCHOOL', recipient: 'CARER', providerRef: 'school-1', stage: 'NOT_DELIVERED', notDeliveredBecause: 'FEES' }],
  ['RecordVisit', RecordVisit, 'reintegration.VisitHeld', { purpose: 'INDEPENDENT_MONITORING', manner: 'REMOTE', visitorRef: 'monitor-1', visitorOrgType: 'OMBUDSPERSON', child: { result: 'GOOD', seenAlone: 'YES' } }],
  ['RecordContactMissed', RecordContactMissed, 'reintegration.ContactMissed', { dueOn: '2026-02-28', attempts: 3, reason: 'NOT_FOUND' }],
  ['RecordMissing', RecordMissing, 'reintegration.MissingReported', { lastSeenOn: '2026-02-20', state: 'KZ', toldAuthorities: ['KZ', 'KG'], traffickingFeared: 'UNKNOWN' }],
] as const)('%s', (_, command, type, told) => {
  it('happens, whoever it speaks against', () => given().when(command, { ...report, ...told }).then({ type, data: told }));
  it('happens again when it is told again: two reports are two facts', () => given({ type, data: told }).when(command, { ...report, ...told }).then({ type, data: told }));
});

describe('RecordVisit', () => {
  it('keeps what was found of the child, the family and the people around them apart', () => {
    const found = { child: { result: 'CONCERNS' }, family: { result: 'GOOD' }, community: { result: 'NOT_SEEN' } };
    given().when(RecordVisit, { ...report, purpose: 'FOLLOW_UP', manner: 'IN_PERSON', visitorRef: 'social-worker', visitorOrgType: 'CHILD_PROTECTION', ...found })
      .then({ type: 'reintegration.VisitHeld', data: found });
  });
});
