/** Users, notices, pages of records and the directory of the local system. */
import { DirectoryEntry } from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import type { DirectoryGroup, NotifyGroup, RecordsGroup, UsersGroup } from '../contract.ts';
import { type LocalOptions, once } from './base.ts';
import { given } from './records.ts';

export function createUsers<Tx>({ store }: LocalOptions<Tx>): UsersGroup {
  return {
    async list() {
      const agents = await store.agents.list();
      return agents.map(({ id, name, extension }) => ({ id, name, extension, active: true }));
    },
  };
}

export function createNotify<Tx>({ store, newId }: LocalOptions<Tx>, records?: RecordsGroup): NotifyGroup {
  return {
    user: (userId, { text, about }, options) =>
      once(store, {
        what: `notice:${userId}`,
        options,
        parse: () => undefined,
        async work(tx) {
          const notice = { id: newId(), text, ...given({ url: about && records?.url(about) }) };
          await store.events.append(tx, { type: 'notice.created', data: { notice }, audience: [userId] });
          return undefined;
        },
      }),
  };
}

/** `{kind}` and `{id}` are put in where they stand. */
export function createRecordPages(template: string): RecordsGroup {
  return {
    url: ({ kind, id }) =>
      template.replaceAll('{kind}', kind).replaceAll('{id}', () => encodeURIComponent(id)),
  };
}

/** Firms of a list that the owner has put in. */
export function createDirectory<Tx>({ store, country }: LocalOptions<Tx>): DirectoryGroup {
  return {
    async lookup(number) {
      const [found] = await store.records.byLookup('directory', normaliseNumber(number, country()));
      return found && DirectoryEntry.parse(found.data);
    },
  };
}
