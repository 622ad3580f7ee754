import { RingbackError } from '@ringback/model';
import { AGENTS, createFakeBackend, type FakeBackend, ME } from '@ringback/testing';
import { expect, oneEvent } from '@open-wc/testing';
import '../call-log/ringback-call-log.ts';
import '../deals/ringback-deals.ts';
import '../leads/ringback-leads.ts';
import '../letters/ringback-letters.ts';
import '../party-list/ringback-party-list.ts';
import '../processes/ringback-processes.ts';
import '../tasks/ringback-tasks.ts';
import '../timeline/ringback-timeline.ts';
import { ListHarness } from './list.harness.ts';

const ANOTHER = { ...ME, agent: AGENTS.andriy };
const LISTS = ['call-log', 'deals', 'leads', 'letters', 'party-list', 'processes', 'tasks', 'timeline'];

/** A list in which somebody looks for something. */
async function searched(tag: string, backend: FakeBackend): Promise<ListHarness> {
  const list = await ListHarness.open(tag, { backend });
  await list.choose(list.one('[type=search]'), 'Something');
  await list.until(() => wordsOf(list) === 'Something', 'It is not looked for.');
  return list;
}

const wordsOf = (list: ListHarness): string | undefined =>
  (list.all('[type=search]')[0] as HTMLInputElement | undefined)?.value;
const viewsOf = (list: ListHarness): string[] => list.all('[data-views] option').map((one) => one.innerText);

for (const tag of LISTS.map((name) => `ringback-${name}`))
  describe(`What somebody looks for in <${tag}>`, () => {
    it('is out of sight while he is signed out, and there when he is back', async () => {
      const backend = createFakeBackend();
      const list = await searched(tag, backend);
      backend.setStatus('signed-out');
      await list.drawn();
      expect(list.all('[part=toolbar]')).to.have.length(0);
      backend.setStatus('online');
      await list.until(() => wordsOf(list) !== undefined, 'There is no toolbar.');
      expect(wordsOf(list)).to.equal('Something');
    });

    it('is gone for whoever signs in next, whether or not the list was in the page meanwhile', async () => {
      for (const leaves of [false, true]) {
        const backend = createFakeBackend();
        const list = await searched(tag, backend);
        const place = list.element.parentElement!;
        backend.setStatus('signed-out');
        await list.drawn();
        if (leaves) list.element.remove();
        backend.signInAs(ANOTHER);
        place.append(list.element);
        await list.until(() => wordsOf(list) !== undefined, 'There is no toolbar.');
        expect(wordsOf(list)).to.equal('');
      }
    });

    it('is gone, and what was found with it, for who takes his place without a sign-out', async () => {
      const backend = createFakeBackend();
      const list = await searched(tag, backend);
      const before = backend.requests.length;
      backend.signInAs(ANOTHER);
      await list.until(() => wordsOf(list) === '', 'It is still there.');
      await list.until(() => backend.requests.length > before, 'Nothing is read for him.');
      expect(JSON.stringify(backend.requests.slice(before))).not.to.contain('Something');
    });

    it('is gone in a page that brings a backend of somebody else', async () => {
      const list = await searched(tag, createFakeBackend());
      const backend = createFakeBackend({ me: ANOTHER });
      list.element.backend = backend;
      await list.until(() => wordsOf(list) === '', 'It is still there.');
      expect(JSON.stringify(backend.requests.at(-1))).not.to.contain('Something');
    });
  });

it('What somebody changed in a row, and what fails when another person is here already, is not told to him', async () => {
  const backend = createFakeBackend();
  const list = await ListHarness.open('ringback-leads', { backend });
  await list.until(() => list.all('[data-action=status]').length > 0, 'There is nothing to choose.');
  const select = list.one('[data-action=status]') as HTMLSelectElement;
  const go = backend.beSlow();
  backend.failNext('leads.update', new RingbackError('unavailable', 'The gateway cannot be reached.'));
  await list.choose(select, [...select.options].find(({ selected }) => !selected)!.value);
  backend.signInAs(ANOTHER);
  let failures = 0;
  list.element.addEventListener('ringback-error', () => (failures += 1));
  go();
  await list.until(() => list.names.length > 0, 'The leads do not come.');
  expect([failures, list.problem]).to.deep.equal([0, '']);
});

describe('The views of a list', () => {
  it('are there again for the same person, with the one that he had chosen', async () => {
    const backend = createFakeBackend();
    const { id } = await backend.views!.create({ list: 'parties', name: 'Mine', filters: {} });
    const list = await ListHarness.open('ringback-party-list', { backend });
    await list.until(() => viewsOf(list).length === 2, 'The view did not come.');
    await list.choose(list.one('[data-views]'), id);
    backend.setStatus('signed-out');
    await list.drawn();
    backend.setStatus('online');
    await list.until(() => viewsOf(list).length === 2, 'The view is gone.');
    expect((list.one('[data-views]') as HTMLSelectElement).value).to.equal(id);
  });

  it('that come when another person is here already are not shown to him', async () => {
    const backend = createFakeBackend();
    const { list: read } = backend.views!;
    await backend.views!.create({ list: 'parties', name: 'Hers', filters: {} });
    let come = (): void => {};
    const late = new Promise<void>((resolve) => (come = resolve));
    const told: Promise<unknown>[] = [];
    backend.views!.list = (query) => {
      const hers = read(query);
      const answer = backend.state.me?.agent.id === ME.agent.id ? late.then(() => hers) : hers;
      told.push(answer);
      return answer;
    };
    const list = await ListHarness.open('ringback-party-list', { backend });
    backend.signInAs(ANOTHER);
    await list.until(() => told.length === 2, 'His views are not read.');
    come();
    await Promise.all(told);
    await list.drawn();
    expect(viewsOf(list)).to.have.length(1);
  });

  it('of which one is to open first are not opened when they come too late: nothing is read anew', async () => {
    const backend = createFakeBackend();
    const { list: read } = backend.views!;
    await backend.views!.create({ list: 'parties', name: 'Hers', filters: {}, isDefault: true });
    let come = (): void => {};
    const late = new Promise<void>((resolve) => (come = resolve));
    const told: Promise<unknown>[] = [];
    backend.views!.list = (query) => {
      const own = read(query);
      const answer = told.length === 0 ? late.then(() => own) : own;
      told.push(answer);
      return answer;
    };
    const list = await ListHarness.open('ringback-party-list', { backend });
    backend.signInAs(ANOTHER);
    await list.until(() => told.length === 2 && list.names.length > 0, 'His list is not read.');
    const reads = () => backend.requests.filter(([name]) => name === 'parties.list').length;
    const before = reads();
    come();
    await Promise.all(told);
    await list.drawn();
    expect(reads()).to.equal(before);
  });

  it('are read after the sign-in when the session had ended before they came', async () => {
    const backend = createFakeBackend();
    await backend.views!.create({ list: 'parties', name: 'Mine', filters: {} });
    const go = backend.beSlow();
    const list = await ListHarness.begin('ringback-party-list', { backend });
    backend.setStatus('signed-out');
    const refused = oneEvent(list.element, 'ringback-error');
    go();
    await refused;
    backend.setStatus('online');
    await list.until(() => viewsOf(list).length === 2, 'The view does not come.');
  });
});
