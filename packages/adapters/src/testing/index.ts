/** The conformance suites: an adapter is what passes them. */
export * from './pbx-suite.ts';
export * from './phones.ts';
export * from './runner.ts';
