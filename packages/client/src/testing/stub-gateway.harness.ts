/** An HTTP server that answers as it is told, and remembers what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RingbackEvent, Session } from '@ringback/model';

export interface Asked {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export type Answer = (asked: Asked, response: ServerResponse) => unknown;

export interface StubGateway {
  readonly url: string;
  readonly asked: Asked[];
  /** Answers `GET /api/v1/session` and the like; the first of a list is for the first request, the last for all after. */
  on(route: string, ...answers: Answer[]): void;
  close(): Promise<void>;
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_asked, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

export const problem = (
  code: string,
  status: number,
  more: object = {},
  headers: Record<string, string> = {},
): Answer =>
  json({ type: 'about:blank', title: code, status, code, requestId: 'req-1', ...more }, status, headers);

export const breakOff: Answer = (_asked, response) => void response.destroy();

export async function createStubGateway(): Promise<StubGateway> {
  const asked: Asked[] = [];
  const answers = new Map<string, Answer[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { method = '', url = '', headers } = request;
      const one: Asked = { method, url, headers, body: text === '' ? undefined : JSON.parse(text) };
      asked.push(one);
      const known = answers.get(`${method} ${url.replace('/api/v1', '').replace(/\?.*/, '')}`) ?? [
        problem('not-found', 404),
      ];
      const answer = known.length > 1 ? known.shift()! : known[0]!;
      void answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    on: (route, ...list) => void answers.set(route, list),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An event stream that the test writes to. */
export interface StubStream {
  readonly answer: Answer;
  /** Streams that were opened, the last one last. */
  readonly opened: { asked: Asked; response: ServerResponse }[];
  send(event: RingbackEvent): void;
  write(text: string): void;
  breakOff(): void;
}

export function createStubStream(): StubStream {
  const opened: StubStream['opened'] = [];
  const write = (text: string): void => void opened.at(-1)!.response.write(text);
  return {
    opened,
    answer(asked, response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      opened.push({ asked, response });
    },
    write,
    send: (event) => write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`),
    breakOff: () => void opened.at(-1)!.response.destroy(),
  };
}

export const SESSION: Session = {
  agent: { id: 'agent-1', login: 'olena', name: 'Олена Бондар', role: 'employee', extension: '101' },
  permissions: ['calls.own', 'calls.dial', 'parties.read', 'parties.write'],
  company: 'Чайна крамниця',
  locale: 'uk',
  country: 'UA',
  partyKinds: ['lead', 'client'],
  eventId: 10,
  calls: [],
  dialogs: [],
  expiresAt: '2126-11-23T09:00:00.000Z',
};

export const CALL = {
  id: 'call-1',
  direction: 'in',
  state: 'ringing',
  number: '+380671234501',
  startedAt: '2026-11-23T09:00:00.000Z',
  durationSeconds: 0,
  comment: '',
  version: 1,
} as const;

export function callEvent(id: number, more: Partial<Record<keyof typeof CALL, unknown>> = {}): RingbackEvent {
  const call = { ...CALL, version: id, ...more };
  const type = call.state === 'ended' ? 'call.ended' : `call.${String(call.state)}`;
  return { id, type, time: CALL.startedAt, v: 1, data: { call, matches: [] } } as unknown as RingbackEvent;
}
