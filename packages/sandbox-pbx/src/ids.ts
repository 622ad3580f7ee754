import { randomBytes } from 'node:crypto';

/** 72 random bits that cannot be guessed: tags, branches, Call-IDs and leg ids. */
export function randomId(prefix = ''): string {
  return prefix + randomBytes(9).toString('hex');
}
