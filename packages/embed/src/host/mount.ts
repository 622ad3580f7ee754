/** Puts provider, bar, card and log into the page, and connects the elements that the page itself contains. */
import { RingbackSoftphone } from '@ringback/softphone';
import { backendContext, define, localeContext, phoneContext, RingbackProvider } from '@ringback/ui';
import { RingbackCallerCard, RingbackCallLog } from '@ringback/widgets';
import type { Ports } from './commands.ts';
import type { HostConfig } from './config.ts';
import { answerContexts } from './context-root.ts';
import { dock } from './dock.ts';
import { dispatchFacts } from './facts.ts';

/** @returns the way to take everything off again. */
export function mount({ phone, backend }: Ports, { locale, mount, log }: Omit<HostConfig, 'gateway' | 'folder'>): () => void {
  const stopAnswering = answerContexts(
    document,
    new Map<unknown, unknown>([
      [phoneContext, phone],
      [backendContext, backend],
      [localeContext, locale],
    ]),
  );
  // Not before somebody answers: the page's own elements ask for their ports as soon as they are defined.
  define('ringback-provider', RingbackProvider);
  define('ringback-softphone', RingbackSoftphone);
  define('ringback-caller-card', RingbackCallerCard);
  define('ringback-call-log', RingbackCallLog);

  const provider = Object.assign(document.createElement('ringback-provider'), { phone, backend, locale });
  const undock = dock(provider, mount);
  document.body.append(provider);
  const stopFacts = dispatchFacts(backend, provider);

  const place = log === undefined ? undefined : document.querySelector(log);
  const table = document.createElement('ringback-call-log');
  place?.append(table);

  return () => {
    stopFacts();
    undock();
    table.remove();
    provider.remove();
    stopAnswering();
  };
}
