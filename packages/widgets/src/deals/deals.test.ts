import { RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, type FakeBackend, ME, PARTIES } from '@ringback/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackDealCard } from '../deal-card/deal-card.ts';
import './ringback-deals.ts';

class DealsHarness extends ListHarness {
  column(name: string): HTMLElement {
    return this.one(`[part=column][aria-label="${name}"]`);
  }
  cards(name: string): string[] {
    return [...this.column(name).querySelectorAll('.card')].map(
      (one) => (one as HTMLElement).dataset.id ?? '',
    );
  }
  card(id: string): HTMLElement {
    return this.one(`.card[data-id="${id}"]`);
  }
  grip(id: string): HTMLElement {
    return this.one(`.card[data-id="${id}"] [data-grip]`);
  }
  count(name: string): string {
    return this.column(name).querySelector<HTMLElement>('[data-count]')!.innerText;
  }
  get asks(): string {
    return this.one('[part=move]').innerText;
  }
  async moved(id: string, to: string): Promise<void> {
    await this.until(() => this.cards(to).includes(id), `${id} did not come to ${to}.`);
  }
  async drag(id: string, to: string): Promise<void> {
    this.card(id).scrollIntoView({ block: 'center', inline: 'nearest' });
    const from = middle(this.card(id).querySelector('.line')!);
    const there = middle(this.column(to).querySelector('header')!);
    await sendMouse({ type: 'move', position: from });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: [from[0] + 10, from[1] + 10] });
    await sendMouse({ type: 'move', position: there });
    await sendMouse({ type: 'up' });
    await this.drawn();
  }
  get dialogCard(): RingbackDealCard {
    return this.one('ringback-deal-card') as unknown as RingbackDealCard;
  }
}

function middle(target: Element): [number, number] {
  const { left, top, width, height } = target.getBoundingClientRect();
  return [Math.round(left + width / 2), Math.round(top + height / 2)];
}

before(() => setViewport({ width: 1280, height: 900 }));
after(() => setViewport({ width: 800, height: 600 }));

async function open(backend = createFakeBackend(), scene: ListScene = {}): Promise<DealsHarness> {
  const list = await ListHarness.open('ringback-deals', {
    ...{ phone: createFakePhone(), backend, width: 1200 },
    ...scene,
  });
  return new DealsHarness(list.element);
}
const saysInRow = (deals: DealsHarness, words: string) =>
  deals.all('.problem').some(({ innerText }) => innerText.includes(words));
const updates = (backend: FakeBackend) =>
  backend.requests.filter(([name]) => name === 'deals.update').map(([, ...args]) => args);

