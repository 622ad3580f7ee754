import { expect, waitUntil } from '@open-wc/testing';
import type { RingbackError, RingbackEvent } from '@ringback/model';
import { SAMPLE_DEVICES } from '@ringback/testing';
import type { Schedule } from '../timer.ts';
import { createBrowser, ONLINE, type OpenTab, ringing } from './tab.harness.ts';

describe('several tabs of one agent', () => {
  let browser: ReturnType<typeof createBrowser>;

  beforeEach(() => {
    browser = createBrowser();
  });
  afterEach(() => browser.closeAll());

  const isRegistered = ({ tab }: Pick<OpenTab, 'tab'>) =>
    waitUntil(() => tab.phone.state.status === 'registered', 'registered');

  async function twoTabs(): Promise<[OpenTab, OpenTab]> {
    const first = browser.open();
    await isRegistered(first);
    const second = browser.open();
    await isRegistered(second);
    return [first, second];
  }

  it('has one tab that leads; the other shows the same phone without registering', async () => {
    const [first, second] = await twoTabs();
    expect(first.frame.leads).to.equal(true);
    expect(second.frame.leads).to.equal(false);
    expect(second.tab.phone.state).to.deep.equal(first.tab.phone.state);
  });

  it('rings in every tab', async () => {
    const [first, second] = await twoTabs();
    first.frame.phone.receive({ id: 'call-1', number: '+380671234501' });
    for (const { tab } of [first, second]) {
      await waitUntil(() => tab.phone.state.calls[0]?.state === 'ringing');
      expect(tab.phone.state.calls[0]?.id).to.equal('call-1');
    }
  });

  it('answers in the leader when somebody answers in the other tab', async () => {
    const [first, second] = await twoTabs();
    const id = first.frame.phone.receive();
    await waitUntil(() => second.tab.phone.state.calls.length === 1);
    await second.tab.phone.answer(id);
    expect(first.frame.phone.commands).to.deep.include(['answer', id]);
    expect(second.frame.phone.commands).to.deep.equal([]);
    await waitUntil(() => second.tab.phone.state.calls[0]?.state === 'connected');
  });

  it('dials from the other tab and gives it the call id', async () => {
    const [first, second] = await twoTabs();
    const id = await second.tab.phone.call('+380501112233');
    expect(first.frame.phone.state.calls[0]?.id).to.equal(id);
  });

  it('remembers in the host page which devices were chosen, and tells the frame of each tab', async () => {
    const [first, second] = await twoTabs();
    const processing = { echoCancellation: false, noiseSuppression: true, autoGain: true };
    const preferred = ({ frame }: OpenTab) =>
      frame.requests.filter(([method]) => method === 'core.prefer').map(([, preferences]) => preferences);
    await second.tab.phone.devices.choose('microphone', 'headset');
    await second.tab.phone.devices.choose('speaker', 'headset-out');
    await second.tab.phone.devices.setProcessing(processing);
    await second.tab.phone.devices.choose('speaker', undefined);
    expect(first.frame.phone.commands).to.deep.include(['devices.choose', 'microphone', 'headset']);
    const third = browser.open();
    await waitUntil(() => preferred(third).length > 0);
    expect(preferred(third)).to.deep.equal([{ microphone: 'headset', processing }]);
    first.crash();
    await waitUntil(() => [second, third].some(({ frame }) => frame.leads));
    const leader = [second, third].find(({ frame }) => frame.leads)!;
    await waitUntil(() => (preferred(leader).at(-1) as { microphone?: string }).microphone === 'headset');
  });

  it('has the browser ask for a speaker in the tab that sounds, and remembers what was taken', async () => {
    const [first, second] = await twoTabs();
    const taken = { ...SAMPLE_DEVICES, asks: true, chosen: { speaker: 'headset-out' } };
    first.frame.phone.devices!.askForSpeaker = async () => first.frame.phone.tell({ devices: taken });
    first.frame.phone.tell({ devices: { ...SAMPLE_DEVICES, asks: true } });
    await waitUntil(() => second.tab.phone.state.devices);
    expect(first.tab.phone.state.devices?.asks).to.equal(true);
    expect(second.tab.phone.state.devices?.asks).to.equal(false);
    await first.tab.phone.devices.askForSpeaker!('speaker');
    const look = { locale: 'uk', scheme: 'light' };
    expect(first.frame.requests).to.deep.include(['phone.devices.askForSpeaker', 'speaker', look]);
    const { requests } = browser.open().frame;
    await waitUntil(() => requests.some(([method]) => method === 'core.prefer'));
    expect(requests).to.deep.include(['core.prefer', { speaker: 'headset-out' }]);
  });

  it('takes the lead from a tab that sleeps; that one steps down when it wakes', async () => {
    const [first, second] = await twoTabs();
    first.frame.phone.receive({ id: 'call-1' });
    await waitUntil(() => second.tab.phone.state.calls.length === 1);
    first.freeze();
    for (let tick = 0; tick < 8; tick += 1) second.frame.tell('core.tick', null);
    await waitUntil(() => second.frame.leads);
    first.thaw();
    await waitUntil(() => !first.frame.leads);
    expect(second.frame.leads).to.equal(true);
  });

  it('leaves the lead to a tab that tells with every tick that it is awake', async () => {
    const [first, second] = await twoTabs();
    for (let tick = 0; tick < 8; tick += 1) {
      const told = second.heard('alive');
      first.frame.tell('core.tick', null);
      await told;
      second.frame.tell('core.tick', null);
    }
    await second.tab.phone.retry();
    expect(first.frame.leads).to.equal(true);
    expect(second.frame.leads).to.equal(false);
  });

  it('tells the other tab why the leader refused', async () => {
    const [, second] = await twoTabs();
    const error = await second.tab.phone.answer('no-such-call').catch((reason: RingbackError) => reason);
    expect(error).to.include({ code: 'not-found' });
  });

  it('does in the next leader what the one that died had not taken, once', async () => {
    const [first, second] = await twoTabs();
    const third = browser.open();
    await isRegistered(third);
    first.freeze();
    const dialled = third.tab.phone.call('+380501112233');
    first.crash();
    await waitUntil(() => [second, third].some(({ frame }) => frame.leads));
    const leader = second.frame.leads ? second : third;
    const id = await dialled;
    expect(leader.frame.phone.state.calls.map((call) => call.id)).to.deep.equal([id]);
    const dials = [first, second, third].flatMap(({ frame }) =>
      frame.phone.commands.filter(([command]) => command === 'call'),
    );
    expect(dials).to.have.length(1);
  });

  it('does itself what the leader that died had not taken', async () => {
    const [first, second] = await twoTabs();
    first.freeze();
    const dialled = second.tab.phone.call('+380501112233');
    first.crash();
    expect(await dialled).to.equal(second.frame.phone.state.calls[0]?.id);
  });

  it('refuses at once what the leader had begun when he went, and does not do it twice', async () => {
    const [first, second] = await twoTabs();
    first.frame.phone.call = () => new Promise(() => {});
    const taken = second.heard('taken');
    const dialled = second.tab.phone.call('+380501112233').catch((reason: RingbackError) => reason);
    await taken;
    first.tab.leave(false);
    expect(await dialled).to.include({
      code: 'unavailable',
      hint: 'Look whether it was done, and try again if not.',
    });
    await waitUntil(() => second.frame.leads);
    expect(second.frame.phone.commands).to.deep.equal([]);
  });

  it('does not obey, when it wakes, what was wanted long ago; what is still wanted it does', async () => {
    const [first, second] = await twoTabs();
    first.freeze();
    const dialled = second.tab.phone.call('+380501112233');
    browser.pass(60_000);
    first.thaw();
    expect(first.frame.phone.commands).to.deep.equal([]);
    first.frame.tell('core.tick', null);
    await dialled;
    expect(first.frame.phone.commands).to.deep.equal([['call', '+380501112233']]);
  });

  it('hands the lead over when the leading page goes, and keeps the call on the bar meanwhile', async () => {
    const [first, second] = await twoTabs();
    const id = first.frame.phone.receive();
    await first.tab.phone.answer(id);
    await waitUntil(() => second.tab.phone.state.calls[0]?.state === 'connected');
    const shown = new Set<string>();
    second.tab.phone.subscribe(({ status, calls }) => {
      const [call] = calls;
      shown.add(`${status}: ${call ? `${call.state}${call.recovering ? ', recovering' : ''}` : 'no call'}`);
    });
    first.tab.leave(false);
    await waitUntil(() => second.frame.leads);
    expect([...shown]).to.include('connecting: connected, recovering');
    expect([...shown]).not.to.include('connecting: no call');
  });

  it('takes over after a crash, which says nothing', async () => {
    const [first, second] = await twoTabs();
    first.frame.phone.receive();
    await waitUntil(() => second.tab.phone.state.calls.length === 1);
    first.crash();
    await waitUntil(() => second.frame.leads);
    await isRegistered(second);
  });

  it('lets a page that comes back from the back/forward cache queue for the lead again', async () => {
    const [first, second] = await twoTabs();
    first.tab.leave(true);
    await waitUntil(() => second.frame.leads);
    expect(first.frame.requests).to.deep.include(['core.lead', false]);
    first.tab.comeBack();
    await waitUntil(() => first.frame.requests.some(([method]) => method === 'session.refresh'));
    second.tab.leave(false);
    await waitUntil(() => first.frame.leads);
  });

  it('passes each fact of the stream on to the frames without a stream, once', async () => {
    const [first, second] = await twoTabs();
    const heard: RingbackEvent[] = [];
    second.tab.backend.follow((event) => heard.push(event));
    first.frame.tell('backend.event', ringing(7));
    await waitUntil(() => second.frame.requests.some(([method]) => method === 'core.ingest'));
    const passed = second.frame.requests.filter(([method]) => method === 'core.ingest');
    expect(passed).to.deep.equal([['core.ingest', ringing(7)]]);
    // The frame tells it when it is news to it; the tab must not hear it twice.
    expect(heard).to.deep.equal([]);
    second.frame.tell('backend.event', ringing(7));
    await waitUntil(() => heard.length === 1);
    expect(first.frame.requests.some(([method]) => method === 'core.ingest')).to.equal(false);
  });

  it('asks anew who is signed in when somebody signed in or out in another tab', async () => {
    const [first, second] = await twoTabs();
    second.frame.tell('session.changed', null);
    await waitUntil(() => first.frame.requests.some(([method]) => method === 'session.refresh'));
  });

  it('shows the login of its own frame, also without the lead', async () => {
    const [, second] = await twoTabs();
    await second.tab.phone.signIn?.();
    expect(second.frame.requests).to.deep.include(['session.signIn', { locale: 'uk', scheme: 'light' }]);
    second.frame.tell('frame.show', { width: 340, height: 300 });
    await waitUntil(() => second.frame.shown);
    second.frame.tell('frame.hide', null);
    await waitUntil(() => !second.frame.shown);
  });

  it('keeps a comment that is typed while the gateway is away, and sends it once', async () => {
    const [first] = await twoTabs();
    first.frame.tell('backend.state', { ...ONLINE, status: 'offline' });
    await waitUntil(() => first.tab.backend.state.status === 'offline');
    expect(await first.tab.backend.calls.update('call-1', { comment: 'call back on Monday' })).to.equal(
      undefined,
    );
    expect(first.tab.backend.state.waiting).to.equal(1);
    first.frame.tell('backend.state', ONLINE);
    await waitUntil(() => first.tab.backend.state.waiting === 0);
    const writes = first.frame.requests.filter(([method]) => method === 'calls.update');
    expect(writes).to.have.length(1);
    expect(writes[0]?.slice(0, 3)).to.deep.equal([
      'calls.update',
      'call-1',
      { comment: 'call back on Monday' },
    ]);
  });

  it('keeps what was typed as a session ended for whoever typed it, and sends it under no other name', async () => {
    const { tab, frame } = browser.open();
    await isRegistered({ tab });
    const written = () => frame.requests.filter(([method]) => method === 'calls.update').map(([, id]) => id);
    frame.tell('session.state', { signedIn: false });
    frame.tell('backend.state', { ...ONLINE, status: 'signed-out' });
    await waitUntil(() => tab.backend.state.status === 'signed-out');
    expect(await tab.backend.calls.update('call-1', { comment: 'She wants' })).to.equal(undefined);
    frame.tell('session.state', { signedIn: true, agentId: 'agent-andriy' });
    frame.tell('backend.state', ONLINE);
    await waitUntil(() => tab.backend.state.status === 'online');
    await tab.backend.calls.update('call-2', { comment: 'His own' });
    expect(written()).to.deep.equal(['call-2']);
    frame.tell('session.state', { signedIn: true, agentId: 'agent-olena' });
    await waitUntil(() => written().length > 1);
    expect(written()).to.deep.equal(['call-2', 'call-1']);
  });

  it('writes customers where the agent may and the host can, and keeps no right of the one before', async () => {
    const { tab, frame } = browser.open();
    await isRegistered({ tab });
    const rights = () =>
      (['create', 'update', 'merge'] as const).filter((name) => tab.backend.parties?.[name]);
    const signIn = (agentId: string, crm: string[], writesParties: boolean) =>
      frame.tell('session.state', { signedIn: true, agentId, partyKinds: ['lead'], crm, writesParties });
    signIn('agent-olena', ['parties.merge'], true);
    await waitUntil(() => tab.backend.parties?.create);
    await tab.backend.parties!.create!({ name: 'Iryna', kind: 'lead', phones: [] });
    expect(frame.requests).to.deep.include(['parties.create', { name: 'Iryna', kind: 'lead', phones: [] }]);
    expect(rights()).to.deep.equal(['create', 'update', 'merge']);
    signIn('agent-clerk', ['parties.get'], false);
    await waitUntil(() => tab.backend.parties?.get);
    expect(rights()).to.deep.equal([]);
  });

  it('has no parties before it knows who is signed in, and for those who may not read them', async () => {
    const { tab, frame } = browser.open();
    expect(tab.backend.parties).to.equal(undefined);
    await isRegistered({ tab });
    expect(tab.backend.parties?.kinds).to.deep.equal(['lead']);
    frame.tell('session.state', { signedIn: true, agentId: 'agent-clerk' });
    await waitUntil(() => tab.backend.parties === undefined);
  });
});

describe('a tab whose leader does not answer', () => {
  it('gives a command up after ten seconds', async () => {
    const timers: { run: () => void; ms: number }[] = [];
    const schedule: Schedule = (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    };
    const browser = createBrowser({ schedule });
    const first = browser.open();
    await waitUntil(() => first.tab.phone.state.status === 'registered');
    const second = browser.open();
    await waitUntil(() => second.tab.phone.state.status === 'registered');
    first.frame.phone.hangup = () => new Promise(() => {});
    const hungUp = second.tab.phone.hangup('call-1').catch((reason: RingbackError) => reason);
    for (const { run, ms } of [...timers]) if (ms === 10_000) run();
    expect(await hungUp).to.include({ code: 'timeout' });
    browser.closeAll();
  });
});
