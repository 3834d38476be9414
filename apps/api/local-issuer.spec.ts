import { Controller, Get } from '@nestjs/common';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import request from 'supertest';
import { roles, type Actor } from '../../libs/decider/actor.js';
import { Allow, Caller } from './auth.js';
import { startEdge, startIssuer, type Edge } from './edge.scenario.js';
import { LocalIssuer } from './local-issuer.js';
import { readSettings } from './settings.js';

@Controller()
class Me {
  @Get('me') @Allow(...roles)
  me(@Caller() actor: Actor) { return actor; }
}

const guardian: Actor = { actorRef: 'guardian-7', role: 'GUARDIAN', orgRef: 'guardians-1', orgType: 'GUARDIANSHIP', purpose: 'GUARDIANSHIP', onBehalfOf: 'child-2f' };
const demo = () => LocalIssuer.create(readSettings({}, 'demo'));
const ask = (edge: Edge, token: string) => request(edge.server).get('/me').set('Authorization', `Bearer ${token}`);

describe('the issuer of a demonstration', () => {
  it('mints tokens that prove an actor for twelve hours', async () => {
    const issuer = await demo();
    const edge = await startEdge([Me], { issuer });
    const token = await issuer.mint(guardian);
    const answer = await ask(edge, token);
    expect(answer.body).toEqual(guardian);
    const { exp, iat } = decodeJwt(token);
    expect(exp! - iat!).toBe(12 * 60 * 60);
    await edge.close();
  });

  it('shows its public key and no private one', async () => {
    const { jwks } = await demo();
    expect(jwks.keys).toHaveLength(1);
    expect(jwks.keys[0]).not.toHaveProperty('d');
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    expect(await exportJWK(privateKey)).toHaveProperty('d');
  });

  it('is worth nothing to another run, to a real issuer or without one', async () => {
    const [issuer, anotherRun, real] = [await demo(), await demo(), await startIssuer()];
    const token = await issuer.mint(guardian);
    for (const trusted of [anotherRun, real.trusted, undefined]) {
      const edge = await startEdge([Me], { issuer: trusted });
      expect((await ask(edge, token)).status).toBe(401);
      await edge.close();
    }
    await real.close();
  });

  it.each(['start', 'replay', 'rebuild', ''])('does not exist for the command %j', async (command) => {
    expect(readSettings({}, command).issuer).toEqual({ kind: 'none' });
    await expect(LocalIssuer.create(readSettings({}, command))).rejects.toThrow('for a demonstration only');
  });

  it('does not exist in production, nor beside a real issuer', async () => {
    expect(() => readSettings({ NODE_ENV: 'production' }, 'demo')).toThrow(/^NODE_ENV /);
    const real = { OIDC_ISSUER: 'https://issuer.example', OIDC_AUDIENCE: 'guarantor', OIDC_JWKS_URL: 'https://issuer.example/jwks' };
    await expect(LocalIssuer.create(readSettings(real, 'demo'))).rejects.toThrow('for a demonstration only');
  });
});
