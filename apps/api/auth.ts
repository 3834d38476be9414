import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext, type INestApplication } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type FetchImplementation, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { mayOnlyReport, orgTypes, purposes, purposesOf, roles, type Actor, type Purpose, type Role } from '../../libs/decider/actor.js';
import { Problem } from './problem.js';
import { callerOf, rememberCaller, rememberTokenEnd } from './request.js';
import { parseStrictJson } from './strict-json.js';

/** Who asks. Everything is refused unless a token of the one trusted issuer says who it is and the route says that this role may. */

/** The one issuer whose tokens are taken. Its keys come from here and from nowhere that a token names. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly tokenAgeMaxSeconds: number;
}

/** Thrown where the issuer's keys cannot be fetched, so that nobody can be told who they are. */
class KeysUnavailable extends Error {}

const tokenLengthMax = 8 * 1024;
const tokenAgeMaxSeconds = 15 * 60;
const clockToleranceSeconds = 30;
const keysRefetchSeconds = 30;
const keysRetrySeconds = 5;
const signatures = ['EdDSA', 'ES256', 'PS256'];
const required = ['iss', 'aud', 'exp', 'nbf', 'iat', 'sub', 'role', 'org', 'org_type', 'purpose'];

/** An OpenID Connect issuer with its fixed key address. An unknown key id costs one fetch in 30 seconds, a failed fetch one in 5. */
export function oidcIssuer({ issuer, audience, jwksUrl }: { issuer: string; audience: string; jwksUrl: URL }): TrustedIssuer {
  let pausedUntil = 0;
  const fetchUnlessPaused: FetchImplementation = async (url, options) => {
    if (Date.now() < pausedUntil) throw new KeysUnavailable('the keys of the issuer could not be fetched a moment ago');
    return fetch(url, options);
  };
  const remote = createRemoteJWKSet(jwksUrl, { cooldownDuration: keysRefetchSeconds * 1000, timeoutDuration: 5_000, [customFetch]: fetchUnlessPaused });
  const keys: JWTVerifyGetKey = async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      if (namesNoSingleKey(error) || error instanceof KeysUnavailable) throw error;
      // A flood of tokens must not become a flood of fetches from an issuer that is in trouble already.
      pausedUntil = Date.now() + keysRetrySeconds * 1000;
      throw new KeysUnavailable('the keys of the issuer cannot be fetched', { cause: error });
    }
  };
  return { issuer, audience, keys, tokenAgeMaxSeconds };
}

function namesNoSingleKey(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}

export class Authenticator {
  /** @param issuer absent where none is configured: then nobody is known, and the answer says so */
  constructor(private readonly issuer: TrustedIssuer | undefined) {}

  /** @throws Problem 401 where the token does not prove who asks, 503 where that cannot be checked now */
  async actorOf(request: Request): Promise<Actor> {
    if (!this.issuer) throw notAuthenticated('No issuer of tokens is configured for this service, so that nobody can be recognised. Set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL.');
    const claims = await verified(bearerToken(request), this.issuer);
    rememberTokenEnd(request, endOf(claims, this.issuer));
    return actorIn(claims);
  }
}

function bearerToken(request: Request): string {
  const sent = request.headersDistinct['authorization'] ?? [];
  if (sent.length === 0) throw notAuthenticated('The request needs a bearer token in its Authorization header.');
  if (sent.length > 1) throw invalidToken('The request carries more than one Authorization header.');
  const header = sent[0]!;
  if (header.length > tokenLengthMax) throw invalidToken(`The token is longer than ${tokenLengthMax} characters.`);
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
  if (!token) throw invalidToken('The Authorization header does not hold a signed bearer token.');
  return token;
}

async function verified(token: string, { issuer, audience, keys, tokenAgeMaxSeconds }: TrustedIssuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: signatures, typ: 'at+jwt', issuer, audience, requiredClaims: required,
      clockTolerance: clockToleranceSeconds, maxTokenAge: tokenAgeMaxSeconds,
    });
    assertReadOneWay(token);
    return payload;
  } catch (error) {
    if (error instanceof KeysUnavailable) {
      throw new Problem({
        status: 503, code: 'issuer-unavailable', title: 'Tokens cannot be checked now',
        detail: 'The keys of the token issuer cannot be fetched, so that no token can be checked. Try again later.',
        headers: { 'Retry-After': String(keysRetrySeconds) }, cause: error,
      });
    }
    throw error instanceof Problem ? error : invalidToken(whyRefused(error));
  }
}

/** When it is taken no more: it has expired, or is too old, whichever comes first, and the clocks may differ. */
function endOf({ exp, iat }: JWTPayload, { tokenAgeMaxSeconds }: TrustedIssuer): Date {
  return new Date((Math.min(exp!, iat! + tokenAgeMaxSeconds) + clockToleranceSeconds) * 1000);
}

/** Header and claims that repeat a member mean one thing to one reader and another to the next. */
function assertReadOneWay(token: string): void {
  for (const part of token.split('.').slice(0, 2)) {
    try {
      parseStrictJson(Buffer.from(part, 'base64url').toString('utf8'));
    } catch {
      throw invalidToken('The token repeats a member or holds what no token needs.');
    }
  }
}

