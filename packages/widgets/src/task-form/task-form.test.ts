import { RingbackError } from '@ringback/model';
import { createFakeBackend } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { RingbackTaskForm } from './task-form.ts';
import './ringback-task-form.ts';

describe('The form of a task', () => {
  it('says why it did not come, and comes when it is asked for again', async () => {
    const backend = createFakeBackend({ locale: 'en' });
    backend.failNext('layouts.get', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    const form = await fixture<RingbackTaskForm>(
      html`<ringback-task-form .backend=${backend}></ringback-task-form>`,
    );
    form.create({}, { dueAt: '2026-12-01T09:00:00.000Z' });
    const one = <E extends HTMLElement>(selector: string) => form.renderRoot.querySelector<E>(selector);
    await waitUntil(() => one('[role=alert]'), 'Nothing is said.');
    expect(one('[role=alert]')!.innerText).to.contain('The gateway cannot be reached.');
    await expect(form).to.be.accessible();
    one('.primary')!.click();
    await waitUntil(() => one('form'), 'The form does not come.');
    expect(one<HTMLInputElement>('#field-dueAt')!.value).to.contain('2026-12-01');
    one('[data-cancel]')!.click();
    await waitUntil(() => !one<HTMLDialogElement>('dialog')!.open, 'It asks about what nobody typed.');
  });
});
