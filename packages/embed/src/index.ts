/** The contract between host page and core frame. What runs is in the bundles: `ringback.js`, `core.html`, `demo.js`. */
export * from './protocol.ts';
export type { Snapshot } from './host/commands.ts';
export type { HostConfig } from './host/config.ts';
