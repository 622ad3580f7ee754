import { RingbackError } from '@ringback/model';
import { createFakeBackend, type FakeBackend, FIXTURE_NOW } from '@ringback/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '@ringback/ui/ringback-provider.js';
import type { RingbackFunnel } from './funnel.ts';
import './ringback-funnel.ts';

/** What a person reads of the report, and asks of it. */
class FunnelHarness {
  readonly element: RingbackFunnel;
  readonly #provider: HTMLElement;

  constructor(element: RingbackFunnel, provider: HTMLElement) {
    this.element = element;
    this.#provider = provider;
  }

  static async open(
    backend: FakeBackend,
    { width = 900, of = 'deals' as RingbackFunnel['of'] } = {},
  ): Promise<FunnelHarness> {
    const provider = await fixture<HTMLElement>(
      html`<ringback-provider .backend=${backend} .locale=${'en'}></ringback-provider>`,
    );
    const element = document.createElement('ringback-funnel');
    element.of = of;
    element.clock = () => new Date(FIXTURE_NOW);
    element.style.setProperty('width', `${width}px`);
    provider.append(element);
    const report = new FunnelHarness(element, provider);
    await element.updateComplete;
    await report.until(() => report.all('[aria-busy=true]').length === 0, 'It is still loading.');
    return report;
  }

  async until(true_: () => unknown, sentence: string): Promise<void> {
    await waitUntil(() => Boolean(true_()), sentence);
    while (!(await this.element.updateComplete));
  }
  all(selector: string): HTMLElement[] {
    return [...this.element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
  get text(): string {
    return this.all('[part=report]')[0]!.innerText;
  }
  cells(row: string): string[] {
    return this.all(`${row} :is(td, th)`).map((one) => one.innerText.trim());
  }
  /** Another account is signed in. */
  async switchTo(backend: FakeBackend): Promise<void> {
    Object.assign(this.#provider, { backend });
    await this.until(() => this.element.backend === backend, 'The account is not switched.');
  }
  async choose(key: string, value: string): Promise<void> {
    await this.until(() => this.all(`[data-ask=${key}]`).length === 1, `There is no ${key} to choose.`);
    const select = this.all(`[data-ask=${key}]`)[0] as HTMLSelectElement;
    select.value = value;
    select.dispatchEvent(new Event('change'));
    while (!(await this.element.updateComplete));
  }
}

const asked = (backend: FakeBackend) =>
  backend.requests.filter(([name]) => name === 'deals.funnel').map(([, query]) => query);

describe('The funnel', () => {
  it('tells for each stage who came this far, and agrees with the list of deals', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    const { deals } = backend.crm;
    const at = (id: string) => deals.filter(({ stage }) => stage.id === id).length;
    expect(report.cells('[data-stage=new]')[1]).to.equal(String(deals.length));
    expect(report.cells('[data-stage=payment]')[3]).to.equal(String(at('payment')));
    expect(
      report.all('[part=summary] dd').map((one) => one.innerText.split('\n')[0]),
    ).to.deep.include.members([...[String(deals.length), String(at('won')), String(at('lost'))]]);
    expect(report.all('[data-reason="too expensive"]')).to.have.length(1);
    await expect(report.element).to.be.accessible();
  });

  it('is asked of a time, a person and a grouping', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    const day = 86_400_000;
    expect(asked(backend).at(-1)).to.deep.equal({
      ...{ by: 'responsible', from: new Date(FIXTURE_NOW - 91 * day).toISOString() },
    });
    const [{ id } = { id: '' }] = backend.crm.users;
    await report.choose('period', 'all');
    await report.choose('responsible', id);
    await report.choose('by', 'month');
    await report.until(() => report.all('[data-group="2026-11"]').length === 1, 'It is not grouped.');
    expect(asked(backend).at(-1)).to.deep.equal({ by: 'month', responsibleId: id });
    expect(report.cells('[data-group="2026-11"]')[0]).to.equal('November 2026');
  });

  it('says when deals have changed, and reckons anew when asked', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    await backend.deals!.update!('deal-1', { stageId: 'payment' });
    await report.until(() => report.text.includes('have changed since'), 'Nothing is said.');
    const before = report.cells('[data-stage=payment]')[3];
    report.all('[data-again]')[0]!.click();
    await report.until(() => report.cells('[data-stage=payment]')[3] !== before, 'It is not reckoned anew.');
    expect(report.text).not.to.contain('have changed since');
  });

  it('says that they have changed when one is removed, not when a task is', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    backend.emit('record.removed', { system: 'fake', kind: 'task', id: 'task-1' });
    await report.element.updateComplete;
    expect(report.text).not.to.contain('have changed since');
    backend.emit('record.removed', { system: 'fake', kind: 'deal', id: 'deal-1' });
    await report.until(() => report.text.includes('have changed since'), 'Nothing is said.');
  });

