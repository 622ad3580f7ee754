/** The test runners, and one way of counting what they did. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT, run } from './setup.mjs';

/** Playwright's own process loads our sources too. */
const SOURCES = { NODE_OPTIONS: '--conditions=source' };
const RESULTS = join(ROOT, 'test-results');

/** Each runner leaves a JSON report; `count` reads `{ passed, failures }` out of it, the failures by name. */
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

/** A failure by its name and the beginning of its reason: the end of a long log is often all that one sees of it. */
function told(name, reason = '') {
  const lines = stripVTControlCharacters(reason).split('\n').slice(0, 20);
  return [name, ...lines.map((line) => `      ${line}`)].join('\n');
}

function fromVitest({ numPassedTests, testResults }) {
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => told(test.fullName, test.failureMessages[0]));
    // A file that could not be loaded has no failed test, and is a failure all the same.
    return failed.length || status === 'passed' ? failed : [`${name}: ${message}`];
  });
  return { passed: numPassedTests, failures };
}

function fromPlaywright({ stats, errors, suites }) {
  const failures = errors.map(({ message }) => message);
  const visit = ({ specs, suites: inner = [] }) => {
    // A test that passed only when it was tried again has failed.
    const bad = ({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky');
    failures.push(
      ...specs.filter(bad).map(({ file, title, tests }) => {
        const [error] = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));
        return told(`${file}: ${title}`, error?.message);
      }),
    );
    inner.forEach(visit);
  };
  suites.forEach(visit);
  return { passed: stats.expected, failures };
}

function fromCounts({ passed, failures }) {
  return { passed, failures };
}

/**
 * Runs them one after another (two browser suites at once starve each other) and prints what failed and the sum.
 * @param names of runners
 * @param failures by name, of what ran before
 * @returns the exit code
 */
export async function runAll(names, failures = []) {
  mkdirSync(RESULTS, { recursive: true });
  let passed = 0;
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
      : { passed: 0, failures: ['it left no report'] };
    if (code !== 0 && !counted.failures.length) counted.failures.push(`it ended with ${code}`);
    console.log(`${name}: passed ${counted.passed}, failed ${counted.failures.length}`);
    passed += counted.passed;
    failures.push(...counted.failures.map((failure) => `${name} › ${failure}`));
  }
  if (failures.length) console.log(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length ? 1 : 0;
}
