/** A web-test-runner reporter that leaves `{ passed, failures }`, the latter by name, where the sum is made. */
import { writeFileSync } from 'node:fs';

export function countsReporter(path = process.env.RINGBACK_REPORT) {
  return {
    onTestRunFinished({ sessions, testCoverage: _testCoverage }) {
      if (!path) return;
      let passed = 0;
      const failures = [];
      for (const { testResults, testFile, errors, passed: whole } of sessions) {
        const visit = (suite) => {
          for (const test of suite.tests) {
            if (test.passed) passed += 1;
            else if (!test.skipped) failures.push(`${testFile}: ${test.name}`);
          }
          suite.suites.forEach(visit);
        };
        if (testResults) visit(testResults);
        if (!whole && errors.length) failures.push(`${testFile}: ${errors[0].message}`);
      }
      writeFileSync(path, JSON.stringify({ passed, failures }));
    },
  };
}
