import { defineConfig } from '@playwright/test';

/** One worker: two browsers and a PBX with media are enough for two cores. No retries: a test that was retried has failed. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/e2e',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A click that waits for ever says what is in its way.
  use: { actionTimeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '../test-results/e2e.json' }],
  ],
  projects: [
    {
      name: 'sandbox',
      testMatch: /.*\.spec\.ts/,
      testIgnore: [/e2e\/asterisk\//, /(firefox|vendure)\.spec\.ts/],
    },
    // Needs a real shop, which `npm run test:shops` installs.
    { name: 'shops', testMatch: /vendure\.spec\.ts/ },
    // What the PBX takes part in is told again on a real Asterisk; what stays between page and gateway is not.
    {
      name: 'asterisk',
      testMatch: /e2e\/(stories|callback-(browser|kill|visitor)|asterisk\/.*)\.spec\.ts/,
    },
    { name: 'firefox', testMatch: /firefox\.spec\.ts/ },
  ],
});
