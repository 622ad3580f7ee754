import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBench, OLENA, type TestBench, VISITOR } from '../testing/bench.harness.ts';
import { offerSdp, reasonHeader } from '../testing/raw-phone.harness.ts';

let bench: TestBench;
beforeEach(async () => void (bench = await createBench()));
afterEach(() => bench.close());

const ring = (over: object = {}): Promise<unknown> =>
  bench.control.run('originate', {
    legId: 'leg-1',
    to: { kind: 'device', endpoint: '101' },
    caller: { number: '+380501112233', name: 'Ірина "К"' },
    callId: 'call-1',
    timeoutSeconds: 20,
    ...over,
  });

describe('a leg to an agent', () => {
  it('rings with the caller, and Ringback’s own call id', async () => {
    const phone = await bench.registered(OLENA);
    await ring();
    const invite = await phone.request('INVITE');
    expect(invite.headers.get('x-ringback-call')).toBe('call-1');
    expect(invite.headers.get('from')).toMatch(/^"Ірина \\"К\\"" <sip:\+380501112233@/);
    phone.reply(invite, 100);
    phone.reply(invite, 180);
    phone.reply(invite, 180);
    expect(await bench.control.event('leg.ringing')).toMatchObject({
      legId: 'leg-1',
      at: '2027-01-01T10:00:00.000Z',
    });
    phone.reply(invite, 200, { body: offerSdp() });
    await phone.request('ACK');
    expect(await bench.control.event('leg.answered')).toMatchObject({ legId: 'leg-1', phone: 'soft' });
    expect((await bench.control.snapshot()).legs).toEqual([{ legId: 'leg-1', answered: true }]);
    expect(bench.control.events.rest().map(({ type }) => type)).not.toContain('leg.ringing');
  });

  it('rings in every tab; the first to answer has it, the others know why they stop', async () => {
    const phones = [
      await bench.registered(OLENA),
      await bench.registered(OLENA),
      await bench.registered(OLENA),
    ];
    await ring();
    const invites = await Promise.all(phones.map((phone) => phone.request('INVITE')));
    phones.forEach((phone, i) => phone.reply(invites[i]!, 180));
    phones[1]!.reply(invites[1]!, 200, { body: offerSdp() });
    for (const i of [0, 2]) {
      const cancel = await phones[i]!.request('CANCEL');
      expect(reasonHeader(cancel)).toBe('SIP;cause=200;text="Call completed elsewhere"');
      expect(cancel.headers.get('via')).toBe(invites[i]!.headers.get('via'));
      phones[i]!.reply(cancel, 200);
      phones[i]!.reply(invites[i]!, 487);
      await phones[i]!.request('ACK');
    }
    await bench.control.event('leg.answered');
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('goes on ringing elsewhere when one phone is busy, and is busy when all are', async () => {
    const [one, two] = [await bench.registered(OLENA), await bench.registered(OLENA)];
    await ring();
    const [first, second] = [await one.request('INVITE'), await two.request('INVITE')];
    one.reply(first, 486);
    await one.request('ACK');
    two.reply(second, 180);
    await bench.control.event('leg.ringing');
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
    two.reply(second, 486);
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId: 'leg-1', cause: 'busy' });
  });

  it.each([
    [486, 'busy'],
    [603, 'rejected'],
    [480, 'rejected'],
    [408, 'no-answer'],
    [404, 'unreachable'],
    [500, 'failed'],
  ])('that is answered with %i ends as %s', async (status, cause) => {
    const phone = await bench.registered(OLENA);
    await ring();
    phone.reply(await phone.request('INVITE'), status);
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause });
  });

  it('ends for all tabs when the agent declines for good', async () => {
    const [one, two] = [await bench.registered(OLENA), await bench.registered(OLENA)];
    await ring();
    one.reply(await one.request('INVITE'), 603);
    await two.request('CANCEL');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'rejected' });
  });

  it('ends when nobody answers in time, and the phones stop', async () => {
    const phone = await bench.registered(OLENA);
    await ring({ timeoutSeconds: 15 });
    phone.reply(await phone.request('INVITE'), 180);
    await bench.control.event('leg.ringing');
    bench.clock.advance(15);
    expect(reasonHeader(await phone.request('CANCEL'))).toContain('Q.850;cause=19');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'no-answer' });
  });

  it('ends when a phone does not even say that it has understood', async () => {
    const phone = await bench.registered(OLENA);
    await ring({ timeoutSeconds: 120 });
    await phone.request('INVITE');
    bench.clock.advance(33);
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'no-answer' });
  });

  it('is taken back with the cause that the application gives', async () => {
    const phone = await bench.registered(OLENA);
    await ring();
    phone.reply(await phone.request('INVITE'), 180);
    await bench.control.event('leg.ringing');
    await bench.control.run('hangup', { legId: 'leg-1', cause: 'answered-elsewhere' });
    expect(reasonHeader(await phone.request('CANCEL'))).toContain('Call completed elsewhere');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'answered-elsewhere' });
  });

  it('hangs up a phone that answers in the moment it is taken back', async () => {
    const phone = await bench.registered(OLENA);
    await ring();
    const invite = await phone.request('INVITE');
    await bench.control.run('hangup', { legId: 'leg-1' });
    phone.reply(invite, 200, { body: offerSdp() });
    await phone.request('ACK');
    await phone.request('BYE');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'cancelled' });
  });

  it('acknowledges a repeated 200 again and changes nothing', async () => {
    const phone = await bench.registered(OLENA);
    await ring();
    const ok = phone.reply(await phone.request('INVITE'), 200, { body: offerSdp() });
    await phone.request('ACK');
    phone.send(ok);
    await phone.request('ACK');
    await bench.control.event('leg.answered');
    expect((await bench.control.snapshot()).legs).toEqual([{ legId: 'leg-1', answered: true }]);
    expect(bench.control.events.rest().filter(({ type }) => type === 'leg.answered')).toEqual([]);
  });

  it('ends at once when no phone of the agent is there', async () => {
    await ring();
    expect(await bench.control.event('leg.ended')).toMatchObject({ legId: 'leg-1', cause: 'unreachable' });
  });

  it('rings on in a page that was reloaded while it rang', async () => {
    const old = await bench.registered(OLENA);
    await ring();
    old.reply(await old.request('INVITE'), 180);
    await bench.control.event('leg.ringing');
    await old.drop();
    const fresh = await bench.registered(OLENA);
    const invite = await fresh.request('INVITE');
    expect(invite.headers.get('x-ringback-call')).toBe('call-1');
    bench.clock.advance(6);
    fresh.reply(invite, 200, { body: offerSdp() });
    expect(await bench.control.event('leg.answered')).toMatchObject({ legId: 'leg-1' });
  });

  it('ends when its only page is closed and does not come back', async () => {
    const phone = await bench.registered(OLENA);
    await bench.control.event('device.changed');
    await ring();
    await phone.request('INVITE');
    await phone.drop();
    await bench.control.event('device.changed');
    bench.clock.advance(6);
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'unreachable' });
  });

  it('is not rung twice by a registration that is only refreshed', async () => {
    const phone = await bench.registered(OLENA);
    await ring();
    phone.reply(await phone.request('INVITE'), 180);
    await bench.control.event('leg.ringing');
    await phone.register();
    await bench.control.snapshot();
    expect(phone.inbox.rest().filter((one) => one.kind === 'request')).toEqual([]);
  });

  it('cannot be started twice under one id', async () => {
    await ring();
    expect(
      (
        await bench.control.ask('originate', {
          legId: 'leg-1',
          to: { kind: 'device', endpoint: '101' },
          caller: { number: '1' },
          callId: 'c',
          timeoutSeconds: 5,
        })
      ).error?.code,
    ).toBe('conflict');
  });

  it('does not let a caller’s name write headers', async () => {
    const phone = await bench.registered(OLENA);
    await ring({ caller: { number: '+380501112233\r\nX-Evil: 1', name: 'Eve\r\nX-Evil: 1' } });
    expect((await phone.request('INVITE')).headers.get('x-evil')).toBeUndefined();
  });

  it('hides a caller who has no number', async () => {
    const phone = await bench.registered(OLENA);
    await ring({ caller: { number: '' } });
    expect((await phone.request('INVITE')).headers.get('from')).toContain('sip:anonymous@anonymous.invalid');
  });
});

