import { RingbackError } from '@ringback/model';
import {
  AGENTS,
  createFakeBackend,
  createFakePhone,
  LIVE_CALLS,
  MISSED,
  phoneCallOf,
  SAMPLE_DEVICES,
} from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { EMEET_M0, FakeHeadset, FakeHid } from '../headset/fake-hid.harness.ts';
import { BarHarness } from '../softphone/softphone.harness.ts';

const ok = { state: 'ok' } as const;

describe('<ringback-softphone>: passing a call on', () => {
  it('asks a colleague first, then passes the call on', async () => {
    const bar = await BarHarness.talking();
    await bar.openPanel('transfer', 'Transfer');
    await waitUntil(() => bar.inPanel('[part=colleague]').length === 2);
    expect(bar.panelText).to.include('Андрій Мельник Free · 102');
    await expect(bar.element).to.be.accessible();
    bar.inPanel('[part=colleague]')[0]!.click();
    await bar.pressInPanel('Ask first');
    await bar.commanded('consult', 'call-1', '102');
    await bar.says('Consultation');
    const asked = bar.phone.state.calls.find(({ consultationOf }) => consultationOf)!.id;
    bar.phone.farAnswers(asked);
    await bar.drawn();
    await expect(bar.element).to.be.accessible();
    await bar.press('Transfer now');
    await bar.commanded('completeTransfer', asked);
    await bar.says('Call transferred');
  });

  it('goes back to the first call when the colleague does not want it', async () => {
    const bar = await BarHarness.open({
      calls: [
        phoneCallOf({ id: 'first', state: 'held', connectedAt: new Date().toISOString() }),
        phoneCallOf({ id: 'asked', direction: 'out', consultationOf: 'first' }),
      ],
    });
    bar.phone.farAnswers('asked');
    await bar.drawn();
    await bar.press('Back to the first call');
    await bar.commanded('cancelTransfer', 'asked');
  });

  it('passes it on at once to a number that is typed, and says what is missing', async () => {
    const bar = await BarHarness.talking();
    await bar.openPanel('transfer', 'Transfer');
    await bar.pressInPanel('Transfer now');
    expect(bar.panelText).to.include('Choose a colleague or type a number.');
    const field = bar.inPanel<HTMLInputElement>('input')[0]!;
    field.value = '0501112233';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await bar.drawn();
    await bar.pressInPanel('Transfer now');
    await bar.commanded('transfer', 'call-1', '0501112233');
    expect(bar.panel).to.equal(undefined);
  });

  it('says in words that it was refused, and keeps the call', async () => {
    const bar = await BarHarness.talking();
    bar.phone.failNext('transfer', new RingbackError('unavailable', 'No.'));
    await bar.openPanel('transfer', 'Transfer');
    const field = bar.inPanel<HTMLInputElement>('input')[0]!;
    field.value = '102';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await bar.pressInPanel('Transfer now');
    await bar.says('That did not work.');
    expect(bar.phone.state.calls[0]!.state).to.equal('connected');
  });

  it('joins two calls to a conference, and names who is in it', async () => {
    const now = new Date().toISOString();
    const bar = await BarHarness.open({
      calls: [
        phoneCallOf({ id: 'a', state: 'connected', name: 'Olena', connectedAt: now }),
        phoneCallOf({ id: 'b', state: 'held', number: '102', connectedAt: now }),
      ],
    });
    await bar.press('Join the calls');
    await bar.commanded('merge', ['a', 'b']);
    await bar.says('Conference of 3');
    expect(bar.text).to.include('102');
  });
});

