/** The mail account that is connected at this moment. It is one of the connections, and is read with them. */
import { createSmtp, type MailSettings, manifest, readFile } from '@ringback/adapters/mail';
import type { MailTransport } from '@ringback/adapters/local';
import * as z from 'zod/mini';
import type { CrmConnectionRow } from '../store/contract.ts';

export interface MailAccount {
  settings(): MailSettings | undefined;
  /** What letters are sent by. */
  transport(): MailTransport | undefined;
  /** All connections, as they are now. */
  use(rows: readonly CrmConnectionRow[]): void;
  onChange(listener: () => void): void;
}

export function createMailAccount(): MailAccount {
  let settings: MailSettings | undefined;
  let transport: MailTransport | undefined;
  let changed = () => {};
  return {
    settings: () => settings,
    transport: () => transport,
    use(rows) {
      const row = rows.find(({ system }) => system === manifest.id);
      const parsed = row && z.safeParse(manifest.settings, row.settings);
      const next = parsed?.success ? (parsed.data as MailSettings) : undefined;
      if (JSON.stringify(next) === JSON.stringify(settings)) return;
      settings = next;
      transport = next && {
        ...createSmtp(next),
        ...(next.imapHost === undefined ? {} : { file: (of) => readFile(next, of) }),
      };
      changed();
    },
    onChange: (listener) => void (changed = listener),
  };
}