describe('a leg into the world', () => {
  const dial = (number: string): Promise<unknown> =>
    ring({ to: { kind: 'trunk', number }, caller: { number: '+380441234567' } });

  it('rings the phone that has the number, whatever way it is written, and no other', async () => {
    const iryna = await bench.registered(VISITOR, [['X-Number', '+380 50 111 22 33']]);
    const dub = await bench.registered(VISITOR, [
      ['P-Asserted-Identity', '<sip:+380672223344@world.invalid>'],
    ]);
    await dial('+380672223344');
    const invite = await dub.request('INVITE');
    expect(invite.headers.get('to')).toContain('sip:+380672223344@');
    expect(invite.headers.get('x-ringback-call')).toBeUndefined();
    dub.reply(invite, 180);
    await bench.control.event('leg.ringing');
    expect(iryna.inbox.rest().filter((one) => one.kind === 'request')).toEqual([]);
  });

  it('rings any phone when none says which number it has', async () => {
    const phone = await bench.registered(VISITOR);
    await dial('+380931234567');
    expect((await phone.request('INVITE')).headers.get('to')).toContain('+380931234567');
  });

  it('is unreachable when the phones there have other numbers', async () => {
    await bench.registered(VISITOR, [['X-Number', '+380501112233']]);
    await dial('+380931234567');
    expect(await bench.control.event('leg.ended')).toMatchObject({ cause: 'unreachable' });
  });
});
