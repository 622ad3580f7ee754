/**
 * The bridge of a back office in which `ringback.js` stands: it opens records in the back office itself instead of in a new tab, knows on
 * whose page the agent is, and offers to call the numbers that stand there. It joins where both sides agree: the gateway greets the
 * connected system's own origin alone, and the bridge takes no greeting that is meant for another place. It keeps nothing and adds nothing
 * to the page's global scope.
 */
import { createDialOffer } from './dial-offer.ts';
import { onPartyOpen } from './party-open.ts';

/** Version of what the gateway and a bridge tell each other. */
export const HOST_VERSION = 1;

export interface HostRecord {
  kind: 'party' | 'order';
  id: string;
}

/** What a back office looks like from outside. */
export interface HostPanel {
  readonly system: string;
  /** The record that a page shows; `undefined` for every other page. */
  recordOf(address: URL): HostRecord | undefined;
  /** Fields in which numbers stand; CSS selectors. */
  readonly fields: string;
  /** The address as this session of the back office wants it, where that is another. */
  addressIn?(session: URL, record: HostRecord): URL | undefined;
}

/** What the gateway tells a page of the connected system's origin. */
export interface HostGreeting {
  ringback: 'host';
  version: number;
  system: string;
  /** Origin of the back office. */
  panel: string;
}

export interface HostBridge {
  readonly system: string;
  /** The record whose page is open. */
  currentRecord(): HostRecord | undefined;
  /** Opens a record's page in this tab: the call goes on. `false` for an address that is no record of this back office. */
  openRecord(url: string): boolean;
  destroy(): void;
}

export interface PanelBridgeOptions {
  panel: HostPanel;
  /** Where the back office and Ringback's events are. */
  page: Document;
  /** The page's address at this moment. */
  address: () => string;
  go: (url: string) => void;
  dial: (number: string) => void;
}

export function createPanelBridge({ panel, page, address, go, dial }: PanelBridgeOptions): HostBridge {
  const currentRecord = () => panel.recordOf(new URL(address()));

  function openRecord(url: string): boolean {
    const here = new URL(address());
    const wanted = URL.canParse(url) ? new URL(url) : undefined;
    const record = wanted?.origin === here.origin ? panel.recordOf(wanted) : undefined;
    if (!wanted || !record) return false;
    const open = currentRecord();
    const isOpen = open?.kind === record.kind && open.id === record.id;
    if (!isOpen) go((panel.addressIn?.(here, record) ?? wanted).href);
    return true;
  }

  const stopOpening = onPartyOpen(page, openRecord);
  const stopOffering = createDialOffer({ page, fields: panel.fields, dial });

  return {
    system: panel.system,
    currentRecord,
    openRecord,
    destroy() {
      stopOpening();
      stopOffering();
    },
  };
}

/** Whether the greeting is meant for this page and for this bridge. */
export function isGreeting(value: unknown, { system }: HostPanel, origin: string): value is HostGreeting {
  const greeting = value as Partial<HostGreeting> | null;
  return (
    greeting?.ringback === 'host' &&
    greeting.version === HOST_VERSION &&
    greeting.system === system &&
    greeting.panel === origin
  );
}

/** Begins by itself in a page that loads the bridge; `script` is the bridge's own address, on the gateway. */
export async function joinPanel(
  panel: HostPanel,
  script: string,
  load: (url: string) => Promise<unknown> = (url) => import(/* @vite-ignore */ url),
): Promise<HostBridge | undefined> {
  const url = new URL(`/v1/hosts/${panel.system}/greeting.js`, script).href;
  const answer = await load(url).catch(() => undefined);
  const greeting = (answer as { default?: unknown } | undefined)?.default;
  if (!isGreeting(greeting, panel, location.origin)) {
    const why = answer
      ? 'the gateway speaks another version'
      : 'the gateway does not know this page as the back office';
    console.warn(`Ringback: ${why}, and the bridge is not joined.`);
    return undefined;
  }
  return createPanelBridge({
    ...{ panel, page: document, address: () => location.href, go: (to) => location.assign(to) },
    // Found when it is needed: `ringback.js` may come later.
    dial(number) {
      const { ringback } = window as unknown as { ringback?: (...args: unknown[]) => unknown };
      void ringback?.('dial', number);
    },
  });
}
