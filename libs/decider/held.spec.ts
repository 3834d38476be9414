import { describe, expect, it } from '@jest/globals';
import { restate } from '../case-file/case-file.js';
import { factOf, type Happened } from './decider.scenario.js';
import type { Fact } from './event.js';
import { freed, isIndependentWord } from './held.js';

const certifiedFree = freed.find(({ type }) => type === 'identification.LibertyCertified')!;

const worker = { actorRef: 'worker-7', orgRef: 'protection-7', orgType: 'CHILD_PROTECTION' } as const;
const judge = { actorRef: 'judge-4', orgRef: 'court-4', orgType: 'COURT' } as const;
const police = { actorRef: 'officer-3', orgRef: 'police-3', orgType: 'POLICE', role: 'INLET' } as const;
const advocate = { actorRef: 'advocate-1', orgRef: 'ngo-1', orgType: 'NGO' } as const;

const held = (custodian?: object, by: Happened['by'] = advocate): Happened => ({ type: 'identification.DeprivationStarted', id: 'stay', data: { stayRef: 'stay', custodian }, by, at: '2026-02-20T08:00:00Z' });
const released = (by: Happened['by'] = worker, at = '2026-02-25T08:00:00Z', type = 'identification.DeprivationEnded'): Happened => ({ type, id: 'word', data: {}, by, at });
const said = (type: string, data: object, by: Happened['by'] = police): Happened => ({ type, data, by, at: '2026-02-26T08:00:00Z' });
const asTold = (...happened: readonly Happened[]): readonly Fact[] => restate(happened.map(factOf));

/** Whether the word with this id counts by what these facts say. */
const counts = (...happened: readonly Happened[]): boolean => {
  const all = asTold(...happened);
  return isIndependentWord(all.find(({ id }) => id === 'word')!, { all });
};

describe('A release of which somebody tells counts for what is owed', () => {
  it('where it is somebody who does not hold the child', () => {
    expect(counts(held(), released())).toBe(true);
    expect(counts(held({ orgRef: 'home-5', orgType: 'NGO' }), released())).toBe(true);
  });
  it.each(['POLICE', 'BORDER', 'IMMIGRATION', 'RETURN', 'PROSECUTION', 'CUSTODIAL'] as const)('by no word of a body of type %s', (orgType) => expect(counts(held(), released({ ...worker, orgType }))).toBe(false));
  it('by no word of the body that is said to hold it, or may be the one, then or since', () => {
    expect(counts(held({ orgRef: 'protection-7', orgType: 'CHILD_PROTECTION' }), released())).toBe(false);
    expect(counts(held({ orgType: 'CHILD_PROTECTION' }), released())).toBe(false);
    expect(counts(held(), released(), said('identification.DeprivationSettingChanged', { custodian: { orgType: 'CHILD_PROTECTION' } }, advocate))).toBe(false);
    expect(counts(held({ orgRef: 'court-4', orgType: 'COURT' }), released(judge))).toBe(false);
  });
  it('by that of a court where none is named, and of whomever those who enforce the law name by kind alone', () => {
    expect(counts(held({ orgType: 'COURT' }), released(judge))).toBe(true);
    expect(counts(held({ orgType: 'CHILD_PROTECTION' }, police), released())).toBe(true);
    expect(counts(held({ orgRef: 'court-4', orgType: 'COURT' }, police), released(judge))).toBe(true);
    expect(counts(held({ orgRef: 'protection-7', orgType: 'CHILD_PROTECTION' }, police), released())).toBe(false);
  });
  it('all the same where those who enforce the law correct what somebody else told of who holds it', () => {
    const corrected = (custodian: object, by: Happened['by'] = police) => said('record.Corrected', { target: 'stay', fields: { custodian } }, by);
    const home = held({ orgRef: 'home-5', orgType: 'NGO' });
    expect(counts(home, released(), corrected({ orgType: 'CHILD_PROTECTION' }))).toBe(true);
    expect(counts(home, released(judge), corrected({ orgRef: 'court-4', orgType: 'COURT' }))).toBe(true);
    expect(counts(home, released(), corrected({ orgRef: 'protection-7', orgType: 'CHILD_PROTECTION' }))).toBe(false);
    expect(counts(home, released(), corrected({ orgType: 'CHILD_PROTECTION' }, advocate))).toBe(false);
  });
  it('as long as nobody disputes it', () => {
    expect(counts(held(), released(), said('record.Disputed', { target: 'word', by: 'CHILD' }))).toBe(false);
    expect(counts(held(), released(), said('record.Disputed', { target: 'stay', by: 'CHILD' }))).toBe(true);
  });
});

describe('A certificate that a child is at liberty ends what is owed because it was held', () => {
  const ends = (...happened: readonly Happened[]): boolean => {
    const all = asTold(...happened);
    return certifiedFree.holds(all.find(({ id }) => id === 'word')!, { all, before: all, since: all, start: all.find(({ id }) => id === 'stay')!, beforeStart: [] });
  };
  const certificate = (at: string, by: Happened['by'] = worker) => released(by, at, 'identification.LibertyCertified');

  it('where it is told afterwards, and of a time afterwards', () => {
    expect(ends(held(), certificate('2026-02-25T08:00:00Z'))).toBe(true);
    expect(ends(certificate('2026-02-25T08:00:00Z'), held())).toBe(false);
    for (const at of ['2026-02-20T08:00:00Z', '2026-02-19T08:00:00Z']) expect(ends(held(), certificate(at))).toBe(false);
  });
  it('not where whoever holds the child certifies it', () => expect(ends(held({ orgType: 'CHILD_PROTECTION' }), certificate('2026-02-25T08:00:00Z'))).toBe(false));
});
