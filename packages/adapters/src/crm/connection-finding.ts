/** What an error of the first request says about the settings. */
import type { AdapterError } from '../error.ts';
import type { ConnectionFinding } from './contract.ts';

const KINDS: Partial<Record<AdapterError['code'], { kind: ConnectionFinding['kind']; hint: string }>> = {
  unauthorized: { kind: 'credential', hint: 'Make a new key in the host and put it into the settings.' },
  forbidden: { kind: 'right', hint: 'Give the key this right in the host.' },
  unsupported: { kind: 'version', hint: 'Look whether the host is new enough.' },
};
const UNREACHABLE = {
  kind: 'address',
  hint: 'Look whether the address is right and can be reached from the gateway.',
} as const;

export function connectionFinding({ code, system, message, hint }: AdapterError): ConnectionFinding {
  const { kind, hint: advice } = KINDS[code] ?? UNREACHABLE;
  return { level: 'problem', kind, name: system, message, hint: hint ?? advice };
}
