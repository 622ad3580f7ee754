import { defineConfig } from 'vitest/config';

const conditions = ['source', 'node', 'import', 'module', 'default'];

/** What needs a real shop, real PHP or a real mail server: `npm run test:shops` brings them and runs this. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'shops',
    include: ['packages/*/src/**/*.{vendure,php,mail}.test.ts'],
    testTimeout: 40_000,
    hookTimeout: 120_000,
  },
});
