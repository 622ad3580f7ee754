/** A web-test-runner reporter that leaves `{ passed, failed }` where the sum is made. */
import { writeFileSync } from 'node:fs';

export function countsReporter(path = process.env.RINGBACK_REPORT) {
  return {
    onTestRunFinished({ sessions, testCoverage: _testCoverage }) {
      if (!path) return;
      let passed = 0;
      let failed = 0;
      const visit = (suite) => {
        for (const test of suite.tests) {
          if (test.passed) passed += 1;
          else if (!test.skipped) failed += 1;
        }
        suite.suites.forEach(visit);
      };
      for (const session of sessions) {
        if (session.testResults) visit(session.testResults);
        if (!session.passed && session.errors.length) failed += 1;
      }
      writeFileSync(path, JSON.stringify({ passed, failed }));
    },
  };
}
