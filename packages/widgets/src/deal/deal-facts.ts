/** What forms of deals choose from, read once for each backend. A list without it is a list all the same. */
import type { Backend, DealChoices, Stage, UserChoice } from '@ringback/model';

export class DealFacts {
  readonly #backend: () => Backend | undefined;
  readonly #failed: (error: unknown) => void;
  #of: Backend | undefined;
  #loading: Promise<void> = Promise.resolve();
  choices: DealChoices | undefined;
  users: readonly UserChoice[] = [];

  constructor(backend: () => Backend | undefined, failed: (error: unknown) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  async load(): Promise<void> {
    const backend = this.#backend();
    // What did not come is asked for again the next time.
    if (backend !== this.#of || !this.choices) {
      this.#of = backend;
      this.#loading = this.#read(backend);
    }
    await this.#loading;
  }

  stagesOf(pipelineId: string): readonly Stage[] {
    return this.choices?.pipelines.find(({ id }) => id === pipelineId)?.stages ?? [];
  }

  get pipelines(): { id: string; title: string }[] {
    return (this.choices?.pipelines ?? []).map(({ id, name }) => ({ id, title: name }));
  }

  get people(): { id: string; title: string }[] {
    return this.users.map(({ id, name }) => ({ id, title: name }));
  }

  async #read(backend: Backend | undefined): Promise<void> {
    const none = (error: unknown): undefined => void this.#failed(error);
    const [choices, users] = await Promise.all([
      backend?.deals?.choices().catch(none),
      backend?.users?.list().catch(none),
    ]);
    if (backend !== this.#backend()) return;
    this.choices = choices;
    this.users = users ?? [];
  }
}
