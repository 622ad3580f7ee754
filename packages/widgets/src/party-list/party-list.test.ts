import { type Party, RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackPartyList } from './party-list.ts';
import './ringback-party-list.ts';

const MANY: Party[] = Array.from({ length: 5000 }, (_, index) => ({
  ...PARTIES.taras,
  id: `many-${index}`,
  name: `Customer ${String(index).padStart(4, '0')}`,
  phones: [`+38067${String(1_000_000 + index)}`],
}));

const open = (scene: ListScene = {}) =>
  ListHarness.open('ringback-party-list', {
    phone: createFakePhone(),
    backend: createFakeBackend(),
    ...scene,
  });
const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);

it('Where the host lets no customers be written, a list of them offers neither a new one nor a change in a row', async () => {
  const list = await open({ backend: createFakeBackend({ readOnly: true }) });
  expect(list.names.length).to.be.greaterThan(0);
  expect(list.all('[part=add], [data-action=kind], [data-action=responsible]')).to.deep.equal([]);
});

describe('The list of customers', () => {
  it('shows who there is, by name, with kind, number and responsible', async () => {
    const list = await open();
    expect(list.headings).to.deep.equal(['Name', 'Kind', 'Number', 'Responsible', 'Changed', 'Actions']);
    expect(list.names).to.include(PARTIES.taras.name);
    await expect(list.element).to.be.accessible();
  });

  it('calls from the row, and asks the page before', async () => {
    const phone = createFakePhone();
    const list = await open({ phone });
    const dialled = oneEvent(list.element, 'ringback-number-dial');
    await list.press(list.inRow(PARTIES.taras.name, '[data-action=call]'));
    expect((await dialled).detail).to.deep.equal({ number: PARTIES.taras.phones[0] });
    expect(phone.state.calls).to.have.length(1);
  });

  it('changes kind and responsible in the row', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    await list.until(() => list.all('[data-action=responsible]').length > 0, 'Nobody can be responsible.');
    await list.choose(list.inRow(PARTIES.taras.name, '[data-action=kind]'), 'supplier');
    const { id: somebody } = AGENTS.andriy;
    await list.choose(list.inRow(PARTIES.taras.name, '[data-action=responsible]'), somebody);
    expect(asked(backend, 'parties.update')).to.deep.equal([
      [PARTIES.taras.id, { kind: 'supplier' }],
      [PARTIES.taras.id, { responsibleId: somebody }],
    ]);
  });

  it('says in words when a change did not work, and shows what is still true', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    backend.failNext('parties.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    const kind = list.inRow(PARTIES.taras.name, '[data-action=kind]') as HTMLSelectElement;
    const before = kind.value;
    await list.choose(kind, 'supplier');
    await list.until(() => list.problem !== '', 'Nothing is said.');
    expect(list.problem).to.contain('cannot be reached');
    expect(kind.value).to.equal(before);
  });

  it('is filtered, searched and ordered by the gateway, not by what is loaded', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    await list.choose(list.one('[data-filter=kind]'), 'supplier');
    const search = list.one('input[type=search]') as HTMLInputElement;
    search.value = '1';
    search.dispatchEvent(new Event('change'));
    await list.until(() => list.all('.sort').length > 0, 'Nothing fits.');
    await list.press(list.all('.sort')[0]!);
    expect(asked(backend, 'parties.list').at(-1)).to.deep.equal([
      { limit: 50, kind: 'supplier', words: '1', sort: 'name', order: 'asc' },
    ]);
  });

  it('with nothing that fits says so, and takes the filters off again', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    const search = list.one('input[type=search]') as HTMLInputElement;
    search.value = 'nobody is called like this';
    search.dispatchEvent(new Event('change'));
    await list.until(() => list.message !== '', 'Nothing is said.');
    expect(list.message).to.equal('Nothing fits these filters.');
    await list.press('Clear the filters');
    await list.until(() => list.names.length > 0, 'Nobody is back.');
  });

  it('hears what others do: a new customer, a new name, two made one', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    const party = { ...PARTIES.taras, id: 'new-1', name: 'Newcomer' };
    backend.emit('party.created', { party });
    await list.drawn();
    expect(list.names[0]).to.equal('Newcomer');
    backend.emit('party.updated', { party: { ...party, name: 'Renamed' } });
    await list.drawn();
    expect(list.names[0]).to.equal('Renamed');
    backend.emit('party.updated', { party: { ...party, system: 'another-shop', name: 'A stranger' } });
    await list.drawn();
    expect(list.names[0]).to.equal('Renamed');
    backend.emit('party.merged', { id: 'new-1', intoId: PARTIES.taras.id });
    await list.drawn();
    expect(list.names).not.to.include('Renamed');
    const gone = { system: PARTIES.taras.system, kind: 'party', id: PARTIES.taras.id } as const;
    backend.emit('record.removed', { ...gone, kind: 'deal' });
    backend.emit('record.removed', { ...gone, system: 'another-shop' });
    await list.drawn();
    expect(list.names).to.include(PARTIES.taras.name);
    backend.emit('record.removed', gone);
    await list.drawn();
    expect(list.names).not.to.include(PARTIES.taras.name);
  });

  it('opens a record where the page wants it', async () => {
    const list = await open();
    const asking = oneEvent(list.element, 'ringback-party-open');
    list.element.addEventListener('ringback-party-open', (event) => event.preventDefault(), { once: true });
    await list.press(list.inRow(PARTIES.taras.name, '[data-action=open]'));
    expect((await asking).detail.party.id).to.equal(PARTIES.taras.id);
  });
});

