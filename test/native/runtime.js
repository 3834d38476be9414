import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const loader = new URL('../embedded-postgres.fixture.loader.js', import.meta.url);
let files = 0;

/** Where the lines of our TypeScript went is only asked when something fails. */
class SourceMaps extends Map {
  get(file) {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (!path.endsWith('.ts')) return undefined;
    if (!this.has(path)) this.set(path, this.transformer.transformSource(path, readFileSync(path, 'utf8'), { instrument: false, supportsStaticESM: true, supportsDynamicImport: true, supportsExportNamespaceFrom: true, supportsTopLevelAwait: true }).sourceMapPath);
    return super.get(path);
  }
}
const sourceMaps = new SourceMaps();

/**
 * Loads specs as Node does for users: the program and its packages once for all files of a worker, a spec and what only
 * specs import once for each file. Jest's own runtime loads all of it anew for every file, by an emulation of the loader,
 * which took most of the time of a small one. This one has what our specs use of Jest: no mocked modules, no coverage.
 */
export default class NativeRuntime {
  #environment;
  #words;

  constructor(_config, environment, _resolver, transformer) {
    this.#environment = environment;
    sourceMaps.transformer = transformer;
  }
  setGlobalsForRuntime(words) {
    const { moduleMocker, fakeTimersModern } = this.#environment;
    this.#words = {
      ...words,
      jest: {
        fn: (work) => moduleMocker.fn(work),
        spyOn: (...of) => moduleMocker.spyOn(...of),
        restoreAllMocks: () => moduleMocker.restoreAllMocks(),
        useFakeTimers: (options) => fakeTimersModern.useFakeTimers(options),
        useRealTimers: () => fakeTimersModern.useRealTimers(),
        advanceTimersByTime: (ms) => fakeTimersModern.advanceTimersByTime(ms),
      },
    };
  }
  async unstable_importModule(path) {
    if (files === 0) register(loader);
    files += 1;
    (await import('./globals.js')).speak(this.#words);
    await import(`${pathToFileURL(path).href}?file=${files}`);
  }
  unstable_shouldLoadAsEsm() {
    return true;
  }
  /** The framework that runs the tests of a file keeps its state in its own module, so that each file has one of its own. */
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) if (symbol.description === 'JEST_STATE_SYMBOL') delete globalThis[symbol];
    return require(path);
  }
  requireModule(path) {
    return require(path);
  }
  getSourceMaps() {
    return sourceMaps;
  }
  getAllCoverageInfoCopy() {}
  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}
