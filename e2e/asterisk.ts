/** A real Asterisk in place of the sandbox. */
import { startAsterisk } from '@ringback/testing/node';
import type { PbxAccess } from '../examples/demo/stack.ts';

export async function startAsteriskForStack(): Promise<{ access: PbxAccess; stop(): Promise<void> }> {
  const asterisk = await startAsterisk();
  return {
    access: {
      settings: {
        system: 'asterisk',
        ariUrl: asterisk.ariUrl,
        user: asterisk.ariUser,
        password: asterisk.ariPassword,
        sipServers: [asterisk.sipUrl],
        domain: '127.0.0.1',
        trunkEndpoint: asterisk.trunkEndpoint,
      },
      sipServers: [asterisk.sipUrl],
      phoneServer: asterisk.sipUrl,
      domain: '127.0.0.1',
      user: 'visitor',
      password: asterisk.visitorPassword,
    },
    stop: () => asterisk.stop(),
  };
}
