import { expect, waitUntil } from '@open-wc/testing';
import { createFakeBackend, createFakePhone } from '@ringback/testing';
import '@ringback/widgets/ringback-task-reminders.js';
import { backendContext, localeContext, phoneContext } from '@ringback/ui';
import { bringReminders } from './bring-reminders.ts';
import { answerContexts } from './context-root.ts';

const all = () => [...document.querySelectorAll('ringback-task-reminders')];

describe('the reminders of tasks', () => {
  it('come with an agent who has tasks, once, and go with the bar', () => {
    const backend = createFakeBackend({ status: 'offline' });
    const stop = bringReminders(backend);
    expect(all()).to.have.length(0);
    backend.setStatus('online');
    backend.setStatus('offline');
    backend.setStatus('online');
    expect(all()).to.have.length(1);
    stop();
    expect(all()).to.have.length(0);
    backend.setStatus('offline');
    backend.setStatus('online');
    expect(all()).to.have.length(0);
  });

  it('stay away from an agent without tasks, and where the page has its own', () => {
    bringReminders(createFakeBackend({ without: ['tasks'] }))();
    const own = document.body.appendChild(document.createElement('ringback-task-reminders'));
    const stop = bringReminders(createFakeBackend());
    expect(all()).to.deep.equal([own]);
    stop();
    own.remove();
  });

  it('show what is due in a window, and call from it', async () => {
    const [phone, backend] = [createFakePhone(), createFakeBackend({ locale: 'en' })];
    const stopAnswering = answerContexts(
      document,
      new Map<unknown, unknown>([
        ...([
          [phoneContext, phone],
          [backendContext, backend],
          [localeContext, 'en'],
        ] as const),
      ]),
    );
    const stop = bringReminders(backend);
    const task = backend.crm.tasks.find(({ partyId, state }) => partyId && state === 'open')!;
    backend.remind(task.id);
    const root = all()[0]!.shadowRoot!;
    await waitUntil(() => root.querySelector('[data-call]'), 'Nobody is reminded.');
    expect(root.querySelector('[part=reminder]')!.textContent).to.contain(task.title);
    root.querySelector<HTMLElement>('[data-call]')!.click();
    await waitUntil(() => phone.state.calls.length === 1, 'Nobody is called.');
    stop();
    stopAnswering();
  });
});
