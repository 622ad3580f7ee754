/** What was written about a call and where, kept by the gateway: amoCRM cannot be asked for a note by our id of the call. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { manifest } from './manifest.ts';

const Place = z.object({
  kind: z.enum(['contacts', 'companies', 'leads']),
  id: z.number(),
  /** Absent while nobody knows whether the note was made. */
  note: z.optional(z.number()),
});
export type Place = z.infer<typeof Place>;

const State = z.object({
  version: z.number(),
  /** Our text, as it was written last. */
  text: z.string(),
  link: z.string(),
  places: z.array(Place),
  /** The incoming lead that an unknown caller became. */
  unsorted: z.optional(z.string()),
});
export type CallState = z.infer<typeof State>;

export interface CallStates {
  get(callId: string): Promise<CallState>;
  set(callId: string, state: CallState): Promise<void>;
}

const NOTHING: CallState = { version: -1, text: '', link: '', places: [] };

export function createCallStates({ kept }: Pick<CrmContext, 'kept'>): CallStates {
  const seen = new Map<string, string | undefined>();
  const place = (callId: string) => `amocrm:call:${callId}`;
  return {
    async get(callId) {
      const text = await kept.get(place(callId));
      seen.set(callId, text);
      return text === undefined ? NOTHING : State.parse(JSON.parse(text));
    },
    async set(callId, state) {
      const text = JSON.stringify(state);
      if (await kept.replace(place(callId), seen.get(callId), text)) return void seen.set(callId, text);
      throw new AdapterError(
        manifest.id,
        'unavailable',
        'The same call is being written by another process.',
        {
          hint: 'It will be tried again.',
        },
      );
    },
  };
}
