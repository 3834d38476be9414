import type { INestApplication, Provider, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccessGuard, Authenticator, oidcIssuer, type TrustedIssuer } from './auth.js';
import { fitEdge } from './edge.js';
import { createLog } from './logging.js';
import { createMetrics, type Metrics } from './metrics.js';
import type { Translate } from './problem.js';

/** What the specs of the edge share: a small application behind the edge, and an issuer of tokens with a server of its own. */

export interface Edge {
  readonly server: Server;
  readonly url: string;
  readonly app: INestApplication<Server>;
  readonly metrics: Metrics;
  /** The lines of the log, parsed. */
  readonly logged: Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startEdge(controllers: Type[], { issuer, translate }: { issuer?: TrustedIssuer; translate?: Translate } = {}): Promise<Edge> {
  const providers: Provider[] = [{ provide: Authenticator, useValue: new Authenticator(issuer) }, { provide: APP_GUARD, useClass: AccessGuard }];
  @Module({ controllers, providers })
  class Small {}
  const logged: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(JSON.parse(line) as Record<string, unknown>) });
  const metrics = createMetrics();
  const app = await NestFactory.create<INestApplication<Server>>(Small, { bodyParser: false, logger: false });
  fitEdge(app, { log, metrics, translate });
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  return { app, server, metrics, logged, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => app.close() };
}

/** A server on this machine that counts who comes. It answers with JSON, with a redirection where the answer is an address, or with 500. */
export async function startListener(answer: (path: string) => unknown): Promise<{ url: string; visits: string[]; close(): Promise<void> }> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url!);
    const body = answer(request.url!);
    if (body instanceof URL) return void response.writeHead(302, { Location: body.href }).end();
    response.writeHead(body === undefined ? 500 : 200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, visits, close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()) };
}

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly alg: string;
  readonly kid: string;
}

export async function signingKey(alg: string, kid: string): Promise<SigningKey> {
  return { ...(await generateKeyPair(alg, { extractable: true })), alg, kid };
}

export async function publicJwk({ publicKey, kid, alg }: SigningKey): Promise<object> {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly trusted: TrustedIssuer;
  /** The key that tokens are signed with unless another is given. */
  readonly key: SigningKey;
  publish(key: SigningKey): Promise<void>;
  /** Addresses that were fetched from the issuer's server. */
  readonly fetches: string[];
  /** What a good token says; specs change it. */
  claims(changed?: JWTPayload): JWTPayload;
  token(changed?: { claims?: JWTPayload; header?: Record<string, unknown>; key?: SigningKey }): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<TokenIssuer> {
  const first = await signingKey('EdDSA', 'first');
  const published = [await publicJwk(first)];
  const listener = await startListener((path) => (path === '/jwks' ? { keys: published } : undefined));
  const issuer = 'https://issuer.example';
  const audience = 'guarantor';
  const claims = (changed: JWTPayload = {}): JWTPayload => {
    const now = Math.floor(new Date().getTime() / 1000);
    const said = { iss: issuer, aud: audience, sub: 'guardian-7', iat: now, nbf: now, exp: now + 600, role: 'GUARDIAN', org: 'guardians-1', org_type: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP', ...changed };
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  };
  return {
    issuer, audience, claims,
    key: first,
    publish: async (key) => void published.push(await publicJwk(key)),
    fetches: listener.visits,
    trusted: oidcIssuer({ issuer, audience, jwksUrl: new URL(`${listener.url}/jwks`) }),
    token: ({ claims: changed, header, key = first } = {}) =>
      new SignJWT(claims(changed)).setProtectedHeader({ alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header }).sign(key.privateKey),
    close: listener.close,
  };
}
