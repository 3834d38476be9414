import { describe, expect, it } from '@jest/globals';
import { describeDuty, startId } from '../case-file/duties.scenario.js';
import { BadForm } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import {
  AttestWhereaboutsTold, DemandAdoptionHalt, RecordAccompanyingAdult, RecordAdoptionProceeding, RecordContact, RecordFamilyLink, RecordRelativeClaimRefused, RecordReunification, RecordSeparation,
} from './family.commands.js';
import { contestedSeparations } from './family.state.js';
import { identification, type Identification } from './identification.context.js';
import { reports, told } from './reports.scenario.js';

const { given } = scenario(identification);

describe.each([
  ['RecordFamilyLink', RecordFamilyLink, 'identification.FamilyLinkReported'],
  ['RecordAccompanyingAdult', RecordAccompanyingAdult, 'identification.AccompanyingAdultReported'],
  ['RecordRelativeClaimRefused', RecordRelativeClaimRefused, 'identification.RelativeClaimRefused'],
  ['RecordSeparation', RecordSeparation, 'identification.SeparationStarted'],
  ['RecordReunification', RecordReunification, 'identification.Reunited'],
  ['RecordContact', RecordContact, 'identification.ContactHeld'],
  ['RecordAdoptionProceeding', RecordAdoptionProceeding, 'identification.AdoptionProceedingReported'],
] as const)('%s', (name, command, type) => {
  const event = { type, data: reports[name] };
  it('happens', () => given().when(command, { ...told, ...reports[name] }).then(event));
  it('happens again when somebody else reports it: two reports are two facts', () => given(event).when(command, { ...told, ...reports[name] }).then(event));
  it('may be reported by the child itself', () => expect(command.declaration.by).toContain('CHILD'));
});

describe('RecordSeparation', () => {
  it('happens from two sisters whom nobody has a reference for', () =>
    given().when(RecordSeparation, { ...told, separatedFrom: [{ relation: 'SIBLING' }, { relation: 'SIBLING' }], groundCode: 'NONE_GIVEN' })
      .then({ type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'SIBLING' }, { relation: 'SIBLING' }] } }));
});

describe('a separation', () => {
  const started: Happened = { type: 'identification.SeparationStarted', data: reports.RecordSeparation, at: '2026-03-01T04:00:00Z', id: 'start' };
  const reunited: Happened = { type: 'identification.Reunited', data: reports.RecordReunification, at: '2026-03-05T04:00:00Z', id: 'end' };
  const contested = (...happened: Happened[]) => contestedSeparations(given(...happened).state<Identification>().family);

  it('is not contested while start and end agree', () => expect(contested(started, reunited)).toEqual([]));

  it('is named by its first report where the reporter gave it no name', () => {
    const { separationRef: _, ...unnamed } = reports.RecordSeparation;
    expect(contested({ ...started, data: unnamed }, { ...reunited, data: { separationRef: 'start' } })).toEqual([]);
  });

  it('is contested when it ended and never started', () => expect(contested(reunited)).toEqual([{ code: 'END_WITHOUT_START', events: ['end'] }]));

  it('is contested when it ended before it started', () =>
    expect(contested(started, { ...reunited, at: '2026-02-01T04:00:00Z' })).toEqual([{ code: 'END_BEFORE_START', events: ['start', 'end'] }]));

  it('is not contested when it may have ended on the day on which it started', () =>
    expect(contested(started, { ...reunited, at: '2026-02-28T18:00:00Z', to: '2026-03-01T18:00:00Z' })).toEqual([]));

  it('is contested when it started twice, and when it ended twice at different times', () =>
    expect(contested(started, { ...started, id: 'again' }, reunited, { ...reunited, id: 'later', at: '2026-03-06T04:00:00Z' })).toEqual([
      { code: 'STARTED_TWICE', events: ['start', 'again'] }, { code: 'ENDED_TWICE', events: ['end', 'later'] },
    ]));
});

