/** The conformance suites, and what runs in memory. An adapter is what passes them. */
export * from './crm-communications.suite.ts';
export * from './crm-context.ts';
export * from './crm-harness.ts';
export * from './crm-suite.ts';
export * from './pbx-suite.ts';
export * from './phones.ts';
export * from './runner.ts';
export * from './serve-simulator.ts';
export * from './simulated-http.ts';
export * from './tone-wav.ts';
export * from './virtual-clock.ts';
export * from './pbx-observing.suite.ts';
export { serveAri, type ServedAri } from './serve-ari.ts';
