import { RingbackError } from '@ringback/model';
import { createFakeBackend, PARTIES } from '@ringback/testing';
import type { RecordCreateDetail, RecordOpenDetail } from '@ringback/ui';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { RingbackDealCard } from '../deal-card/deal-card.ts';
import type { RingbackRecordWindow } from './record-window.ts';
import './ringback-record-window.ts';

async function stand(everywhere = false) {
  const backend = createFakeBackend();
  const element = await fixture<RingbackRecordWindow>(
    html`<ringback-record-window ?everywhere=${everywhere} .backend=${backend}></ringback-record-window>`,
  );
  const find = <T extends HTMLElement>(selector: string) => element.renderRoot.querySelector<T>(selector);
  const until = (selector: string) =>
    waitUntil(() => find(selector), `There is no ${selector}.`, { timeout: 3000 });
  return { backend, element, find, until };
}

const ask = (detail: RecordCreateDetail): boolean =>
  document.body.dispatchEvent(
    new CustomEvent('ringback-record-create', { detail, bubbles: true, composed: true, cancelable: true }),
  );
const show = (detail: RecordOpenDetail): boolean =>
  document.body.dispatchEvent(
    new CustomEvent('ringback-record-open', { detail, bubbles: true, composed: true, cancelable: true }),
  );
const note: RecordCreateDetail = {
  kind: 'communication',
  partyId: PARTIES.taras.id,
  name: PARTIES.taras.name,
};

