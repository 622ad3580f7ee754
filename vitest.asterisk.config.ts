import { defineConfig } from 'vitest/config';

const conditions = ['source', 'node', 'import', 'module', 'default'];

/** What needs a real Asterisk: `npm run test:asterisk` fetches one and runs this. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'asterisk',
    include: ['packages/*/src/**/*.asterisk.test.ts'],
    testTimeout: 40_000,
    hookTimeout: 90_000,
  },
});
