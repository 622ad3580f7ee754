/** Registers Ringback as a telephony module: icons beside numbers, popups, and the addresses that retailCRM then calls. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import { createApi } from './api.ts';
import { manifest, type RetailcrmSettings } from './manifest.ts';
import { Done } from './rows.ts';

export interface ModuleRegistration {
  /** Origin of the gateway, as retailCRM reaches it. */
  gatewayUrl: string;
  /** Path of the gateway that takes this system's notices. */
  path: string;
  /** Which user of retailCRM has which extension. */
  extensions: readonly { userId: string; extension: string }[];
}

const CODE = 'ringback';

/** Registering again changes what was registered. */
export async function registerModule(
  settings: RetailcrmSettings,
  context: CrmContext,
  { gatewayUrl, path, extensions }: ModuleRegistration,
  options: ReadOptions = {},
): Promise<void> {
  const { clientId } = settings;
  if (clientId === undefined) {
    throw new AdapterError(manifest.id, 'invalid', 'A module needs a client ID.', {
      fields: { clientId: 'is missing' },
    });
  }
  const integrationModule = {
    ...{ code: CODE, integrationCode: CODE, active: true, name: 'Ringback', clientId },
    ...{ baseUrl: gatewayUrl, accountUrl: gatewayUrl },
    integrations: {
      telephony: {
        ...{ makeCallUrl: path, allowEdit: false },
        ...{ inputEventSupported: true, outputEventSupported: true, hangupEventSupported: true },
        additionalCodes: extensions.map(({ userId, extension }) => ({ userId, code: extension })),
      },
    },
  };
  const api = createApi(settings, context);
  await api.post(`integration-modules/${CODE}/edit`, { integrationModule }, Done, {
    ...options,
    repeatable: true,
  });
}
