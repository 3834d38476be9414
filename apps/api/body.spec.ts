import { Body, Controller, Get, Post } from '@nestjs/common';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { Public } from './auth.js';
import { bodyBytesMax, urlLengthMax } from './body.js';
import { startEdge, type Edge } from './edge.scenario.js';

@Controller()
@Public()
class Echo {
  @Post('echo')
  echo(@Body() body: unknown) { return { body }; }

  @Get('echo')
  nothing() { return {}; }
}

let edge: Edge;
beforeAll(async () => { edge = await startEdge([Echo]); });
afterAll(() => edge.close());

const post = (body: string | Buffer, type = 'application/json') =>
  request(edge.server).post('/echo').set('Content-Type', type).serialize((sent) => sent as unknown as string).send(body as string);
const bytes = (length: number) => '{"a":1}'.padEnd(length, ' ');

const problem = (status: number, code: string) => expect.objectContaining({
  type: `urn:guarantor:problem:${code}`, status, title: expect.any(String), detail: expect.stringMatching(/\.$/), requestId: expect.any(String),
});

describe('a body', () => {
  it('of JSON arrives as it was sent', async () => {
    const body = { legs: [{ from: 'KZ', to: 'KG' }], note: 'first line\nsecond' };
    const answer = await post(JSON.stringify(body), 'application/json; charset=UTF-8').expect(201);
    expect(answer.body).toEqual({ body });
  });

  it('may be absent', async () => {
    await request(edge.server).get('/echo').expect(200);
    expect((await request(edge.server).post('/echo').expect(201)).body).toEqual({});
  });

  it('holds at most 256 KiB', async () => {
    await post(bytes(bodyBytesMax)).expect(201);
    const answer = await post(bytes(bodyBytesMax + 1)).expect(413);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toEqual(problem(413, 'body-too-large'));
  });

  it('that is too large is refused before it has arrived, and its length need not be known', async () => {
    const answer = await sendWithoutEnd('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n', `10000\r\n${' '.repeat(65_536)}\r\n`, 5);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(await sendWithoutEnd('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n', '{', 1)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that is too large and does not end is cut off a moment after its answer', async () => {
    const heard = await heardUntilClosed(`POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n${' '.repeat(65_536)}`);
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that is too large and does end leaves the connection in use', async () => {
    const tooLarge = `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${bodyBytesMax + 1}\r\n\r\n${' '.repeat(bodyBytesMax + 1)}`;
    const heard = await heardUntilClosed(`${tooLarge}GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 413 [^]*HTTP\/1\.1 200 /);
  });

  it('that breaks off gets no answer and harms nobody', async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(edge.url).port) });
    await new Promise((resolve) => socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"', resolve));
    socket.destroy();
    await post('{}').expect(201);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/json; charset=utf-16', 'application/jsonp', 'application/merge-patch+json', 'text/plain, application/json'])('of type %s is not read', async (type) => {
    expect((await post('{"a":1}', type).expect(415)).body).toEqual(problem(415, 'unsupported-media-type'));
  });

  it('without a type is not read', async () => {
    expect(await sendWithoutEnd('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n', '{}', 1)).toMatch(/^HTTP\/1\.1 415 /);
  });

  it.each(['gzip', 'deflate', 'br', 'identity, gzip', 'x'])('that is encoded as %s is not read', async (encoding) => {
    const answer = await post(gzipSync('{"a":1}')).set('Content-Encoding', encoding).expect(415);
    expect(answer.headers['accept-encoding']).toBe('identity');
  });

  it.each([
    ['malformed', '{"name":"Aigul"', ''], ['broken UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), ''], ['a repeated field', '{"name":"Aigul","name":"Aigul"}', 'name'],
    ['a prototype', '{"__proto__":{"name":"Aigul"}}', '__proto__'], ['a NUL', '{"name":"Aigul\\u0000"}', 'name'], ['a number without end', '{"name":1e999}', 'name'],
  ])('with %s is answered with the place, never with the value', async (_, body, field) => {
    const answer = await post(body).expect(400);
    expect(answer.body).toEqual(problem(400, 'invalid-body'));
    expect(answer.body).toMatchObject({ errors: [{ field, message: expect.stringMatching(/\.$/) }] });
    expect(answer.text).not.toMatch(/Aigul|1e999|at .*\.[jt]s|SyntaxError/);
  });
});

describe('an address', () => {
  it('holds at most 2 KiB', async () => {
    await request(edge.server).get(`/echo?q=${'x'.repeat(urlLengthMax - 8)}`).expect(200);
    expect((await request(edge.server).get(`/echo?q=${'x'.repeat(urlLengthMax - 7)}`).expect(414)).body).toEqual(problem(414, 'address-too-long'));
  });
});

/** Sends the head, then the part several times, and never says that this was all. */
function sendWithoutEnd(head: string, part: string, times: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(edge.url).port) }, () => {
      socket.write(head);
      for (let sent = 0; sent < times; sent += 1) socket.write(part);
    });
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

function heardUntilClosed(said: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(edge.url).port) }, () => socket.write(said));
    socket.on('data', (data) => { heard += data.toString(); });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(heard));
  });
}
