import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { wasClosed } from '../closed.ts';
import { CallbackError, createCallbackApi } from './api.ts';
import { FakeGateway, SITE, Widget } from './callback.harness.ts';

describe('<ringback-callback>, to call from the page', () => {
  const devices = navigator.mediaDevices;
  const microphone = (answer: () => Promise<MediaStream>): void => {
    devices.getUserMedia = answer;
  };
  beforeEach(() => sessionStorage.clear());
  afterEach(() => {
    delete (devices as Partial<MediaDevices>).getUserMedia;
  });
  const link = (widget: Widget): HTMLButtonElement | null =>
    widget.element.shadowRoot!.querySelector('button.link:last-of-type');
  const press = async (widget: Widget): Promise<void> => {
    link(widget)!.click();
    await waitUntil(() => widget.problem !== '', 'nothing is said');
  };

  it('is not offered where the site does not have it', async () => {
    expect(link(await Widget.open())?.textContent).to.not.contain('browser');
  });

  it('is offered where the site has it', async () => {
    const widget = await Widget.open(new FakeGateway(), { browser: true });
    expect(link(widget)!.textContent!.trim()).to.equal('Call from this browser');
    await expect(widget.element).to.be.accessible();
  });

  for (const [name, sentence] of [
    [
      'NotAllowedError',
      'The microphone is not allowed here. Allow it in the address bar, or leave your number.',
    ],
    ['NotFoundError', 'No microphone was found. Please leave your number instead.'],
  ] as const) {
    it(`says plainly what is wrong with the microphone (${name}), and asks nobody to call`, async () => {
      microphone(() => Promise.reject(new DOMException('no', name)));
      const widget = await Widget.open(new FakeGateway(), { browser: true });
      await press(widget);
      expect(widget.problem).to.equal(sentence);
      expect(widget.gateway.requests).to.deep.equal([]);
    });
  }

  it('asks for a call without a number, and lets go of the microphone when it is refused', async () => {
    const stream = new AudioContext().createMediaStreamDestination().stream;
    microphone(() => Promise.resolve(stream));
    const gateway = new FakeGateway();
    gateway.refusal = new CallbackError('rate-limited');
    const widget = await Widget.open(gateway, { browser: true });
    await press(widget);
    expect(gateway.requests[0]).to.include({ by: 'browser' });
    expect(gateway.requests[0]).to.not.have.property('number');
    expect(widget.problem).to.contain('too often');
    expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['ended']);
  });
});

