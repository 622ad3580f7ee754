/** Shows the work that the gateway asks for while it is pressed: loaded only then. */
import { solveChallenge } from 'altcha-lib/v1';
import type { CallbackOffer } from './api.ts';

/** The solution for the request's `proof`; undefined where the browser cannot (a page without https). */
export async function prove(of: NonNullable<CallbackOffer['challenge']>): Promise<string | undefined> {
  const { algorithm, challenge, salt, signature, maxnumber } = of;
  const solution = await solveChallenge(challenge, salt, algorithm, maxnumber).promise.catch(() => null);
  return solution
    ? btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: solution.number }))
    : undefined;
}
