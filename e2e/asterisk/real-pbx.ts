/** A real Asterisk in place of the sandbox. The agents' phones reach it by a cable that a test may pull out. */
import { type Cable, createCable, startAsterisk } from '@ringback/testing/node';
import type { PbxAccess } from '../../examples/demo/stack.ts';

export interface RealPbx {
  access: PbxAccess;
  /** Between the agents' phones and the PBX's WebSocket; the world behind the trunk has its own way. */
  cable: Cable;
  stop(): Promise<void>;
}

export async function startAsteriskForStack(): Promise<RealPbx> {
  const asterisk = await startAsterisk();
  const cable = await createCable(Number(new URL(asterisk.sipUrl).port));
  const sipServers = [`ws://127.0.0.1:${cable.port}/ws`];
  return {
    access: {
      settings: {
        system: 'asterisk',
        ariUrl: asterisk.ariUrl,
        user: asterisk.ariUser,
        password: asterisk.ariPassword,
        sipServers,
        domain: '127.0.0.1',
        trunkEndpoint: asterisk.trunkEndpoint,
      },
      sipServers,
      phoneServer: asterisk.sipUrl,
      domain: '127.0.0.1',
      user: 'visitor',
      password: asterisk.visitorPassword,
    },
    cable,
    async stop() {
      await cable.close();
      await asterisk.stop();
    },
  };
}
