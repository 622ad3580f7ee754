import { RingbackError } from '@ringback/model';
import {
  AGENTS,
  AMBIGUOUS_CALL,
  CALLBACK_CALL,
  callOf,
  createFakeBackend,
  LIVE_CALLS,
  PARTIES,
  phoneCallOf,
  recordingOf,
} from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { formatNumber } from '@ringback/ui';
import { render } from 'lit';
import { plainCall } from './plain-call.ts';
import { BarHarness, pasteOf } from './softphone.harness.ts';
import { softphoneWords } from './softphone.words.ts';

describe('<ringback-softphone>: a call comes in', () => {
  it('shows the number at once and the name as soon as it is known', async () => {
    const backend = createFakeBackend({ calls: [] });
    const bar = await BarHarness.open({ backend });
    const id = bar.phone.receive({ number: PARTIES.oksana.phones[0]! });
    await bar.says('+380 67 123 4501');
    backend.putCall({ ...LIVE_CALLS.ringing.call, id }, LIVE_CALLS.ringing.matches);
    await bar.says('Оксана Коваленко Incoming call +380 67 123 4501');
    await expect(bar.element).to.be.accessible();
  });

  it('interrupts a screen reader with who calls', async () => {
    const bar = await BarHarness.open();
    bar.phone.receive({ name: 'Olena', number: '101' });
    await bar.drawn();
    expect(bar.readOut.assertive).to.equal('Incoming call: Olena, 101.');
  });

  it('reads out a call that was ringing already when the page opened', async () => {
    const bar = await BarHarness.open({ calls: [phoneCallOf({ number: '101' })] });
    await bar.drawn();
    expect(bar.readOut.assertive).to.equal('Incoming call: 101.');
  });

  it('whose sound is at a phone of its own shows what can be done from here, and says where it is picked up', async () => {
    const desk = { direction: 'in' as const, handset: true };
    const ringing = phoneCallOf({ ...desk, id: 'rings', number: '101' });
    const talking = phoneCallOf({ ...desk, id: 'talks', number: '102', state: 'connected' });
    const held = phoneCallOf({ ...desk, id: 'waits', number: '103', state: 'held' });
    const bar = await BarHarness.open({ calls: [ringing, talking, held] });
    const parts = (id: string) =>
      [...bar.element.shadowRoot!.querySelectorAll(`[data-call=${id}] [part=controls] button`)].map(
        (button) => button.getAttribute('part'),
      );
    expect(parts('rings')).to.deep.equal(['hang-up']);
    expect(bar.text).to.include('pick up your phone');
    expect(parts('talks')).to.deep.equal(['hold', 'transfer-toggle', 'hang-up']);
    expect(parts('waits')).to.deep.equal(['hang-up']);
    expect(bar.readOut.assertive).to.equal('Incoming call: pick up your phone: 101.');
    await expect(bar.element).to.be.accessible();
    const plain = document.createElement('ul');
    render(plainCall(ringing, softphoneWords.en, bar.element), plain);
    expect(plain.querySelector('[part=answer]')).to.equal(null);
  });

  it('says from which page a callback was asked for', async () => {
    const backend = createFakeBackend({ live: [CALLBACK_CALL] });
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf({ id: CALLBACK_CALL.call.id })] });
    expect(bar.text).to.include('Callback from “Чайник «Дніпро» — 1 290 ₴”');
    await expect(bar.element).to.be.accessible();
  });

  it('is recorded on a button, paused for card data, and gone on with, by keyboard', async () => {
    const { call } = LIVE_CALLS.connected;
    const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf({ id: call.id, state: 'connected' })] });
    const recorded = () => bar.element.shadowRoot!.querySelector('[part=recorded]')?.textContent;
    const states = () => backend.state.live[0]?.call.recordings?.map(({ state }) => state);
    expect(recorded()).to.equal(undefined);
    bar.button('Record the call').focus();
    for (const [state, said, next] of [
      ['on', 'Recording', 'Pause the recording'],
      ['paused', 'Recording paused', 'Go on recording'],
      ['on', 'Recording', 'Pause the recording'],
    ] as const) {
      await bar.key('Enter');
      await waitUntil(() => recorded() === said, said);
      expect(states()).to.deep.equal([state]);
      expect(bar.button(next).getAttribute('part')).to.equal(bar.focused);
    }
    await expect(bar.element).to.be.accessible();
  });

  for (const [locale, button, on, paused, stopped] of [
    ['en', 'Record the call', 'Recording', 'Recording paused', 'Recording stopped'],
    ['uk', 'Записувати розмову', 'Іде запис', 'Запис призупинено', 'Запис зупинено'],
    ['ru', 'Записывать разговор', 'Идёт запись', 'Запись приостановлена', 'Запись остановлена'],
  ] as const)
    it(`is told to whoever only hears the bar when it is recorded, and when no more, in “${locale}”`, async () => {
      const { call } = LIVE_CALLS.connected;
      const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
      const calls = [phoneCallOf({ id: call.id, state: 'connected' })];
      const bar = await BarHarness.open({ backend, calls, locale });
      const said = (sentence: string) => waitUntil(() => bar.readOut.polite === sentence, sentence);
      bar.button(button).focus();
      for (const sentence of [on, paused, on]) {
        await bar.key('Enter');
        await said(sentence);
      }
      const recordings = [recordingOf('r1', call.id)];
      backend.putCall({ ...backend.state.live[0]!.call, recordings, version: 9 });
      await said(stopped);
    });

  it('is told to be recorded only when that changes', async () => {
    const item = LIVE_CALLS.connected;
    const recordings = [{ ...recordingOf('r1', item.call.id), state: 'on' as const }];
    const backend = createFakeBackend({ live: [{ ...item, call: { ...item.call, recordings } }] });
    const call = phoneCallOf({ id: item.call.id, state: 'connected' });
    const bar = await BarHarness.open({ backend, calls: [call] });
    expect(bar.text).to.include('Recording');
    bar.phone.farHangsUp(call.id, 'completed');
    await waitUntil(() => bar.readOut.polite.includes('Call ended'), 'The end is not told.');
    expect(bar.readOut.polite).not.to.include('Recording');
  });

  it('is shown as recorded also to whoever may not change it, and has no button where nothing is recorded', async () => {
    const item = LIVE_CALLS.connected;
    const recording = { ...recordingOf('r1', item.call.id), state: 'on' as const };
    const backend = createFakeBackend({
      live: [{ ...item, call: { ...item.call, recordings: [recording] } }],
      without: ['recordings'],
    });
    const calls = [phoneCallOf({ id: item.call.id, state: 'connected' })];
    const bar = await BarHarness.open({ backend, calls });
    expect(bar.text).to.include('Recording');
    expect(bar.element.shadowRoot!.querySelector('[part=record]')).to.equal(null);
  });

  it('says why it could not be recorded', async () => {
    const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
    const { id } = LIVE_CALLS.connected.call;
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf({ id, state: 'connected' })] });
    backend.failNext('recordings.set', new RingbackError('unavailable', 'The PBX is away.'));
    await bar.press('Record the call');
    await waitUntil(() => bar.element.shadowRoot!.querySelector('[part=error]'), 'the reason');
  });

  it('does not pretend to know which of two people calls', async () => {
    const backend = createFakeBackend({ live: [AMBIGUOUS_CALL] });
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf({ id: AMBIGUOUS_CALL.call.id })] });
    expect(bar.text).to.include('Оксана Коваленко + 1');
  });

  it('says that the number is hidden', async () => {
    const bar = await BarHarness.open({ calls: [phoneCallOf({ number: '' })] });
    expect(bar.text).to.include('Hidden number');
  });

  it('shows a script in a name letter by letter', async () => {
    const bar = await BarHarness.open({ calls: [phoneCallOf({ name: PARTIES.script.name })] });
    expect(bar.text).to.include('<img src=x onerror="alert(1)">');
    expect(bar.element.shadowRoot!.querySelector('img')).to.equal(null);
  });

  it('is answered by keyboard, and the focus stays in the call, away from hanging up', async () => {
    const bar = await BarHarness.open();
    const id = bar.phone.receive();
    await bar.drawn();
    bar.button('Answer').focus();
    await bar.key('Enter');
    await bar.commanded('answer', id);
    expect(bar.events).to.deep.equal([['ringback-call-answer', { callId: id }]]);
    expect(bar.focused).to.equal('mute');
    expect(bar.readOut.polite).to.equal('You are talking to +380 67 123 4501.');
  });

  it('is declined', async () => {
    const bar = await BarHarness.open();
    const id = bar.phone.receive();
    await bar.drawn();
    await bar.press('Decline');
    await bar.commanded('hangup', id);
    expect(bar.events).to.deep.equal([['ringback-call-end', { callId: id }]]);
    await bar.says('The call was declined.');
  });

  it('is left alone when the page says no', async () => {
    const bar = await BarHarness.open();
    for (const name of ['ringback-call-answer', 'ringback-call-end']) {
      bar.element.addEventListener(name, (event) => event.preventDefault());
    }
    bar.phone.receive();
    await bar.drawn();
    await bar.press('Answer');
    await bar.press('Decline');
    expect(bar.phone.commands).to.deep.equal([]);
  });

  it('says in words that the microphone was refused, and can be answered again', async () => {
    const bar = await BarHarness.open();
    const id = bar.phone.receive();
    await bar.drawn();
    bar.phone.failNext(
      'answer',
      new RingbackError('forbidden', 'Denied.', { cause: { code: 'microphone-refused' } }),
    );
    await bar.press('Answer');
    await bar.says('The browser does not let us use the microphone.');
    expect(bar.events).to.deep.include([
      'ringback-error',
      { code: 'microphone-refused', message: 'Denied.' },
    ]);
    await expect(bar.element).to.be.accessible();
    await bar.press('Answer');
    await bar.says('0:0');
    expect(bar.text).not.to.include('microphone');
    expect(bar.phone.state.calls.find((call) => call.id === id)?.state).to.equal('connected');
  });

  it('stands beside the call that is being talked, and is answered by itself', async () => {
    const bar = await BarHarness.talking();
    const second = bar.phone.receive({ number: '102' });
    await bar.drawn();
    expect(bar.callCount).to.equal(2);
    await expect(bar.element).to.be.accessible();
    await bar.press('Answer');
    await bar.commanded('answer', second);
    expect(bar.phone.commands).to.have.length(1);
  });
});

