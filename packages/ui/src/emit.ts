/** Typed DOM events. Each element adds its own to `RingbackEventMap` where the event is born. */

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- augmented by the elements
export interface RingbackEventMap {}

/**
 * Dispatches a bubbling, composed event. Asking events are cancelable.
 * @returns false when the page has called `preventDefault()`.
 */
export function emit<T extends keyof RingbackEventMap>(
  target: EventTarget,
  type: T,
  detail: RingbackEventMap[T],
  options: { cancelable?: boolean } = {},
): boolean {
  return target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, ...options }));
}
