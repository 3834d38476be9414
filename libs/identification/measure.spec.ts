import { describe, expect, it } from '@jest/globals';
import { BadForm, NotApplicable, NotCompetent } from '../decider/context.js';
import { scenario, type Happened } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import type { Foreign } from '../decider/gate.js';
import { facility } from '../facility/facility.context.js';
import { identification, type Identification } from './identification.context.js';
import { EndAlternativeMeasure, ImposeAlternativeMeasure, RecordMeasureCompliance, ReviewAlternativeMeasure } from './measure.commands.js';
import { placeRef, reports, told } from './reports.scenario.js';

const { given } = scenario(identification);
const found: Happened = { type: 'identification.ChildFound', data: { majorityOn: '2028-05-09' } };
const measure = { restrictions: ['REPORTING', 'DEPOSIT_OF_DOCUMENTS'], mayLeave: 'RESTRICTED', factors: [], familyRefs: [], reviewBy: '2026-03-20T12:00:00Z' };
const id = '3f0f0c6e-0000-4000-8000-0000000000aa';
const imposed: Happened = { type: 'identification.MeasureImposed', id, data: measure };
const ended: Happened = { type: 'identification.MeasureEnded', data: { measure: id, because: 'NO_LONGER_NEEDED' } };
const place = (exitControl: string): Foreign => ({
  stream: `facility-${placeRef}`, revision: 0, eventId: 'e',
  state: scenario(facility).given({ type: 'facility.FacilityRegistered', data: { name: 'n', kind: 'SHELTER', state: 'KG', zone: 'Asia/Bishkek', exitControl, from: '2026-01-01' } }).state(),
});

describe('ImposeAlternativeMeasure', () => {
  it('happens for a child that stays at liberty, with a day on which it is looked at again', () =>
    given(found).when(ImposeAlternativeMeasure, measure).then({ type: 'identification.MeasureImposed', data: measure }));
  it('also asks for a representative, a child that was heard and an assessment of what is best for it', () =>
    expect(ImposeAlternativeMeasure.declaration.gate.at(-1)?.needs).toEqual(['CHILD_REGISTERED', 'MINORITY', 'REPRESENTATIVE_ACTIVE', 'CHILD_HEARD', 'ASSESSMENT_DONE', 'MEASURE_OPEN']));

  it.each([
    ['the child may not leave', { mayLeave: 'NO' }], ['nobody knows whether the child may leave', { mayLeave: 'UNKNOWN' }],
    ['the child is confined to a house', { restrictions: ['HOUSE_CONFINEMENT'] }], ['the place is guarded', { restrictions: ['REPORTING', 'GUARDED_PLACE'] }],
    ['an exit is locked', { factors: [{ factor: 'EXIT_LOCKED', answer: 'YES' }] }], ['nobody knows whether there are guards', { factors: [{ factor: 'GUARDS', answer: 'UNKNOWN' }] }],
    ['the child has to stay in for more than half of the day', { restrictions: ['CURFEW'], hoursIndoorsDaily: 13 }],
  ])('is refused when %s, whatever it is called', (_, more) => given(found).when(ImposeAlternativeMeasure, { ...measure, ...more }).thenRefusedFor('MEASURE_OPEN'));

  it('is refused in a place that is not known to be open, and happens in one that is', () => {
    const there = { ...measure, facilityRef: placeRef };
    given(found).when(ImposeAlternativeMeasure, there).thenRefusedFor('MEASURE_OPEN');
    given(found).when(ImposeAlternativeMeasure, there, { foreign: [place('CONTROLLED')] }).thenRefusedFor('MEASURE_OPEN');
    given(found).when(ImposeAlternativeMeasure, there, { foreign: [place('OPEN')] }).then({ type: 'identification.MeasureImposed' });
  });
  it('happens with a curfew at night', () =>
    given(found).when(ImposeAlternativeMeasure, { ...measure, restrictions: ['CURFEW'], hoursIndoorsDaily: 10 }).then({ type: 'identification.MeasureImposed' }));

  it('is ignored while the same is in force, and happens again after its end', () => {
    given(found, imposed).when(ImposeAlternativeMeasure, measure).thenNothing();
    given(found, imposed, ended).when(ImposeAlternativeMeasure, measure).then({ type: 'identification.MeasureImposed' });
  });
  it('is bad form without a review in time, and with a curfew of unknown length', () => {
    given(found).when(ImposeAlternativeMeasure, { ...measure, reviewBy: '2026-03-01T12:00:00Z' }).thenThrows(BadForm);
    given(found).when(ImposeAlternativeMeasure, { ...measure, reviewBy: '2026-06-01T12:00:00Z' }).thenThrows(BadForm);
    given(found).when(ImposeAlternativeMeasure, { ...measure, restrictions: ['CURFEW'] }).thenThrows(BadForm);
  });
  it('is no business of a body that does not protect children', () => given(found).when(ImposeAlternativeMeasure, measure, { by: { orgType: 'NGO' } }).thenThrows(NotCompetent));
});

