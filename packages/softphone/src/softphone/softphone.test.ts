import { PHONE_ERRORS, RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, ME } from '@ringback/testing';
import { expect } from '@open-wc/testing';
import { BarHarness } from './softphone.harness.ts';

const failure = (code: (typeof PHONE_ERRORS)[number]) => ({ code, message: '' });

it('offers no new record where the host lets nothing be written', async () => {
  const bar = await BarHarness.open({
    backend: createFakeBackend({ readOnly: true }),
    bar: { create: 'all' },
  });
  await bar.openPanel('more', 'More');
  expect([...bar.buttons, bar.panelText].join()).not.to.contain('New record');
});

describe('when a session ends', () => {
  it('shows nobody what a panel holds, gives it back to the same person, and closes it for another one', async () => {
    const bar = await BarHarness.open({ bar: { create: '' } });
    await bar.openPanel('create', 'New record');
    await bar.pressInPanel('Client');
    bar.inPanel<HTMLInputElement>('input')[0]!.value = 'Not for you';
    await bar.type('0671234501');
    bar.backend.setStatus('signed-out');
    await bar.drawn();
    expect(bar.panel!.checkVisibility()).to.equal(false);
    expect(bar.part('panel')!.innerText).to.contain('Sign in to see this.');
    await expect(bar.element).to.be.accessible();
    bar.backend.setStatus('online');
    await bar.drawn();
    expect(bar.inPanel<HTMLInputElement>('input')[0]!.value).to.equal('Not for you');
    expect([bar.panel!.checkVisibility(), bar.field.value]).to.deep.equal([true, '0671234501']);
    bar.backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await bar.drawn();
    expect([bar.part('panel'), bar.field.value]).to.deep.equal([undefined, '']);
  });
});

describe('<ringback-softphone>: the phone itself', () => {
  it('says that calls can come, and who is signed in', async () => {
    const bar = await BarHarness.open();
    expect(bar.text).to.include('Ready for calls').and.to.include('101');
    await expect(bar.element).to.be.accessible();
  });

  it('lets the agent sign in', async () => {
    const bar = await BarHarness.open({ status: 'signed-out' });
    expect(bar.text).to.include('Sign in to call and to be called.');
    await expect(bar.element).to.be.accessible();
    await bar.press('Sign in');
    await bar.says('Ready for calls');
  });

  it('lets the agent sign out, but not in the middle of a call', async () => {
    const bar = await BarHarness.talking();
    await bar.openPanel('more', 'More');
    await bar.pressInPanel('Sign out');
    await bar.panelSays('First end the call.');
    expect(bar.phone.commands).to.deep.equal([]);
    const quiet = await BarHarness.open();
    await quiet.openPanel('more', 'More');
    await quiet.pressInPanel('Sign out');
    await quiet.says('Signed out');
  });

  it('says that it is connecting', async () => {
    const bar = await BarHarness.open({ status: 'connecting' });
    expect(bar.text).to.include('Connecting…');
    await expect(bar.element).to.be.accessible();
  });

  it('says why it is offline, and that it tries again by itself', async () => {
    const { retry: _none, ...phone } = createFakePhone({ status: 'offline', error: failure('gateway-down') });
    const bar = await BarHarness.open({ phone });
    expect(bar.text).to.include('The server cannot be reached. Trying again by itself.');
    expect(bar.buttons).not.to.include('Try again');
    await expect(bar.element).to.be.accessible();
  });

  it('tries again at once when asked, where the phone can', async () => {
    let tries = 0;
    const phone = Object.assign(createFakePhone({ status: 'offline' }), {
      retry: async () => void (tries += 1),
    });
    const bar = await BarHarness.open({ phone });
    await bar.press('Try again');
    expect(tries).to.equal(1);
  });

  it('tells a screen reader when the connection breaks', async () => {
    const bar = await BarHarness.open();
    bar.phone.setStatus('offline', failure('pbx-down'));
    await bar.drawn();
    expect(bar.readOut.polite).to.include('Offline. The phone exchange cannot be reached.');
  });

  it('shows the way back in when the exchange refused the agent', async () => {
    const bar = await BarHarness.open({ status: 'failed', error: failure('credential-refused') });
    expect(bar.text).to.include('did not let us in');
    await bar.press('Sign in');
    await bar.commanded('signIn');
  });

  it('says in words that signing in did not work', async () => {
    const bar = await BarHarness.open({ status: 'signed-out' });
    bar.phone.failNext('signIn', new RingbackError('unavailable', 'The window was closed.'));
    await bar.press('Sign in');
    await bar.says('That did not work.');
    expect(bar.events).to.deep.equal([
      ['ringback-error', { code: 'failed', message: 'The window was closed.' }],
    ]);
  });

  it('stands there before the phone is ready', async () => {
    const bar = await BarHarness.open();
    bar.element.phone = undefined;
    await bar.drawn();
    expect(bar.text).to.include('Connecting…');
    await expect(bar.element).to.be.accessible();
  });

  for (const locale of ['en', 'uk', 'ru'] as const) {
    it(`has a sentence for every error of the phone (${locale})`, async () => {
      const bar = await BarHarness.open({ locale });
      for (const code of PHONE_ERRORS) {
        bar.phone.setStatus('failed', failure(code));
        await bar.drawn();
        const detail = bar.part('status')!.querySelector<HTMLElement>('.detail')!.innerText;
        expect(detail, code).to.match(/^\p{Lu}\p{L}+.*\.$/u);
      }
    });
  }

  it('keeps its phone when it is set by the page inside a provider without one', async () => {
    const bar = await BarHarness.open();
    const own = createFakePhone({ status: 'offline' });
    bar.element.phone = own;
    bar.element.closest('ringback-provider')!.phone = createFakePhone({ status: 'signed-out' });
    await bar.element.closest('ringback-provider')!.updateComplete;
    expect(bar.element.phone).to.equal(own);
  });

  it('lets go of the phone when it leaves the page, and takes it up again', async () => {
    const bar = await BarHarness.open();
    const home = bar.element.parentElement!;
    bar.element.remove();
    bar.phone.setStatus('offline');
    expect(bar.element.isUpdatePending).to.equal(false);
    home.append(bar.element);
    await bar.says('Offline');
  });

  it('can be fixed at the edge of the window', async () => {
    const bar = await BarHarness.open();
    bar.element.dock = 'bottom';
    await bar.drawn();
    expect(bar.element.getBoundingClientRect().bottom).to.be.closeTo(innerHeight, 0.01);
    bar.element.dock = 'top';
    await bar.drawn();
    expect(bar.element.getBoundingClientRect().top).to.equal(0);
  });
});

