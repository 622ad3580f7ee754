/**
 * The bridge of a page of ours in an HTML field of a 1C form. 1C and the page have no messages: 1C reaches into the document, and hears
 * clicks. So 1C writes a command into the form `#ringback-onec` and clicks its button; the page clicks a link, and 1C reads its address
 * (`ПриНажатии`). Nothing is put into the page's global scope, nothing is kept, and there is no secret here.
 */

import { onPartyOpen } from '../kit/party-open.ts';

/** Version of what 1C and this page tell each other. */
export const HOST_VERSION = 1;

export interface HostRecord {
  kind: 'party';
  id: string;
}

export interface HostBridge {
  readonly system: 'onec';
  /** The record whose form is open in 1C; `undefined` where 1C has named none. */
  currentRecord(): HostRecord | undefined;
  /** Opens the form of a record in 1C; `false` for an address that is not of this base. */
  openRecord(url: string): boolean;
  destroy(): void;
}

export interface BridgeOptions {
  /** Address of the publication: records of this base alone are opened. */
  base: string;
  /** Where Ringback's events arrive: the document. */
  target: EventTarget;
  /** Told when 1C has clicked its button. */
  form: CommandForm;
  /** Makes 1C hear a click on this address. */
  click: (href: string) => void;
  dial: (number: string) => void;
}

export interface CommandForm {
  /** What stands in the form: `hello` `1`, `dial` `0671112233`, `record` `<UUID>`. */
  read(): { command: string; value: string };
  onClick(listener: () => void): () => void;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What a person may have typed as a number; what it is, the gateway decides. */
const NUMBER = /^[\d\s+()./-]{2,40}$/;

export function createOnecBridge({ base, target, form, click, dial }: BridgeOptions): HostBridge {
  let joined = false;
  let record: HostRecord | undefined;
  const root = new URL(`${base.replace(/\/+$/, '')}/`).href;

  function openRecord(url: string): boolean {
    const address = URL.canParse(url) ? new URL(url) : undefined;
    const link = decodeURI(address?.hash.slice(1) ?? '');
    const ours = address !== undefined && address.href.slice(0, root.length) === root;
    if (!joined || !ours || !/^e1cib\/data\/[\p{L}.]+\?ref=[0-9a-f]{32}$/u.test(link)) return false;
    click(`#ringback-open:${encodeURI(link)}`);
    return true;
  }

  const stopForm = form.onClick(() => {
    const { command, value } = form.read();
    if (command === 'hello') joined = value === String(HOST_VERSION);
    if (!joined) return;
    if (command === 'dial' && NUMBER.test(value)) dial(value);
    if (command === 'record')
      record = GUID.test(value) ? { kind: 'party', id: value.toLowerCase() } : undefined;
  });
  const stopOpening = onPartyOpen(target, openRecord);

  return {
    system: 'onec',
    currentRecord: () => record,
    openRecord,
    destroy() {
      joined = false;
      stopForm();
      stopOpening();
    },
  };
}

/** Whether the page stands by itself, as in a form of the thin client, or in a frame of the base's own site. */
export function isHost(base: string, top: boolean, ancestor: string | undefined): boolean {
  return top || ancestor === new URL(base).origin;
}

/** Begins by itself in a page that has the form. */
function start(): void {
  const element = document.getElementById('ringback-onec');
  const base = element?.dataset['base'];
  if (!(element instanceof HTMLFormElement) || base === undefined || !URL.canParse(base)) return;
  const referrer = URL.canParse(document.referrer) ? new URL(document.referrer).origin : undefined;
  if (!isHost(base, window.parent === window, window.location.ancestorOrigins?.[0] ?? referrer)) {
    return console.warn('Ringback: this page stands in another frame than 1C’s, and is not joined.');
  }
  const { ringback } = window as unknown as { ringback?: (...args: unknown[]) => unknown };
  const field = (name: string) => element.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? '';
  createOnecBridge({
    ...{ base, target: document },
    form: {
      read: () => ({ command: field('command'), value: field('value') }),
      onClick(listener) {
        const heard = (event: Event) => {
          event.preventDefault();
          listener();
        };
        element.addEventListener('submit', heard);
        return () => element.removeEventListener('submit', heard);
      },
    },
    click(href) {
      const link = document.createElement('a');
      link.href = href;
      link.hidden = true;
      document.body.append(link);
      link.click();
      link.remove();
    },
    dial: (number) => void ringback?.('dial', number),
  });
}

if (typeof document !== 'undefined') start();
