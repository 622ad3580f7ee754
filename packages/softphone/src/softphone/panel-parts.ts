/** Where each panel comes from. */
import type { PanelName, PanelPart } from './panel.ts';

export const PANEL_PARTS: Record<PanelName, () => Promise<PanelPart>> = {
  keypad: () => import('../panels/keypad/ringback-softphone-keypad.ts'),
  transfer: () => import('../panels/transfer/ringback-softphone-transfer.ts'),
  recent: () => import('../panels/recent/ringback-softphone-recent.ts'),
  create: () => import('../panels/create/ringback-softphone-create.ts'),
  numbers: () => import('../panels/numbers/ringback-softphone-numbers.ts'),
  mail: () => import('../panels/mail/mail.ts'),
  status: () => import('../panels/status/ringback-softphone-status.ts'),
  forwarding: () => import('../panels/forwarding/ringback-softphone-forwarding.ts'),
  devices: () => import('../panels/devices/ringback-softphone-devices.ts'),
  health: () => import('../panels/health/ringback-softphone-health.ts'),
  keys: () => import('../panels/keys/ringback-softphone-keys.ts'),
  window: () => import('../panels/window/window.ts'),
  place: () => import('../panels/place/ringback-softphone-place.ts'),
  more: () => import('../panels/more/ringback-softphone-more.ts'),
};
