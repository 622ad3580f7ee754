import { type Party, RingbackError } from '@ringback/model';
import { createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { asked, PartyCardHarness } from './party-card.harness.ts';
import './ringback-party-card.ts';

const { oksana, mariya, karpaty } = PARTIES;
const FIRM: Party = { ...karpaty, nature: 'organization' };
const worker = (id: string, name: string, main: boolean, phone: string): Party => ({
  ...{ ...mariya, id, name, main, phones: [phone], nature: 'person' },
  organization: { id: FIRM.id, name: FIRM.name },
});
const withFirm = () =>
  createFakeBackend({
    parties: [
      FIRM,
      worker('p-1', 'Ihor', true, '+380671110001'),
      worker('p-2', 'Hanna', false, '+380671110002'),
    ],
  });
const value = (card: PartyCardHarness, selector: string) => (card.one(selector) as HTMLInputElement).value;
const known = async (backend: FakeBackend, id: string) => (await backend.parties!.get!(id))!;

describe('The card of a customer', () => {
  it('shows who it is, and calls and writes from its head', async () => {
    const phone = createFakePhone();
    const card = await PartyCardHarness.open(createFakeBackend(), oksana.id, { phone });
    expect(card.one('h2').innerText).to.equal(oksana.name);
    expect(card.all('[data-call]').map((one) => one.innerText.trim())).to.have.length(2);
    await expect(card.element).to.be.accessible();
    const dialled = oneEvent(card.element, 'ringback-number-dial');
    await card.press(`[data-call="${oksana.phones[0]}"]`);
    expect((await dialled).detail).to.deep.equal({ number: oksana.phones[0] });
    expect(phone.state.calls).to.have.length(1);
    card.element.addEventListener('ringback-letter-write', (event) => event.preventDefault());
    const writing = oneEvent(card.element, 'ringback-letter-write');
    await card.press('[data-write]');
    expect((await writing).detail).to.deep.equal({ to: oksana.email, partyId: oksana.id });
  });

  it('saves what was changed, with the copy that was looked at', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.type('#field-name', 'Oksana');
    await card.type('#field-kind', 'partner');
    await card.press('[data-choice=wholesale]');
    const saved = oneEvent(card.element, 'ringback-party-saved');
    await card.press('[data-save]');
    expect((await saved).detail.party).to.include({ name: 'Oksana', kind: 'partner' });
    expect(asked(backend, 'parties.update')[0]![1]).to.deep.equal({
      ...{ name: 'Oksana', kind: 'partner', tags: ['wholesale'], ifUnmodifiedSince: oksana.updatedAt },
    });
  });

  it('says that he is there no more, when somebody has removed him; what was typed is kept', async () => {
    const backend = createFakeBackend();
    const gone = { system: oksana.system, kind: 'party', id: oksana.id } as const;
    const card = await PartyCardHarness.open(backend, oksana.id);
    backend.emit('record.removed', { ...gone, kind: 'deal' });
    backend.emit('record.removed', { ...gone, id: mariya.id });
    backend.emit('record.removed', { ...gone, system: 'another-shop' });
    await card.drawn();
    expect(card.text).not.to.include('It is there no more.');
    await card.type('#field-name', 'Oksana');
    backend.emit('record.removed', gone);
    await card.until(() => card.text.includes('It is there no more.'), 'Nothing is said.');
    expect(value(card, '#field-name')).to.equal('Oksana');
    card.element.open(mariya.id);
    await card.until(() => card.one('h2').innerText === mariya.name, 'Another is not shown.');
    expect(card.text).not.to.include('It is there no more.');
    backend.emit('record.removed', { ...gone, id: mariya.id });
    await card.until(() => card.all('h2').length === 0, 'He is still shown.');
    expect(card.text).to.include('It is there no more.');
    await expect(card.element).to.be.accessible();
  });

  it('says that he cannot be read, also when the gateway goes away meanwhile; he is read once each time it is back', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    const reads = () => asked(backend, 'parties.get').filter(([id]) => id === mariya.id).length;
    const answer = backend.beSlow();
    backend.failNext('parties.get', new RingbackError('unavailable', 'Bad gateway.'));
    card.element.open(mariya.id);
    await card.until(() => reads() === 1, 'He is not read.');
    backend.goOffline();
    await card.drawn();
    answer();
    await card.until(() => card.all('[data-retry]').length === 1, 'There is no way to try again.');
    expect(card.text).to.include('Bad gateway.');
    expect(reads()).to.equal(1);
    backend.goOnline();
    await card.until(() => card.all('h2')[0]?.innerText === mariya.name, 'He is not read again.');
    for (const expected of [2, 3]) {
      expect(reads()).to.equal(expected);
      backend.goOffline();
      await card.drawn();
      expect(reads()).to.equal(expected);
      backend.goOnline();
      await card.drawn();
    }
    expect(reads()).to.equal(4);
  });

  it('follows what others change of him, and of nobody whom another system calls the same', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    const later = { ...oksana, updatedAt: '2026-11-23T10:00:00.000Z' };
    backend.emit('party.updated', { party: { ...later, system: 'another-shop', name: 'A stranger' } });
    await card.drawn();
    expect(card.one('h2').innerText).to.equal(oksana.name);
    backend.emit('party.updated', { party: { ...later, name: 'Oksana M.' } });
    await card.until(() => card.one('h2').innerText === 'Oksana M.', 'It is not followed.');
  });

  it('adds a number, takes one away, and the gateway’s words stand at the numbers', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.press('[data-add-phone]');
    await card.until(() => card.focused?.dataset.phone === '2', 'The keyboard is elsewhere.');
    await card.type('[data-phone="2"]', '12');
    await card.press('[data-take-phone="1"]');
    backend.failNext(
      'parties.update',
      new RingbackError('invalid', 'This is not a phone number.', {
        fields: { 'phones.1': 'must be a number' },
      }),
    );
    await card.press('[data-save]');
    await card.until(() => card.text.includes('must be a number'), 'Nothing is said.');
    expect(card.focused?.dataset.phone).to.equal('0');
    await card.type('[data-phone="1"]', '+380671112233');
    await card.press('[data-save]');
    await card.until(() => asked(backend, 'parties.update').length === 2, 'It is not saved.');
    expect((await known(backend, oksana.id)).phones).to.deep.equal([oksana.phones[0], '+380671112233']);
  });

  it('with a host that takes numbers one by one adds them one by one, and none is taken away', async () => {
    const backend = createFakeBackend();
    for (const field of backend.crm.layouts.party.fields) if (field.key === 'phones') field.writable = false;
    const card = await PartyCardHarness.open(backend, mariya.id);
    expect((card.one('[data-phone="0"]') as HTMLInputElement).readOnly).to.equal(true);
    for (const [index, number] of ['+380671112201', '+380671112202'].entries()) {
      await card.press('[data-add-phone]');
      await card.type(`[data-phone="${index + 1}"]`, number);
    }
    await card.press('[data-save]');
    await card.until(() => asked(backend, 'parties.update').length === 2, 'They are not saved.');
    expect((await known(backend, mariya.id)).phones).to.deep.equal([
      ...mariya.phones,
      ...['+380671112201', '+380671112202'],
    ]);
  });

  it('shows both values when somebody else was first, and loses nothing that was typed', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.type('#field-name', 'Mine');
    await backend.parties!.update!(oksana.id, { name: 'Theirs' });
    await card.press('[data-save]');
    await card.until(() => card.all('[data-clash]').length > 0, 'Nothing is said.');
    expect(card.one('[data-clash] table').innerText).to.match(/Theirs\s+Mine/);
    expect(value(card, '#field-name')).to.equal('Mine');
    await expect(card.element).to.be.accessible();
    await card.press('[data-mine]');
    await card.until(async () => (await known(backend, oksana.id)).name === 'Mine', 'It is not saved.');
  });

  it('keeps what is typed while somebody changes another field, and when it cannot be saved', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.type('#field-name', 'Mine');
    await backend.parties!.update!(oksana.id, { kind: 'partner' });
    await card.until(() => value(card, '#field-kind') === 'partner', 'It is not followed.');
    backend.failNext('parties.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await card.press('[data-save]');
    await card.until(() => card.text.includes('cannot be reached'), 'Nothing is said.');
    expect(value(card, '#field-name')).to.equal('Mine');
    expect(card.element.mayLeave()).to.equal(false);
    await card.until(() => card.all('[data-leave]').length > 0, 'Nothing is asked.');
    const left = oneEvent(card.element, 'ringback-party-leave');
    await card.press('[data-discard]');
    await left;
    expect(value(card, '#field-name')).to.equal(oksana.name);
  });

  it('shows the firm’s own fields, and asks for those that are required', async () => {
    const backend = createFakeBackend();
    const { party } = backend.crm.layouts;
    party.fields.push({ key: 'custom.region', title: 'Region', type: 'text', writable: true });
    party.required.push({ entity: 'party', fields: ['custom.region'] });
    const card = await PartyCardHarness.open(backend, oksana.id);
    expect(card.one('[data-incomplete]').innerText).to.contain('Region');
    await card.type('#field-name', 'Oksana');
    await card.press('[data-save]');
    expect(asked(backend, 'parties.update')).to.have.length(0);
    expect(card.focused?.id).to.equal('field-custom-region');
    await card.type('#field-custom-region', 'Lviv');
    await card.press('[data-save]');
    await card.until(() => asked(backend, 'parties.update').length === 1, 'It is not saved.');
    expect(asked(backend, 'parties.update')[0]![1]).to.deep.include({ custom: { region: 'Lviv' } });
    expect(card.all('[data-incomplete]')).to.have.length(0);
  });

  it('makes a new one, and shows who is known already while one types', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend);
    card.element.create({ name: 'New', number: oksana.phones[0] });
    await card.until(() => card.all('[data-known]').length > 0, 'Nobody is known.');
    expect(card.one('[data-same]').innerText).to.contain(oksana.name);
    await card.type('[data-phone="0"]', '+380671110009');
    await card.press('[data-save]');
    expect(card.text).to.contain('Please fill this in.');
    await card.type('#field-kind', 'client');
    await card.type('#field-nature', 'person');
    const saved = oneEvent(card.element, 'ringback-party-saved');
    await card.press('[data-save]');
    expect((await saved).detail).to.deep.include({ isNew: true });
    expect(asked(backend, 'parties.create')[0]![0]).to.deep.equal({
      ...{ name: 'New', kind: 'client', nature: 'person', phones: ['+380671110009'] },
    });
    await card.until(() => card.all('[part=tabs]').length > 0, 'The card does not follow.');
  });

  it('is a draft until somebody says that it is right, and a task is offered', async () => {
    const draft: Party = { ...mariya, nature: 'person', draft: { source: 'Yellow pages' } };
    const backend = createFakeBackend({ parties: [draft] });
    const card = await PartyCardHarness.open(backend, draft.id);
    const asking = oneEvent(card.element, 'ringback-record-create');
    await card.press('[data-complete-task]');
    expect((await asking).detail).to.include({ kind: 'task', partyId: draft.id });
    await card.press('[data-confirm]');
    await card.until(() => !card.text.includes('Yellow pages'), 'It is still a draft.');
    expect(asked(backend, 'parties.update')).to.deep.equal([[draft.id, { confirmed: true }]]);
  });
});

