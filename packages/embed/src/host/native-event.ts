/**
 * The browser's own, for whatever makes an event in the host's page: MooTools puts a class of its own in the place of `Event`, but leaves
 * those alone that come from it. The build gives it to every module that says `Event`.
 */
export const Event = Object.getPrototypeOf(CustomEvent) as typeof globalThis.Event;
