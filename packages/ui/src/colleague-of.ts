import type { Call } from '@ringback/model';

/** Who of the firm is at the other end from this agent's. */
export function colleagueOf(
  { agent, colleague }: Pick<Call, 'agent' | 'colleague'>,
  self: string | undefined,
): Call['colleague'] {
  return colleague && colleague.id === self ? agent : colleague;
}
