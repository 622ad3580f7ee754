/** A method that has worked 480 seconds within ten minutes is shut for everybody: we stop asking before that. */
import type { CrmContext } from '../../context.ts';
import { resetOf, type Time } from './wire.ts';

/** Seconds of work after which a method is left alone until the portal gives time back. */
const ENOUGH_SECONDS = 440;

export function createOperatingTime({ now, wait }: Pick<CrmContext, 'now' | 'wait'>) {
  const shutUntil = new Map<string, number>();
  return {
    note(method: string, time: Time | undefined): void {
      if ((time?.operating ?? 0) < ENOUGH_SECONDS) shutUntil.delete(method);
      else shutUntil.set(method, resetOf(time) ?? now().getTime() + 60_000);
    },
    async wait(method: string, signal?: AbortSignal): Promise<void> {
      const ms = (shutUntil.get(method) ?? 0) - now().getTime();
      if (ms > 0) await wait(ms, signal);
    },
  };
}
