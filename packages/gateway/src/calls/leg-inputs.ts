/**
 * What the PBX tells of legs, each brought to the call that the leg belongs to when its turn has come: a transfer may have taken it into
 * another call meanwhile. Of one leg everything stays in order, also when a reload gives it a new name.
 */
import type { AdapterLog } from '@ringback/adapters';
import { type Circumstances, decide, type Input } from './decide.ts';
import type { Draft } from './draft.ts';
import type { Lanes } from './lanes.ts';

export type HeardInput = Extract<Input, { legId: string }>;

export interface LegInputsOptions {
  lanes: Lanes;
  callOfLeg: ReadonlyMap<string, string>;
  decideNow(callId: string, decision: (draft: Draft, around: Circumstances) => void): Promise<void>;
  log: AdapterLog;
}

export function createLegInputs({ lanes, callOfLeg, decideNow, log }: LegInputsOptions) {
  /** By the first name of the leg: what of it is still to be handled. */
  const tails = new Map<string, Promise<void>>();
  const firstNames = new Map<string, string>();

  async function handle(input: HeardInput): Promise<void> {
    for (;;) {
      const callId = callOfLeg.get(input.legId);
      if (callId === undefined) return;
      const handled = await lanes.run(callId, async () => {
        if (callOfLeg.get(input.legId) !== callId) return false;
        await decideNow(callId, (draft, around) => decide(draft, input, around));
        return true;
      });
      if (handled) return;
    }
  }

  function forget(name: string, tail: Promise<void>): void {
    if (tails.get(name) !== tail) return;
    tails.delete(name);
    for (const [legId, first] of firstNames) if (first === name) firstNames.delete(legId);
  }

  return {
    heard(input: HeardInput): void {
      const name = firstNames.get(input.legId) ?? input.legId;
      if (input.type === 'leg.replaced') firstNames.set(input.byLegId, name);
      const before = tails.get(name);
      const tail = (before ? before.then(() => handle(input)) : handle(input)).catch((error: unknown) =>
        log.error({ err: error, legId: input.legId }, 'a step of the call failed'),
      );
      tails.set(name, tail);
      void tail.then(() => forget(name, tail));
    },
    /** Waits for all that was heard; false when there was nothing. */
    async settled(): Promise<boolean> {
      const running = [...tails.values()];
      await Promise.all(running);
      return running.length > 0;
    },
  };
}
