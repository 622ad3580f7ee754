/**
 * All sound between the browser and the PBX goes by a relay of ours, as behind a router: the page's session descriptions are rewritten, so that
 * neither side knows the other's own port. The relay can change its ports in the middle of a call.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { BrowserContext } from '@playwright/test';

export interface MediaRelay {
  /** Packets carried so far, both ways. */
  readonly carried: number;
  /** The ports in use are dead from now on; whoever asks anew gets new ones. */
  move(): void;
  close(): Promise<void>;
}

interface Ports {
  /** Told to the browser as the PBX's. */
  toPbx: number;
  /** Told to the PBX as the browser's. */
  toBrowser: number;
}

interface Window {
  ringbackRelay(connection: string): Promise<Ports>;
}

const HOST = '127.0.0.1';

export async function relayMedia(context: BrowserContext): Promise<MediaRelay> {
  const paths = new Map<string, Promise<Path>>();
  const retired: Promise<Path>[] = [];
  let carried = 0;
  const count = (): void => void (carried += 1);
  await context.exposeFunction('ringbackRelay', async (connection: string): Promise<Ports> => {
    const path = paths.get(connection) ?? openPath(count);
    paths.set(connection, path);
    return (await path).ports;
  });
  await context.addInitScript(installRelay);
  return {
    get carried() {
      return carried;
    },
    move() {
      for (const path of paths.values()) {
        retired.push(path);
        void path.then(({ cut }) => cut());
      }
      paths.clear();
    },
    async close() {
      for (const path of [...paths.values(), ...retired]) (await path).close();
    },
  };
}

interface Path {
  ports: Ports;
  cut(): void;
  close(): void;
}

/** What comes in at one end goes out at the other, to whoever was heard there last. */
async function openPath(count: () => void): Promise<Path> {
  const browser = await open();
  const pbx = await open();
  let dead = false;
  const carry = (from: Socket, to: Socket): void => {
    from.on('message', (packet, source) => {
      heard.set(from, source);
      const there = heard.get(to);
      if (dead || !there) return;
      count();
      to.send(packet, there.port, there.address);
    });
  };
  const heard = new Map<Socket, RemoteInfo>();
  carry(browser, pbx);
  carry(pbx, browser);
  return {
    ports: { toPbx: browser.address().port, toBrowser: pbx.address().port },
    cut: () => void (dead = true),
    close() {
      browser.close();
      pbx.close();
    },
  };
}

async function open(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  return socket;
}

/** Runs in every page and frame: the one candidate that either side is told is the relay's. */
function installRelay(): void {
  const Native = window.RTCPeerConnection;
  if (!Native) return;
  const relay = (window as unknown as Window).ringbackRelay;
  const through = (sdp: string, port: number): string => {
    let told = false;
    return sdp.replace(
      /^a=candidate:(\S+) 1 (udp|tcp) (\d+) \S+ \d+ typ host.*\r\n/gim,
      (_, foundation, kind: string, priority) => {
        if (told || kind.toLowerCase() === 'tcp') return '';
        told = true;
        return `a=candidate:${foundation} 1 udp ${priority} 127.0.0.1 ${port} typ host\r\n`;
      },
    );
  };
  const known = new WeakMap<RTCPeerConnection, { id: string; ports?: Ports }>();
  const portsOf = async (connection: RTCPeerConnection): Promise<Ports> => {
    const own = known.get(connection) ?? { id: crypto.randomUUID() };
    known.set(connection, own);
    return (own.ports = await relay(own.id));
  };
  window.RTCPeerConnection = class extends Native {
    override get localDescription(): RTCSessionDescription | null {
      const own = super.localDescription;
      const ports = known.get(this)?.ports;
      if (!own || !ports) return own;
      return new RTCSessionDescription({ type: own.type, sdp: through(own.sdp, ports.toBrowser) });
    }

    override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      await portsOf(this);
      return super.setLocalDescription(description);
    }

    override async setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      const { toPbx } = await portsOf(this);
      return super.setRemoteDescription({ type, sdp: through(sdp, toPbx) });
    }
  };
}
