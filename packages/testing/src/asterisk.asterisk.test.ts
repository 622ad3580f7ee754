/** The Pbx suite on a real Asterisk: `npm run test:asterisk`. */
import { manifest, createAsterisk } from '@ringback/adapters/asterisk';
import { pbxConformance } from '@ringback/adapters/testing';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createCable } from './node/cable.ts';
import { createSipBot, startAsterisk } from './node/index.ts';
import { quietLog } from './quiet-log.ts';

pbxConformance(
  { describe, it, beforeAll, afterAll },
  {
    manifest,
    async setup() {
      const asterisk = await startAsterisk();
      const cable = await createCable(Number(new URL(asterisk.ariUrl).port));
      const pbx = createAsterisk(
        {
          ariUrl: `http://127.0.0.1:${cable.port}/ari`,
          user: asterisk.ariUser,
          password: asterisk.ariPassword,
          sipServers: [asterisk.sipUrl],
          domain: '127.0.0.1',
          trunkEndpoint: asterisk.trunkEndpoint,
        },
        { http: fetch, now: () => new Date(), log: quietLog },
      );
      return {
        pbx,
        endpoints: { a: '101', b: '102', empty: '100' },
        makeDevice: (credential, tone) => createSipBot({ ...credential, tone }),
        async makeTrunkPhone(number, tone) {
          const phone = createSipBot({
            servers: [asterisk.sipUrl],
            uri: 'sip:visitor@127.0.0.1',
            authorizationUser: 'visitor',
            password: asterisk.visitorPassword,
            tone,
            anyNumber: true,
            extraHeaders: [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`],
          });
          await phone.register();
          return phone;
        },
        breakConnection: () => cable.pull(),
        restoreConnection: () => cable.plug(),
        async close() {
          await cable.pull();
          await asterisk.stop();
        },
      };
    },
  },
);
