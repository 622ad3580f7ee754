import { RingbackError, type CallWithMatches } from '@ringback/model';
import {
  AGENTS,
  AMBIGUOUS_CALL,
  CALLBACK_CALL,
  callOf,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  LIVE_CALLS,
  matchOf,
  MATCHES,
  ME,
  PARTIES,
  phoneCallOf,
  UNKNOWN_CALL,
  UNKNOWN_NUMBER,
} from '@ringback/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { CardHarness } from './caller-card.harness.ts';

const talking = (item: CallWithMatches): CallWithMatches => ({
  ...item,
  call: {
    ...item.call,
    state: 'connected',
    connectedAt: new Date().toISOString(),
    version: item.call.version + 1,
  },
});

/** The phone's side of what the backend tells. */
const ringing = ({ call }: CallWithMatches) => phoneCallOf({ id: call.id, number: call.number });

async function open(item: CallWithMatches, options: Partial<Parameters<typeof createFakeBackend>[0]> = {}) {
  const backend = createFakeBackend({ live: [item], ...options });
  const phone = createFakePhone({ calls: [{ ...ringing(item), state: item.call.state }] });
  const card = await CardHarness.open({ phone, backend });
  return { card, phone, backend };
}

const updates = (backend: FakeBackend) =>
  backend.requests.filter(([name]) => name === 'calls.update').map(([, ...args]) => args);

