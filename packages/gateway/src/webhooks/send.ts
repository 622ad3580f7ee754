/** One try to hand one body to a receiver. Never throws: what happened is the answer. */
import { signedHeaders } from './envelope.ts';

/** A receiver that takes longer should take it first and work afterwards, in ms. */
const PATIENCE_MS = 15_000;

export interface Outcome {
  ok: boolean;
  /** Absent when there was no answer. */
  status?: number;
  message: string;
  retryAfterMs?: number;
}

export interface Parcel {
  url: string;
  secret: string;
  id: string;
  body: string;
}

export async function send(
  http: typeof fetch,
  { url, secret, id, body }: Parcel,
  now: Date,
): Promise<Outcome> {
  const seconds = Math.floor(now.getTime() / 1000);
  try {
    const answer = await http(url, {
      method: 'POST',
      headers: signedHeaders({ id, seconds, body, secret }),
      body,
      // A redirect would carry customers' data to an address that nobody has entered.
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    const { status } = answer;
    if (answer.ok) return { ok: true, status, message: 'taken' };
    const after = Number(answer.headers.get('retry-after'));
    return {
      ok: false,
      status,
      message:
        status >= 300 && status < 400
          ? `It redirects (${status}): enter the final address.`
          : `It answered ${status}.`,
      ...(after > 0 ? { retryAfterMs: after * 1000 } : {}),
    };
  } catch (error) {
    return { ok: false, message: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `It did not answer in ${PATIENCE_MS / 1000} seconds.`;
  const { cause } = error as { cause?: { code?: string } };
  return `It cannot be reached${cause?.code === undefined ? '' : ` (${cause.code})`}.`;
}
