import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Actor } from '../../libs/decider/actor.js';
import type { TrustedIssuer } from './auth.js';
import type { Settings } from './settings.js';

const demoHours = 12;

/**
 * The demonstration's own issuer: a key pair and a name that live as long as one run and never leave the process,
 * so that its tokens are worth nothing to another run or to a real one.
 */
export class LocalIssuer implements TrustedIssuer {
  readonly audience = 'guarantor-demo';
  /** The tokens that a demonstration prints at its start have to last while somebody tries it out. */
  readonly tokenAgeMaxSeconds = demoHours * 60 * 60;

  private constructor(readonly issuer: string, readonly jwks: JSONWebKeySet, readonly keys: JWTVerifyGetKey, private readonly privateKey: CryptoKey) {}

  /** @throws Error unless the settings are those of a demonstration */
  static async create(settings: Pick<Settings, 'issuer'>): Promise<LocalIssuer> {
    if (settings.issuer.kind !== 'local') throw new Error('tokens are issued here for a demonstration only');
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const run = randomBytes(8).toString('hex');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: run, alg: 'EdDSA', use: 'sig' }] };
    return new LocalIssuer(`urn:guarantor:demo:${run}`, jwks, createLocalJWKSet(jwks), privateKey);
  }

  /** A token that proves the actor for twelve hours, or as long as this run, unless a shorter time is asked for. */
  mint({ actorRef, role, orgRef, orgType, purpose, onBehalfOf }: Actor, seconds = demoHours * 60 * 60): Promise<string> {
    return new SignJWT({ role, org: orgRef, org_type: orgType, purpose, ...(onBehalfOf !== undefined && { on_behalf_of: onBehalfOf }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.jwks.keys[0]!.kid! })
      .setIssuer(this.issuer).setAudience(this.audience).setSubject(actorRef)
      .setIssuedAt().setNotBefore('0 s').setExpirationTime(new Date(Date.now() + seconds * 1000))
      .sign(this.privateKey);
  }
}
