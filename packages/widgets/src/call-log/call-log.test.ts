import { RingbackError } from '@ringback/model';
import {
  AGENTS,
  CALL_LOG,
  callOf,
  createFakeBackend,
  FIXTURE_NOW,
  ME,
  PARTIES,
  recordingOf,
  UNKNOWN_NUMBER,
} from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { LogHarness } from './call-log.harness.ts';

const scene = LogHarness.scene;
const later = (seconds: number): string => new Date(FIXTURE_NOW + seconds * 1000).toISOString();
const ended = { state: 'ended', endReason: 'completed' } as const;
const asked = (backend: ReturnType<typeof createFakeBackend>, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);

const MANY = Array.from({ length: 300 }, (_, index) =>
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

  for (const [locale, hungUp, unanswered] of [
    ['en', 'Incoming · Missed: caller hung up', 'Incoming · Missed'],
    ['uk', 'Вхідний · Пропущено: не дочекалися', 'Вхідний · Пропущено'],
    ['ru', 'Входящий · Пропущен: не дождались', 'Входящий · Пропущен'],
  ] as const)
    it(`tells who hung up from whom nobody answered, in “${locale}”`, async () => {
      const missed = { state: 'ended', endReason: 'missed' } as const;
      const calls = [callOf({ ...missed, id: 'gone', abandoned: true }), callOf({ ...missed, id: 'rung' })];
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls }), locale }));
      const result = (id: string) => log.inRow(id, '.outcome').innerText;
      expect([result('gone'), result('rung')]).to.deep.equal([hungUp, unanswered]);
    });

  for (const [locale, any] of [
    ['uk', 'неважливо'],
    ['ru', 'неважно'],
  ] as const)
    it(`lets each question of its filters open with one word that fits them all, in “${locale}”`, async () => {
      const log = await LogHarness.open(scene({ locale }));
      const first = log.list.all('select[data-filter] option:first-child');
      expect(new Set(first.map(({ textContent }) => textContent))).to.deep.equal(new Set([any]));
    });

  it('names the colleague at the other end, and dials nobody’s own number', async () => {
    const [olena, andriy] = [AGENTS.olena, AGENTS.andriy].map(({ id, name }) => ({ id, name }));
    const inside = { ...ended, direction: 'internal' } as const;
    const backend = createFakeBackend({
      calls: [
        callOf({ ...inside, id: 'made', number: '102', agent: olena!, colleague: andriy! }),
        callOf({ ...inside, id: 'taken', number: '101', agent: andriy!, colleague: olena! }),
      ],
    });
    const log = await LogHarness.open(scene({ backend }));
    for (const id of ['made', 'taken'])
      expect(log.inRow(id, '[part=name]').innerText).to.equal('Андрій Мельник');
    expect(log.inRow('made', '[part=number]').innerText).to.equal('102');
    expect(log.row('taken')).not.to.contain('101');
    const calls = log.list.all('[data-action=call]').map(({ ariaLabel }) => ariaLabel);
    expect(calls).to.deep.equal(['Call Андрій Мельник']);
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
    expect(log.inRow('cut', '[data-action=call]').getAttribute('aria-label')).to.match(/^Call .+ back$/);
    await expect(log.element).to.be.accessible();
  });

  it('is accessible and fits where it has 328 px', async () => {
    const log = await LogHarness.open(scene({ width: 328 }));
    expect(log.element.scrollWidth).to.equal(328);
    await log.openDetails('log-1');
    expect(log.element.scrollWidth).to.equal(328);
    await expect(log.element).to.be.accessible();
  });

  it('shows a script in a name letter by letter', async () => {
    const { system, id, name, kind } = PARTIES.script;
    const calls = [callOf({ ...ended, id: 'x', comment: '<b>bold</b>', party: { system, id, name, kind } })];
    const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls }) }));
    expect(log.inRow('x', '[part=name]').innerText).to.equal('<img src=x onerror="alert(1)">');
    expect(log.element.renderRoot.querySelector('img, b')).to.equal(null);
  });

  it('offers no call to a hidden number', async () => {
    const log = await LogHarness.open(
      scene({ backend: createFakeBackend({ calls: [callOf({ ...ended, number: '' })] }) }),
    );
    expect(log.rows[0]).to.contain('Hidden number');
    expect(log.list.all('[data-action=call]')).to.have.length(0);
  });

  it('is of one customer where it is told so', async () => {
    const { backend } = scene();
    const log = await LogHarness.open({ backend });
    (log.element as unknown as { partyId: string }).partyId = PARTIES.taras.id;
    await log.drawn();
    await log.until(() => log.rows.length === 1, 'The others are still there.');
    backend.putCall(callOf({ id: 'new', startedAt: later(60) }));
    await log.drawn();
    expect(log.rows).to.have.length(1);
  });

  describe('dialling', () => {
    it('asks the page first, then calls the number that was clicked', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      const dialled = oneEvent(log.element, 'ringback-number-dial');
      await log.press(log.inRow('log-2', '[part=number]'));
      expect((await dialled).detail).to.deep.equal({ number: UNKNOWN_NUMBER });
      expect(phone.commands).to.deep.equal([['call', UNKNOWN_NUMBER]]);
    });

    it('leaves dialling to the page that wants it', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      log.element.addEventListener('ringback-number-dial', (event) => event.preventDefault());
      await log.press(log.inRow('log-1', '[data-action=call]'));
      expect(phone.commands).to.deep.equal([]);
    });

    it('says why the number cannot be called', async () => {
      const { phone, backend } = scene();
      phone.failNext('call', new RingbackError('forbidden', 'Not that country.'));
      const log = await LogHarness.open({ phone, backend });
      await log.press(log.inRow('log-1', '[data-action=call]'));
      await log.until(() => log.list.problem !== '', 'Nothing is said.');
      expect(log.list.problem).to.contain('Оксана').and.contain('Calls to this number are not allowed.');
      await expect(log.element).to.be.accessible();
    });
  });

  describe('writing', () => {
    it('asks the page for a letter to the customer’s address', async () => {
      const log = await LogHarness.open(scene());
      log.element.addEventListener('ringback-letter-write', (event) => event.preventDefault());
      const asking = oneEvent(log.element, 'ringback-letter-write');
      await log.press(log.inRow('log-1', '[data-action=write]'));
      expect((await asking).detail).to.deep.equal({
        to: PARTIES.oksana.email,
        partyId: PARTIES.oksana.id,
      });
      expect(log.list.all('[data-id=log-2] [data-action=write]')).to.have.length(0);
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

    it('keeps what it hears while a page is on its way', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      backend.goOffline();
      await log.drawn();
      const release = backend.beSlow();
      backend.goOnline();
      await log.drawn();
      backend.emit('call.ringing', { call: callOf({ id: 'new', startedAt: later(60) }), matches: [] });
      release();
      await log.until(() => !log.part('stale'), 'The list is still stale.');
      expect(log.rows).to.have.length(7);
    });

    it('leaves calls further down than what is loaded to their page', async () => {
      const backend = createFakeBackend({ calls: MANY });
      const log = await LogHarness.open({ backend });
      backend.putCall({ ...MANY[250]!, comment: 'Late', version: 2 });
      await log.drawn();
      expect(log.rows.some((row) => row.includes('Late'))).to.equal(false);
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
      await log.until(() => !log.part('stale'), 'The list is still stale.');
      expect(asked(backend, 'calls.list')).to.have.length(2);
    });
  });

  describe('finding', () => {
    for (const [which, count] of [
      ['', 6],
      ['in', 2],
      ['out', 3],
      ['internal', 1],
      ['missed', 1],
    ] as const) {
      it(`shows ${which || 'all'} calls`, async () => {
        const log = await LogHarness.open(scene());
        await log.filter('which', which);
        expect(log.rows).to.have.length(count);
        await expect(log.element).to.be.accessible();
      });
    }

    it('asks the gateway: by time, by who talked, by what can be heard, by words', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.until(() => log.list.all('[data-filter=agent]').length > 0, 'Nobody is to choose from.');
      await log.filter('period', 'week');
      await log.filter('agent', 'agent-olena');
      await log.filter('recorded', 'yes');
      const search = log.list.one('input[type=search]') as HTMLInputElement;
      search.value = 'Оксана';
      search.dispatchEvent(new Event('change'));
      await log.drawn();
      const [query] = asked(backend, 'calls.list').at(-1)! as [Record<string, unknown>];
      expect(query).to.include({ agentId: 'agent-olena', recorded: true, words: 'Оксана', limit: 50 });
      expect(Date.parse(String(query.from))).to.be.below(Date.now());
    });

    it('lets no call in that the filter does not fit', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.filter('which', 'missed');
      backend.putCall(callOf({ id: 'new', startedAt: later(60) }));
      await log.drawn();
      expect(log.rows).to.have.length(1);
      backend.putCall(
        callOf({ id: 'new', startedAt: later(60), state: 'ended', endReason: 'missed', version: 2 }),
      );
      await log.drawn();
      expect(log.rows).to.have.length(2);
    });

    it('loads further pages as they come into sight, and has a screenful of rows in the page', async () => {
      const backend = createFakeBackend({ calls: MANY });
      const log = await LogHarness.open({ backend });
      const scroller = log.list.one('[data-scroller]');
      await log.until(() => {
        scroller.scrollTop = scroller.scrollHeight;
        return log.row('many-299') !== '';
      }, 'The end is not reached.');
      expect(log.rows.length).to.be.below(40);
      expect(asked(backend, 'calls.list')).to.have.length(3);
    });

    it('keeps what is shown when the next page does not come, and tries again', async () => {
      const backend = createFakeBackend({ calls: MANY });
      const log = await LogHarness.open({ backend });
      backend.failNext('calls.list', new RingbackError('timeout', 'Late.'));
      log.list.one('[data-scroller]').scrollTop = 100_000;
      await log.until(() => log.message === 'The list could not be loaded.', 'Nothing is said.');
      expect(log.rows.length).to.be.above(0);
      await log.press('Try again');
      await log.until(() => log.message === '', 'It is still said.');
    });

    it('goes from row to row with the arrow keys', async () => {
      const log = await LogHarness.open(scene());
      log.inRow('log-1', '[data-action=open]').focus();
      await sendKeys({ press: 'ArrowDown' });
      expect(log.list.focused).to.equal(log.inRow('log-2', '[data-action=open]'));
      await sendKeys({ press: 'ArrowUp' });
      expect(log.list.focused).to.equal(log.inRow('log-1', '[data-action=open]'));
    });
  });

  describe('details', () => {
    it('open under the row by keyboard, say so, and close again', async () => {
      const log = await LogHarness.open(scene());
      const name = log.inRow('log-1', '[data-action=open]');
      expect(name.ariaExpanded).to.equal('false');
      name.focus();
      await sendKeys({ press: 'Enter' });
      await log.until(() => log.part('details') !== undefined, 'The details did not open.');
      expect(log.inRow('log-1', '[data-action=open]').ariaExpanded).to.equal('true');
      await expect(log.element).to.be.accessible();
      await sendKeys({ press: 'Enter' });
      await log.drawn();
      expect(log.part('details')).to.equal(undefined);
    });

    it('say how a call sounded, where that was measured, and who took part in a conference', async () => {
      const { backend } = scene();
      const { call } = await backend.calls.get('log-2');
      const quality = { rttMs: 80.4, jitterMs: 5, lossPercent: 0.26, mos: 4.23, worstMos: 3.1, seconds: 60 };
      const participants = ['Олена', 'Тарас'].map((name, index) => ({
        ...{ id: `p${index}`, number: '', name, state: 'left' as const },
      }));
      backend.putCall({ ...call, quality, participants, version: call.version + 1 });
      const log = await LogHarness.open({ backend });
      const details = await log.openDetails('log-2');
      expect(details.textContent).to.contain('4.2 of 4.5 · 80 ms · 0.3 % lost').and.contain('Олена, Тарас');
      const other = await log.openDetails('log-1');
      expect(other.textContent).not.to.contain('lost');
    });

    it('say on what kind of phone it was talked, where that is known', async () => {
      const log = await LogHarness.open(scene());
      expect((await log.openDetails('log-1')).innerText).to.match(/Agent’s phone\s+mobile/);
      expect((await log.openDetails('log-2')).innerText).not.to.contain('phone');
    });

    it('say why the call rang where it did', async () => {
      const log = await LogHarness.open(scene());
      const details = await log.openDetails('log-1');
      const why = 'went to Олена Бондар, who had talked with this number 14 min before · rule “Shop”';
      await log.until(() => details.innerText.includes(why), 'The reason is not told.');
      await expect(log.element).to.be.accessible();
      expect((await log.openDetails('log-2')).innerText).not.to.contain('went to');
    });

    it('show the page of a callback as a link that leaks nothing', async () => {
      const log = await LogHarness.open(scene());
      const link = (await log.openDetails('log-3')).querySelector('a')!;
      expect([link.href, link.rel]).to.deep.equal(['http://127.0.0.1:4701/', 'noopener noreferrer']);
    });

    it('are part of what scrolls: the rows below come into sight all the same', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: MANY.slice(0, 50) }) }));
      await log.openDetails('many-0');
      const scroller = log.list.one('[data-scroller]');
      await log.until(() => {
        scroller.scrollTop = scroller.scrollHeight;
        return log.row('many-49') !== '';
      }, 'The end is not reached.');
      const last = log.list.one('[data-id=many-49]').getBoundingClientRect();
      expect(last.bottom).to.be.at.most(scroller.getBoundingClientRect().bottom + 1);
    });
  });

  describe('comments', () => {
    it('open from the preview, ready to be typed, and save themselves', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.openDetails('log-1', '[part=comment-preview]');
      await log.until(() => log.list.focused === log.comment, 'The field has not got the focus.');
      expect(log.comment!.value).to.equal('Уточнила адресу доставки.');
      await log.type('Адресу змінено.');
      log.comment!.blur();
      await log.until(() => log.saveState === 'Saved', 'It was not saved.');
      expect(backend.requests.findLast(([name]) => name === 'calls.update')).to.deep.equal([
        'calls.update',
        'log-1',
        { comment: 'Адресу змінено.' },
      ]);
    });

    it('are saved when the row is closed', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.openDetails('log-2');
      await log.type('Передзвонити');
      await log.press(log.inRow('log-2', '[part=open]'));
      await log.until(() => log.row('log-2').includes('Передзвонити'), 'It was not saved.');
      expect(log.part('details')).to.equal(undefined);
    });

    it('show what was typed in the caller card, as the stream tells it', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await backend.calls.update('log-2', { comment: 'З картки' });
      await log.drawn();
      expect(log.row('log-2')).to.contain('З картки');
    });
  });

  describe('recordings', () => {
    it('are listened to straight from the row', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.press(log.inRow('log-1', '[data-action=listen]'));
      await log.until(() => asked(backend, 'recordings.link').length === 1, 'Nothing was asked for.');
      expect(asked(backend, 'recordings.link')).to.deep.equal([['recording-1']]);
      expect(log.list.all('[data-id=log-2] [data-action=listen]')).to.have.length(0);
    });

    it('sound on while their row is scrolled away, and stop when it is closed', async () => {
      const calls = [...CALL_LOG, ...MANY];
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls }) }));
      await log.openDetails('log-1');
      const [player] = log.players;
      let paused = 0;
      player!.pause = () => (paused += 1);
      const scroller = log.list.one('[data-scroller]');
      scroller.scrollTop = 3000;
      await log.until(() => log.players.length === 0, 'The row is still there.');
      expect(paused).to.equal(0);
      scroller.scrollTop = 0;
      await log.until(() => log.players[0] === player, 'Another player is there.');
      await log.press(log.inRow('log-1', '[part=open]'));
      expect(paused).to.equal(1);
    });

    it('are sought through by key, and the focus stays in the recording', async () => {
      const log = await LogHarness.open(scene());
      await log.openDetails('log-1');
      const [player] = log.players;
      await player!.updateComplete;
      const place = player!.shadowRoot!.querySelector<HTMLInputElement>('[part=place]')!;
      place.focus();
      for (const key of ['End', 'ArrowDown', 'Home', 'ArrowUp']) {
        await sendKeys({ press: key });
        expect(player!.shadowRoot!.activeElement?.getAttribute('part'), key).to.equal('place');
      }
    });

    it('are not offered to whoever may hear nothing', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ without: ['recordings'] }) }));
      expect(log.list.all('[data-action=listen], [data-filter=recorded]')).to.have.length(0);
    });

    it('are all there, also those that are no longer to be heard', async () => {
      const recordings = [
        recordingOf('r1', 'x'),
        recordingOf('r2', 'x', { state: 'deleted' }),
        recordingOf('r3', 'x', { kind: 'voicemail' }),
      ];
      const calls = [callOf({ ...ended, id: 'x', recordings })];
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls }) }));
      await log.openDetails('x');
      expect(log.players.map(({ recording }) => recording?.id)).to.deep.equal(['r1', 'r2', 'r3']);
      await expect(log.element).to.be.accessible();
    });
  });

  describe('whom nobody has called back', () => {
    const open = async (backend = createFakeBackend()) => {
      const log = await LogHarness.open(scene({ backend }));
      await log.press(log.part('todo')!);
      await log.until(() => log.row('missed-1') !== '', 'Nobody waits.');
      return log;
    };

    it('are counted on the button, and listed with how often they called and who calls back', async () => {
      const log = await open();
      expect(log.part('todo')!.innerText).to.match(/To call back\s*1/);
      expect(log.rows).to.have.length(2);
      expect(log.row('missed-1')).to.contain('Missed 2× · hung up after 0:34').and.contain('Nobody yet');
      expect(log.row('missed-2')).to.contain('Missed 1× · waited 0:25').and.contain('until');
      expect(log.row('missed-2')).to.contain('Андрій');
      await expect(log.element).to.be.accessible();
    });

    it('are claimed by one, and given back', async () => {
      const backend = createFakeBackend();
      const log = await open(backend);
      await log.press(log.inRow('missed-1', '[data-action=claim]'));
      await log.until(() => log.row('missed-1').includes('Олена'), 'Nobody claimed.');
      await log.press(log.inRow('missed-1', '[data-action=release]'));
      await log.until(() => log.row('missed-1').includes('Nobody yet'), 'It was not given back.');
      expect(asked(backend, 'missed.claim')).to.deep.equal([['missed-1']]);
    });

    it('cannot be taken from a colleague, who is named', async () => {
      const log = await open();
      await log.press(log.inRow('missed-2', '[data-action=release]'));
      await log.until(() => log.list.problem !== '', 'Nothing is said.');
      expect(log.list.problem).to.contain('Андрій');
    });

    it('leave the list with a reason, and when somebody has called back', async () => {
      const backend = createFakeBackend();
      const log = await open(backend);
      await log.press(log.inRow('missed-1', '[data-action=dismiss]'));
      await log.until(() => log.part('dismiss') !== undefined, 'Nothing is asked.');
      await expect(log.element).to.be.accessible();
      const form = log.part('dismiss') as HTMLFormElement;
      form.requestSubmit();
      await log.drawn();
      expect(asked(backend, 'missed.dismiss')).to.deep.equal([]);
      const reason = form.elements.namedItem('reason') as HTMLInputElement;
      reason.value = 'Wrong number';
      reason.dispatchEvent(new InputEvent('input', { bubbles: true }));
      expect(log.list.focused?.getAttribute('name')).to.equal('reason');
      form.requestSubmit();
      await log.until(() => log.row('missed-1') === '', 'It is still there.');
      expect(log.list.focused?.part.value).to.equal('scroller');
      expect(asked(backend, 'missed.dismiss')).to.deep.equal([['missed-1', 'Wrong number']]);
      const { items } = await backend.missed!.list();
      backend.emit('missed.changed', { missed: { ...items[0]!, state: 'called-back' } });
      await log.until(() => log.message === 'Nobody waits to be called back.', 'Somebody is still there.');
    });

    it('are called from the row', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      await log.press(log.part('todo')!);
      await log.until(() => log.row('missed-1') !== '', 'Nobody waits.');
      await log.press(log.inRow('missed-1', '[data-action=call]'));
      expect(phone.commands).to.deep.equal([['call', '+380671234502']]);
    });

    it('are nobody’s business who does not look after them', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ missed: null }) }));
      expect(log.part('todo')).to.equal(undefined);
    });
  });

  describe('a file of what is filtered', () => {
    it('is made by the gateway, for whoever may', async () => {
      const { backend } = scene();
      const log = await LogHarness.open({ backend });
      await log.filter('which', 'out');
      await log.press('Options');
      await log.until(() => log.part('file') !== undefined, 'There is no such option.');
      await log.press(log.part('file')!);
      await log.until(() => asked(backend, 'exports.calls').length === 1, 'Nothing was asked for.');
      expect(asked(backend, 'exports.calls')).to.deep.equal([[{ direction: 'out' }]]);
    });

    it('is not offered to others', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ without: ['exports'] }) }));
      await log.press('Options');
      await log.until(() => log.list.all('[data-column]').length > 0, 'The options did not come.');
      expect(log.part('file')).to.equal(undefined);
    });
  });

  describe('without a list', () => {
    it('shows where calls will stand while they load', async () => {
      const backend = createFakeBackend();
      const release = backend.beSlow();
      const log = await LogHarness.begin({ backend });
      expect(log.list.all('[aria-busy=true]')).to.have.length(1);
      await expect(log.element).to.be.accessible();
      release();
      await log.until(() => log.rows.length === 6, 'Nothing came.');
    });

    it('says that there are no calls yet', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: [] }) }));
      expect(log.message).to.equal('No calls yet. The first one appears here by itself.');
      await expect(log.element).to.be.accessible();
    });

    it('leads out of a filter that nothing fits', async () => {
      const log = await LogHarness.open(scene({ backend: createFakeBackend({ calls: [CALL_LOG[0]!] }) }));
      await log.filter('which', 'missed');
      expect(log.message).to.equal('Nothing fits these filters.');
      await log.press('Clear the filters');
      await log.until(() => log.rows.length === 1, 'Nothing is back.');
    });

    for (const [code, sentence] of [
      ['bug', 'The list could not be loaded.'],
      ['unavailable', 'No connection, and nothing was kept from the last time.'],
    ] as const) {
      it(`says so when the list does not come ("${code}"), and tries again when asked`, async () => {
        const backend = createFakeBackend();
        backend.failNext('calls.list', new RingbackError(code, 'Broken.'));
        const log = await LogHarness.open({ backend });
        expect(log.message).to.equal(sentence);
        await expect(log.element).to.be.accessible();
        await log.press('Try again');
        await log.until(() => log.rows.length === 6, 'Nothing came.');
      });
    }

    it('says that the agent has no right to calls, without offering a retry', async () => {
      const backend = createFakeBackend();
      backend.failNext('calls.list', new RingbackError('forbidden', 'No.'));
      const log = await LogHarness.open({ backend });
      expect(log.message).to.equal('Your role may not see this list.');
      expect(log.list.all('[part=message] button')).to.have.length(0);
    });

    it('asks to sign in, and forgets the calls of who has signed out', async () => {
      const { phone, backend } = scene();
      const log = await LogHarness.open({ phone, backend });
      backend.setStatus('signed-out');
      await log.drawn();
      expect(log.message).to.equal('Sign in to see this list.');
      expect(log.rows).to.deep.equal([]);
      await expect(log.element).to.be.accessible();
      await log.press('Sign in');
      expect(phone.commands).to.deep.equal([['signIn']]);
      backend.setStatus('online');
      await log.until(() => log.rows.length === 6, 'Nothing came back.');
    });

    it('shows whoever signs in next neither what was looked for nor the views of the one before', async () => {
      const backend = createFakeBackend();
      const shape = { columns: ['who', 'when'], filters: { which: 'missed' } };
      await backend.views!.create({ list: 'calls', name: 'Mine', isDefault: true, ...shape });
      const log = await LogHarness.open(scene({ backend }));
      await log.until(() => log.rows.length === 1, 'The view did not open.');
      await log.list.choose(log.list.one('[type=search]'), 'Коваленко');
      backend.setStatus('signed-out');
      await log.drawn();
      expect(log.list.all('[type=search]')).to.have.length(0);
      backend.signInAs({ ...ME, agent: AGENTS.andriy });
      await log.until(() => log.rows.length === 6, 'The calls did not come.');
      expect(log.list.all('[data-views] option')).to.have.length(1);
      expect(log.list.headings).to.include('Number');
      expect((log.list.one('[type=search]') as HTMLInputElement).value).to.equal('');
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
