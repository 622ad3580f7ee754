import { chromeLauncher } from '@web/test-runner-chrome';
import { FIREFOX_LAUNCH } from './scripts/firefox.mjs';
import config from './web-test-runner.config.mjs';

/** The same element tests in a second browser: bar and callback widget. The launcher's name is its author's; puppeteer starts Firefox. */
export default {
  ...config,
  files: [
    'packages/softphone/src/{softphone,panels}/**/*.test.ts',
    'packages/callback-widget/src/**/*.test.ts',
    '!**/*.unit.test.ts',
    // A preference of the system cannot be played to Firefox from without.
    '!**/*.media.test.ts',
  ],
  browsers: [chromeLauncher({ launchOptions: FIREFOX_LAUNCH })],
};
