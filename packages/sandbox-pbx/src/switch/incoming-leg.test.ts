import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBench, OLENA, RawControl, type TestBench, VISITOR } from '../testing/bench.harness.ts';
import { offerSdp } from '../testing/raw-phone.harness.ts';
import { parseSdp } from '../media/sdp.ts';

let bench: TestBench;
beforeEach(async () => void (bench = await createBench()));
afterEach(() => bench.close());

async function offered(login = VISITOR, headers: [string, string][] = [], number = '+380441234567') {
  const phone = await bench.phone(login);
  const { invite, talk } = await phone.callAndTalk(number, headers);
  const event = await bench.control.event('leg.offered');
  return { phone, invite, talk, event, legId: event.legId };
}

async function talking() {
  const call = await offered();
  await bench.control.run('answer', { legId: call.legId });
  await bench.control.event('leg.answered');
  return { ...call, call: await call.talk };
}

/** An agent's phone, because its going is told by `device.changed`. */
async function talkingAgent() {
  const phone = await bench.registered(OLENA);
  await bench.control.event('device.changed');
  const { talk } = await phone.callAndTalk('0501112233');
  const { legId } = await bench.control.event('leg.offered');
  await bench.control.run('answer', { legId });
  await bench.control.event('leg.answered');
  return { phone, legId, call: await talk };
}

describe('a call from a phone', () => {
  it('is offered to the application, and hears nothing until told', async () => {
    const { phone, legId, event, talk } = await offered(VISITOR, [
      ['P-Asserted-Identity', '"Ірина" <sip:+380501112233@world.invalid>'],
    ]);
    expect(event).toMatchObject({
      origin: { kind: 'trunk' },
      caller: { number: '+380501112233', name: 'Ірина' },
      dialled: '+380441234567',
      at: '2027-01-01T10:00:00.000Z',
    });
    await phone.response(100);
    await bench.control.run('ring', { legId });
    await phone.response(180);
    await bench.control.run('answer', { legId });
    const { response } = await talk;
    expect(response.status).toBe(200);
    expect(parseSdp(response.body)).toMatchObject({ setup: 'passive', eventPayload: 126 });
    expect(await bench.control.event('leg.answered')).toMatchObject({ legId });
  });

  it('of an agent carries his own number, whatever it claims, and the call id', async () => {
    const { event } = await offered(
      OLENA,
      [
        ['X-Ringback-Call', 'call-7'],
        ['P-Asserted-Identity', '<sip:+1@x.invalid>'],
      ],
      '0501112233',
    );
    expect(event).toMatchObject({
      origin: { kind: 'device', endpoint: '101' },
      caller: { number: '101' },
      dialled: '0501112233',
      callId: 'call-7',
    });
  });

  it('is known by the number that the visitor’s phone registered with', async () => {
    const phone = await bench.registered(VISITOR, [['X-Number', '+380501112233']]);
    await phone.callAndTalk('+380441234567');
    expect(await bench.control.event('leg.offered')).toMatchObject({ caller: { number: '+380501112233' } });
  });

  it('is not let in without a password', async () => {
    const phone = await bench.phone({ user: '101', password: 'guess' });
    expect((await phone.ask(phone.invite('102'))).response.status).toBe(401);
    expect((await bench.control.snapshot()).legs).toEqual([]);
  });

  it('can be taken back before it is answered', async () => {
    const { phone, invite, talk, legId } = await offered();
    const cancel = phone.cancel(invite);
    expect((await phone.final(cancel)).status).toBe(200);
    expect((await talk).response.status).toBe(487);
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId, cause: 'cancelled' });
    expect((await bench.control.ask('answer', { legId })).error?.code).toBe('not-found');
  });

  it.each([
    ['busy', 486],
    ['rejected', 603],
    ['no-answer', 480],
    ['unreachable', 404],
    [undefined, 603],
  ])('refused as %s hears %i', async (cause, status) => {
    const { talk, legId } = await offered();
    await bench.control.run('hangup', { legId, ...(cause && { cause }) });
    expect((await talk).response.status).toBe(status);
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: cause ?? 'rejected' });
  });

  it('is given up when the application never decides', async () => {
    const { talk } = await offered();
    bench.clock.advance(181);
    expect((await talk).response.status).toBe(408);
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'no-answer' });
  });

  it('ends when the caller’s page is closed before the answer', async () => {
    const { phone, legId } = await offered();
    await phone.drop();
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId, cause: 'cancelled' });
  });

  it('is refused while no application is there', async () => {
    bench.control.close();
    await bench.control.closed;
    const phone = await bench.phone(VISITOR);
    expect((await phone.ask(phone.invite('+380441234567'))).response.status).toBe(503);
  });

  it.each([
    ['an extension that we lack', [['Require', '100rel']], offerSdp(), 420],
    ['no offer', [], '', 488],
    ['nothing but opus', [], offerSdp().replace(' 111 0 126', ' 111'), 488],
  ] as [string, [string, string][], string, number][])(
    'with %s is refused',
    async (_what, headers, body, status) => {
      const phone = await bench.phone(VISITOR);
      expect((await phone.ask(phone.invite('1', headers, body))).response.status).toBe(status);
    },
  );

  it('that is sent twice is one call', async () => {
    const { phone, invite, talk, legId } = await offered();
    phone.send(invite);
    await bench.control.run('answer', { legId });
    await talk;
    phone.send(invite);
    expect((await phone.final(invite)).status).toBe(200);
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('is answered once, however often it is told to', async () => {
    const { legId, talk } = await offered();
    await Promise.all([bench.control.run('answer', { legId }), bench.control.run('answer', { legId })]);
    expect((await talk).response.status).toBe(200);
    await bench.control.event('leg.answered');
    await bench.control.snapshot();
    expect(bench.control.events.rest()).toEqual([]);
  });
});

