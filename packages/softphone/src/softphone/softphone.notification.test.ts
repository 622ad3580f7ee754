import { phoneCallOf } from '@ringback/testing';
import { expect, waitUntil } from '@open-wc/testing';
import { BarHarness } from './softphone.harness.ts';

/** Stands in for the browser's own, which a test can neither read nor answer. */
class FakeNotification extends EventTarget {
  static permission: NotificationPermission = 'default';
  static asked = 0;
  static shown: FakeNotification[] = [];
  static requestPermission(): Promise<NotificationPermission> {
    FakeNotification.asked += 1;
    FakeNotification.permission = 'granted';
    return Promise.resolve('granted');
  }
  readonly title: string;
  readonly body: string | undefined;
  closed = false;
  constructor(title: string, { body }: NotificationOptions = {}) {
    super();
    this.title = title;
    this.body = body;
    FakeNotification.shown.push(this);
  }
  close(): void {
    this.closed = true;
  }
}

describe('<ringback-softphone>: a call while nobody sees the page', () => {
  const real = globalThis.Notification;

  function world(permission: NotificationPermission, hidden: boolean): void {
    Object.assign(FakeNotification, { permission, asked: 0, shown: [] });
    Object.defineProperty(globalThis, 'Notification', { value: FakeNotification, configurable: true });
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  }

  afterEach(() => {
    Object.defineProperty(globalThis, 'Notification', { value: real, configurable: true });
    delete (document as { hidden?: boolean }).hidden;
  });

  it('is told by the desktop where that was allowed, once, and no longer once it is answered elsewhere', async () => {
    world('granted', true);
    const bar = await BarHarness.open();
    const id = bar.phone.receive({ number: '+380671234501' });
    await waitUntil(() => FakeNotification.shown.length === 1, 'The desktop tells nothing.');
    const [shown] = FakeNotification.shown;
    expect(`${shown!.title} ${shown!.body}`).to.include('+380 67 123 4501').and.include('Incoming call');
    bar.phone.put({ ...phoneCallOf({ id }), state: 'ended', endReason: 'answered-elsewhere' });
    await waitUntil(() => shown!.closed, 'The desktop still tells of it.');
    expect(FakeNotification.shown).to.have.length(1);
  });

  it('is told by nothing but the bar where that was refused, never asked for, or the page is seen', async () => {
    for (const [permission, hidden] of [
      ['denied', true],
      ['default', true],
      ['granted', false],
    ] as const) {
      world(permission, hidden);
      const bar = await BarHarness.open();
      bar.phone.receive({ number: '+380671234501' });
      await bar.says('Incoming call');
      expect(FakeNotification.shown, permission).to.have.length(0);
      expect(FakeNotification.asked, permission).to.equal(0);
    }
  });

  it('is asked about only when somebody wants it, and not again', async () => {
    world('default', false);
    const bar = await BarHarness.open();
    await bar.openPanel('more', 'More');
    expect(FakeNotification.asked).to.equal(0);
    await bar.pressInPanel('Tell me of calls when this page is hidden');
    expect(FakeNotification.asked).to.equal(1);
    await waitUntil(() => !bar.panelText.includes('Tell me of calls'), 'It is still offered.');
  });

  it('is not offered to whoever has refused it in his browser', async () => {
    world('denied', false);
    const bar = await BarHarness.open();
    await bar.openPanel('more', 'More');
    expect(bar.panelText).not.to.include('Tell me of calls');
  });
});
