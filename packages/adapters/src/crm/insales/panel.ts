/** How the back office of InSales looks from outside. */
import type { HostPanel } from '../kit/panel-bridge.ts';

const PAGE = /^\/admin2?\/(clients|orders)\/(\d{1,19})(?:\/edit)?\/?$/;

export const panel: HostPanel = {
  system: 'insales',
  recordOf({ pathname }) {
    const [, kind, id] = PAGE.exec(pathname) ?? [];
    return id === undefined ? undefined : { kind: kind === 'orders' ? 'order' : 'party', id };
  },
  fields: 'input[type="tel"], input[name$="[phone]"]',
};
