import { panelConformance } from '../../testing/panel.suite.ts';
import { panel } from './panel.ts';

const DASHBOARD = 'https://shop.example/dashboard';

panelConformance({
  panel,
  at: `${DASHBOARD}/customers`,
  html: `
    <main data-slot="sidebar-inset"><form class="space-y-4"><div data-slot="form-item" class="grid gap-2">
      <label data-slot="form-label" for="phone-item">Phone number</label>
      <input data-slot="form-control" name="phoneNumber" id="phone-item" value="0671112233" data-test="number" />
    </div></form>
    <div data-slot="card-content"><div class="text-sm" data-test="text">+38 (050) 111-22-33</div></div></main>`,
  records: [
    [`${DASHBOARD}/customers/7`, { kind: 'party', id: '7' }],
    [
      `${DASHBOARD}/orders/41aa6331-954f-11e3-814b-005056c00008`,
      { kind: 'order', id: '41aa6331-954f-11e3-814b-005056c00008' },
    ],
    ['https://shop.example/admin/customer/customers/9', { kind: 'party', id: '9' }],
  ],
  others: [
    `${DASHBOARD}/customers`,
    `${DASHBOARD}/customers/new`,
    `${DASHBOARD}/orders/7/modify`,
    `${DASHBOARD}/products/7`,
  ],
});
