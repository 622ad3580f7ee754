import { expect } from '@open-wc/testing';

interface Row {
  system: string;
  recordOf: string[];
  settings: object;
}
interface RecordOf {
  draw(systems: object[], connections: Row[]): void;
}

/** Served to browsers as it stands, so it is loaded here as it stands. */
const MODULE = '/packages/gateway/public/admin/record-of.js';
const { createRecordOf } = (await import(MODULE)) as {
  createRecordOf(save: (row: Row) => Promise<void>): RecordOf;
};

const SYSTEMS = [
  { id: 'onec', name: '1C', capabilities: ['parties', 'tasks'] },
  { id: 'vendure', name: 'Vendure', capabilities: ['parties', 'shop'] },
];
const row = (system: string, recordOf: string[] = []): Row => ({ system, recordOf, settings: { url: 'x' } });
const root = () => document.querySelector<HTMLElement>('#record-of')!;
const selects = () => [...root().querySelectorAll('select')];

describe('who keeps what, at /admin', () => {
  let saved: Row[];
  let form: RecordOf;
  beforeEach(() => {
    document.body.innerHTML =
      '<fieldset id="record-of" hidden><legend>x</legend><div id="record-of-rows"></div></fieldset>';
    saved = [];
    form = createRecordOf(async (one) => void saved.push(one));
  });

  it('is no question while nobody keeps the same', () => {
    form.draw(SYSTEMS, [row('onec')]);
    expect(root().hidden).to.equal(true);
  });

  it('shows who has it: whom the administrator chose, else the first', async () => {
    form.draw(SYSTEMS, [row('onec'), row('vendure')]);
    expect(selects().map((one) => [one.labels![0]?.textContent, one.value])).to.eql([['Customers', 'onec']]);
    form.draw(SYSTEMS, [row('onec'), row('vendure', ['parties'])]);
    expect(selects()[0]?.value).to.equal('vendure');
    await expect(root()).to.be.accessible();
  });

  it('leaves letters to the firm’s own mailbox, until a host is chosen', () => {
    const systems = [
      { id: 'bitrix24', name: 'Bitrix24', capabilities: ['parties', 'mail'] },
      { id: 'mail', name: 'Mail', capabilities: [] },
    ];
    form.draw(systems, [row('bitrix24')]);
    expect(root().hidden).to.equal(true);
    form.draw(systems, [row('bitrix24'), row('mail')]);
    expect(selects().map((one) => [one.labels![0]?.textContent, one.value])).to.eql([['Letters', 'mail']]);
    form.draw(systems, [row('bitrix24', ['mail']), row('mail')]);
    const [letters] = selects();
    expect(letters?.value).to.equal('bitrix24');
    letters!.value = 'mail';
    letters!.dispatchEvent(new Event('change'));
    expect(saved).to.eql([row('mail', ['mail'])]);
  });

  it('gives it to the one that is chosen, with everything else of that connection as it was', () => {
    form.draw(SYSTEMS, [row('onec', ['parties']), row('vendure', ['shop'])]);
    const [customers] = selects();
    customers!.value = 'vendure';
    customers!.dispatchEvent(new Event('change'));
    expect(saved).to.eql([row('vendure', ['shop', 'parties'])]);
  });
});
