import { resolve } from 'node:path';
import { logLevels, type LogLevel } from './logging.js';

/** The environment, read and checked once, at the start. Nothing else reads it. */

export interface Settings {
  /** postgres://…; absent: the embedded server. */
  readonly databaseUrl?: string;
  /** esdb://…, esdb+discover://… or postgres://…; absent: in the same database as the read models. */
  readonly eventStoreUrl?: string;
  readonly issuer:
    | { readonly kind: 'oidc'; readonly issuer: string; readonly audience: string; readonly jwksUrl: URL }
    | { readonly kind: 'local' }
    | { readonly kind: 'none' };
  readonly host: string;
  /** 0 is any free port. */
  readonly port: number;
  /** True where somebody asked for this port and no other will do. */
  readonly portIsGiven: boolean;
  /** Absolute. */
  readonly dataFolder: string;
  /** True where somebody named it. */
  readonly dataFolderIsGiven: boolean;
  /** The key-encryption key: base64, or a file; absent: a file in the data folder. */
  readonly key?: { readonly base64: string } | { readonly file: string };
  /** What checkpoints of the log are signed with: base64, or a file; absent: a file in the data folder. */
  readonly checkpointKey?: Settings['key'];
  readonly logLevel: LogLevel;
  readonly role: 'api' | 'follower' | 'both';
  /** `movable`: tests and demonstrations may move what the system takes for now. */
  readonly clock: 'true' | 'movable';
  /** Connections over which services may listen live at a time. */
  readonly listenersMax: { readonly all: number; readonly ofOne: number };
  readonly webhooks: {
    /** Origins under which services may be called; empty: none is. */
    readonly targets: readonly string[];
    /** How long after each failed attempt the next one is made; absent: as the convention has it. */
    readonly retriesMs?: readonly number[];
  };
}

/** The program does not start with these settings. The message is one line that names the setting and never holds its value. */
export class SettingRefused extends Error {
  constructor(setting: string, sentence: string) {
    super(`${setting} ${sentence}`);
  }
}

/** @throws SettingRefused */
export function readSettings(environment: NodeJS.ProcessEnv, command: string): Settings {
  const read = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const production = read('NODE_ENV') === 'production';
  if (production && command === 'generate') throw new SettingRefused('NODE_ENV', 'is production; expected anything else to put made-up children into a log');
  return {
    databaseUrl: postgresUrl('DATABASE_URL', read('DATABASE_URL')),
    eventStoreUrl: eventStoreUrl(read('EVENTSTORE_URL'), production),
    issuer: issuer(read, command, production),
    host: host(read('HOST')),
    ...port(read('PORT')),
    // The clock of a demonstration is moved and a population is made up, and such a log is no log of a true start.
    dataFolder: resolve(read('DATA_FOLDER') ?? ({ demo: '.guarantor-demo', generate: '.guarantor-generated' }[command] ?? '.guarantor')),
    dataFolderIsGiven: read('DATA_FOLDER') !== undefined,
    key: key(read, 'KEY'),
    checkpointKey: key(read, 'CHECKPOINT_KEY'),
    logLevel: oneOf('LOG_LEVEL', logLevels, read('LOG_LEVEL') ?? 'info'),
    role: oneOf('ROLE', ['api', 'follower', 'both'], read('ROLE') ?? 'both'),
    clock: clock(read('CLOCK'), command, production),
    listenersMax: { all: wholeNumber('LISTENERS_MAX', read('LISTENERS_MAX') ?? '1000', 100_000), ofOne: wholeNumber('LISTENERS_PER_SERVICE_MAX', read('LISTENERS_PER_SERVICE_MAX') ?? '10', 100_000) },
    webhooks: { targets: webhookTargets(read('WEBHOOK_TARGETS'), production), ...webhookRetries(read('WEBHOOK_RETRIES')) },
  };
}

function postgresUrl(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol)) throw new SettingRefused(name, 'is not the address of a PostgreSQL server; expected postgres://user:password@host:5432/database');
  if (url.hostname === '' || url.pathname.length < 2) throw new SettingRefused(name, 'lacks the host or the database; expected postgres://user:password@host:5432/database');
  return value;
}

function eventStoreUrl(value: string | undefined, production: boolean): string | undefined {
  if (value === undefined) return undefined;
  if (/^postgres(ql)?:/.test(value)) return postgresUrl('EVENTSTORE_URL', value);
  if (!/^esdb(\+discover)?:\/\/[^/\s?]+/.test(value)) {
    throw new SettingRefused('EVENTSTORE_URL', 'is not the address of an event store; expected esdb://…, esdb+discover://… or postgres://…, or no value for the store in the database');
  }
  if (production && /[?&]tls=false\b/i.test(value)) throw new SettingRefused('EVENTSTORE_URL', 'turns TLS off; expected a connection with TLS where NODE_ENV is production');
  if (production && /:changeit@/.test(value)) throw new SettingRefused('EVENTSTORE_URL', 'holds the password that every event store is delivered with; expected one of your own where NODE_ENV is production');
  return value;
}