describe('Its columns and views', () => {
  it('are chosen, put in order and kept as a view of one’s own that opens first', async () => {
    const backend = createFakeBackend({ crm: { views: [] } });
    const list = await open({ backend });
    await list.press('Options');
    await list.until(() => list.all('[data-column]').length > 0, 'The options did not come.');
    for (const key of ['kind', 'responsible', 'changed']) list.one(`[data-column=${key}]`).click();
    list.one('[data-column=email]').click();
    await list.drawn();
    await list.press('Earlier: E-mail');
    expect(list.headings).to.deep.equal(['Name', 'E-mail', 'Number', 'Actions']);
    await expect(list.element).to.be.accessible();
    const form = list.one('.save-view') as HTMLFormElement;
    (form.elements.namedItem('name') as HTMLInputElement).value = 'For letters';
    (form.elements.namedItem('default') as HTMLInputElement).checked = true;
    form.requestSubmit();
    await list.until(() => asked(backend, 'views.create').length === 1, 'The view was not kept.');

    const again = await open({ backend });
    await again.until(() => again.headings.length === 4, 'The view does not open first.');
    expect(again.headings).to.deep.equal(['Name', 'E-mail', 'Number', 'Actions']);
  });

  it('say why a view was not kept, and keep its name to try again', async () => {
    const backend = createFakeBackend({ crm: { views: [] } });
    const list = await open({ backend });
    await list.press('Options');
    await list.until(() => list.all('.save-view').length > 0, 'The options did not come.');
    backend.failNext('views.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    const form = list.one('.save-view') as HTMLFormElement;
    const name = form.elements.namedItem('name') as HTMLInputElement;
    name.value = 'Mine';
    form.requestSubmit();
    await list.until(() => form.innerText.includes('cannot be reached'), 'Nothing is said.');
    expect(name.value).to.equal('Mine');
  });

  it('never leave a list without any column', async () => {
    const list = await open();
    await list.press('Options');
    await list.until(() => list.all('[data-column]').length > 0, 'The options did not come.');
    for (const key of ['name', 'kind', 'phone', 'responsible', 'changed'])
      list.one(`[data-column=${key}]`).click();
    await list.drawn();
    expect(list.headings).to.have.length(2);
  });
});

describe('A file of what is shown', () => {
  /** What the browser was given, instead of being kept. */
  async function fileOf(list: ListHarness): Promise<string> {
    const blobs: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob: Blob) => {
      blobs.push(blob);
      return '#file';
    };
    try {
      await list.press('Options');
      await list.until(() => list.all('[part=file]').length > 0, 'There is no such option.');
      await list.press(list.one('[part=file]'));
      await list.until(() => blobs.length > 0, 'There is no file.');
    } finally {
      URL.createObjectURL = createObjectURL;
    }
    return blobs[0]!.text();
  }

  it('has every page of it, in the columns and words that one sees', async () => {
    const backend = createFakeBackend({ parties: MANY.slice(0, 450) });
    const list = await open({ backend });
    const lines = (await fileOf(list)).trim().split('\r\n');
    expect(lines).to.have.length(451);
    expect(lines[0]).to.equal('Name,Kind,Number,Responsible,Changed');
    expect(lines[1]).to.match(/^Customer 0000,Lead,\+380 67 100 0000,nobody,/);
  });

  it('runs nothing that somebody has typed, and keeps commas and quotes', async () => {
    const names = ['=1+1', 'Tea, "green"'];
    const parties = names.map((name, index) => ({ ...PARTIES.taras, id: `odd-${index}`, name }));
    const text = await fileOf(await open({ backend: createFakeBackend({ parties }) }));
    expect(text).to.contain("'=1+1,").and.contain('"Tea, ""green""",');
  });

  it('is nothing for whoever may take none, and says why it did not come', async () => {
    const none = await open({ backend: createFakeBackend({ without: ['exports'] }) });
    await none.press('Options');
    await none.until(() => none.all('[data-column]').length > 0, 'The options did not come.');
    expect(none.all('[part=file]')).to.have.length(0);
    const backend = createFakeBackend();
    const list = await open({ backend });
    await list.press('Options');
    await list.until(() => list.all('[part=file]').length > 0, 'There is no such option.');
    backend.failNext('parties.list', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await list.press(list.one('[part=file]'));
    await list.until(() => list.one('#options').innerText.includes('cannot be reached'), 'Nothing is said.');
  });
});

describe('A long list', () => {
  it('has a screenful of rows in the page, and loads further pages as they come into sight', async () => {
    const backend = createFakeBackend({ parties: MANY });
    const list = await open({ backend });
    expect(list.all('[data-row]').length).to.be.below(30);
    const scroller = list.one('[data-scroller]');
    for (let page = 2; page < 5; page++) {
      scroller.scrollTop = scroller.scrollHeight;
      await list.until(() => asked(backend, 'parties.list').length >= page, 'No further page was asked for.');
    }
    expect(list.all('[data-row]').length).to.be.below(30);
    expect(
      new Set(asked(backend, 'parties.list').map(([query]) => (query as { cursor?: string }).cursor)),
    ).to.include('250');
  });

  it('is walked by keyboard from row to row on the same control, to the very end of what is loaded', async () => {
    const list = await open({ backend: createFakeBackend({ parties: MANY }) });
    list.inRow('Customer 0000', '[data-action=call]').focus();
    await sendKeys({ press: 'ArrowDown' });
    await list.until(() => list.focused?.ariaLabel === 'Call Customer 0001', 'The focus did not move.');
    await sendKeys({ press: 'End' });
    await list.until(() => list.focused?.ariaLabel === 'Call Customer 0049', 'The end was not reached.');
  });

  it('keeps the keyboard when the row with the focus is scrolled away', async () => {
    const list = await open({ backend: createFakeBackend({ parties: MANY }) });
    list.inRow('Customer 0000', '[data-action=open]').focus();
    const scroller = list.one('[data-scroller]');
    scroller.scrollTop = 1800;
    await list.until(() => !list.names.includes('Customer 0000'), 'The row is still there.');
    expect(list.focused).to.equal(scroller);
  });
});

describe('Without its data', () => {
  it('shows that it is loading', async () => {
    const backend = createFakeBackend();
    const go = backend.beSlow();
    const list = await ListHarness.begin('ringback-party-list', { backend });
    expect(list.all('[aria-busy=true]')).to.have.length(1);
    go();
    await list.until(() => list.names.length > 0, 'Nobody came.');
  });

  it('says what went wrong, and tries again when asked', async () => {
    const backend = createFakeBackend();
    backend.failNext('parties.list', new RingbackError('bug', 'Something broke.'));
    const list = await open({ backend });
    expect(list.message).to.equal('The list could not be loaded.');
    await list.press('Try again');
    await list.until(() => list.names.length > 0, 'Nobody came.');
  });

  it('says that the role may not, that there is nobody yet, that one must sign in, and that the system has no such list', async () => {
    const refused = createFakeBackend();
    refused.failNext('parties.list', new RingbackError('forbidden', 'No.'));
    expect((await open({ backend: refused })).message).to.contain('may not see');
    expect((await open({ backend: createFakeBackend({ parties: [] }) })).message).to.contain(
      'No customers yet',
    );
    expect((await open({ backend: createFakeBackend({ status: 'signed-out' }) })).message).to.contain(
      'Sign in',
    );
    expect((await open({ backend: createFakeBackend({ withParties: false }) })).message).to.contain(
      'keeps nothing',
    );
  });

  it('offline keeps what it shows, and says that it may be out of date', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    backend.goOffline();
    await list.drawn();
    expect(list.one('[part=stale]').innerText).to.contain('out of date');
    expect(list.names.length).to.be.above(0);
  });
});

