/** Webhooks of amoCRM: forms with brackets in their names, unsigned. The key in the address says who calls; the record is read again. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AdapterError } from '../../error.ts';
import type { HostChange, HostChangeType, InboundRequest } from '../contract.ts';
import { manifest } from './manifest.ts';
import { partyId } from './map.ts';

const MOST_CHANGES = 500;
const FIELD =
  /^(contacts|companies|leads|task|unsorted)\[(\w+)\]\[(\d+)\]\[(id|type|updated_at|last_modified|date_create)\]$/;

export async function receive(
  key: string | undefined,
  { query, body }: InboundRequest,
): Promise<HostChange[]> {
  if (key === undefined || !same(query['key'] ?? '', key)) {
    throw new AdapterError(
      manifest.id,
      'unauthorized',
      'The notice does not carry the key of this account.',
      {
        hint: 'Enter the webhook’s address anew in amoMarket, with the key of the settings.',
      },
    );
  }
  const records = new Map<string, Record<string, string>>();
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(body))) {
    const [, kind = '', action = '', index = '', field = ''] = FIELD.exec(name) ?? [];
    if (field === '') continue;
    const place = `${kind} ${action} ${index}`;
    records.set(place, { ...records.get(place), kind, action, [field]: value });
  }
  return [...records.values()].slice(0, MOST_CHANGES).flatMap(changeOf);
}

function changeOf(record: Record<string, string>): HostChange[] {
  const { kind = '', action = '', id = '', type = '', updated_at, last_modified, date_create } = record;
  if (!/^\d{1,15}$/.test(id)) return [];
  const removed = action === 'delete';
  const what = { contacts: 'party', companies: 'party', leads: 'deal', task: 'task' }[kind];
  if (what === undefined) return [];
  const recordId =
    what === 'party'
      ? partyId(kind === 'companies' || type === 'company' ? 'companies' : 'contacts', Number(id))
      : id;
  const when = last_modified ?? updated_at ?? date_create ?? '';
  const change: HostChangeType = `${what as 'party' | 'deal' | 'task'}.${removed ? 'removed' : 'changed'}`;
  return [{ id: `${kind}-${action}-${id}-${when}`, type: change, recordId }];
}

/** Hashed first, because the comparison in constant time wants equal lengths. */
function same(one: string, other: string): boolean {
  const hash = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(hash(one), hash(other));
}
