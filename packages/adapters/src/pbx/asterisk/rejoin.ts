/**
 * A phone that takes a call over (INVITE with Replaces) is swapped into the bridge. Asterisk leaves the far side's translation between
 * codecs as it was, and where there is any (a browser speaks Opus, a provider G.711), the far side often hears nothing from then on. It
 * is made anew when the far side joins the bridge again, which takes no time that could be heard.
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
  /** Channels that took a call over, and whose far side has still to join again. */
  const fresh = new Set<string>();

  async function rejoin(channelId: string, { id, channels }: Bridge): Promise<void> {
    fresh.delete(channelId);
    const [far, ...more] = channels.filter((other) => other !== channelId);
    // More than two are mixed: each hears the mixer, which stays.
    if (far === undefined || more.length > 0) return;
    await api.addToBridge(id, far);
  }

  async function rejoinLater(channelId: string): Promise<void> {
    const bridge = (await api.bridges()).find(({ channels }) => channels.includes(channelId));
    if (bridge) await rejoin(channelId, bridge);
  }

  const attempt = (rejoined: Promise<void>): void =>
    void rejoined.catch((error: unknown) =>
      log.warn({ error: String(error) }, 'The far side of a call that was taken over could not join again'),
    );

  return (event) => {
    switch (event.type) {
      case 'StasisStart':
        if (event.replace_channel) fresh.add(event.channel.id);
        break;
      case 'ChannelEnteredBridge':
        if (fresh.has(event.channel.id) && !isHeld(event.channel.id))
          attempt(rejoin(event.channel.id, event.bridge));
        break;
      case 'ChannelUnhold':
        if (fresh.has(event.channel.id)) attempt(rejoinLater(event.channel.id));
        break;
      case 'ChannelDestroyed':
        fresh.delete(event.channel.id);
        break;
      default:
    }
  };
}