it('On a phone-sized screen a row is a card, and nothing is wider than the screen', async () => {
  const list = await open({ width: 328 });
  expect(list.element.scrollWidth).to.be.at.most(328);
  expect(getComputedStyle(list.inRow(PARTIES.taras.name, '.cell:not(.narrow)')).display).to.equal('none');
  await expect(list.element).to.be.accessible();
});

const listed = (backend: FakeBackend) => asked(backend, 'parties.list').map(([query]) => query);
const isOpen = (list: ListHarness) => (list.one('dialog') as HTMLDialogElement).open;

describe('Ready-made lists of customers', () => {
  it('are of one kind, or of those to be completed, without a filter', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    const element = list.element as unknown as RingbackPartyList;
    element.kind = 'supplier';
    await list.until(() => list.names.length === 1, 'Others are shown.');
    expect(list.names).to.deep.equal([PARTIES.karpaty.name]);
    expect(list.all('[data-filter=kind]')).to.have.length(0);
    element.kind = '';
    element.which = 'incomplete';
    await list.until(() => listed(backend).length === 3, 'It is not asked anew.');
    expect(listed(backend).at(-1)).to.deep.equal({ limit: 50, incomplete: 'true' });
  });

  it('are filtered by segment', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    await list.until(() => list.all('[data-filter=segment]').length === 1, 'There are no segments.');
    await list.choose(list.one('[data-filter=segment]'), 'wholesale');
    expect(listed(backend).at(-1)).to.deep.equal({ limit: 50, segment: 'wholesale' });
  });
});

describe('The card of a customer, out of the list', () => {
  it('opens by his name, and closes', async () => {
    const list = await open();
    await list.press(list.inRow(PARTIES.taras.name, '[data-action=open]'));
    await list.until(() => isOpen(list), 'There is no card.');
    const card = list.one('ringback-party-card');
    await list.until(
      () => card.shadowRoot?.querySelector('h2')?.innerText === PARTIES.taras.name,
      'It is not his.',
    );
    await list.press('Close');
    expect(isOpen(list)).to.equal(false);
  });

  it('begins a new one of the list’s own kind', async () => {
    const list = await open();
    (list.element as unknown as RingbackPartyList).kind = 'supplier';
    await list.drawn();
    await list.press('New customer');
    await list.until(() => isOpen(list), 'There is no card.');
    const field = () =>
      list.one('ringback-party-card').shadowRoot?.querySelector<HTMLSelectElement>('#field-kind');
    await list.until(() => field()?.value === 'supplier', 'It is of another kind.');
  });
});