describe('<ringback-callback>', () => {
  beforeEach(() => sessionStorage.clear());

  it('opens with the cursor in the number field', async () => {
    const widget = await Widget.open();
    expect(widget.dialog.open).to.equal(true);
    expect(widget.focused).to.equal(widget.number);
    await expect(widget.element).to.be.accessible();
  });

  it('asks for a call by typing and Enter', async () => {
    const widget = await Widget.open();
    await sendKeys({ type: '050 123 45 67' });
    await sendKeys({ press: 'Enter' });
    await widget.settled();
    expect(widget.gateway.requests).to.have.length(1);
    expect(widget.gateway.requests[0]).to.include({ number: '050 123 4567', when: 'now' });
    expect(widget.status).to.equal('Looking for a free colleague…');
    await expect(widget.element).to.be.accessible();
  });

  it('sends one request however often the button is pressed', async () => {
    const gateway = new FakeGateway();
    let release = (): void => {};
    gateway.hold = new Promise((resolve) => (release = resolve));
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    widget.main.click();
    release();
    await widget.settled();
    expect(gateway.requests).to.have.length(1);
  });

  it('asks for a number when there is none', async () => {
    const widget = await Widget.open();
    widget.main.click();
    await widget.settled();
    expect(widget.problem).to.equal('Please type your phone number.');
    expect(widget.gateway.requests).to.deep.equal([]);
    expect(widget.number.getAttribute('aria-invalid')).to.equal('true');
  });

  for (const [code, sentence] of [
    ['invalid', 'does not look like a phone number'],
    ['forbidden', 'cannot call this number'],
    ['rate-limited', 'asked for too often'],
    ['unavailable', 'Nobody can call you right now'],
    ['timeout', 'No connection'],
  ] as const) {
    it(`says what to do when the gateway answers "${code}", and loses nothing`, async () => {
      const gateway = new FakeGateway();
      gateway.refusal = new CallbackError(code);
      const widget = await Widget.open(gateway);
      widget.type('0900 212345');
      widget.main.click();
      await widget.settled();
      expect(widget.problem).to.contain(sentence);
      expect(widget.number.value.replace(/ /g, '')).to.equal('0900212345');
      expect(widget.focused).to.equal(widget.number);
      await expect(widget.element).to.be.accessible();
    });
  }

  it('tells each true state as the gateway tells it', async () => {
    const widget = await Widget.open();
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    for (const [state, sentence] of [
      ['agent-ringing', 'A colleague is picking up…'],
      ['visitor-ringing', 'Your phone rings. Please answer.'],
      ['connected', 'You are connected. Talk to you!'],
      ['completed', 'Thank you for the talk.'],
    ] as const) {
      const changed = oneEvent(widget.element, 'ringback-callback-changed');
      widget.gateway.answer = { ...widget.gateway.answer, state };
      const { detail } = await changed;
      expect(detail).to.deep.equal({ id: 'cb1', state });
      await widget.settled();
      expect(widget.status).to.equal(sentence);
      await expect(widget.element).to.be.accessible();
    }
  });

  it('owns up to a broken promise and lets the visitor try again with the number still there', async () => {
    const widget = await Widget.open();
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    widget.gateway.answer = { ...widget.gateway.answer, state: 'failed', failure: 'no-agent' };
    await waitUntil(() => widget.status.includes('Nobody was free in time'));
    widget.main.click();
    await widget.settled();
    expect(widget.number.value).to.equal('050 123 4567');
  });

  it('cancels on request', async () => {
    const widget = await Widget.open();
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    widget.cancel.click();
    await widget.settled();
    expect(widget.gateway.cancelled).to.equal(1);
    expect(widget.status).to.equal('Cancelled. Nobody will call.');
  });

  it('whose answer was lost asks again with the same key, and may cancel', async () => {
    const gateway = new FakeGateway();
    const keys: (string | null)[] = [];
    // As the gateway does it: the token belongs to the key.
    const http = async (url: string, init: RequestInit): Promise<Response> => {
      const headers = new Headers(init.headers);
      if (init.method === 'POST') {
        keys.push(headers.get('Idempotency-Key'));
        if (keys.length === 1) throw new TypeError('the answer is lost');
      } else if (url.includes('/offer')) return Response.json(gateway.offered);
      else if (init.method === 'DELETE') {
        const own = headers.get('X-Ringback-Callback-Token') === keys[0];
        if (!own) return Response.json({ code: 'forbidden' }, { status: 403 });
        await gateway.cancel();
      }
      return Response.json({ ...gateway.answer, token: keys.at(-1) });
    };
    const widget = await Widget.closed(gateway);
    widget.element.api = createCallbackApi(SITE, http as typeof fetch);
    await widget.element.open();
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => widget.problem.startsWith('No connection.'));
    widget.main.click();
    await waitUntil(() => widget.status !== '');
    expect(keys[0]).to.match(/^[\d-]{22,}$/);
    expect(keys).to.deep.equal([keys[0], keys[0]]);
    widget.cancel.click();
    await waitUntil(() => widget.status === 'Cancelled. Nobody will call.');
    await widget.element.request({ number: '0501234568' });
    expect(new Set(keys)).to.have.property('size', 2);
  });

  it('says that what another page asked for is cancelled there, beside how it stands, until the next press', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    const cancelled = gateway.cancel.bind(gateway);
    gateway.cancel = () => Promise.reject(new CallbackError('forbidden'));
    widget.cancel.click();
    const elsewhere = 'Asked for from another page; it can be cancelled there.';
    await waitUntil(() => widget.status === `${elsewhere} Looking for a free colleague…`);
    gateway.answer = { ...gateway.answer, state: 'agent-ringing' };
    await waitUntil(() => widget.status === `${elsewhere} A colleague is picking up…`);
    await expect(widget.element).to.be.accessible();
    gateway.cancel = cancelled;
    widget.cancel.click();
    await waitUntil(() => widget.status === 'Cancelled. Nobody will call.');
  });

  it('forgets what the gateway knows no more', async () => {
    const gateway = new FakeGateway();
    const first = await Widget.open(gateway);
    first.type('0501234567');
    first.main.click();
    await first.settled();
    expect(sessionStorage).to.have.length(1);
    let asked = 0;
    gateway.status = () => Promise.reject(new CallbackError('not-found', `${(asked += 1)}`));
    first.element.remove();
    const second = await Widget.open(gateway);
    expect(second.status).to.equal('');
    expect(asked).to.equal(1);
    await (await Widget.closed(gateway)).element.status();
    expect(asked).to.equal(1);
    expect(sessionStorage).to.have.length(0);
  });

  it('lets the page refuse a request', async () => {
    const widget = await Widget.open();
    widget.element.addEventListener('ringback-callback-request', (event) => event.preventDefault());
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    expect(widget.gateway.requests).to.deep.equal([]);
  });

  it('closes by Escape and opens again where it was', async () => {
    const widget = await Widget.open();
    widget.type('0501234567');
    await sendKeys({ press: 'Escape' });
    expect(widget.dialog.open).to.equal(false);
    await widget.element.open();
    expect(widget.number.value).to.equal('050 123 4567');
  });

  it('says why nobody calls now, and calls at opening', async () => {
    const gateway = new FakeGateway();
    gateway.offered = { ...gateway.offered, obstacle: 'closed', opensAt: '2099-01-02T07:00:00.000Z' };
    const widget = await Widget.open(gateway);
    expect(widget.title).to.equal('We call you back');
    expect(widget.note).to.match(/^Nobody is there at this hour\. We call you .*January/);
    await expect(widget.element).to.be.accessible();
    widget.type('0501234567');
    widget.box('#message').value = 'A lamp';
    widget.box('#message').dispatchEvent(new InputEvent('input'));
    gateway.answer = {
      ...gateway.answer,
      state: 'scheduled',
      dueAt: '2099-01-02T07:00:00.000Z',
      dueBecause: 'opening',
    };
    widget.main.click();
    await waitUntil(() => widget.status.startsWith('We call you'));
    expect(gateway.requests[0]).to.include({ when: 'opening', message: 'A lamp' });
    await expect(widget.element).to.be.accessible();
  });

  it('asks for no number where nobody will ever call', async () => {
    const gateway = new FakeGateway();
    gateway.offered = { ...gateway.offered, obstacle: 'pbx-down', opensAt: undefined, spans: [] };
    const widget = await Widget.open(gateway);
    expect(widget.note).to.match(/Please call us, or come back later\.$/);
    expect(widget.element.shadowRoot!.querySelector('input, .main')).to.equal(null);
    await expect(widget.element).to.be.accessible();
  });

  it('lets the visitor choose a day and a time, by keyboard too, and move it afterwards', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    widget.button('Choose another time').focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => widget.focused?.id === 'day');
    widget.choose('time', 2);
    await widget.settled();
    await expect(widget.element).to.be.accessible();
    const chosen = widget.select('time').value;
    gateway.answer = { ...gateway.answer, state: 'scheduled', dueAt: '2099-01-01T10:30:00.000Z' };
    widget.main.click();
    await waitUntil(() => widget.status.startsWith('We call you'));
    expect(gateway.requests[0]?.when).to.equal(chosen);
    widget.button('Choose another time').click();
    await waitUntil(() => widget.element.shadowRoot!.querySelector('#day'));
    widget.choose('day', 1);
    await widget.settled();
    const later = widget.select('day').value;
    widget.button('Call me then').click();
    await waitUntil(() => gateway.moved.length === 1);
    expect(gateway.moved).to.deep.equal([later]);
  });

  it('asks for consent where the site does, at the box', async () => {
    const widget = await Widget.open(new FakeGateway(), { consent: 'I agree to be called.' });
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    expect(widget.problem).to.equal('Please agree first.');
    expect(widget.box('.consent + #problem')).to.be.an('htmlparagraphelement');
    expect(widget.focused).to.equal(widget.box('#consent'));
    await sendKeys({ press: ' ' });
    widget.main.click();
    await widget.settled();
    expect(widget.gateway.requests[0]?.consent).to.equal(true);
  });

  it('asks which department shall call', async () => {
    const departments = [
      { id: 'sales', name: 'Sales' },
      { id: 'repair', name: 'Repair' },
    ];
    const widget = await Widget.open(new FakeGateway(), { departments });
    widget.choose('department', 1);
    widget.type('0501234567');
    widget.main.click();
    await widget.settled();
    expect(widget.gateway.requests[0]?.department).to.equal('repair');
    await expect(widget.element).to.be.accessible();
  });

  it('groups the digits as the country writes them, and leaves corrections alone', async () => {
    const widget = await Widget.open();
    widget.number.focus();
    await sendKeys({ type: '0501234567' });
    expect(widget.number.value).to.equal('050 123 4567');
    for (let nth = 0; nth < 3; nth += 1) await sendKeys({ press: 'Backspace' });
    expect(widget.number.value).to.equal('050 123 4');
    widget.number.select();
    await sendKeys({ type: '+380501234567' });
    expect(widget.number.value).to.equal('+380 50 123 4567');
    widget.number.select();
    await sendKeys({ type: '+48221234567' });
    expect(widget.number.value).to.equal('+48221234567');
  });

  it('does the work that the gateway asks for while it is pressed, and asks again', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    const { createChallenge } = await import('altcha-lib/v1');
    const challenge = { ...(await createChallenge({ hmacKey: 'k', maxnumber: 50 })), maxnumber: 50 };
    gateway.offered = { ...gateway.offered, challenge };
    gateway.refusal = new CallbackError('rate-limited', 'proof');
    widget.type('0501234567');
    widget.main.click();
    await waitUntil(() => gateway.requests.length === 2);
    expect(JSON.parse(atob(gateway.requests[1]!.proof!))).to.include({ challenge: challenge.challenge });
  });

  it('goes on on the next page where it was on the last', async () => {
    const gateway = new FakeGateway();
    const first = await Widget.open(gateway);
    first.type('0501234567');
    first.main.click();
    await first.settled();
    first.element.remove();
    gateway.answer = { ...gateway.answer, state: 'agent-ringing' };
    const second = await Widget.open(gateway);
    expect(second.status).to.equal('A colleague is picking up…');
  });

  it('tells the page’s own script how it stands, also on the next page, with the dialog closed', async () => {
    const gateway = new FakeGateway();
    const first = await Widget.open(gateway);
    expect(await first.element.status()).to.equal(undefined);
    first.type('0501234567');
    first.main.click();
    await first.settled();
    expect(await first.element.status()).to.equal('requested');
    first.element.remove();
    gateway.answer = { ...gateway.answer, state: 'agent-ringing' };
    const second = await Widget.closed(gateway);
    expect(await second.element.status()).to.equal('agent-ringing');
    expect(second.dialogIsOpen).to.equal(false);
  });

  it('is asked by the page’s own script, with the dialog closed, and says how it stands', async () => {
    const widget = await Widget.closed();
    expect(await widget.element.request({ number: '0501234567', name: 'Iryna' })).to.equal('requested');
    expect(widget.gateway.requests[0]).to.include({ number: '0501234567', name: 'Iryna', when: 'now' });
    expect(widget.dialogIsOpen).to.equal(false);
  });

  it('tells the page’s own script why nobody calls', async () => {
    const sentence = (of: Promise<unknown>): Promise<string> =>
      of.then(
        () => '',
        (error: Error) => error.message,
      );
    const gateway = new FakeGateway();
    const widget = await Widget.closed(gateway, { consent: 'Yes.' });
    const ask = (wish: object) => sentence(widget.element.request(wish));
    expect(await ask({})).to.equal('Please type your phone number.');
    expect(await ask({ number: '0501234567' })).to.equal('Please agree first.');
    expect(gateway.requests).to.have.length(0);
    gateway.refusal = new CallbackError('forbidden', 'number');
    expect(await ask({ consent: true })).to.contain('We cannot call this number.');
  });

  it('is remembered as put away once the visitor has closed it, and not before', async () => {
    const close = async (by: (widget: Widget) => unknown): Promise<boolean> => {
      sessionStorage.clear();
      const widget = await Widget.open();
      await by(widget);
      await waitUntil(() => !widget.dialogIsOpen);
      return wasClosed();
    };
    expect(await close(({ element }) => element.close())).to.equal(false);
    expect(await close(({ dialog }) => dialog.querySelector<HTMLElement>('.close')!.click())).to.equal(true);
    expect(await close(() => sendKeys({ press: 'Escape' }))).to.equal(true);
  });

  it('says who waits, and asks afterwards how it was', async () => {
    const gateway = new FakeGateway();
    const widget = await Widget.open(gateway);
    widget.type('0501234567');
    gateway.answer = { ...gateway.answer, state: 'visitor-ringing', agentName: 'Olena' };
    widget.main.click();
    await waitUntil(() => widget.status.startsWith('Olena is waiting for you.'));
    gateway.answer = { ...gateway.answer, state: 'completed' };
    await waitUntil(() => widget.element.shadowRoot!.querySelector('[name=stars]'));
    await expect(widget.element).to.be.accessible();
    widget.box('[aria-label="4 of 5"]').click();
    widget.button('Send').click();
    await waitUntil(() => widget.status === 'Thank you for telling us.');
    expect(gateway.rated).to.deep.equal([{ stars: 4 }]);
  });
});
