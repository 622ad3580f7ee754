import type { CrmManifest } from '../contract.ts';

/** Customers kept by Ringback itself. The calls are in its own log, so there is nobody to write them to. */
export const manifest: CrmManifest = { id: 'local', name: 'Ringback', capabilities: ['parties'] };
