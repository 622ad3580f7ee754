/** Looks at the sound of calls once a second, and tells the gateway now and then how it is: also when the page goes. */
import type { QualityReport } from '@ringback/model';
import type { CallLeg } from './call-leg.ts';

export interface SoundWatchOptions {
  legs: () => Iterable<CallLeg>;
  report: ((callId: string, report: QualityReport) => Promise<unknown>) | undefined;
}

export interface SoundWatch {
  /** Whether there is sound to look at. */
  follow(talking: boolean): void;
  /** What was measured of this leg so far. What cannot be told is left at that. */
  tell(leg: CallLeg): void;
  tellAll(): void;
}

const SAMPLE_MS = 1_000;
/** A page that crashes leaves no more than this untold, in samples. */
const SAMPLES_PER_REPORT = 20;

export function createSoundWatch({ legs, report }: SoundWatchOptions): SoundWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let samples = 0;

  function sample(): void {
    samples += 1;
    for (const leg of legs()) void leg.sample();
    if (samples % SAMPLES_PER_REPORT === 0) tellAll();
  }

  function tell({ id, quality }: CallLeg): void {
    if (quality) report?.(id, quality).catch(() => undefined);
  }

  function tellAll(): void {
    for (const leg of legs()) tell(leg);
  }

  return {
    tell,
    tellAll,
    follow(talking) {
      if (talking === (timer !== undefined)) return;
      clearInterval(timer);
      timer = talking ? setInterval(sample, SAMPLE_MS) : undefined;
      if (talking) addEventListener('pagehide', tellAll);
      else removeEventListener('pagehide', tellAll);
    },
  };
}
