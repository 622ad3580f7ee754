import { expect } from '@open-wc/testing';
import { PROTOCOL, type Welcome } from '../protocol.ts';
import { awaitHost } from './join.ts';

const HOST = 'http://panel.example';

function frameWindow() {
  const listeners = new Set<(event: MessageEvent) => void>();
  const parent = new MessageChannel().port1 as MessageEventSource;
  const warnings: string[] = [];
  const joined = awaitHost({
    window: {
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    parent,
    origins: [HOST],
    warn: (sentence) => void warnings.push(sentence),
  });
  let settled = false;
  void joined.then(() => (settled = true));

  /** Sends a message as a browser would, and hears what comes back on the port that went with it. */
  function post(
    data: unknown,
    { origin = HOST, source = parent }: { origin?: string; source?: MessageEventSource | null } = {},
  ) {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<Welcome>(
      (resolve) => (port1.onmessage = (event) => resolve(event.data as Welcome)),
    );
    for (const listener of [...listeners])
      listener(new MessageEvent('message', { data, origin, source, ports: [port2] }));
    return { answer, port: port1 };
  }
  return {
    post,
    joined,
    warnings,
    listeners,
    isJoined: async () => (await Promise.resolve(), await Promise.resolve(), settled),
  };
}

const hello = { ringback: 'hello', versions: PROTOCOL };

describe('joining the core frame', () => {
  it('lets the allowed host page in, and listens to nothing but its port from then on', async () => {
    const frame = frameWindow();
    expect(await frame.post(hello).answer).to.deep.equal({ ringback: 'welcome', version: PROTOCOL.max });
    expect((await frame.joined).origin).to.equal(HOST);
    expect(frame.listeners.size).to.equal(0);
    expect(frame.warnings).to.deep.equal([]);
  });

  it('refuses a host page from a foreign origin, says so once, and goes on waiting for the right one', async () => {
    const frame = frameWindow();
    const refused = await frame.post(hello, { origin: 'https://evil.example' }).answer;
    expect(refused).to.deep.equal({ ringback: 'refused', reason: 'origin', versions: PROTOCOL });
    await frame.post(hello, { origin: 'https://evil.example' }).answer;
    expect(frame.warnings).to.have.length(1);
    expect(frame.warnings[0]).to.contain('https://evil.example').and.to.contain('panelOrigins');
    expect(await frame.isJoined()).to.equal(false);
    expect((await frame.post(hello).answer).ringback).to.equal('welcome');
  });

  it('takes no origin for another that begins alike', async () => {
    const frame = frameWindow();
    const { answer } = frame.post(hello, { origin: `${HOST}.evil.example` });
    expect(await answer).to.include({ ringback: 'refused', reason: 'origin' });
  });

  it('ignores a window that is not its parent, whatever its origin', async () => {
    const frame = frameWindow();
    frame.post(hello, { source: new MessageChannel().port1 as MessageEventSource });
    frame.post(hello, { source: null });
    expect(await frame.isJoined()).to.equal(false);
    expect(frame.warnings).to.have.length(1);
  });

  it('refuses a host script of another version', async () => {
    const frame = frameWindow();
    const { answer } = frame.post({ ringback: 'hello', versions: { min: 99, max: 120 } });
    expect(await answer).to.deep.equal({ ringback: 'refused', reason: 'version', versions: PROTOCOL });
    expect(frame.warnings[0]).to.contain('version');
    expect(await frame.isJoined()).to.equal(false);
  });

  it('does nothing for whoever tries to dial before he has joined', async () => {
    const frame = frameWindow();
    const { port } = frame.post({ id: 1, method: 'phone.call', params: ['+380441234567'] });
    port.postMessage({ id: 2, method: 'phone.call', params: ['+380441234567'] });
    frame.post('phone.call');
    frame.post(null);
    expect(await frame.isJoined()).to.equal(false);
    expect(frame.warnings).to.deep.equal([]);
  });
});
