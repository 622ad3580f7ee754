import { defineConfig } from 'vitest/config';

/** Packages whose code runs in Node; the others are tested in a real browser by web-test-runner. */
const node = 'packages/{model,adapters,gateway,sandbox-pbx,client,testing}/src';
const resolve = { conditions: ['source', 'node', 'import', 'module', 'default'] };
const ssr = { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          include: [`${node}/**/*.test.ts`, 'packages/*/src/**/*.unit.test.ts'],
          exclude: [
            '**/*.contract.test.ts',
            '**/*.browser.test.ts',
            '**/*.asterisk.test.ts',
            '**/*.vendure.test.ts',
            '**/*.php.test.ts',
            '**/*.mail.test.ts',
          ],
        },
      },
      {
        resolve,
        ssr,
        test: { name: 'contract', include: ['packages/*/src/**/*.contract.test.ts'], testTimeout: 30_000 },
      },
    ],
  },
});
