import { RingbackError, type TimelineEntry } from '@ringback/model';
import {
  callOf,
  createFakeBackend,
  createFakePhone,
  type FakeBackend,
  FIXTURE_NOW,
  PARTIES,
  recordingOf,
} from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackTimeline } from './timeline.ts';
import { WRITTEN_KINDS } from './timeline.words.ts';
import './ringback-timeline.ts';

const open = (scene: ListScene = {}) =>
  ListHarness.open('ringback-timeline', {
    phone: createFakePhone(),
    backend: createFakeBackend(),
    ...scene,
  });
const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
const entry = (id: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...{ system: 'local', id, kind: 'note', at: '2026-03-02T10:00:00.000Z', title: id, text: 'Words.' },
  ...more,
});

const form = (list: ListHarness) => list.one('dialog form') as HTMLFormElement;
const control = (list: ListHarness, name: string) =>
  form(list).elements.namedItem(name) as HTMLInputElement & HTMLSelectElement;
async function write(list: ListHarness, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) control(list, name).value = value;
  form(list).requestSubmit();
  await list.drawn();
}
const isOpen = (list: ListHarness) => (list.one('dialog') as HTMLDialogElement).open;
async function begin(list: ListHarness): Promise<void> {
  await list.press('Write down');
  await list.until(() => isOpen(list), 'The form did not open.');
}

describe('The timeline', () => {
  it('has calls, letters, meetings, notes, requests, orders and visits in one list', async () => {
    const kinds = [...WRITTEN_KINDS, 'order', 'visit'] as const;
    const timeline = kinds.map((kind) => entry(kind, { kind }));
    const list = await open({ backend: createFakeBackend({ crm: { timeline } }) });
    expect([...list.names].sort()).to.deep.equal([...kinds].sort());
    expect(list.headings).to.deep.equal(['What', 'Kind', 'Who', 'Length', 'When', 'Actions']);
    expect(list.row('site-request').innerText).to.contain('Request from the site');
    await expect(list.element).to.be.accessible();
  });

  it('is of everybody, of a party or of a deal, and is read anew when that changes', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    const element = list.element as unknown as RingbackTimeline;
    element.party = PARTIES.taras.id;
    await list.drawn();
    element.party = '';
    element.deal = 'deal-1';
    await list.drawn();
    expect(asked(backend, 'timeline.list')).to.deep.equal([
      [{ limit: 50 }],
      [{ limit: 50, partyId: PARTIES.taras.id }],
      [{ limit: 50, dealId: 'deal-1' }],
    ]);
  });

  it('is filtered by kind, period and words by the gateway', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    await list.choose(list.one('[data-filter=kind]'), 'meeting');
    await list.choose(list.one('[data-filter=period]'), 'week');
    const search = list.one('input[type=search]') as HTMLInputElement;
    search.value = 'tea';
    search.dispatchEvent(new Event('change'));
    await list.drawn();
    const [query] = asked(backend, 'timeline.list').at(-1) as [{ from: string }];
    const { from, ...others } = query;
    expect(others).to.deep.equal({ limit: 50, kinds: ['meeting'], words: 'tea' });
    expect(new Date(from).toISOString()).to.equal(from);
  });

  it('calls from the row, and asks the page before', async () => {
    const phone = createFakePhone();
    const list = await open({ phone });
    const dialled = oneEvent(list.element, 'ringback-number-dial');
    const button = list.all('[data-action=call]')[0]!;
    await list.press(button);
    expect((await dialled).detail.number).to.match(/^\+\d+$/);
    expect(phone.state.calls).to.have.length(1);
  });

  it('hears what others write: what belongs here comes first, what does not stays away', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    (list.element as unknown as RingbackTimeline).party = PARTIES.taras.id;
    await list.until(() => list.names.length > 0, 'Nothing came.');
    const at = new Date(FIXTURE_NOW + 60_000).toISOString();
    const told = (title: string, partyId: string) => ({ entry: entry(title, { at, partyId }) as never });
    backend.emit('timeline.changed', told('Of Taras', PARTIES.taras.id));
    backend.emit('timeline.changed', told('Of Oksana', PARTIES.oksana.id));
    await list.drawn();
    expect(list.names[0]).to.equal('Of Taras');
    expect(list.names).not.to.include('Of Oksana');
  });

  it('hears of calls that are over, with their recordings, and of letters', async () => {
    const backend = createFakeBackend({ crm: { timeline: [] } });
    const list = await open({ backend });
    const startedAt = new Date(FIXTURE_NOW).toISOString();
    const call = callOf({ id: 'talk', startedAt, comment: 'About tea', number: '+380441234567' });
    backend.putCall(call);
    await list.drawn();
    expect(list.names).to.deep.equal([]);
    const recordings = [recordingOf('r1', 'talk')];
    backend.putCall({ ...call, state: 'ended', endReason: 'completed', recordings, version: 2 });
    const letter = {
      ...backend.crm.letters[0]!,
      id: 'l1',
      subject: 'Price',
      at: new Date(FIXTURE_NOW + 1).toISOString(),
    };
    backend.emit('letter.created', { letter });
    await list.drawn();
    expect(list.names).to.deep.equal(['Price', 'About tea']);
    await list.press(list.inRow('About tea', '[data-action=open]'));
    await list.until(() => list.all('ringback-player').length === 1, 'The talk cannot be listened to.');
  });

  it('what is told of a call that is shown leaves its recordings and number', async () => {
    const call = entry('Talk', { kind: 'call', number: '+380441234567' });
    const backend = createFakeBackend({ crm: { timeline: [call] } });
    const list = await open({ backend });
    const { number: _, ...told } = { ...call, title: 'Talk about tea' };
    backend.emit('timeline.changed', { entry: told as never });
    await list.drawn();
    expect(list.names).to.deep.equal(['Talk about tea']);
    expect(list.all('[data-action=call]')).to.have.length(1);
  });

  it('shows an entry whole, and gives the keyboard back to its row', async () => {
    const text = `First line.\n${'Long. '.repeat(80)}`;
    const list = await open({ backend: createFakeBackend({ crm: { timeline: [entry('Long', { text })] } }) });
    const name = list.inRow('Long', '[data-action=open]');
    name.focus();
    await sendKeys({ press: 'Enter' });
    await list.until(() => isOpen(list), 'It did not open.');
    expect(list.one('dialog .whole').innerText).to.contain('Long. Long.');
    await expect(list.element).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await list.until(() => !isOpen(list), 'It did not close.');
    expect(list.focused).to.equal(name);
  });

  it('lets the page show an entry itself', async () => {
    const list = await open({ backend: createFakeBackend({ crm: { timeline: [entry('Mine')] } }) });
    list.element.addEventListener('ringback-record-open', (event) => event.preventDefault(), { once: true });
    const asking = oneEvent(list.element, 'ringback-record-open');
    await list.press(list.inRow('Mine', '[data-action=open]'));
    expect((await asking).detail).to.deep.equal({
      ...{ kind: 'communication', system: 'local', id: 'Mine', title: 'Mine' },
    });
    expect(isOpen(list)).to.equal(false);
  });
});

