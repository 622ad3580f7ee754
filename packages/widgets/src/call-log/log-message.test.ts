import type { MissedCall } from '@ringback/model';
import {
  AGENTS,
  callOf,
  createFakeBackend,
  type FakeBackend,
  FIXTURE_NOW,
  ME,
  MISSED,
} from '@ringback/testing';
import { expect } from '@open-wc/testing';
import { LogHarness } from './call-log.harness.ts';

/** The list of those to call back, on a PBX that sends what the test lets it. */
class Writing {
  readonly log: LogHarness;
  readonly backend: FakeBackend;
  readonly sent: string[][] = [];
  /** What the PBX says next; it is silent while absent. */
  #answers: ((refusal?: Error) => void)[] = [];

  private constructor(log: LogHarness, backend: FakeBackend) {
    this.log = log;
    this.backend = backend;
  }

  static async open(missed: readonly MissedCall[] = MISSED): Promise<Writing> {
    const backend = createFakeBackend({ missed });
    const timeline = backend.timeline!;
    timeline.message = (callId, text) => {
      writing.sent.push([callId, text]);
      return new Promise((resolve, reject) =>
        writing.#answers.push((refusal) => (refusal ? reject(refusal) : resolve(callOf({ id: callId })))),
      );
    };
    const writing: Writing = new Writing(await LogHarness.open(LogHarness.scene({ backend })), backend);
    await writing.list();
    return writing;
  }

  /** Shows those to call back, or all calls again. */
  async list(): Promise<void> {
    const { log } = this;
    const wasShown = log.row('missed-1') !== '';
    await log.press(log.part('todo')!);
    await log.until(() => (log.row('missed-1') !== '') !== wasShown, 'The list did not switch.');
  }
  get field(): HTMLTextAreaElement {
    return this.log.list.one('[name=message]') as HTMLTextAreaElement;
  }
  get form(): HTMLElement | undefined {
    return this.log.part('write');
  }
  get reason(): HTMLInputElement | undefined {
    return this.log.list.all('[name=reason]')[0] as HTMLInputElement | undefined;
  }
  get button(): HTMLElement {
    return this.log.list.one('[part=write] button');
  }
  async to(id: string): Promise<void> {
    await this.log.press(this.log.inRow(id, '[data-action=message]'));
    await this.log.until(() => this.form !== undefined && this.log.list.focused === this.field, 'No form.');
  }
  async type(text: string, field: HTMLInputElement | HTMLTextAreaElement = this.field): Promise<void> {
    field.value = text;
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await this.log.drawn();
  }
  /** Asks why nobody needs to call back. */
  async dismiss(id: string): Promise<HTMLInputElement> {
    await this.log.press(this.log.inRow(id, '[data-action=dismiss]'));
    await this.log.until(() => this.reason !== undefined, 'No reason is asked for.');
    return this.reason!;
  }
  /** Sends by the button, as a keyboard does. */
  async send(): Promise<void> {
    this.button.focus();
    await this.log.press(this.button);
  }
  async answer(refusal?: Error): Promise<void> {
    this.#answers.shift()!(refusal);
    await this.log.until(
      () => this.log.list.all('[aria-disabled=true]').length === 0,
      'It is still leaving.',
    );
  }
}

/** More than fit on the screen. */
const MANY = Array.from({ length: 50 }, (_, index) => {
  const at = new Date(FIXTURE_NOW - index * 60_000).toISOString();
  const number = `+3806700000${index + 10}`;
  return { ...MISSED[0]!, id: `missed-${index + 1}`, number, firstAt: at, lastAt: at };
});

