import { RingbackError } from '@ringback/model';
import {
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  type FakePhone,
  FIXTURE_NOW,
} from '@ringback/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { RingbackTaskReminders } from './task-reminders.ts';
import './ringback-task-reminders.ts';

const AT = '2026-11-23T09:00:00.000Z';

function world(): { backend: FakeBackend; id: string } {
  const backend = createFakeBackend({ now: () => FIXTURE_NOW });
  const task = backend.crm.tasks.find(({ partyId }) => partyId === 'party-taras')!;
  backend.crm.tasks.splice(backend.crm.tasks.indexOf(task), 1, { ...task, remindAt: AT });
  return { backend, id: task.id };
}

/** A tab is an element of its own here: tabs of one host share its Web Locks. */
async function tab(backend: FakeBackend, phone?: FakePhone): Promise<Tab> {
  const element = await fixture<RingbackTaskReminders>(
    html`<ringback-task-reminders
      .clock=${() => new Date(FIXTURE_NOW)}
      .backend=${backend}
      .phone=${phone}
    ></ringback-task-reminders>`,
  );
  return new Tab(element);
}

class Tab {
  readonly element: RingbackTaskReminders;
  constructor(element: RingbackTaskReminders) {
    this.element = element;
  }
  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  get count(): number {
    return this.all('.window:popover-open .reminder').length;
  }
  press(selector: string): void {
    this.all(selector)[0]!.click();
  }
}

const counts = (tabs: Tab[]): number[] => tabs.map(({ count }) => count).sort();
const once = (tabs: Tab[], many = 1) =>
  waitUntil(() => counts(tabs).join() === [0, many].join(), 'It is not shown once.');
const gone = (tabs: Tab[]) => waitUntil(() => counts(tabs).every((count) => count === 0), 'It still stands.');

describe('A reminder', () => {
  it('stands below a bar that a person has moved to the top', async () => {
    const { backend, id } = world();
    const bar = document.createElement('ringback-softphone');
    bar.style.cssText = 'position: fixed; inset: 0 0 auto; block-size: 48px';
    document.body.append(bar);
    const page = await tab(backend);
    backend.remind(id);
    const top = () => page.all('.window:popover-open')[0]?.getBoundingClientRect().top;
    await waitUntil(() => top() === 12, 'It does not come to the top.');
    bar.setAttribute('dock', 'top');
    bar.dispatchEvent(new CustomEvent('ringback-bar-arranged', { bubbles: true, composed: true }));
    await waitUntil(() => top() === 60, 'It stands over the bar.');
    bar.remove();
  });

  it('comes at its time in one of two tabs, and is put off in both', async () => {
    const { backend, id } = world();
    const tabs = [await tab(backend), await tab(backend)];
    expect(counts(tabs)).to.deep.equal([0, 0]);
    backend.remind(id);
    await once(tabs);
    const shown = tabs.find(({ count }) => count === 1)!;
    await expect(shown.element).to.be.accessible();
    shown.press('[data-snooze=ten-minutes]');
    await gone(tabs);
    expect(backend.requests.filter(([name]) => name === 'tasks.snooze')).to.deep.equal([
      ['tasks.snooze', id, '2026-11-23T09:10:00.000Z'],
    ]);
    backend.remind(id);
    await once(tabs);
  });

  it('stays when a task of another system that is called the same is done', async () => {
    const { backend, id } = world();
    backend.remind(id);
    const page = await tab(backend);
    await waitUntil(() => page.count === 1, 'It does not come.');
    const task = { ...backend.crm.tasks.find((one) => one.id === id)!, state: 'done' } as const;
    backend.emit('task.updated', { task: { ...task, system: 'another-shop' } });
    await page.element.updateComplete;
    expect(page.count).to.equal(1);
    backend.emit('task.updated', { task });
    await gone([page]);
  });

  it('that came before the page was opened is shown when it opens', async () => {
    const { backend, id } = world();
    backend.remind(id);
    const late = await tab(backend);
    await waitUntil(() => late.count === 1, 'It does not come.');
    late.press('[data-seen]');
    await gone([late]);
    expect(backend.requests.map(([name]) => name)).to.include('tasks.acknowledge');
  });

  it('goes on in another tab when its own is closed', async () => {
    const { backend, id } = world();
    const tabs = [await tab(backend), await tab(backend)];
    backend.remind(id);
    await once(tabs);
    const shown = tabs.find(({ count }) => count === 1)!;
    const [other] = tabs.filter((one) => one !== shown);
    shown.element.remove();
    await waitUntil(() => other!.count === 1, 'It is lost with its tab.');
  });

  it('goes to the tab that comes to sight', async () => {
    const { backend, id } = world();
    const tabs = [await tab(backend), await tab(backend)];
    backend.remind(id);
    await once(tabs);
    // Each hears that the page is seen; whoever had it not takes it over, and it stays one.
    const before = tabs.find(({ count }) => count === 1)!;
    document.dispatchEvent(new Event('visibilitychange'));
    await waitUntil(() => before.count === 0, 'It stays where it was.');
    await once(tabs);
  });

  it('calls now, and is seen by that', async () => {
    const { backend, id } = world();
    const phone = createFakePhone();
    const [one] = [await tab(backend, phone)];
    backend.remind(id);
    await waitUntil(() => one.count === 1, 'It does not come.');
    const dialled = oneEvent(one.element, 'ringback-number-dial');
    one.press('[data-call]');
    expect((await dialled).detail.number).to.equal('+380501112233');
    await gone([one]);
    expect(phone.state.calls).to.have.length(1);
  });

  it('stays, and says why, while the gateway cannot be told', async () => {
    const { backend, id } = world();
    const one = await tab(backend);
    backend.remind(id);
    await waitUntil(() => one.count === 1, 'It does not come.');
    backend.failNext('tasks.acknowledge', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    one.press('[data-seen]');
    await waitUntil(() => one.all('.problem')[0]!.innerText.includes('cannot be reached'), 'Silence.');
    expect(one.count).to.equal(1);
    one.press('[data-seen]');
    await gone([one]);
  });

  it('goes when somebody has ended the task', async () => {
    const { backend, id } = world();
    const one = await tab(backend);
    backend.remind(id);
    await waitUntil(() => one.count === 1, 'It does not come.');
    await backend.tasks!.update!(id, { state: 'done' });
    await gone([one]);
  });
});
