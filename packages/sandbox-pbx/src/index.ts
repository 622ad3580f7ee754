export type { SandboxAccount } from './accounts/accounts.ts';
export { createSandboxPbx, type SandboxPbx, type SandboxPbxOptions } from './server.ts';
