/** A real Asterisk in place of the sandbox. The agents' phones reach it by a cable that a test may pull out. */
import { type Cable, createCable, startAsterisk } from '@ringback/testing/node';
import { freeUdpPort } from '../../examples/demo/processes.ts';
import type { PbxAccess } from '../../examples/demo/stack.ts';
import { witnesses } from '../tone.ts';

export interface RealPbx {
  access: PbxAccess;
  /** Between the agents' phones and the PBX's WebSocket; the world behind the trunk has its own way. */
  cable: Cable;
  /** SIP over UDP, where the provider's trunk comes in. */
  trunkPort: number;
  stop(): Promise<void>;
}

/** A trunk as docs/adapters/asterisk.md has it, without the provider's password: it says who calls in P-Asserted-Identity. */
const trunk = (port: number): string => `
[transport-udp]
type=transport
protocol=udp
bind=127.0.0.1:${port}

[provider]
type=endpoint
context=ringback-trunk
disallow=all
allow=ulaw,alaw
direct_media=no
trust_id_inbound=yes
`;

export async function startAsteriskForStack(): Promise<RealPbx> {
  const trunkPort = await freeUdpPort();
  const asterisk = await startAsterisk({ more: { 'pjsip.conf': trunk(trunkPort) } });
  const cable = await createCable(Number(new URL(asterisk.sipUrl).port));
  const soundOfEachChannel = () => asterisk.console('pjsip show channelstats');
  witnesses.add(soundOfEachChannel);
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
    trunkPort,
    async stop() {
      witnesses.delete(soundOfEachChannel);
      await cable.close();
      await asterisk.stop();
    },
  };
}
