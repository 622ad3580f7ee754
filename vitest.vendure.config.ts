import { defineConfig } from 'vitest/config';

const conditions = ['source', 'node', 'import', 'module', 'default'];

/** What needs a real Vendure shop: `npm run test:vendure` installs one and runs this. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'vendure',
    include: ['packages/*/src/**/*.vendure.test.ts'],
    testTimeout: 40_000,
    hookTimeout: 120_000,
  },
});
