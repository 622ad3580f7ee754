/** The one place from which phones are rung: whom they show is decided here, so that no path forgets it. */
import type { OriginateInput, Pbx } from '@ringback/adapters';
import type { Agent, Settings } from '@ringback/model';
import { callerShown } from './masking.ts';

export interface MaskedCallersOptions {
  byExtension: (extension: string) => Promise<Agent | undefined>;
  settings: () => Pick<Settings, 'routing'>;
}

export function withMaskedCallers<P extends Pbx & Required<Pick<Pbx, 'originate'>>>(
  pbx: P,
  { byExtension, settings }: MaskedCallersOptions,
): P {
  const leg = async (input: OriginateInput): Promise<void> => {
    const agent = input.to.kind === 'device' ? await byExtension(input.to.endpoint) : undefined;
    const caller = agent ? callerShown(agent, input.caller, settings()) : input.caller;
    await pbx.originate.leg({ ...input, caller });
  };
  // A PBX is a plain object or an instance: what is not named here stays as it is.
  return Object.create(pbx, { originate: { value: { leg }, enumerable: true } }) as P;
}
