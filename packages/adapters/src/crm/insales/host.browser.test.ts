import { panelConformance } from '../../testing/panel.suite.ts';
import { panel } from './panel.ts';

const ADMIN = 'https://firm.myinsales.ru/admin2';

panelConformance({
  panel,
  at: `${ADMIN}/orders`,
  html: `
    <div class="page-content"><form class="simple_form edit_client"><div class="control-group tel">
      <label for="client_phone">Телефон</label>
      <input class="tel" type="tel" name="client[phone]" id="client_phone" value="+7 912 345-67-89" data-test="number" />
    </div></form><div class="order-client__phone" data-test="text">+7 (912) 345-67-89</div></div>`,
  records: [
    [`${ADMIN}/clients/1001`, { kind: 'party', id: '1001' }],
    [`${ADMIN}/orders/2002`, { kind: 'order', id: '2002' }],
    ['https://firm.myinsales.ru/admin/clients/1002/edit', { kind: 'party', id: '1002' }],
  ],
  others: [`${ADMIN}/orders`, `${ADMIN}/clients/new`, 'https://firm.myinsales.ru/client_account/orders/1'],
});