describe('ReviewAlternativeMeasure', () => {
  const review = { measure: id, result: 'EASED', restrictions: ['REPORTING'], reviewBy: '2026-03-25T12:00:00Z' };

  it('happens when it eases the supervision, or finds that it goes on', () => {
    given(found, imposed).when(ReviewAlternativeMeasure, review).then({ type: 'identification.MeasureReviewed', data: review });
    given(found, imposed).when(ReviewAlternativeMeasure, { ...review, result: 'GOES_ON', restrictions: measure.restrictions }).then({ type: 'identification.MeasureReviewed' });
  });
  it('is bad form when it adds a restriction, also one that an earlier review took away', () => {
    given(found, imposed).when(ReviewAlternativeMeasure, { ...review, restrictions: ['ELECTRONIC_TAG'] }).thenThrows(BadForm);
    given(found, imposed, { type: 'identification.MeasureReviewed', data: review }).when(ReviewAlternativeMeasure, { ...review, result: 'GOES_ON', restrictions: measure.restrictions }).thenThrows(BadForm);
  });
  it('is bad form when it says that it eases and takes nothing away', () =>
    given(found, imposed).when(ReviewAlternativeMeasure, { ...review, restrictions: measure.restrictions }).thenThrows(BadForm));
  it('has nothing to review after the end', () => given(found, imposed, ended).when(ReviewAlternativeMeasure, review).thenThrows(NotApplicable));
});

describe('EndAlternativeMeasure', () => {
  const end = { measure: id, because: 'NO_LONGER_NEEDED' };
  it('happens without any gate', () => {
    expect(EndAlternativeMeasure.declaration.gate).toEqual([]);
    given(imposed).when(EndAlternativeMeasure, end).then(ended);
  });
  it('is ignored when it has ended', () => given(imposed, ended).when(EndAlternativeMeasure, end).thenNothing());
});

describe('RecordMeasureCompliance', () => {
  it('happens, and ends nothing', () => {
    const told1 = { ...told, ...reports.RecordMeasureCompliance, compliance: 'ABSCONDED' };
    given(imposed).when(RecordMeasureCompliance, told1).then({ type: 'identification.ComplianceReported', data: { compliance: 'ABSCONDED' } });
  });
});

describe('A measure that an appeal body sets aside', () => {
  const imposed: Happened = { type: 'identification.MeasureImposed', data: { restrictions: ['REPORTING'] }, id: 'measure' };
  const reviewed: Happened = { type: 'identification.MeasureReviewed', data: { measure: 'measure', restrictions: ['REPORTING'] }, id: 'review' };
  const ended = { type: 'identification.MeasureEnded', data: { measure: 'measure', because: 'COURT' } };
  const follows = (decisionRef: string, ...happened: readonly Happened[]) =>
    identification.follow!({ type: 'repatriation.AppealDecided', data: { decisionRef, result: 'UPHELD' } } as unknown as Fact, given(...happened).state<Identification>(), []);

  it('ends in the same append, and so does one whose review is set aside', () => {
    expect(follows('measure', imposed, reviewed)).toEqual([ended]);
    expect(follows('review', imposed, reviewed)).toEqual([ended]);
  });
  it('ends once, and with no other ruling', () => {
    expect(follows('measure', imposed, ended)).toEqual([]);
    expect(follows('another', imposed, reviewed)).toEqual([]);
  });
});