describe('<ringback-caller-card>', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  describe('a callback that nobody asked for', () => {
    const disowned = ({ requests }: FakeBackend) => requests.filter(([name]) => name === 'calls.disown');

    it('is said to be so, confirmed, and the number is called back no more', async () => {
      const { card, backend } = await open(talking(CALLBACK_CALL));
      card.part('disown')!.click();
      await card.says('Never call this number back again?');
      expect(disowned(backend)).to.deep.equal([]);
      await expect(card.element).to.be.accessible();
      card.part('disown-yes')!.click();
      await card.says('This number is not called back any more.');
      expect(disowned(backend)).to.deep.equal([['calls.disown', CALLBACK_CALL.call.id]]);
    });

    it('is thought better of', async () => {
      const { card, backend } = await open(talking(CALLBACK_CALL));
      card.part('disown')!.click();
      await card.says('Never call this number back again?');
      card.part('disown-no')!.click();
      await card.says('They never asked for this call');
      expect(disowned(backend)).to.deep.equal([]);
    });

    it('can be tried again where the gateway did not take it', async () => {
      const { card, backend } = await open(talking(CALLBACK_CALL));
      backend.failNext('calls.disown', new RingbackError('timeout', 'no answer'));
      card.part('disown')!.click();
      await card.says('Never call this number back again?');
      card.part('disown-yes')!.click();
      await card.says('That did not work. Try again.');
      card.part('disown-yes')!.click();
      await card.says('This number is not called back any more.');
    });

    it('is no question for other calls', async () => {
      const { card } = await open(talking(LIVE_CALLS.connected));
      expect(card.part('disown')).to.equal(undefined);
    });
  });

  it('says what brought whoever calls', async () => {
    const touch = { source: 'google', medium: 'cpc', campaign: 'spring' };
    const call = { ...CALLBACK_CALL.call, source: { by: 'request' as const, first: touch, last: touch } };
    const { card } = await open({ ...CALLBACK_CALL, call });
    expect(card.part('source')!.textContent).to.equal('google / cpc · spring');
  });

  describe('while it rings', () => {
    it('takes no room while there is no call', async () => {
      const card = await CardHarness.open();
      expect(card.shown).to.equal(false);
    });

    it('says so in its place when it is a standing one', async () => {
      const card = await CardHarness.open({ standing: true });
      expect(card.text).to.equal('No call now. Whoever calls appears here.');
      await expect(card.element).to.be.accessible();
    });

    it('shows who calls, their kind, why they match and the last talk', async () => {
      const { card } = await open(LIVE_CALLS.ringing);
      for (const words of [
        'Incoming call',
        'Оксана Коваленко',
        'Client',
        '+380 67 123 4501',
        'their own number',
      ])
        expect(card.text).to.contain(words);
      expect(card.text)
        .to.contain('Андрій Мельник')
        .and.contain('Просила передзвонити щодо доставки у Львів.');
      expect(card.comment).to.equal(undefined);
      await expect(card.element).to.be.accessible();
    });

    it('is painted in the same task in which the backend tells of the call', async () => {
      const backend = createFakeBackend({ calls: [] });
      const card = await CardHarness.open({ backend });
      backend.putCall(LIVE_CALLS.ringing.call, LIVE_CALLS.ringing.matches);
      await Promise.resolve();
      await card.element.updateComplete;
      expect(card.text).to.contain('Оксана Коваленко');
      expect(backend.requests).to.deep.equal([]);
    });

    it('shows the number at once when the phone rings first, and the name when the backend tells', async () => {
      const phone = createFakePhone();
      const backend = createFakeBackend({ calls: [] });
      const card = await CardHarness.open({ phone, backend });
      phone.receive({ id: LIVE_CALLS.ringing.call.id, number: LIVE_CALLS.ringing.call.number });
      await card.drawn();
      expect(card.text).to.contain('+380 67 123 4501').and.contain('Looking up who it is…');
      await expect(card.element).to.be.accessible();
      backend.putCall(LIVE_CALLS.ringing.call, LIVE_CALLS.ringing.matches);
      await card.drawn();
      expect(card.text).to.contain('Оксана Коваленко').and.not.contain('Looking up');
    });

    it('shows the number of an unknown caller, which of ours he called, and nothing else', async () => {
      const { card } = await open(UNKNOWN_CALL);
      expect(card.text).to.equal('Incoming call +380 93 987 6543 Called +380 44 123 4567 Answer Decline');
      await expect(card.element).to.be.accessible();
    });

    it('shows a claimed name as a claim', async () => {
      const { card } = await open({ call: callOf({ claimedName: 'Ірина' }), matches: [] });
      expect(card.text).to.contain('calls themselves “Ірина”');
      expect(card.name?.innerText).to.equal('+380 93 987 6543');
    });

    it('names the colleague who calls, and takes no claim of that for him', async () => {
      const agent = { id: 'agent-andriy', name: 'Андрій' };
      const phone = createFakePhone({ calls: [phoneCallOf({ number: '102', name: 'Андрій' })] });
      const backend = createFakeBackend({
        calls: [callOf({ direction: 'internal', number: '101', agent })],
      });
      const card = await CardHarness.open({ phone, backend });
      await card.says('Internal call Андрій 102 Answer Decline');
      await expect(card.element).to.be.accessible();
    });

    it('names the colleague who is called', async () => {
      const [agent, colleague] = [AGENTS.olena, AGENTS.andriy].map(({ id, name }) => ({ id, name }));
      const call = callOf({ direction: 'internal', number: '102', agent: agent!, colleague: colleague! });
      const phone = createFakePhone({
        calls: [phoneCallOf({ direction: 'internal', state: 'connecting', number: '102' })],
      });
      const card = await CardHarness.open({
        phone,
        backend: createFakeBackend({ live: [{ call, matches: [] }] }),
      });
      expect(card.name?.innerText).to.equal('Андрій Мельник');
      expect(card.part('number')?.innerText).to.equal('102');
      await expect(card.element).to.be.accessible();
    });

    it('says that the number is hidden', async () => {
      const { card } = await open({ call: callOf({ number: '' }), matches: [] });
      expect(card.name?.innerText).to.equal('Hidden number');
    });

    it('shows the page a callback came from, as a link that leaks nothing', async () => {
      const { card } = await open(CALLBACK_CALL);
      const link = card.part('page')!.querySelector('a')!;
      expect(card.part('callback')!.innerText).to.equal('Callback');
      expect(link.innerText).to.equal('Чайник «Дніпро» — 1 290 ₴');
      expect(link.rel).to.equal('noopener noreferrer');
      await expect(card.element).to.be.accessible();
    });

    it('shows the pages that the caller had before him, where the PBX tells them', async () => {
      const touch = { source: 'yandex', medium: 'cpc' };
      const at = '2026-11-24T09:00:00.000Z';
      const pages = [
        { url: 'https://shop.example/tea', title: 'Чай', at },
        { url: 'https://shop.example/delivery', at },
        { url: 'javascript:alert(1)', title: 'Free tea', at },
      ];
      const source = { by: 'leased-number' as const, first: touch, last: touch, pages };
      const { card } = await open({ call: callOf({ source }), matches: [] });
      const links = [...card.part('page')!.querySelectorAll('a')];
      expect(links.map(({ href }) => href)).to.deep.equal([
        'https://shop.example/tea',
        'https://shop.example/delivery',
      ]);
      expect(links[0]!.innerText).to.equal('Чай');
      expect(card.text).not.to.contain('Free tea');
      await expect(card.element).to.be.accessible();
    });

    it('makes no link of a page that is no web page', async () => {
      const url = 'javascript:alert(1)';
      const { card } = await open({
        call: callOf({ callback: { id: 'c1', page: { url, title: 'Free tea' } } }),
        matches: [],
      });
      expect(card.part('page')!.querySelector('a')).to.equal(null);
      expect(card.text).to.contain('Free tea');
    });

    it('shows a script in a name letter by letter', async () => {
      const { card } = await open({ call: callOf(), matches: [matchOf(PARTIES.script)] });
      expect(card.name?.innerText).to.equal('<img src=x onerror="alert(1)">');
      expect(card.element.renderRoot.querySelector('img')).to.equal(null);
    });

    it('asks the page to open the record, before pick-up', async () => {
      const { card } = await open(LIVE_CALLS.ringing);
      const asked = oneEvent(card.element, 'ringback-party-open');
      card.element.addEventListener('ringback-party-open', (event) => event.preventDefault(), { once: true });
      await card.press('Оксана Коваленко');
      const { detail } = await asked;
      expect(detail.party).to.deep.equal({
        system: 'local',
        id: 'party-oksana',
        name: 'Оксана Коваленко',
        kind: 'client',
      });
      expect(detail.url).to.equal('https://crm.example/parties/oksana');
      expect(detail.callId).to.equal('call-ringing');
    });

    it('does not leave the page when the host opens the record itself', async () => {
      const { card } = await open(LIVE_CALLS.ringing);
      card.element.addEventListener('ringback-party-open', (event) => event.preventDefault());
      const click = oneEvent(card.element, 'click');
      await card.press('Оксана Коваленко');
      expect((await click).defaultPrevented).to.equal(true);
    });

    it('lets choose among several who share the number', async () => {
      const { card, backend } = await open(AMBIGUOUS_CALL);
      expect(card.text).to.contain('Several people have this number.');
      expect(card.text).to.contain('Matched by their own number').and.contain('Matched by an earlier choice');
      await expect(card.element).to.be.accessible();
      await card.press('This one: Марія Коваленко');
      expect(card.name?.innerText).to.equal('Марія Коваленко');
      expect(updates(backend)).to.deep.equal([
        ['call-ambiguous', { party: { system: 'local', id: 'party-mariya' } }],
      ]);
    });

    it('takes a choice back that the gateway refuses', async () => {
      const { card, backend } = await open(AMBIGUOUS_CALL);
      backend.failNext('calls.update', new RingbackError('forbidden', 'No.'));
      await card.press('This one: Марія Коваленко');
      await card.says('Several people have this number.');
      expect(card.text).to.contain('That did not work.');
    });

    it('answers, and the comment is ready to be typed', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      card.part('answer')!.focus();
      await card.press('Answer');
      await waitUntil(() => card.comment);
      expect(phone.commands).to.deep.equal([['answer', 'call-ringing']]);
      expect(card.focused).to.equal(card.comment);
    });

    it('keeps the name in sight when the comment is ready and the card is higher than its place', async () => {
      const { card } = await open(LIVE_CALLS.ringing);
      Object.assign(card.element.style, { overflow: 'auto', maxBlockSize: '120px' });
      card.part('answer')!.focus({ preventScroll: true });
      await card.press('Answer');
      await waitUntil(() => card.focused === card.comment);
      expect(card.element.scrollTop).to.equal(0);
    });

    it('is put aside, but for who it is and what it does, and comes back with what was typed', async () => {
      const { card } = await open(LIVE_CALLS.connected);
      await card.type(card.comment!, 'Wants tea');
      await card.press('All about the call');
      expect(card.part('fold')!.ariaExpanded).to.equal('false');
      expect(card.part('name')!.checkVisibility()).to.equal(true);
      expect(card.comment!.checkVisibility()).to.equal(false);
      expect(card.element.offsetHeight).to.be.below(120);
      await expect(card.element).to.be.accessible();
      await card.press('All about the call');
      expect(card.comment!.checkVisibility()).to.equal(true);
      expect(card.comment!.value).to.equal('Wants tea');
    });

    it('is ready for the comment also when answering takes its time', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      card.part('answer')!.focus();
      phone.put({ ...ringing(LIVE_CALLS.ringing), state: 'connecting' });
      await card.drawn();
      expect(card.part('answer')).to.equal(undefined);
      phone.put({ ...ringing(LIVE_CALLS.ringing), state: 'connected' });
      await card.drawn();
      expect(card.focused).to.equal(card.comment);
    });

    it('declines', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      await card.press('Decline');
      expect(phone.commands).to.deep.equal([['hangup', 'call-ringing']]);
      await card.says('Declined');
    });

    it('leaves answering to the page that wants it', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      card.element.addEventListener('ringback-call-answer', (event) => event.preventDefault());
      await card.press('Answer');
      expect(phone.commands).to.deep.equal([]);
    });

    it('says what to do when the microphone is refused', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      phone.failNext(
        'answer',
        new RingbackError('forbidden', 'Refused.', { cause: { code: 'microphone-refused' } }),
      );
      await card.press('Answer');
      await card.says('Allow it next to the address');
      await expect(card.element).to.be.accessible();
    });

    it('has no buttons when there is no phone', async () => {
      const card = await CardHarness.open({
        phone: undefined,
        backend: createFakeBackend({ live: [LIVE_CALLS.ringing] }),
      });
      card.element.phone = undefined;
      await card.drawn();
      expect(card.part('answer')).to.equal(undefined);
    });

    it('never takes the focus by itself', async () => {
      const elsewhere = document.body.appendChild(document.createElement('input'));
      elsewhere.focus();
      const phone = createFakePhone();
      const backend = createFakeBackend({ calls: [] });
      const card = await CardHarness.open({ phone, backend });
      const id = phone.receive();
      await card.drawn();
      await phone.answer(id);
      await card.drawn();
      expect(document.activeElement).to.equal(elsewhere);
      elsewhere.remove();
    });
  });

  describe('when it cannot be found out who calls', () => {
    const call = phoneCallOf({ id: 'call-lost', number: UNKNOWN_NUMBER });

    it('says so, and looks again when asked', async () => {
      const backend = createFakeBackend({ calls: [] });
      const card = await CardHarness.open({ phone: createFakePhone({ calls: [call] }), backend });
      await card.says('We could not find out who it is.');
      await expect(card.element).to.be.accessible();
      backend.putCall(callOf({ id: 'call-lost', state: 'ended', number: PARTIES.taras.phones[0]! }));
      await card.drawn();
      expect(card.text).to.contain('Тарас Шевчук');
    });

    it('asks the gateway when the event stream stays silent', async () => {
      const stored = callOf({ id: 'call-lost', number: PARTIES.taras.phones[0]! });
      const backend = createFakeBackend({ calls: [stored] });
      const card = await CardHarness.open({ phone: createFakePhone({ calls: [call] }), backend });
      await card.says('Тарас Шевчук');
      const asked = backend.requests.filter(([name]) => name.startsWith('calls.'));
      expect(asked).to.deep.equal([['calls.get', 'call-lost']]);
    });

    for (const [status, sentence] of [
      ['offline', 'No connection. The name comes when it is back.'],
      ['signed-out', 'Sign in to see who it is.'],
    ] as const) {
      it(`shows the number and says why there is no name: ${status}`, async () => {
        const backend = createFakeBackend({ calls: [], status });
        const card = await CardHarness.open({ phone: createFakePhone({ calls: [call] }), backend });
        expect(card.text).to.contain('+380 93 987 6543').and.contain(sentence);
        await expect(card.element).to.be.accessible();
      });
    }
  });

  it('offers no new customer where the host lets none be written; who is there already can be chosen', async () => {
    const { card } = await open(talking(UNKNOWN_CALL), { readOnly: true });
    await card.says('Choose existing');
    expect(card.text).not.to.contain('Create new');
    await card.identify('Choose existing');
  });

  describe('when somebody else signs in', () => {
    it('is gone, and what was typed is neither shown nor saved under another name', async () => {
      const { card, backend, phone } = await open(talking(LIVE_CALLS.ringing));
      await card.type(card.comment!, 'She wants');
      phone.put(phoneCallOf({ id: LIVE_CALLS.ringing.call.id, state: 'ended' }));
      backend.setStatus('signed-out');
      await card.drawn();
      expect(card.shown).to.equal(false);
      backend.setStatus('online');
      await card.drawn();
      expect([card.shown, card.comment?.value]).to.deep.equal([true, 'She wants']);
      await card.type(card.comment!, 'She wants tea');
      const before = updates(backend).length;
      backend.signInAs({ ...ME, agent: AGENTS.andriy });
      await card.drawn();
      dispatchEvent(new Event('pagehide'));
      expect(card.shown).to.equal(false);
      expect(updates(backend)).to.have.length(before);
    });
  });

  describe('while they talk', () => {
    it('accompanies outgoing calls as well', async () => {
      const { card, backend, phone } = await open(LIVE_CALLS.connecting);
      expect(card.text).to.contain('Calling…').and.contain('Тарас Шевчук');
      backend.putCall(talking(LIVE_CALLS.connecting).call);
      phone.put(phoneCallOf({ id: 'call-connecting', direction: 'out', state: 'connected' }));
      await card.drawn();
      expect(card.text).to.contain('Talking').and.contain('0:0');
      expect(card.comment?.placeholder).to.equal('What was it about?');
      await expect(card.element).to.be.accessible();
    });

    it('says that the customer is being called when a callback was answered', async () => {
      const { card, phone } = await open(CALLBACK_CALL);
      await phone.answer('call-callback');
      await card.says('Calling the customer…');
    });

    it('saves the comment after a pause in typing', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      await card.type(card.comment!, 'Wants two kettles');
      expect(updates(backend)).to.deep.equal([]);
      await waitUntil(() => card.saveState === 'Saved', undefined, { timeout: 3000 });
      expect(updates(backend)).to.deep.equal([['call-ringing', { comment: 'Wants two kettles' }]]);
    });

    it('saves the comment at once when the field is left', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      card.comment!.focus();
      await sendKeys({ type: 'Two kettles' });
      card.comment!.blur();
      expect(updates(backend)).to.deep.equal([['call-ringing', { comment: 'Two kettles' }]]);
    });

    it('saves the comment at once when the call ends, or the page goes away', async () => {
      const { card, backend, phone } = await open(talking(LIVE_CALLS.ringing));
      await card.type(card.comment!, 'One');
      phone.farHangsUp('call-ringing');
      await card.drawn();
      await card.type(card.comment!, 'One and two');
      dispatchEvent(new Event('pagehide'));
      expect(updates(backend).map(([, patch]) => patch)).to.deep.equal([
        { comment: 'One' },
        { comment: 'One and two' },
      ]);
    });

    it('makes room for the next call, although the cursor still stands in the saved comment', async () => {
      const { card, backend, phone } = await open(talking(LIVE_CALLS.ringing));
      card.comment!.focus();
      await card.type(card.comment!, 'Wants two kettles');
      phone.farHangsUp('call-ringing');
      await waitUntil(() => card.saveState === 'Saved', undefined, { timeout: 3000 });
      backend.putCall(CALLBACK_CALL.call, CALLBACK_CALL.matches);
      await card.drawn();
      expect(card.text).to.contain('Callback');
    });

    it('lets who is typing finish, then shows the call that came meanwhile', async () => {
      const { card, backend, phone } = await open(talking(LIVE_CALLS.ringing));
      phone.farHangsUp('call-ringing');
      await card.drawn();
      card.comment!.focus();
      await card.type(card.comment!, 'Wants two');
      backend.putCall(CALLBACK_CALL.call, CALLBACK_CALL.matches);
      await card.drawn();
      expect(card.comment!.value).to.equal('Wants two');
      card.comment!.blur();
      await card.drawn();
      expect(card.comment).to.equal(undefined);
      expect(card.text).to.contain('Callback');
      expect(updates(backend)).to.deep.equal([['call-ringing', { comment: 'Wants two' }]]);
    });

    it('brings the stored comment back after a reload', async () => {
      const item = talking(LIVE_CALLS.ringing);
      const { card } = await open({ ...item, call: { ...item.call, comment: 'Wants two kettles' } });
      expect(card.comment?.value).to.equal('Wants two kettles');
    });

    it('never overwrites what is being typed', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      card.comment!.focus();
      await sendKeys({ type: 'My own words' });
      backend.putCall({ ...talking(LIVE_CALLS.ringing).call, comment: 'From elsewhere', version: 9 });
      await card.drawn();
      expect(card.comment!.value).to.equal('My own words');
    });

    it('takes a comment over that was written elsewhere while nobody types here', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      backend.putCall({ ...talking(LIVE_CALLS.ringing).call, comment: 'From elsewhere', version: 9 });
      await card.drawn();
      expect(card.comment!.value).to.equal('From elsewhere');
    });

    it('keeps the comment while offline, and says when it has arrived', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      backend.goOffline();
      await card.type(card.comment!, 'Typed in a tunnel');
      card.comment!.focus();
      card.comment!.blur();
      await waitUntil(() => card.saveState === 'Kept here until you are online');
      await expect(card.element).to.be.accessible();
      backend.goOnline();
      await waitUntil(() => card.saveState === 'Saved');
      expect(card.comment!.value).to.equal('Typed in a tunnel');
    });

    it('says when the comment was not saved, and saves it again when asked', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      backend.failNext('calls.update', new RingbackError('bug', 'Broken.'));
      await card.type(card.comment!, 'Kettles');
      await waitUntil(() => card.saveState.includes('Not saved.'), undefined, { timeout: 3000 });
      await expect(card.element).to.be.accessible();
      await card.press('Save again');
      await waitUntil(() => card.saveState === 'Saved');
      expect(updates(backend).at(-1)).to.deep.equal(['call-ringing', { comment: 'Kettles' }]);
    });
  });

  describe('who is it?', () => {
    it('asks nothing before pick-up', async () => {
      const { card } = await open(UNKNOWN_CALL);
      expect(card.part('identify')).to.equal(undefined);
    });

    it('finds an existing party by name, by keyboard, and adds the number to it', async () => {
      const { card, backend } = await open(talking(UNKNOWN_CALL));
      await card.identify('Choose existing');
      await card.type(card.field('search'), 'коваленко');
      await waitUntil(() => card.options.length === 2);
      await expect(card.element).to.be.accessible();
      await card.key(card.field('search'), 'ArrowDown');
      expect(card.activeOption?.innerText).to.contain('Марія Коваленко');
      await card.key(card.field('search'), 'ArrowUp');
      await card.key(card.field('search'), 'Enter');
      await waitUntil(() => card.name?.innerText === 'Оксана Коваленко');
      const writes = backend.requests.filter(([name]) => name.endsWith('update'));
      expect(writes.map(([name, id]) => [name, id])).to.deep.equal([
        ['parties.update', 'party-oksana'],
        ['calls.update', 'call-unknown'],
      ]);
      expect(writes[0]![2]).to.contain({ addPhone: UNKNOWN_NUMBER });
      expect(card.part('identify')).to.equal(undefined);
    });

    it('says when nobody has that name', async () => {
      const { card } = await open(talking(UNKNOWN_CALL));
      await card.identify('Choose existing');
      await card.type(card.field('search'), 'zzz');
      await card.says('Nobody by that name.');
    });

    it('creates a party with name and kind; the number is there already', async () => {
      const { card, backend } = await open(talking({ call: callOf({ claimedName: 'Ірина' }), matches: [] }));
      await card.identify('Create new');
      expect(card.field('phones').value).to.equal(UNKNOWN_NUMBER);
      expect(card.field('name').value).to.equal('Ірина');
      await expect(card.element).to.be.accessible();
      await card.type(card.field('name'), ' Ірина\tГнатюк ');
      await card.type(card.field('kind'), 'lead');
      card.part('create')!.click();
      await waitUntil(() => card.name?.innerText === 'Ірина Гнатюк');
      expect(backend.requests.find(([name]) => name === 'parties.create')![1]).to.deep.equal({
        name: 'Ірина Гнатюк',
        kind: 'lead',
        phones: [UNKNOWN_NUMBER],
      });
    });

    it('needs both name and kind', async () => {
      const { card, backend } = await open(talking(UNKNOWN_CALL));
      await card.identify('Create new');
      card.part('create')!.click();
      await card.drawn();
      expect(card.text.match(/Please fill this in\./g)).to.have.length(2);
      expect(card.focused).to.equal(card.field('name'));
      expect(backend.requests.map(([name]) => name)).not.to.contain('parties.create');
      await expect(card.element).to.be.accessible();
    });

    it('says whose number it already is, and offers them', async () => {
      const { card, backend } = await open(talking(UNKNOWN_CALL), {
        parties: [{ ...PARTIES.taras, phones: [UNKNOWN_NUMBER] }],
      });
      backend.failNext('parties.create', new RingbackError('conflict', 'Taken.'));
      await card.identify('Create new');
      await card.type(card.field('name'), 'Тарас');
      await card.type(card.field('kind'), 'lead');
      card.part('create')!.click();
      await card.says('This number already belongs to:');
      expect(card.part('candidate')?.innerText).to.contain('Тарас Шевчук');
      await expect(card.element).to.be.accessible();
      await card.press('This one: Тарас Шевчук');
      await waitUntil(() => card.name?.innerText === 'Тарас Шевчук');
      expect(updates(backend)).to.deep.equal([
        ['call-unknown', { party: { system: 'local', id: 'party-taras' } }],
      ]);
    });

    for (const [code, sentence] of [
      ['unavailable', 'No connection. This works again when you are online.'],
      ['forbidden', 'You may not change customers’ records.'],
      ['invalid', 'The number or the name was not accepted.'],
      ['bug', 'That did not work. Try again.'],
    ] as const) {
      it(`says what is wrong when the gateway answers "${code}", and keeps what was typed`, async () => {
        const { card, backend } = await open(talking(UNKNOWN_CALL));
        backend.failNext('parties.create', new RingbackError(code, ''));
        await card.identify('Create new');
        await card.type(card.field('name'), 'Тарас');
        await card.type(card.field('kind'), 'lead');
        card.part('create')!.click();
        await card.says(sentence);
        expect(card.field('name').value).to.equal('Тарас');
      });
    }

    it('says that the agent has no right to records', async () => {
      const { card } = await open(talking(UNKNOWN_CALL), { withParties: false });
      expect(card.text).to.contain('You may not see customers’ records.');
      await expect(card.element).to.be.accessible();
    });

    it('lets the agent correct who it is', async () => {
      const { card } = await open(talking(AMBIGUOUS_CALL));
      await card.press('This one: Марія Коваленко');
      await card.press('Not them?');
      await card.press('This one: Оксана Коваленко');
      expect(card.name?.innerText).to.equal('Оксана Коваленко');
    });
  });

  describe('of a call that this person makes on his mobile', () => {
    it('tells how it goes and takes what is to be said of it; nothing stands there that only a phone here could do', async () => {
      const { id, name } = ME.agent;
      const call = callOf({ id: 'call-mobile', direction: 'out', state: 'connecting', agent: { id, name } });
      const backend = createFakeBackend({ live: [{ call, matches: [] }] });
      const card = await CardHarness.open({ phone: createFakePhone(), backend });
      await card.says('Calling');
      const none = ['answer', 'decline', 'again'];
      expect(none.map((part) => card.part(part))).to.deep.equal([undefined, undefined, undefined]);
      const connectedAt = new Date().toISOString();
      backend.putCall({ ...call, state: 'connected', connectedAt, legKind: 'mobile', version: 2 });
      await card.says('Talking');
      expect(none.map((part) => card.part(part))).to.deep.equal([undefined, undefined, undefined]);
      await card.type(card.comment!, 'At the door');
      card.comment!.blur();
      await waitUntil(() => card.saveState === 'Saved');
      await expect(card.element).to.be.accessible();
    });
  });

  describe('afterwards', () => {
    it('stays until it is closed, and the comment can still be edited', async () => {
      const { card, phone, backend } = await open(talking(LIVE_CALLS.ringing));
      phone.farHangsUp('call-ringing');
      backend.putCall({
        ...LIVE_CALLS.ringing.call,
        state: 'ended',
        endReason: 'completed',
        durationSeconds: 187,
        version: 9,
      });
      await card.drawn();
      expect(card.text).to.contain('Call ended').and.contain('3:07');
      await expect(card.element).to.be.accessible();
      await card.type(card.comment!, 'Afterthought');
      card.comment!.focus();
      card.comment!.blur();
      await waitUntil(() => card.saveState === 'Saved');
      await card.press('Close');
      expect(card.shown).to.equal(false);
    });

    it('does not come back once it is closed, not even after a reload', async () => {
      const { card, backend, phone } = await open(talking(LIVE_CALLS.ringing));
      await card.press('Close');
      backend.putCall({ ...talking(LIVE_CALLS.ringing).call, comment: 'x', version: 9 });
      await card.drawn();
      expect(card.shown).to.equal(false);
      const reloaded = await CardHarness.open({ phone, backend });
      expect(reloaded.shown).to.equal(false);
    });

    it('says that a colleague has answered, and lets go of the comment', async () => {
      const { card, phone } = await open(LIVE_CALLS.ringing);
      phone.farHangsUp('call-ringing', 'answered-elsewhere');
      await card.says('Answered on another phone');
      expect(card.comment).to.equal(undefined);
    });

    it('makes room for the next call', async () => {
      const { card, phone, backend } = await open(talking(LIVE_CALLS.ringing));
      phone.farHangsUp('call-ringing');
      backend.putCall({ ...LIVE_CALLS.ringing.call, state: 'ended', version: 9 });
      backend.putCall(callOf({ id: 'call-next', number: PARTIES.taras.phones[0]! }));
      await card.drawn();
      expect(card.name?.innerText).to.equal('Тарас Шевчук');
      expect(card.part('switch')).to.equal(undefined);
    });
  });

  describe('with several calls', () => {
    const second = {
      call: callOf({ id: 'call-second', number: PARTIES.taras.phones[0]! }),
      matches: [MATCHES.taras],
    };

    for (const goesOn of [true, false])
      it(`is back with the customer when the colleague who was asked about him is gone, ${goesOn ? 'who talks on' : 'passed on too'}`, async () => {
        const { card, backend } = await open(talking(LIVE_CALLS.ringing));
        const customer = backend.state.live[0]!.call;
        const asked = talking({
          call: callOf({
            id: 'call-asked',
            direction: 'internal',
            number: '102',
            consultationOf: customer.id,
          }),
          matches: [],
        }).call;
        backend.putCall(asked);
        await card.says('102');
        const over = { state: 'ended', endReason: 'transferred' } as const;
        if (!goesOn) backend.putCall({ ...customer, ...over, version: 9 });
        backend.putCall({ ...asked, ...over, version: 9 });
        await card.drawn();
        expect(card.name?.innerText).to.equal('Оксана Коваленко');
      });

    it('shows the one that rings, and the way back', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      backend.putCall(second.call, second.matches);
      await card.drawn();
      expect(card.name?.innerText).to.equal('Тарас Шевчук');
      await expect(card.element).to.be.accessible();
      await card.press('Оксана Коваленко');
      expect(card.name?.innerText).to.equal('Оксана Коваленко');
    });

    it('does not turn away from a comment that is being typed', async () => {
      const { card, backend } = await open(talking(LIVE_CALLS.ringing));
      card.comment!.focus();
      backend.putCall(second.call, second.matches);
      await card.drawn();
      expect(card.name?.innerText).to.equal('Оксана Коваленко');
      expect(card.part('switch')!.innerText).to.contain('Тарас Шевчук');
      expect(card.focused).to.equal(card.comment);
    });

    it('shows no call of a colleague', async () => {
      const call = callOf({
        id: 'call-his',
        state: 'connected',
        agent: { id: 'agent-andriy', name: 'Андрій' },
      });
      const { card } = await open({ call, matches: [] }, {});
      card.element.phone = createFakePhone();
      await card.drawn();
      const fresh = await CardHarness.open({ backend: createFakeBackend({ live: [{ call, matches: [] }] }) });
      expect(fresh.shown).to.equal(false);
    });
  });

  for (const [locale, words] of [
    ['uk', 'Вхідний дзвінок'],
    ['ru', 'Входящий звонок'],
  ] as const) {
    it(`speaks ${locale}`, async () => {
      const backend = createFakeBackend({ live: [LIVE_CALLS.ringing] });
      const card = await CardHarness.open({ backend, locale });
      expect(card.text).to.contain(words);
      await expect(card.element).to.be.accessible();
    });
  }
});
