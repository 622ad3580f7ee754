/** The test runners, and one way of counting what they did. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './setup.mjs';

/** Playwright's own process loads our sources too. */
const SOURCES = { NODE_OPTIONS: '--conditions=source' };
const RESULTS = join(ROOT, 'test-results');

/** Each runner leaves a JSON report; `count` reads `{ passed, failed }` out of it. */
const RUNNERS = {
  vitest: {
    command: 'vitest',
    args: ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/vitest.json'],
    count: fromVitest,
  },
  elements: { command: 'wtr', args: [], count: fromCounts },
  stories: { command: 'node', args: ['storybook/smoke.mjs'], count: fromCounts },
  e2e: {
    command: 'playwright',
    args: ['test', '--config', 'e2e/playwright.config.ts', '--project', 'sandbox'],
    count: fromPlaywright,
    env: SOURCES,
  },
  'firefox-elements': {
    command: 'wtr',
    args: ['--config', 'web-test-runner.firefox.config.mjs'],
    count: fromCounts,
  },
  'firefox-e2e': {
    command: 'playwright',
    args: ['test', '--config', 'e2e/playwright.config.ts', '--project', 'firefox'],
    count: fromPlaywright,
    env: SOURCES,
  },
  shops: {
    command: 'vitest',
    args: [
      'run',
      '--config',
      'vitest.shops.config.ts',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/shops.json',
    ],
    count: fromVitest,
  },
  'shops-e2e': {
    command: 'playwright',
    args: ['test', '--config', 'e2e/playwright.config.ts', '--project', 'shops'],
    count: fromPlaywright,
    env: SOURCES,
  },
  'asterisk-contract': {
    command: 'vitest',
    args: [
      'run',
      '--config',
      'vitest.asterisk.config.ts',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=test-results/asterisk-contract.json',
    ],
    count: fromVitest,
  },
  'asterisk-e2e': {
    command: 'playwright',
    args: ['test', '--config', 'e2e/playwright.config.ts', '--project', 'asterisk'],
    count: fromPlaywright,
    env: SOURCES,
  },
};

function fromVitest({ numPassedTests, numFailedTests, numFailedTestSuites, success }) {
  // A file that could not be loaded has no failed test, and is a failure all the same.
  return {
    passed: numPassedTests,
    failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)),
  };
}

function fromPlaywright({ stats, errors }) {
  // A test that passed only when it was tried again has failed.
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

function fromCounts({ passed, failed }) {
  return { passed, failed };
}

/** Runs them one after another (two browser suites at once starve each other) and prints the sum. */
export async function runAll(names) {
  mkdirSync(RESULTS, { recursive: true });
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const { command, args, count, env } = RUNNERS[name];
    const report = join(RESULTS, `${name}.json`);
    rmSync(report, { force: true });
    console.log(`\n── ${name} ──`);
    const code = await run(command, args, {
      RINGBACK_REPORT: report,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ...env,
    });
    const counted = existsSync(report)
      ? count(JSON.parse(readFileSync(report, 'utf8')))
      : { passed: 0, failed: 1 };
    if (code !== 0 && counted.failed === 0) counted.failed = 1;
    console.log(`${name}: passed ${counted.passed}, failed ${counted.failed}`);
    passed += counted.passed;
    failed += counted.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed ? 1 : 0;
}