describe('<ringback-softphone>: dialling', () => {
  it('dials what was typed, on Enter', async () => {
    const bar = await BarHarness.open();
    await bar.type('067 123 45 01');
    await bar.key('Enter');
    await bar.commanded('call', '067 123 45 01');
    await bar.says('Calling…');
    expect(bar.field.value).to.equal('');
    expect(bar.focused).to.equal('number-field');
    await expect(bar.element).to.be.accessible();
  });

  it('dials by the button', async () => {
    const bar = await BarHarness.open();
    await bar.type('102');
    await bar.press('Call');
    await bar.commanded('call', '102');
  });

  it('takes the number out of a pasted text, and keeps what was typed', async () => {
    const bar = await BarHarness.open();
    await bar.type('+38');
    await bar.paste('тел.: (044) 123-45-67, запитати Ольгу');
    expect(bar.field.value).to.equal('+38(044) 123-45-67');
  });

  it('asks for a number when there is none', async () => {
    const bar = await BarHarness.open();
    await bar.press('Call');
    await bar.says('Type a number first.');
    expect(bar.phone.commands).to.deep.equal([]);
  });

  it('says at once that letters are no number, and takes the complaint back while one types', async () => {
    const bar = await BarHarness.open();
    await bar.type('mum');
    await bar.key('Enter');
    expect(bar.text).to.include('This is not a phone number.');
    expect(bar.field.getAttribute('aria-invalid')).to.equal('true');
    await expect(bar.element).to.be.accessible();
    await bar.type('1');
    expect(bar.text).not.to.include('This is not a phone number.');
  });

  const REFUSALS = [
    ['invalid', 'This is not a phone number.', 'number-invalid'],
    ['forbidden', 'Calls to this number are not allowed.', 'number-not-allowed'],
    ['unavailable', 'The server cannot be reached.', 'gateway-down'],
    ['bug', 'That did not work.', 'failed'],
  ] as const;
  for (const [code, sentence, told] of REFUSALS) {
    it(`says in words why a number was refused (${code}), and keeps it`, async () => {
      const bar = await BarHarness.open();
      bar.phone.failNext('call', new RingbackError(code, 'No.'));
      await bar.type('+882 1234');
      await bar.key('Enter');
      await bar.says(sentence);
      expect(bar.field.value).to.equal('+882 1234');
      expect(bar.events).to.deep.include(['ringback-error', { code: told, message: 'No.' }]);
    });
  }

  it('does not dial twice when Enter is pressed twice', async () => {
    const bar = await BarHarness.open();
    await bar.type('102');
    bar.element.shadowRoot!.querySelector('form')!.requestSubmit();
    bar.element.shadowRoot!.querySelector('form')!.requestSubmit();
    await bar.says('Calling…');
    expect(bar.phone.commands).to.have.length(1);
  });

  it('keeps the number while the phone is not connected, and says so', async () => {
    const bar = await BarHarness.open({ status: 'connecting' });
    await bar.type('102');
    await bar.key('Enter');
    expect(bar.text).to.include('The phone is not connected yet.');
    expect(bar.field.value).to.equal('102');
  });

  it('lets the page dial in its own way', async () => {
    const bar = await BarHarness.open();
    bar.element.addEventListener('ringback-number-dial', (event) => event.preventDefault());
    await bar.type('102');
    await bar.key('Enter');
    expect(bar.events).to.deep.equal([['ringback-number-dial', { number: '102' }]]);
    expect(bar.phone.commands).to.deep.equal([]);
  });

  it('leaves the caret alone while a call comes in', async () => {
    const bar = await BarHarness.open();
    await bar.type('067');
    bar.phone.receive();
    await bar.drawn();
    await bar.key('1');
    expect(bar.field.value).to.equal('0671');
    expect(bar.focused).to.equal('number-field');
  });
});
