import { type Lead, RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, createFakePhone, type FakeBackend, PARTIES } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ListHarness, type ListScene } from '../list/list.harness.ts';
import type { RingbackLeads } from './leads.ts';
import './ringback-leads.ts';

const [NEW, WORK] = createFakeBackend().crm.settings.leadStatuses;
const ANDRIY = { id: AGENTS.andriy.id, name: AGENTS.andriy.name };

const lead = (name: string, more: Partial<Lead> = {}): Lead => ({
  ...{ system: 'local', id: `lead-${name}`, title: `About ${name}`, name, status: NEW! },
  ...{ phones: ['+380671112233'], email: 'lead@example.com', source: 'site' },
  ...{ createdAt: '2026-03-01T09:00:00.000Z', updatedAt: '2026-03-01T09:00:00.000Z' },
  ...more,
});
const withLeads = (...leads: Lead[]) => createFakeBackend({ crm: { leads } });

async function open(backend: FakeBackend, scene: ListScene = {}): Promise<ListHarness> {
  const list = await ListHarness.open('ringback-leads', { phone: createFakePhone(), backend, ...scene });
  const chosen = () => list.all('[data-filter=responsibleId]').length > 0;
  await list.until(chosen, 'There is nothing to choose from.');
  return list;
}
const asked = (backend: FakeBackend, request: string) =>
  backend.requests.filter(([name]) => name === request).map(([, ...args]) => args);
const isOpen = (list: ListHarness) => (list.one('dialog') as HTMLDialogElement).open;
async function ask(list: ListHarness, name: string, what: 'convert' | 'reject'): Promise<HTMLFormElement> {
  await list.press(list.inRow(name, `[data-action=${what}]`));
  const ready = () => isOpen(list) && list.all('dialog [role=status]').length === 0;
  await list.until(ready, 'The window did not open.');
  return list.one('dialog form') as HTMLFormElement;
}

describe('The list of leads', () => {
  it('shows who showed interest, with status, source, owner and what is wrong', async () => {
    const list = await open(createFakeBackend());
    expect(list.headings).to.deep.equal([
      ...['Name', 'Status', 'Source', 'Owner', 'Needs attention', 'Since', 'Actions'],
    ]);
    expect(list.names.length).to.be.above(5);
    await expect(list.element).to.be.accessible();
  });

  it('is filtered by status, source, owner and outcome by the gateway', async () => {
    const backend = createFakeBackend();
    const list = await open(backend);
    await list.choose(list.one('[data-filter=which]'), 'open');
    await list.choose(list.one('[data-filter=statusId]'), WORK!.id);
    await list.choose(list.one('[data-filter=source]'), 'site');
    await list.choose(list.one('[data-filter=responsibleId]'), ANDRIY.id);
    expect(asked(backend, 'leads.list').at(-1)).to.deep.equal([
      { limit: 50, outcome: 'open', statusId: WORK!.id, source: 'site', responsibleId: ANDRIY.id },
    ]);
  });

  it('calls and writes from the row, and asks the page before', async () => {
    const phone = createFakePhone();
    const list = await open(withLeads(lead('Ivan')), { phone });
    await list.press(list.inRow('Ivan', '[data-action=call]'));
    expect(phone.state.calls).to.have.length(1);
    list.element.addEventListener('ringback-letter-write', (event) => event.preventDefault());
    const writing = oneEvent(list.element, 'ringback-letter-write');
    await list.press(list.inRow('Ivan', '[data-action=write]'));
    expect((await writing).detail).to.deep.equal({ to: 'lead@example.com' });
  });

  it('changes status and owner in the row', async () => {
    const backend = withLeads(lead('Ivan'));
    const list = await open(backend);
    const changes = () => asked(backend, 'leads.update').length;
    await list.choose(list.inRow('Ivan', '[data-action=status]'), WORK!.id);
    await list.until(() => changes() === 1, 'The status was not changed.');
    await list.choose(list.inRow('Ivan', '[data-action=owner]'), ANDRIY.id);
    await list.until(() => list.problem === '' && changes() === 2, 'The owner was not changed.');
    const [now] = backend.crm.leads;
    expect([now!.status.id, now!.responsible]).to.deep.equal([WORK!.id, ANDRIY]);
  });

  it('shows both values when a colleague was faster, and overwrites nothing', async () => {
    const backend = withLeads(lead('Ivan'));
    const list = await open(backend);
    backend.crm.leads[0] = lead('Ivan', { responsible: ANDRIY, updatedAt: '2026-03-01T10:00:00.000Z' });
    await list.choose(list.inRow('Ivan', '[data-action=owner]'), AGENTS.admin.id);
    await list.until(() => list.problem !== '', 'Nothing is said.');
    expect(list.problem).to.contain(`“${ANDRIY.name}”`).and.to.contain(`“${AGENTS.admin.name}”`);
    expect((list.inRow('Ivan', '[data-action=owner]') as HTMLSelectElement).value).to.equal(ANDRIY.id);
    expect(backend.crm.leads[0]?.responsible).to.deep.equal(ANDRIY);
  });

  it('hears what others do', async () => {
    const backend = withLeads(lead('Ivan'));
    const list = await open(backend);
    backend.emit('lead.created', { lead: lead('Lesia') });
    backend.emit('lead.updated', { lead: lead('Ivan', { name: 'Ivan F.' }) });
    await list.drawn();
    expect(list.names).to.deep.equal(['Lesia', 'Ivan F.']);
    backend.emit('record.removed', { system: 'another-shop', kind: 'lead', id: lead('Lesia').id });
    await list.drawn();
    expect(list.names).to.deep.equal(['Lesia', 'Ivan F.']);
    backend.emit('record.removed', { system: lead('Lesia').system, kind: 'lead', id: lead('Lesia').id });
    await list.drawn();
    expect(list.names).to.deep.equal(['Ivan F.']);
  });
});

