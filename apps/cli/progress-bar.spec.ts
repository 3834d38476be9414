import { expect, it } from '@jest/globals';
import { progressLine, timeLeft } from './progress-bar.js';

it('says how far a work is, how fast it goes and how long it still takes', () => {
  expect(progressLine('made up', { done: 250, total: 1_000, seconds: 2 })).toBe('[######------------------] 25 % made up: 250 of 1000 events, 125 events/s, 6 s left');
  expect(progressLine('made up', { done: 1_010, total: 1_000, seconds: 4 })).toBe('[########################] 100 % made up: 1010 of 1000 events, 253 events/s');
  expect(progressLine('made up', { done: 0, total: 1_000, seconds: 0 })).toBe('[------------------------] 0 % made up: 0 of 1000 events, 0 events/s');
});

it('gives long times in the units that people use', () => {
  expect([5, 61, 7_300].map(timeLeft)).toEqual(['5 s', '1 min 1 s', '2 h 1 min']);
});
