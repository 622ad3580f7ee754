/** What an administrator sees when he presses “Check connection”. */
import { AdapterError } from '../../error.ts';
import type { ConnectionFinding, ConnectionReport, ReadOptions } from '../contract.ts';
import type { Base } from './base.ts';
import { missingFrom } from './layout.ts';
import { Person } from './rows.ts';

export async function checkConnection(base: Base, options: ReadOptions = {}): Promise<ConnectionReport> {
  const findings: ConnectionFinding[] = [];
  try {
    // A look by the way proves that the base works; `$metadata` of a whole configuration takes it half a minute.
    if (options.background !== true) base.layout.forget();
    const layout = await base.layout.get(options.signal);
    findings.push(...missingFrom(layout));
    for (const { set } of layout.people) {
      try {
        await base.api.list(set, Person, { select: ['Ref_Key', 'Description'], top: 1 }, options);
      } catch (error) {
        findings.push(right(error, set));
      }
    }
    if (base.settings.service !== undefined) await checkService(base, findings, options);
    const name = { unf: 'UNF', ut: 'UT' }[layout.configuration];
    const ok = !findings.some(({ level }) => level === 'problem');
    return {
      ok,
      account: `${name} at ${new URL(base.settings.url).host}, user ${base.settings.user}`,
      findings,
    };
  } catch (error) {
    return { ok: false, findings: [...findings, whole(error)] };
  }
}

async function checkService(base: Base, findings: ConnectionFinding[], options: ReadOptions): Promise<void> {
  try {
    await base.api.service('ping', options);
  } catch (error) {
    if (!(error instanceof AdapterError) || error.code === 'unauthorized') throw error;
    findings.push({
      ...{ level: 'problem', kind: 'module', name: `hs/${base.settings.service ?? ''}` },
      message: `The HTTP service does not answer: ${error.message}`,
      hint: 'Look whether it is published on the web server, or clear the field to do without it.',
    });
  }
}

/** Refused for one object: the others may work. */
function right(error: unknown, set: string): ConnectionFinding {
  if (!(error instanceof AdapterError) || error.code !== 'forbidden') throw error;
  return {
    ...{ level: 'problem', kind: 'right', name: set, message: `The infobase user may not read ${set}.` },
    hint: 'In 1C, give the user of Ringback a profile that reads and changes this object.',
  };
}

function whole(error: unknown): ConnectionFinding {
  if (!(error instanceof AdapterError)) throw error;
  const problem = { level: 'problem', message: error.message } as const;
  if (error.code === 'unauthorized') {
    return {
      ...{ ...problem, kind: 'credential', name: 'user' },
      hint: 'Look at the user and password; “1C:Enterprise authentication” must be on for that infobase user.',
    };
  }
  return {
    ...{ ...problem, kind: error.code === 'forbidden' ? 'right' : 'address', name: 'odata/standard.odata' },
    hint:
      error.hint ??
      'Open the address with /odata/standard.odata/$metadata in a browser: the interface must be published.',
  };
}