describe('an answered leg', () => {
  it('ends by the phone’s BYE', async () => {
    const { phone, call, legId } = await talking();
    const bye = phone.inDialog(call, 'BYE');
    phone.send(bye);
    expect((await phone.final(bye)).status).toBe(200);
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId, cause: 'normal' });
    phone.send(phone.inDialog(call, 'OPTIONS'));
    await phone.response(481);
  });

  it('ends by the application, and an unknown leg is already ended', async () => {
    const { phone, legId } = await talking();
    await bench.control.run('hangup', { legId });
    await phone.request('BYE');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'normal' });
    await bench.control.run('hangup', { legId });
  });

  it.each(['sendonly', 'inactive', 'recvonly'])(
    'is held by %s and resumed, each told once',
    async (direction) => {
      const { phone, call, legId } = await talking();
      const ask = async (wanted: string): Promise<string> => {
        const request = phone.inDialog(
          call,
          'INVITE',
          [
            ['Content-Type', 'application/sdp'],
            ['Contact', phone.contact],
          ],
          offerSdp(wanted),
        );
        phone.send(request);
        const response = await phone.final(request);
        phone.send(phone.inDialog({ invite: request, response }, 'ACK'));
        return response.body;
      };
      await ask(direction);
      expect(await bench.control.event('leg.held')).toMatchObject({ legId });
      await ask(direction);
      expect(await ask('sendrecv')).toContain('a=sendrecv');
      expect(await bench.control.event('leg.resumed')).toMatchObject({ legId });
      expect(bench.control.events.rest()).toEqual([]);
    },
  );

  it('gets new ICE credentials when its phone has new ones, and keeps them otherwise', async () => {
    const { phone, call } = await talking();
    const ufragAfter = async (sdp: string): Promise<string | undefined> => {
      const update = phone.inDialog(call, 'UPDATE', [['Content-Type', 'application/sdp']], sdp);
      phone.send(update);
      return parseSdp((await phone.final(update)).body)?.iceUfrag;
    };
    const first = parseSdp(call.response.body)?.iceUfrag;
    expect(await ufragAfter(offerSdp())).toBe(first);
    expect(await ufragAfter(offerSdp().replace('ice-ufrag:abcd', 'ice-ufrag:wxyz'))).not.toBe(first);
  });

  it('answers what phones ask in between', async () => {
    const { phone, call } = await talking();
    for (const [method, status] of [
      ['OPTIONS', 200],
      ['UPDATE', 200],
      ['INFO', 200],
      ['REFER', 405],
    ] as const) {
      const request = phone.inDialog(call, method);
      phone.send(request);
      expect((await phone.final(request)).status).toBe(status);
    }
    const update = phone.inDialog(call, 'UPDATE', [['Session-Expires', '90']], offerSdp());
    phone.send(update);
    expect((await phone.final(update)).body).toContain('a=sendrecv');
  });

  it('refuses a request that was overtaken', async () => {
    const { phone, call } = await talking();
    const old = phone.inDialog(call, 'OPTIONS');
    const fresh = phone.inDialog(call, 'OPTIONS');
    phone.send(fresh);
    await phone.final(fresh);
    phone.send(old);
    expect((await phone.final(old)).status).toBe(500);
  });

  it('passes a pressed key on to the other side', async () => {
    const olena = await bench.registered(OLENA);
    const { phone, call, legId } = await talking();
    await bench.control.run('originate', {
      legId: 'leg-b',
      to: { kind: 'device', endpoint: '101' },
      caller: { number: '1' },
      callId: 'c',
      timeoutSeconds: 9,
    });
    olena.reply(await olena.request('INVITE'), 200, { body: offerSdp() });
    await bench.control.event('leg.answered');
    await bench.control.run('bridge.create', { bridgeId: 'b' });
    await bench.control.run('bridge.add', { bridgeId: 'b', legId });
    await bench.control.run('bridge.add', { bridgeId: 'b', legId: 'leg-b' });
    phone.send(
      phone.inDialog(
        call,
        'INFO',
        [['Content-Type', 'application/dtmf-relay']],
        'Signal=5\r\nDuration=160\r\n',
      ),
    );
    const info = await olena.request('INFO');
    expect(info.headers.get('content-type')).toBe('application/dtmf-relay');
    expect(info.body).toContain('Signal=5');
  });

  it('is hung up when the phone never acknowledges', async () => {
    const phone = await bench.phone(VISITOR);
    await phone.start(phone.invite('+380441234567'));
    const { legId } = await bench.control.event('leg.offered');
    await bench.control.run('answer', { legId });
    await phone.response(200);
    bench.clock.advance(33);
    await phone.request('BYE');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'failed' });
  });

  it('stays for a minute when its phone is gone, then ends', async () => {
    const { phone, legId } = await talkingAgent();
    await phone.drop();
    await bench.control.event('device.changed');
    bench.clock.advance(59);
    expect((await bench.control.snapshot()).legs).toEqual([{ legId, answered: true }]);
    bench.clock.advance(2);
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId, cause: 'failed' });
  });

  it('goes on when the same phone comes back on a new connection', async () => {
    const { phone, call, legId } = await talkingAgent();
    await phone.drop();
    await bench.control.event('device.changed');
    const again = await bench.phone(OLENA);
    again.send(phone.inDialog(call, 'OPTIONS'));
    await again.response(200);
    bench.clock.advance(61);
    expect((await bench.control.snapshot()).legs).toEqual([{ legId, answered: true }]);
    await bench.control.run('hangup', { legId });
    await again.request('BYE');
  });

  it('is found again by the phone’s own address when it registers anew', async () => {
    const { phone, legId } = await talkingAgent();
    await phone.drop();
    await bench.control.event('device.changed');
    const again = await bench.phone(OLENA);
    await again.register({ contact: phone.contact.replace('>', ';ob>') });
    bench.clock.advance(61);
    await bench.control.run('hangup', { legId });
    await again.request('BYE');
  });

  it('goes on while the application is away, and is in its next snapshot', async () => {
    const { legId } = await talking();
    bench.control.close();
    await bench.control.closed;
    const next = await RawControl.connect(bench.pbx.controlUrl);
    expect((await next.snapshot()).legs).toEqual([{ legId, answered: true }]);
  });
});
