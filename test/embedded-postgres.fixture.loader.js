import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Lets a process outside jest run our TypeScript as it stands: node --import <this file> <program>.ts
if (isMainThread) register(import.meta.url);

export function resolve(specifier, context, next) {
  if (!/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  return next(specifier, context).catch(() => next(specifier.replace(/\.js$/, '.ts'), context));
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const [{ transformFile }, { default: jest }] = await Promise.all([import('@swc/core'), import('../jest.config.js')]);
  const [, options] = jest.transform['^.+\\.ts$'];
  const { code } = await transformFile(fileURLToPath(url), { ...options, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
