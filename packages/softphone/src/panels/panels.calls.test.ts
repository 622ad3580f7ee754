import { RingbackError } from '@ringback/model';
import {
  AGENTS,
  callOf,
  createFakeBackend,
  type FakeBackend,
  LIVE_CALLS,
  MISSED,
  PARTIES,
  phoneCallOf,
} from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { BarHarness } from '../softphone/softphone.harness.ts';

describe('<ringback-softphone>: passing a call on', () => {
  it('asks a colleague first, then passes the call on', async () => {
    const bar = await BarHarness.talking();
    await bar.openPanel('transfer', 'Transfer');
    await waitUntil(() => bar.inPanel('[part=colleague]').length === 2);
    expect(bar.panelText).to.include('Андрій Мельник Free · 102');
    await expect(bar.element).to.be.accessible();
    bar.inPanel('[part=colleague]')[0]!.focus();
    await sendKeys({ press: 'Enter' });
    expect(bar.focusedInPanel?.textContent?.trim()).to.equal('Ask first');
    await sendKeys({ press: 'Enter' });
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

  it('names a colleague with whom one talked; whoever was called has no number there to call back', async () => {
    const [olena, andriy] = [AGENTS.olena, AGENTS.andriy].map(({ id, name }) => ({ id, name }));
    const over = { direction: 'internal', state: 'ended', endReason: 'completed' } as const;
    const backend = createFakeBackend({
      missed: null,
      calls: [
        callOf({ ...over, id: 'made', number: '102', agent: olena!, colleague: andriy! }),
        callOf({ ...over, id: 'taken', number: '101', agent: andriy!, colleague: olena! }),
      ],
    });
    const bar = await BarHarness.open({ backend });
    await bar.openPanel('recent', 'Calls');
    await waitUntil(() => bar.inPanel('[part=call]').length === 2);
    const rows = bar.inPanel('[part=call]');
    expect(rows.map((row) => row.querySelector('.who')!.textContent)).to.deep.equal([
      'Андрій Мельник',
      'Андрій Мельник',
    ]);
    const numbers = rows.map((row) => /10\d/.exec(row.innerText)?.[0]);
    const dials = rows.map((row) => row.querySelector('[part=dial]') !== null);
    expect([numbers, dials].map((all) => all.sort())).to.deep.equal([
      ['102', undefined],
      [false, true],
    ]);
    await expect(bar.element).to.be.accessible();
    // What is made of such a call is not about him.
    bar.element.addEventListener('ringback-record-create', (event) => event.preventDefault());
    rows[0]!.querySelector<HTMLElement>('[part=create]')!.click();
    await waitUntil(() => bar.inPanel('[part=kind]').length);
    await bar.pressInPanel('Client');
    const [, detail] = bar.events.at(-1)!;
    expect(Object.keys(detail as object).sort()).to.deep.equal(['callId', 'kind']);
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

  it('offers everything that this person may make, where the page makes it all', async () => {
    const offered = async (backend: FakeBackend) => {
      const bar = await BarHarness.open({ bar: { create: 'all' }, backend });
      await bar.openPanel('create', 'New record');
      await waitUntil(() => bar.inPanel('[part=kind]').length);
      return bar.inPanel('[part=kind]').map((one) => one.innerText);
    };
    expect(await offered(createFakeBackend())).to.deep.equal([
      ...['Client', 'Lead', 'Deal', 'Task', 'Process', 'Communication'],
    ]);
    const without = ['deals', 'tasks', 'processes'] as const;
    expect(await offered(createFakeBackend({ without }))).to.deep.equal(['Client', 'Lead', 'Communication']);
  });

  it('leaves to the page what it said that it makes, also when the page only listens', async () => {
    const bar = await BarHarness.open({ bar: { create: 'party' } });
    await bar.openPanel('create', 'New record');
    await bar.pressInPanel('Client');
    expect(bar.events.at(-1)).to.deep.equal(['ringback-record-create', { kind: 'party' }]);
    await waitUntil(() => bar.panel === undefined, 'The bar has a form of its own.');
  });

  it('offers no customer where none can be made', async () => {
    const backend = createFakeBackend();
    Object.defineProperty(backend, 'parties', { value: { kinds: ['lead', 'client'] } });
    const bar = await BarHarness.open({ backend });
    await bar.openPanel('create', 'New record');
    await waitUntil(() => bar.inPanel('[part=kind]').length);
    expect(bar.inPanel('[part=kind]').map((one) => one.innerText)).to.deep.equal(['Lead']);
  });

  it('makes a lead itself when the page does not: a lead, and no customer', async () => {
    const bar = await BarHarness.open();
    bar.element.open('create', { number: '+380939876543', name: 'Віра' });
    await waitUntil(() => bar.inPanel('[part=kind]').length);
    await bar.pressInPanel('Lead');
    await bar.pressInPanel('Save');
    await bar.panelSays('Saved: Віра.');
    expect(bar.backend.requests.at(-1)?.[0]).to.equal('leads.create');
    expect(bar.backend.crm.leads[0]).to.deep.include({ name: 'Віра', phones: ['+380939876543'] });
  });

  it('ties the call to the new lead where the host knows him as somebody who calls', async () => {
    const backend = createFakeBackend();
    const bar = await BarHarness.open({ backend });
    const { taras } = PARTIES;
    bar.element.open('create', { number: taras.phones[0]!, name: taras.name, callId: 'call-1' });
    await waitUntil(() => bar.inPanel('[part=kind]').length);
    await bar.pressInPanel('Lead');
    await bar.pressInPanel('Save');
    const written = () => backend.requests.find(([name]) => name === 'calls.update');
    await waitUntil(written, 'The call is nobody’s.');
    expect(written()).to.deep.equal([
      ...['calls.update', 'call-1', { party: { system: taras.system, id: taras.id } }],
    ]);
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

  it('of the strip opens where the pointer rests; the click that follows leaves it open, and the next one closes it', async () => {
    const bar = await BarHarness.open();
    const plus = bar.part('create-toggle')!;
    for (const type of ['pointerenter', 'pointermove'])
      plus.dispatchEvent(new PointerEvent(type, { pointerType: 'mouse' }));
    plus.click();
    await waitUntil(() => bar.inPanel('[part=kind]').length, 'It is not open.');
    await bar.drawn();
    expect(bar.panel?.localName).to.equal('ringback-softphone-create');
    plus.click();
    await waitUntil(() => bar.panel === undefined, 'It is still open.');
  });

  it('is not there where nothing can be created', async () => {
    const backend = createFakeBackend();
    for (const group of ['parties', 'leads']) Object.defineProperty(backend, group, { value: undefined });
    const bar = await BarHarness.open({ backend, calls: [phoneCallOf()] });
    expect(bar.part('call')).not.to.equal(undefined);
    expect(bar.part('call-create')).to.equal(undefined);
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