describe('<ringback-record-window>', () => {
  it('is empty, and answers nobody, until it is asked for', async () => {
    const { find } = await stand();
    expect(ask(note)).to.equal(true);
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('everywhere: answers whatever the page does not answer itself', async () => {
    const { until, find } = await stand(true);
    document.body.addEventListener('ringback-record-create', (event) => event.preventDefault(), {
      once: true,
    });
    ask(note);
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
    expect(ask(note)).to.equal(false);
    await until('dialog[open] textarea');
    expect(find('.of')!.innerText).to.equal('With Тарас Шевчук');
  });

  it('everywhere: leaves a new lead to the list of leads that asks for it', async () => {
    const { element, find } = await stand(true);
    const list = element.parentElement!.appendChild(document.createElement('ringback-leads'));
    const detail: RecordCreateDetail = { kind: 'lead' };
    const event = new CustomEvent('ringback-record-create', {
      ...{ detail, bubbles: true, composed: true, cancelable: true },
    });
    expect(list.dispatchEvent(event)).to.equal(true);
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('everywhere: leaves what this person may not make, or the systems cannot keep', async () => {
    const { backend, find } = await stand(true);
    Object.defineProperty(backend, 'leads', { value: {} });
    expect(ask({ kind: 'lead' })).to.equal(true);
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('everywhere: makes a lead by the firm’s own form, begun with whoever is on the phone', async () => {
    const { backend, element, until, find } = await stand(true);
    const made = oneEvent(element, 'ringback-record-created') as Promise<CustomEvent>;
    expect(ask({ kind: 'lead', name: 'Віра', number: '+380939876543' })).to.equal(false);
    await until('dialog[open] [data-key=title] input');
    expect(find<HTMLInputElement>('[data-key=name] input')!.value).to.equal('Віра');
    await waitUntil(() => element.shadowRoot!.activeElement?.localName === 'input', 'Nothing has the focus.');
    await expect(element).to.be.accessible();
    const title = find<HTMLInputElement>('[data-key=title] input')!;
    title.value = 'Asks for tea';
    title.dispatchEvent(new Event('input', { bubbles: true }));
    title.dispatchEvent(new Event('change', { bubbles: true }));
    find('[data-save]')!.click();
    expect((await made).detail).to.include({ kind: 'lead', title: 'Віра' });
    expect(backend.crm.leads[0]).to.deep.include({ title: 'Asks for tea', phones: ['+380939876543'] });
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('everywhere: ties the call to the new lead where the host knows him as somebody who calls', async () => {
    const { backend, until, find } = await stand(true);
    const { taras } = PARTIES;
    ask({ kind: 'lead', name: taras.name, number: taras.phones[0]!, callId: 'call-1' });
    await until('dialog[open] [data-key=title] input');
    const title = find<HTMLInputElement>('[data-key=title] input')!;
    title.value = 'Asks for tea';
    title.dispatchEvent(new Event('input', { bubbles: true }));
    title.dispatchEvent(new Event('change', { bubbles: true }));
    find('[data-save]')!.click();
    await waitUntil(() => backend.requests.at(-1)?.[0] === 'calls.update', 'The call is nobody’s.');
    expect(backend.requests.at(-1)?.[2]).to.deep.equal({ party: { system: taras.system, id: taras.id } });
  });

  it('everywhere: opens a task and a deal, and leaves to the page what it cannot show', async () => {
    const { until, find } = await stand(true);
    expect(show({ kind: 'party', system: 'local', id: PARTIES.taras.id, title: 'Тарас' })).to.equal(true);
    expect(show({ kind: 'task', system: 'local', id: 'task-1', title: 'Call' })).to.equal(false);
    await until('ringback-task-form');
    await waitUntil(() => find('ringback-task-form')!.shadowRoot!.querySelector('dialog[open]'));
    find('ringback-task-form')!.shadowRoot!.querySelector('dialog')!.close();
    show({ kind: 'deal', system: 'local', id: 'deal-1', title: 'Tea' });
    await until('dialog[open] ringback-deal-card');
  });

  it('everywhere: begins a new deal in its form, under one heading', async () => {
    const { element, until, find } = await stand(true);
    ask({ kind: 'deal', partyId: PARTIES.taras.id, name: PARTIES.taras.name });
    await until('dialog[open] ringback-deal-card');
    const { renderRoot } = find('ringback-deal-card') as unknown as RingbackDealCard;
    const inside = renderRoot as ShadowRoot;
    await waitUntil(() => inside.activeElement?.id === 'field-title', 'The form has not the focus.');
    expect(find('header h2')!.innerText).to.equal('New deal');
    expect([...inside.querySelectorAll('h2')].filter((one) => one.checkVisibility())).to.have.length(0);
    await expect(element).to.be.accessible();
  });

  it('tells the page what was made', async () => {
    const { element, backend, until, find } = await stand();
    void element.create(note);
    await until('textarea');
    const text = find<HTMLTextAreaElement>('textarea')!;
    text.value = 'Meets us on Friday';
    const made = oneEvent(element, 'ringback-record-created');
    text.form!.requestSubmit();
    expect((await made).detail).to.include({ kind: 'communication', title: 'Meets us on Friday' });
    expect(backend.crm.timeline[0]).to.include({ partyId: PARTIES.taras.id });
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('says that what was written without a connection waits for it', async () => {
    const { element, backend, until, find } = await stand();
    void element.create(note);
    await until('textarea');
    backend.goOffline();
    find<HTMLTextAreaElement>('textarea')!.value = 'Meets us on Friday';
    const made = oneEvent(element, 'ringback-record-created');
    find<HTMLTextAreaElement>('textarea')!.form!.requestSubmit();
    await made;
    await until('dialog[open] [data-waits]');
    expect(find('[data-waits]')!.innerText).to.contain('as soon as the connection is back');
    await expect(element).to.be.accessible();
    find('[data-waits] + .buttons button')!.click();
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
    backend.goOnline();
    await waitUntil(() => backend.crm.timeline[0]?.text === 'Meets us on Friday');
  });

  it('keeps what was typed when it was not saved, and says why', async () => {
    const { element, backend, until, find } = await stand();
    void element.create(note);
    await until('textarea');
    const text = find<HTMLTextAreaElement>('textarea')!;
    text.value = 'Meets us on Friday';
    backend.failNext('timeline.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    text.form!.requestSubmit();
    await waitUntil(() => find('[role=alert]')!.innerText.includes('The gateway cannot be reached.'));
    expect(text.value).to.equal('Meets us on Friday');
    await expect(element).to.be.accessible();
  });

  it('asks what becomes of what was typed, whether Escape or “Cancel” would close it', async () => {
    const { element, until, find } = await stand();
    void element.create(note);
    const text = (await until('textarea'), find<HTMLTextAreaElement>('textarea')!);
    text.value = 'Half a note';
    text.dispatchEvent(new InputEvent('input', { bubbles: true }));
    const leaving = [
      () => find('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true })),
      () => find('form [type=submit] + button')!.click(),
    ];
    for (const leave of leaving) {
      leave();
      await until('[data-discard]');
      expect(find('dialog')!.hasAttribute('open')).to.equal(true);
      find('[data-discard] + button')!.click();
      await waitUntil(() => !find('[data-discard]'));
      expect(text.value).to.equal('Half a note');
    }
    leaving[1]!();
    (await until('[data-discard]'), find('[data-discard]')!).click();
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });

  it('asks what becomes of a process that was half chosen, and of a contact that was half typed', async () => {
    const { element, until, find } = await stand();
    const choose = (selector: string) =>
      find(selector)!.dispatchEvent(new InputEvent('input', { bubbles: true }));
    void element.create({ ...note, kind: 'process' });
    await until('.start select');
    choose('.start select');
    find('.start .buttons button:last-child')!.click();
    await until('[data-discard]');
    find('[data-discard]')!.click();
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
    void element.create({ ...note, kind: 'party' });
    await until('#field-name');
    choose('#field-name');
    find('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
    await until('[data-discard]');
    expect(find('dialog')!.hasAttribute('open')).to.equal(true);
  });

  it('closes by Escape at once when nothing was typed', async () => {
    const { element, until, find } = await stand();
    void element.create(note);
    await until('textarea');
    find('dialog')!.dispatchEvent(new Event('cancel', { cancelable: true }));
    expect(find('dialog')!.hasAttribute('open')).to.equal(false);
  });
});
