import type { ProcessStart } from '@ringback/model';
import { createFakeBackend, type FakeBackend, FIXTURE_NOW } from '@ringback/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackProcess } from '../process/process.ts';
import './ringback-processes.ts';

type Options = NonNullable<Parameters<typeof createFakeBackend>[0]>;

/** A backend in which claims run: one for each subject. */
export async function claims(
  subjects: ProcessStart['subject'][] = [{ kind: 'party', id: 'party-taras' }],
  options: Options = {},
): Promise<FakeBackend> {
  const maker = createFakeBackend({ now: () => FIXTURE_NOW });
  for (const subject of subjects) await maker.processes!.start!({ definitionId: 'claim', subject });
  const { processes, tasks } = maker.crm;
  return createFakeBackend({ now: () => FIXTURE_NOW, ...options, crm: { processes, tasks, ...options.crm } });
}

/** What a person sees of a process, and does with it. */
export class ProcessHarness {
  readonly element: RingbackProcess;

  constructor(element: RingbackProcess) {
    this.element = element;
  }

  static async open(backend: FakeBackend, width = 800): Promise<ProcessHarness> {
    await import('../process/ringback-process.ts');
    const element = await fixture<RingbackProcess>(
      html`<ringback-process
        .backend=${backend}
        .processId=${backend.crm.processes[0]!.id}
      ></ringback-process>`,
    );
    element.style.setProperty('width', `${width}px`);
    const process = new ProcessHarness(element);
    await process.until(() => process.all('[aria-busy=true]').length === 0, 'It is still loading.');
    return process;
  }

  async until(true_: () => boolean, sentence: string): Promise<void> {
    await waitUntil(true_, sentence);
    await this.element.updateComplete;
  }

  all<E extends HTMLElement>(selector: string): E[] {
    return [...this.element.renderRoot.querySelectorAll<E>(selector)];
  }

  get text(): string {
    return this.all('section')[0]!.innerText;
  }
  get status(): string {
    return this.all('[aria-current=step]')[0]?.innerText.trim() ?? '';
  }
  get blocked(): string {
    return this.all('.blocked')[0]?.innerText.trim() ?? '';
  }

  field(item: string): HTMLInputElement {
    const [field] = this.all<HTMLInputElement>(`[data-item=${item}] [data-answer]`);
    if (!field) throw new Error(`The process does not ask for ${item}.`);
    return field;
  }

  async answer(item: string, value: string): Promise<void> {
    const field = this.field(item);
    field.value = value;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new Event('change'));
    await this.element.updateComplete;
  }

  press(selector: string): void {
    const [button] = this.all(selector);
    if (!button) throw new Error(`The process has no ${selector}.`);
    button.click();
  }
}

export class ProcessesHarness extends ListHarness {
  static async opened(scene: ListScene): Promise<ProcessesHarness> {
    const { element } = await ListHarness.open('ringback-processes', scene);
    return new ProcessesHarness(element);
  }

  async inside(): Promise<ProcessHarness> {
    await this.until(() => this.all('ringback-process').length > 0, 'No process opens.');
    const process = new ProcessHarness(this.one('ringback-process') as unknown as RingbackProcess);
    await this.until(() => process.status !== '', 'The process does not come.');
    return process;
  }
}