  it('says what went wrong, and tries again when asked', async () => {
    const backend = createFakeBackend();
    backend.failNext('deals.funnel', new RingbackError('bug', 'Something broke.'));
    const report = await FunnelHarness.open(backend);
    expect(report.text).to.contain('Something broke.');
    report.all('[data-retry]')[0]!.click();
    await report.until(() => report.all('table').length > 0, 'It does not come.');
  });

  it('reads whom and what one may choose once, not with each choice', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    const before = backend.requests.length;
    await report.choose('period', 'all');
    await report.choose('responsible', backend.crm.users[0]!.id);
    await report.until(() => asked(backend).length === 3, 'It is not asked for.');
    expect(backend.requests.slice(before).map(([name]) => name)).to.deep.equal([
      ...['deals.funnel', 'deals.funnel'],
    ]);
  });

  it('asks again for whom one may choose when they did not come', async () => {
    const backend = createFakeBackend();
    backend.failNext('users.list', new RingbackError('unavailable', 'No answer.'));
    const report = await FunnelHarness.open(backend);
    expect(report.all('[data-ask=responsible]')).to.have.length(0);
    await report.choose('period', 'all');
    await report.choose('responsible', backend.crm.users[0]!.id);
  });

  it('says that it cannot be read, also when the gateway goes away meanwhile; it is read once each time that is back', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    const reads = () => backend.requests.filter(([name]) => name === 'deals.funnel').length;
    const drawn = () => report.until(() => true, '');
    const answer = backend.beSlow();
    backend.failNext('deals.funnel', new RingbackError('unavailable', 'Bad gateway.'));
    report.element.period = 'all';
    await report.until(() => reads() === 2, 'It is not read.');
    backend.goOffline();
    await drawn();
    answer();
    await report.until(() => report.all('[data-retry]').length === 1, 'There is no way to try again.');
    expect(reads()).to.equal(2);
    for (const expected of [3, 4]) {
      backend.goOnline();
      await report.until(() => report.all('[data-retry]').length === 0, 'It is not read again.');
      expect(reads()).to.equal(expected);
      backend.goOffline();
      await drawn();
      expect(reads()).to.equal(expected);
    }
  });

  it('reads it anew for who signs in next', async () => {
    const backend = createFakeBackend();
    const report = await FunnelHarness.open(backend);
    backend.setStatus('signed-out');
    await report.until(() => report.all('[data-ask]').length === 0, 'The choices are still there.');
    backend.crm.users.splice(1);
    backend.setStatus('online');
    const people = () => report.all('[data-ask=responsible] option').length;
    await report.until(() => people() === 2, 'Others are still to choose from.');
  });

  it('shows its figures before whom one may choose has come', async () => {
    const backend = createFakeBackend();
    const { list } = backend.users!;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    backend.users!.list = () => gate.then(() => list());
    const report = await FunnelHarness.open(backend);
    expect(report.all('[data-stage=new]')).to.have.length(1);
    expect(report.all('[data-ask=responsible]')).to.have.length(0);
    release();
    await report.choose('responsible', backend.crm.users[0]!.id);
  });

  it('shows no late answer of the account before', async () => {
    const [before, now] = [createFakeBackend(), createFakeBackend({ crm: { deals: [] } })];
    const report = await FunnelHarness.open(before);
    const { funnel } = before.deals!;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const late = gate.then(() => funnel!({ by: 'responsible' }));
    before.deals!.funnel = () => late;
    await before.deals!.update!('deal-1', { stageId: 'payment' });
    await report.until(() => report.all('[data-again]').length === 1, 'Nothing is said.');
    report.all('[data-again]')[0]!.click();
    await report.switchTo(now);
    await report.until(() => report.text.includes('No deals were begun'), 'It is not of the other account.');
    release();
    await late;
    await report.until(() => true, '');
    expect(report.text).to.contain('No deals were begun');
  });

  it('says nothing of changed deals where it is to be of something that is not there', async () => {
    const backend = createFakeBackend({ without: ['leads'] });
    const report = await FunnelHarness.open(backend);
    await backend.deals!.update!('deal-1', { stageId: 'payment' });
    await report.until(() => report.all('[data-again]').length === 1, 'Nothing is said.');
    report.element.of = 'leads';
    await report.until(
      () => report.text.includes('cannot be asked for all of its leads'),
      'It is still there.',
    );
    expect(report.all('[data-again]')).to.have.length(0);
  });

  it('says that nothing was begun, and that the system keeps no history', async () => {
    expect((await FunnelHarness.open(createFakeBackend({ crm: { deals: [] } }))).text).to.contain(
      'No deals were begun',
    );
    const without = await FunnelHarness.open(createFakeBackend({ without: ['deals'] }));
    expect(without.text).to.contain('keeps no stage history');
  });
});

