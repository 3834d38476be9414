import { afterEach, describe, expect, it } from '@jest/globals';
import express, { type Request, type Response } from 'express';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as otherWork } from 'node:timers/promises';
import { entriesFrom, sendAnswer, type Form } from './audit.forms.js';

const servers: Server[] = [];
afterEach(() => { for (const server of servers.splice(0)) server.close(); });

/** Answers with the entries, and gives the answer before anything of its body is read. */
async function asked(form: Form, entries: AsyncIterable<object>): Promise<IncomingMessage> {
  const app = express();
  app.get('/', (_: Request, response: Response) => {
    sendAnswer(response, form, { question: 'stock', head: { leftOut: ['one', 'two'], source: 'Перепись' }, columns: ['n', 'text'], entries, next: null }).catch(() => response.destroy());
  });
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return new Promise((resolve, reject) => get({ port: (server.address() as AddressInfo).port, agent: false }, resolve).on('error', reject));
}

async function textOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding('utf8');
  let text = '';
  for await (const part of answer) text += String(part);
  return text;
}

const pages = [[1, 2, 3], [3, 4, 5], [5]];
const turn = (n: number) => ({ entries: pages[n]!.map((of) => ({ n: of, text: `=${of}` })) });

describe('An answer of several pages', () => {
  it('is sent from the first entry to the last, as lines and as a table', async () => {
    const all = () => entriesFrom(turn(0), 2, (before) => Promise.resolve(turn(before / 2)));
    const lines = (await textOf(await asked('ndjson', all()))).trim().split('\n').map((line) => JSON.parse(line) as { n?: number });
    expect(lines.slice(1).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(await textOf(await asked('csv', all()))).toBe(`n,text\r\n${[1, 2, 3, 4, 5].map((n) => `${n},'=${n}\r\n`).join('')}`);
  });

  it('gives no spreadsheet a formula, whatever stands before it that cannot be seen', async () => {
    const table = async (text: unknown) => (await textOf(await asked('csv', entriesFrom({ entries: [{ n: 1, text }] }, 2)))).slice('n,text\r\n1,'.length).replace(/^"/, '');
    for (const hidden of ['', ' ', '\n', '\t', '\r', '\u200b', '\ufeff', ' \n\u00a0']) {
      for (const sign of ['=', '+', '-', '@', '\uff1d']) expect([hidden, sign, (await table(`${hidden}${sign}1`)).startsWith(`'${hidden}${sign}1`)]).toEqual([hidden, sign, true]);
    }
    expect(await table([' =1', 'b'])).toBe("' =1; b\r\n");
    expect([await table(' Osh'), await table(-1)]).toEqual([' Osh\r\n', '-1\r\n']);
  });

  it('is one page where no other can be turned to', async () => {
    expect(JSON.parse(await textOf(await asked('json', entriesFrom(turn(0), 2))))).toMatchObject({ entries: [{ n: 1 }, { n: 2 }], source: 'Перепись' });
  });

  it('says in headers of plain letters what a table is true of', async () => {
    const { headers } = await asked('csv', entriesFrom(turn(0), 2));
    expect([headers['audit-source'], headers['audit-left-out']]).toEqual([expect.stringMatching(/^[\x20-\x7e]+$/), '2']);
    expect(JSON.parse(headers['audit-source'] as string)).toBe('Перепись');
  });

  for (const form of ['ndjson', 'csv'] as const) {
    it(`is read only as fast as it is taken, as ${form}`, async () => {
      let read = 0;
      const answer = await asked(form, (async function* () {
        for (; read < 1_000_000; read += 1) yield { n: read, text: 'x'.repeat(10_000) };
      })());
      let before = -1;
      while (before !== read) {
        before = read;
        for (let turns = 0; turns < 100; turns += 1) await otherWork();
      }
      expect(read).toBeLessThan(10_000);
      answer.destroy();
    });

    it(`is cut off where a page cannot be read, as ${form}`, async () => {
      const failing = entriesFrom(turn(0), 2, () => Promise.reject(new Error('gone')));
      await expect(asked(form, failing).then(textOf)).rejects.toThrow(/aborted|hang up/);
    });
  }
});
