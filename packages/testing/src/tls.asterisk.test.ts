/** Asterisk with a certificate, as docs/adapters/asterisk.md has it: ARI by https, phones by wss, SIP by TLS. */
import assert from 'node:assert/strict';
import tls from 'node:tls';
import type { Pbx, PbxEvent } from '@ringback/adapters';
import { createAsterisk, examineAsterisk } from '@ringback/adapters/asterisk';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Asterisk, createSipBot, type SipBot, startAsterisk } from './node/index.ts';
import { quietLog } from './quiet-log.ts';

let asterisk: Asterisk;
let secure: NonNullable<Asterisk['secure']>;
let pbx: Pbx | undefined;
const phones: SipBot[] = [];
const known = tls.getCACertificates('default');

beforeAll(async () => {
  asterisk = await startAsterisk({ tls: true });
  assert(asterisk.secure);
  secure = asterisk.secure;
  // As NODE_EXTRA_CA_CERTS does for a gateway.
  tls.setDefaultCACertificates([...known, secure.certificate]);
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.stop()));
  await pbx?.stop();
  pbx = undefined;
});
afterAll(async () => {
  tls.setDefaultCACertificates(known);
  await asterisk.stop();
});

const settings = (ariUrl = secure.ariUrl) => ({
  ...{ ariUrl, user: asterisk.ariUser, password: asterisk.ariPassword },
  ...{ sipServers: [secure.sipUrl], domain: '127.0.0.1', trunkEndpoint: 'PJSIP/{number}@visitor' },
});
const context = () => ({ http: fetch, now: () => new Date(), log: quietLog });

it('The gateway leads it by https: a phone registers by wss, calls, and hears itself', async () => {
  pbx = createAsterisk(settings(), context());
  const told: PbxEvent[] = [];
  pbx.events.follow((event) => told.push(event));
  pbx.start();
  await vi.waitFor(() => expect(told).toContainEqual({ type: 'connection.changed', up: true }));
  const credential = await pbx.devices?.issueCredential({
    ...{ endpoint: '101', displayName: 'Olena', ttlSeconds: 600 },
  });
  assert(credential);
  expect(credential.servers).toEqual([secure.sipUrl]);
  const phone = createSipBot({ ...credential, tone: 440 });
  phones.push(phone);
  await phone.register();
  await vi.waitFor(() =>
    expect(told).toContainEqual({ type: 'device.changed', endpoint: '101', online: true }),
  );
  const call = phone.call('+380671112233');
  const offered = await vi.waitFor(() => {
    const event = told.find(({ type }) => type === 'leg.offered');
    assert(event?.type === 'leg.offered');
    return event;
  });
  expect(offered.origin).toEqual({ kind: 'device', endpoint: '101' });
  await pbx.answer?.answer(offered.legId);
  await call.answered;
  await pbx.hangup?.leg(offered.legId);
  await call.ended;
  const echo = phone.call('echo');
  await echo.answered;
  await echo.hears(440);
  echo.hangup();
  await echo.ended;
});

it('A certificate for another name is not accepted, and the doctor says what it must be', async () => {
  const elsewhere = settings(secure.ariUrl.replace('127.0.0.1', 'localhost'));
  const findings = await examineAsterisk(elsewhere, { http: fetch, extensions: [] });
  expect(findings[0]).toMatchObject({
    level: 'bad',
    what: expect.stringContaining('certificate is not accepted') as string,
    mend: expect.stringContaining('NODE_EXTRA_CA_CERTS') as string,
  });
});

it('SIP over TLS is answered', async () => {
  const socket = tls.connect({ host: '127.0.0.1', port: secure.sipPort });
  const answer = new Promise<string>((resolve, reject) => {
    socket.once('data', (data) => resolve(String(data)));
    socket.once('error', reject);
  });
  const via = `SIP/2.0/TLS 127.0.0.1:${secure.sipPort};branch=z9hG4bK-1`;
  socket.write(
    [
      ...['OPTIONS sip:127.0.0.1 SIP/2.0', `Via: ${via}`, 'Max-Forwards: 70'],
      ...['From: <sip:desk@127.0.0.1>;tag=1', 'To: <sip:127.0.0.1>', 'Call-ID: tls-1', 'CSeq: 1 OPTIONS'],
      ...['Content-Length: 0', '', ''],
    ].join('\r\n'),
  );
  expect(await answer).toMatch(/^SIP\/2\.0 (200|401|404) /);
  expect(socket.getProtocol()).toMatch(/^TLSv1\.[23]$/);
  socket.destroy();
});