describe('The board of deals', () => {
  it('keeps the name of a customer, however long, inside of his card', async () => {
    const { longName } = PARTIES;
    const [deal] = createFakeBackend().crm.deals;
    const party = { id: longName.id, name: longName.name };
    const deals = await open(createFakeBackend({ crm: { deals: [{ ...deal!, party }] } }));
    const card = deals.card(deal!.id);
    const name = card.querySelector('.line bdi')!.getBoundingClientRect();
    expect(name.right).to.be.at.most(card.getBoundingClientRect().right);
  });

  it('has a column for each stage with its cards, how many there are and what they come to', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    const { columns } = await backend.deals!.board();
    expect(deals.all('[part=column]').map((one) => one.ariaLabel)).to.deep.equal(
      columns.map(({ stage }) => stage.name),
    );
    expect(deals.count('New')).to.equal(`Deals: ${columns[0]!.count}`);
    expect(
      deals.column('New').querySelector<HTMLElement>('[data-sum]')!.innerText.replace(/\D/g, ''),
    ).to.equal(String(columns[0]!.amounts![0]!.amount));
    await expect(deals.element).to.be.accessible();
  });

  it('takes a card to another stage by mouse, and counts anew', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    await deals.drag('deal-1', 'Offer');
    await deals.moved('deal-1', 'Offer');
    expect(updates(backend)[0]![1]).to.include({ stageId: 'offer' });
    expect([deals.count('New'), deals.count('Offer')]).to.deep.equal(['Deals: 11', 'Deals: 13']);
  });

  it('takes a card to another stage by keyboard, says so, and keeps the focus on it', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    deals.grip('deal-1').focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Enter' });
    await deals.moved('deal-1', 'Waiting for payment');
    expect(deals.one('[aria-live=polite]').innerText).to.contain('is in “Waiting for payment”');
    await deals.until(() => deals.focused === deals.grip('deal-1'), 'The focus is lost.');
  });

  it('leaves a card where it is by Escape', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    deals.grip('deal-1').focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ press: 'Escape' });
    expect(updates(backend)).to.deep.equal([]);
    expect(deals.cards('New')).to.include('deal-1');
  });

  it('asks why when a deal fell through, and moves it with the reason', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    await deals.drag('deal-1', 'Fell through');
    expect(updates(backend)).to.deep.equal([]);
    await deals.until(() => deals.all('[data-reason]').length > 0, 'Nobody asks why.');
    await deals.choose(deals.one('[data-reason]'), 'chose another');
    await deals.press('Move to “Fell through”');
    await deals.moved('deal-1', 'Fell through');
    expect(updates(backend)[0]![1]).to.include({ stageId: 'lost', lostReason: 'chose another' });
  });

  it('shows the second of two agents the present deal, and lets him decide', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    const current = {
      ...backend.crm.deals[0]!,
      stage: { id: 'won', name: 'Successfully completed', outcome: 'won' as const },
    };
    backend.failNext('deals.update', new RingbackError('conflict', 'Changed meanwhile.', { current }));
    await deals.drag('deal-1', 'Fell through');
    await deals.until(() => deals.all('[data-reason]').length > 0, 'Nobody asks why.');
    await deals.choose(deals.one('[data-reason]'), 'no answer');
    await deals.press('Move to “Fell through”');
    await deals.until(() => deals.asks.includes('somebody else'), 'Nothing is said.');
    expect(deals.asks).to.contain('It is in “Successfully completed” now; you wanted “Fell through”');
    expect(deals.cards('Successfully completed')).to.include('deal-1');
    await expect(deals.element).to.be.accessible();
    await deals.press(deals.one('[data-again]'));
    await deals.moved('deal-1', 'Fell through');
    expect(updates(backend)[1]![1]).to.include({ lostReason: 'no answer' });
  });

  for (const [who, sees] of [
    ['the next person', false],
    ['the same person', true],
  ] as const)
    it(`tells ${who} ${sees ? 'also' : 'nothing of'} a clash that came after the session had ended`, async () => {
      const backend = createFakeBackend();
      const deals = await open(backend);
      const current = backend.crm.deals[0]!;
      const go = backend.beSlow();
      backend.failNext('deals.update', new RingbackError('conflict', 'Changed meanwhile.', { current }));
      await deals.drag('deal-1', 'Successfully completed');
      await deals.until(() => updates(backend).length === 1, 'It is not moved.');
      backend.setStatus('signed-out');
      if (sees) backend.setStatus('online');
      else backend.signInAs({ ...ME, agent: AGENTS.andriy });
      let failures = 0;
      deals.element.addEventListener('ringback-error', () => (failures += 1));
      go();
      await deals.until(() => deals.all('.card').length > 0, 'The board does not come.');
      expect(failures).to.equal(sees ? 1 : 0);
      await deals.until(() => deals.asks.includes('somebody else') === sees, 'It is not told.');
      if (!sees) expect(deals.all('[aria-live=polite]')[0]!.innerText).to.equal('');
    });

  it('says which fields must be filled in before a stage', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    const fields = { closesAt: 'is required' };
    backend.failNext(
      'deals.update',
      new RingbackError('invalid', 'A required field is missing.', { fields }),
    );
    await deals.drag('deal-1', 'Offer');
    await deals.until(() => deals.asks !== '', 'Nothing is said.');
    expect(deals.asks).to.contain('Fill in first: Closes');
    expect(deals.cards('New')).to.include('deal-1');
  });

  it('loads the rest of a column when it is asked for', async () => {
    const all = createFakeBackend().crm.deals;
    const many = Array.from({ length: 45 }, (_, index) => ({
      ...all[0]!,
      id: `many-${index}`,
      createdAt: new Date(Date.parse(all[0]!.createdAt) - index * 1000).toISOString(),
    }));
    const backend = createFakeBackend({ crm: { deals: many } });
    const deals = await open(backend);
    expect(deals.cards('New')).to.have.length(20);
    await deals.press('More of “New”');
    await deals.until(() => deals.cards('New').length === 40, 'The rest did not come.');
    await deals.press('More of “New”');
    await deals.until(() => deals.cards('New').length === 45, 'The rest did not come.');
    expect(deals.all('[data-more]')).to.have.length(0);
    expect(deals.count('New')).to.equal('Deals: 45');
  });

  it('hears what others do', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    await backend.deals!.update!('deal-1', { stageId: 'payment' });
    await deals.moved('deal-1', 'Waiting for payment');
    const { id } = await backend.deals!.create!({ title: 'Fresh' });
    await deals.moved(id, 'New');
    backend.crm.deals.splice(
      backend.crm.deals.findIndex((one) => one.id === id),
      1,
    );
    backend.emit('record.removed', { system: 'fake', kind: 'deal', id });
    await deals.until(() => !deals.cards('New').includes(id), 'It is still on the board.');
    const before = backend.requests.length;
    backend.emit('record.removed', { system: 'fake', kind: 'task', id: 'task-1' });
    await deals.drawn();
    expect(backend.requests.length, 'A task is none of its business.').to.equal(before);
  });

  it('cannot be moved where nothing may be written', async () => {
    const deals = await open(createFakeBackend({ readOnly: true }));
    expect(deals.all('[data-grip], [data-create]')).to.have.length(0);
  });
});

