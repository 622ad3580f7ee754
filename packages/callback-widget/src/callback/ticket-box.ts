/**
 * The open callback over page changes, in the tab's own storage: written when the visitor has asked, gone when all is over. A page
 * that forbids storage forgets it.
 */
import { type CallbackApi, CallbackError, type CallbackStatus, type Ticket } from './api.ts';

const nameOf = (key: string): string => `ringback-callback:${key}`;

export function keepTicket(key: string, ticket: Ticket | undefined): void {
  try {
    if (ticket) sessionStorage.setItem(nameOf(key), JSON.stringify({ id: ticket.id, token: ticket.token }));
    else sessionStorage.removeItem(nameOf(key));
  } catch {
    // Then the status is seen on this page only.
  }
}

export function keptTicket(key: string): Ticket | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(key)) ?? 'null') as Partial<Ticket> | null;
    return kept?.id && kept.token ? (kept as Ticket) : undefined;
  } catch {
    return undefined;
  }
}

/** How it stands; `undefined`, and the ticket is forgotten, where the gateway knows it no more. Rejects when out of reach. */
export async function statusOf(
  api: CallbackApi,
  key: string,
  ticket: Ticket,
): Promise<CallbackStatus | undefined> {
  try {
    return await api.status(ticket);
  } catch (error) {
    if (!(error instanceof CallbackError && error.code === 'not-found')) throw error;
    keepTicket(key, undefined);
    return undefined;
  }
}
