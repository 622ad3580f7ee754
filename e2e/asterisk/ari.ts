/** What a test asks of Asterisk itself, beside the gateway. */
import type { RealPbx } from './real-pbx.ts';

export interface Ear {
  /** Keys that Asterisk was told of on channels of this endpoint, one after another. */
  keys(endpoint: string): string;
  close(): void;
}

interface Dtmf {
  type: string;
  digit: string;
  channel: { name: string };
}

/** An application of its own that hears what goes on, and touches nothing. */
export async function listen(pbx: RealPbx): Promise<Ear> {
  const { ariUrl, user, password } = pbx.access.settings as Record<'ariUrl' | 'user' | 'password', string>;
  const query = new URLSearchParams({ app: 'ear', api_key: `${user}:${password}` });
  const socket = new WebSocket(`${ariUrl.replace(/^http/, 'ws')}/events?${query}`);
  const heard: Dtmf[] = [];
  socket.addEventListener('message', ({ data }) => {
    const event = JSON.parse(String(data)) as Dtmf;
    if (event.type === 'ChannelDtmfReceived') heard.push(event);
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('Asterisk lets nobody listen.')));
  });
  await ask(pbx, 'POST', '/applications/ear/subscription?eventSource=channel:');
  return {
    keys: (endpoint) =>
      heard
        .filter(({ channel }) => channel.name.startsWith(`PJSIP/${endpoint}-`))
        .map(({ digit }) => digit)
        .join(''),
    close: () => socket.close(),
  };
}

/** Rings a phone without the gateway's knowledge, as another application of the PBX would; whoever answers hears his own echo. */
export async function ringWithEcho(
  pbx: RealPbx,
  { endpoint, headers }: { endpoint: string; headers: Record<string, string> },
): Promise<void> {
  await ask(pbx, 'POST', '/channels', {
    ...{ endpoint: `PJSIP/${endpoint}`, context: 'ringback-devices', extension: 'echo', priority: 1 },
    callerId: 'Intercom <900>',
    variables: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value]),
    ),
  });
}

/** The network loses whoever talks on this endpoint: "network out of order", as Q.850 has it. */
export async function lose(pbx: RealPbx, endpoint: string): Promise<void> {
  const channels = (await ask(pbx, 'GET', '/channels')) as { id: string; name: string }[];
  const lost = channels.filter(({ name }) => name.startsWith(`PJSIP/${endpoint}-`));
  for (const { id } of lost) await ask(pbx, 'DELETE', `/channels/${id}?reason_code=38`);
}

async function ask({ access }: RealPbx, method: string, path: string, body?: object): Promise<unknown> {
  const { ariUrl, user, password } = access.settings as Record<'ariUrl' | 'user' | 'password', string>;
  const answer = await fetch(ariUrl + path, {
    method,
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Asterisk refuses ${method} ${path}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
