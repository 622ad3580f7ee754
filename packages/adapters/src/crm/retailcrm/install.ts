/** Ringback as a telephony module of the account: icons beside numbers, popups, and the address that a clicked number is told to. */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { InstallGroup, InstallPlace, ReadOptions } from '../contract.ts';
import type { Retailcrm } from './account.ts';
import { manifest } from './manifest.ts';
import { Done } from './rows.ts';

const CODE = 'ringback';
const Module = z.object({
  integrationModule: z.object({ active: z._default(z.boolean(), false), baseUrl: z.nullish(z.string()) }),
});

export function createInstall({ api, settings }: Retailcrm): InstallGroup {
  const edit = (integrationModule: object, options?: ReadOptions) =>
    api.post(`integration-modules/${CODE}/edit`, { integrationModule }, Done, {
      ...options,
      repeatable: true,
    });
  const clientIdOf = (): string => {
    if (settings.clientId !== undefined) return settings.clientId;
    throw new AdapterError(manifest.id, 'invalid', 'A module of retailCRM needs a client ID.', {
      hint: 'Think up a long client ID, enter it into the settings, and register again.',
      fields: { clientId: 'is missing' },
    });
  };
  const module = ({ gatewayUrl, eventsUrl, extensions }: InstallPlace, active: boolean) => ({
    ...{ code: CODE, integrationCode: CODE, active, name: 'Ringback', clientId: clientIdOf() },
    ...{ baseUrl: gatewayUrl, accountUrl: gatewayUrl },
    integrations: {
      telephony: {
        ...{ makeCallUrl: eventsUrl.slice(gatewayUrl.length), allowEdit: false },
        ...{ inputEventSupported: true, outputEventSupported: true, hangupEventSupported: true },
        additionalCodes: extensions.map(({ userId, extension }) => ({ userId, code: extension })),
      },
    },
  });

  const list: InstallGroup['list'] = async ({ gatewayUrl, eventsUrl }, options) => {
    const answer = await api.get(`integration-modules/${CODE}`, Module, {}, options);
    const known = answer?.integrationModule;
    return known?.active && known.baseUrl === gatewayUrl ? [{ name: 'telephony', address: eventsUrl }] : [];
  };
  return {
    list,
    /** Each time anew: the extensions may be others. */
    async register(place, options) {
      await edit(module(place, true), options);
      return list(place, options);
    },
    /** retailCRM forgets no module: it is switched off. */
    async unregister(place, options) {
      if ((await list(place, options)).length > 0) await edit(module(place, false), options);
    },
  };
}
