/**
 * More than two in a bridge are mixed, a recorder among them, and now and then Asterisk sends nothing to one of them from the moment on in
 * which the mixing begins (seen in one of some 2,800 calls that became three): the mix does not reach his channel until he joins anew. So
 * it is looked whether each is sent something, and who is not joins again, once.
 */
import type { AdapterContext } from '../../context.ts';
import type { createAriApi } from './api.ts';
import type { AriEvent } from './wire.ts';

interface MixedOptions {
  api: Pick<ReturnType<typeof createAriApi>, 'bridges' | 'addToBridge' | 'packetsSent'>;
  log: AdapterContext['log'];
  /** Who waits on hold is not sent the mix. */
  isHeld: (channelId: string) => boolean;
}

/** When somebody has come, the others are given so long until they are listened to, ms. */
const SETTLED_MS = 1000;

/** The mixer sends a packet each 20 ms, also of silence. */
const LISTENED_MS = 500;

export function createMixed({ api, log, isHeld }: MixedOptions): (event: AriEvent) => void {
  /** The newest look at each bridge; an older one gives up. */
  const looks = new Map<string, object>();
  /** Channels that have joined again: what a second time would not help is no fault of the mixer. */
  const again = new Set<string>();

  const membersOf = async (bridgeId: string): Promise<string[]> => {
    const bridge = (await api.bridges()).find(({ id }) => id === bridgeId);
    if (bridge?.technology !== 'softmix') return [];
    return bridge.channels.filter((id) => !again.has(id) && !isHeld(id));
  };

  const sentTo = async (channels: readonly string[]) =>
    new Map(await Promise.all(channels.map(async (id) => [id, await api.packetsSent(id)] as const)));

  async function look(bridgeId: string): Promise<void> {
    const mine = {};
    looks.set(bridgeId, mine);
    const isNewest = (): boolean => looks.get(bridgeId) === mine;
    try {
      await pause(SETTLED_MS);
      if (!isNewest()) return;
      const before = await sentTo(await membersOf(bridgeId));
      await pause(LISTENED_MS);
      const members = await membersOf(bridgeId);
      const now = await sentTo(members.filter((id) => before.get(id) !== undefined));
      if (!isNewest()) return;
      for (const [id, packets] of now)
        if (packets !== undefined && packets === before.get(id)) await joinAgain(bridgeId, id);
    } finally {
      if (isNewest()) looks.delete(bridgeId);
    }
  }

  async function joinAgain(bridgeId: string, id: string): Promise<void> {
    // He may have been given away, or put on hold, while another one joined.
    if (!(await membersOf(bridgeId)).includes(id)) return;
    again.add(id);
    log.warn({ channel: id }, 'Asterisk sent nothing to a member of a conference, who joins again');
    await api
      .addToBridge(bridgeId, id)
      .catch((error: unknown) => log.warn({ channel: id, error: String(error) }, 'He could not'));
  }

  function begins(bridgeId: string): void {
    look(bridgeId).catch((error: unknown) =>
      log.debug(
        { error: String(error) },
        'It is not known whether everybody in a conference is sent the mix',
      ),
    );
  }

  return (event) => {
    switch (event.type) {
      case 'ChannelEnteredBridge':
        if (event.bridge.channels.length > 2) begins(event.bridge.id);
        break;
      case 'RecordingStarted':
        if (event.recording.target_uri) begins(event.recording.target_uri.replace(/^bridge:/, ''));
        break;
      case 'ChannelDestroyed':
        again.delete(event.channel.id);
        break;
      default:
    }
  };
}

/** Holds nobody up who ends meanwhile. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
