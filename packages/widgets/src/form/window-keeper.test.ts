import { AGENTS, createFakeBackend, createFakePhone, ME } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
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

async function open(tag: string, { rings = false } = {}) {
  const backend = createFakeBackend();
  const phone = createFakePhone();
  if (rings) phone.receive();
  const provider = await fixture<HTMLElement>(
    html`<ringback-provider .phone=${phone} .backend=${backend} .locale=${'en'}></ringback-provider>`,
  );
  const window = document.createElement(tag) as Windowed;
  provider.append(window);
  await WINDOWS[tag]!(window);
  await waitUntil(() => fieldOf(window), 'The window does not open.');
  return { window, backend, phone };
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

/** A bar at the edge of the page, with what is pressed in a call. */
async function barAt(edge: 'top' | 'bottom'): Promise<HTMLElement> {
  const bar = document.createElement('ringback-softphone');
  bar.textContent = 'Answer';
  const place = { position: 'fixed', 'inset-inline': '0', [edge]: '0', height: '150px', display: 'block' };
  for (const [name, value] of Object.entries(place)) bar.style.setProperty(name, value);
  document.body.append(bar);
  return bar;
}
const isFree = (bar: HTMLElement): boolean => {
  const { left, right, top, bottom } = bar.getBoundingClientRect();
  return [top + 1, (top + bottom) / 2, bottom - 1].every(
    (y) => document.elementFromPoint((left + right) / 2, y) === bar,
  );
};

for (const tag of Object.keys(WINDOWS))
  describe(`The window of <${tag}> and a call, at 360 px`, () => {
    let bar: HTMLElement;
    before(() => setViewport({ width: 360, height: 740 }));
    after(() => setViewport({ width: 1024, height: 768 }));
    afterEach(() => bar.remove());

    it('leaves the bar free when somebody calls over it, and one types on in it', async () => {
      bar = await barAt('bottom');
      const { window, phone } = await open(tag);
      const field = dialogOf(window).querySelector('textarea') ?? fieldOf(window)!;
      field.focus();
      await sendKeys({ type: 'Half of it' });
      expect([dialogOf(window).matches(':modal'), isFree(bar)]).to.deep.equal([true, false]);
      const id = phone.receive();
      await waitUntil(() => isFree(bar), 'Nobody can answer.');
      await sendKeys({ type: ', and more' });
      expect([isOpen(window), field.value]).to.deep.equal([true, 'Half of it, and more']);
      await phone.answer(id);
      phone.farHangsUp(id);
      expect([isFree(bar), field.matches(':focus')]).to.deep.equal([true, true]);
      for (const press of ['Escape', 'Escape']) await sendKeys({ press });
      expect([isOpen(window), field.value]).to.deep.equal([true, 'Half of it, and more']);
    });

    it('leaves it free at the top, too, when it is opened in a call, and is gone when it is closed', async () => {
      bar = await barAt('top');
      const { window, phone } = await open(tag, { rings: true });
      await waitUntil(() => isFree(bar), 'Nobody can answer.');
      bar.style.height = '250px';
      await waitUntil(() => isFree(bar), 'It is under the window.');
      dialogOf(window).close();
      expect(dialogOf(window).checkVisibility()).to.equal(false);
      phone.farHangsUp(phone.state.calls[0]!.id);
      await WINDOWS[tag]!(window);
      await waitUntil(() => isOpen(window), 'It does not open again.');
      expect(dialogOf(window).matches(':modal')).to.equal(true);
    });
  });

it('A window that stood beside a call gives the keyboard back, also when its button was off meanwhile', async () => {
  const opener = document.createElement('button');
  document.body.append(opener);
  opener.focus();
  const { window, phone } = await open('ringback-record-window');
  phone.receive();
  const dialog = dialogOf(window);
  await waitUntil(() => !dialog.matches(':modal'));
  (window.shadowRoot.activeElement as HTMLElement).blur();
  expect(document.activeElement).to.equal(document.body);
  dialog.close();
  await waitUntil(() => document.activeElement === opener, 'The keyboard is lost.');
  opener.remove();
});

it('A window that was opened from another stays above it, with the keyboard, when somebody calls', async () => {
  const { window: above, phone } = await open('ringback-record-window');
  const provider = above.parentElement!;
  dialogOf(above).close();
  const below = document.createElement('ringback-deals') as Windowed;
  provider.append(below);
  await WINDOWS['ringback-deals']!(below);
  await waitUntil(() => isOpen(below) && fieldOf(below));
  await WINDOWS['ringback-record-window']!(above);
  const field = dialogOf(above).querySelector('textarea')!;
  field.focus();
  phone.receive();
  await waitUntil(() => !dialogOf(above).matches(':modal') && !dialogOf(below).matches(':modal'));
  expect([above.shadowRoot.activeElement, document.activeElement]).to.deep.equal([field, above]);
  const { left, top, width, height } = dialogOf(above).getBoundingClientRect();
  expect(document.elementFromPoint(left + width / 2, top + height / 2)).to.equal(above);
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
