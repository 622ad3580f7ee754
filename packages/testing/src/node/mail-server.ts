/** A mail server of the test's own: SMTP that delivers into a real Dovecot, which is read by IMAP. Needs Debian's dovecot-imapd. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const DOVECOT = '/usr/sbin/dovecot';
const PASSWORD = 'letters-password';
/** Debian's own: Dovecot gives no mail to root. */
const MAIL_ID = 8;

export interface MailServer {
  readonly smtpPort: number;
  readonly imapPort: number;
  readonly password: string;
  /** Raw letters, as they were sent; also told to who waits. */
  readonly sent: readonly string[];
  nextSent(): Promise<string>;
  /** A letter arrives in the mailbox, whole as RFC 5322 has it. */
  deliver(letter: string): void;
  stopSmtp(): Promise<void>;
  startSmtp(): Promise<void>;
  stopImap(): Promise<void>;
  startImap(): Promise<void>;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  if (!existsSync(DOVECOT))
    throw new Error('There is no Dovecot: run "npm run check" once, or apt-get install dovecot-imapd.');
  const folder = mkdtempSync(join(tmpdir(), 'rb-mail-'));
  const imapPort = await freePort();
  const smtpPort = await freePort();
  const inbox = makeMaildir(folder);
  const config = join(folder, 'dovecot.conf');
  writeFileSync(config, configOf(folder, imapPort));
  let imap: ChildProcess | undefined;
  const smtp = createSmtpSide(smtpPort);
  let delivered = 0;

  async function startImap(): Promise<void> {
    const child = spawn(DOVECOT, ['-F', '-c', config], { stdio: ['ignore', 'ignore', 'inherit'] });
    imap = child;
    await reachable(imapPort, child);
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
    ...{ smtpPort, imapPort, password: PASSWORD, sent: smtp.sent, nextSent: smtp.next },
    ...{ startSmtp: smtp.start, stopSmtp: smtp.stop, startImap, stopImap },
    deliver(letter) {
      const name = `${(delivered += 1)}.ringback.test`;
      const made = join(inbox, 'tmp', name);
      writeFileSync(made, letter.replace(/\r?\n/g, '\r\n'));
      chmodSync(made, 0o666);
      renameSync(made, join(inbox, 'new', name));
    },
    async close() {
      await smtp.stop();
      await stopImap();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function createSmtpSide(port: number) {
  const sent: string[] = [];
  const waiting: ((letter: string) => void)[] = [];
  let server: SMTPServer | undefined;
  return {
    sent,
    next: () => new Promise<string>((resolve) => waiting.push(resolve)),
    async start() {
      server = new SMTPServer({
        ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, closeTimeout: 100 },
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

function configOf(folder: string, port: number): string {
  const { uid, gid, username } = userInfo();
  const root = uid === 0;
  const users = root ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`;
  const chroot = root ? '' : 'chroot =\n';
  return `${users}base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
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
    port = ${port}
  }
  inet_listener imaps {
    port = 0
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
async function reachable(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Dovecot ended at once (${child.exitCode}).`);
    const socket = connect(port, '127.0.0.1');
    const answers = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (answers) return;
  }
}
