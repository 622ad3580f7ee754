/** A talk that a lead was made from belongs to him, where the host keeps leads as people whom one can look up. */
import type { Backend, Lead } from '@ringback/model';

export async function tieLead(
  backend: Backend | undefined,
  callId: string | undefined,
  { system, name, phones: [phone] }: Lead,
): Promise<void> {
  if (callId === undefined || phone === undefined) return;
  const matches = (await backend?.parties?.findByPhone(phone)) ?? [];
  const own = matches.filter(({ party }) => party.system === system && party.name === name);
  const [match] = own;
  if (match && own.length === 1)
    await backend?.calls.update(callId, { party: { system, id: match.party.id } });
}
