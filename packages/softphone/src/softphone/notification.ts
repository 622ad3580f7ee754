/** Tells of a ringing call while nobody sees the page. Permission is asked for in the bar's "More", never by itself. */
import type { PhoneCall } from '@ringback/model';

const shown = new Map<string, Notification>();

export const mayNotify = (): NotificationPermission | undefined => globalThis.Notification?.permission;

/** One for a call, in however many tabs of this page it rings; it goes when the call does not ring any more. */
export function notify(call: PhoneCall, rings: boolean, title: string, body: string): void {
  if (!rings) {
    shown.get(call.id)?.close();
    shown.delete(call.id);
    return;
  }
  if (!document.hidden || mayNotify() !== 'granted' || shown.has(call.id)) return;
  const notification = new Notification(title, {
    body,
    tag: `ringback-${call.id}`,
    requireInteraction: true,
  });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
  });
  shown.set(call.id, notification);
}
