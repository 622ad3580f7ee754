import assert from 'node:assert/strict';
import { type PbxSuite, there, TONES } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function deviceTests({ describe, it }: SuiteRunner, suite: PbxSuite): void {
  const issue = (endpoint: string, ttlSeconds: number) =>
    there(suite.pbx.devices).issueCredential({ endpoint, displayName: endpoint, ttlSeconds });

  describe('devices', () => {
    it('a phone with its credential registers, and goes, and both are told', async () => {
      const endpoint = suite.setup.endpoints.a;
      const from = suite.record.mark;
      const phone = await suite.device(endpoint);
      await suite.record.until('device.changed', { endpoint, online: true }, from);
      assert.ok((await suite.pbx.snapshot()).onlineDevices.includes(endpoint));
      phone.drop();
      await suite.record.until('device.changed', { endpoint, online: false }, from);
      assert.ok(!(await suite.pbx.snapshot()).onlineDevices.includes(endpoint));
    });

    it('an agent is online as long as one of his phones is', async () => {
      const endpoint = suite.setup.endpoints.a;
      const one = await suite.device(endpoint);
      const two = await suite.device(endpoint);
      await one.stop();
      assert.ok((await suite.pbx.snapshot()).onlineDevices.includes(endpoint));
      const from = suite.record.mark;
      await two.stop();
      await suite.record.until('device.changed', { endpoint, online: false }, from);
    });

    it('a wrong password is refused', async () => {
      const credential = await issue(suite.setup.endpoints.a, 60);
      const phone = suite.setup.makeDevice({ ...credential, password: `${credential.password}x` }, TONES.a);
      await assert.rejects(phone.register());
      await phone.stop();
    });

    it("another agent's credential is refused", async () => {
      const own = await issue(suite.setup.endpoints.a, 60);
      const other = await issue(suite.setup.endpoints.b, 60);
      const phone = suite.setup.makeDevice({ ...own, uri: other.uri }, TONES.a);
      await assert.rejects(phone.register());
      await phone.stop();
    });

    it('two credentials of one agent work side by side', async () => {
      const first = await issue(suite.setup.endpoints.a, 60);
      const second = await issue(suite.setup.endpoints.a, 60);
      for (const credential of [first, second, first]) {
        const phone = suite.setup.makeDevice(credential, TONES.a);
        await phone.register();
        await phone.stop();
      }
    });

    it('a credential says when it expires, and is refused from then on', async () => {
      const before = Date.now();
      const credential = await issue(suite.setup.endpoints.b, 2);
      const expiresAt = new Date(there(credential.expiresAt)).getTime();
      assert.ok(expiresAt > before && expiresAt <= Date.now() + 2000, credential.expiresAt);
      const early = suite.setup.makeDevice(credential, TONES.b);
      await early.register();
      await early.stop();
      const refused = async (): Promise<boolean> => {
        const phone = suite.setup.makeDevice(credential, TONES.b);
        const answer = await phone.register().then(
          () => false,
          () => true,
        );
        await phone.stop();
        return answer;
      };
      while (!(await refused()))
        assert.ok(Date.now() < expiresAt + 5000, 'still accepted 5 s after its time');
    });

    it('a revoked credential is refused', async () => {
      const endpoint = suite.setup.endpoints.b;
      const credential = await issue(endpoint, 600);
      await there(suite.pbx.devices).revokeCredentials(endpoint);
      const phone = suite.setup.makeDevice(credential, TONES.b);
      await assert.rejects(phone.register());
      await phone.stop();
      const again = await suite.device(endpoint, TONES.b);
      await again.stop();
    });
  });
}
