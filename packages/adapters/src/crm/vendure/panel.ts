/** How Vendure's dashboard looks from outside. The older one has the same pages a folder deeper. */
import type { HostPanel } from '../kit/panel-bridge.ts';

const PAGE = /\/(customers|orders)\/([0-9a-f-]{1,36})\/?$/i;

export const panel: HostPanel = {
  system: 'vendure',
  recordOf({ pathname }) {
    const [, kind, id] = PAGE.exec(pathname) ?? [];
    return id === undefined ? undefined : { kind: kind === 'orders' ? 'order' : 'party', id };
  },
  fields: 'input[name="phoneNumber"], input[formcontrolname="phoneNumber"]',
};
