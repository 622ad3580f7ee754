import assert from 'node:assert/strict';
import { type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function securityTests({ describe, it, afterAll }: SuiteRunner, suite: PbxSuite): void {
  const security = () => there(suite.pbx.security);
  const credentialOf = (endpoint: string) =>
    there(suite.pbx.devices).issueCredential({ endpoint, displayName: endpoint, ttlSeconds: 600 });

  describe('security', () => {
    afterAll(() => security().admit({ never: [] }));

    it('a login is told with the address of the phone, and so is one that fails', async () => {
      const endpoint = suite.setup.endpoints.a;
      const from = suite.record.mark;
      await suite.device(endpoint);
      const { address } = await suite.record.until('login.accepted', { endpoint }, from);
      assert.match(address, /^127\./);
      const credential = await credentialOf(endpoint);
      const guesser = suite.setup.makeDevice({ ...credential, password: 'a-guess-at-it' }, TONES.b);
      await assert.rejects(guesser.register());
      await guesser.stop();
      const refused = await suite.record.until('login.refused', { address }, from);
      assert.equal(refused.why, 'password');
    });

    it('an address that is kept out cannot register, and can again when it is let in', async () => {
      const endpoint = suite.setup.endpoints.a;
      for (const admission of [{ never: ['127.0.0.0/8'] }, { only: ['203.0.113.0/24'], never: [] }]) {
        await security().admit(admission);
        const phone = suite.setup.makeDevice(await credentialOf(endpoint), TONES.a);
        await assert.rejects(phone.register());
        await phone.stop();
      }
      await security().admit({ only: ['203.0.113.0/24', '127.0.0.1'], never: [] });
      await suite.device(endpoint);
      await security().admit({ never: [] });
      await suite.device(endpoint);
    });
  });
}
