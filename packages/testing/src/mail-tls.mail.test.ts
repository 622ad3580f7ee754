/** The mail account on servers that speak TLS, with a certificate that nobody has signed but the firm itself. */
import { createMailAccount, createSmtp, MailSettings, openMailbox } from '@ringback/adapters/mail';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailSecurity, type MailServer, startMailServer } from './node/mail-server.ts';

const now = () => new Date();

describe.each<MailSecurity>(['tls', 'starttls'])('Mail over %s', (security) => {
  let server: MailServer;
  const settings = (more: object = {}): MailSettings =>
    MailSettings.parse({
      ...{ from: 'shop@firm.example', password: server.password, authority: server.authority },
      ...{ smtpHost: '127.0.0.1', smtpPort: server.smtpPort, smtpSecurity: security },
      ...{ imapHost: '127.0.0.1', imapPort: server.imapPort, imapSecurity: security },
      ...more,
    });
  const check = (more?: object) => createMailAccount(settings(more), { now }).checkConnection();

  beforeAll(async () => {
    server = await startMailServer(security);
  });
  afterAll(() => server.close());

  it('is sent and read where the firm’s own authority is known', async () => {
    expect(await check()).toEqual({ ok: true, account: 'shop@firm.example', findings: [] });
    const sent = server.nextSent();
    const letter = { to: ['oksana@k.example'], subject: 'Hello', text: 'Hello', messageId: '1@firm.example' };
    await createSmtp(settings()).send(letter);
    expect(await sent).toContain('Subject: Hello');
    server.deliver('From: oksana@k.example\nTo: shop@firm.example\nSubject: Secret\n\nHi\n');
    const mailbox = await openMailbox(settings(), now);
    const { letters } = await mailbox.read(undefined);
    await mailbox.close();
    expect(letters.map(({ subject }) => subject)).toEqual(['Secret']);
  });

  it('sends no password to a server whose certificate is not believed, and says so', async () => {
    const report = await check({ authority: undefined });
    expect(report.ok).toBe(false);
    expect(report.findings).toHaveLength(2);
    for (const { message, hint } of report.findings)
      expect(`${message} ${hint}`).toMatch(/certificate.*not believed.*authority/);
  });

  it('a wrong password is a wrong password', async () => {
    const report = await check({ password: 'wrong' });
    expect(report.findings.map(({ kind }) => kind)).toEqual(['credential', 'credential']);
  });
});
