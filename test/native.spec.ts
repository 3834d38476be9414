import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';

interface Ran {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly { readonly title: string; readonly status: string; readonly failureMessages: readonly string[] }[] }[];
}

// How our specs are loaded is ours (test/native/runtime.js), so that it is for us to show that they can fail.
it('A spec is red in every way in which it can fail, at the line where it failed, and what its file changed is put back', async () => {
  const answer = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--no-warnings', 'node_modules/jest/bin/jest.js', '-i', '--json', '--testMatch', '**/test/native/*.fixture.ts'], (_, out) => resolve(out));
  });
  const { testResults } = JSON.parse(answer) as Ran;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(tests.filter(({ title }) => title.startsWith('comes to')).map(({ status }) => status)).toEqual(['passed', 'passed']);
  expect(tests.filter(({ status }) => status === 'passed').map(({ title }) => title).sort()).toEqual(['comes to a world that is as it was', 'comes to a world that is as it was', 'is green']);
  expect(tests.filter(({ status }) => status === 'failed').map(({ title, failureMessages }) => [title, /(\w+\.fixture\.ts):(\d+)/.exec(failureMessages.join())?.slice(1).join(' ')]).sort()).toEqual([
    ['is red for a promise that nobody waits for', 'red.fixture.ts 10'], ['is red for a promise', 'red.fixture.ts 8'], ['is red for a throw', 'red.fixture.ts 6'],
    ['is red for a value', 'red.fixture.ts 4'], ['is red for the time it takes', 'late.fixture.ts 3'],
  ]);
});