describe('The list of deals', () => {
  // Its columns are a part of their own, which comes in the server's time.
  before(() => import('./deal-columns.ts'));

  it('is shown instead of the board, filtered and moved to a stage from its row', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    await deals.press(deals.one('[data-show=list]'));
    await deals.until(() => deals.names.length > 0, 'There is no list.');
    await deals.choose(deals.one('[data-filter=outcome]'), 'open');
    await deals.until(() => deals.names.length > 0, 'Nothing fits.');
    expect(backend.requests.at(-1)).to.deep.equal(['deals.list', { outcome: 'open', limit: 50 }]);
    const first = deals.one('[data-row] [data-action=stage]');
    await deals.choose(first, 'won');
    await deals.until(() => updates(backend).length === 1, 'It is not moved.');
    expect(updates(backend)[0]![1]).to.include({ stageId: 'won' });
    await expect(deals.element).to.be.accessible();
  });

  it('stays for who signs in again; whoever signs in next has the board', async () => {
    const backend = createFakeBackend();
    const deals = await open(backend);
    await deals.press(deals.one('[data-show=list]'));
    await deals.until(() => deals.names.length > 0, 'There is no list.');
    backend.setStatus('signed-out');
    await deals.drawn();
    backend.setStatus('online');
    await deals.until(() => deals.names.length > 0, 'There is no list any more.');
    backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await deals.until(() => deals.all('.card').length > 0, 'There is no board.');
    expect(deals.one('[data-show=board]').ariaPressed).to.equal('true');
  });

  /** With the list's columns, which come when it is first shown. */
  async function listed(backend: FakeBackend, scene: ListScene = {}): Promise<DealsHarness> {
    const deals = await open(backend, scene);
    await deals.press(deals.one('[data-show=list]'));
    await deals.until(
      () => deals.all('[data-row] [data-action=responsible]').length > 0,
      'The list did not come.',
    );
    return deals;
  }

  it('gives a deal to somebody else in its row, and shows what a colleague made of it meanwhile', async () => {
    const backend = createFakeBackend();
    const deals = await listed(backend);
    const select = deals.all('[data-row] [data-action=responsible]')[0] as HTMLSelectElement;
    const row = select.closest<HTMLElement>('[data-row]')!;
    const id = row.dataset.id!;
    const other = [...select.options].find(({ value }) => value !== select.value)!.value;
    await deals.choose(select, other);
    await deals.until(() => updates(backend).length === 1, 'It was not given.');
    expect(updates(backend)[0]![0]).to.equal(id);
    expect((updates(backend)[0]![1] as { responsibleId: string }).responsibleId).to.equal(other);
    const current = { ...(await backend.deals!.get(id)), title: 'Changed by a colleague' };
    backend.failNext('deals.update', new RingbackError('conflict', 'It was changed meanwhile.', { current }));
    await deals.choose(deals.one(`[data-id="${id}"] [data-action=responsible]`), select.options[0]!.value);
    await deals.until(() => saysInRow(deals, 'changed meanwhile'), 'Nothing is said.');
    expect(deals.row('Changed by a colleague')).to.not.equal(undefined);
  });

  it('shows no deal of another system in place of the one that is called the same', async () => {
    const backend = createFakeBackend();
    const deals = await listed(backend);
    const { id } = deals.all('[data-row]')[0]!.dataset;
    const deal = backend.crm.deals.find((one) => one.id === id)!;
    const text = () => deals.one(`[data-row][data-id="${id}"]`).innerText;
    backend.emit('deal.updated', { deal: { ...deal, system: 'another-shop', title: 'A stranger’s' } });
    await deals.drawn();
    expect(text()).to.contain(deal.title);
    backend.emit('deal.updated', { deal: { ...deal, title: 'Agreed' } });
    await deals.until(() => text().includes('Agreed'), 'It is not followed.');
  });

  it('takes out the one that somebody has removed, and asks for no others', async () => {
    const backend = createFakeBackend();
    const deals = await listed(backend);
    const { id } = deals.all('[data-row]')[0]!.dataset;
    const { system } = backend.crm.deals.find((one) => one.id === id)!;
    const before = backend.requests.length;
    backend.emit('record.removed', { system, kind: 'deal', id: id! });
    await deals.until(() => deals.all(`[data-row][data-id="${id}"]`).length === 0, 'It is still there.');
    expect(backend.requests.length).to.equal(before);
  });

  it('calls the customer of a deal and writes to him from its row, and says when nothing is known', async () => {
    const backend = createFakeBackend();
    const phone = createFakePhone();
    const deals = await listed(backend, { phone });
    const call = deals.all('[data-row] [data-action=call]')[0]!;
    const dialled = oneEvent(deals.element, 'ringback-number-dial');
    await deals.press(call);
    expect((await dialled).detail.number).to.match(/^\+\d+$/);
    await deals.until(() => phone.state.calls.length === 1, 'Nobody is called.');
    backend.failNext('parties.get', new RingbackError('not-found', 'There is no such customer.'));
    await deals.press(deals.all('[data-row] [data-action=write]')[0]!);
    await deals.until(() => saysInRow(deals, 'no such customer'), 'Nothing is said.');
    await expect(deals.element).to.be.accessible();
  });

  it('opens a deal’s card, also for another element’s wish, and makes a new one', async () => {
    const deals = await open();
    await deals.press(deals.card('deal-1').querySelector<HTMLElement>('.open')!);
    await deals.until(() => deals.dialogCard.dealId === 'deal-1', 'The card does not open.');
    await deals.press(deals.one('[data-close]'));
    const detail = { kind: 'deal' as const, system: 'local', id: 'deal-2', title: '' };
    document.body.dispatchEvent(
      new CustomEvent('ringback-record-open', { detail, bubbles: true, cancelable: true }),
    );
    await deals.until(() => deals.dialogCard.dealId === 'deal-2', 'The card does not open.');
    await deals.press(deals.one('[data-close]'));
    await deals.press('New deal');
    await waitUntil(() => deals.dialogCard.renderRoot.querySelector('#field-title'), 'There is no form.');
  });

  it('leaves both to others while the page hides it', async () => {
    const deals = await open();
    deals.element.hidden = true;
    for (const type of ['ringback-record-open', 'ringback-record-create']) {
      const detail = { kind: 'deal' as const, system: 'local', id: 'deal-2', title: '' };
      const asks = new CustomEvent(type, { detail, bubbles: true, cancelable: true });
      expect(document.body.dispatchEvent(asks)).to.equal(true);
    }
  });

  it('lets the page open a deal itself', async () => {
    const deals = await open();
    const asking = oneEvent(deals.element, 'ringback-record-open');
    deals.element.addEventListener('ringback-record-open', (event) => event.preventDefault(), { once: true });
    await deals.press(deals.card('deal-1').querySelector<HTMLElement>('.open')!);
    expect((await asking).detail).to.include({ kind: 'deal', id: 'deal-1' });
    expect((deals.one('dialog') as HTMLDialogElement).open).to.equal(false);
  });
});

it('On a phone-sized screen nothing of the board is wider than the screen', async () => {
  const deals = await open(createFakeBackend(), { width: 328 });
  expect(deals.element.scrollWidth).to.be.at.most(328);
  await expect(deals.element).to.be.accessible();
});
