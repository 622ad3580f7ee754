/**
 * Puts bar, card and log into the page, and connects them and the elements that the page itself contains. The document stands in for
 * a provider: elements may be anywhere, and may come at any time.
 */
import type { Locale } from '@ringback/model';
import { RingbackSoftphone } from '@ringback/softphone';
import { backendContext, define, localeContext, phoneContext } from '@ringback/ui';
import { bringCard } from './bring-card.ts';
import { bringNumbers } from './bring-numbers.ts';
import { bringPanels } from './bring-panels.ts';
import { bringRecords } from './bring-records.ts';
import { bringReminders } from './bring-reminders.ts';
import type { Ports } from './commands.ts';
import type { HostConfig } from './config.ts';
import { answerContexts } from './context-root.ts';
import { dialLinks } from './dial-links.ts';
import { dock, type Memory } from './dock.ts';
import { dispatchFacts } from './facts.ts';

const TAGS =
  'ringback-softphone:defined, ringback-caller-card:defined, ringback-call-log:defined' as 'ringback-softphone';

/** @returns the way to take everything off again. */
export function mount(
  { phone, backend, memory }: Ports & { memory?: Memory },
  config: Omit<HostConfig, 'gateway' | 'folder' | 'locale'> & { locale: Locale },
): () => void {
  const { locale, log } = config;
  const stopAnswering = answerContexts(
    document,
    new Map<unknown, unknown>([
      [phoneContext, phone],
      [backendContext, backend],
      [localeContext, locale],
    ]),
  );
  // Not before somebody answers: the page's own elements ask for their ports as soon as they are defined.
  define('ringback-softphone', RingbackSoftphone);
  // Those that were defined before us, by a bundle of the page, have asked already.
  const deaf = [...document.querySelectorAll(TAGS)].filter((element) => !element.phone && !element.backend);
  for (const element of deaf) Object.assign(element, { phone, backend });

  const stopBringing = bringCard({ phone, backend });
  const stopPanels = bringPanels(document, locale);
  const stopRecords = bringRecords({ phone, backend });
  const stopReminders = bringReminders(backend);
  const stopFacts = dispatchFacts(backend, document.body);
  const { bar, undock } = dock(document.body, config, memory);
  // The bar says what goes wrong, also where it stands elsewhere in the page.
  const shown = () => document.querySelector('ringback-softphone') ?? bar;
  const dial = (number: string) => shown().dial(number);
  const stopLinks = config.dialLinks ? dialLinks(window, { phone, dial }) : undefined;
  const list = (numbers: (() => string[]) | undefined) => void (shown().numbers = numbers);
  const stopNumbers = bringNumbers(config.dialNumbers, { phone, dial, list });
  const place = log === undefined ? undefined : document.querySelector(log);
  const table = document.createElement('ringback-call-log');
  place?.append(table);

  return () => {
    stopBringing();
    stopRecords();
    stopReminders();
    stopPanels();
    stopFacts();
    stopLinks?.();
    stopNumbers();
    undock();
    table.remove();
    stopAnswering();
    for (const element of deaf) Object.assign(element, { phone: undefined, backend: undefined });
  };
}