describe('<ringback-softphone>: latest and missed calls', () => {
  it('counts in the strip who waits, and calls back whom it has claimed first', async () => {
    const bar = await BarHarness.open({ backend: createFakeBackend() });
    await waitUntil(() => bar.part('missed')?.innerText === '1');
    await bar.openPanel('recent', 'Calls, 1 missed');
    await bar.panelSays('Андрій Мельник is calling back');
    await expect(bar.element).to.be.accessible();
    bar.inPanel('[part=call-back]')[0]!.click();
    await bar.commanded('call', MISSED[0]!.number);
    const asked = bar.backend.requests.map(([request]) => request);
    expect(asked).to.include('missed.claim');
  });

  it('puts somebody aside, with a reason, and counts one less', async () => {
    const bar = await BarHarness.open({ backend: createFakeBackend() });
    await waitUntil(() => bar.part('missed'));
    await bar.openPanel('recent', 'Calls, 1 missed');
    await waitUntil(() => bar.inPanel('[part=dismiss]').length);
    bar.inPanel('[part=dismiss]')[0]!.click();
    await bar.drawn();
    await bar.pressInPanel('Wrong number');
    await waitUntil(() => !bar.part('missed'));
    expect(bar.backend.requests).to.deep.include(['missed.dismiss', 'missed-1', 'Wrong number']);
  });

  it('says that the calls could not be read, and tries again', async () => {
    const backend = createFakeBackend({ missed: null });
    backend.failNext('calls.list', new RingbackError('unavailable', 'Down.'));
    const bar = await BarHarness.open({ backend });
    await bar.openPanel('recent', 'Calls');
    await bar.panelSays('The calls could not be read.');
    await bar.pressInPanel('Try again');
    await waitUntil(() => bar.inPanel('[part=call]').length > 0);
  });

  it('brings the last number back, and dials it at the second press', async () => {
    const bar = await BarHarness.open({ backend: createFakeBackend() });
    const last = (await bar.backend.calls.list({ direction: 'out', limit: 1 })).value.items[0]!.number;
    await bar.press('Call');
    await bar.says('The last number. Press again to call it.');
    expect(bar.field.value).to.equal(last);
    await bar.press('Call');
    await bar.commanded('call', last);
  });

  it('keeps a call that was cut off until somebody calls back', async () => {
    const bar = await BarHarness.talking({ number: '+380501112233' });
    bar.phone.farHangsUp('call-1', 'failed', { code: 'media-failed', message: '' });
    await bar.says('The call was cut off');
    bar.phone.setStatus('registered');
    await bar.press('Call back');
    await bar.commanded('call', '+380501112233');
  });
});

describe('<ringback-softphone>: a new record', () => {
  it('asks the page first, with what is known of the caller', async () => {
    const bar = await BarHarness.open({ bar: { create: 'deal' } });
    bar.element.addEventListener('ringback-record-create', (event) => event.preventDefault());
    bar.element.open('create', { number: '102', callId: 'call-9' });
    await waitUntil(() => bar.inPanel('[part=kind]').length === 3);
    await expect(bar.element).to.be.accessible();
    await bar.pressInPanel('Deal');
    expect(bar.events).to.deep.include([
      'ringback-record-create',
      { kind: 'deal', number: '102', callId: 'call-9' },
    ]);
    expect(bar.panel).to.equal(undefined);
  });

  it('makes a client itself when the page does not', async () => {
    const bar = await BarHarness.open();
    await bar.openPanel('create', 'New record');
    await bar.pressInPanel('Client');
    const [name, phone] = ['name', 'phone'].map((key) => bar.inPanel<HTMLInputElement>(`[name=${key}]`)[0]!);
    await bar.pressInPanel('Save');
    expect(bar.panelText).to.include('A name and a phone are needed.');
    name!.value = 'Віра';
    phone!.value = '+380939876543';
    await bar.pressInPanel('Save');
    await bar.panelSays('Saved: Віра.');
    expect(bar.backend.requests.at(-1)).to.deep.equal([
      'parties.create',
      { name: 'Віра', kind: 'client', phones: ['+380939876543'] },
    ]);
  });
});

describe('<ringback-softphone>: what the agent decides himself', () => {
  it('changes the status, and the strip says it', async () => {
    const bar = await BarHarness.open();
    bar.part('own-status')!.click();
    await waitUntil(() => bar.inPanel('input[type=radio]').length === 3);
    await expect(bar.element).to.be.accessible();
    bar.inPanel<HTMLInputElement>('input[value=do-not-disturb]')[0]?.click();
    for (const radio of bar.inPanel<HTMLInputElement>('input[type=radio]'))
      if (radio.value === 'do-not-disturb') radio.click();
    await bar.says('Do not disturb');
    expect(bar.backend.requests).to.deep.include([
      'me.update',
      { status: 'do-not-disturb', statusUntil: null },
    ]);
  });

  it('forwards to a number, which must have its country', async () => {
    const bar = await BarHarness.open();
    bar.element.open('forwarding');
    await waitUntil(() => bar.inPanel('[part=add]').length);
    await bar.pressInPanel('Add somebody');
    await bar.pressInPanel('Save');
    expect(bar.panelText).to.include('Write the number with the country code');
    const field = bar.inPanel<HTMLInputElement>('[name=number]')[0]!;
    field.value = '+380501112233';
    field.dispatchEvent(new Event('change'));
    await bar.drawn();
    await expect(bar.element).to.be.accessible();
    await bar.pressInPanel('Save');
    await bar.panelSays('Saved.');
    expect(bar.backend.state.me!.forwarding).to.have.length(1);
  });
});