describe('Leads that would be lost', () => {
  it('are a list of their own, each with why', async () => {
    const backend = withLeads(lead('Ivan'), lead('Lesia', { status: WORK!, responsible: ANDRIY }));
    const list = await open(backend);
    await list.choose(list.one('[data-filter=which]'), 'unattended');
    await list.until(() => list.names.length === 2, 'They did not come.');
    expect(list.row('Ivan').innerText).to.contain('Nobody owns it, nothing is planned, nobody touched it');
    expect(list.row('Lesia').innerText).to.contain('Nothing is planned, nobody touched it');
  });

  it('leave it when they are looked after', async () => {
    const backend = withLeads(lead('Ivan'), lead('Lesia'));
    backend.crm.tasks[0] = { ...backend.crm.tasks[0]!, state: 'open', leadId: 'lead-Ivan' };
    const list = await open(backend);
    await list.choose(list.one('[data-filter=which]'), 'unattended');
    await list.until(() => list.names.length === 2, 'They did not come.');
    const over = { ...NEW!, outcome: 'rejected' } as const;
    backend.emit('lead.updated', { lead: lead('Ivan', { system: 'another-shop', status: over }) });
    await list.drawn();
    expect(list.names).to.deep.equal(['Ivan', 'Lesia']);
    await list.choose(list.inRow('Ivan', '[data-action=owner]'), ANDRIY.id);
    await list.until(() => list.names.length === 1, 'It is still there.');
    expect(list.names).to.deep.equal(['Lesia']);
  });

  it('are filtered further, also where the first page has none that fits', async () => {
    const others = Array.from({ length: 60 }, (_, index) => lead(`Other ${index}`, { source: 'call' }));
    const late = lead('Late', { createdAt: '2026-03-02T09:00:00.000Z' });
    const list = await open(withLeads(...others, late));
    await list.choose(list.one('[data-filter=which]'), 'unattended');
    await list.choose(list.one('[data-filter=source]'), 'site');
    await list.until(() => list.names.join() === 'Late', 'It was not found.');
  });
});

describe('Making a customer of a lead', () => {
  it('shows who may be the same, and ties it to the one who is chosen', async () => {
    const { id, name, phones } = PARTIES.taras;
    const backend = withLeads(lead('Taras', { phones: [...phones] }));
    const list = await open(backend);
    const form = await ask(list, 'Taras', 'convert');
    expect(form.innerText).to.contain(name);
    await expect(list.element).to.be.accessible();
    form.requestSubmit();
    await list.drawn();
    expect(asked(backend, 'leads.convert'), 'Nobody was chosen yet.').to.deep.equal([]);
    (list.all('dialog [name=party]') as HTMLInputElement[]).find(({ value }) => value === id)!.click();
    (form.elements.namedItem('deal') as HTMLInputElement).value = 'Tea for the office';
    form.requestSubmit();
    await list.until(() => !isOpen(list), 'It was not done.');
    expect(asked(backend, 'leads.convert')).to.deep.equal([
      ['lead-Taras', { partyId: id, dealTitle: 'Tea for the office' }],
    ]);
    expect(list.row('Taras').innerText).to.contain('Became a customer');
  });

  it('makes a new one where nobody is known', async () => {
    const backend = withLeads(lead('Zenoviy', { phones: ['+12025550123'], email: 'z@example.org' }));
    const list = await open(backend);
    const form = await ask(list, 'Zenoviy', 'convert');
    expect(form.innerText).to.contain('A new customer: Zenoviy');
    form.requestSubmit();
    await list.until(() => !isOpen(list), 'It was not done.');
    expect(asked(backend, 'leads.convert')).to.deep.equal([['lead-Zenoviy', {}]]);
    expect(list.row('Zenoviy').querySelector('[data-action=convert]')).to.equal(null);
  });

  it('says when it could not be looked up, and when it did not work, and keeps what was typed', async () => {
    const backend = withLeads(lead('Ivan'));
    backend.failNext('parties.duplicates', new RingbackError('unavailable', 'No answer.'));
    backend.failNext('leads.convert', new RingbackError('conflict', 'Ivan is a customer already.'));
    const list = await open(backend);
    const form = await ask(list, 'Ivan', 'convert');
    expect(form.innerText).to.contain('could not be found out: No answer.');
    const deal = form.elements.namedItem('deal') as HTMLInputElement;
    deal.value = 'Tea';
    form.requestSubmit();
    await list.until(() => list.one('dialog .field-error').innerText !== '', 'Nothing is said.');
    expect(list.one('dialog .field-error').innerText).to.contain('customer already');
    expect([isOpen(list), deal.value]).to.deep.equal([true, 'Tea']);
  });
});

