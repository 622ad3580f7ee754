/** The bridge of PrestaShop's back office, loaded beside `ringback.js` from `/v1/hosts/prestashop.js`. */
import { joinPanel } from '../kit/panel-bridge.ts';
import { panel } from './panel.ts';

void joinPanel(panel, import.meta.url);
