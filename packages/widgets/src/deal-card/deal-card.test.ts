import { type Deal, RingbackError } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, recordingOf } from '@ringback/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '@ringback/ui/ringback-provider.js';
import type { RingbackDealCard } from './deal-card.ts';
import './ringback-deal-card.ts';

/** What a person sees of a deal, and does with it. */
class CardHarness {
  readonly element: RingbackDealCard;

  constructor(element: RingbackDealCard) {
    this.element = element;
  }

  static async open(backend: FakeBackend, id?: string, width = 700): Promise<CardHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider
        .phone=${createFakePhone()}
        .backend=${backend}
        .locale=${'en'}
      ></ringback-provider>`,
    );
    const element = document.createElement('ringback-deal-card');
    element.style.setProperty('width', `${width}px`);
    if (id !== undefined) element.dealId = id;
    provider.append(element);
    const card = new CardHarness(element);
    if (id !== undefined)
      await card.until(() => card.all('[data-key=lines]').length > 0, 'There is no card.');
    return card;
  }

  async until(true_: () => unknown, sentence: string): Promise<void> {
    await waitUntil(() => Boolean(true_()), sentence);
    while (!(await this.element.updateComplete));
  }
  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  one(selector: string): HTMLElement {
    const found = this.all(selector)[0];
    if (!found) throw new Error(`The card has no ${selector}.`);
    return found;
  }
  get text(): string {
    return this.one('[part=card]').innerText;
  }
  async press(selector: string): Promise<void> {
    this.one(selector).click();
    while (!(await this.element.updateComplete));
  }
  async type(selector: string, value: string): Promise<void> {
    const field = this.one(selector) as HTMLInputElement;
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
    while (!(await this.element.updateComplete));
  }
  async unfold(section: string): Promise<void> {
    await this.press(`[data-section=${section}] summary`);
    const inside = `[data-section=${section}] .inside [role=status]`;
    const there = () => this.all(inside).length > 0 && !this.text.includes('On its way');
    await this.until(there, 'It does not come.');
  }
}

const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);

describe('The card of a deal', () => {
  it('shows its stages, customer, amount and fields', async () => {
    const card = await CardHarness.open(createFakeBackend(), 'deal-2');
    expect(card.all('[part=stages] button').map((one) => one.innerText)).to.deep.equal([
      'New',
      'Offer',
      'Waiting for payment',
      'Successfully completed',
      'Fell through',
    ]);
    expect(card.one('[aria-current=step]').innerText).to.equal('Offer');
    expect(card.all('#field-lostReason')).to.have.length(0);
    await expect(card.element).to.be.accessible();
  });

  it('goes to a stage by its button, and asks why when it fell through', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    await card.press('[data-stage=lost]');
    expect(asked(backend, 'deals.update')).to.deep.equal([]);
    await card.until(() => card.all('[data-reason]').length > 0, 'Nobody asks why.');
    await card.type('[data-reason]', 'no answer');
    card.one('[part=move] form').dispatchEvent(new Event('submit', { cancelable: true }));
    await card.until(() => card.one('[aria-current=step]').innerText === 'Fell through', 'It is not moved.');
    expect((card.one('#field-lostReason') as HTMLSelectElement).value).to.equal('no answer');
  });

  it('takes goods from the catalogue; the amount is their sum', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    const before = backend.crm.deals[1]!;
    await card.type('[data-find]', 'коробка');
    await card.until(() => card.all('[data-take=box-01]').length > 0, 'Nothing is found.');
    await card.press('[data-take=box-01]');
    await card.type('[data-line="2"] [data-figure=quantity]', '4');
    await card.press('[data-save]');
    await card.until(() => asked(backend, 'deals.update').length === 1, 'It is not saved.');
    const [, patch] = asked(backend, 'deals.update')[0] as [string, Deal];
    expect(patch.lines!.at(-1)).to.deep.include({ sku: 'box-01', quantity: 4 });
    expect(patch).not.to.have.property('amount');
    expect(backend.crm.deals[1]!.amount!.amount).to.equal(before.amount!.amount + 4 * 75);
  });

  it('shows both values when somebody else has saved the same field, and loses nothing that was typed', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    await card.type('#field-title', 'Mine');
    await backend.deals!.update!('deal-2', { title: 'Theirs' });
    await card.press('[data-save]');
    await card.until(() => card.all('[data-clash]').length > 0, 'Nothing is said.');
    expect(card.one('[data-clash] table').innerText).to.match(/Theirs\s+Mine/);
    expect((card.one('#field-title') as HTMLInputElement).value).to.equal('Mine');
    await expect(card.element).to.be.accessible();
    await card.press('[data-mine]');
    await card.until(() => backend.crm.deals[1]!.title === 'Mine', 'It is not saved.');
  });

  it('keeps what is typed while somebody else changes another field, and saves it without a question', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    await card.type('#field-title', 'Mine');
    await backend.deals!.update!('deal-2', { stageId: 'payment', probability: 77 });
    await card.until(
      () => (card.one('#field-probability') as HTMLInputElement).value === '77',
      'It is not followed.',
    );
    await card.press('[data-save]');
    await card.until(() => backend.crm.deals[1]!.title === 'Mine', 'It is not saved.');
    expect(backend.crm.deals[1]!).to.deep.include({ probability: 77 });
    expect(card.all('[data-clash]')).to.have.length(0);
  });

  it('says that it cannot be read, also when the gateway goes away meanwhile; it is read once each time that is back', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    const reads = () => asked(backend, 'deals.get').filter(([id]) => id === 'deal-1').length;
    const drawn = () => card.until(() => true, '');
    const answer = backend.beSlow();
    backend.failNext('deals.get', new RingbackError('unavailable', 'Bad gateway.'));
    card.element.open('deal-1');
    await card.until(() => reads() === 1, 'It is not read.');
    backend.goOffline();
    await drawn();
    answer();
    await card.until(() => card.all('[data-retry]').length === 1, 'There is no way to try again.');
    expect(card.text).to.include('Bad gateway.');
    expect(reads()).to.equal(1);
    backend.goOnline();
    await card.until(() => card.all('[data-key=lines]').length > 0, 'It is not read again.');
    for (const expected of [2, 3]) {
      expect(reads()).to.equal(expected);
      backend.goOffline();
      await drawn();
      expect(reads()).to.equal(expected);
      backend.goOnline();
      await drawn();
    }
    expect(reads()).to.equal(4);
  });

  it('follows its own deal, and none that another system calls the same', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    const title = () => (card.one('#field-title') as HTMLInputElement).value;
    const deal = backend.crm.deals.find(({ id }) => id === 'deal-2')!;
    const later = { ...deal, updatedAt: '2026-11-23T10:00:00.000Z' };
    backend.emit('deal.updated', { deal: { ...later, system: 'another-shop', title: 'A stranger’s' } });
    await card.element.updateComplete;
    expect(title()).to.equal(deal.title);
    backend.emit('deal.updated', { deal: { ...later, title: 'Agreed' } });
    await card.until(() => title() === 'Agreed', 'It is not followed.');
  });

  it('says that it is there no more, when somebody has removed it; what was typed is kept', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    await card.type('#field-title', 'Mine');
    const { system } = backend.crm.deals.find(({ id }) => id === 'deal-2')!;
    const gone = { system, kind: 'deal', id: 'deal-2' } as const;
    backend.emit('record.removed', { ...gone, system: 'another-shop' });
    await card.element.updateComplete;
    expect(card.text).not.to.include('It is there no more.');
    backend.emit('record.removed', gone);
    await card.until(() => card.text.includes('It is there no more.'), 'Nothing is said.');
    expect((card.one('#field-title') as HTMLInputElement).value).to.equal('Mine');
    const other = await CardHarness.open(backend, 'deal-1');
    backend.emit('record.removed', { ...gone, id: 'deal-1' });
    await other.until(() => other.all('[data-key=lines]').length === 0, 'It is still shown.');
    expect(other.text).to.include('It is there no more.');
  });

  it('keeps what is typed when it cannot be saved, and says why', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    backend.failNext('deals.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await card.type('#field-title', 'Mine');
    await card.press('[data-save]');
    await card.until(() => card.text.includes('cannot be reached'), 'Nothing is said.');
    expect((card.one('#field-title') as HTMLInputElement).value).to.equal('Mine');
    expect(card.element.mayLeave()).to.equal(false);
    await card.until(() => card.text.includes('is not saved'), 'Nothing is asked.');
    const left = oneEvent(card.element, 'ringback-deal-leave');
    await card.press('[data-discard]');
    await left;
  });

  it('asks about a quantity that is half typed', async () => {
    const card = await CardHarness.open(createFakeBackend(), 'deal-2');
    const quantity = card.one('[data-figure=quantity]') as HTMLInputElement;
    quantity.select();
    await sendKeys({ type: '77' });
    expect(card.element.mayLeave()).to.equal(false);
    await card.until(() => card.text.includes('is not saved'), 'Nothing is asked.');
    expect((card.one('[data-figure=quantity]') as HTMLInputElement).value).to.equal('77');
    await card.until(
      () => card.element.shadowRoot!.activeElement?.closest('[data-leave]'),
      'The focus is lost.',
    );
  });

  it('makes a new deal with its links', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend);
    card.element.create({ partyId: backend.crm.deals[0]!.party!.id, leadId: 'lead-1', name: 'Тарас' });
    await card.until(() => card.all('#field-title').length > 0, 'There is no form.');
    await card.type('#field-title', 'Fresh');
    const saved = oneEvent(card.element, 'ringback-deal-saved');
    await card.press('[data-save]');
    expect((await saved).detail).to.deep.include({ isNew: true });
    expect(asked(backend, 'deals.create')[0]![0]).to.include({
      ...{ title: 'Fresh', leadId: 'lead-1', partyId: backend.crm.deals[1]!.party!.id },
    });
    await card.until(() => card.all('[part=stages]').length > 0, 'The card does not follow.');
  });

  it('begins a new deal in its first field, and says what is missing there, also where the firm’s layout requires nothing', async () => {
    const backend = createFakeBackend();
    const { fields, ...layout } = await backend.layouts!.get('deal');
    backend.layouts!.get = async () => ({ ...layout, required: [], fields });
    const card = await CardHarness.open(backend);
    const focused = () => card.element.shadowRoot!.activeElement?.id;
    card.element.create({});
    await card.until(() => focused() === 'field-title', 'The field has not the focus.');
    card.one('[data-save]').focus();
    await card.press('[data-save]');
    await card.until(() => focused() === 'field-title', 'The focus stays on the button.');
    expect(card.one('#field-title-error').innerText).to.equal('Please fill this in.');
    expect(card.one('#field-title').getAttribute('aria-invalid')).to.equal('true');
    expect(asked(backend, 'deals.create')).to.have.length(0);
  });
});

describe('What belongs to a deal', () => {
  it('shows the stages that it has passed', async () => {
    const card = await CardHarness.open(createFakeBackend(), 'deal-2');
    await card.unfold('history');
    expect(card.one('[data-section=history] ul').innerText).to.match(/New[\s\S]*Offer/);
  });

  it('shows its calls and letters, plays a recording, and takes a meeting with its kind', async () => {
    const backend = createFakeBackend();
    const entry = backend.crm.timeline.find(({ kind }) => kind === 'call')!;
    Object.assign(entry, { dealId: 'deal-2', recordingUrl: 'https://pbx.example/1.mp3' });
    const card = await CardHarness.open(backend, 'deal-2');
    await card.unfold('timeline');
    expect((card.one('audio') as HTMLAudioElement).src).to.equal('https://pbx.example/1.mp3');
    await card.press('[data-link=communication]');
    await card.type('[name=kind]', 'meeting');
    await card.type('[data-write] [name=text]', 'They want it by Friday.');
    backend.failNext('timeline.create', new RingbackError('unavailable', 'Not now.'));
    const write = () => card.one('[data-write]').dispatchEvent(new Event('submit', { cancelable: true }));
    write();
    await card.until(() => card.text.includes('Not now.'), 'Nothing is said.');
    write();
    await card.until(
      () => card.text.includes('They want it by Friday.') && card.all('[data-write]').length === 0,
      'It is not kept.',
    );
    expect(asked(backend, 'timeline.create').at(-1)![0]).to.include({ kind: 'meeting', dealId: 'deal-2' });
    await expect(card.element).to.be.accessible();
  });

  it('plays a talk of ours in its own player, which comes when there is something to hear', async () => {
    const backend = createFakeBackend();
    const entry = backend.crm.timeline.find(({ kind }) => kind === 'call')!;
    Object.assign(entry, { dealId: 'deal-2', recordings: [recordingOf('recording-1', 'log-1')] });
    const card = await CardHarness.open(backend, 'deal-2');
    await card.unfold('timeline');
    await card.until(
      () => card.all('ringback-player').some((one) => one.shadowRoot?.querySelector('[part=play]')),
      'There is no player.',
    );
  });

  it('is a proposal: made from its template, printed, and sent by e-mail', async () => {
    const backend = createFakeBackend();
    backend.crm.deals[1]!.party = backend.crm.deals.find(({ party }) =>
      party?.name.includes('Оксана'),
    )!.party;
    const card = await CardHarness.open(backend, 'deal-2');
    await card.unfold('documents');
    await card.press('[data-make=proposal]');
    await card.until(() => card.all('[data-print]').length === 1, 'It is not made.');
    const page = new EventTarget();
    let printed = false;
    const browserOpen = window.open;
    window.open = () => Object.assign(page, { print: () => (printed = true) }) as unknown as Window;
    await card.press('[data-print]');
    await waitUntil(() => {
      page.dispatchEvent(new Event('load'));
      return printed;
    }, 'It is not printed.');
    window.open = browserOpen;
    await card.until(
      () => card.one('[data-make=proposal]').getAttribute('aria-disabled') === 'false',
      'Still busy.',
    );
    await card.press('[data-send]');
    await card.until(() => card.all('[data-letter]').length > 0, 'There is no letter.');
    await card.type('[data-letter] [name=to]', 'nobody');
    const send = () => card.one('[data-letter]').dispatchEvent(new Event('submit', { cancelable: true }));
    send();
    await card.until(() => card.text.includes('Enter an address'), 'Nothing is said.');
    await card.type('[data-letter] [name=to]', 'oksana@tea.example');
    send();
    await card.until(() => card.text.includes('Sent to oksana@tea.example.'), 'It is not sent.');
    expect(asked(backend, 'mail.send')[0]![0]).to.deep.include({
      to: ['oksana@tea.example'],
      dealId: 'deal-2',
    });
    await expect(card.element).to.be.accessible();
  });

  it('is a task or process, made by whoever in the page makes them, with the link filled in', async () => {
    const backend = createFakeBackend();
    const card = await CardHarness.open(backend, 'deal-2');
    const asking = oneEvent(card.element, 'ringback-record-create');
    await card.press('[data-link=task]');
    expect((await asking).detail).to.include({
      ...{ kind: 'task', dealId: 'deal-2', partyId: backend.crm.deals[1]!.party!.id },
    });
  });

  it('is not offered where the host has nothing of the kind', async () => {
    const without = ['tasks', 'processes', 'timeline', 'documents', 'shop'] as const;
    const card = await CardHarness.open(createFakeBackend({ without }), 'deal-2');
    expect(card.all('[data-link], [data-section=documents], [data-section=timeline]')).to.have.length(0);
  });
});

it('On a phone-sized screen nothing of the card is wider than the screen', async () => {
  const card = await CardHarness.open(createFakeBackend(), 'deal-2', 328);
  expect(card.element.scrollWidth).to.be.at.most(328);
  await expect(card.element).to.be.accessible();
});
