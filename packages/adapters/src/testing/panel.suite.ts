/** What holds in every back office; runs in a browser, on a page that looks as the vendor's does. */
import { expect } from '@open-wc/testing';
import {
  createPanelBridge,
  type HostBridge,
  type HostPanel,
  type HostRecord,
} from '../crm/kit/panel-bridge.ts';

export interface PanelStory {
  panel: HostPanel;
  /** Where the agent is at the beginning. */
  at: string;
  /** Body of that page, as the vendor writes it; one of its fields is `[data-test="number"]`, a number in the text `[data-test="text"]`. */
  html: string;
  /** Pages of records, and whose they are. */
  records: readonly [url: string, record: HostRecord][];
  /** Pages of the same back office that show no single record, and pages that are another's. */
  others: readonly string[];
}

export function panelConformance({ panel, at, html, records, others }: PanelStory): void {
  describe(`the bridge in the back office of ${panel.system}`, () => {
    const place = document.createElement('div');
    let bridge: HostBridge;
    let address = at;
    let dialled: string[] = [];
    let globals: string[] = [];

    const open = (url: string): boolean =>
      place.dispatchEvent(
        new CustomEvent('ringback-party-open', {
          ...{ detail: { party: {}, callId: 'c1', url }, bubbles: true, cancelable: true, composed: true },
        }),
      );
    const button = () =>
      [...document.body.children]
        .map(({ shadowRoot }) => shadowRoot?.querySelector('button'))
        .find((one) => one);
    const field = () => place.querySelector<HTMLInputElement>('[data-test="number"]')!;
    const changed = () =>
      new Promise((done) => document.addEventListener('selectionchange', done, { once: true }));

    beforeEach(() => {
      globals = Object.keys(window);
      [address, dialled] = [at, []];
      place.replaceChildren(document.createRange().createContextualFragment(html));
      document.body.append(place);
      const go = (url: string) => (address = url);
      const dial = (number: string) => dialled.push(number);
      bridge = createPanelBridge({ panel, page: document, address: () => address, go, dial });
    });
    afterEach(() => {
      bridge.destroy();
      place.remove();
    });

    it('opens a clicked customer in this tab, and knows whose page that is', () => {
      for (const [url, record] of records) {
        expect(open(url), url).to.equal(false);
        expect(bridge.currentRecord()).to.deep.equal(record);
      }
    });

    it('leaves other addresses to the browser', () => {
      for (const url of [...others, 'javascript:alert(1)', 'not an address']) {
        expect(open(url), url).to.equal(true);
      }
      const [[url = ''] = []] = records;
      const elsewhere = new URL(url);
      elsewhere.hostname = 'evil.example';
      expect(open(elsewhere.href)).to.equal(true);
      expect(address).to.equal(at);
    });

    it('stays where it is when the record is open already', () => {
      const [[url = ''] = []] = records;
      open(url);
      address = `${address}#notes`;
      expect(open(url)).to.equal(false);
      expect(address).to.match(/#notes$/);
    });

    it('calls the number of a field by button and by keyboard', () => {
      field().focus();
      expect(button()?.textContent).to.contain(field().value);
      button()!.click();
      expect(dialled).to.deep.equal([field().value]);
      field().blur();
      field().focus();
      field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', altKey: true, bubbles: true }));
      expect(dialled).to.have.length(2);
      expect(button()).to.equal(undefined);
    });

    it('calls a number that was selected in the text, and offers nothing for other words', async () => {
      const text = place.querySelector('[data-test="text"]')!;
      const first = changed();
      getSelection()!.selectAllChildren(text);
      await first;
      button()!.click();
      expect(dialled).to.deep.equal([text.textContent!.trim()]);
      text.textContent = 'Linen shade, 2026-11-24';
      const second = changed();
      getSelection()!.selectAllChildren(text);
      await second;
      expect(button()).to.equal(undefined);
    });

    it('leaves nothing behind: no global, no storage, no element', () => {
      field().focus();
      bridge.destroy();
      expect(Object.keys(window)).to.deep.equal(globals);
      expect([localStorage.length, sessionStorage.length, document.cookie]).to.deep.equal([0, 0, '']);
      expect(button()).to.equal(undefined);
      field().blur();
      field().focus();
      expect(button()).to.equal(undefined);
      expect(open(records[0]![0])).to.equal(true);
    });
  });
}
