/** The firm's mail account: SMTP to send, IMAP to receive. */
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../error.ts';
import type { ConnectionFinding, Crm } from '../crm/contract.ts';
import { connectionFinding } from '../crm/connection-finding.ts';
import { tryImap } from './imap.ts';
import { manifest, type MailSettings } from './manifest.ts';
import { trySmtp } from './smtp.ts';

export { readFile } from './file.ts';
export { type Mailbox, type MailStep, openMailbox } from './imap.ts';
export { MailSettings, manifest } from './manifest.ts';
export { createSmtp } from './smtp.ts';

/** What the administrator connects and checks; letters themselves are the local system's. */
export function createMailAccount(settings: MailSettings, { now }: Pick<AdapterContext, 'now'>): Crm {
  const steps = [
    { name: `${settings.smtpHost}:${settings.smtpPort}`, look: () => trySmtp(settings) },
    ...(settings.imapHost === undefined
      ? []
      : [{ name: `${settings.imapHost}:${settings.imapPort}`, look: () => tryImap(settings, now) }]),
  ];
  return {
    manifest,
    /** Both servers are looked at: one that fails says nothing of the other. */
    async checkConnection() {
      const findings = await Promise.all(
        steps.map(async ({ name, look }): Promise<ConnectionFinding[]> => {
          try {
            await look();
            return [];
          } catch (error) {
            if (!(error instanceof AdapterError)) throw error;
            return [{ ...connectionFinding(error), name }];
          }
        }),
      );
      const all = findings.flat();
      return { ok: all.length === 0, account: settings.from, findings: all };
    },
  };
}
