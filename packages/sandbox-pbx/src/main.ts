/**
 * The sandbox PBX as a process of its own: `node main.ts '<json>'`, or the same JSON in RINGBACK_SANDBOX_PBX. Prints one JSON line
 * with its addresses when it is ready; ends on SIGTERM, SIGINT and, where `exitWithParent` is set, when its stdin ends.
 */
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { describeFaults } from './faults.ts';
import { createSandboxPbx, type SandboxPbxOptions } from './server.ts';

const Config = z.strictObject({
  host: z.optional(z.string()),
  port: z.number().check(z.int(), z.minimum(0), z.maximum(65_535)),
  controlToken: z.string(),
  accounts: z.array(
    z.strictObject({ kind: z.enum(['device', 'trunk']), username: z.string(), password: z.string() }),
  ),
  recoverySeconds: z.optional(z.number()),
  recordingsDir: z.optional(z.string()),
  exitWithParent: z.optional(z.boolean()),
});

async function main(): Promise<void> {
  const { exitWithParent, ...options } = readConfig();
  const pbx = await createSandboxPbx({
    ...(options as SandboxPbxOptions),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const end = (): void => void pbx.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (exitWithParent) process.stdin.resume().once('end', end).once('error', end);
  process.stdout.write(
    `${JSON.stringify({ url: pbx.url, sipUrl: pbx.sipUrl, controlUrl: pbx.controlUrl })}\n`,
  );
}

function readConfig(): z.infer<typeof Config> {
  const text = process.argv[2] ?? process.env['RINGBACK_SANDBOX_PBX'] ?? '';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RingbackError(
      'invalid',
      'The sandbox PBX wants its configuration as JSON, in the first argument or in RINGBACK_SANDBOX_PBX.',
    );
  }
  const parsed = Config.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new RingbackError(
    'invalid',
    `The configuration of the sandbox PBX is wrong: ${describeFaults(parsed.error.issues)}`,
  );
}

main().catch((error: unknown) => {
  const text =
    error instanceof RingbackError ? [error.message, error.hint].filter(Boolean).join(' ') : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
});
