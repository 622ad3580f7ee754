/** Ids of calls whose card was closed, kept over page loads of this tab. Without storage they live as long as the page. */
const KEY = 'ringback-closed-calls';
/** Calls end: the last few are enough. */
const KEPT = 20;

export function closedCalls(): string[] {
  try {
    return sessionStorage.getItem(KEY)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

export function rememberClosed(id: string): void {
  try {
    sessionStorage.setItem(KEY, [...closedCalls(), id].slice(-KEPT).join(' '));
  } catch {
    // Storage is refused: the book still knows for this page.
  }
}