describe('<ringback-softphone>: sound and connection', () => {
  it('chooses devices, and says when one was plugged in', async () => {
    const phone = createFakePhone({ agent: AGENTS.olena, devices: SAMPLE_DEVICES });
    const bar = await BarHarness.open({ phone });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('select').length === 3);
    await expect(bar.element).to.be.accessible();
    const usb = { id: 'usb', name: 'Jabra' };
    phone.tell({ devices: { ...SAMPLE_DEVICES, microphones: [...SAMPLE_DEVICES.microphones, usb] } });
    await bar.panelSays('Jabra was plugged in.');
    await waitUntil(() => bar.readOut.polite === 'Jabra was plugged in.');
    await bar.pressInPanel('Use it');
    await bar.commanded('devices.choose', 'microphone', 'usb');
    expect(bar.panelText).not.to.include('was plugged in');
  });

  it('has the browser ask for a speaker where it lists none before', async () => {
    const phone = createFakePhone({ devices: { ...SAMPLE_DEVICES, speakers: [] } });
    const asked: string[] = [];
    Object.assign(phone.devices!, { askForSpeaker: async (kind: string) => void asked.push(kind) });
    const bar = await BarHarness.open({ phone });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('[part=ask]').length === 2);
    await bar.pressInPanel('Rings on: choose another…');
    expect(asked).to.deep.equal(['ringer']);
    await expect(bar.element).to.be.accessible();
  });

  it('offers a headset whose buttons shall work, and says what is the matter with it', async () => {
    const hid = new FakeHid();
    const usb = new FakeHeadset(EMEET_M0);
    hid.choice = [usb];
    const before = Object.getOwnPropertyDescriptor(navigator, 'hid');
    Object.defineProperty(navigator, 'hid', { configurable: true, value: hid });
    try {
      const bar = await BarHarness.open({ phone: createFakePhone({ devices: SAMPLE_DEVICES }) });
      bar.element.open('devices');
      await waitUntil(() => bar.inPanel('ringback-softphone-headset').length);
      const row = bar.inPanel('ringback-softphone-headset')[0]!.shadowRoot!;
      const says = (words: string) =>
        waitUntil(() => row.textContent.includes(words), `It says “${row.textContent}”, not “${words}”.`);
      await says('Answer, hang up and mute by the buttons of a headset');
      row.querySelector('button')!.click();
      await says('eMeet M0: its buttons work.');
      await expect(bar.element).to.be.accessible();
      hid.unplug(usb);
      await says('The headset was unplugged.');
    } finally {
      if (before) Object.defineProperty(navigator, 'hid', before);
      else Reflect.deleteProperty(navigator, 'hid');
    }
  });

  it('records and plays back, and shows the loudness', async () => {
    const bar = await BarHarness.open({ phone: createFakePhone({ devices: SAMPLE_DEVICES }) });
    bar.element.open('devices');
    await waitUntil(() => bar.inPanel('[part=test]').length);
    await bar.pressInPanel('Record a test');
    await bar.panelSays('Say something');
    bar.phone.level(0.42);
    await bar.drawn();
    expect(bar.inPanel('[role=meter]')[0]!.getAttribute('aria-valuenow')).to.equal('42');
    await bar.pressInPanel('Stop and listen');
    await bar.panelSays('This is how others hear you.');
    await bar.pressInPanel('Stop');
    await bar.panelSays('Record a test');
    expect(bar.panelText).to.not.include('This is how others hear you.');
    await bar.pressInPanel('Record a test');
    await bar.panelSays('Say something');
  });

  it('says what does not work, why, and one thing to do about it', async () => {
    const phone = createFakePhone();
    phone.tell({
      health: {
        microphone: { state: 'failed', code: 'microphone-missing' },
        socket: ok,
        registration: ok,
        media: ok,
      },
      devices: SAMPLE_DEVICES,
    });
    const bar = await BarHarness.open({ phone });
    await bar.says('The microphone does not work');
    bar.part('ailing')!.click();
    await waitUntil(() => bar.inPanel('[part=action]').length === 1);
    await expect(bar.element).to.be.accessible();
    expect(bar.panelText).to.include('No microphone');
    await bar.pressInPanel('Check the sound');
    await waitUntil(() => bar.panel?.localName === 'ringback-softphone-devices');
  });

  it('says that the line is poor, and shows the numbers on demand', async () => {
    const quality = {
      rttMs: 480,
      jitterMs: 12,
      lossPercent: 6.3,
      mos: 2.9,
      warnings: ['high-loss'],
    } as const;
    const bar = await BarHarness.talking({ quality });
    await bar.press('The line is poor');
    await waitUntil(() => bar.inPanel('[part=quality]').length);
    expect(bar.panelText).to.include('Poor').and.to.include('480 ms').and.to.include('try a cable');
    await expect(bar.element).to.be.accessible();
  });
});

