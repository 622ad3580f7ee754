import { RingbackError } from '@ringback/model';
import { createFakeBackend } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { claims, ProcessesHarness } from './processes.harness.ts';

describe('The list of processes', () => {
  it('shows those that run, about what, and in which status', async () => {
    const backend = await claims([
      { kind: 'party', id: 'party-taras' },
      { kind: 'deal', id: 'deal-1' },
    ]);
    const list = await ProcessesHarness.opened({ backend });
    const rows = list.all('[data-row]').map((row) => row.innerText.replace(/\s+/g, ' '));
    expect(rows.join()).to.include('Deal: Чай для офісу').and.to.include('Customer: Тарас Шевчук');
    expect(rows.every((row) => row.includes('Received'))).to.equal(true);
    await expect(list.element).to.be.accessible();
  });

  it('is narrowed to a process and to one of its statuses', async () => {
    const backend = await claims();
    const list = await ProcessesHarness.opened({ backend });
    await list.choose(list.one('[data-filter=status]'), 'claim/settled');
    await list.until(() => list.message !== '', 'It still shows others.');
    const [, query] = backend.requests.filter(([name]) => name === 'processes.list').at(-1)!;
    expect(query).to.include({ definitionId: 'claim', statusId: 'settled', open: 'true' });
  });

  it('starts a claim for a customer who is found by name, and leads into it', async () => {
    const backend = createFakeBackend();
    const list = await ProcessesHarness.opened({ backend });
    await list.press('Start a process');
    await list.until(() => list.all('.start').length > 0, 'No form comes.');
    await expect(list.element).to.be.accessible();
    await list.press('Start');
    expect(list.all('.start [role=alert]')[0]!.innerText).to.contain('Choose a process');
    const find = list.one('[data-find]') as HTMLInputElement;
    find.value = 'Тарас';
    find.dispatchEvent(new Event('change'));
    await list.until(() => list.all('[data-subject]').length > 0, 'Nobody is found.');
    await list.press('Start');
    const process = await list.inside();
    expect(process.status).to.equal('Received');
    expect(backend.crm.processes[0]!.subject).to.include({ kind: 'party', id: 'party-taras' });
  });

  it('starts one from any element of the page, about what that is about', async () => {
    const backend = createFakeBackend();
    const list = await ProcessesHarness.opened({ backend });
    const detail = { kind: 'process', partyId: 'party-taras', dealId: 'deal-1', name: 'Deal 1' };
    document.body.dispatchEvent(
      new CustomEvent('ringback-record-create', { detail, bubbles: true, composed: true, cancelable: true }),
    );
    await list.until(() => list.all('.start').length > 0, 'No form comes.');
    await list.press('Start');
    await list.inside();
    expect(backend.crm.processes[0]!.subject).to.include({ kind: 'deal', id: 'deal-1' });
  });

  it('starts none for the page while it is hidden there', async () => {
    const list = await ProcessesHarness.opened({ backend: createFakeBackend() });
    list.element.hidden = true;
    const asks = new CustomEvent('ringback-record-create', {
      ...{ detail: { kind: 'process' }, bubbles: true, cancelable: true },
    });
    expect(document.body.dispatchEvent(asks)).to.equal(true);
  });

  it('gives a process to another person from its row, and says when somebody was faster', async () => {
    const backend = await claims();
    const list = await ProcessesHarness.opened({ backend });
    const choice = () => list.one('[data-action=responsible]') as HTMLSelectElement;
    const other = () => [...choice().options].find(({ selected }) => !selected)!;
    const { value, text } = other();
    await list.choose(choice(), value);
    await list.until(() => backend.crm.processes[0]!.responsible?.name === text, 'It is not given over.');
    expect(choice().selectedOptions[0]!.text).to.equal(text);
    await expect(list.element).to.be.accessible();
    const current = { ...backend.crm.processes[0]!, version: 9 };
    backend.failNext('processes.update', new RingbackError('conflict', 'It went on meanwhile.', { current }));
    await list.choose(choice(), other().value);
    await list.until(
      () => list.one('.problem').innerText.includes('It went on meanwhile.'),
      'It does not say so.',
    );
    expect(choice().selectedOptions[0]!.text).to.equal(text);
  });

  it('opens a process where the page wants it, else in its own place, and comes back', async () => {
    const list = await ProcessesHarness.opened({ backend: await claims() });
    list.element.addEventListener('ringback-record-open', (event) => event.preventDefault(), { once: true });
    const asking = oneEvent(list.element, 'ringback-record-open');
    await list.press(list.one('[data-action=open]'));
    expect((await asking).detail.kind).to.equal('process');
    await list.press(list.one('[data-action=open]'));
    await list.inside();
    await list.press('Back to the list');
    expect(list.names).to.deep.equal(['Claim']);
  });

  it('hears what others do', async () => {
    const backend = createFakeBackend();
    const list = await ProcessesHarness.opened({ backend });
    await backend.processes!.start!({ definitionId: 'claim', subject: { kind: 'party', id: 'party-taras' } });
    await list.until(() => list.names.length === 1, 'The new one does not come.');
  });

  it('has no buttons for what the role may not, and says so where there are none at all', async () => {
    const list = await ProcessesHarness.opened({ backend: createFakeBackend({ readOnly: true }) });
    expect(list.all('[data-start], [data-editor]')).to.have.length(0);
    const without = createFakeBackend({ without: ['processes'] });
    expect((await ProcessesHarness.opened({ backend: without })).message).to.contain('keeps nothing');
    const failing = createFakeBackend();
    failing.failNext('processes.list', new RingbackError('bug', 'Broken.'));
    expect((await ProcessesHarness.opened({ backend: failing })).message).to.contain('could not be loaded');
  });

  it('on a phone-sized screen is no wider than the screen', async () => {
    const list = await ProcessesHarness.opened({ backend: await claims(), width: 328 });
    expect(list.element.scrollWidth).to.be.at.most(328);
  });
});
