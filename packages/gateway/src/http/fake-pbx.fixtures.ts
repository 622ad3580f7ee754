/** A PBX that only issues credentials. */
import type { Pbx } from '@ringback/adapters';

export function fakePbx(): Pbx {
  return {
    manifest: { id: 'fake', name: 'Fake', capabilities: ['devices'] },
    start: () => undefined,
    stop: () => Promise.resolve(),
    snapshot: () => Promise.resolve({ legs: [], onlineDevices: [] }),
    events: { follow: () => () => undefined },
    devices: {
      issueCredential: ({ endpoint }) =>
        Promise.resolve({
          uri: `sip:${endpoint}@pbx`,
          authorizationUser: endpoint,
          password: 'sip-secret',
          servers: ['wss://pbx'],
          iceServers: [],
        }),
      revokeCredentials: () => Promise.resolve(),
    },
  };
}