describe('<ringback-softphone>: talking', () => {
  it('shows how long the call has lasted since it was answered', async () => {
    const bar = await BarHarness.talking();
    expect(bar.part('timer')!.innerText).to.match(/^1:2[3-5]$/);
    const before = bar.part('timer')!.innerText;
    await bar.says(before === '1:23' ? '1:24' : '1:25');
    await expect(bar.element).to.be.accessible();
  });

  it('mutes and unmutes, in words and not by colour alone', async () => {
    const bar = await BarHarness.talking();
    await bar.press('Mute');
    await bar.commanded('setMuted', 'call-1', true);
    await bar.says('You are muted');
    expect(bar.button('Mute').getAttribute('aria-pressed')).to.equal('true');
    await expect(bar.element).to.be.accessible();
    await bar.press('Mute');
    await bar.commanded('setMuted', 'call-1', false);
  });

  it('holds and resumes', async () => {
    const bar = await BarHarness.talking();
    await bar.press('Hold');
    await bar.says('On hold');
    await expect(bar.element).to.be.accessible();
    await bar.press('Hold');
    await bar.commanded('setHeld', 'call-1', false);
  });

  it('sends tones by pointer, by typing and by paste, and Escape gives the focus back', async () => {
    const bar = await BarHarness.talking();
    bar.button('Keypad').focus();
    await bar.openPanel('keypad', 'Keypad');
    expect(bar.focusedInPanel?.textContent).to.equal('1');
    await bar.pressInPanel('4');
    await bar.key('2');
    await bar.key('#');
    await bar.commanded('sendDtmf', 'call-1', '#');
    expect(bar.inPanel('output')[0]!.innerText).to.equal('42#');
    bar.inPanel('[part=key]')[0]!.dispatchEvent(pasteOf('12-34 p 5#'));
    await bar.commanded('sendDtmf', 'call-1', '1234,5#');
    await expect(bar.element).to.be.accessible();
    await bar.key('Escape');
    expect(bar.panel).to.equal(undefined);
    expect(bar.focused).to.equal('keypad-toggle');
  });

  it('takes the keypad away when the call is over, and says so', async () => {
    const bar = await BarHarness.talking();
    bar.button('Keypad').focus();
    await bar.openPanel('keypad', 'Keypad');
    bar.phone.farHangsUp('call-1');
    await bar.says('Call ended');
    expect(bar.panel).to.equal(undefined);
    expect(bar.focused).to.equal('number-field');
    expect(bar.readOut.polite).to.equal('+380 67 123 4501: Call ended');
  });

  it('hangs up', async () => {
    const bar = await BarHarness.talking();
    await bar.press('Hang up');
    await bar.commanded('hangup', 'call-1');
    await bar.says('Call ended');
    await expect(bar.element).to.be.accessible();
  });

  it('goes on counting while the call is taken over after a reload, and offers only what works', async () => {
    const bar = await BarHarness.talking({ recovering: true });
    expect(bar.text).to.include('Reconnecting… 1:2');
    await bar.press('Mute');
    expect(bar.phone.commands).to.deep.equal([]);
    await expect(bar.element).to.be.accessible();
    await bar.press('Hang up');
    await bar.commanded('hangup', 'call-1');
  });
});