describe('Rejecting a lead', () => {
  it('asks for a reason of the firm, by keyboard', async () => {
    const backend = withLeads(lead('Ivan'));
    const list = await open(backend);
    list.inRow('Ivan', '[data-action=reject]').focus();
    await sendKeys({ press: 'Enter' });
    await list.until(() => isOpen(list), 'The window did not open.');
    const form = list.one('dialog form') as HTMLFormElement;
    await expect(list.element).to.be.accessible();
    form.requestSubmit();
    await list.drawn();
    expect(asked(backend, 'leads.reject')).to.deep.equal([]);
    (form.elements.namedItem('reason') as HTMLSelectElement).value = 'spam';
    form.requestSubmit();
    await list.until(() => !isOpen(list), 'It was not done.');
    expect(asked(backend, 'leads.reject')).to.deep.equal([['lead-Ivan', 'spam']]);
    expect(list.row('Ivan').innerText).to.contain('Rejected');
  });

  it('is left by Escape, and nothing happens', async () => {
    const backend = withLeads(lead('Ivan'));
    const list = await open(backend);
    await ask(list, 'Ivan', 'reject');
    await sendKeys({ press: 'Escape' });
    await list.until(() => !isOpen(list), 'It did not close.');
    expect(asked(backend, 'leads.reject')).to.deep.equal([]);
  });
});

for (const { what, name, typed } of [
  { what: 'convert', name: 'deal', typed: 'Tea' },
  { what: 'reject', name: 'reason', typed: 'spam' },
] as const)
  describe(`What was typed in the window that is to ${what} a lead`, () => {
    it('is not lost by Escape or “Cancel” unasked', async () => {
      const backend = withLeads(lead('Zenoviy', { phones: ['+12025550123'], email: 'z@example.org' }));
      const list = await open(backend);
      const form = await ask(list, 'Zenoviy', what);
      const field = form.elements.namedItem(name) as HTMLInputElement;
      field.focus();
      field.value = typed;
      const leaves = () => list.all('dialog [data-leave]').length;
      await sendKeys({ press: 'Escape' });
      await list.until(() => leaves() === 1, 'Nothing is asked.');
      await sendKeys({ press: 'Escape' });
      await list.drawn();
      expect([isOpen(list), field.value]).to.deep.equal([true, typed]);
      await expect(list.element).to.be.accessible();
      await list.press('Go on typing');
      await list.until(() => leaves() === 0, 'It is still asked.');
      await list.press('Cancel');
      await list.until(() => leaves() === 1, 'Nothing is asked.');
      await list.press(list.one('dialog [data-discard]'));
      await list.until(() => list.all('dialog form').length === 0, 'It did not close.');
      expect(asked(backend, `leads.${what}`)).to.deep.equal([]);
      // Begun anew, it has nothing of before.
      const again = await ask(list, 'Zenoviy', what);
      expect([leaves(), (again.elements.namedItem(name) as HTMLInputElement).value]).to.deep.equal([0, '']);
      await list.press('Cancel');
      await list.until(() => !isOpen(list), 'It did not close.');
    });
  });

it('Where the host takes no changes, nothing offers any', async () => {
  const list = await open(createFakeBackend({ readOnly: true }));
  for (const action of ['convert', 'reject', 'status', 'owner'])
    expect(list.all(`[data-action=${action}]`)).to.have.length(0);
});

it('On a phone-sized screen a row is a card, and nothing is wider than the screen', async () => {
  const list = await open(createFakeBackend(), { width: 328 });
  expect(list.element.scrollWidth).to.be.at.most(328);
  await expect(list.element).to.be.accessible();
});

