import { expect, it } from 'vitest';
import { createAriApi } from './api.ts';

it('asks over no more connections than Asterisk lets in, and in the order in which it was asked', async () => {
  const open: ((answer: Response) => void)[] = [];
  const asked: string[] = [];
  let [now, most] = [0, 0];
  const api = createAriApi({
    ...{ url: 'http://pbx/ari', user: 'ringback', password: 'secret' },
    http: (url) => {
      asked.push(String(url));
      most = Math.max(most, (now += 1));
      return new Promise<Response>((resolve) => open.push(resolve)).finally(() => (now -= 1));
    },
  });
  const names = Array.from({ length: 120 }, (_, nth) => `1${String(nth).padStart(3, '0')}`);
  const answers = Promise.allSettled(names.map((name) => api.endpointState(name)));
  for (let answered = 0; answered < names.length; answered += 1) {
    await expect.poll(() => open.length).toBeGreaterThan(0);
    // One that fails gives its place to the next like any other.
    const refused = answered % 3 === 0;
    open.shift()?.(
      Response.json(
        { technology: 'PJSIP', resource: '101', state: 'online' },
        { status: refused ? 500 : 200 },
      ),
    );
  }
  const results = (await answers).map(({ status }) => status);
  expect(results.filter((status) => status === 'fulfilled')).toHaveLength(80);
  expect(most).toBe(50);
  expect(asked.map((url) => url.split('/').at(-1))).toEqual(names);
});

it('hears of all channels, bridges and endpoints, never of states of devices, and of nothing twice', async () => {
  const asked: string[] = [];
  const api = createAriApi({
    ...{ url: 'http://pbx/ari', user: 'ringback', password: 'secret' },
    http: (url, { method } = {}) => {
      asked.push(`${method} ${decodeURIComponent(String(url)).replace('http://pbx/ari/applications/', '')}`);
      const channel_ids = ['__AST_CHANNEL_ALL_TOPIC', '1795428627.5', 'gone'];
      const bridge_ids = ['__AST_BRIDGE_ALL_TOPIC', 'talk'];
      const status = method === 'DELETE' && String(url).includes('gone') ? 409 : 200;
      return Promise.resolve(Response.json({ name: 'ringback', channel_ids, bridge_ids }, { status }));
    },
  });
  expect(api.events('ringback').url).toBe('ws://pbx/ari/events?app=ringback');
  await api.hearAll('ringback');
  expect(asked).toEqual([
    'POST ringback/subscription?eventSource=channel:,bridge:,endpoint:',
    'DELETE ringback/subscription?eventSource=channel:1795428627.5',
    'DELETE ringback/subscription?eventSource=channel:gone',
    'DELETE ringback/subscription?eventSource=bridge:talk',
  ]);
});
