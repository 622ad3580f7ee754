/** Looks whether MANGO OFFICE can be used with these settings, and says what to mend. One request: a wrong one costs two minutes. */
import { AdapterError } from '../../error.ts';
import type { Finding } from '../finding.ts';
import type { MangoContext } from './api.ts';
import { createMangoOffice } from './index.ts';
import type { MangoSettings } from './manifest.ts';

const MEND: Partial<Record<AdapterError['code'], string>> = {
  unauthorized: 'Copy both codes again from the cabinet: Integrations → API connector.',
  unavailable:
    'Look whether the gateway reaches app.mango-office.ru, port 443, and whether the cabinet allows its address.',
  timeout: 'Look whether the gateway reaches app.mango-office.ru, port 443.',
  'rate-limited': 'Other programs use the same account: try again in a minute.',
  unsupported: 'Order the API connector in the cabinet.',
  forbidden:
    'Order the API connector in the cabinet, or add the address of the gateway to those that it allows.',
};

export interface MangoExamined {
  settings: MangoSettings;
  context: MangoContext;
  /** Extensions of our agents. */
  extensions: readonly string[];
}

export async function examineMango({ settings, context, extensions }: MangoExamined): Promise<Finding[]> {
  const pbx = createMangoOffice({ settings: () => settings, context });
  try {
    const employees = (await pbx.employees?.list()) ?? [];
    const known = new Set(employees.map(({ extension }) => extension));
    const missing = extensions.filter((extension) => !known.has(extension));
    return [
      {
        level: 'ok',
        what: `MANGO OFFICE takes the codes; ${employees.length} employees have an extension there.`,
      },
      ...missing.map((extension): Finding => ({
        level: 'warn',
        what: `MANGO OFFICE knows no employee ${extension}: calls of this agent are shown to nobody.`,
        mend: 'Give the employee this extension in the cabinet, or the agent his extension at MANGO.',
      })),
    ];
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    const { code, message, hint } = error;
    return [{ level: 'bad', what: message, mend: hint ?? MEND[code] ?? 'Look at the log.' }];
  }
}
