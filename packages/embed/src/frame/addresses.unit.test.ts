import type { PhoneState } from '@ringback/model';
import { expect, it } from 'vitest';
import { configIn, lookForAddresses } from './addresses.ts';

const OLD = ['wss://old.example:8089/ws'];
const pageOf = (servers: readonly string[]) =>
  `<head><script type="application/json" id="ringback-frame-config">${JSON.stringify({ origins: [], servers, protocol: 1 })}</script></head>`;

async function look(
  state: Partial<PhoneState> | undefined,
  page: () => Promise<string>,
  live: string[] = ['c'],
) {
  const done = { read: 0, reloaded: 0 };
  await lookForAddresses({
    servers: OLD,
    phone: () => state && { status: 'offline', calls: [], ...state },
    live: () => Promise.resolve(live),
    read: () => ((done.read += 1), page()),
    reload: () => void (done.reloaded += 1),
  });
  return done;
}
const moved = () => Promise.resolve(pageOf(['wss://new.example:8089/ws']));
const call = { id: 'c' } as PhoneState['calls'][number];

it('A page that reaches no PBX is loaded anew when phones register elsewhere by now', async () => {
  expect(await look({}, moved)).toEqual({ read: 1, reloaded: 1 });
  expect(await look({ status: 'failed' }, moved)).toEqual({ read: 1, reloaded: 1 });
});

it('It stays where they register as before, while somebody talks, while it reaches its PBX, and before there is a phone', async () => {
  expect(await look({}, () => Promise.resolve(pageOf(OLD)))).toEqual({ read: 1, reloaded: 0 });
  for (const state of [{ status: 'registered' as const }, undefined])
    expect(await look(state, moved)).toEqual({ read: 0, reloaded: 0 });
  expect(await look({ calls: [call] }, moved)).toEqual({ read: 1, reloaded: 0 });
});

it('A call that is over at the gateway, and which the phone could not end, keeps it no longer', async () => {
  expect(await look({ calls: [call] }, moved, ['another'])).toEqual({ read: 1, reloaded: 1 });
});

it('A call that comes while the gateway is asked is not cut', async () => {
  const state: { calls: PhoneState['calls'] } = { calls: [] };
  const page = () => {
    state.calls = [call];
    return moved();
  };
  expect(await look(state, page)).toEqual({ read: 1, reloaded: 0 });
});

it('A gateway that does not answer, or with something else, changes nothing', async () => {
  expect(await look({}, () => Promise.reject(new Error('away')))).toEqual({ read: 1, reloaded: 0 });
  expect(await look({}, () => Promise.resolve('<h1>502</h1>'))).toEqual({ read: 1, reloaded: 0 });
  expect(configIn(pageOf(OLD)).servers).toEqual(OLD);
});
