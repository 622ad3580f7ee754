/** Everything that sounds, each on its device: far sides on the speaker, the bell on its own. */
import type { DeviceKind } from '@ringback/model';

export type OutputKind = Exclude<DeviceKind, 'microphone'>;

/** The part of an audio element that is used; `setSinkId` is not in every browser. */
export type Output = Pick<HTMLAudioElement, 'pause'> & { setSinkId?(id: string): Promise<void> };

export interface Outputs {
  /** It plays on the kind's device until it is taken out. */
  add(kind: OutputKind, output: Output): () => void;
  /** All of the kind play there from now on; undefined = the system's own. Rejects where the browser does not allow it. */
  route(kind: OutputKind, id: string | undefined): Promise<void>;
}

export function createOutputs(): Outputs {
  const routes: Record<OutputKind, string> = { speaker: '', ringer: '' };
  const playing: Record<OutputKind, Set<Output>> = { speaker: new Set(), ringer: new Set() };
  return {
    add(kind, output) {
      playing[kind].add(output);
      // What cannot play there plays on the system's own.
      if (routes[kind]) output.setSinkId?.(routes[kind]).catch(() => undefined);
      return () => void playing[kind].delete(output);
    },
    async route(kind, id = '') {
      if (routes[kind] === id) return;
      const before = routes[kind];
      routes[kind] = id;
      try {
        await Promise.all([...playing[kind]].map((output) => output.setSinkId?.(id)));
      } catch (reason) {
        routes[kind] = before;
        throw reason;
      }
    },
  };
}
