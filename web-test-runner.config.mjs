import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { CHROMIUM, CHROMIUM_FLAGS } from './scripts/chromium.mjs';
import { countsReporter } from './scripts/wtr-counts.mjs';

/** Element tests: each file opens in a page of its own in Debian's Chromium. */
export default {
  files: [
    'packages/{ui,softphone,widgets,embed,callback-widget}/src/**/*.test.ts',
    'packages/*/src/**/*.browser.test.ts',
    '!**/*.unit.test.ts',
    '!**/*.contract.test.ts',
  ],
  nodeResolve: { browser: true, exportConditions: ['source', 'browser', 'development'] },
  // One page at a time: only the one in front is painted, and fixtures wait for a painted frame.
  concurrency: 1,
  reporters: [defaultReporter({ reportTestResults: true }), countsReporter()],
  plugins: [
    esbuildPlugin({
      ts: true,
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
      target: 'es2023',
      define: { 'process.env.NODE_ENV': '"test"' },
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_FLAGS },
      // Where the window's focus went with the page before is not the next one's business.
      createPage: async ({ context }) => {
        const page = await context.newPage();
        await page.emulateFocusedPage(true);
        return page;
      },
    }),
  ],
};
