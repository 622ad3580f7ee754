import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBench, OLENA, type TestBench, VISITOR } from '../testing/bench.harness.ts';
import { offerSdp, type RawPhone } from '../testing/raw-phone.harness.ts';
import { serialize } from './message.ts';

let bench: TestBench;
const complaints: string[] = [];
beforeEach(async () => void (bench = await createBench({ log: (line) => complaints.push(line) })));
afterEach(() => bench.close());

/** A registration works from end to end: the PBX lives, and so does this connection. */
async function isAlive(phone: RawPhone): Promise<void> {
  expect((await phone.register()).status).toBe(200);
  expect(complaints.filter((line) => line.includes('could not be handled'))).toEqual([]);
}

const OPTIONS =
  'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n\r\n';

describe('a hostile phone', () => {
  it.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(2000)],
    ['a start line alone', 'INVITE sip:a@b SIP/2.0'],
    [
      'a response nobody waits for',
      'SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n',
    ],
    ['an ACK for nothing', OPTIONS.replaceAll('OPTIONS', 'ACK')],
    ['a CSeq beyond numbers', OPTIONS.replace('1 OPTIONS', '99999999999999 OPTIONS')],
    ['an open quote', OPTIONS.replace('<sip:a@b>;tag=1', '"<sip:a@b>;tag=1')],
    ['a name of 50 kB', OPTIONS.replace('From: ', `From: "${'a'.repeat(50_000)}" `)],
    ['60 kB of spaces in a name', OPTIONS.replace('From: ', `From: a${' '.repeat(60_000)}`)],
    ['two thousand Vias', OPTIONS.replace('Via: ', `Via: ${'SIP/2.0/WS y;branch=1,'.repeat(2000)}`)],
  ])('does no harm with %s', async (_what, text) => {
    const phone = await bench.phone(OLENA);
    phone.sendText(text);
    await isAlive(phone);
  });

  it('does no harm with random bytes, nor with messages that are damaged at random', async () => {
    const phone = await bench.phone(OLENA);
    const invite = serialize(phone.invite('102', [['Replaces', 'a;to-tag=b;from-tag=c']]));
    for (let i = 0; i < 300; i++) {
      phone.sendText(randomBytes(i).toString('latin1'));
      const at = (i * 37) % invite.length;
      phone.sendText(invite.slice(0, at) + randomBytes(3).toString('latin1') + invite.slice(at + (i % 9)));
    }
    await isAlive(phone);
  });

  it('hears 400 when its request cannot be read', async () => {
    const phone = await bench.phone(OLENA);
    phone.sendText(OPTIONS.replace('Call-ID: c\r\n', ''));
    await phone.response(400);
  });

  it('is cut off when it sends more than a message can be', async () => {
    const phone = await bench.phone(OLENA);
    phone.sendText('x'.repeat(70_000));
    await phone.closed;
    await isAlive(await bench.phone(OLENA));
  });

  it.each([
    ['a method that there is not', 'PUBLISH', 405],
    ['a BYE for no call', 'BYE', 481],
    ['a question', 'OPTIONS', 200],
  ])('is answered properly on %s', async (_what, method, status) => {
    const phone = await bench.phone(OLENA);
    const request = phone.build(method, 'sip:a@b.invalid');
    phone.send(request);
    expect((await phone.final(request)).status).toBe(status);
  });

  it('cannot cancel what it did not start', async () => {
    const [mallory, visitor] = [await bench.phone(OLENA), await bench.phone(VISITOR)];
    const invite = await visitor.start(visitor.invite('+380441234567'));
    await bench.control.event('leg.offered');
    expect((await mallory.final(mallory.cancel(invite))).status).toBe(481);
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('cannot hang up a call whose tags it does not know', async () => {
    const visitor = await bench.phone(VISITOR);
    const { talk } = await visitor.callAndTalk('+380441234567');
    await bench.control.run('answer', { legId: (await bench.control.event('leg.offered')).legId });
    const call = await talk;
    const mallory = await bench.phone(OLENA);
    const guess = mallory.inDialog(call, 'BYE');
    const text = serialize(guess).replace(/(To: .*tag=)\w+/, '$1guess');
    mallory.sendText(text);
    await mallory.response(481);
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('gets nothing by a re-INVITE that cannot be read', async () => {
    const visitor = await bench.phone(VISITOR);
    const { talk } = await visitor.callAndTalk('+380441234567');
    await bench.control.run('answer', { legId: (await bench.control.event('leg.offered')).legId });
    const call = await talk;
    for (const body of ['', 'v=0\r\nm=audio', offerSdp().replace(' 111 0 126', ' 111')]) {
      const request = visitor.inDialog(call, 'INVITE', [['Content-Type', 'application/sdp']], body);
      visitor.send(request);
      expect((await visitor.final(request)).status).toBe(488);
    }
    expect((await bench.control.snapshot()).legs).toHaveLength(1);
  });

  it('that keeps the line alive gets its pong', async () => {
    const phone = await bench.phone(OLENA);
    phone.sendText('\r\n\r\n');
    await isAlive(phone);
  });
});
