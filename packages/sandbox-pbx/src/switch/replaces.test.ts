import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANDRIY, createBench, OLENA, type TestBench } from '../testing/bench.harness.ts';
import { type Call, offerSdp, type RawPhone, tagOf } from '../testing/raw-phone.harness.ts';

let bench: TestBench;
beforeEach(async () => void (bench = await createBench()));
afterEach(() => bench.close());

async function bridgedCall() {
  const phone = await bench.phone(OLENA);
  const { talk } = await phone.callAndTalk('0501112233');
  const { legId } = await bench.control.event('leg.offered');
  await bench.control.run('answer', { legId });
  await bench.control.event('leg.answered');
  await bench.control.run('bridge.create', { bridgeId: 'b' });
  await bench.control.run('bridge.add', { bridgeId: 'b', legId });
  return { phone, legId, call: await talk };
}

/** As the page reads it from its own dialog: its remote tag is the PBX's. */
function replaces({ invite, response }: Call): [string, string][] {
  const value = `${invite.headers.get('call-id')};to-tag=${tagOf(response.headers.get('to'))};from-tag=${tagOf(invite.headers.get('from'))}`;
  return [
    ['Replaces', value],
    ['Require', 'replaces'],
  ];
}

async function takeOver(phone: RawPhone, call: Call, body = offerSdp()): Promise<Call> {
  const taken = await phone.ask(phone.invite('0501112233', replaces(call), body));
  if (taken.response.status === 200) phone.send(phone.inDialog(taken, 'ACK'));
  return taken;
}

describe('a page that comes back to its call', () => {
  it('stands where it stood, and the application learns the new id and nothing else', async () => {
    const { phone, legId, call } = await bridgedCall();
    await phone.drop();
    const again = await bench.phone(OLENA);
    expect((await takeOver(again, call)).response.status).toBe(200);
    const { byLegId, ...event } = await bench.control.event('leg.replaced');
    expect(event).toMatchObject({ legId });
    expect((await bench.control.snapshot()).legs).toEqual([
      { legId: byLegId, answered: true, bridgeId: 'b' },
    ]);
    bench.clock.advance(120);
    await bench.control.snapshot();
    expect(bench.control.events.rest()).toEqual([]);
  });

  it('can do so again and again', async () => {
    let { phone, call } = await bridgedCall();
    for (let i = 0; i < 3; i++) {
      await phone.drop();
      phone = await bench.phone(OLENA);
      call = await takeOver(phone, call);
      expect(call.response.status).toBe(200);
      await bench.control.event('leg.replaced');
    }
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('hangs up the page that still had it', async () => {
    const { phone, call } = await bridgedCall();
    const other = await bench.phone(OLENA);
    await takeOver(other, call);
    const bye = await phone.request('BYE');
    phone.reply(bye, 200);
    await bench.control.event('leg.replaced');
    phone.send(phone.inDialog(call, 'OPTIONS'));
    await phone.response(481);
  });

  it.each([
    ['resumes a held call by coming back unheld', 'sendonly', 'sendrecv', ['leg.held', 'leg.resumed']],
    ['keeps a held call held by coming back on hold', 'sendonly', 'sendonly', ['leg.held']],
    ['holds a call by coming back on hold', 'sendrecv', 'sendonly', ['leg.held']],
  ])('%s', async (_what, before, after, told) => {
    const { phone, call } = await bridgedCall();
    const request = phone.inDialog(call, 'INVITE', [['Content-Type', 'application/sdp']], offerSdp(before));
    phone.send(request);
    await phone.final(request);
    await takeOver(await bench.phone(OLENA), call, offerSdp(after));
    await bench.control.event('leg.replaced');
    await bench.control.snapshot();
    expect(bench.control.events.rest().map(({ type }) => type)).toEqual(told);
  });

  it('takes over a call that it was called with', async () => {
    const phone = await bench.registered(OLENA);
    await bench.control.run('originate', {
      legId: 'leg-1',
      to: { kind: 'device', endpoint: '101' },
      caller: { number: '1' },
      callId: 'c',
      timeoutSeconds: 9,
    });
    const invite = await phone.request('INVITE');
    const answer = phone.reply(invite, 200, { tag: 'mine', body: offerSdp() });
    await bench.control.event('leg.answered');
    // Seen from the phone, its own tag stands in To and the PBX's in From.
    const value = `${invite.headers.get('call-id')};to-tag=${tagOf(invite.headers.get('from'))};from-tag=${tagOf(answer.headers.get('to'))}`;
    const again = await bench.phone(OLENA);
    const { response } = await again.ask(
      again.invite('101', [
        ['Replaces', value],
        ['Require', 'replaces'],
      ]),
    );
    expect(response.status).toBe(200);
    expect(await bench.control.event('leg.replaced')).toMatchObject({ legId: 'leg-1' });
  });

  it('works while the application is away', async () => {
    const { call } = await bridgedCall();
    bench.control.close();
    await bench.control.closed;
    expect((await takeOver(await bench.phone(OLENA), call)).response.status).toBe(200);
  });

  it('is too late when the call is over', async () => {
    const { phone, call, legId } = await bridgedCall();
    await phone.drop();
    await bench.control.run('hangup', { legId });
    expect((await takeOver(await bench.phone(OLENA), call)).response.status).toBe(481);
    await bench.control.event('leg.ended');
    expect((await bench.control.snapshot()).legs).toEqual([]);
  });

  it('is let in only once when two tabs come at the same time', async () => {
    const { phone, call } = await bridgedCall();
    await phone.drop();
    const [one, two] = [await bench.phone(OLENA), await bench.phone(OLENA)];
    const taken = await Promise.all([takeOver(one, call), takeOver(two, call)]);
    expect(taken.map(({ response }) => response.status).sort()).toEqual([200, 481]);
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });
});

describe('somebody who would take over a call', () => {
  it('is refused when it is another agent’s', async () => {
    const { call, legId } = await bridgedCall();
    expect((await takeOver(await bench.phone(ANDRIY), call)).response.status).toBe(403);
    expect((await bench.control.snapshot()).legs).toEqual([{ legId, answered: true, bridgeId: 'b' }]);
  });

  it.each(['unknown;to-tag=a;from-tag=b', 'unknown', '', ';;;'])(
    'is refused when %j is no call',
    async (value) => {
      await bridgedCall();
      const phone = await bench.phone(OLENA);
      expect((await phone.ask(phone.invite('1', [['Replaces', value]]))).response.status).toBe(481);
    },
  );

  it('is refused without a password', async () => {
    const { call } = await bridgedCall();
    const phone = await bench.phone({ user: '101', password: 'guess' });
    expect((await takeOver(phone, call)).response.status).toBe(401);
  });

  it('cannot take a call that only rings', async () => {
    const phone = await bench.phone(OLENA);
    const invite = await phone.start(phone.invite('0501112233'));
    await bench.control.event('leg.offered');
    const trying = await phone.response(100);
    expect((await takeOver(await bench.phone(OLENA), { invite, response: trying })).response.status).toBe(
      481,
    );
  });
});
