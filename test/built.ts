import { transformFile } from '@swc/core';
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
// @ts-expect-error it has no types
import jest from '../jest.config.js';

const isProgram = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.spec.ts');

/**
 * Builds our TypeScript into a folder, so that a spec may start many small programs of it: each of them would transform what it loads for itself.
 * @returns the path that a file of the repository has there
 */
export async function builtIn(folder: string): Promise<(file: string) => string> {
  const [, options] = (jest as { transform: { [files: string]: [string, object] } }).transform['^.+\\.ts$']!;
  const files = (await Promise.all(['apps', 'libs', 'test'].map(async (top) => (await readdir(top, { recursive: true })).map((file) => join(top, file))))).flat();
  await Promise.all([...new Set(files.map((file) => dirname(file)))].map((path) => mkdir(join(folder, path), { recursive: true })));
  const inThere = (file: string): string => join(folder, file.replace(/\.ts$/, '.js'));
  await Promise.all([
    ...files.filter(isProgram).map(async (file) => writeFile(inThere(file), (await transformFile(file, options)).code)),
    ...[...files.filter((file) => file.endsWith('.json')), 'package.json'].map((file) => cp(file, join(folder, file))),
    symlink(resolve('node_modules'), join(folder, 'node_modules')),
  ]);
  return inThere;
}
