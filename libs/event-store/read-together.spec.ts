import { setImmediate as otherWork } from 'node:timers/promises';
import type { Range } from './part.js';
import type { Position, StoredEvent } from './port.js';
import { lettingThrough, ReadTogether } from './read-together.js';

const all: Range = { after: '', to: undefined, until: '0000000000000000009' as Position };
const event = (stream: string, revision = 0, type = 'tally.Counted') => ({ stream, revision, type }) as StoredEvent;

function read() {
  const asked: unknown[] = [];
  const log = { fails: false };
  const together = new ReadTogether({
    readByStream({ after, to, types }) {
      asked.push([after?.stream, to, types]);
      return log.fails ? Promise.reject(new Error('away')) : Promise.resolve([event('child-1')]);
    },
  });
  return { together, asked, log };
}

describe('The fillings of a process', () => {
  it('are given each page that one of them has read, whatever types they fold', async () => {
    const { together, asked } = read();
    const pages = [together.page(all, undefined, 10), together.page(all, undefined, 10), together.page(all, event('child-1'), 10)];
    expect((await pages[0])![0]).toBe((await pages[1])![0]);
    await together.page({ ...all, to: 'child-3' }, event('child-1'), 10);
    await together.page({ ...all, after: 'child-3' }, undefined, 10);
    expect(asked).toEqual([['', undefined, undefined], ['child-1', undefined, undefined], ['child-1', 'child-3', undefined], ['child-3', undefined, undefined]]);
  });

  it('read a page again that could not be read, and one that is long gone', async () => {
    const { together, asked, log } = read();
    log.fails = true;
    await expect(together.page(all, undefined, 10)).rejects.toThrow('away');
    log.fails = false;
    await together.page(all, undefined, 10);
    for (const child of ['1', '2', '3']) await together.page(all, event(`child-${child}`), 10);
    await together.page(all, undefined, 10);
    expect(asked).toHaveLength(6);
  });

  it('tell in which parts they are, and keep no page once nobody reads', async () => {
    const { together, asked } = read();
    const other = { ...all, after: 'child-3' };
    for (const range of [all, other, all]) together.enter(range);
    await together.page(all, undefined, 10);
    together.leave(all);
    expect(together.here).toEqual([other, all]);
    for (const range of [other, all]) together.leave(range);
    expect(together.here).toEqual([]);
    await together.page(all, undefined, 10);
    expect(asked).toHaveLength(2);
  });

  it('take what they have read two at a time, whoever waits longest first, also after one that failed', async () => {
    const { together } = read();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const taking = [0, 1, 2, 3, 4].map((n) => together.inTurn(() => {
      begun.push(n);
      return new Promise<void>((resolve, reject) => { ends[n] = n === 1 ? () => reject(new Error('failed')) : resolve; });
    }).catch(() => undefined));
    const seen: number[][] = [];
    for (const n of [1, 0, 2, 3, 4]) {
      await otherWork();
      seen.push([...begun]);
      ends[n]!();
    }
    await Promise.all(taking);
    expect(seen).toEqual([[0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]);
  });

  it('see what their filters let through', () => {
    const lets = lettingThrough({ streams: ['child-'], types: ['tally.'] });
    expect([event('child-1'), event('refusals-1'), event('child-1', 1, 'other.Counted'), event('child-1', 2)].map(lets)).toEqual([true, false, false, true]);
    expect(lettingThrough({})(event('anything', 0, 'of.AnyType'))).toBe(true);
  });
});
