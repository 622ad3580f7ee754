import { expect, waitUntil } from '@open-wc/testing';
import { createFakeBackend, createFakePhone, LIVE_CALLS, PARTIES } from '@ringback/testing';
import type { RecordCreateDetail } from '@ringback/ui';
import '@ringback/softphone/ringback-softphone.js';
import { bringRecords } from './bring-records.ts';

const windows = () => [...document.querySelectorAll('ringback-record-window')];
const shown = (selector: string) => windows()[0]?.shadowRoot?.querySelector(selector);

function page() {
  const bar = document.body.appendChild(document.createElement('ringback-softphone'));
  const phone = createFakePhone();
  const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
  const stop = bringRecords({ phone, backend });
  const ask = (detail: RecordCreateDetail, from: Element = bar): boolean =>
    from.dispatchEvent(
      new CustomEvent('ringback-record-create', { detail, bubbles: true, composed: true, cancelable: true }),
    );
  return {
    ...{ bar, ask },
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
});
