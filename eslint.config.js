import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import globals from 'globals';
import ts from 'typescript-eslint';

const ALL = [
  'model',
  'adapters',
  'gateway',
  'sandbox-pbx',
  'client',
  'ui',
  'softphone',
  'widgets',
  'react',
  'vue',
  'embed',
  'callback-widget',
  'testing',
];

/** Who may import whom: the table of docs/architecture.md. */
const MAY_IMPORT = {
  model: [],
  adapters: ['model'],
  gateway: ['model', 'adapters'],
  'sandbox-pbx': ['model'],
  client: ['model'],
  ui: ['model'],
  softphone: ['model', 'ui'],
  widgets: ['model', 'ui'],
  react: ['ui', 'softphone', 'widgets'],
  vue: ['ui', 'softphone', 'widgets'],
  embed: ['model', 'client', 'ui', 'softphone', 'widgets'],
  'callback-widget': ['ui'],
};

/** Never in an element's graph: they weigh more than the element. */
const HEAVY = ['zod', 'zod/mini', 'axios', 'jssip', 'libphonenumber-js'];

/** Parts of the model that weigh nothing: rules that a form must know too. */
const LIGHT = ['process-check', 'required'];

function restrict(files, { packages = [], heavy = [], typesOnly = [] }, ignores = []) {
  const groups = [];
  if (packages.length) {
    groups.push({
      group: packages.flatMap((name) => [`@ringback/${name}`, `@ringback/${name}/*`]),
      message: 'The table in docs/architecture.md does not allow this import.',
    });
  }
  if (heavy.length) {
    groups.push({
      group: heavy.flatMap((name) => [name, `${name}/*`]),
      message: 'Too heavy for an element: it belongs behind a port.',
    });
  }
  if (typesOnly.length) {
    groups.push({
      regex: `^@ringback/(${typesOnly.join('|')})(/(?!(${LIGHT.join('|')})$).*)?$`,
      allowTypeImports: true,
      message: 'Elements import only types from here.',
    });
  }
  return {
    files,
    ignores,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: groups }] },
  };
}

const TESTS = ['**/*.test.ts', '**/*.stories.ts', '**/*.harness.ts', '**/*.suite.ts', '**/testing/**'];
const ELEMENT_PACKAGES = ['ui', 'widgets', 'callback-widget'];

const direction = Object.entries(MAY_IMPORT).map(([name, allowed]) => {
  const element = ELEMENT_PACKAGES.includes(name);
  return restrict(
    [`packages/${name}/src/**/*.ts`],
    {
      packages: ALL.filter(
        (other) => other !== name && !allowed.includes(other) && !(element && other === 'model'),
      ),
      heavy: element ? HEAVY : [],
      typesOnly: element ? ['model'] : [],
    },
    // A visitor's call from the page is its own part, loaded by the one who wants it.
    [...TESTS, '**/browser-call/**'],
  );
});

export default ts.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.cache/**',
      'test-results/**',
      'bench/results/**',
      'data/**',
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      // Playwright reads a fixture's needs from its first parameter, also when it needs nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'no-console': 'off',
      // Control characters are what several of our patterns are there to refuse.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: [...TESTS, '**/main.ts'],
    rules: {
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // These run in the host's page.
    files: ['packages/{ui,softphone,widgets,callback-widget,embed,client}/src/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Array', property: 'from', message: 'Prototype and MooTools replace it: spread instead.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ForInStatement', message: 'Old libraries add to every object: Object.keys instead.' },
      ],
    },
  },
  {
    files: ['packages/{ui,softphone,widgets,callback-widget,embed}/src/**/*.ts'],
    plugins: { lit, wc, 'lit-a11y': litA11y },
    rules: {
      ...lit.configs.all.rules,
      ...wc.configs.recommended?.rules,
      ...litA11y.configs.recommended.rules,
      'lit/no-template-map': 'off',
      'lit/no-template-arrow': 'off',
      'wc/guard-super-call': 'off',
      // The element's own name is not a native element's: hidden, disabled and the like keep their HTML meaning.
      'lit/no-native-attributes': 'off',
    },
  },
  ...direction,
  // The bar is an element too; the engine beside it is what carries JsSIP.
  restrict(
    ['packages/softphone/src/softphone/**/*.ts'],
    {
      packages: ALL.filter((name) => !['model', 'ui', 'softphone'].includes(name)),
      heavy: HEAVY,
      typesOnly: ['model'],
    },
    TESTS,
  ),
  prettier,
);
