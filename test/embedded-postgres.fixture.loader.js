import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Lets a process outside jest run our TypeScript as it stands: node --import <this file> <program>.ts
if (isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: new URL('./native/globals.js', import.meta.url).href, shortCircuit: true };
  if (!context.parentURL?.endsWith('.ts') || !/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  return existsSync(url) ? { url: url.href, format: 'module', shortCircuit: true } : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const [{ transformFile }, { default: jest }] = await Promise.all([import('@swc/core'), import('../jest.config.js')]);
  const [, options] = jest.transform['^.+\\.ts$'];
  const { code } = await transformFile(fileURLToPath(url), { ...options, sourceMaps: 'inline' });
  return { format: 'module', source: code, shortCircuit: true };
}
