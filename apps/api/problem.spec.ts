import { BadRequestException, Controller, Get, ImATeapotException, InternalServerErrorException, NotFoundException, Param, ParseIntPipe, Post, Res, ServiceUnavailableException } from '@nestjs/common';
import type { Response } from 'express';
import request from 'supertest';
import { Public } from './auth.js';
import { startEdge, type Edge } from './edge.scenario.js';
import { Problem, unmetGuarantees } from './problem.js';

const canary = 'Aigul-K-canary';

class StoreDown extends Error {}

@Controller()
@Public()
class Faults {
  @Get('query') query() { throw Object.assign(new Error(`insert into child values ('${canary}') violates unique constraint`), { code: '23505', detail: canary, query: canary, parameters: [canary] }); }
  @Get('text') text() { throw canary; }
  @Get('nothing') nothing() { throw undefined; }
  @Get('teapot') teapot() { throw new ImATeapotException(canary); }
  @Get('bad') bad() { throw new BadRequestException({ canary }); }
  @Get('inner') inner() { throw new InternalServerErrorException(canary); }
  @Get('down') down() { throw new ServiceUnavailableException(canary); }
  @Get('store') store() { throw new StoreDown(canary); }
  @Get('child') child() { throw new NotFoundException(canary); }
  @Get('number/:id') number(@Param('id', ParseIntPipe) id: number) { return { id }; }
  @Get('unmet') unmet() {
    throw unmetGuarantees([{ code: 'REPRESENTATIVE_ACTIVE', promise: 'Nothing is decided before a representative is appointed.', basis: 'CRC art. 18(2), 20' }], { refusal: 'r-1' });
  }
  @Get('odd') odd() { throw new Problem({ status: 409, code: 'odd', title: 'Odd', detail: 'It is odd.', extensions: { status: 200, type: 'x', hint: 1 }, headers: { 'Retry-After': '7' } }); }
  @Get('begun') begun(@Res() response: Response) {
    response.write('a first part');
    throw new Error(canary);
  }
  @Post('place') place() { return {}; }
  @Get('place') whatPlace() { return {}; }
}

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge([Faults], {
    translate: (error) => (error instanceof StoreDown ? new Problem({ status: 503, code: 'store-unavailable', title: 'The store cannot be reached', detail: 'Nothing was stored. Try again later.' }) : undefined),
  });
});
afterAll(() => edge.close());
beforeEach(() => { edge.logged.length = 0; });

const get = (path: string) => request(edge.server).get(path);

describe('whatever goes wrong', () => {
  it.each([
    ['/query', 500, 'internal-fault'], ['/text', 500, 'internal-fault'], ['/nothing', 500, 'internal-fault'], ['/inner', 500, 'internal-fault'],
    ['/teapot', 418, 'refused'], ['/bad', 400, 'malformed-request'], ['/down', 503, 'unavailable'], ['/child', 404, 'not-found'],
    ['/number/Aigul-K-canary', 400, 'malformed-request'], ['/Aigul-K-canary', 404, 'not-found'], ['/Aigul-K-canary?name=Aigul-K-canary', 404, 'not-found'],
    ['/%ff', 404, 'not-found'], ['/number/%ff', 400, 'malformed-request'], ['/store', 503, 'store-unavailable'],
  ])('%s is a problem of status %i with the request id, and nothing of what was thrown or sent', async (path, status, code) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    expect(answer.body).toEqual({ type: `urn:guarantor:problem:${code}`, status, title: expect.any(String), detail: expect.stringMatching(/\.$/), requestId: expect.any(String) });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.text).not.toMatch(/canary|constraint|insert|Error|\.ts|node_modules/i);
  });

  it('a fault of ours is found in the log by its request id, without its message', async () => {
    const { body } = await get('/query');
    const line = edge.logged.find(({ text }) => text === 'a request failed through no fault of its caller')!;
    expect(line).toMatchObject({ level: 'error', requestId: body.requestId, error: { name: 'Error', code: '23505', frames: expect.arrayContaining([expect.stringContaining('problem.spec')]) } });
    expect(JSON.stringify(edge.logged)).not.toContain(canary);
  });

  it('an answer that had begun is cut off, not passed off as complete', async () => {
    await expect(get('/begun')).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
  });
});

describe('a problem', () => {
  it('carries every unmet guarantee with its promise and its legal basis', async () => {
    const answer = await get('/unmet').expect(422);
    expect(answer.body).toEqual({
      type: 'urn:guarantor:problem:unmet-guarantees', title: 'Guarantees are not met', status: 422, requestId: expect.any(String), refusal: 'r-1',
      detail: 'The decision is refused because a guarantee is not met; see "unmet".',
      unmet: [{ code: 'REPRESENTATIVE_ACTIVE', promise: 'Nothing is decided before a representative is appointed.', basis: 'CRC art. 18(2), 20' }],
    });
  });

  it('keeps its own type and status whatever extensions are called, and its headers', async () => {
    const answer = await get('/odd').expect(409).expect('Retry-After', '7');
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:odd', status: 409, hint: 1 });
  });
});

describe('a method that an address does not know', () => {
  it.each(['delete', 'put', 'patch', 'options'] as const)('%s is answered 405 with those that it knows', async (method) => {
    const answer = await request(edge.server)[method]('/place').expect(405);
    expect(answer.headers.allow).toBe('POST, GET, HEAD');
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:method-not-allowed', status: 405 });
  });

  it('is answered 404 where there is no such address', () => request(edge.server).delete('/elsewhere').expect(404));
});