describe('DemandAdoptionHalt', () => {
  const demand = { proceedingRef: 'adoption-4', addressee: { orgRef: 'court-2', orgType: 'COURT' }, grounds: ['PARENT_KNOWN'] };
  const demanded = { type: 'identification.AdoptionHaltDemanded', data: demand };
  it('happens, whoever demands it, and again as long as nobody listens', () => given(demanded).when(DemandAdoptionHalt, demand, { by: { role: 'CHILD' } }).then(demanded));
});

describe('AttestWhereaboutsTold', () => {
  const answer = { separationRef: 'at-the-border', told: 'FAMILY', result: 'TOLD' };
  const type = 'identification.WhereaboutsTold';
  it('happens with who was told, and with why not', () => {
    given().when(AttestWhereaboutsTold, answer).then({ type, data: answer });
    const withheld = { ...answer, result: 'WITHHELD', withheldBecause: 'AGAINST_CHILDS_INTEREST', statement: 'the father threatens it' };
    given().when(AttestWhereaboutsTold, withheld).then({ type, data: withheld });
  });
  it('says why exactly where it is withheld', () => {
    given().when(AttestWhereaboutsTold, { ...answer, result: 'WITHHELD' }).thenThrows(BadForm);
    given().when(AttestWhereaboutsTold, { ...answer, withheldBecause: 'NOT_KNOWN' }).thenThrows(BadForm);
  });
});

const whereabouts = (party: string, data: object = {}) => ({ type: 'identification.WhereaboutsTold', data: { separationRef: startId, told: party, result: 'TOLD', ...data } });
const withheld = (withheldBecause: string) => whereabouts('FAMILY', { result: 'WITHHELD', withheldBecause });

describeDuty('WHEREABOUTS_TOLD', {
  starts: { 'a child is separated': { type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'MOTHER' }] } }, 'that is decided': { type: 'best-interests.SeparationAuthorised' } },
  metBy: {
    'both are told': [whereabouts('CHILD'), whereabouts('FAMILY')],
    'the family is not, for the sake of the child': [whereabouts('CHILD'), withheld('AGAINST_CHILDS_INTEREST')],
    'the child does not want the family to know': [whereabouts('CHILD'), withheld('CHILD_OBJECTS')],
  },
  metNotBy: {
    'the child alone is told': whereabouts('CHILD'),
    'nobody has looked yet whether the family may know': [whereabouts('CHILD'), withheld('SCREENING_PENDING')],
    'nobody knows': [whereabouts('CHILD'), withheld('NOT_KNOWN')],
    'they are told of another separation': [whereabouts('CHILD'), whereabouts('FAMILY', { separationRef: 'another' })],
  },
  endedBy: { 'they are together again': { type: 'identification.Reunited', data: { separationRef: startId } } },
});

const proceeding = (data: object = {}) => ({ type: 'identification.AdoptionProceedingReported', data: { proceedingRef: 'adoption-4', stage: 'OPENED', parentsKnown: 'YES', ...data } });
const parentNamed = (alive?: string) => ({ type: 'identification.FamilyLinkReported', data: { relativeRef: 'mother', relation: 'MOTHER', alive } });

describeDuty('ADOPTION_HALT', {
  starts: {
    'a child with a known parent is to be adopted': proceeding(),
    'nobody asked for parents': proceeding({ parentsKnown: 'UNKNOWN' }),
    'it is said to have none, and somebody had named its mother': [parentNamed(), proceeding({ parentsKnown: 'NO' })],
  },
  startedNotBy: {
    'nobody knows of a parent': proceeding({ parentsKnown: 'NO' }),
    'the parent who was named is dead': [parentNamed('NO'), proceeding({ parentsKnown: 'NO' })],
    'the proceeding is over': proceeding({ stage: 'HALTED' }),
  },
  metBy: {
    'its halt is demanded': { type: 'identification.AdoptionHaltDemanded', data: { proceedingRef: 'adoption-4' } },
    'the halt of every proceeding is demanded': { type: 'identification.AdoptionHaltDemanded', data: {} },
    'it is halted': proceeding({ stage: 'HALTED' }),
  },
  metNotBy: {
    'the halt of another one is demanded': { type: 'identification.AdoptionHaltDemanded', data: { proceedingRef: 'another' } },
    'it goes on': proceeding({ stage: 'DECIDED' }),
  },
});
