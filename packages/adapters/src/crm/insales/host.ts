/** The bridge of InSales' back office, loaded beside `ringback.js` from `/v1/hosts/insales.js`. */
import { joinPanel } from '../kit/panel-bridge.ts';
import { panel } from './panel.ts';

void joinPanel(panel, import.meta.url);