describe('An entry written by hand', () => {
  it('is of any kind, from wherever it is written: from a customer’s card too, whatever kind was offered (S064)', async () => {
    const backend = createFakeBackend({ crm: { timeline: [] } });
    const list = await open({ backend });
    (list.element as unknown as RingbackTimeline).party = PARTIES.taras.id;
    await list.drawn();
    // Looking at calls, a call is offered; that never decides.
    await list.choose(list.one('[data-filter=kind]'), 'call');
    for (const kind of WRITTEN_KINDS) {
      await begin(list);
      expect(control(list, 'kind').value).to.equal('call');
      expect(control(list, 'kind').disabled).to.equal(false);
      await write(list, { kind, text: `It was a ${kind}.` });
      await list.until(() => !isOpen(list), 'It was not saved.');
    }
    const made = asked(backend, 'timeline.create').map(([input]) => input as TimelineEntry);
    expect(made.map(({ kind }) => kind)).to.deep.equal([...WRITTEN_KINDS]);
    expect(new Set(made.map(({ partyId }) => partyId))).to.deep.equal(new Set([PARTIES.taras.id]));
  });

  it('gets another kind afterwards', async () => {
    const backend = createFakeBackend({ crm: { timeline: [entry('Wrong', { kind: 'call' })] } });
    const list = await open({ backend });
    await list.press(list.inRow('Wrong', '[data-action=open]'));
    await list.until(() => isOpen(list), 'It did not open.');
    await list.press('Change');
    await list.until(() => list.all('dialog form').length > 0, 'There is no form.');
    expect([control(list, 'kind').value, control(list, 'text').value]).to.deep.equal(['call', 'Words.']);
    await write(list, { kind: 'meeting' });
    await list.until(() => !isOpen(list), 'It was not saved.');
    expect(asked(backend, 'timeline.update')).to.deep.equal([
      ['Wrong', { kind: 'meeting', title: 'Wrong', text: 'Words.' }],
    ]);
    expect(list.row('Wrong').innerText).to.contain('Meeting');
  });

  it('is not lost when it could not be saved', async () => {
    const backend = createFakeBackend();
    const list = await open({ backend });
    backend.failNext('timeline.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await begin(list);
    await write(list, { kind: 'meeting', text: 'A long talk.' });
    await list.until(() => list.one('dialog .field-error').innerText !== '', 'Nothing is said.');
    expect(list.one('dialog .field-error').innerText).to.contain('cannot be reached');
    expect([control(list, 'kind').value, control(list, 'text').value]).to.deep.equal([
      'meeting',
      'A long talk.',
    ]);
    await write(list, {});
    await list.until(() => !isOpen(list), 'It was not saved.');
    expect(list.names[0]).to.equal('A long talk.');
  });

  it('has the time at which it was, when that is said, else the moment itself', async () => {
    const backend = createFakeBackend({ crm: { timeline: [] } });
    const list = await open({ backend });
    await begin(list);
    expect(control(list, 'at').value).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
    await write(list, { kind: 'meeting', at: '2026-03-02T15:30', text: 'In the shop.' });
    await list.until(() => !isOpen(list), 'It was not saved.');
    await begin(list);
    await write(list, { text: 'Just now.' });
    await list.until(() => !isOpen(list), 'It was not saved.');
    const [then, now] = asked(backend, 'timeline.create').map(([input]) => input as TimelineEntry);
    expect(then!.at).to.equal(new Date('2026-03-02T15:30').toISOString());
    expect(now!.at > then!.at).to.equal(true);
    expect(list.names).to.deep.equal(['Just now.', 'In the shop.']);
  });

  it('waits while the gateway is away, says so, and arrives once', async () => {
    const backend = createFakeBackend({ crm: { timeline: [entry('Before')] } });
    const list = await open({ backend });
    backend.goOffline();
    await begin(list);
    await write(list, { text: 'Typed on the train.' });
    await list.until(() => !isOpen(list), 'It was not kept.');
    expect(list.row('Typed on the train.').innerText).to.contain('waits for the connection');
    await expect(list.element).to.be.accessible();
    backend.goOnline();
    await list.until(() => !list.element.renderRoot.textContent!.includes('waits'), 'It still waits.');
    expect(list.names.filter((name) => name.includes('train'))).to.have.length(1);
  });

  it('is about a lead where the list is one of a lead', async () => {
    const backend = createFakeBackend({ crm: { timeline: [] } });
    const list = await open({ backend });
    (list.element as unknown as RingbackTimeline).lead = 'lead-1';
    await list.drawn();
    await begin(list);
    await write(list, { text: 'Asked for a price.' });
    await list.until(() => !isOpen(list), 'It was not saved.');
    expect(asked(backend, 'timeline.list').at(-1)).to.deep.equal([{ limit: 50, leadId: 'lead-1' }]);
    expect(asked(backend, 'timeline.create')[0]![0]).to.include({ leadId: 'lead-1' });
  });

  it('is begun by keyboard on its kind, and left by Escape', async () => {
    const list = await open();
    list.one('[part=add]').focus();
    await sendKeys({ press: 'Enter' });
    await list.until(() => isOpen(list), 'The form did not open.');
    expect(list.focused).to.equal(control(list, 'kind'));
    await expect(list.element).to.be.accessible();
    await sendKeys({ press: 'Escape' });
    await list.until(() => !isOpen(list), 'It did not close.');
  });

  it('is not thrown away by one key: it is asked about first, and typing goes on', async () => {
    const backend = createFakeBackend({ crm: { timeline: [] } });
    const list = await open({ backend });
    await begin(list);
    control(list, 'text').focus();
    await sendKeys({ type: 'Half a note' });
    await sendKeys({ press: 'Escape' });
    await list.until(() => list.all('[data-leave]').length === 1, 'Nothing is asked.');
    expect(isOpen(list)).to.equal(true);
    await list.until(() => list.focused?.innerText === 'Go on typing', 'The answer is not at hand.');
    await expect(list.element).to.be.accessible();
    await sendKeys({ press: 'Enter' });
    await list.until(() => list.all('[data-leave]').length === 0, 'It is asked still.');
    expect(control(list, 'text').value).to.equal('Half a note');
    await list.press('Cancel');
    await list.until(() => list.all('[data-leave]').length === 1, 'Cancel asks nothing.');
    await list.press(list.one('[data-discard]'));
    await list.until(() => !isOpen(list), 'It did not close.');
    await begin(list);
    expect([control(list, 'text').value, list.all('[data-leave]').length]).to.deep.equal(['', 0]);
    await sendKeys({ press: 'Escape' });
    await list.until(() => !isOpen(list), 'It asks about what nobody typed.');
    expect(asked(backend, 'timeline.create')).to.deep.equal([]);
  });

  it('may be made by the page instead', async () => {
    const list = await open();
    (list.element as unknown as RingbackTimeline).deal = 'deal-1';
    await list.drawn();
    list.element.addEventListener('ringback-record-create', (event) => event.preventDefault(), {
      once: true,
    });
    const asking = oneEvent(list.element, 'ringback-record-create');
    await list.press('Write down');
    expect((await asking).detail).to.deep.equal({ kind: 'communication', dealId: 'deal-1' });
    expect(isOpen(list)).to.equal(false);
  });

  it('is not offered where the host takes none', async () => {
    const list = await open({ backend: createFakeBackend({ readOnly: true }) });
    expect(list.all('[part=add]')).to.have.length(0);
  });
});

it('On a phone-sized screen a row is a card, and nothing is wider than the screen', async () => {
  const list = await open({ width: 328 });
  expect(list.element.scrollWidth).to.be.at.most(328);
  await expect(list.element).to.be.accessible();
});