function issuer(read: (name: string) => string | undefined, command: string, production: boolean): Settings['issuer'] {
  const names = ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_JWKS_URL'] as const;
  const missing = names.filter((name) => read(name) === undefined);
  if (missing.length === 0) {
    const jwksUrl = protectedUrl('OIDC_JWKS_URL', read('OIDC_JWKS_URL')!);
    protectedUrl('OIDC_ISSUER', read('OIDC_ISSUER')!);
    return { kind: 'oidc', issuer: read('OIDC_ISSUER')!, audience: read('OIDC_AUDIENCE')!, jwksUrl };
  }
  if (missing.length < names.length) throw new SettingRefused(missing[0]!, `is missing; expected all of ${names.join(', ')}, or none`);
  if (command !== 'demo') return { kind: 'none' };
  if (production) throw new SettingRefused('NODE_ENV', 'is production; expected anything else for a demonstration, which issues its own tokens');
  return { kind: 'local' };
}

/** Keys that came over an open line would let anybody on it write tokens. */
function protectedUrl(name: string, value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const onThisMachine = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !onThisMachine)) throw new SettingRefused(name, 'is not an https address; expected https://… (http:// only on this machine)');
  if (url.username !== '' || url.password !== '') throw new SettingRefused(name, 'holds a user or a password; expected an address without them');
  return url;
}

function host(value = '127.0.0.1'): string {
  if (!/^[A-Za-z0-9.:-]{1,253}$/.test(value)) throw new SettingRefused('HOST', 'is not a host name or address; expected for example 127.0.0.1 or 0.0.0.0');
  return value;
}

function port(value: string | undefined): Pick<Settings, 'port' | 'portIsGiven'> {
  if (value === undefined) return { port: 3000, portIsGiven: false };
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new SettingRefused('PORT', 'is not a port; expected a whole number from 0 (any free port) to 65535');
  return { port: Number(value), portIsGiven: true };
}

function key(read: (name: string) => string | undefined, name: 'KEY' | 'CHECKPOINT_KEY'): Settings['key'] {
  const [base64, file] = [read(name), read(`${name}_FILE`)];
  if (base64 !== undefined && file !== undefined) throw new SettingRefused(name, `and ${name}_FILE are both set; expected one of them`);
  if (file !== undefined) return { file: resolve(file) };
  if (base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== base64) throw new SettingRefused(name, 'is not a key of 32 bytes in base64; expected the output of: openssl rand -base64 32');
  return { base64 };
}

function clock(value: string | undefined, command: string, production: boolean): Settings['clock'] {
  const chosen = oneOf('CLOCK', ['true', 'movable'], value ?? (['demo', 'generate'].includes(command) && !production ? 'movable' : 'true'));
  if (production && chosen === 'movable') throw new SettingRefused('CLOCK', 'is movable; expected no value where NODE_ENV is production: nobody moves the time that decisions are taken by');
  return chosen;
}

/** Somebody else's word decides what is asked of a target, so that each host is named by whoever runs the program. */
function webhookTargets(value: string | undefined, production: boolean): readonly string[] {
  const targets = value?.split(',').map((target) => target.trim()) ?? [];
  for (const target of targets) {
    const url = URL.canParse(target) ? new URL(target) : undefined;
    if (url?.origin !== target || !/^https?:\/\/[a-z0-9.:[\]-]+$/.test(target)) throw new SettingRefused('WEBHOOK_TARGETS', 'holds what is no origin; expected for example https://hooks.school.example, several with commas between them');
    const inTheOpen = url.protocol === 'http:';
    if (inTheOpen && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) throw new SettingRefused('WEBHOOK_TARGETS', 'holds an address that is not protected; expected https://… (http:// only on this machine)');
    if (inTheOpen && production) throw new SettingRefused('WEBHOOK_TARGETS', 'leads to this machine; expected https://… where NODE_ENV is production');
  }
  return targets;
}

function webhookRetries(value: string | undefined): { readonly retriesMs?: readonly number[] } {
  if (value === undefined) return {};
  const seconds = value.split(',').map((wait) => wait.trim());
  if (!seconds.every((wait) => /^\d{1,6}$/.test(wait)) || seconds.length > 100) throw new SettingRefused('WEBHOOK_RETRIES', 'is no list of waits; expected whole seconds with commas between them, such as 5,300,1800');
  return { retriesMs: seconds.map((wait) => Number(wait) * 1000) };
}

function wholeNumber(name: string, value: string, most: number): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1 || Number(value) > most) throw new SettingRefused(name, `is no whole number that can be used; expected one from 1 to ${most}`);
  return Number(value);
}

function oneOf<T extends string>(name: string, known: readonly T[], value: string): T {
  const found = known.find((one) => one === value);
  if (!found) throw new SettingRefused(name, `has a value that is not known; expected one of ${known.join(', ')}`);
  return found;
}
