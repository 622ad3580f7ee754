import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { CallbackError } from './api.ts';
import { FakeGateway, Widget } from './callback.harness.ts';

describe('<ringback-callback>', () => {
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
    expect(widget.gateway.requests).to.deep.equal([{ number: '050 123 45 67', name: '' }]);
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
      gateway.refusal = new CallbackError(code, '');
      const widget = await Widget.open(gateway);
      widget.type('0900 212345');
      widget.main.click();
      await widget.settled();
      expect(widget.problem).to.contain(sentence);
      expect(widget.number.value).to.equal('0900 212345');
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
    expect(widget.number.value).to.equal('0501234567');
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
    expect(widget.number.value).to.equal('0501234567');
  });
});
