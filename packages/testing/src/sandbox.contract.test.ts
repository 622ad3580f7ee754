/** The Pbx suite on the embedded sandbox PBX. */
import { randomBytes } from 'node:crypto';
import { pbxConformance } from '@ringback/adapters/testing';
import { createSandbox, manifest } from '@ringback/adapters/sandbox';
import { createSandboxPbx } from '@ringback/sandbox-pbx';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createCable } from './node/cable.ts';
import { createSipBot } from './node/sip-bot.ts';
import { quietLog } from './quiet-log.ts';

pbxConformance(
  { describe, it, beforeAll, afterAll },
  {
    manifest,
    async setup() {
      const controlToken = randomBytes(18).toString('base64url');
      const visitorPassword = randomBytes(18).toString('base64url');
      const sandbox = await createSandboxPbx({
        port: 0,
        controlToken,
        accounts: [{ kind: 'trunk', username: 'visitor', password: visitorPassword }],
      });
      const cable = await createCable(Number(new URL(sandbox.url).port));
      const pbx = createSandbox(
        {
          controlUrl: `ws://127.0.0.1:${cable.port}/control`,
          controlToken,
          sipServers: [sandbox.sipUrl],
          domain: '127.0.0.1',
        },
        { http: fetch, now: () => new Date(), log: quietLog },
      );
      return {
        pbx,
        endpoints: { a: '101', b: '102', empty: '100' },
        devicePhone: 'soft',
        makeDevice: (credential, tone) => createSipBot({ ...credential, tone }),
        async makeTrunkPhone(number, tone) {
          const phone = createSipBot({
            servers: [sandbox.sipUrl],
            uri: 'sip:visitor@127.0.0.1',
            authorizationUser: 'visitor',
            password: visitorPassword,
            tone,
            anyNumber: true,
            extraHeaders: [`P-Asserted-Identity: <sip:${number}@127.0.0.1>`],
          });
          await phone.register();
          return phone;
        },
        breakConnection: () => cable.pull(),
        restoreConnection: () => cable.plug(),
        ringbackHz: 425,
        async close() {
          await cable.close();
          await sandbox.close();
        },
      };
    },
  },
);
