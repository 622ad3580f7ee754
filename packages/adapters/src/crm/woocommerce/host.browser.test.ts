import { panelConformance } from '../../testing/panel.suite.ts';
import { panel } from './panel.ts';

const ADMIN = 'https://shop.example/wp-admin';

panelConformance({
  panel,
  at: `${ADMIN}/edit.php?post_type=shop_order`,
  html: `
    <div id="wpcontent"><div class="wrap"><form id="your-profile"><table class="form-table" id="fieldset-billing"><tbody>
      <tr><th><label for="billing_phone">Phone</label></th>
        <td><input type="text" name="billing_phone" id="billing_phone" value="067 111-22-33" class="regular-text" data-test="number" /></td></tr>
    </tbody></table></form>
    <div class="order_data_column"><div class="address"><p><strong>Note:</strong> <span data-test="text">+380 50 111 22 33</span></p></div></div>
    </div></div>`,
  records: [
    [`${ADMIN}/user-edit.php?user_id=25`, { kind: 'party', id: '25' }],
    [`${ADMIN}/post.php?post=727&action=edit`, { kind: 'order', id: '727' }],
    [`${ADMIN}/admin.php?page=wc-orders&action=edit&id=728`, { kind: 'order', id: '728' }],
  ],
  others: [
    `${ADMIN}/post.php?post=727&action=trash`,
    `${ADMIN}/admin.php?page=wc-orders`,
    `${ADMIN}/user-edit.php?user_id=1;2`,
    'https://shop.example/my-account/?user_id=25',
  ],
});
