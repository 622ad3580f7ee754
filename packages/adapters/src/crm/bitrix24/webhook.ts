/**
 * What the portal tells: an outgoing webhook or an application's events. The portal signs nothing and repeats nothing; the token
 * that it sends along is what proves it, and it is compared before anything else is looked at.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { AdapterError } from '../../error.ts';
import type { ChangesGroup, HostChange, HostChangeType, InboundRequest } from '../contract.ts';
import { manifest } from './manifest.ts';
import { partyId } from './map.ts';

const PARTIES = { CONTACT: 'contact', COMPANY: 'company', LEAD: 'lead' } as const;

export function createReceive(applicationToken: string): Required<Pick<ChangesGroup, 'receive'>> {
  const expected = digest(applicationToken);
  return {
    async receive({ body }: InboundRequest) {
      const form = new URLSearchParams(new TextDecoder().decode(body));
      // Both are hashed: what is compared has the same length whatever was sent.
      if (!timingSafeEqual(digest(form.get('auth[application_token]') ?? ''), expected)) {
        throw new AdapterError(manifest.id, 'unauthorized', 'An event came without the portal’s token.', {
          hint: 'Put the application token of the portal into the settings.',
        });
      }
      return readEvent(form);
    },
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

export function readEvent(form: URLSearchParams): HostChange[] {
  const event = (form.get('event') ?? '').toUpperCase();
  if (event === 'ONEXTERNALCALLSTART' || event === 'ONEXTERNALCALLBACKSTART')
    return [readRequest(event, form)];
  const [, what, how] =
    /^ON(?:CRM)?(CONTACT|COMPANY|LEAD|DEAL|ACTIVITY|TASK)(ADD|UPDATE|DELETE)$/.exec(event) ?? [];
  if (what === undefined) return [];
  const number =
    form.get('data[FIELDS][ID]') ??
    form.get('data[FIELDS_AFTER][ID]') ??
    form.get('data[FIELDS_BEFORE][ID]') ??
    '';
  if (!/^\d{1,12}$/.test(number)) return [];
  const id = `${event}:${number}:${form.get('ts') ?? ''}`;
  const verb = how === 'DELETE' ? 'removed' : 'changed';
  if (what in PARTIES) {
    const entity = PARTIES[what as keyof typeof PARTIES];
    const changes: HostChange[] = [
      { id, type: `party.${verb}`, recordId: partyId({ entity, id: Number(number) }) },
    ];
    // A lead is both: somebody who may call, and an entry of the list of leads.
    if (entity === 'lead') changes.push({ id: `${id}:lead`, type: `lead.${verb}`, recordId: number });
    return changes;
  }
  if (what === 'ACTIVITY') return [{ id, type: 'communication.changed', recordId: number }];
  return [{ id, type: `${what.toLowerCase()}.${verb}` as HostChangeType, recordId: number }];
}

function readRequest(event: string, form: URLSearchParams): HostChange {
  const data = (name: string) => form.get(`data[${name}]`) || undefined;
  const number = data('PHONE_NUMBER_INTERNATIONAL') ?? data('PHONE_NUMBER') ?? '';
  const [userId, hostCallId] = [data('USER_ID'), data('CALL_ID')];
  return {
    id: `${event}:${hostCallId ?? number}:${form.get('ts') ?? ''}`,
    type: event === 'ONEXTERNALCALLSTART' ? 'dial.requested' : 'callback.requested',
    request: {
      number,
      ...(userId === undefined ? {} : { userId }),
      ...(hostCallId === undefined ? {} : { hostCallId }),
    },
  };
}