describe('A missed caller', () => {
  beforeEach(() => sessionStorage.clear());

  it('is written to, where the PBX sends messages: what was typed stays until it has left', async () => {
    const to = await Writing.open();
    await to.to('missed-1');
    await expect(to.log.element).to.be.accessible();
    await to.send();
    expect(to.sent).to.deep.equal([]);
    await to.type('We call you back at 15:00.');
    await to.send();
    await to.send();
    await to.answer(new Error('The message is longer than 268 characters.'));
    await to.log.until(() => to.log.list.problem.includes('268'), 'Nothing is said.');
    expect(to.field.value).to.equal('We call you back at 15:00.');
    await to.send();
    await to.answer();
    await to.log.until(() => to.log.row('missed-1').includes('SMS sent'), 'It has not left.');
    const message = [MISSED[0]!.callId, 'We call you back at 15:00.'];
    expect(to.sent).to.deep.equal([message, message]);
    expect(to.form).to.equal(undefined);
    await to.to('missed-1');
    expect(to.field.value).to.equal('');
  });

  it('is not written to where it cannot be', async () => {
    const log = await LogHarness.open(LogHarness.scene());
    await log.press(log.part('todo')!);
    await log.until(() => log.row('missed-1') !== '', 'Nobody waits.');
    expect(log.list.all('[data-action=message]')).to.have.length(0);
  });

  it('whose message leaves late closes no other form, and takes nobody’s focus', async () => {
    const to = await Writing.open();
    await to.to('missed-1');
    await to.type('We call you back.');
    await to.send();
    await to.to('missed-2');
    await to.type('We are');
    await to.answer();
    await to.log.until(() => to.log.row('missed-1').includes('SMS sent'), 'It has not left.');
    expect([to.field.value, to.log.list.focused === to.field]).to.deep.equal(['We are', true]);

    await to.send();
    await to.log.press(to.log.inRow('missed-2', '[data-action=dismiss]'));
    await to.log.until(() => to.log.part('dismiss') !== undefined, 'No reason is asked for.');
    await to.answer();
    await to.log.until(() => to.log.row('missed-2').includes('SMS sent'), 'It has not left.');
    expect(to.log.part('dismiss')).not.to.equal(undefined);
  });

  for (const [what, leave] of [
    ['another row is opened', ({ log }) => log.openDetails('missed-2')],
    [
      'the same row is to be dismissed',
      ({ log }) => log.press(log.inRow('missed-1', '[data-action=dismiss]')),
    ],
    ['other calls are shown', (to) => to.list().then(() => to.list())],
  ] satisfies [string, (to: Writing) => Promise<unknown>][])
    it(`finds what was begun again after ${what}`, async () => {
      const to = await Writing.open();
      await to.to('missed-1');
      await to.type('We call you');
      await leave(to);
      await to.log.until(() => to.form === undefined, 'The form is still there.');
      await to.to('missed-1');
      expect(to.field.value).to.equal('We call you');
    });

  it('finds what was begun again after the row was scrolled away', async () => {
    const to = await Writing.open(MANY);
    await to.to('missed-1');
    await to.type('We call you');
    const scroller = to.log.list.one('[data-scroller]');
    scroller.scrollTop = scroller.scrollHeight;
    await to.log.until(() => to.form === undefined, 'The row is still there.');
    expect(to.log.list.focused === scroller, 'The focus is lost.').to.equal(true);
    scroller.scrollTop = 0;
    await to.log.until(() => to.form !== undefined, 'The row does not come back.');
    expect(to.field.value).to.equal('We call you');
  });

  it('is taken off the list with the reason that was begun before the row was scrolled away', async () => {
    const to = await Writing.open(MANY);
    await to.type('Wrote by', await to.dismiss('missed-1'));
    const scroller = to.log.list.one('[data-scroller]');
    scroller.scrollTop = scroller.scrollHeight;
    await to.log.until(() => to.reason === undefined, 'The row is still there.');
    scroller.scrollTop = 0;
    await to.log.until(() => to.reason !== undefined, 'The row does not come back.');
    expect(to.reason!.value).to.equal('Wrote by');
    await to.type('Wrote by e-mail', to.reason);
    await to.log.press(to.log.list.one('[part=dismiss] button'));
    await to.log.until(() => to.log.row('missed-1') === '', 'It is still there.');
    const [, ...asked] = to.backend.requests.find(([name]) => name === 'missed.dismiss')!;
    expect(asked).to.deep.equal(['missed-1', 'Wrote by e-mail']);
  });

  it('is written to where one left off, also after the page was loaded anew, by nobody but who began', async () => {
    const before = await Writing.open();
    await before.to('missed-1');
    await before.type('We call you');
    await before.type('Wrote by', await before.dismiss('missed-2'));
    before.log.element.remove();

    const to = await Writing.open();
    await to.to('missed-1');
    expect(to.field.value).to.equal('We call you');
    to.backend.setStatus('signed-out');
    await to.log.until(() => to.form === undefined, 'It is still there.');
    to.backend.signInAs({ ...ME, agent: AGENTS.andriy });
    await to.log.until(() => to.log.rows.length > 0, 'Nothing came.');
    await to.list();
    await to.to('missed-1');
    expect(to.field.value).to.equal('');
    expect((await to.dismiss('missed-2')).value).to.equal('');

    to.backend.signInAs(ME);
    await to.log.until(() => to.reason === undefined, 'The form of the one before is still open.');
    await to.log.until(() => to.log.rows.length > 0, 'Nothing came.');
    await to.list();
    expect((await to.dismiss('missed-2')).value, 'His own is lost.').to.equal('Wrote by');
  });

  it('is written to where one left off in a browser that stores nothing', async () => {
    const refuse = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem')!;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const to = await Writing.open();
      await to.to('missed-1');
      await to.type('We call you');
      await to.dismiss('missed-1');
      await to.to('missed-1');
      expect(to.field.value).to.equal('We call you');
    } finally {
      Object.defineProperty(Storage.prototype, 'setItem', refuse);
    }
  });

  it('is written to without losing one’s place: on the way, after a refusal, and when it has left', async () => {
    const to = await Writing.open();
    await to.to('missed-1');
    await to.type('We call you back.');
    await to.send();
    expect(to.log.list.focused === to.button, 'The focus is lost.').to.equal(true);
    expect([to.button.ariaDisabled, to.field.readOnly]).to.deep.equal(['true', true]);
    await expect(to.log.element).to.be.accessible();
    await to.answer(new Error('No credit.'));
    await to.log.until(() => to.log.list.focused === to.field, 'The field has not got the focus.');
    await to.send();
    await to.answer();
    await to.log.until(
      () => to.log.list.focused === to.log.inRow('missed-1', '[data-action=message]'),
      'The button that opened the form has not got the focus.',
    );
  });
});
