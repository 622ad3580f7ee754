import { type Letter, RingbackError } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackLetters } from './letters.ts';
import './ringback-letters.ts';

const letter = (subject: string, more: Partial<Letter> = {}): Letter => ({
  ...{
    system: 'local',
    id: `letter-${subject}`,
    direction: 'in',
    from: 'o@k.example',
    to: ['crm@tea.example'],
  },
  ...{ subject, text: `About ${subject}`, at: '2026-03-01T09:00:00.000Z', threadId: `thread-${subject}` },
  ...more,
});
const withLetters = (...letters: Letter[]) => createFakeBackend({ crm: { letters } });
const open = (backend: FakeBackend, scene: ListScene = {}) =>
  ListHarness.open('ringback-letters', { phone: createFakePhone(), backend, ...scene });
const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
const field = (list: ListHarness, name: string) => list.one(`form [name=${name}]`) as HTMLInputElement;
const isOpen = (list: ListHarness) => (list.one('dialog') as HTMLDialogElement).open;

describe('The list of letters', () => {
  it('shows what was sent and received, and with whom', async () => {
    const list = await open(createFakeBackend());
    expect(list.headings).to.deep.equal(['Subject', 'With whom', 'Direction', 'When', 'Actions']);
    await expect(list.element).to.be.accessible();
  });

  it('is that of one customer, filtered by direction by the gateway', async () => {
    const backend = createFakeBackend();
    const list = await open(backend);
    (list.element as unknown as RingbackLetters).party = PARTIES.oksana.id;
    await list.until(() => asked(backend, 'mail.list').length === 2, 'It is not asked anew.');
    await list.choose(list.one('[data-filter=direction]'), 'in');
    expect(asked(backend, 'mail.list').at(-1)).to.deep.equal([
      { limit: 50, partyId: PARTIES.oksana.id, direction: 'in' },
    ]);
  });

  it('shows a letter with all of its thread, and what came with it', async () => {
    const first = letter('Tea', { attachments: ['list.pdf'] });
    const second = letter('Re: Tea', {
      id: 'answer',
      threadId: first.threadId!,
      direction: 'out',
      text: 'Tomorrow.',
    });
    const list = await open(withLetters(second, first, letter('Honey')));
    await list.press(list.inRow('Re: Tea', '[data-action=open]'));
    await list.until(() => list.all('dialog .letter').length === 2, 'The thread is not whole.');
    expect(list.one('dialog').innerText)
      .to.contain('list.pdf')
      .and.contain('Tomorrow.')
      .and.contain('About Tea');
    await expect(list.element).to.be.accessible();
  });

  it('brings a file that came with a letter, and says so when it does not come', async () => {
    const backend = withLetters(letter('Tea', { attachments: ['a.txt', 'list.pdf'] }));
    const list = await open(backend);
    await list.press(list.inRow('Tea', '[data-action=open]'));
    await list.until(() => list.all('dialog [data-file]').length === 2, 'There is no file.');
    const kept: string[] = [];
    const keep = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      kept.push(this.download);
    };
    try {
      await list.press(list.one('dialog [data-file="1"]'));
      await list.until(() => kept.length === 1, 'It is not kept.');
    } finally {
      HTMLAnchorElement.prototype.click = keep;
    }
    expect(kept).to.deep.equal(['list.pdf']);
    expect(asked(backend, 'mail.file')).to.deep.equal([[['letter-Tea', 1]]]);
    backend.failNext('mail.file', new RingbackError('not-found', 'It is gone.'));
    await list.press(list.one('dialog [data-file="0"]'));
    await list.until(
      () => list.one('dialog [role=alert]').innerText === '“a.txt” did not come: It is gone.',
      'It does not say so.',
    );
    await expect(list.element).to.be.accessible();
  });

  it('hears of what comes in, also in a thread that is open', async () => {
    const first = letter('Tea');
    const backend = withLetters(first);
    const list = await open(backend);
    await list.press(list.inRow('Tea', '[data-action=open]'));
    await list.until(() => list.all('dialog .letter').length === 1, 'It is not open.');
    const next = letter('Re: Tea', { id: 'next', threadId: first.threadId! });
    backend.crm.letters.unshift(next);
    backend.emit('letter.created', { letter: next });
    await list.until(() => list.all('dialog .letter').length === 2, 'The thread does not grow.');
    expect(list.names[0]).to.equal('Re: Tea');
  });
});

