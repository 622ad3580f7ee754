/**
 * The bridge of a page of ours that the portal shows in its frame (placements CALL_CARD, PAGE_BACKGROUND_WORKER and the tabs of records). It
 * joins the portal's own script, `BX24`, with Ringback's commands: a clicked customer opens in the portal's slider, a number that
 * is called in the portal's card is dialled. It keeps nothing, puts nothing into the page's global scope, and holds no secret.
 */

/** What the gateway tells this page of how it was opened. */
export interface HostPage {
  ringback: 'host';
  version: number;
  system: 'bitrix24';
  /** The only page that may show this one: `https://firm.bitrix24.ua`. */
  portal: string;
  placement: string;
  options: Readonly<Record<string, unknown>>;
}

import { onPartyOpen } from '../kit/party-open.ts';

/** Version of what gateway and bridge tell each other. */
export const HOST_VERSION = 1;

/** The part of the portal's script that is used. */
export interface Bx24 {
  init(ready: () => void): void;
  openPath(path: string, done?: (result: unknown) => void): void;
  placement: {
    bindEvent(event: string, listener: (data: unknown) => void): void;
    call(command: string, params?: object, done?: (result: unknown) => void): void;
  };
}

export interface HostRecord {
  kind: 'party' | 'deal';
  id: string;
}

export interface HostBridge {
  readonly system: 'bitrix24';
  /** The record on whose card this page stands; `undefined` elsewhere. */
  currentRecord(): HostRecord | undefined;
  /** Opens the page of a record in the portal's slider; `false` for an address that is not the portal's. */
  openRecord(url: string): boolean;
  destroy(): void;
}

export interface BridgeOptions {
  page: HostPage;
  bx24: Bx24;
  /** Where Ringback's events arrive: the document. */
  target: EventTarget;
  dial: (number: string) => void;
}

const KINDS: Record<string, (id: string) => HostRecord> = {
  CONTACT: (id) => ({ kind: 'party', id: `contact-${id}` }),
  COMPANY: (id) => ({ kind: 'party', id: `company-${id}` }),
  LEAD: (id) => ({ kind: 'party', id: `lead-${id}` }),
  DEAL: (id) => ({ kind: 'deal', id }),
};

export function createBitrix24Bridge({ page, bx24, target, dial }: BridgeOptions): HostBridge {
  let alive = true;
  let stopOpening = () => {};

  function openRecord(url: string): boolean {
    const address = URL.canParse(url) ? new URL(url) : undefined;
    if (address?.origin !== page.portal) return false;
    bx24.openPath(address.pathname + address.search);
    return true;
  }

  bx24.init(() => {
    if (!alive) return;
    stopOpening = onPartyOpen(target, openRecord);
    if (page.placement !== 'PAGE_BACKGROUND_WORKER') return;
    // The portal can take back no listener: one that is dead does nothing.
    bx24.placement.bindEvent('BackgroundCallCard::makeCallButtonClick', (data) => {
      const number = (data as { phoneNumber?: unknown } | null)?.phoneNumber;
      if (alive && typeof number === 'string' && number !== '') dial(number);
    });
  });

  return {
    system: 'bitrix24',
    currentRecord() {
      const { CRM_ENTITY_TYPE, CRM_ENTITY_ID, ID } = page.options;
      const [, tab] = /^CRM_(\w+)_DETAIL_TAB$/.exec(page.placement) ?? [];
      const [type, id] = [CRM_ENTITY_TYPE ?? tab, CRM_ENTITY_ID ?? ID];
      // The portal writes what it does not know as the text "undefined".
      return /^\d+$/.test(String(id)) ? KINDS[String(type)]?.(String(id)) : undefined;
    },
    openRecord,
    destroy() {
      alive = false;
      stopOpening();
    },
  };
}

/** Reads how the page was opened; `undefined` unless it stands in the portal's frame and both speak the same version. */
export function readHostPage(text: string, ancestor: string | undefined): HostPage | undefined {
  const page = JSON.parse(text) as HostPage;
  const ours = page.ringback === 'host' && page.version === HOST_VERSION && page.system === 'bitrix24';
  return ours && ancestor === page.portal ? page : undefined;
}

/** Begins by itself in the page that the gateway made for it. */
function start(): void {
  const text = document.getElementById('ringback-host')?.textContent;
  const { BX24, ringback } = window as unknown as { BX24?: Bx24; ringback?: (...args: unknown[]) => unknown };
  if (!text || !BX24) return;
  const referrer = URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined;
  const page = readHostPage(text, window.location.ancestorOrigins?.[0] ?? referrer);
  if (!page)
    return console.warn('Ringback: this page stands in another frame than the portal’s, and is not joined.');
  createBitrix24Bridge({
    page,
    bx24: BX24,
    target: document,
    dial: (number) => void ringback?.('dial', number),
  });
}

if (typeof document !== 'undefined') start();
