import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMixed } from './mixed.ts';
import type { AriEvent, Channel } from './wire.ts';

const timestamp = '2026-12-01T10:00:00.000+0000';
const channel = (id: string): Channel => ({
  ...{ id, name: `PJSIP/101-${id}`, state: 'Up', caller: { name: '', number: '101' } },
  dialplan: { exten: '101' },
});

const quiet = (): void => undefined;

const PACKETS_A_SECOND = 50;

describe('more than two in a bridge', () => {
  let members: string[];
  let technology: string;
  /** They are sent nothing. */
  let silent: Set<string>;
  let held: Set<string>;
  const added = vi.fn<(bridge: string, channel: string) => Promise<unknown>>();
  let follow: (event: AriEvent) => void;

  const enters = (id: string): void => {
    follow({
      ...{ type: 'ChannelEnteredBridge', timestamp, channel: channel(id) },
      bridge: { id: 'call-1', channels: members, technology: 'simple_bridge' },
    });
  };
  const ends = (id: string): void => {
    members = members.filter((other) => other !== id);
    follow({ ...{ type: 'ChannelDestroyed', timestamp, channel: channel(id) }, cause: 16 });
  };

  beforeEach(() => {
    vi.useFakeTimers();
    members = ['agent', 'customer', 'colleague'];
    technology = 'softmix';
    silent = new Set();
    held = new Set();
    added.mockReset().mockResolvedValue(undefined);
    follow = createMixed({
      api: {
        bridges: () => Promise.resolve([{ id: 'call-1', channels: members, technology }]),
        addToBridge: added,
        packetsSent: (id) =>
          Promise.resolve(silent.has(id) ? 47 : Math.floor((Date.now() / 1000) * PACKETS_A_SECOND)),
      },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      isHeld: (id) => held.has(id),
    });
  });
  afterEach(() => void vi.useRealTimers());

  const later = () => vi.advanceTimersByTimeAsync(10_000);

  it('are left alone while each is sent something, and so are two', async () => {
    enters('colleague');
    await later();
    members = ['agent', 'customer'];
    technology = 'simple_bridge';
    silent.add('customer');
    enters('customer');
    await later();
    expect(added).not.toHaveBeenCalled();
  });

  it('who is sent nothing joins again, once', async () => {
    silent.add('customer');
    enters('colleague');
    await later();
    enters('customer');
    await later();
    expect(added.mock.calls).toEqual([['call-1', 'customer']]);
  });

  it('a recorder counts among them, though nobody sees it come', async () => {
    members = ['agent', 'customer'];
    silent.add('agent');
    follow({
      ...{ type: 'RecordingStarted', timestamp },
      recording: { name: 'recording-1', target_uri: 'bridge:call-1', state: 'recording' },
    });
    await later();
    expect(added.mock.calls).toEqual([['call-1', 'agent']]);
  });

  it('who waits on hold, or has left meanwhile, is not brought back', async () => {
    silent.add('customer').add('colleague');
    held.add('customer');
    enters('colleague');
    await vi.advanceTimersByTimeAsync(1200);
    ends('colleague');
    await later();
    expect(added).not.toHaveBeenCalled();
  });

  it('nobody is pulled back who was given away, or put on hold, while another one joined', async () => {
    members = ['agent', 'customer', 'colleague', 'guest'];
    silent.add('agent').add('customer').add('colleague');
    added.mockImplementationOnce(() => {
      members = ['agent', 'colleague', 'guest'];
      held.add('colleague');
      return Promise.resolve();
    });
    enters('guest');
    await later();
    expect(added.mock.calls).toEqual([['call-1', 'agent']]);
  });

  it('one who cannot join holds up no other', async () => {
    silent.add('agent').add('customer');
    added.mockRejectedValueOnce(new Error('Asterisk refused'));
    enters('colleague');
    await later();
    expect(added.mock.calls).toEqual([
      ['call-1', 'agent'],
      ['call-1', 'customer'],
    ]);
  });

  it('several who come one after the other are listened to when the last has come', async () => {
    silent.add('customer');
    enters('colleague');
    await vi.advanceTimersByTimeAsync(900);
    members = [...members, 'guest'];
    enters('guest');
    await vi.advanceTimersByTimeAsync(900);
    expect(added).not.toHaveBeenCalled();
    await later();
    expect(added.mock.calls).toEqual([['call-1', 'customer']]);
  });
});
