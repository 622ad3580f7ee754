/** Call and letter to whoever a record is about: his number and address are asked for when they are needed, and not for each row. */
import type { Backend, Locale, Phone } from '@ringback/model';
import { fill, mailIcon, phoneIcon } from '@ringback/ui';
import { reachWords } from './reach.words.ts';
import type { ListAction } from './record-list.ts';

export interface Reach<T> {
  element: HTMLElement;
  backend: Backend | undefined;
  phone: Phone | undefined;
  locale: Locale;
  /** Whom a record is about; absent of one that is about nobody. */
  whom: (record: T) => { id: string; name: string } | undefined;
}

/** Empty where the customers are not to be asked for. */
export function reachActions<T>(reach: Reach<T>): readonly ListAction<T>[] {
  const { backend, locale, whom } = reach;
  if (!backend?.parties?.get) return [];
  return (['call', 'write'] as const).map((key) => ({
    ...{ key, icon: key === 'call' ? phoneIcon : mailIcon },
    title: (record) => fill(reachWords[locale][key], { who: whom(record)?.name ?? '' }),
    may: (record) => whom(record) !== undefined,
    async run(record) {
      const { reachParty } = await import('./reach-party.ts');
      await reachParty(reach, key, whom(record)!);
    },
  }));
}
