import type { ReadOptions } from './options.ts';

/** Where this gateway is, as the host reaches it. */
export interface InstallPlace {
  /** `https://calls.example`, without a slash at its end. */
  gatewayUrl: string;
  /** Takes what the host tells; below `gatewayUrl`. */
  eventsUrl: string;
  /** Takes pages of ours that the host shows; below `gatewayUrl`. */
  pagesUrl: string;
  /** Which user of the host has which extension. */
  extensions: readonly { userId: string; extension: string }[];
}

/** Something of ours that the host knows: an event, a webhook, a place in its pages, a module. */
export interface Registration {
  /** In the host's own words: `ONCRMCONTACTUPDATE`, `customer.created`. */
  name: string;
  /** Holds no secret. */
  address: string;
}

export interface InstallGroup {
  /** What of ours is registered now. */
  list(place: InstallPlace, options?: ReadOptions): Promise<Registration[]>;
  /** Registers what is missing and leaves what is there: done twice it is done once. Answers all. */
  register(place: InstallPlace, options?: ReadOptions): Promise<Registration[]>;
  /** Takes all of ours away, and nobody else's. */
  unregister(place: InstallPlace, options?: ReadOptions): Promise<void>;
}