describe('<ringback-softphone>: a call of two colleagues', () => {
  const [olena, andriy] = [AGENTS.olena, AGENTS.andriy].map(({ id, name }) => ({ id, name }));
  const record = callOf({ direction: 'internal', number: '102', agent: olena!, colleague: andriy! });
  const talk = (number: string) =>
    phoneCallOf({ direction: 'internal', state: 'connected', connectedAt: record.startedAt, number });

  it('names the one who is called, with his extension, also when it is over', async () => {
    const backend = createFakeBackend({ live: [{ call: record, matches: [] }] });
    const bar = await BarHarness.open({ calls: [talk('102')], backend });
    await bar.says('Андрій Мельник');
    expect(bar.text).to.include('102');
    await expect(bar.element).to.be.accessible();
    await bar.press('Hang up');
    backend.putCall({ ...record, state: 'ended', endReason: 'completed', version: 2 });
    await bar.drawn();
    await bar.says('Андрій Мельник Call ended 102');
  });

  it('names the one who calls to whom he calls, also when the phone lost the name in a reload', async () => {
    const call = { ...record, number: '101', agent: andriy!, colleague: olena! };
    const backend = createFakeBackend({ live: [{ call, matches: [] }] });
    const bar = await BarHarness.open({ calls: [talk('102')], backend });
    await bar.says('Андрій Мельник');
  });

  it('that was passed on shows the number of who is talked with now, not of who has passed it', async () => {
    const { call, matches } = LIVE_CALLS.connected;
    const passed = { ...call, transferredBy: { callId: 'before', ...olena! } };
    const backend = createFakeBackend({ live: [{ call: passed, matches }] });
    const calls = [
      phoneCallOf({ id: call.id, state: 'connected', connectedAt: call.connectedAt!, number: '199' }),
    ];
    const bar = await BarHarness.open({ calls, backend });
    await bar.says(formatNumber(call.number));
    expect(bar.text).not.to.include('199');
  });
});

