/** The log: JSON lines, and no secret in any of them. */
import { type DestinationStream, type Logger, pino } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Log = Logger;

/** Names that hold a secret, wherever they stand: at the top, or up to three levels down. */
const SECRETS = [
  'password',
  'passwordHash',
  'token',
  'controlToken',
  'secret',
  'credential',
  'cookie',
  'authorization',
  'apiKey',
  'apiSalt',
];
const HEADERS = ['["set-cookie"]', '["x-ringback-callback-token"]', '["idempotency-key"]'];
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const paths = [
    ...DEPTHS.flatMap((depth) => SECRETS.map((name) => `${depth}${name}`)),
    ...DEPTHS.flatMap((depth) => HEADERS.map((name) => `${depth.replace(/\.$/, '')}${name}`)),
  ];
  const options = { level, base: null, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}
