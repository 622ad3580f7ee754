import { type Locale, RingbackError } from '@ringback/model';

/** What the script puts into the page by itself. */
export const MOUNTABLE = ['bar', 'card'] as const;
export type Mountable = (typeof MOUNTABLE)[number];

/**
 * Attributes of the script tag:
 *
 * | attribute | default | meaning |
 * |---|---|---|
 * | `data-gateway` | required | address of the gateway; `/`: where the script came from; `demo`: sample data and no server |
 * | `data-locale` | as the page's `lang` | `en`, `uk` or `ru` |
 * | `data-mount` | `bar card` | what the script puts into the page: any of `bar`, `card`; `none` |
 * | `data-dock` | `bottom` | edge of the window where the bar stands until a person moves it: `bottom`, `top`, `start`, `end` |
 * | `data-panels` | `recent create \| …` | buttons of the bar in their order; what stands after `\|` is behind "More" |
 * | `data-create` | – | records that the page makes itself on `ringback-record-create`: `party lead deal task process communication`; all others are made in Ringback's window |
 * | `data-dial-links` | `on` | `tel:` links call by the bar; `off` leaves them alone, as `data-ringback-dial="off"` does for one link or a part of the page |
 * | `data-dial-numbers` | `off` | phone numbers in the page's text call by the bar: `on` those with a plus, `UA`, `RU`, `KZ`, `BY`, `MD` also that country's own |
 * | `data-log` | – | CSS selector of an element that gets a call log |
 *
 * Ringback's elements that the page itself contains are connected in any case.
 */
export interface HostConfig {
  /** Origin of the gateway, or `demo`. */
  gateway: string;
  /** Folder from which the script came, with a slash at its end. */
  folder: string;
  locale: Locale | undefined;
  mount: readonly Mountable[];
  log: string | undefined;
  dock: (typeof DOCKS)[number];
  panels: string | undefined;
  create: string | undefined;
  dialLinks: boolean;
  dialNumbers: string | undefined;
}

/** Edges at which the bar can stand. */
export const DOCKS = ['bottom', 'top', 'start', 'end'] as const;
const LOCALES: Record<Locale, true> = { en: true, uk: true, ru: true };

/** Throws `invalid` with a sentence for whoever wrote the tag. */
export function readConfig(script: Pick<HTMLScriptElement, 'dataset' | 'src'>): HostConfig {
  const {
    gateway,
    locale,
    mount = MOUNTABLE.join(' '),
    log,
    panels,
    create,
    dialLinks,
    dialNumbers,
  } = script.dataset;
  const dock = DOCKS.find((edge) => edge === (script.dataset.dock ?? 'bottom'));
  if (!gateway) throw wrong('data-gateway is missing: give the address of your gateway, or "demo".');
  if (locale !== undefined && !Object.hasOwn(LOCALES, locale))
    throw wrong(`data-locale="${locale}" is none of en, uk, ru.`);
  if (!dock) throw wrong(`data-dock="${script.dataset.dock}" is none of ${DOCKS}.`);
  const wanted = mount.split(/[\s,]+/).filter((word) => word && word !== 'none');
  const unknown = wanted.find((word) => !(MOUNTABLE as readonly string[]).includes(word));
  if (unknown) throw wrong(`data-mount knows bar, card and none, not "${unknown}".`);
  return {
    gateway: gateway === 'demo' ? gateway : originOf(gateway === '/' ? script.src : gateway),
    folder: new URL('.', script.src).href,
    locale: locale as Locale | undefined,
    mount: wanted as Mountable[],
    ...{ log, dock, panels, create },
    dialLinks: dialLinks !== 'off',
    dialNumbers: dialNumbers === 'off' ? undefined : dialNumbers,
  };
}

function originOf(gateway: string): string {
  const url = URL.canParse(gateway) ? new URL(gateway) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw wrong(`data-gateway="${gateway}" is no address; write it like https://phone.example.com.`);
  }
  return url.origin;
}

function wrong(sentence: string): RingbackError {
  return new RingbackError('invalid', sentence);
}
