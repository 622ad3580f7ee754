/** Events and places that an application binds for itself; a webhook may not, and is told `WRONG_AUTH_TYPE`. */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { InstallGroup, InstallPlace, ReadOptions, Registration } from '../contract.ts';
import { type Base, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import type { Params } from './wire.ts';

const EVENTS = [
  ...['CONTACT', 'COMPANY', 'LEAD', 'DEAL', 'ACTIVITY'].flatMap((what) =>
    ['ADD', 'UPDATE', 'DELETE'].map((how) => `ONCRM${what}${how}`),
  ),
  ...['ADD', 'UPDATE', 'DELETE'].map((how) => `ONTASK${how}`),
  'ONEXTERNALCALLSTART',
  'ONEXTERNALCALLBACKSTART',
];
const PLACEMENTS = ['CALL_CARD', 'PAGE_BACKGROUND_WORKER'];

const Events = z.array(z.looseObject({ event: z.string(), handler: z.string() }));
const Placements = z.array(z.looseObject({ placement: z.string(), handler: z.string() }));

interface Bound extends Registration {
  kind: 'event' | 'placement';
}

export function createInstall({ api }: Base): InstallGroup {
  async function bound({ eventsUrl, pagesUrl }: InstallPlace, options?: ReadOptions): Promise<Bound[]> {
    const everybodys = await all(options);
    return everybodys.filter(({ address }) => address === eventsUrl || address === pagesUrl);
  }

  async function all(options?: ReadOptions): Promise<Bound[]> {
    const [events, placements] = await Promise.all([
      api.read('event.get', {}, options),
      api.read('placement.get', {}, options),
    ]);
    const [heard, shown] = [Events.safeParse(events.result), Placements.safeParse(placements.result)];
    if (!heard.success) throw unreadable('event.get');
    if (!shown.success) throw unreadable('placement.get');
    return [
      // The portal tells the names in one case and takes them in any.
      ...heard.data.map(({ event, handler }) => ({
        ...{ kind: 'event' as const, name: event.toUpperCase(), address: handler },
      })),
      ...shown.data.map(({ placement, handler }) => ({
        ...{ kind: 'placement' as const, name: placement, address: handler },
      })),
    ];
  }

  async function bind(one: Bound, { eventsUrl }: InstallPlace, options?: ReadOptions): Promise<void> {
    const title = { TITLE: 'Ringback', LANG_ALL: { en: { TITLE: 'Ringback' } } };
    // Told when the portal has switched the place off because pages came too slowly; nothing but the frame is lost.
    const errors = one.name === 'PAGE_BACKGROUND_WORKER' ? { OPTIONS: { errorHandlerUrl: eventsUrl } } : {};
    const [method, params]: [string, Params] =
      one.kind === 'event'
        ? ['event.bind', { event: one.name, handler: one.address }]
        : ['placement.bind', { PLACEMENT: one.name, HANDLER: one.address, ...title, ...errors }];
    try {
      await api.write(method, params, options);
    } catch (error) {
      if (!(error instanceof AdapterError) || error.code !== 'conflict') throw error;
      await requireOurs(one, error, options);
    }
  }

  /** Another gateway of ours may have been quicker; what stands elsewhere is another’s, or ours of an earlier address. */
  async function requireOurs(one: Bound, error: AdapterError, options?: ReadOptions): Promise<void> {
    const same = (await all(options)).filter(({ name }) => name === one.name);
    if (same.some(({ address }) => address === one.address)) return;
    const others = same.map(({ address }) => address).join(', ');
    throw new AdapterError(manifest.id, 'conflict', `${one.name} is taken in Bitrix24: ${error.message}`, {
      hint: `This application has it registered at ${others || 'another address'}: take that registration away there first.`,
    });
  }

  const named = (ones: readonly Bound[]): Registration[] =>
    ones.map(({ name, address }) => ({ name, address }));
  return {
    list: async (place, options) => named(await bound(place, options)),
    async register(place, options) {
      const there = await bound(place, options);
      const wanted: Bound[] = [
        ...EVENTS.map((name) => ({ kind: 'event' as const, name, address: place.eventsUrl })),
        ...PLACEMENTS.map((name) => ({ kind: 'placement' as const, name, address: place.pagesUrl })),
      ];
      for (const one of wanted)
        if (!there.some(({ name, address }) => name === one.name && address === one.address))
          await bind(one, place, options);
      return named(await bound(place, options));
    },
    async unregister(place, options) {
      for (const { kind, name, address } of await bound(place, options)) {
        if (kind === 'event')
          await api.write(
            'event.unbind',
            { event: name, handler: address },
            { ...options, repeatable: true },
          );
        else
          await api.write(
            'placement.unbind',
            { PLACEMENT: name, HANDLER: address },
            { ...options, repeatable: true },
          );
      }
    },
  };
}
