import { expect, oneEvent, waitUntil } from '@open-wc/testing';
import { createFakeBackend, createFakePhone, LIVE_CALLS, PARTIES } from '@ringback/testing';
import type { RecordCreateDetail } from '@ringback/ui';
import '@ringback/softphone/ringback-softphone.js';
import { bringRecords } from './bring-records.ts';
import type { openRecordMaker } from './record-maker.ts';

const windows = () => [...document.querySelectorAll('ringback-record-window')];
const shown = (selector: string) => windows()[0]?.shadowRoot?.querySelector(selector);

function page(load?: Parameters<typeof bringRecords>[1]) {
  const bar = document.body.appendChild(document.createElement('ringback-softphone'));
  const phone = createFakePhone();
  const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
  const stop = bringRecords({ phone, backend }, load);
  const ask = (detail: RecordCreateDetail, from: Element = bar): boolean =>
    from.dispatchEvent(
      new CustomEvent('ringback-record-create', { detail, bubbles: true, composed: true, cancelable: true }),
    );
  return {
    ...{ bar, ask, backend },
    end() {
      stop();
      bar.remove();
    },
  };
}

describe('a record that is wanted by the bar’s “+”', () => {
  it('is made in a window of ours where nothing in the page makes it, with the customer on the phone', async () => {
    const { ask, end } = page();
    expect(ask({ kind: 'communication', callId: LIVE_CALLS.connected.call.id })).to.equal(false);
    await waitUntil(() => shown('dialog[open] textarea'), 'There is no form.', { timeout: 5000 });
    expect(shown('.of')?.textContent).to.contain(PARTIES.oksana.name);
    expect(ask({ kind: 'task' })).to.equal(false);
    await waitUntil(() => shown('ringback-task-form'), 'There is no task.', { timeout: 5000 });
    expect(windows()).to.have.length(1);
    end();
    expect(windows()).to.have.length(0);
  });

  it('is left to the page, however late it listens, and to the bar’s own form', () => {
    const { ask, end } = page();
    const heard: unknown[] = [];
    const answer = (event: Event) => {
      heard.push(event.defaultPrevented);
      event.preventDefault();
    };
    addEventListener('ringback-record-create', answer);
    ask({ kind: 'deal' });
    removeEventListener('ringback-record-create', answer);
    expect(heard).to.deep.equal([false]);
    expect(ask({ kind: 'party' })).to.equal(true);
    expect(ask({ kind: 'deal' }, document.body)).to.equal(true);
    end();
    expect(ask({ kind: 'deal' })).to.equal(true);
    expect(windows()).to.have.length(0);
  });

  it('is left to a page that has said that it makes it, and only listens', () => {
    const { bar, ask, end } = page();
    bar.create = 'all deal';
    expect(ask({ kind: 'deal' })).to.equal(true);
    expect(ask({ kind: 'lead' })).to.equal(false);
    end();
  });

  it('is not begun where nobody may make it', () => {
    const { ask, backend, end } = page();
    Object.defineProperty(backend, 'leads', { value: {} });
    expect(ask({ kind: 'lead' })).to.equal(true);
    end();
  });

  it('is offered by every bar that says nothing else, also by one that comes later, until the end', async () => {
    const { bar, end } = page();
    expect(bar.create).to.equal('all');
    const later = document.body.appendChild(document.createElement('ringback-softphone'));
    const other = document.body.appendChild(document.createElement('ringback-softphone'));
    other.create = 'deal';
    await waitUntil(() => later.create === 'all', 'The later bar does not offer it.');
    end();
    expect([bar.create, later.create, other.create]).to.deep.equal(['', '', 'deal']);
    later.remove();
    other.remove();
  });

  it('is asked for again after its window did not come, which the bar says', async () => {
    let asked = 0;
    const { bar, ask, end } = page(() => {
      asked += 1;
      return asked === 1 ? Promise.reject(new TypeError('Failed to fetch')) : import('./record-maker.ts');
    });
    const heard = oneEvent(bar, 'ringback-error') as Promise<CustomEvent>;
    ask({ kind: 'task' });
    expect((await heard).detail.message).to.equal('Failed to fetch');
    await bar.updateComplete;
    expect(bar.shadowRoot!.textContent).to.contain('That did not work.');
    ask({ kind: 'task' });
    await waitUntil(() => shown('ringback-task-form'), 'There is no task.', { timeout: 5000 });
    end();
  });

  it('makes no window when that comes after the end', async () => {
    const { promise, resolve } = Promise.withResolvers<{ openRecordMaker: typeof openRecordMaker }>();
    const { bar, ask, end } = page(() => promise);
    ask({ kind: 'task' });
    end();
    resolve(await import('./record-maker.ts'));
    await bar.updateComplete;
    await promise;
    expect(windows()).to.have.length(0);
  });
});
