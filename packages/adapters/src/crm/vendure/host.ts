/** The bridge of Vendure's dashboard, loaded beside `ringback.js` from `/v1/hosts/vendure.js`. */
import { joinPanel } from '../kit/panel-bridge.ts';
import { panel } from './panel.ts';

void joinPanel(panel, import.meta.url);
