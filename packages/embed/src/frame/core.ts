/** The core frame's page: `core.html` of the gateway's own origin, inside a host page. */
import { createBackend } from '@ringback/client';
import type { Phone } from '@ringback/model';
import { newId } from '../new-id.ts';
import { FrameConfig, LOOK_EVERY_MS, lookForAddresses } from './addresses.ts';
import { createCore, REQUESTED } from './create-core.ts';
import { awaitHost } from './join.ts';
import { onWake } from './on-wake.ts';
import tickerUrl from './ticker.worker.ts?worker&url';
import { createTicker } from './ticker.ts';

const config = FrameConfig.parse(
  JSON.parse(document.querySelector('#ringback-frame-config')?.textContent ?? '{}'),
);

// The gateway's own page of the phone is no stranger: whoever could write it could write this one.
const joined = awaitHost({
  window,
  parent: window.parent,
  origins: [...config.origins, location.origin],
});
const backend = createBackend({ baseUrl: '', newId });

/** That which was made last: it alone registers. */
let phone: Phone | undefined;
setInterval(() => {
  void lookForAddresses({
    servers: config.servers,
    phone: () => phone?.state,
    live: async () => (await backend.http.session()).calls.map(({ call }) => call.id),
    read: async () => (await fetch(location.href, { cache: 'no-cache' })).text(),
    reload: () => location.reload(),
  });
}, LOOK_EVERY_MS);

createCore({
  ticker: createTicker(tickerUrl),
  onWake,
  port: joined.then(({ port }) => port),
  backend,
  root: document.querySelector<HTMLElement>('#login')!,
  loadEngine: async ({ agent, observed, credential: known }) => {
    const dial = (number: string) =>
      number.startsWith(REQUESTED)
        ? backend.http.dialRequested(number.slice(REQUESTED.length))
        : backend.http.dial(number);
    if (observed) {
      const { createObservedEngine } = await import('./observed-engine.ts');
      return createObservedEngine({ agent, dial, control: backend.http });
    }
    const { createJssipPhone } = await import('@ringback/softphone/engine');
    // The one that came with the session is for the first registration; what is asked for later is new.
    let first = known;
    const credential = async () => {
      const given = first ?? (await backend.http.sipCredential());
      first = undefined;
      return given;
    };
    const made = createJssipPhone({
      agent: { id: agent.id, name: agent.name, extension: agent.extension },
      credential,
      dial,
      control: backend.http,
      dialogs: backend.http.dialogs,
      reportQuality: backend.http.reportQuality,
    });
    phone = made;
    return made;
  },
});
