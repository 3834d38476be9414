import { jest } from '@jest/globals';
import { Controller, Get, Param, Post } from '@nestjs/common';
import { base64url, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import { createHmac, sign as signBytes, KeyObject } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import request from 'supertest';
import { enforcementBodies, orgTypes, purposes, purposesOf, roles, type Actor } from '../../libs/decider/actor.js';
import { Access, Allow, assertEveryRouteDeclared, Caller, declareAccess, oidcIssuer, Public, undeclaredRoutes } from './auth.js';
import { publicJwk, signingKey, startEdge, startIssuer, startListener, type Edge, type TokenIssuer } from './edge.scenario.js';

@Controller()
class Routes {
  @Get('me') @Allow(...roles)
  me(@Caller() actor: Actor) { return actor; }

  @Get('open') @Public()
  open() { return { open: true }; }

  @Get('forgotten')
  forgotten() { return { secret: true }; }

  @Get('children/:childRef') @Allow('GUARDIAN', 'CASE_WORKER', 'INLET')
  child(@Param('childRef') childRef: string) { return { childRef }; }

  @Post('reports') @Access({ roles: ['INLET', 'CASE_WORKER'], inlet: true })
  report() { return { receipt: 'r-1' }; }

  @Get('remedies') @Access({ roles: ['GUARDIAN'], purposes: ['LEGAL_REMEDY'] })
  remedies() { return []; }
}

/** Handlers that are made in a loop, as the routes of the commands are. */
@Controller('commands')
class Made {}
for (const [name, access] of [['open-case', { roles: ['CASE_WORKER'] }], ['undeclared', undefined]] as const) {
  const handler = { [name]: () => ({ done: name }) }[name]!;
  Object.defineProperty(Made.prototype, name, { value: handler, writable: true, configurable: true });
  Post(name)(Made.prototype, name, Object.getOwnPropertyDescriptor(Made.prototype, name)!);
  if (access) declareAccess(handler, access);
}

let issuer: TokenIssuer;
let edge: Edge;
beforeAll(async () => {
  issuer = await startIssuer();
  edge = await startEdge([Routes, Made], { issuer: issuer.trusted });
});
afterAll(async () => {
  await edge.close();
  await issuer.close();
});

/** Closed after the spec that opened it, also where the spec fails. */
const open: { close(): Promise<void> }[] = [];
function closedAfterwards<T extends { close(): Promise<void> }>(opened: T): T {
  open.unshift(opened);
  return opened;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const ask = (path: string, token: string) => request(edge.server).get(path).set('Authorization', `Bearer ${token}`);

describe('a good token', () => {
  it('says who asks', async () => {
    const answer = await ask('/me', await issuer.token());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ actorRef: 'guardian-7', role: 'GUARDIAN', orgRef: 'guardians-1', orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP' });
  });

  it('may say on whose behalf', async () => {
    const answer = await ask('/me', await issuer.token({ claims: { on_behalf_of: 'child-2f' } }));
    expect(answer.body).toMatchObject({ onBehalfOf: 'child-2f' });
  });

  it.each(['ES256', 'PS256'])('may be signed with %s', async (alg) => {
    const key = await signingKey(alg, `key-${alg}`);
    const own = closedAfterwards(await startIssuer());
    await own.publish(key);
    const other = closedAfterwards(await startEdge([Routes], { issuer: own.trusted }));
    await request(other.server).get('/me').set('Authorization', `Bearer ${await own.token({ key })}`).expect(200);
  });

  it('is taken up to thirty seconds beside our clock, and no further', async () => {
    const now = Math.floor(Date.now() / 1000);
    await ask('/me', await issuer.token({ claims: { nbf: now + 20, iat: now + 20 } })).expect(200);
    await ask('/me', await issuer.token({ claims: { exp: now - 20 } })).expect(200);
    await ask('/me', await issuer.token({ claims: { nbf: now + 40 } })).expect(401);
    await ask('/me', await issuer.token({ claims: { exp: now - 40 } })).expect(401);
  });

  it('is known for each role in each of its purposes, and in no other', async () => {
    for (const role of roles) {
      for (const purpose of purposes) {
        const { status } = await ask('/me', await issuer.token({ claims: { role, purpose, org_type: 'OPERATOR' } }));
        // The inlet may not pass /me; that it gets 403 and not 401 says that its token was good.
        expect([role, purpose, status]).toEqual([role, purpose, purposesOf[role].includes(purpose) ? (role === 'INLET' ? 403 : 200) : 401]);
      }
    }
  });
});

describe('a token that was tampered with', () => {
  const seconds = () => Math.floor(Date.now() / 1000);
  const segment = (value: unknown) => base64url.encode(typeof value === 'string' ? value : JSON.stringify(value));
  const header = (changed: object = {}) => ({ alg: 'EdDSA', typ: 'at+jwt', kid: 'first', ...changed });

  /** Header and claims as given, signed with the issuer's own key. */
  const signedAsGiven = (head: unknown, claims: unknown): string => {
    const input = `${segment(head)}.${segment(claims)}`;
    return `${input}.${base64url.encode(signBytes(null, Buffer.from(input), KeyObject.from(issuer.key.privateKey)))}`;
  };
  const hmac = (head: object, secret: string | Buffer): string => {
    const input = `${segment(head)}.${segment(issuer.claims())}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const byOther = async (head: object): Promise<string> => {
    const other = await signingKey('EdDSA', 'other');
    return new SignJWT(issuer.claims()).setProtectedHeader({ ...header(), jwk: await publicJwk(other), ...head } as never).sign(other.privateKey);
  };
  const changed = (claims: object) => issuer.token({ claims: claims as never });

  let evil: Awaited<ReturnType<typeof startListener>>;
  const fetched: string[] = [];
  beforeAll(async () => {
    const other = await signingKey('EdDSA', 'other');
    const jwk = await publicJwk(other);
    evil = await startListener(() => ({ keys: [jwk] }));
    const original = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
      fetched.push(String(url));
      return original(url, init);
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await evil.close();
  });

  const tampered: Record<string, () => Promise<string> | string> = {
    'has no signature (alg none)': () => new UnsecuredJWT(issuer.claims()).encode(),
    'says alg None in another spelling': () => `${segment(header({ alg: 'nOnE' }))}.${segment(issuer.claims())}.`,
    'is signed with the public key as an HMAC secret (PEM)': async () => hmac(header({ alg: 'HS256' }), await exportSPKI(issuer.key.publicKey)),
    'is signed with the public key as an HMAC secret (raw)': async () => hmac(header({ alg: 'HS256' }), Buffer.from(((await publicJwk(issuer.key)) as { x: string }).x, 'base64url')),
    'is signed in a way that is not on the list (ES384)': async () => {
      const key = await signingKey('ES384', 'first');
      return new SignJWT(issuer.claims()).setProtectedHeader(header({ alg: 'ES384' })).sign(key.privateKey);
    },
    'brings its own key (jwk)': () => byOther({ kid: 'other' }),
    'brings its own key under a known name (jwk, kid)': () => byOther({ kid: 'first' }),
    'brings an address of keys (jku)': () => byOther({ kid: 'other', jku: `${evil.url}/jwks` }),
    'brings an address of certificates (x5u)': () => byOther({ kid: 'other', x5u: `${evil.url}/certificate` }),
    'brings a certificate (x5c)': () => byOther({ kid: 'other', x5c: ['MIIB'] }),
    'names a file as its key (kid)': () => byOther({ kid: '../../../../dev/null' }),
    'names a query as its key (kid)': () => byOther({ kid: "' union select 'x" }),
    'names an address as its key (kid)': () => byOther({ kid: `${evil.url}/jwks` }),
    'asks for an extension that nobody knows (crit)': () => signedAsGiven(header({ crit: ['exp2'], exp2: 1 }), issuer.claims()),
    'has an unencoded payload (b64)': () => signedAsGiven(header({ crit: ['b64'], b64: false }), issuer.claims()),
    'is signed with another key under a known name': async () => issuer.token({ key: { ...(await signingKey('EdDSA', 'first')) } }),
    'has an altered payload': async () => {
      const [head, , signature] = (await issuer.token()).split('.');
      return `${head}.${segment(issuer.claims({ role: 'ADMINISTRATOR', purpose: 'OPERATIONS' }))}.${signature}`;
    },
    'has an altered header': async () => {
      const [, payload, signature] = (await issuer.token()).split('.');
      return `${segment(header({ extra: 1 }))}.${payload}.${signature}`;
    },
    'has a signature that was cut': async () => (await issuer.token()).slice(0, -8),
    'is from another issuer': () => changed({ iss: 'https://other.example' }),
    'names several issuers': () => changed({ iss: [issuer.issuer] }),
    'is for another service': () => changed({ aud: 'another' }),
    'is an ID token (typ JWT)': () => issuer.token({ header: { typ: 'JWT' } }),
    'has no typ': () => issuer.token({ header: { typ: undefined } }),
    'has expired': () => changed({ exp: seconds() - 60 }),
    'is not valid yet': () => changed({ nbf: seconds() + 120 }),
    'was issued in the future': () => changed({ iat: seconds() + 120 }),
    'was issued more than 15 minutes ago': () => changed({ iat: seconds() - 15 * 60 - 60, nbf: 1, exp: seconds() + 600 }),
    'never expires': () => changed({ exp: undefined }),
    'expires at a text': () => changed({ exp: '9999999999' }),
    'has no nbf': () => changed({ nbf: undefined }),
    'has no iat': () => changed({ iat: undefined }),
    'has no subject': () => changed({ sub: undefined }),
    'has an e-mail address as its subject': () => changed({ sub: 'someone@example.org' }),
    'has an object as its subject': () => changed({ sub: { $ne: 1 } }),
    'has no role': () => changed({ role: undefined }),
    'has a role that does not exist': () => changed({ role: 'POLICE' }),
    'has several roles': () => changed({ role: ['GUARDIAN', 'ADMINISTRATOR'] }),
    'has a role from the prototype': () => changed({ role: 'constructor' }),
    'has an organisation type that does not exist': () => changed({ org_type: 'MILITARY' }),
    'has no organisation': () => changed({ org: undefined }),
    'has an enforcement purpose': () => changed({ purpose: 'ENFORCEMENT' }),
    'has no purpose': () => changed({ purpose: undefined }),
    'has a purpose that its role does not act for': () => changed({ role: 'GUARDIAN', purpose: 'OVERSIGHT' }),
    'speaks for somebody without a reference': () => changed({ on_behalf_of: 'a name' }),
    'says a claim twice': () => signedAsGiven(header(), JSON.stringify(issuer.claims()).replace('{', '{"role":"ADMINISTRATOR",')),
    'says a header twice': () => signedAsGiven(JSON.stringify(header()).replace('{', '{"kid":"other",'), issuer.claims()),
    'has claims that are no object': () => signedAsGiven(header(), '["GUARDIAN"]'),
    'has claims that are no JSON': () => signedAsGiven(header(), '{role:GUARDIAN}'),
    'is huge': () => changed({ extra: 'x'.repeat(10_000) }),
    'has five parts (encrypted)': () => 'e30.e30.e30.e30.e30',
    'is no token at all': () => 'guardian-7',
    'is empty': () => '',
  };

  it.each(Object.entries(tampered))('that %s is refused', async (_, make) => {
    const token = await make();
    const answer = await ask('/me', token);
    expect(answer.status).toBe(401);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="guarantor"/);
    expect(answer.body).toMatchObject({ status: 401, title: expect.any(String), detail: expect.stringMatching(/^[A-Z].*\.$/), requestId: expect.any(String) });
    for (const part of token.split('.').filter((one) => one.length > 8)) expect(answer.text).not.toContain(part);
    expect(answer.text).not.toMatch(/guardian-7|example\.org|jose|node_modules|Error|at .*\.js/);
  });

  it('makes nobody fetch anything but the keys of the issuer', () => {
    expect(Object.keys(tampered).length).toBeGreaterThanOrEqual(30);
    expect(evil.visits).toEqual([]);
    expect(fetched.filter((url) => !url.startsWith('http://127.0.0.1:') || url.startsWith(evil.url))).toEqual([]);
    expect(new Set(issuer.fetches)).toEqual(new Set(['/jwks']));
  });

  it('is refused beside a good one', async () => {
    const good = await issuer.token();
    const twoHeaders = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(`${edge.url}/me`, { headers: ['Host', '127.0.0.1', 'Authorization', `Bearer ${good}`, 'Authorization', `Bearer ${good}`] as never }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject).end();
    });
    expect(twoHeaders).toBe(401);
  });

  it('is not looked for in the address, in a cookie or under another scheme', async () => {
    const good = await issuer.token();
    await request(edge.server).get(`/me?access_token=${good}`).expect(401);
    await request(edge.server).get('/me').set('Cookie', `access_token=${good}`).expect(401);
    await request(edge.server).get('/me').set('Authorization', `Basic ${good}`).expect(401);
    await request(edge.server).get('/me').set('Authorization', good).expect(401);
    await request(edge.server).get('/me').expect(401).expect('WWW-Authenticate', 'Bearer realm="guarantor"');
  });
});

describe('the keys of the issuer', () => {
  afterEach(() => void jest.restoreAllMocks());

  it('are fetched again for an unknown key, once in thirty seconds', async () => {
    const own = closedAfterwards(await startIssuer());
    const clock = jest.spyOn(Date, 'now');
    const realNow = Date.now();
    clock.mockImplementation(() => realNow);
    const other = closedAfterwards(await startEdge([Routes], { issuer: own.trusted }));
    const status = async (token: string) => (await request(other.server).get('/me').set('Authorization', `Bearer ${token}`)).status;
    const late = await signingKey('EdDSA', 'late');

    expect(await status(await own.token())).toBe(200);
    await own.publish(late);
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await status(await own.token({ key: late }))).toBe(401);
    expect(own.fetches).toHaveLength(1);

    clock.mockImplementation(() => realNow + 31_000);
    expect(await status(await own.token({ key: late }))).toBe(200);
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await status(await own.token({ key: await signingKey('EdDSA', 'never') }))).toBe(401);
    expect(own.fetches).toHaveLength(2);
  });

  it.each([
    ['a fault', undefined], ['no list of keys', { keys: 'none' }], ['something else', 'hello'],
  ])('that are answered with %s are answered 503, with one fetch for many tokens in five seconds', async (_, said) => {
    const broken = closedAfterwards(await startListener(() => said));
    const other = closedAfterwards(await startEdge([Routes], { issuer: oidcIssuer({ issuer: issuer.issuer, audience: issuer.audience, jwksUrl: new URL(`${broken.url}/jwks`) }) }));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const answer = await request(other.server).get('/me').set('Authorization', `Bearer ${await issuer.token()}`);
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:issuer-unavailable' });
      expect(answer.headers['retry-after']).toBe('5');
      expect(answer.text).not.toContain('127.0.0.1');
    }
    expect(broken.visits).toHaveLength(1);
    expect(other.logged).toContainEqual(expect.objectContaining({ error: expect.objectContaining({ name: 'KeysUnavailable' }) }));
    const later = Date.now() + 6_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    await request(other.server).get('/me').set('Authorization', `Bearer ${await issuer.token()}`).expect(503);
    expect(broken.visits).toHaveLength(2);
  });

  it('are not sought where the issuer\'s address redirects to', async () => {
    const elsewhere = closedAfterwards(await startListener(() => ({ keys: [] })));
    const redirecting = closedAfterwards(await startListener(() => new URL(elsewhere.url)));
    const other = closedAfterwards(await startEdge([Routes], { issuer: oidcIssuer({ issuer: issuer.issuer, audience: issuer.audience, jwksUrl: new URL(redirecting.url) }) }));
    await request(other.server).get('/me').set('Authorization', `Bearer ${await issuer.token()}`).expect(503);
    expect(elsewhere.visits).toEqual([]);
  });
});

describe('without an issuer', () => {
  it('everything that is not public is refused and says that none is configured', async () => {
    const lonely = closedAfterwards(await startEdge([Routes]));
    await request(lonely.server).get('/open').expect(200);
    const answer = await request(lonely.server).get('/me').set('Authorization', `Bearer ${await issuer.token()}`);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:not-authenticated', detail: expect.stringContaining('No issuer of tokens is configured') });
  });
});

describe('a route', () => {
  it('that is public needs no token', () => request(edge.server).get('/open').expect(200));

  it('is open to its roles and closed to the others', async () => {
    await ask('/children/c1', await issuer.token()).expect(200);
    const answer = await ask('/children/c1', await issuer.token({ claims: { role: 'ANALYST', purpose: 'STATISTICS', org_type: 'STATISTICS' } }));
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ type: 'urn:guarantor:problem:not-allowed', status: 403 });
  });

  it('may be open for certain purposes only', async () => {
    await ask('/remedies', await issuer.token({ claims: { purpose: 'LEGAL_REMEDY' } })).expect(200);
    await ask('/remedies', await issuer.token({ claims: { purpose: 'GUARDIANSHIP' } })).expect(403);
  });

  it('that was made in a loop is open to the roles that were declared for it', async () => {
    const caseWorker = await issuer.token({ claims: { role: 'CASE_WORKER', purpose: 'PROTECTION', org_type: 'CHILD_PROTECTION' } });
    await request(edge.server).post('/commands/open-case').set('Authorization', `Bearer ${caseWorker}`).expect(201);
    await request(edge.server).post('/commands/open-case').set('Authorization', `Bearer ${await issuer.token()}`).expect(403);
  });

  it('without a declaration is refused to everybody', async () => {
    for (const role of roles) {
      const { status } = await ask('/forgotten', await issuer.token({ claims: { role, purpose: purposesOf[role][0]!, org_type: 'OPERATOR' } }));
      expect([role, status]).toEqual([role, 403]);
    }
    await request(edge.server).get('/forgotten').expect(401);
  });

  it('without a declaration is found', () => {
    expect(undeclaredRoutes(edge.app)).toEqual(['Routes.forgotten', 'Made.undeclared']);
    expect(() => assertEveryRouteDeclared(edge.app)).toThrow('routes that declare no access: Routes.forgotten, Made.undeclared');
  });
});

describe('the firewall', () => {
  const bodies = [...enforcementBodies.map((org_type) => ({ role: 'CASE_WORKER', org_type, purpose: 'PROTECTION' })),
    ...orgTypes.map((org_type) => ({ role: 'INLET', org_type, purpose: 'PROTECTION' }))];

  it('lets enforcement bodies and reporting bodies hand in reports', async () => {
    for (const claims of bodies) {
      const { status } = await request(edge.server).post('/reports').set('Authorization', `Bearer ${await issuer.token({ claims })}`);
      expect([claims, status]).toEqual([claims, 201]);
    }
  });

  it('lets them pass no other route, whatever role they have and whatever the route allows', async () => {
    for (const claims of [...bodies, { role: 'GUARDIAN', org_type: 'POLICE', purpose: 'GUARDIANSHIP' }]) {
      for (const path of ['/children/c1', '/me', '/remedies', '/forgotten']) {
        const { status } = await ask(path, await issuer.token({ claims }));
        expect([path, claims, status]).toEqual([path, claims, 403]);
      }
    }
  });

  it('answers them the same for a known child, an unknown child and a route that nobody declared', async () => {
    const token = await issuer.token({ claims: { role: 'CASE_WORKER', org_type: 'POLICE', purpose: 'PROTECTION' } });
    const answers = await Promise.all(['/children/known', '/children/unknown', '/forgotten'].map((path) => ask(path, token)));
    const [first, ...others] = answers.map(({ body, status }) => ({ status, body: { ...(body as object), requestId: '' } }));
    for (const other of others) expect(other).toEqual(first);
  });
});