describe('<ringback-softphone>: “+” of a call', () => {
  const seeded = async (bar: BarHarness): Promise<void> => {
    await waitUntil(() => bar.inPanel('[part=kind]').length, 'There is nothing to choose.');
    await bar.pressInPanel('Client');
    expect(bar.events.at(-1)).to.deep.equal([
      'ringback-record-create',
      { kind: 'party', callId: 'call-1', number: '+380671234501' },
    ]);
  };

  it('begins a record with what is known of the call, by key and by finger', async () => {
    const bar = await BarHarness.talking();
    bar.button('New record for this call').focus();
    await bar.key('Enter');
    await seeded(bar);
  });

  it('opens by itself where the pointer rests, and nothing that is open closes for it', async () => {
    const bar = await BarHarness.talking();
    const tell = (pointerType: string, ...types: string[]) =>
      types.forEach((type) =>
        bar.part('call-create')!.dispatchEvent(new PointerEvent(type, { pointerType })),
      );
    const rest = (pointerType: string) => tell(pointerType, 'pointerenter', 'pointermove', 'pointerleave');
    // It came under a mouse that lies still.
    tell('mouse', 'pointerenter', 'pointerleave');
    rest('touch');
    await bar.drawn();
    expect(bar.panel).to.equal(undefined);
    rest('mouse');
    await seeded(bar);
    await bar.press('Close');
    await bar.openPanel('keypad', 'Keypad');
    rest('mouse');
    await bar.drawn();
    expect(bar.panel?.localName).to.equal('ringback-softphone-keypad');
  });

  it('is not there where nothing can be created', async () => {
    const backend = createFakeBackend();
    Object.defineProperty(backend, 'parties', { value: undefined });
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf()] });
    expect(bar.part('call')).not.to.equal(undefined);
    expect(bar.part('call-create')).to.equal(undefined);
  });
});

describe('<ringback-softphone>: what has a button, and what stands behind “More”', () => {
  const toggles = (bar: BarHarness) =>
    [...bar.part('menu')!.querySelectorAll('button')].map((button) => button.getAttribute('aria-label'));
  const behind = (bar: BarHarness) => bar.inPanel('[part=entry]').map(({ innerText }) => innerText.trim());

  it('is as the page says, in its order', async () => {
    const bar = await BarHarness.open({
      backend: createFakeBackend({ missed: null }),
      bar: { panels: 'keys nonsense create recent | place mail' },
    });
    await waitUntil(() => toggles(bar)[0] === 'Keyboard', 'The names do not come.');
    expect(toggles(bar)).to.deep.equal(['Keyboard', 'New record', 'Calls', 'More']);
    await bar.openPanel('more', 'More');
    expect(behind(bar)).to.deep.equal(['Write a letter']);
    await bar.press('Close');
    bar.element.dock = 'bottom';
    await bar.openPanel('more', 'More');
    expect(behind(bar)).to.deep.equal(['Place of the bar', 'Write a letter']);
    await expect(bar.element).to.be.accessible();
  });

  it('is the usual, where the page says nothing', async () => {
    const bar = await BarHarness.open({ backend: createFakeBackend({ missed: null }) });
    expect(toggles(bar)).to.deep.equal(['Calls', 'New record', 'More']);
  });
});

