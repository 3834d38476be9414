import { existsSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// Lets a process outside jest run our TypeScript as it stands: node --import <this file> <program>.ts
if (isMainThread) register(import.meta.url);

/** What specs share: it may have hooks of its own, so that each spec file that jest loads (by an address with a query) has it anew. */
const tests = new URL('.', import.meta.url).href;
const isOfTests = (url) => url.startsWith(tests) || /\.(scenario|contract)\.ts$/.test(url);

export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: new URL('native/globals.js', tests).href, shortCircuit: true };
  const parent = context.parentURL && new URL(context.parentURL);
  if (!parent?.pathname.endsWith('.ts') || !/^\.{1,2}\/.*\.js$/.test(specifier)) return next(specifier, context);
  const url = new URL(specifier.replace(/\.js$/, '.ts'), parent);
  return existsSync(url) ? { url: url.href + (isOfTests(url.href) ? parent.search : ''), format: 'module', shortCircuit: true } : next(specifier, context);
}

const transformed = new Map();
export async function load(url, context, next) {
  if (!new URL(url).pathname.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  if (!transformed.has(file)) transformed.set(file, transform(file));
  return { format: 'module', source: await transformed.get(file), shortCircuit: true };
}

async function transform(file) {
  const [{ transformFile }, { default: jest }] = await Promise.all([import('@swc/core'), import('../jest.config.js')]);
  const [, options] = jest.transform['^.+\\.ts$'];
  return (await transformFile(file, { ...options, sourceMaps: 'inline' })).code;
}
