import { expect } from '@open-wc/testing';

type Asked = (method: string, path: string) => Promise<unknown>;
interface FieldMapForm {
  draw(system: string, config: object | undefined): Promise<void>;
  read(): unknown;
}

/** Served to browsers as it stands, so it is loaded here as it stands. */
const MAP = '/packages/gateway/public/admin/field-map.js';
const { createFieldMap } = (await import(MAP)) as { createFieldMap(ask: Asked): FieldMapForm };

const OWN = [
  { entity: 'party', key: 'discount', title: 'Discount' },
  { entity: 'deal', key: 'door', title: 'Door' },
  { entity: 'task', key: 'other', title: 'No task is mapped' },
];
const LISTS = { party: [{ name: 'ufCrm_1', title: 'Знижка', required: false }], deal: [], lead: [] };

const answers: Record<string, unknown> = {};
const ask: Asked = (_method, path) =>
  path in answers ? Promise.resolve(answers[path]) : Promise.reject(new Error('no answer'));
const map = () => document.querySelector<HTMLElement>('#connection-map')!;
const select = () => document.querySelector<HTMLSelectElement>('#connection-map select')!;

describe('fields of the firm’s own at /admin', () => {
  beforeEach(() => {
    document.body.innerHTML =
      '<fieldset id="connection-map" hidden><div id="connection-map-rows"></div></fieldset>';
    answers['/settings'] = { settings: { crm: { customFields: OWN } }, version: 1 };
    answers['/crm/connections/bitrix24/fields'] = LISTS;
  });

  it('are each given a field of the system, or none', async () => {
    const fields = createFieldMap(ask);
    await fields.draw('bitrix24', {});
    expect(map().hidden).to.equal(false);
    expect([...map().querySelectorAll('label')].map((label) => label.textContent)).to.eql([
      'Customer: Discount',
    ]);
    expect(select().labels![0]?.textContent).to.equal('Customer: Discount');
    expect([...select().options].map(({ text }) => text)).to.eql(['Nothing', 'Знижка']);
    expect(fields.read()).to.eql({});
    select().value = 'ufCrm_1';
    expect(fields.read()).to.eql({ party: { discount: 'ufCrm_1' } });
    await expect(map()).to.be.accessible();
  });

  it('show what was chosen before, also when the system has it no more', async () => {
    const fields = createFieldMap(ask);
    await fields.draw('bitrix24', { fields: { party: { discount: 'ufCrm_9' } } });
    expect(select().selectedOptions[0]?.text).to.equal('ufCrm_9');
    expect(fields.read()).to.eql({ party: { discount: 'ufCrm_9' } });
  });

  it('stay as they are when the system does not answer, or has none', async () => {
    delete answers['/crm/connections/bitrix24/fields'];
    const fields = createFieldMap(ask);
    await fields.draw('bitrix24', { fields: { party: { discount: 'ufCrm_1' } } });
    expect(map().hidden).to.equal(true);
    expect(fields.read()).to.equal(undefined);
    await fields.draw('rest', undefined);
    expect(fields.read()).to.equal(undefined);
  });
});
