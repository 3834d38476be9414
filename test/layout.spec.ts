import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';

const eslint = new ESLint();
const rulesBrokenBy = async (filePath: string, code: string): Promise<readonly (string | null)[]> => {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ ruleId }) => ruleId);
};
const imports = '@typescript-eslint/no-restricted-imports';

// An existing file's path, because the type-aware parser only knows those.
const decider = 'libs/guardianship/legal-aid.decider.ts';

describe('the layout turns red', () => {
  it.each([
    ['a context that imports another context', decider, "import '../identification/identification.context.js';"],
    ['a context that imports the case file', decider, "import '../case-file/executor.js';"],
    ['a context that opens sealed fields', decider, "import '../privacy/seal.js';"],
    ['a context that imports the framework', decider, "import '@nestjs/common';"],
    ['a context that imports the database', decider, "import 'pg';"],
    ['a context that reads a file', decider, "import 'node:fs';"],
    ['a decider library that imports a context', 'libs/decider/gate.ts', "import '../guardianship/guardianship.context.js';"],
    ['an event store that knows the case file', 'libs/event-store/port.ts', "import '../case-file/executor.js';"],
    ['a case file that knows an adapter', 'libs/case-file/executor.ts', "import '../event-store/postgres.js';"],
    ['a feed that knows a context', 'libs/feed/scope.ts', "import '../identification/identification.context.js';"],
    ['a feed that knows the case file', 'libs/feed/scope.ts', "import '../case-file/executor.js';"],
    ['a client that imports the server', 'libs/client/feed-client.ts', "import '../feed/feed.js';"],
    ['a client that imports a package', 'libs/client/feed-client.ts', "import 'rxjs';"],
    ['a client that needs Node', 'libs/client/feed-client.ts', "import 'node:events';"],
    ['a server that needs its own client', 'libs/feed/feed.ts', "import '../client/feed-client.js';"],
    ['an example that imports the server', 'apps/example/main.ts', "import '../../libs/feed/feed.js';"],
    ['an edge that imports the command line', 'apps/api/commands.ts', "import '../cli/main.js';"],
  ])('for %s', async (_, filePath, code) => expect(await rulesBrokenBy(filePath, code)).toContain(imports));

  it.each([
    ['reads the clock', 'export const now = Date.now();'],
    ['makes an instant of its own', 'export const now = new Date();'],
    ['throws dice', 'export const chance = Math.random();'],
  ])('for a decider that %s', async (_, code) => expect(await rulesBrokenBy(decider, code)).toContain('no-restricted-syntax'));

  it('for a decider that reads the environment', async () =>
    expect(await rulesBrokenBy(decider, 'export const name = process.env.NAME;')).toContain('no-restricted-globals'));
});

describe('the layout stays green', () => {
  it.each([
    ['a context that imports the decider library', decider, "import type { Fact } from '../decider/event.js';\nexport type F = Fact;"],
    ['a context that declares personal fields', decider, "import { personal } from '../privacy/personal.js';\nexport const p = personal;"],
    ['an edge that imports a library', 'apps/api/commands.ts', "import { Executor } from '../../libs/case-file/executor.js';\nexport const e = Executor;"],
  ])('for %s', async (_, filePath, code) => expect(await rulesBrokenBy(filePath, code)).toEqual([]));
});
