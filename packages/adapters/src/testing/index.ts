/** The conformance suites, and what runs in memory. An adapter is what passes them. */
export * from './crm-suite.ts';
export * from './memory-crm.ts';
export * from './memory-store.ts';
export * from './pbx-suite.ts';
export * from './phones.ts';
export * from './runner.ts';
