import { describe, expect, it } from '@jest/globals';
import { factOf, type Happened } from '../decider/decider.scenario.js';
import { foldCaseFile } from './case-file.js';
import { lawOf, lawsBesides } from './law.js';

const found: Happened = { type: 'identification.ChildFound', data: { foundIn: 'KG' } };
const strayed: Happened = { type: 'repatriation.ReturnOutsideProcedureReported', data: { destinationState: 'MD' } };
const takenIn: Happened = { type: 'identification.EmergencyCareStarted', data: { register: { state: 'MD' } }, id: 'care' };
const authorised: Happened = { type: 'repatriation.TransferAuthorised', data: { legs: [{ fromState: 'MD', toState: 'UA' }, { fromState: 'UA', toState: 'KG' }] } };
const departed: Happened = { type: 'repatriation.DepartureConfirmed', data: {} };
const arrived: Happened = { type: 'reintegration.ChildArrived', data: { state: 'KG' } };

describe('The law by which a child is weighed', () => {
  const besides = (...happened: readonly Happened[]) => lawsBesides(foldCaseFile([], happened.map(factOf)));
  it('is that of the state in which it was found, and of the one that has taken it in since besides', () => {
    expect(lawOf(factOf(found, 0))).toBe('KG');
    expect(besides(found)).toEqual(['KG']);
    expect(besides(found, strayed, takenIn)).toEqual(['MD']);
    expect(besides(found, strayed, takenIn, authorised, departed, arrived)).toEqual(['KG']);
  });
  it('is not that of a state which is only on the way, nor of one that is only reported', () => {
    expect(besides(found, takenIn, authorised, departed)).toEqual([]);
    expect(besides(found, strayed)).toEqual(['KG']);
  });
  it('is that of both states where a correction says that it was taken in elsewhere, or not at all', () => {
    const retracted: Happened = { type: 'record.Retracted', data: { target: 'care', reason: 'MISTAKEN_ENTRY' }, supersedes: 'care' };
    expect(besides(found, takenIn, retracted)).toEqual(['MD', 'KG']);
  });
});
