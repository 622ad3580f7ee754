/**
 * Tokens that rotate. A refresh token is good once: of several processes one asks for new tokens, and the others wait for what it
 * keeps. Who asks says so first, with a time limit, so that nobody waits for a process that has died.
 *
 *     none ──claim──► claimed ──code──► fresh ──a day passes──► stale ──claim──► claimed ──refresh token──► fresh
 */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { manifest } from './manifest.ts';

const State = z.object({
  access: z.optional(z.string()),
  refresh: z.optional(z.string()),
  /** ms since the epoch */
  expiresAt: z.optional(z.number()),
  /** Until when somebody is fetching new ones; ms since the epoch. */
  claimedUntil: z.optional(z.number()),
});
type State = z.infer<typeof State>;

export interface Grant {
  access: string;
  refresh: string;
  /** ms */
  lifetimeMs: number;
}

export interface TokensOptions {
  context: Pick<CrmContext, 'kept' | 'now' | 'wait'>;
  /** Asks the vendor; without a refresh token by the authorization code. */
  grant(refresh: string | undefined, signal?: AbortSignal): Promise<Grant>;
}

export interface Tokens {
  access(signal?: AbortSignal): Promise<string>;
  /** The vendor refused this one although it should be good. */
  refused(access: string): Promise<void>;
}

const PLACE = 'amocrm:tokens';
/** New ones are fetched so long before the old ones end: a request under way must not outlive its token. */
const AHEAD_MS = 300_000;
/** Longer than the longest answer that is waited for. */
const CLAIM_MS = 60_000;
const LOOK_AGAIN_MS = 250;

export function createTokens({ context, grant }: TokensOptions): Tokens {
  const { kept, now, wait } = context;
  const time = () => now().getTime();

  async function renew(
    text: string | undefined,
    state: State,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const claimed = JSON.stringify({ ...state, claimedUntil: time() + CLAIM_MS } satisfies State);
    if (!(await kept.replace(PLACE, text, claimed))) return undefined;
    try {
      const { access, refresh, lifetimeMs } = await grant(state.refresh, signal);
      const fresh = JSON.stringify({ access, refresh, expiresAt: time() + lifetimeMs } satisfies State);
      await kept.replace(PLACE, claimed, fresh);
      return access;
    } catch (error) {
      await kept.replace(PLACE, claimed, JSON.stringify(state));
      throw error;
    }
  }

  return {
    async access(signal) {
      for (;;) {
        signal?.throwIfAborted();
        const text = await kept.get(PLACE);
        const state = read(text);
        const good = state.access !== undefined && (state.expiresAt ?? 0) - AHEAD_MS > time();
        if (good && state.access !== undefined) return state.access;
        const taken = (state.claimedUntil ?? 0) > time();
        const { claimedUntil: _over, ...free } = state;
        const access = taken ? undefined : await renew(text, free, signal);
        if (access !== undefined) return access;
        await wait(LOOK_AGAIN_MS, signal);
      }
    },
    async refused(access) {
      const text = await kept.get(PLACE);
      const state = read(text);
      // Another process may have fetched new ones by now: those are not refused.
      if (state.access === access)
        await kept.replace(PLACE, text, JSON.stringify({ ...state, expiresAt: 0 }));
    },
  };
}

function read(text: string | undefined): State {
  if (text === undefined) return {};
  const parsed = State.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new AdapterError(manifest.id, 'bug', 'The kept tokens of amoCRM cannot be read.', {
    hint: 'Enter a new authorization code.',
  });
}
