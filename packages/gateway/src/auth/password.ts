/** Passwords are kept as scrypt hashes: `scrypt$N$r$p$salt$hash`, so that the cost can grow without a migration. */
import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';

/** What one try costs; N is a power of two. */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/** About 150 ms and 32 MB per try. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };
const KEY_BYTES = 32;

const LEAST_LENGTH = 10;
const LEAST_DIFFERENT = 5;

/** Why it is too weak for a person to choose it at /admin; `undefined` where it is not. */
export function passwordFault(
  password: string,
  { login, name }: { login: string; name: string },
): string | undefined {
  const typed = password.normalize('NFC').toLowerCase();
  const rule = `must have at least ${LEAST_LENGTH} characters, ${LEAST_DIFFERENT} of them different`;
  if ([...typed].length < LEAST_LENGTH || new Set(typed).size < LEAST_DIFFERENT) return rule;
  const told = [login, ...name.split(/\s+/)].map((word) => word.normalize('NFC').toLowerCase());
  const guessed = told.find((word) => word.length >= 3 && typed.includes(word));
  return guessed === undefined ? undefined : `must not contain the login or the name: ${guessed}`;
}

export async function hashPassword(password: string, cost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, n, r, p, salt, key] = hash.split('$');
  if (scheme !== 'scrypt' || salt === undefined || key === undefined) return false;
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), {
    N: Number(n),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(actual, expected);
}

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.r * (cost.N + cost.p + 4) };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
