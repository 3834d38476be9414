import { expect, it } from '@jest/globals';
import './soil.js';

it('is red for a value', () => expect({ a: 1 }).toEqual({ a: 2 }));
it('is red for a throw', () => {
  throw new TypeError('thrown');
});
it('is red for a promise', () => Promise.reject(new Error('rejected')));
it('is red for a promise that nobody waits for', async () => {
  void Promise.reject(new Error('unheard'));
  await new Promise(setImmediate);
});
