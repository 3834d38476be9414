import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { request as httpRequest } from 'node:http';
import request from 'supertest';
import { Allow, Public } from './auth.js';
import { startEdge, startIssuer, type Edge, type TokenIssuer } from './edge.scenario.js';
import { createLog, describeError, NestLog, type LogLevel } from './logging.js';

const canary = 'Aigul-K-canary';

@Controller('children')
class Children {
  @Get(':childRef') @Allow('GUARDIAN')
  child(@Param('childRef') childRef: string) { return { childRef }; }

  @Post(':childRef/notes') @Public()
  note() { throw new Error(canary); }

  @Get(':childRef/feed') @Public()
  feed(@Res() response: Response) { response.write('a part'); }
}

let edge: Edge;
let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
  edge = await startEdge([Children], { issuer: issuer.trusted });
});
afterAll(async () => {
  await edge.close();
  await issuer.close();
});
beforeEach(() => { edge.logged.length = 0; });

async function answeredLine(): Promise<Record<string, unknown>> {
  for (;;) {
    const line = edge.logged.find(({ text }) => text === 'request answered');
    if (line) return line;
    await new Promise(setImmediate);
  }
}

describe('a request', () => {
  it('leaves one line with the template of its route, its outcome, and the role that asked', async () => {
    await request(edge.server).get(`/children/${canary}?name=${canary}`).set('Authorization', `Bearer ${await issuer.token()}`).expect(200);
    expect(await answeredLine()).toEqual({
      level: 'info', time: expect.stringMatching(/Z$/), text: 'request answered', requestId: expect.any(String),
      method: 'GET', route: '/children/:childRef', status: 200, durationMs: expect.any(Number), role: 'GUARDIAN', orgType: 'GUARDIANSHIP',
    });
  });

  it('that was refused leaves the code of its problem', async () => {
    await request(edge.server).get('/children/c1').set('Authorization', 'Bearer a.b.c').expect(401);
    expect(await answeredLine()).toMatchObject({ status: 401, problem: 'invalid-token', route: '/children/:childRef' });
  });

  it('that was cut off leaves a line that says so', async () => {
    const sent = httpRequest(`${edge.url}/children/c1/feed`, (response) => response.destroy());
    sent.on('error', () => undefined).end();
    expect(await answeredLine()).toMatchObject({ route: '/children/:childRef/feed', cutOff: true });
  });

  it('leaves nothing of its address, its headers, its body, its token or an error\'s message', async () => {
    const secrets = { Cookie: `name=${canary}`, 'X-Name': canary, 'User-Agent': canary, Referer: canary, 'X-Request-Id': canary };
    await request(edge.server).post(`/children/${canary}/notes?q=${canary}`).set(secrets).send({ name: canary });
    await request(edge.server).post(`/children/${canary}/notes`).set(secrets).type('json').send(`{"${canary}":1,"${canary}":2}`);
    await request(edge.server).get(`/${canary}`).set(secrets);
    await request(edge.server).get(`/children/${canary}`).set({ ...secrets, Authorization: `Bearer ${canary}.${canary}.${canary}` });
    await answeredLine();
    expect(edge.logged.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(edge.logged)).not.toContain(canary);
  });

  it('keeps the id that it came with if that is a UUID, and gets one of ours otherwise', async () => {
    const id = '0B9E3C8A-41D6-4C9C-9A55-6B0E5D5B8A11';
    expect((await request(edge.server).get('/nowhere').set('X-Request-Id', id)).headers['x-request-id']).toBe(id.toLowerCase());
    for (const sent of ['1', `${id}\t`, 'x'.repeat(36), `${id},${id}`]) {
      const { headers, body } = await request(edge.server).get('/nowhere').set('X-Request-Id', sent);
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
      expect(body.requestId).toBe(headers['x-request-id']);
    }
  });
});

describe('the log', () => {
  function logTo(lines: Record<string, unknown>[], level: LogLevel = 'trace') {
    return createLog(level, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  }

  it('takes secrets and personal data out where somebody logs them after all', () => {
    const lines: Record<string, unknown>[] = [];
    logTo(lines).info({ password: canary, request: { headers: { authorization: canary }, body: canary, url: canary }, error: Object.assign(new Error(canary), { query: canary }), err: new TypeError(canary) }, 'a line');
    expect(JSON.stringify(lines)).not.toContain(canary);
    expect(lines[0]).toMatchObject({ text: 'a line', error: { name: 'Error' }, err: { name: 'TypeError' } });
  });

  it('describes an error by name, code and place, and its cause, never by its message', () => {
    const error = new TypeError(`${canary}\n    at ${canary} (file.ts:1:1)`, { cause: Object.assign(new Error(canary), { code: 'ECONNREFUSED' }) });
    const described = describeError(error);
    expect(described).toMatchObject({ name: 'TypeError', frames: expect.arrayContaining([expect.stringContaining('logging.spec')]), cause: { code: 'ECONNREFUSED' } });
    expect(JSON.stringify(described)).not.toContain(canary);
    expect(describeError(Object.assign(new Error('x'), { code: `not a code: ${canary}` }))).not.toHaveProperty('code');
    expect(describeError(canary)).toEqual({ name: 'string', frames: [] });
  });

  it('takes the messages of the framework over, and shows no object', () => {
    const lines: Record<string, unknown>[] = [];
    const nest = new NestLog(logTo(lines));
    nest.log('Mapped {/children, GET} route', 'RouterExplorer');
    nest.verbose('detail');
    nest.error(new Error('Nest cannot resolve dependencies'), 'ExceptionHandler');
    nest.error(new Error(canary), 'SomeService');
    nest.warn({ name: canary }, 'SomeService');
    expect(lines.map(({ level, text, context }) => [level, text, context])).toEqual([
      ['info', 'Mapped {/children, GET} route', 'RouterExplorer'], ['trace', 'detail', undefined], ['error', 'Nest cannot resolve dependencies', 'ExceptionHandler'],
      ['error', 'an object that is not shown', 'SomeService'], ['warn', 'an object that is not shown', 'SomeService'],
    ]);
    expect(JSON.stringify(lines)).not.toContain(canary);
  });

  it('keeps a line a line, whatever it holds, and says nothing below its level', () => {
    const written: string[] = [];
    const log = createLog('warn', { write: (line: string) => void written.push(line) });
    log.warn('one\n{"level":"info","text":"forged"}');
    log.info('unheard');
    expect(written).toHaveLength(1);
    expect(written[0]!.trimEnd()).not.toContain('\n');
  });
});