describe('The funnel of leads', () => {
  const open = (backend: FakeBackend) => FunnelHarness.open(backend, { of: 'leads' });

  it('tells who was taken, answered and became a customer how soon, and agrees with the list of leads', async () => {
    const backend = createFakeBackend();
    const report = await open(backend);
    const { leads } = backend.crm;
    const of = (outcome: string) => leads.filter(({ status }) => status.outcome === outcome).length;
    expect(report.cells('[data-step=cameIn]')[1]).to.equal(String(leads.length));
    expect(report.cells('[data-step=converted]')[1]).to.equal(String(of('converted')));
    expect(report.cells('[data-step=answered]')[3]).to.match(/^\d+(\.\d)? (min|hrs?|days?)$/);
    const standing = report.all('[data-status]').map((one) => Number(one.innerText.split('\n').at(-1)));
    expect(standing.reduce((sum, count) => sum + count, 0)).to.equal(leads.length);
    expect(report.all('[data-reason="no interest"]')).to.have.length(1);
    expect(report.text).to.contain(`${of('open')} still open`);
    await expect(report.element).to.be.accessible();
  });

  it('is asked of a time, a person, a source and a grouping', async () => {
    const backend = createFakeBackend();
    const report = await open(backend);
    const { source = '', responsible: user } = backend.crm.leads.find(({ responsible }) => responsible)!;
    await report.choose('source', source);
    await report.choose('responsible', user!.id);
    await report.choose('period', 'all');
    await report.choose('by', 'source');
    await report.until(() => report.all('[data-group]').length === 1, 'It is not of one source.');
    expect(backend.requests.filter(([name]) => name === 'leads.funnel').at(-1)?.[1]).to.deep.equal({
      ...{ by: 'source', source, responsibleId: user!.id },
    });
    const wanted = backend.crm.leads.filter(
      (one) => one.source === source && one.responsible?.id === user!.id,
    );
    expect(report.cells('[data-step=cameIn]')[1]).to.equal(String(wanted.length));
  });

  it('says that leads have changed, and reckons anew when asked', async () => {
    const backend = createFakeBackend();
    const report = await open(backend);
    const lead = backend.crm.leads.find(({ status }) => status.outcome === 'open')!;
    await backend.leads!.reject!(lead.id, 'spam');
    await report.until(() => report.all('[data-again]').length === 1, 'It does not say so.');
    report.all('[data-again]')[0]!.click();
    await report.until(() => report.all('[data-reason=spam]').length === 1, 'It is not reckoned anew.');
    expect(report.all('[data-again]')).to.have.length(0);
  });

  it('becomes that of deals when it is told to, and says what there is none of', async () => {
    const report = await open(createFakeBackend({ crm: { leads: [] } }));
    expect(report.text).to.contain('No leads came in');
    report.element.of = 'deals';
    await report.until(() => report.all('[data-stage=new]').length === 1, 'It is not of deals.');
    expect(report.all('[data-ask=source]')).to.have.length(0);
    const without = await open(createFakeBackend({ without: ['leads'] }));
    expect(without.text).to.contain('cannot be asked for all of its leads');
  });
});

for (const of of ['deals', 'leads'] as const)
  it(`On a phone-sized screen nothing of ${of} is wider than the screen`, async () => {
    const report = await FunnelHarness.open(createFakeBackend(), { width: 328, of });
    expect(report.element.scrollWidth).to.be.at.most(328);
    await expect(report.element).to.be.accessible();
  });
