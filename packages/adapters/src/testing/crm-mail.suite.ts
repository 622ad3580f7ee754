/** Letters to and from a customer. */
import assert from 'node:assert/strict';
import { Letter } from '@ringback/model';
import type { MailGroup } from '../crm/contract.ts';
import type { CrmRun } from './crm-run.ts';
import { there } from './pbx-suite.ts';
import type { SuiteRunner } from './runner.ts';

export function mailTests({ it }: SuiteRunner, suite: CrmRun): void {
  const mail = <T>(work: (group: MailGroup) => Promise<T>): Promise<T> =>
    suite.run((crm) => work(there(crm.mail)));

  it('sends a letter once, and keeps it with whose address it went to', async () => {
    const partyId = await suite.seed({ email: 'hanna@example.com' });
    const input = {
      to: ['hanna@example.com'],
      subject: 'Ваше замовлення 📦',
      text: 'Готове.\nЧекаємо на вас.',
    };
    const options = suite.write();
    const letter = await mail(({ send }) => send(input, options));
    Letter.parse(letter);
    await mail(({ send }) => send(input, options));
    const sent = await there(suite.harness.host.letters)();
    assert.deepEqual(
      sent.map(({ to, subject, text }) => ({ to, subject, text: text.trim().replaceAll('\r\n', '\n') })),
      [input],
    );
    const { items } = await mail(({ list }) => list({ partyId }));
    assert.deepEqual(
      items.map(({ direction, subject, partyId: whose }) => [direction, subject, whose]),
      [['out', input.subject, partyId]],
    );
  });
}