function whyRefused(error: unknown): string {
  if (error instanceof errors.JOSEAlgNotAllowed) return `The token is not signed in a way that is accepted here (${signatures.join(', ')}).`;
  if (namesNoSingleKey(error)) return 'The token names no single key of the issuer.';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature does not fit the token.';
  if (error instanceof errors.JWTExpired) return error.claim === 'exp' ? 'The token has expired.' : 'The token is too old.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'missing') return `The token lacks the claim ${error.claim}.`;
    if (error.claim === 'typ') return 'The token is not an access token (typ at+jwt).';
    if (error.claim === 'iss') return 'The token is from another issuer.';
    if (error.claim === 'aud') return 'The token is meant for another service.';
    if (error.claim === 'nbf' || error.claim === 'iat') return 'The token is not valid yet.';
  }
  return 'The token is not well formed.';
}

const reference = /^[A-Za-z0-9._:-]{1,64}$/;

function actorIn(claims: JWTPayload): Actor {
  const role = oneOf(roles, claims.role, 'role');
  const orgType = oneOf(orgTypes, claims.org_type, 'org_type');
  const purpose = oneOf(purposes, claims.purpose, 'purpose');
  if (!purposesOf[role].includes(purpose)) throw invalidToken('The role of the token does not act for its purpose.');
  return {
    actorRef: referenceIn(claims.sub, 'sub'),
    role,
    orgRef: referenceIn(claims.org, 'org'),
    orgType,
    purpose,
    ...(claims.on_behalf_of !== undefined && { onBehalfOf: referenceIn(claims.on_behalf_of, 'on_behalf_of') }),
  };
}

function oneOf<T extends string>(known: readonly T[], value: unknown, claim: string): T {
  const found = known.find((one) => one === value);
  if (!found) throw invalidToken(`The claim ${claim} has no value that is known here.`);
  return found;
}

/** References go into the record for good: an e-mail address or a name in their place is refused. */
function referenceIn(value: unknown, claim: string): string {
  if (typeof value !== 'string' || !reference.test(value)) throw invalidToken(`The claim ${claim} is not a reference (letters, digits and . _ : - only, at most 64).`);
  return value;
}

const scheme = 'Bearer realm="guarantor"';

function notAuthenticated(detail: string): Problem {
  return new Problem({ status: 401, code: 'not-authenticated', title: 'Who asks is not known', detail, headers: { 'WWW-Authenticate': scheme } });
}

function invalidToken(detail: string): Problem {
  return new Problem({
    status: 401, code: 'invalid-token', title: 'The token is refused', detail,
    headers: { 'WWW-Authenticate': `${scheme}, error="invalid_token"` },
  });
}

/** Who may use a route: everybody, or these roles; for certain purposes only, where the route says so. */
export type RouteAccess = 'public' | {
  readonly roles: readonly Role[];
  readonly purposes?: readonly Purpose[];
  /** True where enforcement bodies may hand in a report and get a receipt. They pass no other route. */
  readonly inlet?: boolean;
};

export const routeAccessKey = 'guarantor:route-access';

/** Declares access on a controller, or on a handler that was made in a loop (`descriptor.value`). */
export function declareAccess(target: object, access: RouteAccess): void {
  Reflect.defineMetadata(routeAccessKey, access, target);
}

/** On a handler or a whole controller; the handler's own declaration wins. */
export const Access = (access: RouteAccess) => SetMetadata(routeAccessKey, access);
export const Allow = (...allowed: readonly [Role, ...Role[]]) => Access({ roles: allowed });
export const Public = () => Access('public');

/** The actor of the request, as a parameter of a handler. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = callerOf(context.switchToHttp().getRequest<Request>());
  if (!actor) throw notAuthenticated('The request needs a bearer token in its Authorization header.');
  return actor;
});

/** Default deny. Decides before anything is looked up, so that the refusal is the same whether or not a child is known. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<RouteAccess | undefined>(routeAccessKey, [context.getHandler(), context.getClass()]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const actor = await this.authenticator.actorOf(request);
    rememberCaller(request, actor);
    if (mayOnlyReport(actor) && !access?.inlet) {
      throw notAllowed('Enforcement bodies and reporting bodies hand in reports here; they can neither read nor decide.');
    }
    if (!access?.roles.includes(actor.role)) throw notAllowed('The role of the caller does not include this.');
    if (access.purposes && !access.purposes.includes(actor.purpose)) throw notAllowed('The purpose of the token does not include this.');
    return true;
  }
}

function notAllowed(detail: string): Problem {
  return new Problem({ status: 403, code: 'not-allowed', title: 'Not allowed', detail });
}

/** Handlers of routes that nobody declared access for, as Controller.method. */
export function undeclaredRoutes(app: INestApplication): readonly string[] {
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name]!))
      .filter((name) => !Reflect.hasMetadata(routeAccessKey, prototype[name]!) && !Reflect.hasMetadata(routeAccessKey, metatype))
      .map((name) => `${metatype.name}.${name}`);
  });
}

/** @throws Error that lists the routes without a declaration */
export function assertEveryRouteDeclared(app: INestApplication): void {
  const undeclared = undeclaredRoutes(app);
  if (undeclared.length > 0) throw new Error(`routes that declare no access: ${undeclared.join(', ')}`);
}
