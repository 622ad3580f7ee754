import { AGENTS, createFakeBackend, createFakePhone, type FakeBackend, ME } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '@ringback/ui/ringback-provider.js';
import '../deals/ringback-deals.ts';
import '../leads/ringback-leads.ts';
import '../letters/ringback-letters.ts';
import type { RingbackLeads } from '../leads/leads.ts';
import type { RingbackLetters } from '../letters/letters.ts';
import '../party-list/ringback-party-list.ts';
import '../record-window/ringback-record-window.ts';
import type { RingbackRecordWindow } from '../record-window/record-window.ts';
import '../task-form/ringback-task-form.ts';
import type { RingbackTaskForm } from '../task-form/task-form.ts';
import '../timeline/ringback-timeline.ts';

type Windowed = HTMLElement & { readonly shadowRoot: ShadowRoot };
type Field = HTMLInputElement | HTMLTextAreaElement;

/** By a button that is there once it is known what one may do. */
const click = (button: string) => async (element: Windowed) => {
  const found = () => element.shadowRoot.querySelector<HTMLElement>(button);
  await waitUntil(found, 'There is no button.');
  found()!.click();
};

/** How each window is opened. */
const WINDOWS: Record<string, (element: Windowed) => unknown> = {
  'ringback-letters': (letters) => (letters as unknown as RingbackLetters).write(),
  'ringback-leads': (leads) => (leads as unknown as RingbackLeads).create(),
  'ringback-deals': click('[data-create]'),
  'ringback-party-list': click('[part=add]'),
  'ringback-timeline': click('[part=add]'),
  'ringback-task-form': (form) => (form as unknown as RingbackTaskForm).create({}),
  'ringback-record-window': (window) =>
    (window as unknown as RingbackRecordWindow).create({ kind: 'communication' }),
};

async function open(tag: string): Promise<{ window: Windowed; backend: FakeBackend }> {
  const backend = createFakeBackend();
  const provider = await fixture<HTMLElement>(
    html`<ringback-provider
      .phone=${createFakePhone()}
      .backend=${backend}
      .locale=${'en'}
    ></ringback-provider>`,
  );
  const window = document.createElement(tag) as Windowed;
  provider.append(window);
  await WINDOWS[tag]!(window);
  await waitUntil(() => fieldOf(window), 'The window does not open.');
  return { window, backend };
}

const dialogOf = ({ shadowRoot }: Windowed): HTMLDialogElement => shadowRoot.querySelector('dialog')!;
const fieldOf = (window: Windowed): Field | null => {
  const dialog = dialogOf(window);
  const card = dialog.querySelector('ringback-deal-card, ringback-party-card');
  return (card?.shadowRoot ?? dialog).querySelector<Field>(
    'input:not([type=datetime-local], [type=tel]), textarea',
  );
};
/** What is asked of who leaves. */
const noteOf = (window: Windowed): HTMLElement | null => {
  const dialog = dialogOf(window);
  const card = dialog.querySelector('ringback-deal-card, ringback-party-card');
  return (card?.shadowRoot ?? dialog).querySelector('.note, [data-leave]');
};
const isOpen = (window: Windowed): boolean => dialogOf(window).open;

async function type(window: Windowed, text: string): Promise<void> {
  const field = fieldOf(window)!;
  field.value = text;
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
}

