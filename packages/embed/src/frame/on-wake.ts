/** Calls the listener when this page may have slept, or the network may be another: what was connected may be so no more. */
export function onWake(listener: () => void, page: Window = window): () => void {
  const shown = (event: Event): void => {
    if ((event as PageTransitionEvent).persisted) listener();
  };
  const visible = (): void => {
    if (page.document.visibilityState === 'visible') listener();
  };
  page.document.addEventListener('resume', listener);
  page.document.addEventListener('visibilitychange', visible);
  page.addEventListener('online', listener);
  page.addEventListener('pageshow', shown);
  return () => {
    page.document.removeEventListener('resume', listener);
    page.document.removeEventListener('visibilitychange', visible);
    page.removeEventListener('online', listener);
    page.removeEventListener('pageshow', shown);
  };
}
