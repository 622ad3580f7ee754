/** Whether the visitor has put the dialog away in this visit: then it opens by itself no more. Stored at his doing, and never before. */
const CLOSED = 'ringback-callback-closed';

export function wasClosed(): boolean {
  try {
    return CLOSED in sessionStorage;
  } catch {
    return false;
  }
}

export function keepClosed(): void {
  try {
    sessionStorage.setItem(CLOSED, '1');
  } catch {
    // A page that forbids storage forgets it.
  }
}
