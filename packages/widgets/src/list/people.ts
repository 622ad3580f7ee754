/** Who of the firm there is, for filters and choices in rows. A list without them is a list all the same. */
import type { Backend, UserChoice } from '@ringback/model';

export class People {
  readonly #backend: () => Backend | undefined;
  readonly #failed: (error: unknown) => void;
  #of: Backend['users'];
  #loading: Promise<void> | undefined;
  #all: readonly UserChoice[] = [];

  constructor(backend: () => Backend | undefined, failed: (error: unknown) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  /** Once for each backend. */
  async load(): Promise<void> {
    const users = this.#backend()?.users;
    if (this.#of !== users || !this.#loading) {
      this.#of = users;
      this.#loading = this.#read(users);
    }
    await this.#loading;
  }

  get choices(): { id: string; title: string }[] {
    return this.#all.map(({ id, name }) => ({ id, title: name }));
  }

  /** Those who have a phone of ours, by it. */
  get agents(): { id: string; title: string }[] {
    return this.#all.flatMap(({ agentId, name }) =>
      agentId === undefined ? [] : [{ id: agentId, title: name }],
    );
  }

  /** The signed-in agent, as the host knows him. */
  get mine(): string | undefined {
    const agentId = this.#backend()?.state.me?.agent.id;
    return this.#all.find((user) => user.agentId === agentId)?.id ?? agentId;
  }

  async #read(users: Backend['users']): Promise<void> {
    try {
      this.#all = (await users?.list()) ?? [];
    } catch (error) {
      this.#all = [];
      this.#failed(error);
    }
  }
}
