/** Where outbox and cache keep things: a small port, so that tests run in Node. */
import { createStore, promisifyRequest } from 'idb-keyval';

export interface KeyValueStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Everything whose key begins so, in order of the keys. */
  list(prefix: string): Promise<[string, unknown][]>;
}

/** The IndexedDB database `ringback` of the host page's origin. Holds no secret. */
export function createIdbStorage(): KeyValueStorage {
  const store = createStore('ringback', 'ringback');
  // Committed at once: what waits for the page's next turn is lost with a page that is left.
  const write = (change: (records: IDBObjectStore) => void): Promise<void> =>
    store('readwrite', (records) => {
      change(records);
      records.transaction.commit();
      return promisifyRequest(records.transaction);
    });
  return {
    get: (key) => store('readonly', (records) => promisifyRequest(records.get(key))),
    set: (key, value) => write((records) => records.put(value, key)),
    delete: (key) => write((records) => records.delete(key)),
    list: (prefix) =>
      store('readonly', async (records) => {
        const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
        const values = promisifyRequest(records.getAll(range));
        const keys = await promisifyRequest(records.getAllKeys(range));
        return (await values).map((value, index): [string, unknown] => [String(keys[index]), value]);
      }),
  };
}

/** For a page whose browser refuses IndexedDB, and for tests: kept until the page is left. */
export function createMemoryStorage(): KeyValueStorage {
  const map = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(map.get(key)),
    set: async (key, value) => void map.set(key, structuredClone(value)),
    delete: async (key) => void map.delete(key),
    list: async (prefix) =>
      [...map]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]): [string, unknown] => [key, structuredClone(value)]),
  };
}
