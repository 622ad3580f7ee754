/** The suites run under any test runner: what they need of it is passed in. */
export interface RunningTest {
  /** Ends the test as one that is not asked of this system: why, in a sentence. */
  skip(reason: string): void;
}

export interface SuiteRunner {
  describe(name: string, body: () => void): void;
  it(name: string, body: (test: RunningTest) => Promise<void> | void): void;
  beforeAll(body: () => Promise<void>): void;
  afterAll(body: () => Promise<void>): void;
}
