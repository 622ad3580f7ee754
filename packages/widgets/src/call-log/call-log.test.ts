import { RingbackError } from '@ringback/model';
import { CALL_LOG, callOf, createFakeBackend, FIXTURE_NOW, PARTIES, UNKNOWN_NUMBER } from '@ringback/testing';
import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LogHarness } from './call-log.harness.ts';

const scene = LogHarness.scene;
const later = (seconds: number): string => new Date(FIXTURE_NOW + seconds * 1000).toISOString();
const ended = { state: 'ended', endReason: 'completed' } as const;

const MANY = Array.from({ length: 30 }, (_, index) =>
  callOf({ ...ended, id: `many-${index}`, startedAt: later(-60 * index) }),
);

describe('<ringback-call-log>', () => {
  it('tells who, in words what came of it, how long, and about what, newest first', async () => {
    const log = await LogHarness.open(scene());
    expect(log.rows).to.have.length(6);
    const [first, second] = log.rows;
    for (const words of [
      'Оксана Коваленко',
      'Client',
      '+380 67 123 4501',
      'Incoming · Answered',
      '3:07',
      'Уточнила адресу доставки.',
    ])
      expect(first).to.contain(words);
    expect(second).to.contain('+380 93 987 6543').and.contain('Incoming · Missed');
    await expect(log.element).to.be.accessible();
  });

  it('marks a callback with the page it came from', async () => {
    const log = await LogHarness.open(scene());
    expect(log.row('log-3')).to.contain('Callback · Чайна крамниця');
  });

  it('says of a call that the network cut off that it was, and offers to call back', async () => {
    const cut = { state: 'ended', endReason: 'failed', id: 'cut', number: '+380671234501' } as const;
    const backend = createFakeBackend({
      calls: [callOf({ ...cut, connectedAt: later(-60), durationSeconds: 42 })],
    });
    const log = await LogHarness.open(scene({ backend }));
    expect(log.row('cut')).to.contain('Cut off').and.contain('0:42');
    expect(log.inRow('cut', 'call').getAttribute('aria-label')).to.match(/^Call .+ back$/);
    await expect(log.element).to.be.accessible();
  });

  it('is accessible and fits where it has 328 px', async () => {
    const log = await LogHarness.open(scene({ width: 328 }));
    expect(log.element.scrollWidth).to.equal(328);
    await expect(log.element).to.be.accessible();
  });

  it('shows a script in a name letter by letter', async () => {
    const { system, id, name, kind } = PARTIES.script;
    const calls = [callOf({ ...ended, id: 'x', comment: '<b>bold</b>', party: { system, id, name, kind } })];
    const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls }) }));
    expect(log.inRow('x', 'name').innerText).to.equal('<img src=x onerror="alert(1)">');
    expect(log.element.renderRoot.querySelector('img, b')).to.equal(null);
  });

  it('offers no call to a hidden number', async () => {
    const log = await LogHarness.open(
      scene({ backend: createFakeBackend({ calls: [callOf({ ...ended, number: '' })] }) }),
    );
    expect(log.rows[0]).to.contain('Hidden number');
    expect(log.part('call')).to.equal(undefined);
  });

  describe('dialling', () => {
    it('asks the page first, then calls the number that was clicked', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      const asked = oneEvent(log.element, 'ringback-number-dial');
      await log.press(log.inRow('log-2', 'number'));
      expect((await asked).detail).to.deep.equal({ number: UNKNOWN_NUMBER });
      expect(phone.commands).to.deep.equal([['call', UNKNOWN_NUMBER]]);
    });

    it('leaves dialling to the page that wants it', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      log.element.addEventListener('ringback-number-dial', (event) => event.preventDefault());
      await log.press(log.inRow('log-1', 'call'));
      expect(phone.commands).to.deep.equal([]);
    });

    it('says at the row why the number cannot be called', async () => {
      const { phone, backend } = scene();
      phone.failNext('call', new RingbackError('forbidden', 'Not that country.'));
      const log = await LogHarness.open({ phone, backend });
      await log.press(log.inRow('log-1', 'call'));
      await waitUntil(() => log.row('log-1').includes('Calls to this number are not allowed.'));
      await expect(log.element).to.be.accessible();
    });
  });

  describe('keeping up', () => {
    it('puts a new call on top and follows it to its end', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      const call = callOf({ id: 'new', number: PARTIES.taras.phones[0]!, startedAt: later(60) });
      backend.putCall(call);
      await log.drawn();
      expect(log.rows[0]).to.contain('+380 50 111 2233').and.contain('Incoming · Ringing');
      backend.putCall({ ...call, ...ended, durationSeconds: 65, version: 2 });
      await log.drawn();
      expect(log.rows).to.have.length(7);
      expect(log.rows[0]).to.contain('Incoming · Answered').and.contain('1:05');
    });

    it('is not set back by older news', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      backend.emit('call.updated', { call: { ...CALL_LOG[0]!, comment: 'Old', version: 1 }, matches: [] });
      await log.drawn();
      expect(log.rows[0]).to.contain('Уточнила адресу доставки.');
    });

    it('shows the new name of a party at once', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      backend.emit('party.updated', { party: { ...PARTIES.oksana, name: 'Оксана Мороз' } });
      await log.drawn();
      expect(log.rows[0]).to.contain('Оксана Мороз');
    });

    it('reads the list again when the connection is back', async () => {
      const backend = createFakeBackend({ status: 'offline' });
      const log = await LogHarness.open({ backend });
      expect(log.part('stale')?.innerText).to.equal('No connection. This list may be out of date.');
      await expect(log.element).to.be.accessible();
      backend.goOnline();
      await waitUntil(() => !log.part('stale'));
      expect(backend.requests.map(([name]) => name)).to.deep.equal(['calls.list', 'calls.list']);
    });
  });

  describe('finding', () => {
    for (const [filter, count] of [
      ['All', 6],
      ['Incoming', 2],
      ['Outgoing', 3],
      ['Missed', 1],
    ] as const) {
      it(`shows ${filter.toLowerCase()} calls`, async () => {
        const log = await LogHarness.open(scene());
        await log.filter(filter);
        expect(log.rows).to.have.length(count);
        await expect(log.element).to.be.accessible();
      });
    }

    it('lets no call in that the filter does not fit', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.filter('Missed');
      backend.putCall(callOf({ id: 'new', startedAt: later(60) }));
      await log.drawn();
      expect(log.rows).to.have.length(1);
      backend.putCall(
        callOf({ id: 'new', startedAt: later(60), state: 'ended', endReason: 'missed', version: 2 }),
      );
      await log.drawn();
      expect(log.rows).to.have.length(2);
    });

    it('shows more when asked, until there is no more', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: MANY }) }));
      expect(log.rows).to.have.length(25);
      await log.press('Show more');
      await waitUntil(() => log.rows.length === 30);
      expect(log.part('more')).to.equal(undefined);
    });

    it('keeps what is shown when the next page does not come, and tries again', async () => {
      const backend = createFakeBackend({ calls: MANY });
      const log = await LogHarness.open({ backend });
      backend.failNext('calls.list', new RingbackError('timeout', 'Late.'));
      await log.press('Show more');
      await waitUntil(() => log.message === 'The calls could not be loaded.');
      expect(log.rows).to.have.length(25);
      await log.press('Try again');
      await waitUntil(() => log.rows.length === 30);
    });

    it('goes from row to row with the arrow keys', async () => {
      const log = await LogHarness.open(scene());
      log.inRow('log-1', 'toggle').focus();
      await sendKeys({ press: 'ArrowDown' });
      expect(log.focused).to.equal(log.inRow('log-2', 'toggle'));
      await sendKeys({ press: 'ArrowUp' });
      expect(log.focused).to.equal(log.inRow('log-1', 'toggle'));
    });
  });

  describe('comments', () => {
    it('opens from the preview, ready to be typed, and saves itself', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.press(log.inRow('log-1', 'comment-preview'));
      expect(log.focused).to.equal(log.comment);
      expect(log.comment!.value).to.equal('Уточнила адресу доставки.');
      await expect(log.element).to.be.accessible();
      await log.type('Адресу змінено.');
      log.comment!.blur();
      await waitUntil(() => log.saveState === 'Saved');
      expect(backend.requests.at(-1)).to.deep.equal([
        'calls.update',
        'log-1',
        { comment: 'Адресу змінено.' },
      ]);
    });

    it('saves what was typed when the row is closed', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.press(log.inRow('log-2', 'toggle'));
      await log.type('Передзвонити');
      await log.press(log.inRow('log-2', 'toggle'));
      await waitUntil(() => log.row('log-2').includes('Передзвонити'));
      expect(log.part('details')).to.equal(undefined);
    });

    it('shows what was typed in the caller card, as the stream tells it', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await backend.calls.update('log-2', { comment: 'З картки' });
      await log.drawn();
      expect(log.row('log-2')).to.contain('З картки');
    });

    it('says how a call sounded, where that was measured', async () => {
      const { backend } = scene();
      const { call } = await backend.calls.get('log-2');
      const quality = { rttMs: 80.4, jitterMs: 5, lossPercent: 0.26, mos: 4.23, worstMos: 3.1, seconds: 60 };
      backend.putCall({ ...call, quality, version: call.version + 1 });
      const log = await LogHarness.open({ backend });
      await log.press(log.inRow('log-2', 'toggle'));
      expect(log.inRow('log-2', 'details').textContent).to.contain('4.2 of 4.5 · 80 ms · 0.3 % lost');
      await log.press(log.inRow('log-1', 'toggle'));
      expect(log.inRow('log-1', 'details').textContent).not.to.contain('lost');
    });

    it('shows the page of a callback as a link that leaks nothing', async () => {
      const log = await LogHarness.open(scene());
      await log.press(log.inRow('log-3', 'toggle'));
      const link = log.inRow('log-3', 'details').querySelector('a')!;
      expect([link.href, link.rel]).to.deep.equal(['http://127.0.0.1:4701/', 'noopener noreferrer']);
    });
  });

  describe('without a list', () => {
    it('shows where calls will stand while they load', async () => {
      const backend = createFakeBackend();
      const release = backend.beSlow();
      const log = await LogHarness.begin({ backend });
      expect(log.loading).to.equal(true);
      await expect(log.element).to.be.accessible();
      release();
      await waitUntil(() => log.rows.length === 6);
    });

    it('says that there are no calls yet', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: [] }) }));
      expect(log.message).to.equal('No calls yet. The first one appears here by itself.');
      await expect(log.element).to.be.accessible();
    });

    it('leads out of a filter that nothing fits', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: [CALL_LOG[0]!] }) }));
      await log.filter('Missed');
      expect(log.message).to.equal('No such calls.');
      await log.press('Show all calls');
      await waitUntil(() => log.rows.length === 1);
    });

    for (const [code, sentence] of [
      ['bug', 'The calls could not be loaded.'],
      ['unavailable', 'No connection, and nothing was kept from the last time.'],
    ] as const) {
      it(`says so when the list does not come ("${code}"), and tries again when asked`, async () => {
        const backend = createFakeBackend();
        backend.failNext('calls.list', new RingbackError(code, 'Broken.'));
        const log = await LogHarness.open({ backend });
        expect(log.message).to.equal(sentence);
        await expect(log.element).to.be.accessible();
        await log.press('Try again');
        await waitUntil(() => log.rows.length === 6);
      });
    }

    it('says that the agent has no right to calls, without offering a retry', async () => {
      const backend = createFakeBackend();
      backend.failNext('calls.list', new RingbackError('forbidden', 'No.'));
      const log = await LogHarness.open({ backend });
      expect(log.message).to.equal('You may not see calls.');
      expect(log.text).to.not.contain('Try again');
    });

    it('asks to sign in, and forgets the calls of who has signed out', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      backend.setStatus('signed-out');
      await log.drawn();
      expect(log.message).to.equal('Sign in to see your calls.');
      expect(log.rows).to.deep.equal([]);
      await expect(log.element).to.be.accessible();
      await log.press('Sign in');
      expect(phone.commands).to.deep.equal([['signIn']]);
      backend.setStatus('online');
      await waitUntil(() => log.rows.length === 6);
    });
  });

  for (const [locale, words] of [
    ['uk', 'Вхідний · Пропущено'],
    ['ru', 'Входящий · Пропущен'],
  ] as const) {
    it(`speaks ${locale}`, async () => {
      const log = await LogHarness.open(scene({ locale }));
      expect(log.rows[1]).to.contain(words);
      await expect(log.element).to.be.accessible();
    });
  }
});
