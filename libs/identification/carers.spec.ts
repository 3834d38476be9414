import { describe, expect, it } from '@jest/globals';
import { describeDuty } from '../case-file/duties.scenario.js';
import { NotApplicable } from '../decider/context.js';
import type { Fact } from '../decider/event.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import { AttestCareGapClosed, RecordCareGap, RecordCarerArrested } from './carers.commands.js';
import { carerArrested } from './carers.reaction.js';
import { identification, type Identification } from './identification.context.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);
const child = '3f0f0c6e-0000-4000-8000-0000000000c1';
const sister = '3f0f0c6e-0000-4000-8000-0000000000c2';
const fact = (type: string, data: object) => ({ type, data, stream: `child-${child}` }) as unknown as Fact;
const linkTo = (data: object) => carerArrested.concerns(fact('identification.FamilyLinkReported', data));

describe('RecordCarerArrested', () => {
  it('opens a care gap at once, whatever is said of other carers (X12)', () =>
    given().when(RecordCarerArrested, { ...told, ...reports.RecordCarerArrested }).then(
      { type: 'identification.CarerArrested', data: { carerRef: 'relative-1', otherCarer: 'YES' } },
      { type: 'identification.CareGapOpened', data: { because: 'CARER_ARRESTED', carerRef: 'relative-1' } }));
});

describe('RecordCareGap', () => {
  it('opens a care gap', () => given().when(RecordCareGap, { ...told, ...reports.RecordCareGap }).then({ type: 'identification.CareGapOpened', data: reports.RecordCareGap }));
});

describe('An arrested carer', () => {
  it('is news to the children who are kin of the child', () =>
    expect(carerArrested.news['identification.CarerArrested']!(fact('identification.CarerArrested', { carerRef: 'mother' })))
      .toEqual({ subject: `child-${child}`, body: { because: 'CARER_ARRESTED', carerRef: 'mother' } }));

  it('concerns both children of a family link, whichever names the other', () =>
    expect(linkTo({ relation: 'COUSIN', childRef: sister })).toEqual([{ child, subject: `child-${sister}` }, { child: sister, subject: `child-${child}` }]));

  it('concerns nobody without a record of its own, and nobody by a reference that means another person in another record', () => {
    for (const data of [{ relation: 'MOTHER' }, { relation: 'SIBLING', childRef: 'sister' }, { relation: 'SIBLING', childRef: child }]) expect(linkTo(data)).toEqual([]);
  });
});