describe('What belongs to a customer', () => {
  it('is walked through by arrows, tab by tab', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    const titles = card.all('[role=tab]').map((one) => one.innerText);
    expect(titles).to.include.members([
      'Details',
      'Deals',
      'Tasks',
      'Processes',
      'Communications',
      'Documents',
    ]);
    card.one('[data-tab=details]').focus();
    await sendKeys({ press: 'End' });
    await card.until(() => card.text.includes('Kind:'), 'The changes do not come.');
    expect(card.focused?.dataset.tab).to.equal('history');
    await sendKeys({ press: 'ArrowRight' });
    expect(card.focused?.dataset.tab).to.equal('details');
    await card.until(() => card.all('[data-key=name]').length > 0, 'The form is not back.');
  });

  it('has its deals, tasks, orders and calls, and opens them where the page wants it', async () => {
    const card = await PartyCardHarness.open(createFakeBackend(), oksana.id);
    await card.tab('deals');
    const opening = oneEvent(card.element, 'ringback-record-open');
    await card.press('[part=panel] [data-open]');
    expect((await opening).detail).to.include({ kind: 'deal' });
    await card.tab('tasks');
    expect(card.all('[part=panel] .entries li').length).to.be.above(1);
    await card.tab('orders');
    expect(card.one('[part=panel]').innerText).to.match(/Order \d+[\s\S]*Cart[\s\S]*Looked at/);
    await card.tab('communications');
    await card.until(() => card.all('ringback-timeline').length === 1, 'There is no timeline.');
    expect(card.one('ringback-timeline').getAttribute('party')).to.equal(oksana.id);
    await expect(card.element).to.be.accessible();
  });

  it('has people of a firm: all of them, the main contact first; another is made it, a new one added', async () => {
    const backend = withFirm();
    const card = await PartyCardHarness.open(backend, FIRM.id);
    await card.tab('people');
    expect(card.all('[data-person]').map((one) => one.innerText.trim())).to.deep.equal(['Ihor', 'Hanna']);
    await card.press('[data-main=p-2]');
    await card.until(() => asked(backend, 'parties.update').length === 1, 'Nobody is made it.');
    expect(asked(backend, 'parties.update')).to.deep.equal([['p-2', { main: true }]]);
    await card.press('[data-add-person]');
    await card.type('[name=name]', 'Petro');
    await card.type('[name=phone]', '+380671110003');
    backend.failNext('parties.create', new RingbackError('conflict', 'Taken.'));
    await card.submit('[data-person-form]');
    await card.until(() => card.text.includes('Taken.'), 'Nothing is said.');
    expect(value(card, '[name=name]')).to.equal('Petro');
    await card.submit('[data-person-form]');
    await card.until(() => card.all('[data-person]').length === 3, 'He is not added.');
    expect(asked(backend, 'parties.create').at(-1)![0]).to.deep.equal({
      ...{
        name: 'Petro',
        phones: ['+380671110003'],
        kind: FIRM.kind,
        nature: 'person',
        organizationId: FIRM.id,
      },
    });
    await expect(card.element).to.be.accessible();
  });

  it('has a person’s firm, which is found and chosen', async () => {
    const backend = createFakeBackend({ parties: [FIRM, { ...mariya, nature: 'person' }] });
    const card = await PartyCardHarness.open(backend, mariya.id);
    expect(card.one('[data-incomplete]').innerText).to.contain('belongs to no firm');
    await card.type('[data-find-firm]', 'Карпат');
    await card.until(() => card.all('[data-firm]').length === 1, 'Nothing is found.');
    await card.press('[data-firm]');
    await card.press('[data-save]');
    await card.until(() => card.all('[data-firm-open]').length === 1, 'He does not belong to it.');
    expect(asked(backend, 'parties.update')[0]![1]).to.include({ organizationId: FIRM.id });
  });

  it('takes a link to a document', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.tab('documents');
    await card.press('[data-add-document]');
    await card.type('[data-document-form] [name=name]', 'Contract 1');
    await card.type('[data-document-form] [name=url]', 'https://files.example/1');
    await card.submit('[data-document-form]');
    await card.until(() => card.all('[part=panel] a').length === 1, 'It is not kept.');
    expect(asked(backend, 'documents.link')[0]![0]).to.include({ kind: 'other', partyId: oksana.id });
  });

  it('that did not come says why, and is asked for again', async () => {
    const backend = createFakeBackend();
    backend.failNext('deals.list', new RingbackError('bug', 'Something broke.'));
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.tab('deals');
    expect(card.one('[part=panel] [role=alert]').innerText).to.contain('Something broke.');
    await card.press('[data-more]');
    await card.until(() => card.all('[data-open]').length > 0, 'They do not come.');
  });

  it('is not offered where the host has nothing of the kind', async () => {
    const without = ['deals', 'tasks', 'processes', 'timeline', 'mail', 'shop', 'documents'] as const;
    const card = await PartyCardHarness.open(createFakeBackend({ without }), oksana.id);
    expect(card.all('[role=tab]').map((one) => one.innerText)).to.deep.equal([
      'Details',
      'People',
      'Changes',
    ]);
    expect(card.all('[data-link]')).to.have.length(0);
  });
});

