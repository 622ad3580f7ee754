/** What the card loads once it is known who calls: deals, tasks, goods, script, result, new records. */
import type { CallWithMatches } from '@ringback/model';
import { RingbackError } from '@ringback/model';
import {
  callOf,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  LIVE_CALLS,
  matchOf,
  PARTIES,
  phoneCallOf,
  UNKNOWN_CALL,
} from '@ringback/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { CardHarness } from './caller-card.harness.ts';

type Options = Parameters<typeof createFakeBackend>[0];

const talking = (item: CallWithMatches): CallWithMatches => ({
  ...item,
  call: {
    ...item.call,
    state: 'connected',
    connectedAt: new Date().toISOString(),
    version: item.call.version + 1,
  },
});
const OKSANA = LIVE_CALLS.ringing;

async function open(item: CallWithMatches, options: Options = {}) {
  const backend = createFakeBackend({ live: [item], ...options });
  const call = phoneCallOf({ id: item.call.id, number: item.call.number, state: item.call.state });
  const card = await CardHarness.open({ phone: createFakePhone({ calls: [call] }), backend });
  return { card, backend };
}

/** A party with these many open deals. */
function dealsOf(count: number, partyId: string = PARTIES.oksana.id): Options {
  const backend = createFakeBackend();
  const stage = { id: 'new', name: 'New', outcome: 'open' } as const;
  const party = { id: partyId, name: 'Оксана Коваленко' };
  return { crm: { deals: backend.crm.deals.slice(0, count).map((deal) => ({ ...deal, stage, party })) } };
}

const updates = (backend: FakeBackend, request = 'calls.update') =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
const parts = (card: CardHarness, name: string) => [
  ...card.element.renderRoot.querySelectorAll<HTMLElement>(`[part=${name}]`),
];

async function eventually(holds: () => unknown, why: string): Promise<void> {
  await waitUntil(holds, why, { timeout: 3000 });
}

