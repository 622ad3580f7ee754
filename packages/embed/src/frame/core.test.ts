import { expect } from '@open-wc/testing';
import type { RingbackError, RingbackEvent } from '@ringback/model';
import { callOf } from '@ringback/testing';
import type { Method } from '../protocol.ts';
import { DIALOG, sessionOf, startCore } from './core.harness.ts';

const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: RingbackError) => error.code,
  );

describe('the core frame', () => {
  const start = (first: Parameters<typeof startCore>[1]) =>
    startCore(
      document.body.appendChild(Object.assign(document.createElement('div'), { id: 'login' })),
      first,
    );

  afterEach(() => document.querySelector('#login')?.remove());

  it('tells the host that nobody is signed in, and loads no engine', async () => {
    const core = start(undefined);
    expect(await core.hears('session.state')).to.deep.equal({ signedIn: false });
    await core.caller.request('core.lead', true);
    expect((await core.hears('phone.state', ({ status }) => status === 'signed-out')).calls).to.deep.equal(
      [],
    );
    expect(core.engines).to.have.length(0);
    expect(await refused(core.caller.request('phone.call', '101'))).to.equal('unauthorized');
    expect(await refused(core.caller.request('calls.list'))).to.equal('unauthorized');
  });

  it('leads on command: one question to the gateway, the stream, the engine', async () => {
    const core = start(sessionOf());
    await core.caller.request('core.lead', true);
    const state = await core.hears('phone.state', ({ status }) => status === 'registered');
    expect(state.agent?.extension).to.equal('101');
    expect(core.done).to.deep.equal(['refresh', 'stream opened']);
    expect(core.engines).to.have.length(1);
  });

  it('dials what a host asks for while it leads, and leaves it to the leader otherwise', async () => {
    const core = start(sessionOf());
    const event: RingbackEvent = {
      ...{ id: 1, time: '2026-11-23T09:00:00.000Z', v: 1, type: 'dial.requested' },
      data: { id: '77001', number: '+380671112233' },
    };
    await core.hears('session.state');
    core.tell(event);
    expect(core.engines).to.have.length(0);
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    core.tell(event);
    const state = await core.hears('phone.state', ({ calls }) => calls.length === 1);
    // The played phone keeps the digits alone.
    expect(state.calls[0]?.number).to.equal('77001');
  });

  for (const first of ['the phone', 'the gateway'] as const)
    it(`says of a callback that its visitor has cancelled that it is cancelled, not missed; ${first} hears it first`, async () => {
      const core = start(sessionOf());
      await core.caller.request('core.lead', true);
      await core.hears('phone.state', ({ status }) => status === 'registered');
      const phone = core.engines[0]!;
      const id = phone.receive({ number: '+380671234501' });
      const other = phone.receive({ number: '+380671234502' });
      const word = () =>
        core.tell({
          ...{ id: 1, time: '2026-11-23T09:00:00.000Z', v: 1, type: 'call.ended' },
          data: { call: callOf({ id, state: 'ended', endReason: 'cancelled' }), matches: [] },
        });
      if (first === 'the gateway') word();
      phone.farHangsUp(id);
      if (first === 'the phone') word();
      phone.farHangsUp(other);
      const over = await core.hears(
        'phone.state',
        ({ calls }) => calls.length === 2 && calls.every(({ state }) => state === 'ended'),
      );
      const ends = Object.fromEntries(over.calls.map((call) => [call.id, call.endReason]));
      expect(ends).to.deep.equal({ [id]: 'cancelled', [other]: 'missed' });
    });

  for (const { who, record, mark } of [
    { who: 'who asks', record: {}, mark: 'waiting' },
    { who: 'who is asked', record: { agent: { id: 'other', name: 'Other' } }, mark: undefined },
    {
      who: 'whom the call was passed to',
      record: { transferredBy: { callId: 'waiting', id: 'other', name: 'Other' } },
      mark: undefined,
    },
  ])
    it(`is ${mark ? 'a' : 'no'} consultation for ${who}`, async () => {
      const core = start(sessionOf());
      await core.caller.request('core.lead', true);
      await core.hears('phone.state', ({ status }) => status === 'registered');
      const id = core.engines[0]!.receive({ number: '101' });
      const { id: agentId, name } = sessionOf().agent;
      const call = {
        id,
        agent: { id: agentId, name },
        consultationOf: 'waiting',
        participants: [],
        ...record,
      };
      core.setState({ live: [{ call: callOf(call), matches: [] }] });
      // What the gateway knows of the call is there.
      const state = await core.hears('phone.state', ({ calls }) => calls[0]?.participants !== undefined);
      expect(state.calls[0]?.consultationOf).to.equal(mark);
    });

  it('does not register while another tab leads', async () => {
    const core = start(sessionOf());
    await core.hears('session.state');
    expect(core.engines).to.have.length(0);
    expect(await refused(core.caller.request('phone.call', '101'))).to.equal('conflict');
  });

  it('shows the call of the page before this one as recovering before the engine is there, then takes it over', async () => {
    const core = start(sessionOf({ dialogs: [DIALOG] }));
    const early = await core.hears('phone.state', ({ calls }) => calls.length === 1);
    expect(early.calls[0]).to.deep.include({
      id: 'call-1',
      state: 'connected',
      recovering: true,
      muted: true,
    });
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    expect(core.engines[0]?.done).to.deep.equal(['recover 1']);
  });

  it('asks for the dialogs anew when it takes the lead long after it has joined', async () => {
    const core = start(sessionOf());
    await core.hears('session.state');
    core.setGateway(sessionOf({ dialogs: [DIALOG] }));
    core.pass(60_000);
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    expect(core.engines[0]?.done).to.deep.equal(['recover 1']);
  });

  it('steps down without hanging up', async () => {
    const core = start(sessionOf());
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    await core.caller.request('core.lead', false);
    expect(core.engines[0]?.done).to.include('stop, calls kept');
    expect(core.done.at(-1)).to.equal('stream closed');
  });

  it('hangs up and leaves the PBX before it signs out, and says that a person did it', async () => {
    const core = start(sessionOf());
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    await core.caller.request('session.signOut');
    expect(core.engines[0]?.done).to.include('stop');
    expect(core.done.at(-1)).to.equal('signed out');
    expect(core.latest('phone.state')?.status).to.equal('signed-out');
    expect(core.latest('session.state')).to.deep.equal({ signedIn: false });
    await core.hears('session.changed');
  });

  it('starts the phone after somebody has signed in through its form', async () => {
    const core = start(undefined);
    await core.hears('session.state', ({ signedIn }) => !signedIn);
    await core.caller.request('core.lead', true);
    await core.caller.request('session.signIn', { locale: 'uk', scheme: 'light' });
    expect((await core.hears('frame.show')).width).to.equal(340);
    const [login, password] = document.querySelectorAll('input');
    login!.value = 'olena';
    password!.value = 'ringback';
    document.querySelector('form')!.requestSubmit();
    await core.hears('phone.state', ({ status }) => status === 'registered');
    await core.hears('session.state', ({ signedIn, agentId }) => signedIn && agentId === 'agent-olena');
    await core.hears('session.changed');
    await core.hears('frame.hide');
  });

  it('leaves the call standing when the session ends by itself', async () => {
    const core = start(sessionOf());
    await core.caller.request('core.lead', true);
    await core.hears('phone.state', ({ status }) => status === 'registered');
    core.setGateway(undefined);
    await core.caller.request('session.refresh');
    await core.hears('phone.state', ({ status }) => status === 'signed-out');
    expect(core.engines[0]?.done).to.include('stop, calls kept');
  });

  it('says that the gateway is down, and goes on when it is back', async () => {
    const core = start(new Error('no way'));
    const down = await core.hears('phone.state', ({ status }) => status === 'offline');
    expect(down.error?.code).to.equal('gateway-down');
    await core.caller.request('core.lead', true);
    core.setGateway(sessionOf());
    await core.caller.request('phone.retry');
    await core.hears('phone.state', ({ status }) => status === 'registered');
  });

  it('takes no fact of another tab before it has the snapshot to weigh it against, and no rubbish at all', async () => {
    const core = start(sessionOf());
    const fact: RingbackEvent = {
      id: 9,
      type: 'call.ringing',
      time: '2026-11-23T09:00:00.000Z',
      v: 1,
      data: { call: callOf(), matches: [] },
    };
    const early = core.caller.request('core.ingest', fact);
    expect(core.ingested).to.deep.equal([]);
    await early;
    await core.caller.request('core.ingest', { ...fact, type: 'call.hacked' as 'call.ringing' });
    await core.caller.request('core.ingest', {
      ...fact,
      data: { call: 'nonsense' },
    } as unknown as RingbackEvent);
    expect(core.ingested).to.deep.equal([fact]);
  });

  const bad: [Method, ...unknown[]][] = [
    ['phone.call', 42],
    ['phone.call', ''],
    ['phone.call', '1'.repeat(81)],
    ['phone.call', '101', 'and more'],
    ['phone.answer', '../../etc'],
    ['phone.sendDtmf', 'call-1', '1; BYE'],
    ['phone.setMuted', 'call-1', 'yes'],
    ['core.lead', 'true'],
    ['calls.update', 'call-1', { comment: 'x', role: 'administrator' }, 'key'],
    ['session.signIn', { locale: 'xx', scheme: 'dark' }],
    ['parties.create', { name: 'No phones', kind: 'lead', phones: [] }],
  ];
  for (const [method, ...params] of bad) {
    it(`refuses ${method}(${JSON.stringify(params).slice(1, 60)})`, async () => {
      const core = start(sessionOf());
      const request = core.caller.request as (method: Method, ...params: unknown[]) => Promise<unknown>;
      expect(await refused(request(method, ...params))).to.equal('invalid');
    });
  }

  it('says who is signed in, and so what may be asked, before it says that the gateway is there', async () => {
    const core = start(sessionOf());
    await core.hears('session.state');
    await core.hears('backend.state', ({ status }) => status === 'online');
    const first = (wanted: string) => core.notices.findIndex(([notice]) => notice === wanted);
    expect(first('session.state')).to.be.lessThan(first('backend.state'));
  });

  it('says whether this agent may write customers', async () => {
    const core = start(sessionOf({ writesParties: true }));
    expect(await core.hears('session.state')).to.deep.include({ writesParties: true });
  });

  it('keeps customers from an agent who may not read them', async () => {
    const core = start(sessionOf({ permissions: ['calls.own'] }));
    expect(await core.hears('session.state')).to.deep.equal({ signedIn: true, agentId: 'agent-olena' });
    expect(await refused(core.caller.request('parties.findByPhone', '+380671234501'))).to.equal('forbidden');
  });
});
