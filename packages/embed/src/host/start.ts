/** The two cores that can stand behind the ports: a gateway's, and the demo's. */
import { createIdbStorage, createMemoryStorage } from '@ringback/client/outbox';
import { newId } from '../new-id.ts';
import { createBus } from './bus.ts';
import type { HostConfig } from './config.ts';
import { createCoreFrame } from './core-frame.ts';
import type { Core, InstallOptions } from './install.ts';
import type * as Panel from './panel.ts';
import { createTab } from './tab.ts';

/** Under which the host's database keeps how the bar is arranged. */
const ARRANGED = 'bar';

export const start: InstallOptions['start'] = async (config, locale) => {
  if (config.gateway !== 'demo') return startTab(config, locale);
  const demo = (await import(/* @vite-ignore */ `${config.folder}demo.js`)) as {
    startDemo(locale: string): Core;
  };
  return demo.startDemo(locale);
};

/** The elements are a bundle of their own, `panel.js`, whose rarer parts come when they are needed. */
export const elements: InstallOptions['elements'] = async ({ folder }, locale) => {
  const panel = (await import(/* @vite-ignore */ `${folder}panel.js`)) as typeof Panel;
  await panel.speak(locale, folder);
  return panel.mount;
};

function startTab({ gateway }: HostConfig, locale: Parameters<InstallOptions['start']>[1]): Core {
  // A browser that refuses IndexedDB keeps what waits until the page is left.
  const storage = 'indexedDB' in globalThis ? createIdbStorage() : createMemoryStorage();
  const tab = createTab({
    gateway,
    id: newId(),
    bus: createBus(`ringback:${gateway}`),
    locks: navigator.locks as LockManager | undefined,
    storage,
    locale,
    look: () => ({ locale, scheme: schemeOfPage() }),
    createFrame: (options) => createCoreFrame({ ...options, gateway, parent: document.body }),
  });
  const onHide = (event: PageTransitionEvent): void => tab.leave(event.persisted);
  const onShow = (event: PageTransitionEvent): void => {
    if (event.persisted) tab.comeBack();
  };
  addEventListener('pagehide', onHide);
  addEventListener('pageshow', onShow);
  return {
    memory: {
      arranged: storage.get(ARRANGED).catch(() => undefined),
      arrange: (arranged) => storage.set(ARRANGED, arranged),
    },
    phone: tab.phone,
    backend: tab.backend,
    destroy() {
      removeEventListener('pagehide', onHide);
      removeEventListener('pageshow', onShow);
      tab.destroy();
    },
  };
}

/** What the page's own `color-scheme` comes to: the frame cannot see it. */
function schemeOfPage(): 'light' | 'dark' {
  const { colorScheme } = getComputedStyle(document.documentElement);
  if (!colorScheme.includes('dark')) return 'light';
  if (!colorScheme.includes('light')) return 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
