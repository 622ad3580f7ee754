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

const gone = (id: string): AriEvent => ({
  ...{ type: 'ChannelDestroyed' as const, timestamp, channel: channel(id) },
  cause: 16,
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

  const both = [
    ['call-1', 'new'],
    ['call-1', 'far'],
  ];
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('both sides join the bridge again when the old channel is gone, once', async () => {
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'new']));
    await settled();
    expect(added).not.toHaveBeenCalled();
    follow(gone('old'));
    await settled();
    expect(added.mock.calls).toEqual(both);
    follow(entered('new', ['far', 'new']));
    follow(entered('far', ['far', 'new']));
    await settled();
    expect(added.mock.calls).toEqual(both);
  });

  it('also where the old channel went first', async () => {
    bridges = [];
    follow(took('new', 'old'));
    follow(gone('old'));
    await settled();
    bridges = [{ id: 'call-1', channels: ['far', 'new'] }];
    follow(entered('new', ['far', 'new']));
    await settled();
    expect(added.mock.calls).toEqual(both);
  });

  it('nobody is pulled back who has been given away meanwhile', async () => {
    added.mockImplementationOnce(() => {
      bridges = [
        { id: 'call-1', channels: ['new'] },
        { id: 'call-2', channels: ['far'] },
      ];
      return Promise.resolve();
    });
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'new']));
    follow(gone('old'));
    await settled();
    expect(added.mock.calls).toEqual([['call-1', 'new']]);
  });

  it('of a held call they do so when the hold is over', async () => {
    held = true;
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'new']));
    follow(gone('old'));
    await settled();
    expect(added).not.toHaveBeenCalled();
    held = false;
    follow({ type: 'ChannelUnhold', timestamp, channel: channel('new') });
    await settled();
    expect(added.mock.calls).toEqual(both);
  });

  it('nobody of a conference does, nor of a call that is joined for the first time', async () => {
    follow(entered('first', ['far', 'first']));
    bridges = [{ id: 'call-1', channels: ['far', 'colleague', 'new'] }];
    follow(took('new', 'old'));
    follow(entered('new', ['far', 'colleague', 'new']));
    follow(gone('old'));
    await settled();
    expect(added).not.toHaveBeenCalled();
  });

  it('nobody does once it has ended', async () => {
    follow(took('new', 'old'));
    follow(gone('new'));
    follow(gone('old'));
    await settled();
    expect(added).not.toHaveBeenCalled();
  });
});
