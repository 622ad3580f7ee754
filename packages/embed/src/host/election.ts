/** Who leads: the tab that holds a Web Lock of the host's origin. */
export interface Election {
  /** Queues for the lead. Does nothing while it is held or queued for. */
  contend(): void;
  /** Gives the lead back, or leaves the queue. */
  release(): void;
}

export interface ElectionOptions {
  name: string;
  /** `navigator.locks`; absent on insecure pages, and then every tab leads. */
  locks: LockManager | undefined;
  /** The lead has come. */
  onLead: () => void;
}

export function createElection({ name, locks, onLead }: ElectionOptions): Election {
  let leave: (() => void) | undefined;

  return {
    contend() {
      if (leave) return;
      if (!locks) {
        leave = () => {};
        return onLead();
      }
      const abort = new AbortController();
      const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
      leave = () => {
        abort.abort();
        letGo();
      };
      const lead = (): Promise<void> => {
        // Aborting comes too late once the lock has been granted: then there is nothing to lead any more.
        if (!abort.signal.aborted) onLead();
        return held;
      };
      locks.request(name, { signal: abort.signal }, lead).catch(() => {
        // Aborted while it waited: that is how one leaves the queue.
      });
    },
    release() {
      leave?.();
      leave = undefined;
    },
  };
}
