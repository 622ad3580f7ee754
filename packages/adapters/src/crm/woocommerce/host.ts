/** The bridge of wp-admin, loaded beside `ringback.js` from `/v1/hosts/woocommerce.js`. */
import { joinPanel } from '../kit/panel-bridge.ts';
import { panel } from './panel.ts';

void joinPanel(panel, import.meta.url);
