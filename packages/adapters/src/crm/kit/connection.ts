/** `checkConnection` for systems that are asked over HTTP: what a refusal means to the administrator. */
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ConnectionFinding, ConnectionReport } from '../contract.ts';

export interface ConnectionHints {
  /** Where the address is found. */
  address: string;
  /** Where the key or password is made. */
  credential: string;
  /** Where rights are given. */
  right: string;
}

/** One look at the host; `name` is what cannot be read when it is refused, in the host's words. */
export interface ConnectionStep {
  name: string;
  look(): Promise<void>;
}

/** Goes through the steps and names everything that is missing; the first refusal for the credential or the address is the last. */
export async function checkSteps(
  steps: readonly ConnectionStep[],
  hints: ConnectionHints,
  { log }: Pick<AdapterContext, 'log'>,
): Promise<ConnectionReport> {
  const findings: ConnectionFinding[] = [];
  for (const { name, look } of steps) {
    try {
      await look();
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      log.info({ system: error.system, step: name, code: error.code }, 'connection checked');
      const finding = findingOf(error, name, hints);
      findings.push(finding);
      if (finding.kind !== 'right') break;
    }
  }
  return { ok: findings.length === 0, findings };
}

function findingOf(error: AdapterError, name: string, hints: ConnectionHints): ConnectionFinding {
  const problem = { level: 'problem', name, message: error.message } as const;
  if (error.code === 'unauthorized') return { ...problem, kind: 'credential', hint: hints.credential };
  if (error.code === 'forbidden') return { ...problem, kind: 'right', hint: hints.right };
  return { ...problem, kind: 'address', hint: error.hint ?? hints.address };
}
