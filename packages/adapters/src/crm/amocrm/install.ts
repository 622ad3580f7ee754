/** Our webhook in the account: one address for all events, with the key in it by which amoCRM is known. */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { InstallGroup, InstallPlace, ReadOptions, Registration } from '../contract.ts';
import type { Amocrm } from './account.ts';
import { manifest } from './manifest.ts';
import { pageOf } from './rows.ts';

const Hook = z.object({ destination: z.string(), settings: z.array(z.string()) });
const KINDS = ['contact', 'company', 'lead', 'task'];
const EVENTS = [
  ...KINDS.flatMap((kind) => ['add', 'update', 'delete'].map((how) => `${how}_${kind}`)),
  'status_lead',
  'responsible_lead',
  'responsible_contact',
];

export function createInstall({ api }: Amocrm, webhookKey: string | undefined): InstallGroup {
  const destinationOf = ({ eventsUrl }: InstallPlace): string => {
    if (webhookKey !== undefined) return `${eventsUrl}?key=${encodeURIComponent(webhookKey)}`;
    throw new AdapterError(manifest.id, 'invalid', 'A webhook of amoCRM needs a key.', {
      hint: 'Think up a long webhook key, enter it into the settings, and register again.',
      fields: { webhookKey: 'is missing' },
    });
  };

  /** Also those with another key: whoever changes the key leaves nothing behind. */
  async function ours({ eventsUrl }: InstallPlace, options?: ReadOptions) {
    const page = await api.get('webhooks', pageOf('webhooks', Hook), {}, options);
    return (page?._embedded.webhooks ?? []).filter(
      ({ destination }) => destination.split('?')[0] === eventsUrl,
    );
  }
  const remove = (destination: string, options?: ReadOptions) =>
    api.tell('DELETE', 'v4/webhooks', { destination }, options);
  const list = async (place: InstallPlace, options?: ReadOptions): Promise<Registration[]> =>
    (await ours(place, options)).flatMap(({ settings }) =>
      settings.map((name) => ({ name, address: place.eventsUrl })),
    );

  return {
    list,
    async register(place, options) {
      const destination = destinationOf(place);
      const there = await ours(place, options);
      for (const old of there) if (old.destination !== destination) await remove(old.destination, options);
      const known = there.find((one) => one.destination === destination);
      if (!known || EVENTS.some((event) => !known.settings.includes(event))) {
        if (known) await remove(destination, options);
        await api.send('POST', 'webhooks', { destination, settings: EVENTS }, Hook, options);
      }
      return list(place, options);
    },
    async unregister(place, options) {
      for (const { destination } of await ours(place, options)) await remove(destination, options);
    },
  };
}
