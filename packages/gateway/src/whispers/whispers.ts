/** What an agent who answers a callback is told before he hears ringing: that it is one, and from which page. */
import type { Call, Locale, Settings } from '@ringback/model';
import type { Signer } from '../recordings/link.ts';
import type { Store } from '../store/contract.ts';
import { espeak, type Speak } from './voice.ts';
import { bundledTone, toPbxRate } from './wav.ts';

/** Sentences that are kept, so that the same page is not spoken anew each time. */
const MOST_KEPT = 50;
const MOST_LETTERS = 120;

const SENTENCES: Record<Locale, readonly [plain: string, fromPage: string]> = {
  en: ['Callback.', 'Callback from the page {page}.'],
  uk: ['Зворотний дзвінок.', 'Зворотний дзвінок зі сторінки {page}.'],
  ru: ['Обратный звонок.', 'Обратный звонок со страницы {page}.'],
};

export interface WhispersOptions {
  store: Pick<Store, 'calls' | 'callbacks'>;
  settings: () => Settings;
  signer: Signer;
  /** Where the PBX reaches the gateway. */
  publicUrl: () => string;
  speak?: Speak;
}

export interface Whispers {
  /** What the PBX shall play; its name ends with `.wav`, as Asterisk wants it. */
  address(callId: string): Promise<string>;
  /** The sound behind an address of ours; undefined when it is none, or is over. */
  sound(
    callId: string,
    signed: { expires: number; signature: string },
  ): Promise<Buffer | { url: string } | undefined>;
}

export function sentenceFor({ callback }: Call, locale: Locale): string {
  const [plain, fromPage] = SENTENCES[locale];
  const title = callback?.page?.title?.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_LETTERS);
  return title ? fromPage.replace('{page}', () => title) : plain;
}

export function createWhispers(options: WhispersOptions): Whispers {
  const { store, settings, signer, publicUrl, speak = espeak } = options;
  const kept = new Map<string, Buffer>();

  async function spoken(text: string, locale: Locale): Promise<Buffer | undefined> {
    const key = `${locale} ${text}`;
    const known = kept.get(key);
    if (known) return known;
    const voice = await speak(text, locale);
    const sound = voice && toPbxRate(voice);
    if (!sound) return undefined;
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(key, sound);
    return sound;
  }

  return {
    async address(callId) {
      const { expires, signature } = await signer.sign(`whisper:${callId}`);
      return `${publicUrl()}/v1/whispers/${callId}/${expires}/${signature}.wav`;
    },
    async sound(callId, signed) {
      if (!(await signer.verify(`whisper:${callId}`, signed))) return undefined;
      const call = (await store.calls.get(callId))?.call;
      const callback = (await store.callbacks.byCall(callId))?.callback;
      const site = settings().sites.find(({ key }) => key === callback?.siteKey);
      if (!call || !site) return undefined;
      const voice = await spoken(sentenceFor(call, site.locale), site.locale);
      const file = site.whisper?.file;
      return voice ?? (file === undefined ? bundledTone() : { url: file });
    },
  };
}