describe('<ringback-softphone>: a letter', () => {
  it('is written by the page first, to whom one talks with', async () => {
    const backend = createFakeBackend({ live: [LIVE_CALLS.ringing] });
    const { call } = LIVE_CALLS.ringing;
    const bar = await BarHarness.open({
      backend,
      calls: [phoneCallOf({ id: call.id, number: call.number })],
    });
    bar.element.addEventListener('ringback-letter-write', (event) => event.preventDefault());
    await bar.openPanel('more', 'More');
    bar
      .inPanel('[part=entry]')
      .find(({ innerText }) => innerText.includes('letter'))!
      .click();
    const to = LIVE_CALLS.ringing.matches[0]!.party.email;
    await waitUntil(() => bar.events.length > 0, 'The page is not asked.');
    expect(bar.events).to.deep.equal([['ringback-letter-write', to ? { to } : {}]]);
  });
});

describe('<ringback-softphone>: numbers of the page', () => {
  it('are offered behind “More” where the page has them read, and call', async () => {
    const bar = await BarHarness.open();
    bar.element.numbers = () => ['+380 50 111 22 33', '067 123 45 01'];
    await bar.openPanel('more', 'More');
    await bar.pressInPanel('Numbers on this page');
    await waitUntil(() => bar.inPanel('[part=number]').length === 2);
    await expect(bar.element).to.be.accessible();
    expect(bar.focusedInPanel?.textContent).to.include('+380 50 111 22 33');
    await bar.pressInPanel('067 123 45 01');
    await bar.commanded('call', '067 123 45 01');
    expect(bar.events).to.deep.include(['ringback-number-dial', { number: '067 123 45 01' }]);
    await waitUntil(() => !bar.panel, 'The list stays open.');
  });

  it('say that there is none, and are not offered where nobody reads them', async () => {
    const bar = await BarHarness.open();
    await bar.openPanel('more', 'More');
    expect(bar.panelText).not.to.include('Numbers on this page');
    bar.element.numbers = () => [];
    bar.element.open('numbers');
    await bar.panelSays('This page shows no phone number now.');
    await expect(bar.element).to.be.accessible();
  });
});

describe('<ringback-softphone>: keyboard and place', () => {
  const press = async (code: string, more: KeyboardEventInit = {}) => {
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', {
        code,
        altKey: true,
        shiftKey: true,
        bubbles: true,
        cancelable: true,
        ...more,
      }),
    );
    await import('./keys/shortcuts.ts');
  };

  it('mutes by shortcut, but not while somebody types', async () => {
    const bar = await BarHarness.talking();
    const field = document.body.appendChild(document.createElement('textarea'));
    field.dispatchEvent(
      new KeyboardEvent('keydown', {
        code: 'KeyM',
        altKey: true,
        shiftKey: true,
        bubbles: true,
        composed: true,
      }),
    );
    await press('KeyM');
    await bar.commanded('setMuted', 'call-1', true);
    expect(bar.phone.commands).to.have.length(1);
    field.remove();
  });

  it('takes another key, and refuses one that is taken', async () => {
    const bar = await BarHarness.talking();
    bar.element.open('keys');
    await waitUntil(() => bar.inPanel('[part=combo]').length);
    await expect(bar.element).to.be.accessible();
    const combo = bar.inPanel('[part=combo]')[2]!;
    combo.focus();
    combo.click();
    const choose = async (code: string) => {
      combo.dispatchEvent(
        new KeyboardEvent('keydown', { code, altKey: true, shiftKey: true, bubbles: true }),
      );
      await bar.drawn();
    };
    await choose('KeyH');
    expect(bar.panelText).to.include('Alt+Shift+H already does this: Hang up, decline.');
    await choose('KeyY');
    expect(bar.element.keys).to.deep.equal({ mute: 'Alt+Shift+Y' });
    expect(bar.events.at(-1)).to.deep.equal([
      'ringback-bar-arranged',
      { dock: 'none', collapsed: false, keys: { mute: 'Alt+Shift+Y' } },
    ]);
  });

  it('moves to another edge, folds, and tells the page so', async () => {
    const bar = await BarHarness.open({ bar: { dock: 'bottom' } });
    bar.element.open('place');
    await waitUntil(() => bar.inPanel('input').length === 4);
    await expect(bar.element).to.be.accessible();
    bar.inPanel<HTMLInputElement>('input')[1]!.click();
    await bar.drawn();
    expect(bar.element.dock).to.equal('top');
    await bar.press('Fold the bar');
    expect(bar.element.collapsed).to.equal(true);
    expect(bar.panel).to.equal(undefined);
    expect(bar.events.at(-1)).to.deep.equal([
      'ringback-bar-arranged',
      { dock: 'top', collapsed: true, keys: {} },
    ]);
  });
});
