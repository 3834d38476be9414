import { expect, it } from '@jest/globals';
import { StoreUnavailable } from '../../libs/event-store/port.js';
import { progressLine, readModelLine, standingOf, timeLeft } from './progress-bar.js';

it('says how far a work is, how fast it goes and how long it still takes', () => {
  expect(progressLine('made up', { done: 250, total: 1_000, seconds: 2 })).toBe('[######------------------] 25 % made up: 250 of 1000 events, 125 events/s, 6 s left');
  expect(progressLine('made up', { done: 1_010, total: 1_000, seconds: 4 })).toBe('[########################] 100 % made up: 1010 of 1000 events, 253 events/s');
  expect(progressLine('made up', { done: 0, total: 1_000, seconds: 0 })).toBe('[------------------------] 0 % made up: 0 of 1000 events, 0 events/s');
});

it('gives long times in the units that people use', () => {
  expect([5, 61, 7_300].map(timeLeft)).toEqual(['5 s', '1 min 1 s', '2 h 1 min']);
});

it('says of a read model whether it is in use, and of one that is being filled how far, how fast and how long still', () => {
  const standing = { name: 'liberty', version: 4, parked: 0, stuck: false };
  expect(readModelLine({ ...standing, status: 'serving', share: 1, lag: { events: 0, seconds: 0 }, eventsPerSecond: undefined, secondsLeft: undefined }))
    .toBe('liberty 4                 in use  100 %  0 events behind');
  expect(readModelLine({ ...standing, version: 5, status: 'filling', share: 0.257, lag: { events: 743, seconds: 9 }, eventsPerSecond: 74.3, secondsLeft: 10, parked: 2, stuck: true }))
    .toBe('liberty 5                 being filled  25 %  743 events behind  74 events/s  10 s left  2 children left out  stuck');
  expect(readModelLine({ ...standing, status: 'serving', share: undefined, lag: { events: NaN, seconds: 3 }, eventsPerSecond: undefined, secondsLeft: undefined }))
    .toBe('liberty 4                 in use  3 s behind');
});

it('outlasts an event store that does not answer for a moment, says so, and nothing else that fails', async () => {
  const said: string[] = [];
  const asked = (error: Error) => standingOf({ status: async () => { throw error; } }, (line) => void said.push(line));
  expect(await asked(new StoreUnavailable('the event store cannot be reached'))).toBeUndefined();
  expect(said).toEqual(['the event store cannot be reached, asking again']);
  await expect(asked(new Error('a projection is wrong'))).rejects.toThrow('a projection is wrong');
  expect(await standingOf({ status: async () => [] }, (line) => void said.push(line))).toEqual([]);
  expect(said).toHaveLength(1);
});
