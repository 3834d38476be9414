import { expect, it } from '@jest/globals';
import { owedId } from '../case-file/duties.js';
import { factOf } from '../decider/decider.scenario.js';
import type { Fact } from '../decider/event.js';
import { duties } from './duties.projection.js';

const separation = '11111111-1111-4111-8111-111111111111';
const paused = (until: string) => ({ type: 'duties.DutyPaused', data: { duty: owedId('FIRST_CONTACT_AFTER_SEPARATION', separation), ground: 'CHILD_ASKED', until }, at: '2026-03-02T04:00:00.000Z' });
const long = paused('2026-05-01T04:00:00.000Z');
const short = paused('2026-03-07T04:00:00.000Z');

it.each([['the longer', [short, long]], ['the shorter', [long, short]]])('The row of a duty that was paused twice holds the pause that ends last, where %s came later', (_, pauses) => {
  const facts = [{ type: 'identification.SeparationStarted', data: { separatedFrom: [{ relation: 'MOTHER' }] }, id: separation, at: '2026-03-02T03:00:00.000Z' }, ...pauses].map(factOf) as readonly Fact[];
  const kept = facts.reduce((state, fact) => duties.evolve(state, fact), duties.initial);
  const row = duties.rows('1', kept).duties!.find(({ code }) => code === 'FIRST_CONTACT_AFTER_SEPARATION');
  expect(row).toMatchObject({ paused_from: '2026-03-02T04:00:00.000Z', paused_until: long.data.until });
});
