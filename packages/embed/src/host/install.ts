/** What `ringback.js` does when it is loaded: once per page, and so that `destroy` leaves the page as it was. */
import type { Locale, RingbackError } from '@ringback/model';
import { addCommands, type RingbackGlobal } from '@ringback/ui/command-queue';
import { pickLocale } from '@ringback/ui';
import { createCommands, type Ports } from './commands.ts';
import { type HostConfig, readConfig } from './config.ts';
import type { Memory } from './dock.ts';
import type { mount } from './mount.ts';
import { takenOff } from './taken-off.ts';

export type RingbackPage = { ringback?: RingbackGlobal; ringbackPanel?: 'here' | 'warned' };

/** What stands behind the ports; `gateway` and `demo` are the two. */
export interface Core extends Ports {
  /** Where the bar's place is kept; absent where nothing is kept. */
  memory?: Memory;
  destroy(): void;
}

export interface InstallOptions {
  page: RingbackPage;
  script: Pick<HTMLScriptElement, 'dataset' | 'src'>;
  /** Makes the ports; called when the page has a body. */
  start: (config: HostConfig, locale: Locale) => Core | Promise<Core>;
  /** Loads the elements, in their language, while the ports are made. */
  elements: (config: HostConfig, locale: Locale) => Promise<typeof mount>;
}

export function install({ page, script, start, elements }: InstallOptions): void {
  if (page.ringbackPanel) {
    if (page.ringbackPanel === 'here')
      console.warn('Ringback: ringback.js is on this page twice; the second one does nothing.');
    page.ringbackPanel = 'warned';
    return;
  }
  let config: HostConfig;
  try {
    config = readConfig(script);
  } catch (error) {
    console.warn(`Ringback: ${(error as RingbackError).message}`);
    return;
  }
  page.ringbackPanel = 'here';
  const stub = page.ringback?.c ? undefined : page.ringback;
  const undo: (() => void)[] = [];
  let gone = false;

  async function begin(): Promise<Ports> {
    await body();
    if (gone) throw takenOff();
    const locale = config.locale ?? pickLocale(document.documentElement.lang || navigator.language);
    const [core, mount] = await Promise.all([start(config, locale), elements(config, locale), parsed()]);
    if (gone) {
      core.destroy();
      throw takenOff();
    }
    undo.push(core.destroy, mount(core, { ...config, locale }));
    return core;
  }

  function destroy(): void {
    gone = true;
    for (const step of undo.splice(0).reverse()) step();
    takeCommandsOff();
    if (stub && !page.ringback) page.ringback = stub;
    delete page.ringbackPanel;
  }

  const ports = begin();
  ports.catch((error: unknown) => {
    if (!gone) console.warn(`Ringback: ${error instanceof Error ? error.message : String(error)}`);
  });
  const takeCommandsOff = addCommands(page, createCommands(ports, destroy));
}

/** A call may wait to be taken over: the core does not wait for the rest of a long page. */
function body(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!document.body) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(document.documentElement, { childList: true });
    look();
  });
}

/** Only then all of the page's own places for elements are there. */
function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true }),
  );
}
