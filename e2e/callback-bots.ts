/** Callbacks without a browser: the visitor asks over HTTP, and two headless phones stand for the agent and the visitor. */
import type { CallbackObstacle, CallbackOffer, CallbackStatus, SipCredential } from '@ringback/model';
import { createSipBot, type SipBot } from '@ringback/testing/node';
import { DEMO_PASSWORD, DEMO_SITE } from '../examples/demo/seed.ts';
import type { Stack } from '../examples/demo/stack.ts';

/** The agent's own SIP credential, got as any page of his would get it. */
export async function sipCredential(gateway: string, login: string): Promise<SipCredential> {
  const entered = await fetch(`${gateway}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: gateway },
    body: JSON.stringify({ login, password: DEMO_PASSWORD }),
  });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await fetch(`${gateway}/api/v1/sip-credentials`, {
    method: 'POST',
    headers: { Origin: gateway, Cookie: cookie },
  });
  if (!answer.ok) throw new Error(`No SIP credential: ${await answer.text()}`);
  return (await answer.json()) as SipCredential;
}

export async function agentBot(stack: Stack, login: string, tone = 700): Promise<SipBot> {
  const { servers, uri, authorizationUser, password } = await sipCredential(stack.gateway, login);
  const bot = createSipBot({ servers, uri, authorizationUser, password, tone });
  await bot.register();
  return bot;
}

/** The world behind the trunk: rings for whatever number is dialled. */
export async function visitorBot(stack: Stack, tone = 1130): Promise<SipBot> {
  const access = (await (await fetch(`${stack.phone}/config.json`)).json()) as Record<string, string>;
  const { server = '', domain, user = '', password = '' } = access;
  const uri = `sip:${user}@${domain}`;
  const bot = createSipBot({
    servers: [server],
    uri,
    authorizationUser: user,
    password,
    tone,
    anyNumber: true,
  });
  await bot.register();
  return bot;
}

export interface Visitor {
  /** Why nobody could call him at once. */
  obstacle(): Promise<CallbackObstacle | undefined>;
  /** `opening`: as soon as somebody is there. */
  ask(number: string, when?: 'now' | 'opening'): Promise<CallbackStatus>;
  status(of: CallbackStatus): Promise<CallbackStatus>;
  /** Asks again and again until the state is one of these; a gateway that is away is waited for. */
  until(of: CallbackStatus, done: (status: CallbackStatus) => boolean): Promise<CallbackStatus>;
  cancel(of: CallbackStatus): Promise<CallbackStatus>;
}

/** How often the page asks how its callback stands, in ms. */
const ASK_MS = 50;

/** A visitor of the demo shop; each comes from an address of his own. */
export function visitorFrom(stack: Stack, address: string): Visitor {
  const site = `${stack.gateway}/api/v1/sites/${DEMO_SITE}`;
  async function ask(path: string, method: string, { token, body }: { token?: string; body?: object } = {}) {
    const headers: Record<string, string> = { Origin: stack.shop, 'X-Forwarded-For': address };
    if (token !== undefined) headers['X-Ringback-Callback-Token'] = token;
    if (body) headers['Content-Type'] = 'application/json';
    const answer = await fetch(site + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return answer.json();
  }
  const send = async (path: string, method: string, more: Parameters<typeof ask>[2]) =>
    (await ask(`/callbacks${path}`, method, more)) as CallbackStatus;
  const status = ({ id, token }: CallbackStatus) => send(`/${id}`, 'GET', { token });
  return {
    obstacle: async () => ((await ask('/offer', 'GET')) as CallbackOffer).obstacle,
    ask: (number, when = 'now') => send('', 'POST', { body: { number, when } }),
    status,
    async until(of, done) {
      for (;;) {
        const now = await status(of).catch(() => undefined);
        if (now && done(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      }
    },
    cancel: ({ id, token }) => send(`/${id}`, 'DELETE', { token }),
  };
}