describe('Two that are the same', () => {
  it('become one with the chosen value, and two again', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.press('[data-merge]');
    await card.until(() => card.all(`[data-same="${mariya.id}"]`).length === 1, 'Nobody is found.');
    await card.press(`[data-same="${mariya.id}"]`);
    expect(card.one('[data-merging]').innerText).to.contain('becomes part of');
    await expect(card.element).to.be.accessible();
    const [, his] = card.all('[data-merging] [name=name]') as HTMLInputElement[];
    his!.click();
    await card.submit('[data-merging] form');
    await card.until(() => card.all('[data-undo]').length === 1, 'It is not merged.');
    expect(asked(backend, 'parties.merge')).to.deep.equal([
      [oksana.id, { dropId: mariya.id, take: ['name'] }],
    ]);
    expect(card.one('h2').innerText).to.equal(mariya.name);
    await card.press('[data-undo]');
    await card.until(() => card.one('h2').innerText === oksana.name, 'It is not taken back.');
    expect((await known(backend, mariya.id)).name).to.equal(mariya.name);
  });

  it('are looked for by another name; what did not work is said, and nothing is merged', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, oksana.id);
    await card.press('[data-merge]');
    await card.until(() => card.all('[data-find-same]').length === 1, 'There is no search.');
    await card.type('[data-find-same]', 'Тарас');
    await card.until(() => card.all(`[data-same="${PARTIES.taras.id}"]`).length === 1, 'Nobody is found.');
    await card.press(`[data-same="${PARTIES.taras.id}"]`);
    backend.failNext('parties.merge', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await card.submit('[data-merging] form');
    await card.until(() => card.text.includes('cannot be reached'), 'Nothing is said.');
    expect((await known(backend, PARTIES.taras.id)).name).to.equal(PARTIES.taras.name);
  });

  it('are not offered where the host cannot make one of two', async () => {
    const backend = createFakeBackend();
    const { merge: _merge, ...parties } = backend.parties!;
    const card = await PartyCardHarness.open(Object.assign(backend, { parties }), oksana.id);
    expect(card.all('[data-merge]')).to.have.length(0);
  });

  it('when another page makes this one part of another, the other is shown', async () => {
    const backend = createFakeBackend();
    const card = await PartyCardHarness.open(backend, mariya.id);
    await backend.parties!.merge!(oksana.id, { dropId: mariya.id });
    await card.until(() => card.all('h2')[0]?.innerText === oksana.name, 'It is not followed.');
    expect(card.text).to.contain('became part of another');
  });
});

it('On a phone-sized screen nothing of the card is wider than the screen', async () => {
  const card = await PartyCardHarness.open(createFakeBackend(), PARTIES.longName.id, { width: 328 });
  expect(card.element.scrollWidth).to.be.at.most(328);
  await expect(card.element).to.be.accessible();
});
