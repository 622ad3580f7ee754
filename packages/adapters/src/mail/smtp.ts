/** Sending by SMTP. */
import { createTransport } from 'nodemailer';
import type { MailTransport } from '../crm/local/mail.ts';
import { sendingError } from './errors.ts';
import type { MailSettings } from './manifest.ts';
import { trustOf } from './trust.ts';

/** So long a silent server is waited for, in ms. */
const PATIENCE_MS = 20_000;

function connect(settings: MailSettings) {
  const { from, user = from, password, smtpHost, smtpPort, smtpSecurity } = settings;
  return createTransport({
    ...{ host: smtpHost, port: smtpPort, secure: smtpSecurity === 'tls' },
    ...{ requireTLS: smtpSecurity === 'starttls', ignoreTLS: smtpSecurity === 'none' },
    auth: { user, pass: password },
    tls: trustOf(settings),
    ...{ connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    // What stands in a letter is never read from this machine or fetched.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

export function createSmtp(settings: MailSettings): MailTransport {
  const { from, fromName = '' } = settings;
  return {
    from,
    async send({ messageId, inReplyTo, references, attachments = [], ...letter }) {
      const transport = connect(settings);
      try {
        await transport.sendMail({
          from: { name: fromName, address: from },
          messageId: `<${messageId}>`,
          ...(inReplyTo === undefined ? {} : { inReplyTo: `<${inReplyTo}>` }),
          ...(references === undefined ? {} : { references: references.map((id) => `<${id}>`) }),
          to: [...letter.to],
          subject: letter.subject,
          text: letter.text,
          attachments: attachments.map(({ name, type, content }) => ({
            ...{ filename: name, contentType: type, content },
          })),
        });
      } catch (error) {
        throw sendingError(error);
      } finally {
        transport.close();
      }
    },
  };
}

/** Signs in and out again; sends nothing. */
export async function trySmtp(settings: MailSettings): Promise<void> {
  const transport = connect(settings);
  try {
    await transport.verify();
  } catch (error) {
    throw sendingError(error);
  } finally {
    transport.close();
  }
}