async function beginNew(backend: FakeBackend): Promise<ListHarness> {
  const list = await ListHarness.open('ringback-leads', { phone: createFakePhone(), backend });
  await list.press('New lead');
  await list.until(() => list.all('#field-name').length === 1, 'There is no form.');
  return list;
}
async function type(list: ListHarness, selector: string, value: string): Promise<void> {
  const field = list.one(selector) as HTMLInputElement;
  field.value = value;
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));
  await list.drawn();
}
describe('A new lead', () => {
  it('is made in a window, and stands at the head of the list', async () => {
    const backend = createFakeBackend();
    const list = await beginNew(backend);
    await expect(list.element).to.be.accessible();
    await list.press('Save');
    expect(list.focused?.id).to.equal('field-title');
    await type(list, '#field-name', 'Petro');
    await type(list, '#field-title', 'Asks about honey');
    await type(list, '#field-phones', '+380671119988');
    await type(list, '#field-source', 'site');
    await type(list, '#field-responsible', AGENTS.andriy.id);
    await list.press('Save');
    await list.until(() => !isOpen(list), 'It is not saved.');
    expect(asked(backend, 'leads.create')[0]![0]).to.deep.equal({
      ...{ name: 'Petro', title: 'Asks about honey', phones: ['+380671119988'], source: 'site' },
      responsibleId: AGENTS.andriy.id,
    });
    expect(list.names[0]).to.equal('Petro');
  });

  it('says who is a customer already, and keeps what was typed when it cannot be saved', async () => {
    const backend = createFakeBackend();
    const list = await beginNew(backend);
    await type(list, '#field-phones', PARTIES.oksana.phones[0]!);
    await list.until(() => list.one('dialog').innerText.includes('A customer already'), 'Nothing is said.');
    await type(list, '#field-name', 'Oksana');
    await type(list, '#field-title', 'Tea');
    backend.failNext('leads.create', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    await list.press('Save');
    await list.until(() => list.one('dialog').innerText.includes('cannot be reached'), 'Nothing is said.');
    expect((list.one('#field-name') as HTMLInputElement).value).to.equal('Oksana');
    list.one('#field-name').focus();
    await sendKeys({ type: '!' });
    await sendKeys({ press: 'Escape' });
    await list.until(() => list.all('[data-leave]').length === 1, 'Nothing is asked.');
    expect(isOpen(list)).to.equal(true);
    await list.press(list.one('[data-discard]'));
    expect(isOpen(list)).to.equal(false);
  });

  it('begun with who is on the phone keeps name and number when the form comes late, and is left unasked', async () => {
    const backend = createFakeBackend();
    const list = await ListHarness.open('ringback-leads', { phone: createFakePhone(), backend });
    backend.failNext('layouts.get', new RingbackError('unavailable', 'The gateway cannot be reached.'));
    (list.element as unknown as RingbackLeads).create({ name: 'Petro', number: '+380671119988' });
    await list.until(() => list.all('dialog [role=alert]').length > 0, 'Nothing is said.');
    await list.press('Try again');
    await list.until(() => list.all('#field-name').length === 1, 'There is no form.');
    const values = ['#field-name', '#field-phones'].map((id) => (list.one(id) as HTMLInputElement).value);
    expect(values).to.deep.equal(['Petro', '+380671119988']);
    list.one('#field-name').focus();
    await sendKeys({ press: 'Escape' });
    await list.drawn();
    expect([isOpen(list), list.all('[data-leave]').length]).to.deep.equal([false, 0]);

    (list.element as unknown as RingbackLeads).create({ name: 'Petro', number: '+380671119988' });
    await list.until(() => list.all('#field-title').length === 1, 'There is no form.');
    await type(list, '#field-title', 'Asks about honey');
    await list.press('Save');
    await list.until(() => !isOpen(list), 'It is not saved.');
    expect(asked(backend, 'leads.create').at(-1)![0]).to.deep.include({
      ...{ name: 'Petro', title: 'Asks about honey', phones: ['+380671119988'] },
    });
  });

  it('is not offered where the host makes none, and is made by the page that wants to', async () => {
    const readOnly = await ListHarness.open('ringback-leads', {
      backend: createFakeBackend({ readOnly: true }),
    });
    expect(readOnly.all('[part=add]')).to.have.length(0);
    const list = await ListHarness.open('ringback-leads', { backend: createFakeBackend() });
    list.element.addEventListener('ringback-record-create', (event) => event.preventDefault());
    await list.press('New lead');
    expect(isOpen(list)).to.equal(false);
  });
});

it('The ready-made list of unattended leads needs no filter', async () => {
  const backend = createFakeBackend();
  const list = await ListHarness.open('ringback-leads', { backend });
  (list.element as unknown as RingbackLeads).which = 'unattended';
  await list.until(() => asked(backend, 'leads.unattended').length > 0, 'It is not asked for.');
  await list.until(() => list.names.length > 0, 'Nobody came.');
  expect(list.all('[data-filter=which]')).to.have.length(0);
});
