/** Who leads: the tab that holds a Web Lock of the host's origin. */
export interface Election {
  /** Queues for the lead. Does nothing while it is held or queued for. */
  contend(): void;
  /** Takes the lead from whoever holds it: he is frozen, or hangs. */
  steal(): void;
  /** Gives the lead back, or leaves the queue. */
  release(): void;
}

export interface ElectionOptions {
  name: string;
  /** `navigator.locks`; absent on insecure pages, and then every tab leads. */
  locks: LockManager | undefined;
  /** The lead has come. */
  onLead: () => void;
  /** Another tab has taken the lead; told when this one is awake again. */
  onLost: () => void;
}

export function createElection({ name, locks, onLead, onLost }: ElectionOptions): Election {
  let leave: (() => void) | undefined;

  function request(how: 'queue' | 'steal'): void {
    const abort = new AbortController();
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    let leads = false;
    const mine = (): void => {
      abort.abort();
      letGo();
    };
    leave = mine;
    const lead = (): Promise<void> => {
      // Aborting comes too late once the lock has been granted: then there is nothing to lead any more.
      if (abort.signal.aborted) return held;
      leads = true;
      onLead();
      return held;
    };
    const options: LockOptions = how === 'steal' ? { steal: true } : { signal: abort.signal };
    locks?.request(name, options, lead).catch(() => {
      // Aborted while it waited: that is how one leaves the queue. While it was held: it was stolen.
      if (!leads || abort.signal.aborted || leave !== mine) return;
      leave = undefined;
      onLost();
    });
  }

  return {
    contend() {
      if (leave) return;
      if (locks) return request('queue');
      leave = () => {};
      onLead();
    },
    steal() {
      if (!locks) return;
      leave?.();
      request('steal');
    },
    release() {
      leave?.();
      leave = undefined;
    },
  };
}
