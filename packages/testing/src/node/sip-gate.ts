/** A door before a PBX that does to phones what PBXs in trouble do: lets nobody in, and asks them to come back later. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RawData, WebSocket, WebSocketServer } from 'ws';

export interface SipGate {
  /** `ws://127.0.0.1:PORT/…`, with the path of the PBX's own. */
  readonly url: string;
  /**
   * What came from phones, in order: `upgrade` or the request's method, with ` refused` behind it where the gate has answered itself;
   * and `rest is over`.
   */
  readonly log: string[];
  /** While false, no WebSocket is opened: each request for one is answered 503. */
  open: boolean;
  /** REGISTER is answered 503 with this `Retry-After`, in s, until so long after the first; undefined = the PBX answers. */
  retryAfter: number | undefined;
  /** Ends every connection as a dead network does. */
  cut(): void;
  close(): Promise<void>;
}

/** What the clocks of two programs may be apart by, in ms. */
const CLOCKS_MS = 50;

/** @param pbxUrl WebSocket of the PBX, as a phone would be told */
export async function createSipGate(pbxUrl: string): Promise<SipGate> {
  const http = createServer();
  const phones = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' });
  const ends = new Set<WebSocket>();
  const cut = (): void => ends.forEach((end) => end.terminate());
  let rest: ReturnType<typeof setTimeout> | undefined;
  const gate = { log: [] as string[], open: true, retryAfter: undefined as number | undefined, cut };

  function refuse(phone: WebSocket, request: string, seconds: number): void {
    rest ??= setTimeout(
      () => {
        gate.log.push('rest is over');
        gate.retryAfter = undefined;
      },
      seconds * 1000 - CLOCKS_MS,
    );
    phone.send(comeBack(request, seconds));
  }

  http.on('upgrade', (request, socket, head) => {
    gate.log.push(gate.open ? 'upgrade' : 'upgrade refused');
    if (!gate.open) return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    phones.handleUpgrade(request, socket, head, (phone) => {
      const pbx = new WebSocket(pbxUrl, 'sip');
      /** What the phone says before the PBX is there. */
      const early: RawData[] = [];
      pbx.on('open', () => early.forEach((data) => pbx.send(String(data))));
      pbx.on('message', (data) => phone.send(String(data)));
      phone.on('message', (data) => {
        const text = String(data);
        const method = /^([A-Z]+) \S+ SIP\/2\.0/.exec(text)?.[1];
        const refused = method === 'REGISTER' && gate.retryAfter !== undefined;
        if (method) gate.log.push(refused ? 'REGISTER refused' : method);
        if (refused) refuse(phone, text, gate.retryAfter!);
        else if (pbx.readyState === WebSocket.OPEN) pbx.send(text);
        else early.push(data);
      });
      for (const [end, other] of [
        [phone, pbx],
        [pbx, phone],
      ] as const) {
        ends.add(end);
        end.on('error', () => end.terminate());
        end.on('close', () => {
          ends.delete(end);
          other.terminate();
        });
      }
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return Object.assign(gate, {
    url: `ws://127.0.0.1:${port}${new URL(pbxUrl).pathname}`,
    close: async () => {
      clearTimeout(rest);
      cut();
      await new Promise((resolve) => http.close(resolve));
    },
  });
}

function comeBack(request: string, seconds: number): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq):/i.test(line));
  const to = /^To: .*$/im.exec(request)?.[0];
  return [
    'SIP/2.0 503 Service Unavailable',
    ...copied,
    `${to};tag=gate`,
    `Retry-After: ${seconds}`,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}
