/** A mail server of the test's own: SMTP that delivers into a real Dovecot, which is read by IMAP. Needs Debian's dovecot-imapd. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { SMTPServer } from 'smtp-server';

const DOVECOT = '/usr/sbin/dovecot';
const PASSWORD = 'letters-password';
/** Debian's own: Dovecot gives no mail to root. */
const MAIL_ID = 8;

export interface MailServer {
  readonly smtpPort: number;
  readonly imapPort: number;
  readonly password: string;
  /** The certificate in PEM; empty without encryption. */
  readonly authority: string;
  /** Raw letters, as they were sent; also told to who waits. */
  readonly sent: readonly string[];
  nextSent(): Promise<string>;
  /** A letter arrives in the mailbox, whole as RFC 5322 has it. */
  deliver(letter: string, at?: Date): void;
  stopSmtp(): Promise<void>;
  startSmtp(): Promise<void>;
  stopImap(): Promise<void>;
  startImap(): Promise<void>;
  close(): Promise<void>;
}

export type MailSecurity = 'tls' | 'starttls' | 'none';

/** With `tls` and `starttls` the certificate is made by the test itself: nobody else believes it. */
export async function startMailServer(security: MailSecurity = 'none'): Promise<MailServer> {
  if (!existsSync(DOVECOT))
    throw new Error('There is no Dovecot: run "npm run check" once, or apt-get install dovecot-imapd.');
  const folder = mkdtempSync(join(tmpdir(), 'rb-mail-'));
  const imapPort = await freePort();
  const smtpPort = await freePort();
  const inbox = makeMaildir(folder);
  const config = join(folder, 'dovecot.conf');
  const certificate = security === 'none' ? undefined : makeCertificate(folder);
  writeFileSync(config, configOf(folder, imapPort, security));
  let imap: ChildProcess | undefined;
  const smtp = createSmtpSide(smtpPort, security, certificate);
  let delivered = 0;

  async function startImap(): Promise<void> {
    const child = spawn(DOVECOT, ['-F', '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] });
    imap = child;
    await reachable(imapPort, child, security === 'tls');
  }
  async function stopImap(): Promise<void> {
    if (imap?.exitCode !== null) return;
    const gone = once(imap, 'exit');
    imap.kill('SIGTERM');
    await gone;
  }
  await smtp.start();
  await startImap();
  return {
    authority: certificate?.cert ?? '',
    ...{ smtpPort, imapPort, password: PASSWORD, sent: smtp.sent, nextSent: smtp.next },
    ...{ startSmtp: smtp.start, stopSmtp: smtp.stop, startImap, stopImap },
    deliver(letter, at = new Date()) {
      const name = `${(delivered += 1)}.ringback.test`;
      const made = join(inbox, 'tmp', name);
      writeFileSync(made, letter.replace(/\r?\n/g, '\r\n'));
      chmodSync(made, 0o666);
      // A Maildir keeps the time of arrival as the file's.
      utimesSync(made, at, at);
      renameSync(made, join(inbox, 'new', name));
    },
    async close() {
      await smtp.stop();
      await stopImap();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Certificate {
  key: string;
  cert: string;
}

function createSmtpSide(port: number, security: MailSecurity, certificate: Certificate | undefined) {
  const plain = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true };
  const encrypted = { ...certificate, secure: security === 'tls', minVersion: 'TLSv1.2' as const };
  const sent: string[] = [];
  const waiting: ((letter: string) => void)[] = [];
  let server: SMTPServer | undefined;
  return {
    sent,
    next: () => new Promise<string>((resolve) => waiting.push(resolve)),
    async start() {
      server = new SMTPServer({
        ...(security === 'none' ? plain : encrypted),
        closeTimeout: 100,
        onAuth: ({ password }, _session, done) =>
          password === PASSWORD ? done(null, { user: 'shop' }) : done(new Error('wrong password')),
        onData(stream, _session, done) {
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            const letter = Buffer.concat(parts).toString('utf8');
            sent.push(letter);
            done();
            for (const tell of waiting.splice(0)) tell(letter);
          });
        },
      });
      // Who turns away during the handshake, because he does not believe the certificate, is no fault of the server's.
      server.on('error', () => undefined);
      const listening = server.listen(port, '127.0.0.1');
      if (!listening.listening) await once(listening, 'listening');
    },
    async stop() {
      const stopped = server;
      server = undefined;
      if (stopped) await new Promise<void>((resolve) => stopped.close(() => resolve()));
    },
  };
}

/** Open to Dovecot's own user when the test runs as root. */
function makeMaildir(folder: string): string {
  const inbox = join(folder, 'mail');
  for (const path of [folder, inbox, ...['cur', 'new', 'tmp'].map((name) => join(inbox, name))]) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o777);
    if (process.getuid?.() === 0 && path !== folder) chownSync(path, MAIL_ID, MAIL_ID);
  }
  return inbox;
}

/** Of 127.0.0.1, for a day. */
function makeCertificate(folder: string): Certificate {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
  const made = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
  execFileSync('openssl', ['req', ...made], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

function configOf(folder: string, port: number, security: MailSecurity): string {
  const [plainPort, tlsPort] = security === 'tls' ? [0, port] : [port, 0];
  const ssl =
    security === 'none'
      ? 'ssl = no\ndisable_plaintext_auth = no'
      : `ssl = required\nssl_cert = <${folder}/cert.pem\nssl_key = <${folder}/key.pem`;
  const { uid, gid, username } = userInfo();
  const root = uid === 0;
  const users = root ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`;
  const chroot = root ? '' : 'chroot =\n';
  return `${users}base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
${ssl}
auth_failure_delay = 0
first_valid_uid = ${root ? MAIL_ID : uid}
first_valid_gid = ${root ? MAIL_ID : gid}
mail_location = maildir:${folder}/mail
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${root ? MAIL_ID : uid} gid=${root ? MAIL_ID : gid} home=${folder}/mail
}
service imap-login {
  ${chroot}inet_listener imap {
    port = ${plainPort}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  ${chroot}unix_listener anvil-auth-penalty {
    mode = 0
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** It says nothing when it is ready; it is ready when it answers. */
async function reachable(port: number, child: ChildProcess, encrypted: boolean): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Dovecot ended at once (${child.exitCode}).`);
    const socket = encrypted
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connect(port, '127.0.0.1');
    const answers = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (answers) return;
  }
}
