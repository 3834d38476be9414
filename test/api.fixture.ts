import { text } from 'node:stream/consumers';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { createLog } from '../apps/api/logging.js';
import { readSettings } from '../apps/api/settings.js';
import { startServer } from '../apps/cli/server.js';

export interface ApiOptions {
  readonly url: string;
  readonly folder: string;
  /** Whose tokens it believes. */
  readonly issuer: { readonly issuer: string; readonly audience: string; readonly tokenAgeMaxSeconds: number; readonly jwks: JSONWebKeySet };
}

/** An API in a process of its own, on a log that others write, too. Prints its address; ends when its stdin does, and so with its parent. */
const { url, folder, issuer: { jwks, ...issuer } } = JSON.parse(process.argv[2] ?? '') as ApiOptions;
const api = await startServer(readSettings({ DATABASE_URL: url, DATA_FOLDER: folder, PORT: '0', ROLE: 'api' }, 'demo'), {
  log: createLog('error'), say: () => undefined, localIssuer: { ...issuer, keys: createLocalJWKSet(jwks) },
});
process.stdout.write(`${api.url}\n`);
await text(process.stdin);
await api.stop();
process.exit();
