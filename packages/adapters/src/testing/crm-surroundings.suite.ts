/** What stands around the records: their addresses, the host's users, fields and notices, and the directory. */
import assert from 'node:assert/strict';
import { DirectoryEntry } from '@ringback/model';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function surroundingsTests({ it }: SuiteRunner, suite: CrmRun): void {
  const can = (name: (typeof suite.manifest.capabilities)[number]) =>
    suite.manifest.capabilities.includes(name);

  if (can('records')) {
    it('knows the page of a record, and no page of what it does not keep', async () => {
      const id = await suite.seed();
      const { url } = there(suite.harness.crm.records);
      const page = there(url({ kind: 'party', id }));
      assert.match(page, /^https?:\/\//);
      const secret = suite.harness.secret;
      if (secret !== undefined) assert.ok(!page.includes(secret), 'the page’s address holds the secret');
      const other = await suite.seed();
      assert.notEqual(url({ kind: 'party', id: other }), page);
    });
  }

  if (can('users')) {
    it('knows the host’s users', async () => {
      const users = await suite.run((crm) => there(crm.users).list());
      assert.ok(users.some(({ active }) => active));
      for (const user of users) assert.ok(user.id !== '' && user.name !== '');
      assert.equal(new Set(users.map(({ id }) => id)).size, users.length);
    });
  }

  if (can('users.session')) {
    it('knows who sits in the host’s page, and nobody else', async () => {
      const whoIs = (credential: string) => suite.run((crm) => there(there(crm.users).whoIs)(credential));
      const credential = await there(suite.harness.host.userCredential)('1');
      assert.equal((await whoIs(credential)).id, '1');
      const foreign = await there(suite.harness.host.foreignCredential)('1');
      for (const forged of ['', 'x', `${credential}x`, foreign]) {
        await assert.rejects(whoIs(forged), { code: 'unauthorized' });
      }
    });
  }

  if (can('fields')) {
    it('knows the fields of the firm’s own', async () => {
      const fields = await suite.run((crm) => there(crm.fields).list('party'));
      for (const field of fields) assert.ok(field.name !== '' && field.title !== '');
    });
  }

  if (can('notify')) {
    it('puts a notice into the host once', async () => {
      const options = suite.write();
      const notice = { text: 'Пропущений дзвінок +380671112233 🔔' };
      for (let i = 0; i < 2; i += 1) await suite.run((crm) => there(crm.notify).user('1', notice, options));
      const notices = await there(suite.harness.host.notices)();
      assert.equal(notices.length, 1);
      assert.equal(notices[0]?.userId, '1');
      assert.ok(notices[0]?.text.includes(notice.text));
    });
  }

  if (can('directory')) {
    it('knows who owns a number out in the world', async () => {
      const phone = suite.number();
      await there(suite.harness.seed.directory)({ name: 'ТОВ «Карпати»', phone });
      const entry = there(await suite.run((crm) => there(crm.directory).lookup(phone)));
      DirectoryEntry.parse(entry);
      assert.equal(entry.name, 'ТОВ «Карпати»');
      assert.ok(entry.source.length > 1);
      assert.equal(await suite.run((crm) => there(crm.directory).lookup(suite.number())), undefined);
    });
  }
}
