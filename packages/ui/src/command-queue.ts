/**
 * `window.ringback`: one global that every Ringback script on the page shares. Before a script has loaded it is the page's own
 * stub that only queues; each script adds the commands it knows and answers the calls that wait for them.
 */
export interface RingbackGlobal {
  (name: string, ...args: unknown[]): unknown;
  /** Calls that nobody knew yet, as `arguments` of the stub. */
  q?: Iterable<unknown>[];
  /** Commands by name. */
  c?: Commands;
}

export type Commands = Record<string, (...args: never[]) => unknown>;

interface Host {
  ringback?: RingbackGlobal;
}

/** Adds commands; returns the way to take them off, which gives the global back when none is left. */
export function addCommands(host: Host, commands: Commands): () => void {
  const router = host.ringback?.c ? host.ringback : install(host);
  const known = router.c as Commands;
  // Two scripts on one page: the first that knows a command keeps it.
  const names = Object.keys(commands);
  for (const name of names) known[name] ??= commands[name]!;
  for (const call of (router.q as unknown[][]).splice(0)) router(...(call as [string]));
  return () => {
    for (const name of names) if (known[name] === commands[name]) delete known[name];
    if (!Object.keys(known).length && host.ringback === router) delete host.ringback;
  };
}

function install(host: Host): RingbackGlobal {
  const known = Object.create(null) as Commands;
  const waiting = [...(host.ringback?.q ?? [])];
  const router: RingbackGlobal = (name, ...args) => {
    if (known[name]) return known[name](...(args as never[]));
    waiting.push([name, ...args]);
  };
  router.c = known;
  router.q = waiting;
  host.ringback = router;
  return router;
}
