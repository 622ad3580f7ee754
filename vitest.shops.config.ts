import { defineConfig } from 'vitest/config';

const conditions = ['source', 'node', 'import', 'module', 'default'];

/** What needs a real shop, or real PHP: `npm run test:shops` brings both and runs this. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'shops',
    include: ['packages/*/src/**/*.{vendure,php}.test.ts'],
    testTimeout: 40_000,
    hookTimeout: 120_000,
  },
});
