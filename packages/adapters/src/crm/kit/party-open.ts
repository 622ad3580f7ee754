/** The card's asking event, as bridges hear it: who opens the record himself prevents the card's own way. */

/** Calls `open` with the address of each clicked customer; true from it = opened. @returns the way to stop. */
export function onPartyOpen(target: EventTarget, open: (url: string) => boolean): () => void {
  const heard = (event: Event) => {
    const { url } = (event as CustomEvent<{ url?: string } | null>).detail ?? {};
    if (url !== undefined && open(url)) event.preventDefault();
  };
  target.addEventListener('ringback-party-open', heard);
  return () => target.removeEventListener('ringback-party-open', heard);
}
