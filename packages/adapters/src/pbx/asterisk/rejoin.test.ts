import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createRejoin } from './rejoin.ts';
import type { AriEvent, Bridge, Channel } from './wire.ts';

const timestamp = '2026-11-23T10:00:00.000+0000';
const channel = (id: string): Channel => ({
  ...{ id, name: `PJSIP/101-${id}`, state: 'Up', caller: { name: '', number: '101' } },
  dialplan: { exten: '101' },
});
const took = (id: string, old: string): AriEvent => ({
  ...{ type: 'StasisStart' as const, timestamp, args: [], channel: channel(id) },
  replace_channel: channel(old),
});
const entered = (id: string, channels: string[]): AriEvent => ({
  ...{ type: 'ChannelEnteredBridge' as const, timestamp, channel: channel(id) },
  bridge: { id: 'call-1', channels },
});

const quiet = (): void => undefined;

describe('after a takeover', () => {
  const added = vi.fn<(bridge: string, channel: string) => Promise<unknown>>();
  let bridges: Bridge[];
  let held: boolean;
  let follow: (event: AriEvent) => void;
  beforeEach(() => {
    added.mockReset().mockResolvedValue(undefined);
    bridges = [{ id: 'call-1', channels: ['far', 'new'] }];
    held = false;
    follow = createRejoin({
      api: { bridges: () => Promise.resolve(bridges), addToBridge: added },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      isHeld: () => held,
    });
  });

  it('the far side joins the bridge again, once', () => {
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'new']));
    follow(entered('far', ['far', 'new']));
    follow(entered('new', ['far', 'new']));
    expect(added.mock.calls).toEqual([['call-1', 'far']]);
  });

  it('of a held call it does so when the hold is over', async () => {
    held = true;
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'new']));
    expect(added).not.toHaveBeenCalled();
    follow({ type: 'ChannelUnhold', timestamp, channel: channel('new') });
    await vi.waitFor(() => expect(added.mock.calls).toEqual([['call-1', 'far']]));
  });

  it('nobody of a conference does, nor of a call that is joined for the first time', () => {
    follow(entered('first', ['far', 'first']));
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'colleague', 'new']));
    expect(added).not.toHaveBeenCalled();
  });
});
