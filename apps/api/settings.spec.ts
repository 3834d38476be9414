import { resolve } from 'node:path';
import { readSettings, SettingRefused } from './settings.js';

const oidc = { OIDC_ISSUER: 'https://issuer.example', OIDC_AUDIENCE: 'guarantor', OIDC_JWKS_URL: 'https://issuer.example/jwks' };
const key = Buffer.alloc(32, 7).toString('base64');

describe('with no settings at all', () => {
  it('the program runs on this machine, on its own database, and knows no issuer', () => {
    expect(readSettings({}, 'start')).toEqual({
      databaseUrl: undefined, eventStoreUrl: undefined, issuer: { kind: 'none' }, host: '127.0.0.1', port: 3000, portIsGiven: false,
      dataFolder: resolve('.guarantor'), dataFolderIsGiven: false, key: undefined, logLevel: 'info', role: 'both', clock: 'true', listenersMax: { all: 1000, ofOne: 10 }, webhooks: { targets: [] },
    });
  });

  it('and a demonstration issues its own tokens, and may move the clock of a log that is its own', () =>
    expect(readSettings({}, 'demo')).toMatchObject({ issuer: { kind: 'local' }, clock: 'movable', dataFolder: resolve('.guarantor-demo') }));

  it('and a population is made up beside everything else, and nowhere in production', () => {
    expect(readSettings({}, 'generate')).toMatchObject({ clock: 'movable', dataFolder: resolve('.guarantor-generated') });
    expect(() => readSettings({ NODE_ENV: 'production' }, 'generate')).toThrow('NODE_ENV is production; expected anything else');
  });

  it('an empty value counts as none', () => expect(readSettings({ PORT: '', DATABASE_URL: ' ', KEY: '' }, 'start')).toEqual(readSettings({}, 'start')));
});

describe('what is set', () => {
  it('is taken over', () => {
    expect(readSettings({
      ...oidc, DATABASE_URL: 'postgres://guarantor:s3cret@db:5432/guarantor', EVENTSTORE_URL: 'esdb+discover://admin:s3cret@cluster:2113?tls=true', HOST: '::',
      PORT: '0', DATA_FOLDER: '/var/lib/guarantor', KEY: key, LOG_LEVEL: 'debug', ROLE: 'follower', CLOCK: 'movable', UNRELATED: 'x', LISTENERS_MAX: '50', LISTENERS_PER_SERVICE_MAX: '2',
      WEBHOOK_TARGETS: 'https://hooks.school.example, https://clinic.example:8443,http://127.0.0.1:4000', WEBHOOK_RETRIES: '5, 300',
    }, 'start')).toEqual({
      databaseUrl: 'postgres://guarantor:s3cret@db:5432/guarantor', eventStoreUrl: 'esdb+discover://admin:s3cret@cluster:2113?tls=true',
      issuer: { kind: 'oidc', issuer: 'https://issuer.example', audience: 'guarantor', jwksUrl: new URL('https://issuer.example/jwks') },
      host: '::', port: 0, portIsGiven: true, dataFolder: '/var/lib/guarantor', dataFolderIsGiven: true, key: { base64: key }, logLevel: 'debug', role: 'follower', clock: 'movable', listenersMax: { all: 50, ofOne: 2 },
      webhooks: { targets: ['https://hooks.school.example', 'https://clinic.example:8443', 'http://127.0.0.1:4000'], retriesMs: [5_000, 300_000] },
    });
    expect(readSettings({ KEY_FILE: 'key' }, 'start').key).toEqual({ file: resolve('key') });
    expect(readSettings({ CHECKPOINT_KEY_FILE: 'key' }, 'start')).toMatchObject({ key: undefined, checkpointKey: { file: resolve('key') } });
    expect(readSettings({ EVENTSTORE_URL: 'postgresql://db/events' }, 'start').eventStoreUrl).toBe('postgresql://db/events');
    expect(readSettings({ ...oidc, OIDC_ISSUER: 'http://localhost:9000', OIDC_JWKS_URL: 'http://127.0.0.1:9000/jwks' }, 'start').issuer.kind).toBe('oidc');
  });
});