describe('A letter', () => {
  it('is written and sent; what is missing is said first', async () => {
    const backend = withLetters();
    const list = await open(backend);
    await list.press('New letter');
    await list.until(() => isOpen(list), 'There is no form.');
    field(list, 'to').value = 'nobody';
    await list.press('Send');
    expect(list.one('dialog [role=alert]').innerText).to.contain('name@firm.com');
    field(list, 'to').value = 'a@b.example, c@d.example';
    field(list, 'subject').value = 'Tea';
    field(list, 'text').value = 'Good day!';
    await expect(list.element).to.be.accessible();
    const sent = oneEvent(list.element, 'ringback-letter-sent');
    await list.press('Send');
    expect((await sent).detail.letter).to.include({ subject: 'Tea', direction: 'out' });
    expect(asked(backend, 'mail.send')[0]![0]).to.deep.include({
      to: ['a@b.example', 'c@d.example'],
      text: 'Good day!',
    });
    expect(isOpen(list)).to.equal(false);
    expect(list.names).to.deep.equal(['Tea']);
  });

  it('answers another: to whom it came from, with its words below, in its thread', async () => {
    const backend = withLetters(letter('Tea', { partyId: PARTIES.oksana.id }));
    const list = await open(backend);
    await list.press(list.inRow('Tea', '[data-action=answer]'));
    await list.until(() => isOpen(list), 'There is no form.');
    expect([field(list, 'to').value, field(list, 'subject').value]).to.deep.equal(['o@k.example', 'Re: Tea']);
    expect(field(list, 'text').value).to.contain('> About Tea');
    expect(list.focused).to.equal(field(list, 'text'));
    expect(field(list, 'text').selectionStart).to.equal(0);
    await list.press('Send');
    await list.until(() => asked(backend, 'mail.send').length === 1, 'It is not sent.');
    expect(asked(backend, 'mail.send')[0]![0]).to.include({
      inReplyTo: 'letter-Tea',
      partyId: PARTIES.oksana.id,
    });
  });

  it('that is not taken stays as it was written, with what the administrator must do', async () => {
    const backend = withLetters();
    const list = await open(backend);
    await list.press('New letter');
    await list.until(() => isOpen(list), 'There is no form.');
    field(list, 'to').value = 'a@b.example';
    field(list, 'subject').value = 'Tea';
    field(list, 'text').value = 'Good day!';
    backend.failNext(
      'mail.send',
      new RingbackError('unavailable', 'No mail server is set up.', {
        hint: 'Set it up under Mail at /admin.',
      }),
    );
    await list.press('Send');
    await list.until(() => list.one('dialog [role=alert]').innerText !== '', 'Nothing is said.');
    expect(list.one('dialog [role=alert]').innerText).to.contain('under Mail at /admin');
    expect(field(list, 'text').value).to.equal('Good day!');
    await list.press('Send');
    await list.until(() => list.names.length === 1, 'It is not sent.');
  });

  it('is not thrown away by one key', async () => {
    const list = await open(withLetters());
    await list.press('New letter');
    await list.until(() => isOpen(list), 'There is no form.');
    field(list, 'text').focus();
    await sendKeys({ type: 'Half a letter' });
    await sendKeys({ press: 'Escape' });
    await list.until(() => list.all('[data-leave]').length === 1, 'Nothing is asked.');
    expect(isOpen(list)).to.equal(true);
    expect(field(list, 'text').value).to.equal('Half a letter');
    await list.press('Throw it away');
    expect(isOpen(list)).to.equal(false);
  });

  it('takes a document of the customer along', async () => {
    const backend = withLetters();
    const partyId = PARTIES.oksana.id;
    await backend.documents!.link!({
      kind: 'contract',
      name: 'Contract',
      url: 'https://files.example/1',
      partyId,
    });
    const list = await open(backend);
    (list.element as unknown as RingbackLetters).write({ to: 'o@k.example', partyId });
    await list.until(() => list.all('[name=documentId]').length === 1, 'There are no documents.');
    field(list, 'subject').value = field(list, 'text').value = 'Contract';
    (field(list, 'documentId') as unknown as HTMLSelectElement).selectedIndex = 1;
    await list.press('Send');
    await list.until(() => !isOpen(list), 'It is not sent.');
    expect(backend.crm.letters[0]).to.include({ partyId, subject: 'Contract' });
  });

  it('is written here when any element of the page asks for one', async () => {
    const list = await open(withLetters());
    (list.element as unknown as RingbackLetters).everywhere = true;
    const detail = { to: 'a@b.example' };
    const event = new CustomEvent('ringback-letter-write', { detail, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).to.equal(true);
    await list.until(() => isOpen(list), 'There is no form.');
    expect(field(list, 'to').value).to.equal('a@b.example');
  });

  it('is not written here for the page while it hides the list', async () => {
    const list = await open(withLetters());
    (list.element as unknown as RingbackLetters).everywhere = true;
    list.element.hidden = true;
    const asks = new CustomEvent('ringback-letter-write', { detail: {}, bubbles: true, cancelable: true });
    expect(document.body.dispatchEvent(asks)).to.equal(true);
  });
});

describe('Without its data', () => {
  it('says that no mailbox is connected and who connects it, that nothing is there yet, what failed', async () => {
    expect((await open(createFakeBackend({ without: ['mail'] }))).message).to.contain('under Mail at /admin');
    expect((await open(withLetters())).message).to.contain('No letters yet');
    const backend = createFakeBackend();
    backend.failNext('mail.list', new RingbackError('bug', 'Something broke.'));
    const list = await open(backend);
    await list.press('Try again');
    await list.until(() => list.names.length > 0, 'Nothing came.');
  });

  it('for who may only read offers neither to write nor to answer', async () => {
    const list = await open(createFakeBackend({ readOnly: true }));
    expect(list.all('[part=add], [data-action=answer]')).to.have.length(0);
  });
});

it('On a phone-sized screen nothing is wider than the screen', async () => {
  const list = await open(createFakeBackend(), { width: 328 });
  expect(list.element.scrollWidth).to.be.at.most(328);
  await expect(list.element).to.be.accessible();
});
