/**
 * Where phones register may be changed at /admin while this page stands: its policy allows the addresses of its time alone, and the phone
 * knows no others. A page that reaches no PBX asks what the gateway would serve now, and loads itself anew; the host joins it again.
 */
import type { PhoneState } from '@ringback/model';
import * as z from 'zod/mini';

/** What the gateway writes into the page. */
export const FrameConfig = z.object({
  origins: z.array(z.string()),
  /** WebSocket addresses at which phones register. */
  servers: z.array(z.string()),
});
export type FrameConfig = z.infer<typeof FrameConfig>;

export const LOOK_EVERY_MS = 60_000;

/** The JSON has no `<` of its own. */
export function configIn(page: string): FrameConfig {
  const [, json = '{}'] = /id="ringback-frame-config">([^<]*)</.exec(page) ?? [];
  return FrameConfig.parse(JSON.parse(json));
}

export interface AddressesOptions {
  /** As this page was served. */
  servers: readonly string[];
  phone: () => Pick<PhoneState, 'status' | 'calls'> | undefined;
  /** Ids of the calls that live at the gateway. */
  live: () => Promise<readonly string[]>;
  /** The page as it is served now. */
  read: () => Promise<string>;
  reload: () => void;
}

/** Never rejects: a gateway that does not answer is asked again the next time. */
export async function lookForAddresses({
  servers,
  phone,
  live,
  read,
  reload,
}: AddressesOptions): Promise<void> {
  const isStuck = (): boolean => /^(?:offline|failed)$/.test(phone()?.status ?? '');
  // One that ended while there is no way to the PBX, such as by hanging up here, stays in the phone, which waits for the way.
  const talks = async (): Promise<boolean> => {
    const ids = phone()?.calls.length ? await live() : [];
    return phone()?.calls.some(({ id }) => ids.includes(id)) ?? false;
  };
  if (!isStuck()) return;
  try {
    const now = configIn(await read());
    if (now.servers.join(' ') !== servers.join(' ') && !(await talks()) && isStuck()) reload();
  } catch {
    // Said by the backend's state already.
  }
}