describe('a wrong value stops the start with one line that names the setting and not the value', () => {
  const secret = 's3cret-canary';
  it.each<[string, NodeJS.ProcessEnv]>([
    ['DATABASE_URL', { DATABASE_URL: `mysql://root:${secret}@db/guarantor` }],
    ['DATABASE_URL', { DATABASE_URL: secret }],
    ['DATABASE_URL', { DATABASE_URL: `postgres://guarantor:${secret}@db` }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: `http://admin:${secret}@cluster` }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: 'esdb://' }],
    ['LISTENERS_MAX', { LISTENERS_MAX: secret }],
    ['LISTENERS_PER_SERVICE_MAX', { LISTENERS_PER_SERVICE_MAX: '0' }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: `postgres://guarantor:${secret}@db` }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: `esdb://admin:${secret}@node?tls=false`, NODE_ENV: 'production' }],
    ['EVENTSTORE_URL', { EVENTSTORE_URL: 'esdb://admin:changeit@node', NODE_ENV: 'production' }],
    ['OIDC_AUDIENCE', { ...oidc, OIDC_AUDIENCE: undefined }],
    ['OIDC_ISSUER', { ...oidc, OIDC_ISSUER: '' }],
    ['OIDC_JWKS_URL', { ...oidc, OIDC_JWKS_URL: undefined }],
    ['OIDC_ISSUER', { OIDC_AUDIENCE: 'guarantor' }],
    ['OIDC_JWKS_URL', { ...oidc, OIDC_JWKS_URL: 'http://issuer.example/jwks' }],
    ['OIDC_JWKS_URL', { ...oidc, OIDC_JWKS_URL: 'file:///etc/keys.json' }],
    ['OIDC_JWKS_URL', { ...oidc, OIDC_JWKS_URL: `https://user:${secret}@issuer.example/jwks` }],
    ['OIDC_ISSUER', { ...oidc, OIDC_ISSUER: 'issuer' }],
    ['HOST', { HOST: 'http://0.0.0.0' }],
    ['PORT', { PORT: '70000' }], ['PORT', { PORT: '-1' }], ['PORT', { PORT: '3000a' }], ['PORT', { PORT: '80.5' }], ['PORT', { PORT: secret }],
    ['CHECKPOINT_KEY', { CHECKPOINT_KEY: secret }], ['CHECKPOINT_KEY', { CHECKPOINT_KEY: key, CHECKPOINT_KEY_FILE: 'key' }],
    ['KEY', { KEY: secret }], ['KEY', { KEY: Buffer.alloc(16).toString('base64') }], ['KEY', { KEY: key, KEY_FILE: 'key' }],
    ['LOG_LEVEL', { LOG_LEVEL: secret }], ['ROLE', { ROLE: 'toString' }],
    ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: secret }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: `https://user:${secret}@hooks.example` }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: `https://hooks.example/${secret}` }],
    ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'https://*' }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'https://hooks.example,' }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'ftp://hooks.example' }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'https://HOOKS.example' }],
    ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'http://hooks.example' }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'http://10.0.0.1' }], ['WEBHOOK_TARGETS', { WEBHOOK_TARGETS: 'http://127.0.0.1:4000', NODE_ENV: 'production' }],
    ['WEBHOOK_RETRIES', { WEBHOOK_RETRIES: secret }], ['WEBHOOK_RETRIES', { WEBHOOK_RETRIES: '5,' }], ['WEBHOOK_RETRIES', { WEBHOOK_RETRIES: '-1' }],
    ['CLOCK', { CLOCK: 'movable', NODE_ENV: 'production' }], ['CLOCK', { CLOCK: secret }],
  ])('%s in %j', (name, environment) => {
    let refused: unknown;
    try {
      readSettings(environment, 'start');
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(SettingRefused);
    const { message } = refused as SettingRefused;
    expect(message).toMatch(new RegExp(`^${name} .+; expected .+$`));
    expect(message).not.toContain('\n');
    expect(message).not.toMatch(/canary|changeit|70000|AAAA/);
  });
});
