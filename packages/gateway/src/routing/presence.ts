/** Which devices are registered: the PBX's truth, kept here as a copy that each snapshot renews. */
export interface Presence {
  readonly online: ReadonlySet<string>;
  changed(endpoint: string, online: boolean): void;
  /** Takes the snapshot that `read` brings; what changes meanwhile is newer than it. */
  renew(read: () => Promise<readonly string[]>): Promise<void>;
  clear(): void;
  /** Told after each change. */
  onChange(listener: () => void): () => void;
}

export function createPresence(): Presence {
  const online = new Set<string>();
  const listeners = new Set<() => void>();
  const changed = () => listeners.forEach((listener) => listener());
  /** What has changed since each renewal that is under way began. */
  const meanwhile = new Set<{ endpoint: string; online: boolean }[]>();

  const apply = (endpoint: string, isOnline: boolean) => {
    if (isOnline) online.add(endpoint);
    else online.delete(endpoint);
  };

  return {
    online,
    changed(endpoint, isOnline) {
      for (const newer of meanwhile) newer.push({ endpoint, online: isOnline });
      apply(endpoint, isOnline);
      changed();
    },
    async renew(read) {
      const newer: { endpoint: string; online: boolean }[] = [];
      meanwhile.add(newer);
      try {
        const devices = await read();
        online.clear();
        for (const endpoint of devices) online.add(endpoint);
        for (const change of newer) apply(change.endpoint, change.online);
        changed();
      } finally {
        meanwhile.delete(newer);
      }
    },
    clear() {
      online.clear();
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
