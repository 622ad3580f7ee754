/** Ids of calls whose card was closed, kept over page loads of this tab. Without storage they live as long as the page. */
const KEY = 'ringback-closed-calls';
/** Calls end: the last few are enough. */
const KEPT = 20;

export function closedCalls(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberClosed(id: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...closedCalls(), id].slice(-KEPT)));
  } catch {
    // Storage is refused: the book still knows for this page.
  }
}
