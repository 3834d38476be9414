import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { streamOfChild } from '../decider/kin.js';
import type { PeriodName } from '../decider/profile.js';
import { childRecord } from '../oversight/findings.record.js';
import { duties as projected } from '../oversight/duties.projection.js';
import { dutyMissed } from '../oversight/findings.duties.js';
import { settingOf } from '../profiles/profiles.js';
import { registry } from './contexts.js';
import { asToldBy, dutiesAmong, dutiesOf, stateOf } from './duties.js';
import { closedBy, goesOnIn, recordsAround } from './lineage.js';

const [merged, other, survivor] = ['3f0f0c6e-0000-4000-8000-0000000000c1', '3f0f0c6e-0000-4000-8000-0000000000c2', '3f0f0c6e-0000-4000-8000-0000000000c3'];

/** What is told of the records of one child, in the order of the log: in which of them, and what. */
function recordsOf(...told: readonly (readonly [record: string, fact: Happened])[]): ReadonlyMap<string, readonly Fact[]> {
  const records = new Map<string, Fact[]>();
  for (const [place, [record, happened]] of told.entries()) {
    const stream = streamOfChild(record);
    const facts = records.get(stream) ?? [];
    facts.push({ ...factOf(happened, facts.length), id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`, stream, position: String(place).padStart(6, '0'), recordedAt: new Date(happened.at!) });
    records.set(stream, facts);
  }
  return records;
}

const found = (at: string, foundIn = 'KG'): Happened => ({ type: 'identification.ChildFound', at, by: { actorRef: 'officer', orgRef: 'police', orgType: 'POLICE' }, data: { foundIn, accompaniment: 'UNACCOMPANIED', sex: 'FEMALE', ageStatus: 'PRESUMED', languages: ['kir'], nationalityClaims: [] } });
const goesToSchool = (at: string): Happened => ({ type: 'identification.EducationAccessReported', at, data: { access: 'STARTED' } });
const isMerged = (at: string, survivorRef: string): Happened => ({ type: 'identification.MergedInto', at, data: { survivorRef } });
const isSplit = (at: string, survivorRef: string): Happened => ({ type: 'identification.SplitFrom', at, data: { survivorRef } });
const told = (at: string, from: string, revision = 1): Happened => ({ type: 'identification.IdentityMerged', at, data: { from, revision } });
const toldOfSplit = (at: string, from: string): Happened => ({ type: 'identification.IdentitySplit', at, data: { from, revision: 1 } });
const [first, second, third, fourth, late] = ['2026-03-02T03:00:00.000Z', '2026-03-03T03:00:00.000Z', '2026-03-04T03:00:00.000Z', '2026-03-05T03:00:00.000Z', '2026-03-30T03:00:00.000Z'];

/** As the clock counts it, beside each record: where it began, whether it is met, its state much later, and its end. */
function clockOf(records: ReadonlyMap<string, readonly Fact[]>, record: string, code: PeriodName = 'EDUCATION_ACCESS') {
  return dutiesAmong(registry.duties, streamOfChild(record), records, settingOf).filter((duty) => duty.code === code)
    .map((duty) => ({ record: duty.record, jurisdiction: duty.jurisdiction, state: stateOf(duty, new Date('2026-06-01T00:00:00Z')), from: duty.from, due: duty.due }));
}
const alone = (records: ReadonlyMap<string, readonly Fact[]>, record: string) => clockOf(new Map([[streamOfChild(record), records.get(streamOfChild(record))!.filter(({ type }) => !type.includes('Merged'))]]), record);
const states = (...asked: Parameters<typeof clockOf>) => clockOf(...asked).map(({ state }) => state);

const two = [[merged, found(first, 'KZ')], [survivor, found(second)]] as const;
const together = [...two, [merged, isMerged(third, survivor)], [survivor, told(third, merged)]] as const;

describe('A duty of a record that was merged into another one', () => {
  it('goes on there, from its own start to its own end by its own law, beside the same duty of that record, and is counted once', () => {
    const records = recordsOf(...together);
    expect(clockOf(records, survivor)).toEqual([{ ...alone(records, merged)[0]!, record: merged }, { ...alone(records, survivor)[0]!, record: undefined }]);
    expect(clockOf(records, merged)).toEqual([]);
  });
  it('is met there, together with the one of that record, by one act', () => {
    const records = recordsOf(...together, [survivor, goesToSchool(fourth)]);
    expect(states(records, survivor)).toEqual(['MET', 'MET']);
  });
  it('is met by what was done for it before the merge, which meets nothing that the other record owes', () => {
    const records = recordsOf(...two, [merged, goesToSchool(second)], [merged, isMerged(third, survivor)], [survivor, told(third, merged, 2)]);
    expect(clockOf(records, survivor).map(({ record, state }) => [record, state])).toEqual([[merged, 'MET'], [undefined, 'OVERDUE']]);
  });
  it('is overdue in one of them only, and met late there', () => {
    const records = recordsOf(...together, [survivor, goesToSchool(late)]);
    expect([states(recordsOf(...together), survivor), states(recordsOf(...together), merged), states(records, survivor)]).toEqual([['OVERDUE', 'OVERDUE'], [], ['MET_LATE', 'MET_LATE']]);
  });
  it('is its own again after a split, and what was done in the other record meets it no more', () => {
    const parted = [...together, [survivor, goesToSchool(fourth)], [merged, isSplit(late, survivor)]] as const;
    for (const records of [recordsOf(...parted), recordsOf(...parted, [survivor, toldOfSplit(late, merged)])]) {
      expect(clockOf(records, merged)).toEqual(alone(records, merged));
      expect([states(records, merged), states(records, survivor)]).toEqual([['OVERDUE'], ['MET']]);
    }
  });
  it('stays where it is until the other record has been told, and where two were merged into each other', () => {
    const untold = recordsOf(...two, [merged, isMerged(third, survivor)]);
    const eachOther = recordsOf(...together, [survivor, isMerged(third, merged)], [merged, told(third, survivor)]);
    for (const records of [untold, eachOther]) expect([clockOf(records, merged).length, clockOf(records, survivor).length]).toEqual([1, 1]);
  });
  it('goes on through any number of records, and is met by an act in any that it went on in', () => {
    const chain = (...acts: readonly (readonly [string, Happened])[]) => recordsOf(
      [merged, found(first)], [other, found(first)], [survivor, found(first)], [merged, isMerged(second, other)], [other, told(second, merged)], ...acts, [other, isMerged(third, survivor)], [survivor, told(third, other, 3)],
    );
    expect(goesOnIn(streamOfChild(merged), chain())).toBe(streamOfChild(survivor));
    expect(clockOf(chain(), survivor).map(({ record }) => record)).toEqual([merged, other, undefined]);
    expect(states(chain([other, goesToSchool(third)]), survivor)).toEqual(['MET', 'MET', 'OVERDUE']);
    expect([states(chain(), merged), states(chain(), other)]).toEqual([[], []]);
  });
  it('is its own again once the merge has lapsed, whatever the other one was told last before it was forgotten', () => {
    const records = recordsOf(...together, [merged, { ...isMerged(fourth, survivor), type: 'identification.MergeLapsed' }]);
    expect(clockOf(records, merged)).toEqual(alone(records, merged));
    expect(goesOnIn(streamOfChild(merged), records)).toBe(streamOfChild(merged));
  });
  it('ends when the child has died, in whichever record that is told', () => {
    const death: Happened = { type: 'identification.DeathReported', at: fourth, data: { diedIn: 'KG', heldOrCaredFor: 'NEITHER', causeClaimed: 'UNKNOWN', contestedBy: [], examination: 'NONE' } };
    expect(states(recordsOf(...together, [merged, death]), survivor)).toEqual(['ENDED', 'ENDED']);
  });
  it('is owed however the other record stands: who speaks for the child in the one is no answer to what the other asks for', () => {
    const withParent = (at: string): Happened => ({ ...found(at), data: { ...found(at).data, accompaniment: 'WITH_PARENT' } });
    const gap: Happened = { type: 'identification.CareGapOpened', at: late, data: { because: 'CARER_LEFT' } };
    const mandate = (record: string): readonly (readonly [string, Happened])[] => [
      [record, { type: 'guardianship.ConflictCheckCompleted', at: first, data: { guardianRef: 'aigul', employerType: 'NGO', answers: [] } }],
      [record, { type: 'guardianship.GuardianAppointed', at: first, data: { guardianRef: 'aigul', organisationRef: 'guardians', model: 'PROFESSIONAL', scope: ['LEGAL'], from: first } }],
      [record, { type: 'guardianship.MandateAccepted', at: second, by: { actorRef: 'aigul' }, data: { guardianRef: 'aigul' } }],
    ];
    const records = recordsOf([merged, withParent(first)], [survivor, withParent(first)], ...mandate(merged), [merged, isMerged(third, survivor)], [survivor, told(third, merged)], [survivor, gap]);
    expect(states(records, survivor, 'REPRESENTATIVE')).toEqual(['OVERDUE']);
  });
  it('is that of the body which answers in the record that goes on', () => {
    const by = (orgRef: string) => ({ actorRef: 'worker', role: 'CASE_WORKER', orgRef, orgType: 'CHILD_PROTECTION' }) as const;
    const records = recordsOf([survivor, { ...found(first), by: by('city') }], [merged, { ...found(second), by: by('district') }], [merged, isMerged(third, survivor)], [survivor, told(third, merged)]);
    expect(dutiesAmong(registry.duties, streamOfChild(survivor), records, settingOf).filter(({ holder }) => holder === 'CASE_WORKER').map(({ code, organisation }) => [code, organisation])).toEqual(expect.arrayContaining([['EDUCATION_ACCESS', 'city']]));
    expect(dutiesAmong(registry.duties, streamOfChild(survivor), records, settingOf).map(({ organisation }) => organisation)).not.toContain('district');
  });
  it('stays with it where it is owed for the record as such: a ruling that sets the merge aside is executed there', () => {
    const merge = recordsOf(...together).get(streamOfChild(merged))!.at(-1)!.id;
    const ruled: Happened = { type: 'repatriation.AppealDecided', at: fourth, data: { decisionRef: merge, appealRef: 'appeal', result: 'UPHELD', final: false } };
    const records = recordsOf(...together, [merged, ruled]);
    expect([states(records, merged, 'RECORDS_SPLIT'), states(records, survivor, 'RECORDS_SPLIT')]).toEqual([['OVERDUE'], []]);
    expect(asToldBy(closedBy(records.get(streamOfChild(merged))!), registry.duties, dutiesOf(registry.duties, records.get(streamOfChild(merged))!, settingOf)).find(({ code }) => code === 'RECORDS_SPLIT')!.ended).toBeUndefined();
  });
});

describe('What is found of such a duty', () => {
  const missed = (facts: readonly Fact[]) => dutyMissed.check(childRecord(merged, { facts }, new Date('2026-06-01T00:00:00Z'))).filter(({ about }) => about === 'EDUCATION_ACCESS' || about === 'REFERRAL_TO_CHILD_PROTECTION').map(({ about, until }) => [about, until && new Date(until.latest).toISOString()]).sort();
  const its = (...more: readonly (readonly [string, Happened])[]) => recordsOf(...together, ...more).get(streamOfChild(merged))!;
  it('in the merged record is what was missed by the merge, until then: what was not due yet goes on in the other one', () => {
    expect(missed(its().slice(0, 1))).toEqual([['EDUCATION_ACCESS', undefined], ['REFERRAL_TO_CHILD_PROTECTION', undefined]]);
    expect(missed(its())).toEqual([['REFERRAL_TO_CHILD_PROTECTION', third]]);
  });
  it('in a merged record is nothing of what began there afterwards, and all again after a split', () => {
    expect(missed([...its(), ...its([merged, found(fourth)]).slice(-1)])).toEqual([['REFERRAL_TO_CHILD_PROTECTION', third]]);
    expect(missed(its([merged, isSplit(fourth, survivor)]))).toEqual([['EDUCATION_ACCESS', undefined], ['REFERRAL_TO_CHILD_PROTECTION', undefined]]);
  });
});

describe('The list of the duties', () => {
  it('has a row for each once, with the record in which it began, and names the records that its rows rest on from either side', async () => {
    const records = recordsOf(...together);
    const states = new Map([merged, survivor].map((record) => [record, records.get(streamOfChild(record))!.reduce((state, fact) => projected.evolve(state, fact), projected.initial)]));
    const rowsOf = (record: string) => projected.rows(record, states.get(record), states).duties!.filter(({ code }) => code === 'EDUCATION_ACCESS').map(({ record: began }) => began);
    expect([rowsOf(merged), rowsOf(survivor)]).toEqual([[], [merged, undefined]]);
    expect([projected.around(merged, states.get(merged)), projected.around(survivor, states.get(survivor))]).toEqual([[survivor], [merged]]);
    const read = await recordsAround(streamOfChild(merged), (stream) => Promise.resolve(records.get(stream)!));
    expect([...read.keys()].sort()).toEqual([...records.keys()].sort());
  });
});
