import type { ReadOptions } from './options.ts';

/** A person who works in the host. The gateway ties him to an agent by e-mail or extension. */
export interface HostUser {
  id: string;
  name: string;
  email?: string;
  extension?: string;
  /** False = has left, cannot be responsible for anything new. */
  active: boolean;
}

export interface UsersGroup {
  list(options?: ReadOptions): Promise<HostUser[]>;
  /**
   * Who sits in the host's page: the short-lived credential that the host gives to pages inside it is shown to the host, which says whose it
   * is. `unauthorized` for one that is none.
   */
  whoIs?(credential: string, options?: ReadOptions): Promise<HostUser>;
}
