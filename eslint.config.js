import tseslint from 'typescript-eslint';

/** What each folder may import of the project besides itself. Folders are flat, so that `../name/` is the only way out of one. */
const contexts = ['identification', 'guardianship', 'best-interests', 'repatriation', 'reintegration', 'facility', 'corridor', 'forgetting'];
const mayImport = {
  'libs/decider': [],
  'libs/event-store': ['decider'],
  'libs/privacy': ['decider', 'event-store/port'],
  'libs/zones': ['decider'],
  'libs/profiles': ['decider', 'zones'],
  ...Object.fromEntries(contexts.map((context) => [`libs/${context}`, ['decider', 'privacy/personal']])),
  'libs/feed': ['decider', 'event-store/port', 'privacy', 'zones'],
  'libs/webhooks': ['decider', 'event-store', 'privacy', 'feed'],
  'libs/case-file': ['decider', 'event-store/port', 'event-store/errands', 'privacy', 'zones', 'feed', ...contexts],
  'libs/transparency': ['event-store'],
  'libs/oversight': ['decider', 'event-store', 'privacy', 'zones', 'profiles', 'case-file', ...contexts],
  'apps/api': ['libs'],
  'apps/cli': ['libs', 'apps/api'],
  'apps/example': ['libs/client'],
};

/** The core has no clock, no chance and no world: what it needs to know is given to it. */
const pure = {
  files: ['libs/**/*.{decider,state,facts,events,duties}.ts'],
  rules: {
    'no-restricted-globals': ['error', ...['process', 'fetch', 'setTimeout', 'setInterval', 'crypto', 'performance'].map((name) => ({ name, message: 'A decider is pure.' }))],
    'no-restricted-syntax': ['error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
      { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Time is an argument.' },
      { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'A decider is pure.' },
    ],
  },
};
const impure = ['^@nestjs/', '^node:', '^pg$', '^typeorm$', '^rxjs', '^@eventstore/'];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.guarantor/', '.guarantor-demo/', '.guarantor-generated/', 'test/bench/'] },
  ...tseslint.configs.recommended,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-unsafe-declaration-merging': 'off',
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  pure,
  ...Object.entries(mayImport).map(([folder, targets]) => ({
    files: [`${folder}/**/*.ts`],
    ignores: ['**/*.spec.ts', '**/*.contract.ts', '**/*.scenario.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: importsOutside(folder, targets) }] },
  })),
  {
    // It is for other services, which have neither our code nor our packages.
    files: ['libs/client/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: '^(?!\\./)', message: 'libs/client imports only itself: it runs wherever there is fetch.' }] }] },
  },
  {
    files: [...contexts, 'decider'].map((folder) => `libs/${folder}/**/*.ts`),
    ignores: ['**/*.spec.ts', '**/*.scenario.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', {
        patterns: [
          ...importsOutside('libs/context', ['decider', 'privacy/personal']),
          { regex: impure.join('|'), message: 'Contexts and deciders are pure: no framework, no I/O.' },
        ],
      }],
    },
  },
);

function importsOutside(folder, targets) {
  const message = `${folder} may import of the project only itself${targets.map((target) => `, ${target}`).join('')}.`;
  if (folder.startsWith('libs/')) return [{ regex: `^\\.\\./(?!(${targets.map((target) => `${target}[./]`).join('|') || '$.'}))`, message }];
  const allowed = targets.map((target) => (target.startsWith('libs') ? `\\.\\./\\.\\./${target}/` : `\\.\\./${target.slice('apps/'.length)}/`));
  return [{ regex: `^(?!${allowed.join('|')})\\.\\./`, message }];
}
