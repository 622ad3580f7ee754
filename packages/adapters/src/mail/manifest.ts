import * as z from 'zod/mini';
import type { CrmManifest } from '../crm/contract.ts';

const Host = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(/^[A-Za-z0-9.-]+$|^[0-9a-fA-F:]+$/, 'must be the name of a server, such as mail.example.com'),
  );
const Port = z.int().check(z.minimum(1), z.maximum(65_535));
/** `tls` from the first byte; `starttls` after the greeting; `none` only inside one's own network. */
const Security = z.enum(['tls', 'starttls', 'none']);

export const MailSettings = z.strictObject({
  from: z
    .string()
    .check(z.maxLength(254), z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address such as a@b.example')),
  fromName: z.optional(z.string().check(z.maxLength(100))),
  user: z.optional(z.string().check(z.maxLength(254))),
  password: z.string().check(z.minLength(1), z.maxLength(500)),
  smtpHost: Host,
  smtpPort: z._default(Port, 465),
  smtpSecurity: z._default(Security, 'tls'),
  imapHost: z.optional(Host),
  imapPort: z._default(Port, 993),
  imapSecurity: z._default(Security, 'tls'),
  authority: z.optional(
    z
      .string()
      .check(
        z.maxLength(20_000),
        z.regex(
          /^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/,
          'must be a certificate in PEM',
        ),
      ),
  ),
  folder: z._default(z.string().check(z.minLength(1), z.maxLength(200)), 'INBOX'),
});
export type MailSettings = z.infer<typeof MailSettings>;

const SECURITY_HINT = 'tls, starttls, or none: only inside your own network.';

/** The firm's own mail account. No system of record: it carries the letters that the local one keeps. */
export const manifest: CrmManifest = {
  id: 'mail',
  name: 'Mail',
  capabilities: [],
  transport: 'http',
  settings: MailSettings,
  fields: {
    from: { title: 'Address', hint: 'The sender of letters, such as sales@firm.example.' },
    fromName: { title: 'Name of the sender', hint: 'Shown beside the address.' },
    user: { title: 'User', hint: 'As the mail server knows it. The address when empty.', account: true },
    password: {
      title: 'Password',
      hint: 'Of the mailbox; an app password where the provider wants one.',
      secret: true,
    },
    smtpHost: { title: 'Server for sending', hint: 'SMTP, such as smtp.firm.example.', account: true },
    smtpPort: { title: 'Its port', hint: '465 with tls, 587 with starttls.', account: true },
    smtpSecurity: { title: 'Its encryption', hint: SECURITY_HINT, account: true },
    imapHost: {
      title: 'Server for receiving',
      hint: 'IMAP, such as imap.firm.example. Letters are only sent when empty.',
      account: true,
    },
    imapPort: { title: 'Its port', hint: '993 with tls, 143 with starttls.', account: true },
    imapSecurity: { title: 'Its encryption', hint: SECURITY_HINT, account: true },
    authority: {
      title: 'Own authority',
      hint: 'The certificate in PEM that the server’s own is signed by (or is), where the firm made it itself. Empty for providers.',
      account: true,
    },
    folder: { title: 'Folder', hint: 'Where new letters come in.' },
  },
  cache: {},
  inbound: 'polling',
};
