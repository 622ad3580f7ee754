import { expect } from '@open-wc/testing';
import { createPanelBridge } from '../kit/panel-bridge.ts';
import { panelConformance } from '../../testing/panel.suite.ts';
import { panel } from './panel.ts';

const ADMIN = 'https://shop.example/admin4f9c/index.php';

panelConformance({
  panel,
  at: `${ADMIN}?controller=AdminDashboard&token=abc`,
  html: `
    <div class="content-div"><form name="customer_address"><div class="form-group row type-text">
      <label for="customer_address_phone">Phone</label>
      <input type="text" id="customer_address_phone" name="customer_address[phone]" class="form-control" value="(044) 111 22 33" data-test="number" />
    </div></form>
    <div class="card customer-addresses-card"><table class="table"><tbody><tr><td>Iryna</td><td data-test="text">+380 44 111 22 33</td></tr></tbody></table></div></div>`,
  records: [
    [`${ADMIN}?controller=AdminCustomers&id_customer=3&viewcustomer`, { kind: 'party', id: '3' }],
    [`${ADMIN}?controller=AdminOrders&id_order=12&vieworder`, { kind: 'order', id: '12' }],
    [`${ADMIN}/sell/customers/4/view`, { kind: 'party', id: '4' }],
  ],
  others: [
    `${ADMIN}?controller=AdminCustomers`,
    `${ADMIN}?controller=AdminProducts&id_product=3`,
    `${ADMIN}/sell/customers/new`,
  ],
});

describe('a page of PrestaShop with a token', () => {
  it('opens records with that token, so that the shop does not ask', () => {
    let address = `${ADMIN}/sell/orders/?_token=t0ken`;
    const go = (url: string) => (address = url);
    const bridge = createPanelBridge({
      panel,
      page: document,
      address: () => address,
      go,
      dial: () => undefined,
    });
    expect(bridge.openRecord(`${ADMIN}?controller=AdminCustomers&id_customer=3&viewcustomer`)).to.equal(true);
    expect(address).to.equal(`${ADMIN}/sell/customers/3/view?_token=t0ken`);
    bridge.destroy();
  });
});
