/** Letters of our own mailbox, and customers that a host keeps. */
import type { AdapterLog, Crm } from '@ringback/adapters';
import type { HostedParties } from '@ringback/adapters/local';
import type { CrmHub } from '../crm/hub.ts';

export interface HostedPartiesOptions {
  /** Asked each time: it is there later than the local system. */
  hub: () => Pick<CrmHub, 'recordOf'>;
  local: () => Crm;
  log: AdapterLog;
}

export function createHostedParties({ hub, local, log }: HostedPartiesOptions): HostedParties {
  /** Without the host's answer the letter is nobody's for now. */
  async function ask<T>(work: (parties: NonNullable<Crm['parties']>) => Promise<T>): Promise<T | undefined> {
    const record = hub().recordOf('parties');
    if (!record?.parties || record === local()) return undefined;
    try {
      return await work(record.parties);
    } catch (error) {
      log.warn({ err: error, system: record.manifest.id }, 'the host did not say whose a letter is');
      return undefined;
    }
  }

  return {
    ownerOf: (address) =>
      ask(async ({ duplicates }) => {
        const found = await duplicates({ email: address });
        const his = found.filter(({ party }) => party.email?.toLowerCase() === address.toLowerCase());
        return his.length === 1 ? his[0]?.party.id : undefined;
      }),
    emailOf: (partyId) => ask(async ({ get }) => (await get(partyId))?.email),
  };
}
