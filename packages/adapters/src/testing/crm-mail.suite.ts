/** Letters to and from a customer. */
import assert from 'node:assert/strict';
import { Letter } from '@ringback/model';
import type { LetterQuery } from '../crm/contract/mail.ts';
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

  it('shows what he wrote, as he wrote it, and finds it by its address, direction and words', async () => {
    const email = 'ivan.franko@example.com';
    const partyId = await suite.seed({ email });
    const [subject, text] = ['Де моє <замовлення>?', 'Добрий день!\nЧекаю & сподіваюся 🙂'];
    await there(suite.harness.seed.letter)({ partyId, from: email, subject, text });
    const reply = { to: [email], subject: `Re: ${subject}`, text: 'Уже в дорозі.' };
    await mail(({ send }) => send({ ...reply, partyId }, suite.write()));
    const shown = async (query: LetterQuery) =>
      (await mail(({ list }) => list(query))).items.map((letter) => [letter.direction, letter.text]);
    const incoming = ['in', text];
    assert.deepEqual((await shown({ partyId })).map(([direction]) => direction).sort(), ['in', 'out']);
    assert.deepEqual(await shown({ address: email.toUpperCase(), direction: 'in' }), [incoming]);
    assert.deepEqual(await shown({ partyId, words: 'ДОБРИЙ чекаю' }), [incoming]);
    const [letter] = (await mail(({ list }) => list({ partyId, direction: 'in' }))).items;
    assert.deepEqual([letter?.from, letter?.subject, letter?.partyId], [email, subject, partyId]);
    assert.deepEqual(await shown({ address: 'nobody@example.com' }), []);
  });

  it('answers a letter to whom it came from, beside what was answered', async () => {
    const email = 'lesia@example.com';
    const partyId = await suite.seed({ email });
    await there(suite.harness.seed.letter)({ partyId, from: email, subject: 'Ціна', text: 'Скільки?' });
    const [asked] = (await mail(({ list }) => list({ partyId }))).items;
    const answer = { to: [email], subject: 'Re: Ціна', text: '100', inReplyTo: there(asked).id };
    const sent = await mail(({ send }) => send(answer, suite.write()));
    assert.equal(sent.partyId, partyId);
    const gone = mail(({ send }) => send({ ...answer, inReplyTo: '999999' }, suite.write()));
    await assert.rejects(gone, { code: 'not-found' });
  });

  it('goes through all letters of somebody, page after page, each once', async () => {
    const email = 'paged@example.com';
    const partyId = await suite.seed({ email });
    for (let number = 1; number <= 7; number += 1) {
      await suite.harness.clock.pass(1000);
      const letter = { partyId, from: email, subject: `№ ${number}`, text: 'x' };
      await there(suite.harness.seed.letter)(letter);
    }
    const subjects: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await mail(({ list }) => list({ partyId, limit: 3, ...(cursor ? { cursor } : {}) }));
      subjects.push(...page.items.map(({ subject }) => subject));
      cursor = page.next;
    } while (cursor !== undefined);
    assert.deepEqual(
      subjects,
      [7, 6, 5, 4, 3, 2, 1].map((number) => `№ ${number}`),
    );
  });
}