for (const tag of Object.keys(WINDOWS))
  describe(`The window of <${tag}>, when a session ends`, () => {
    it('goes aside, so that one can sign in, and is back with what was typed for the same person', async () => {
      const { window, backend } = await open(tag);
      await type(window, 'To be continued');
      backend.setStatus('signed-out');
      await waitUntil(() => !isOpen(window), 'It stands in the way.');
      expect(document.activeElement?.closest('dialog') ?? null).to.equal(null);
      backend.setStatus('online');
      await waitUntil(() => isOpen(window), 'It does not come back.');
      expect(fieldOf(window)!.value).to.equal('To be continued');
    });

    it('stays, and asks, however often Escape is pressed', async () => {
      const { window } = await open(tag);
      // A letter asks about its text: an address alone is soon typed again.
      const field = dialogOf(window).querySelector('textarea') ?? fieldOf(window)!;
      field.focus();
      await sendKeys({ type: 'Half of it' });
      for (const press of ['Escape', 'Escape', 'Escape']) await sendKeys({ press });
      expect(isOpen(window)).to.equal(true);
      expect(field.value).to.equal('Half of it');
    });

    it('stays, and asks, after one has gone on typing, and when the focus is lost', async () => {
      const { window } = await open(tag);
      const field = dialogOf(window).querySelector('textarea') ?? fieldOf(window)!;
      field.focus();
      await sendKeys({ type: 'Half of it' });
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => noteOf(window), 'It does not ask.');
      // A letter has no such button: one goes on in its text.
      noteOf(window)!.querySelector<HTMLElement>('.primary')?.click();
      await waitUntil(() => tag === 'ringback-letters' || !noteOf(window), 'It asks still.');
      (document.activeElement as HTMLElement).blur();
      expect(document.activeElement).to.equal(document.body);
      for (const press of ['Escape', 'Escape', 'Escape']) await sendKeys({ press });
      expect(isOpen(window)).to.equal(true);
      expect(field.value).to.equal('Half of it');
      expect(noteOf(window)).not.to.equal(null);
    });

    it('stays, and asks, whatever of the page floats above it', async () => {
      const { window } = await open(tag);
      const field = dialogOf(window).querySelector('textarea') ?? fieldOf(window)!;
      const floating = Object.assign(document.createElement('div'), { popover: 'manual' });
      document.body.append(floating);
      floating.showPopover();
      field.focus();
      await sendKeys({ type: 'Half of it' });
      for (const press of ['Escape', 'Escape', 'Escape']) await sendKeys({ press });
      floating.remove();
      expect(isOpen(window)).to.equal(true);
      expect(field.value).to.equal('Half of it');
    });

    it('closes a popover in it first', async () => {
      const { window } = await open(tag);
      const field = fieldOf(window)!;
      field.focus();
      await sendKeys({ type: 'Half of it' });
      const popover = Object.assign(document.createElement('div'), { popover: 'auto' });
      field.after(popover);
      popover.showPopover();
      await sendKeys({ press: 'Escape' });
      expect([popover.matches(':popover-open'), isOpen(window)]).to.deep.equal([false, true]);
      popover.remove();
    });

    it('shows nothing of it to whoever signs in then', async () => {
      const { window, backend } = await open(tag);
      await type(window, 'Not for you');
      backend.setStatus('signed-out');
      await waitUntil(() => !isOpen(window), 'It stands in the way.');
      backend.signInAs({ ...ME, agent: AGENTS.andriy });
      await waitUntil(() => backend.state.status === 'online');
      await WINDOWS[tag]!(window);
      await waitUntil(() => isOpen(window) && fieldOf(window), 'It does not open anew.');
      expect(fieldOf(window)!.value).to.equal('');
    });
  });

for (const tag of ['ringback-leads', 'ringback-deals', 'ringback-party-list', 'ringback-task-form'])
  describe(`Half a word in the window of <${tag}>`, () => {
    it('is asked about, also when the field has not said `change`', async () => {
      const { window } = await open(tag);
      const field = fieldOf(window)!;
      field.value = 'Half a wo';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      const closing = new Event('cancel', { cancelable: true });
      dialogOf(window).dispatchEvent(closing);
      expect(closing.defaultPrevented).to.equal(true);
      expect(isOpen(window)).to.equal(true);
    });

    it('outlives Escape', async () => {
      const { window } = await open(tag);
      fieldOf(window)!.focus();
      await sendKeys({ type: 'Half a wo' });
      await sendKeys({ press: 'Escape' });
      expect(isOpen(window)).to.equal(true);
      expect(fieldOf(window)!.value).to.equal('Half a wo');
    });
  });