describe('Who cares for a child where it lives', () => {
  const leftWith = (carerRef: string): Happened => ({ type: 'identification.LeftBehindChildRegistered', data: { carer: { carerRef } } });
  const arranged = (...carers: string[]): Happened => ({ type: 'guardianship.CareArrangementCertified', data: { carers } });
  const link = (data: object): Happened => ({ type: 'identification.FamilyLinkReported', data: { relativeRef: 'grandmother', ...data } });
  const opens = (happened: Happened, ...before: readonly Happened[]) => identification.follow!(happened as unknown as Fact, given(...before, happened).state<Identification>(), []);
  const gap = (because: string, carerRef = 'grandmother') => [{ type: 'identification.CareGapOpened', data: { because, carerRef } }];

  it('leaves a care gap in the same append when that one is said to be dead, or held (GU-08)', () => {
    for (const known of [leftWith('grandmother'), arranged('grandmother'), { type: 'identification.CareGapClosed', data: { carerRef: 'grandmother' } }]) {
      expect(opens(link({ alive: 'NO' }), known)).toEqual(gap('CARER_ILL_OR_DEAD'));
      expect(opens(link({ deprivedOfLiberty: 'YES' }), known)).toEqual(gap('CARER_DETAINED'));
      expect(opens(link({ alive: 'YES' }), known)).toEqual([]);
    }
  });
  it('leaves one once nobody of them is left', () => {
    const both = arranged('grandmother', 'aunt');
    expect(opens(link({ alive: 'NO' }), both)).toEqual([]);
    expect(opens(link({ relativeRef: 'aunt', alive: 'NO' }), both, link({ alive: 'NO' }), link({ livesIn: 'KG' }))).toEqual(gap('CARER_ILL_OR_DEAD', 'aunt'));
    expect(opens(link({ relativeRef: 'aunt', alive: 'NO' }), both, link({ alive: 'NO' }), link({ alive: 'YES' }))).toEqual([]);
  });
  it('leaves none twice, none where a place takes care of the child, and none where another relative has died', () => {
    const opened: Happened = { type: 'identification.CareGapOpened', data: { because: 'CARER_ILL_OR_DEAD', carerRef: 'grandmother' } };
    expect(opens(link({ alive: 'NO' }), leftWith('grandmother'), link({ alive: 'NO' }), opened)).toEqual([]);
    for (const type of ['identification.EmergencyCareStarted', 'identification.PlacementDecided']) expect(opens(link({ alive: 'NO' }), leftWith('grandmother'), { type, data: {} })).toEqual([]);
    expect(opens(link({ relativeRef: 'father', alive: 'NO' }), leftWith('grandmother'))).toEqual([]);
  });
  it('is a parent, until both are away or dead, and nobody is named instead: that leaves one gap, and no second one (GU-13)', () => {
    const away = (parentRef: string, more: object = {}): Happened => ({ type: 'guardianship.ParentalAbsenceReported', data: { parentRef, leftOn: '2026-01-05', ...more } });
    const father = (data: object = {}) => link({ relativeRef: 'father', relation: 'FATHER', ...data });
    const left = gap('CARER_LEFT', 'mother');
    expect(opens(away('mother'))).toEqual([]);
    expect(opens(away('mother'), father())).toEqual([]);
    expect(opens(away('mother'), away('father', { returnedOn: '2026-02-01' }))).toEqual([]);
    expect(opens(away('mother', { leftOn: undefined, departureExpectedOn: '2026-05-01' }), away('father'))).toEqual([]);
    for (const gone of [away('father'), father({ alive: 'NO' }), father({ deprivedOfLiberty: 'YES' })]) expect(opens(away('mother'), gone)).toEqual(left);
    for (const before of [[], [father()]]) expect(opens(father({ alive: 'NO' }), away('mother'), ...before)).toEqual(gap('CARER_ILL_OR_DEAD', 'father'));
    expect(opens(away('mother'), away('father'), father({ alive: 'YES' }))).toEqual(left);
    const cared: Happened[] = [arranged('grandmother'), leftWith('grandmother'), { type: 'identification.PlacementDecided', data: {} }, { type: 'identification.CareGapOpened', data: { because: 'CARER_LEFT' } }];
    for (const already of cared) expect(opens(away('mother'), away('father'), already)).toEqual([]);
    expect(opens(away('father'), leftWith('father'))).toEqual(gap('CARER_LEFT', 'father'));
    expect(opens(away('mother'), leftWith('father'))).toEqual([]);
    expect(opens(away('mother'), away('father'), cared[2]!, { type: 'identification.Reunited', data: {} })).toEqual(left);
  });
  it('leaves one by a correction that says so, and none by one that says it again', () => {
    const state = given(leftWith('grandmother'), link({ alive: 'NO' })).state<Identification>();
    const corrected = (was: object) => identification.follow!(link({ alive: 'NO' }) as unknown as Fact, state, [], [link(was) as unknown as Fact]);
    expect(corrected({})).toEqual(gap('CARER_ILL_OR_DEAD'));
    expect(corrected({ alive: 'NO' })).toEqual([]);
  });
});

describe('AttestCareGapClosed', () => {
  const closing = { because: 'OTHER_CARER_FOUND', carerRef: 'grandmother', relation: 'GRANDPARENT' };
  const opened = { type: 'identification.CareGapOpened', data: reports.RecordCareGap };
  const closed = { type: 'identification.CareGapClosed', data: closing };

  it('happens once it is found out who cares for the child', () => given(opened).when(AttestCareGapClosed, closing).then(closed));
  it('happens of a child that a place has turned away, and that nobody is known to have taken', () =>
    given({ type: 'best-interests.PlacementRefused', data: { nextPlace: 'UNKNOWN' } }).when(AttestCareGapClosed, closing).then(closed));
  it('has nothing to act on where no gap is open', () => {
    given({ type: 'best-interests.PlacementRefused', data: { nextPlace: 'FOSTER_CARE' } }).when(AttestCareGapClosed, closing).thenThrows(NotApplicable);
    given().when(AttestCareGapClosed, closing).thenThrows(NotApplicable);
    given(opened, closed).when(AttestCareGapClosed, closing).thenThrows(NotApplicable);
  });
});

describeDuty('CARE_GAP', {
  starts: {
    'nobody is known to care for the child': { type: 'identification.CareGapOpened' },
    'its parents have left it with nobody': { type: 'identification.LeftBehindChildRegistered', data: {} },
    'a place turns it away, and nobody says where it went': { type: 'best-interests.PlacementRefused', data: {} },
    'a place turns it away into the street': { type: 'best-interests.PlacementRefused', data: { nextPlace: 'STREET' } },
  },
  startedNotBy: {
    'its parents have left it with somebody': { type: 'identification.LeftBehindChildRegistered', data: { carer: { carerRef: 'grandmother' } } },
    'somebody is only said to be arrested': { type: 'identification.CarerArrested' },
    'a place turns it away and another one takes it': { type: 'best-interests.PlacementRefused', data: { nextPlace: 'OTHER_PLACE' } },
  },
  metBy: {
    'a carer is found': { type: 'identification.CareGapClosed' },
    'it is taken into emergency care': { type: 'identification.EmergencyCareStarted' },
    'it is decided where it lives': { type: 'identification.PlacementDecided' },
  },
  metNotBy: { 'it is held': { type: 'identification.DeprivationStarted' } },
});
