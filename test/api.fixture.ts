import { text } from 'node:stream/consumers';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { startServer } from '../apps/cli/server.js';
import { slow, thinkingFor } from './races.store.js';

export interface ApiOptions {
  readonly url: string;
  readonly folder: string;
  /** How long it thinks between what it reads of a child and what it stores; left out, as long as it needs. */
  readonly thinkMs?: number;
  /** Whose tokens it believes. */
  readonly issuer: { readonly issuer: string; readonly audience: string; readonly tokenAgeMaxSeconds: number; readonly jwks: JSONWebKeySet };
}

/** An API in a process of its own, on a log that others write, too. Prints its address, and then what came too late; ends when its stdin does, and so with its parent. */
const { url, folder, thinkMs, issuer: { jwks, ...issuer } } = JSON.parse(process.argv[2] ?? '') as ApiOptions;
const api = await startServer(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder, PORT: '0', ROLE: 'api' }, 'demo'), {
  log: createLog('error'), say: () => undefined, localIssuer: { ...issuer, keys: createLocalJWKSet(jwks) },
});
if (thinkMs !== undefined) slow(api.system.store, thinkingFor(thinkMs), (overtaken) => void process.stdout.write(`${JSON.stringify({ overtaken })}\n`));
process.stdout.write(`${api.url}\n`);
await text(process.stdin);
await api.stop();
process.exit();