describe('<ringback-softphone>: a call that is over', () => {
  for (const first of ['phone', 'gateway'])
    it(`keeps the name that the phone lost in a reload, when the ${first} tells of the end first`, async () => {
      const { call, matches } = LIVE_CALLS.connected;
      const { id, number, connectedAt } = call;
      const backend = createFakeBackend({ live: [{ call, matches }] });
      const calls = [phoneCallOf({ id, number, state: 'connected', connectedAt: connectedAt! })];
      const bar = await BarHarness.open({ calls, backend });
      const name = matches[0]!.party.name;
      await bar.says(name);
      const end = () => backend.putCall({ ...call, state: 'ended', endReason: 'completed', version: 99 });
      if (first === 'gateway') end();
      await bar.press('Hang up');
      if (first === 'phone') end();
      await bar.says(`${name} Call ended`);
      await bar.drawn();
      expect(bar.text).to.include(name);
    });
});

describe('<ringback-softphone>: a call that did not come about', () => {
  const ENDS = [
    [{ endReason: 'busy' }, 'The line is busy.'],
    [{ endReason: 'no-answer' }, 'No answer.'],
    [
      { endReason: 'failed', error: { code: 'not-recovered', message: '' } },
      'The call could not be restored.',
    ],
    [{ endReason: 'failed', error: { code: 'unreachable', message: '' } }, 'This number cannot be reached.'],
  ] as const;
  for (const [end, sentence] of ENDS) {
    it(`says “${sentence}” and calls again`, async () => {
      const bar = await BarHarness.open({
        calls: [phoneCallOf({ direction: 'out', state: 'ended', number: '+380501112233', ...end })],
      });
      expect(bar.text).to.include(sentence);
      await expect(bar.element).to.be.accessible();
      await bar.press('Call again');
      await bar.commanded('call', '+380501112233');
    });
  }

  it('says a refusal once', async () => {
    const error = { code: 'busy', message: '' } as const;
    const bar = await BarHarness.open({ calls: [phoneCallOf({ state: 'ended', endReason: 'busy', error })] });
    expect(bar.text.split('The line is busy.')).to.have.length(2);
  });

  it('offers to call a missed caller back', async () => {
    const bar = await BarHarness.open();
    const id = bar.phone.receive({ number: '+380501112233' });
    bar.phone.farHangsUp(id);
    await bar.says('Missed call');
    await bar.press('Call back');
    await bar.commanded('call', '+380501112233');
  });

  it('puts the number into the field when calling again was refused', async () => {
    const bar = await BarHarness.open({
      calls: [phoneCallOf({ direction: 'out', state: 'ended', endReason: 'busy', number: '102' })],
    });
    bar.phone.failNext('call', new RingbackError('unavailable', 'Down.'));
    await bar.press('Call again');
    await bar.says('The server cannot be reached.');
    expect(bar.field.value).to.equal('102');
  });

  it('does not offer to repeat a call that simply ended', async () => {
    const bar = await BarHarness.open({ calls: [phoneCallOf({ state: 'ended', endReason: 'completed' })] });
    expect(bar.buttons).not.to.include('Call again');
  });

  it('cancels a call that still rings at the other end', async () => {
    const bar = await BarHarness.open();
    await bar.type('102');
    await bar.key('Enter');
    await bar.says('Calling…');
    bar.phone.farRings(bar.phone.state.calls[0]!.id);
    await bar.says('Ringing…');
    expect(bar.buttons).not.to.include('Answer');
    await bar.press('Hang up');
    await bar.says('Call cancelled');
  });
});