describe('<ringback-caller-card>, about the customer', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  afterEach(() => document.querySelectorAll('ringback-record-window').forEach((window) => window.remove()));

  describe('while it rings', () => {
    it('says which deal and order are open, without a press; nothing that is empty', async () => {
      const { card } = await open(OKSANA, dealsOf(1));
      const deals = await card.block('deals');
      expect(deals.open).to.equal(false);
      expect(deals.innerText).to.contain('Чай для офісу № 1').and.contain('₴');
      expect(card.part('outcome')).to.equal(undefined);
      expect(card.part('links')).to.equal(undefined);
      await expect(card.element).to.be.accessible();
    });

    it('shows segment, firm, and who looks after them', async () => {
      const party = {
        ...PARTIES.oksana,
        tags: ['wholesale'],
        organization: { id: 'o', name: 'ТОВ «Чай»' },
        responsible: { id: 'u', name: 'Андрій Мельник' },
      };
      const { card } = await open({ ...OKSANA, matches: [matchOf(party)] });
      expect(card.part('segment')?.innerText).to.equal('wholesale');
      expect(card.part('organization')?.innerText).to.equal('ТОВ «Чай»');
      expect(card.part('responsible')?.innerText).to.equal('Андрій Мельник');
    });

    it('names the order through which they were found', async () => {
      const via = { kind: 'order', id: '1', label: '1042' } as const;
      const { card } = await open({ ...OKSANA, matches: [matchOf(PARTIES.oksana, { why: 'order', via })] });
      expect(card.part('reason')?.innerText).to.equal('the number of an order: 1042');
    });

    it('shows where an unknown number is from, and which line was called', async () => {
      const place = { country: 'UA', area: { en: 'Lviv region', uk: 'Львівщина', ru: 'Львовская область' } };
      const { card } = await open({ call: callOf({ lineName: 'Sales', place }), matches: [] });
      expect(card.part('line')?.innerText).to.equal('Sales · +380 44 123 4567');
      expect(card.part('region')?.innerText).to.equal('Lviv region, Ukraine');
    });

    it('says who passed the call on, and that it came back', async () => {
      const transferredBy = { callId: 'c', id: 'agent-andriy', name: 'Андрій' };
      const { card, backend } = await open({ ...OKSANA, call: { ...OKSANA.call, transferredBy } });
      expect(card.text).to.contain('Андрій passes a call to you');
      backend.putCall({ ...OKSANA.call, transferredBy: { ...transferredBy, returned: true }, version: 5 });
      await card.drawn();
      expect(card.text).to.contain('Nobody took it: the call is back');
    });
  });

  describe('deals', () => {
    it('of several the agent says which one the call is about, and may take it back', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(3));
      const deals = await card.unfold('deals');
      expect(deals.innerText).to.contain('Which deal is this call about?');
      await expect(card.element).to.be.accessible();
      const [, second] = deals.querySelectorAll<HTMLInputElement>('input[type=radio]');
      second!.click();
      await eventually(() => backend.state.live[0]?.call.deal?.id === 'deal-2', 'The call is about no deal.');
      expect(updates(backend)).to.deep.equal([[OKSANA.call.id, { dealId: 'deal-2' }]]);
      await card.drawn();
      expect(second!.checked).to.equal(true);
      deals.querySelector<HTMLInputElement>('[aria-label="None of them"]')!.click();
      await eventually(() => backend.state.live[0]?.call.deal === undefined, 'The deal stays.');
    });

    it('are asked about in a form that is never sent: outside of one Chromium would hold the card after it has gone', async () => {
      const { card } = await open(talking(OKSANA), dealsOf(3));
      const deals = await card.unfold('deals');
      const { form } = deals.querySelector<HTMLInputElement>('input[type=radio]')!;
      const sent = new Promise<boolean>((resolve) => {
        form!.addEventListener('submit', (event) => resolve(!event.defaultPrevented));
      });
      form!.requestSubmit();
      expect(await sent).to.equal(false);
    });

    it('the only open one is chosen as soon as somebody talks, and "none of them" stays said', async () => {
      const { card, backend } = await open(OKSANA, dealsOf(1));
      await card.block('deals');
      expect(updates(backend)).to.deep.equal([]);
      backend.putCall({ ...talking(OKSANA).call, version: 8 });
      await eventually(() => backend.state.live[0]?.call.deal?.id === 'deal-1', 'The call is about no deal.');
      const deals = await card.unfold('deals');
      deals.querySelector<HTMLInputElement>('[aria-label="None of them"]')!.click();
      await eventually(() => backend.state.live[0]?.call.deal === undefined, 'The deal stays.');
      await card.drawn();
      expect(updates(backend).map(([, patch]) => patch)).to.deep.equal([
        { dealId: 'deal-1' },
        { dealId: null },
      ]);
    });

    it('the only open one is chosen in a page that was loaded in the middle of the talk, but not after "none of them"', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(1));
      await eventually(() => backend.state.live[0]?.call.deal?.id === 'deal-1', 'The call is about no deal.');
      const deals = await card.unfold('deals');
      deals.querySelector<HTMLInputElement>('[aria-label="None of them"]')!.click();
      await eventually(() => backend.state.live[0]?.call.deal === undefined, 'The deal stays.');
      const [item] = backend.state.live;
      const again = await open(item!, dealsOf(1));
      await again.card.unfold('deals');
      await again.card.drawn();
      expect(updates(again.backend)).to.deep.equal([]);
    });

    it('the choice stands while the gateway is slow, or away, and is taken back when it is refused', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(2));
      const deals = await card.unfold('deals');
      const [first, second] = deals.querySelectorAll<HTMLInputElement>('input[type=radio]');
      backend.goOffline();
      second!.click();
      await card.drawn();
      card.element.requestUpdate();
      await card.drawn();
      expect(second!.checked).to.equal(true);
      backend.goOnline();
      await eventually(
        () => backend.state.live[0]?.call.deal?.id === 'deal-2',
        'The choice does not arrive.',
      );
      backend.failNext('calls.update', new RingbackError('invalid', 'There is no such deal.'));
      first!.click();
      await card.says('Not saved. There is no such deal.');
      expect(second!.checked).to.equal(true);
    });

    it('one that a colleague makes meanwhile comes by itself', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(1));
      const deals = await card.unfold('deals');
      await backend.deals!.create!({ title: 'Мед гуртом', partyId: PARTIES.oksana.id });
      await eventually(() => deals.innerText.includes('Мед гуртом'), 'The new deal does not come.');
    });

    it('none is said in words', async () => {
      const { card } = await open(talking(OKSANA), { crm: { deals: [] } });
      expect((await card.unfold('deals')).innerText).to.contain('No open deal.');
    });

    it('what could not be read is said, and read again when asked', async () => {
      const backend = createFakeBackend({ live: [talking(OKSANA)], ...dealsOf(1) });
      backend.failNext('deals.list', new RingbackError('bug', 'The host is asleep.'));
      const card = await CardHarness.open({ backend });
      const deals = await card.unfold('deals');
      expect(deals.innerText).to.contain('This could not be read. The host is asleep.');
      await expect(card.element).to.be.accessible();
      await card.press('Try again');
      await eventually(() => deals.innerText.includes('Чай для офісу'), 'It is not read again.');
    });

    it('comes by itself when the connection is back', async () => {
      const backend = createFakeBackend({ live: [talking(OKSANA)], ...dealsOf(1), status: 'offline' });
      const card = await CardHarness.open({ backend });
      const deals = await card.unfold('deals');
      expect(deals.innerText).to.contain('No connection. This comes when it is back.');
      backend.goOnline();
      await eventually(() => deals.innerText.includes('Чай для офісу'), 'It does not come.');
    });

    it('asks the page to open one; else its card opens in a window', async () => {
      const { card } = await open(talking(OKSANA), dealsOf(1));
      await card.unfold('deals');
      card.element.addEventListener('ringback-record-open', (event) => event.preventDefault(), {
        once: true,
      });
      const asking = oneEvent(card.element, 'ringback-record-open');
      await card.press('Чай для офісу № 1');
      expect((await asking).detail).to.deep.include({ kind: 'deal', id: 'deal-1', system: 'local' });
      await card.press('Чай для офісу № 1');
      await eventually(
        () =>
          document
            .querySelector('ringback-record-window')
            ?.shadowRoot?.querySelector('dialog[open] ringback-deal-card'),
        'No window opens.',
      );
    });
  });

  describe('goods', () => {
    const addOf = (block: Element) => block.querySelector<HTMLButtonElement>('[part=add-to-deal]')!;

    it('that were looked at are added to the only open deal, on top of what is there', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(1));
      await card.block('deals');
      const viewed = await card.unfold('viewed');
      expect(viewed.innerText).to.contain('Чай зелений').and.contain('sold out').and.contain('7 left');
      await expect(card.element).to.be.accessible();
      const [before] = backend.crm.deals;
      addOf(viewed).click();
      await card.says('Added to “Чай для офісу № 1”.');
      const tea = (deal = backend.crm.deals[0]) => deal?.lines?.find(({ sku }) => sku === 'tea-01')?.quantity;
      expect(tea()).to.equal((tea(before) ?? 0) + 1);
    });

    it('nothing of a colleague is lost who changes the deal in the same moment', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(1));
      await card.block('deals');
      const viewed = await card.unfold('viewed');
      backend.failNext('deals.update', new RingbackError('conflict', 'It was changed meanwhile.'));
      addOf(viewed).click();
      await card.says('Added to “Чай для офісу № 1”.');
      expect(updates(backend, 'deals.get')).to.have.length(2);
    });

    it('ask for the deal where several are open; the one that the call is about is meant by itself', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(2));
      await card.unfold('deals');
      const cart = await card.unfold('cart');
      addOf(cart).click();
      await card.says('To which deal?');
      await expect(card.element).to.be.accessible();
      cart.querySelectorAll<HTMLButtonElement>('.choice button')[1]!.click();
      await card.says('Added to “Подарунки до свят № 2”.');
      await backend.calls.update(OKSANA.call.id, { dealId: 'deal-1' });
      await card.drawn();
      addOf(cart).click();
      await card.says('Added to “Чай для офісу № 1”.');
    });

    it('become a new deal of the call where none is open', async () => {
      const { card, backend } = await open(talking(OKSANA), { crm: { deals: [] } });
      const cart = await card.unfold('cart');
      await card.press('Add all to the deal');
      await card.press('A new deal');
      await eventually(() => backend.state.live[0]?.call.deal, 'The call is about no deal.');
      expect(backend.crm.deals[0]!.lines).to.have.length(2);
      expect(cart.open).to.equal(true);
    });

    it('cannot be added by who may not change deals', async () => {
      const { card } = await open(talking(OKSANA), { readOnly: true });
      expect((await card.unfold('viewed')).querySelectorAll('[part=add-to-deal]')).to.have.length(0);
      expect(card.part('links')).to.equal(undefined);
    });
  });

  it('a task is ticked off where it stands', async () => {
    const [task] = createFakeBackend().crm.tasks;
    const mine = { ...task!, partyId: PARTIES.oksana.id, state: 'open' as const };
    const { card, backend } = await open(talking(OKSANA), { crm: { tasks: [mine] } });
    const tasks = await card.unfold('tasks');
    await expect(card.element).to.be.accessible();
    tasks.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    await eventually(() => tasks.innerText.includes('Nothing is to be done.'), 'The task stays.');
    expect(backend.crm.tasks[0]).to.include({ state: 'done' });
  });

  it('says what is to be said in such a call, by name', async () => {
    const settings = structuredClone(createFakeBackend().crm.settings);
    settings.scripts = [
      {
        id: 's1',
        name: 'Greeting',
        direction: 'in',
        kinds: [],
        text: 'Good day, {{party.name}}!\nHow can I help?',
      },
      { id: 's2', name: 'Winner', direction: 'out', kinds: [], text: 'You have won.' },
      { id: 's3', name: 'Complaint', kinds: ['client'], text: 'I am sorry.' },
    ];
    const { card } = await open(talking(OKSANA), { crm: { settings } });
    const script = await card.unfold('script');
    expect(card.part('script')?.innerText).to.equal('Good day, Оксана Коваленко!\nHow can I help?');
    const choice = script.querySelector('select')!;
    expect([...choice.options].map(({ text }) => text)).to.deep.equal(['Greeting', 'Complaint']);
    choice.value = 's3';
    choice.dispatchEvent(new Event('change'));
    await card.drawn();
    expect(card.part('script')?.innerText).to.equal('I am sorry.');
    await expect(card.element).to.be.accessible();
  });

  describe('what came of it', () => {
    const chip = (card: CardHarness, name: string) =>
      parts(card, 'disposition').find((one) => one.innerText === name)!;

    it('is said with one press', async () => {
      const { card, backend } = await open(talking(OKSANA));
      await card.appears('outcome');
      chip(card, 'Order').click();
      await eventually(() => backend.state.live[0]?.call.disposition?.id === 'order', 'It is not kept.');
      await card.drawn();
      expect(chip(card, 'Order').ariaPressed).to.equal('true');
      await expect(card.element).to.be.accessible();
    });

    it('what needs a comment waits for it, and goes with it', async () => {
      const { card, backend } = await open(talking(OKSANA));
      await card.appears('outcome');
      chip(card, 'Complaint').click();
      await card.says('“Complaint” needs a comment.');
      expect(card.focused).to.equal(card.comment);
      expect(updates(backend)).to.deep.equal([]);
      await card.type(card.comment!, 'The lid is broken');
      card.comment!.blur();
      await eventually(() => backend.state.live[0]?.call.disposition?.id === 'complaint', 'It is not kept.');
      expect(updates(backend)).to.deep.equal([
        [OKSANA.call.id, { comment: 'The lid is broken' }],
        [OKSANA.call.id, { dispositionId: 'complaint' }],
      ]);
    });

    it('is kept while there is no connection, after the comment', async () => {
      const { card, backend } = await open(talking(OKSANA));
      await card.appears('outcome');
      backend.goOffline();
      await card.type(card.comment!, 'Wants two');
      chip(card, 'Settled').click();
      await card.says('Kept. It is sent when the connection is back.');
      backend.goOnline();
      await eventually(
        () => backend.state.live[0]?.call.disposition?.id === 'settled',
        'It does not arrive.',
      );
      expect(backend.state.live[0]!.call.comment).to.equal('Wants two');
      await eventually(() => !card.text.includes('Kept. It is sent'), 'It still says that it waits.');
    });

    it('what the gateway refuses is taken back, in words', async () => {
      const { card, backend } = await open(talking(OKSANA));
      await card.appears('outcome');
      backend.failNext('calls.update', new RingbackError('invalid', 'There is no such result.'));
      chip(card, 'Order').click();
      await card.says('Not saved. There is no such result.');
      expect(chip(card, 'Order').ariaPressed).to.equal('false');
    });
  });

  describe('new records', () => {
    const shownWindow = () =>
      document.querySelector('ringback-record-window')?.shadowRoot?.querySelector('dialog[open]');

    it('are asked of the page, tied to the call, the customer and the deal', async () => {
      const { card, backend } = await open(talking(OKSANA), dealsOf(2));
      await backend.calls.update(OKSANA.call.id, { dealId: 'deal-2' });
      await card.appears('links');
      card.element.addEventListener('ringback-record-create', (event) => event.preventDefault());
      for (const kind of ['task', 'deal', 'process', 'communication', 'party']) {
        const asking = oneEvent(card.element, 'ringback-record-create');
        card.part(`create-${kind}`)!.click();
        expect((await asking).detail).to.deep.equal({
          ...{ kind, callId: OKSANA.call.id, number: OKSANA.call.number },
          ...{ partyId: PARTIES.oksana.id, name: PARTIES.oksana.name, dealId: 'deal-2' },
        });
      }
    });

    it('a task is made in a window of its own, and stands on the card at once', async () => {
      const { card, backend } = await open(talking(OKSANA));
      const tasks = await card.unfold('tasks');
      (await card.appears('create-task')).click();
      const form = () =>
        document
          .querySelector('ringback-record-window')
          ?.shadowRoot?.querySelector('ringback-task-form')
          ?.shadowRoot?.querySelector<HTMLInputElement>('#field-title');
      await eventually(form, 'No form comes.');
      form()!.value = 'Передзвонити про чайник';
      form()!.dispatchEvent(new Event('input', { bubbles: true }));
      form()!.form!.requestSubmit();
      await eventually(
        () => backend.crm.tasks.some(({ title }) => title === 'Передзвонити про чайник'),
        'No task is made.',
      );
      const made = backend.crm.tasks.find(({ title }) => title === 'Передзвонити про чайник');
      expect(made).to.include({ partyId: PARTIES.oksana.id, callId: OKSANA.call.id });
      await eventually(() => updates(backend, 'tasks.list').length > 1, 'The card does not look again.');
      expect(tasks.open).to.equal(true);
    });

    it('a note is written down, and closing asks before what was typed is lost', async () => {
      const { card, backend } = await open(talking(OKSANA));
      (await card.appears('create-communication')).click();
      const text = () => shownWindow()?.querySelector('textarea');
      await eventually(text, 'No form comes.');
      text()!.value = 'Зустріч у п’ятницю';
      text()!.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      shownWindow()!.querySelector<HTMLElement>('header button')!.click();
      await eventually(() => shownWindow()?.querySelector('.note'), 'Nobody asks.');
      await expect(document.querySelector('ringback-record-window')!).to.be.accessible();
      text()!.form!.requestSubmit();
      await eventually(() => !shownWindow(), 'The window stays.');
      expect(backend.crm.timeline[0]).to.include({ text: 'Зустріч у п’ятницю', partyId: PARTIES.oksana.id });
    });

    it('a deal that is made from the call is what the call was about', async () => {
      const { card, backend } = await open(talking(OKSANA), { crm: { deals: [] } });
      (await card.appears('create-deal')).click();
      const title = () =>
        shownWindow()
          ?.querySelector('ringback-deal-card')
          ?.shadowRoot?.querySelector<HTMLInputElement>('#field-title');
      await eventually(title, 'No form comes.');
      title()!.value = 'Чай на рік';
      title()!.dispatchEvent(new Event('input', { bubbles: true }));
      title()!.form!.requestSubmit();
      await eventually(
        () => backend.state.live[0]?.call.deal?.title === 'Чай на рік',
        'The call is about no deal.',
      );
      expect(backend.crm.deals[0]).to.deep.include({
        party: { id: PARTIES.oksana.id, name: PARTIES.oksana.name },
      });
      await eventually(() => !shownWindow(), 'The window stays.');
    });

    it('a process begins with them', async () => {
      const { card, backend } = await open(talking(OKSANA));
      (await card.appears('create-process')).click();
      const form = () => shownWindow()?.querySelector<HTMLFormElement>('form');
      await eventually(form, 'No form comes.');
      form()!.requestSubmit();
      await eventually(() => backend.crm.processes.length === 1, 'No process begins.');
      expect(backend.crm.processes[0]).to.include({ partyId: PARTIES.oksana.id });
      await eventually(() => !shownWindow(), 'The window stays.');
    });

    it('a contact belongs to the firm that it is made from; whoever is there already is offered', async () => {
      const karpaty = { ...LIVE_CALLS.held };
      const { card, backend } = await open(karpaty);
      (await card.appears('create-party')).click();
      const field = (key: string) => shownWindow()?.querySelector<HTMLInputElement>(`#field-${key}`);
      await eventually(() => field('name'), 'No form comes.');
      const type = (key: string, value: string) => {
        const one = field(key)!;
        one.value = value;
        one.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        one.dispatchEvent(new Event('change', { bubbles: true }));
      };
      type('name', 'Коваленко');
      await eventually(() => shownWindow()?.querySelector('[part=candidate]'), 'Nobody is offered.');
      await expect(document.querySelector('ringback-record-window')!).to.be.accessible();
      type('name', 'Петро Новий');
      type('kind', 'client');
      type('phones', '+380661112233');
      shownWindow()!.querySelector<HTMLFormElement>('form')!.requestSubmit();
      await eventually(() => !shownWindow(), 'The window stays.');
      const [input, form] = updates(backend, 'parties.create')[0] as [object, unknown];
      expect(input).to.include({ name: 'Петро Новий', organizationId: PARTIES.karpaty.id });
      expect(form).to.equal(undefined);
    });
  });

  describe('an unknown firm that a directory knows', () => {
    const number = '+380443339900';
    const ringing: CallWithMatches = { ...UNKNOWN_CALL, call: { ...UNKNOWN_CALL.call, number } };

    it('is named while it rings, and nothing is made of it', async () => {
      const { card, backend } = await open(ringing);
      const known = await card.appears('directory');
      expect(known.innerText)
        .to.contain('By Жовті сторінки')
        .and.contain('ТОВ «Світанок»')
        .and.contain('Хрещатик');
      expect(updates(backend, 'directory.draft')).to.deep.equal([]);
      await expect(card.element).to.be.accessible();
    });

    it('becomes a draft as soon as somebody talks, which the agent confirms', async () => {
      const { card, backend } = await open(talking(ringing));
      const draft = await card.appears('draft');
      expect(card.name?.innerText).to.equal('ТОВ «Світанок»');
      expect(card.part('draft-mark')?.innerText).to.equal('Draft');
      expect(draft.innerText).to.contain('This is a draft from Жовті сторінки');
      await expect(card.element).to.be.accessible();
      card.part('confirm')!.click();
      await eventually(() => !card.part('draft'), 'It stays a draft.');
      expect(updates(backend, 'parties.update').map(([, patch]) => patch)).to.deep.equal([
        { confirmed: true },
      ]);
    });

    it('makes no draft where the firm does not want them', async () => {
      const settings = structuredClone(createFakeBackend().crm.settings);
      settings.callerCard.directoryDrafts = false;
      const { card, backend } = await open(talking(ringing), { crm: { settings } });
      await card.appears('directory');
      await card.appears('outcome');
      expect(updates(backend, 'directory.draft')).to.deep.equal([]);
    });

    it('is created from what the directory says where no drafts are kept', async () => {
      const settings = structuredClone(createFakeBackend().crm.settings);
      settings.callerCard.directoryDrafts = false;
      const { card, backend } = await open(talking(ringing), { crm: { settings } });
      await card.appears('directory');
      card.part('identify-create')!.click();
      const form = await card.appears('party-create');
      const name = form.querySelector<HTMLInputElement>('[data-key="name"] input')!;
      expect(name.value).to.equal('ТОВ «Світанок»');
      const kind = form.querySelector<HTMLSelectElement>('[data-key="kind"] select')!;
      kind.value = 'client';
      kind.dispatchEvent(new Event('input', { bubbles: true }));
      kind.dispatchEvent(new Event('change', { bubbles: true }));
      card.part('create')!.click();
      await eventually(() => updates(backend, 'parties.create').length === 1, 'Nobody is created.');
      expect(updates(backend, 'parties.create')[0]?.[0]).to.deep.include({
        ...{ name: 'ТОВ «Світанок»', kind: 'client', nature: 'organization', phones: [number] },
        ...{ address: 'Київ, вул. Хрещатик, 1', taxId: '12345678' },
      });
    });
  });

  describe('what is shown, and in which order', () => {
    const order = (card: CardHarness) =>
      [...card.element.renderRoot.querySelectorAll<HTMLElement>('[data-block]')].map(
        ({ dataset }) => dataset.block,
      );

    it('is the firm’s own', async () => {
      const settings = structuredClone(createFakeBackend().crm.settings);
      const [cart, script, details, tasks] = (['cart', 'script', 'details', 'tasks'] as const).map(
        (block, index) => ({ block, shown: index % 2 === 0 }),
      );
      settings.callerCard.blocks = [cart!, script!, details!, tasks!];
      const { card } = await open(talking(OKSANA), { crm: { settings } });
      await eventually(() => order(card)[0] === 'cart', 'The order is not the firm’s.');
      expect(order(card)).to.deep.equal(['cart', 'details', 'deals', 'orders', 'viewed', 'processes']);
    });

    it('or the page’s own, which has room for what it adds itself', async () => {
      const { card } = await open(talking(OKSANA));
      card.element.blocks = 'tasks deals';
      card.element.innerHTML = '<p slot="who">VIP</p><p slot="blocks">Bonus: 120</p>';
      await eventually(() => order(card).length === 2, 'All blocks are there.');
      expect(order(card)).to.deep.equal(['tasks', 'deals']);
      const slots = [...card.element.renderRoot.querySelectorAll('slot')].filter(
        (slot) => slot.assignedElements().length,
      );
      expect(slots.map(({ name }) => name)).to.deep.equal(['who', 'blocks']);
    });

    it('the page hears which call is on the card, and whose', async () => {
      const backend = createFakeBackend({ live: [] });
      const card = await CardHarness.open({ backend });
      const shown = oneEvent(card.element, 'ringback-call-shown');
      backend.putCall(OKSANA.call, OKSANA.matches);
      const { callId, party } = (await shown).detail;
      expect([callId, party.id]).to.deep.equal([OKSANA.call.id, PARTIES.oksana.id]);
      const gone = oneEvent(card.element, 'ringback-call-shown');
      await card.press('Close');
      expect((await gone).detail).to.equal(null);
    });

    it('details are the firm’s fields, those of its own among them', async () => {
      const crm = { ...createFakeBackend().crm };
      const party = { ...PARTIES.oksana, custom: { region: 'Львів' } };
      crm.layouts.party.fields.push({ key: 'custom.region', title: 'Region', type: 'text', writable: true });
      const { card } = await open(
        { ...talking(OKSANA), matches: [matchOf(party)] },
        { crm, parties: [party] },
      );
      const details = await card.unfold('details');
      expect(details.innerText)
        .to.contain('oksana.kovalenko@example.com')
        .and.contain('Region')
        .and.contain('Львів');
      await expect(card.element).to.be.accessible();
    });
  });

  it('a call in which nobody talked is dialled again with one press', async () => {
    const { card, backend } = await open(LIVE_CALLS.connecting);
    backend.putCall({ ...LIVE_CALLS.connecting.call, state: 'ended', endReason: 'busy', version: 9 });
    card.element.phone = createFakePhone();
    await card.appears('again');
    expect(card.text).to.contain('Line busy');
    const dialling = oneEvent(card.element, 'ringback-number-dial');
    await card.press('Call again');
    expect((await dialling).detail).to.deep.equal({ number: PARTIES.taras.phones[0] });
  });

  it('an agent without a right to customers sees the call, and no blocks', async () => {
    const without = [
      'deals',
      'tasks',
      'processes',
      'shop',
      'timeline',
      'layouts',
      'dispositions',
      'scripts',
      'directory',
    ] as const;
    const { card } = await open(talking(OKSANA), { without, withParties: false });
    await card.appears('more');
    expect(card.part('block')).to.equal(undefined);
    expect(card.part('outcome')).to.equal(undefined);
    expect(card.comment).not.to.equal(undefined);
    await expect(card.element).to.be.accessible();
  });
});
