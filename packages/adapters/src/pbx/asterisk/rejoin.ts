/**
 * A phone that takes a call over (INVITE with Replaces) is swapped into the bridge, and Asterisk often leaves the two that then stand in it
 * deaf: the far side, whose translation between codecs stays as it was (a browser speaks Opus, a provider G.711), or the new phone, to
 * which nothing is sent at all. Both are made anew when both join the bridge again, which takes no time that could be heard.
 */
import type { AdapterContext } from '../../context.ts';
import type { createAriApi } from './api.ts';
import type { AriEvent, Bridge } from './wire.ts';

interface RejoinOptions {
  api: Pick<ReturnType<typeof createAriApi>, 'bridges' | 'addToBridge'>;
  log: AdapterContext['log'];
  /** Who waits on hold hears music, and would hear it no more: he joins again when the hold is over. */
  isHeld: (channelId: string) => boolean;
}

export function createRejoin({ api, log, isHeld }: RejoinOptions): (event: AriEvent) => void {
  /** Channels that took a call over and have still to join again, with the one that each takes the place of, while that is there. */
  const fresh = new Map<string, string | undefined>();

  const bridgeOf = async (channelId: string): Promise<Bridge | undefined> =>
    (await api.bridges()).find(({ channels }) => channels.includes(channelId));

  async function rejoin(channelId: string): Promise<void> {
    const bridge = await bridgeOf(channelId);
    if (!bridge || !fresh.delete(channelId)) return;
    const [far, ...more] = bridge.channels.filter((other) => other !== channelId);
    // More than two are mixed: each hears the mixer, which stays.
    if (far === undefined || more.length > 0) return;
    await api.addToBridge(bridge.id, channelId);
    // He may have been given away meanwhile.
    if ((await bridgeOf(far))?.id === bridge.id) await api.addToBridge(bridge.id, far);
  }

  function attempt(channelId: string): void {
    // As long as the old channel is there the swap may be going on, and who joins in its middle is not heard.
    if (!fresh.has(channelId) || fresh.get(channelId) !== undefined || isHeld(channelId)) return;
    rejoin(channelId).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'The two sides of a call that was taken over could not join again'),
    );
  }

  return (event) => {
    switch (event.type) {
      case 'StasisStart':
        if (event.replace_channel) fresh.set(event.channel.id, event.replace_channel.id);
        break;
      case 'ChannelEnteredBridge':
      case 'ChannelUnhold':
        attempt(event.channel.id);
        break;
      case 'ChannelDestroyed':
        fresh.delete(event.channel.id);
        for (const [channelId, before] of fresh) {
          if (before !== event.channel.id) continue;
          fresh.set(channelId, undefined);
          attempt(channelId);
        }
        break;
      default:
    }
  };
}
