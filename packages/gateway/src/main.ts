#!/usr/bin/env node
/**
 * `ringback --config ringback.config.json` starts a gateway, and stops it on Ctrl-C; `ringback doctor --config …` looks at the PBX and
 * says what to mend.
 */
import { parseArgs } from 'node:util';

const OLDEST_NODE = [22, 13] as const;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  fail(`Ringback needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

interface Command {
  config: string;
  doctor: boolean;
}

function readCommand(): Command {
  const usage = 'Usage: ringback [doctor] [--config ringback.config.json]';
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { config: { type: 'string', default: 'ringback.config.json' } },
    });
    const [word, ...more] = positionals;
    if (more.length > 0 || (word !== undefined && word !== 'doctor'))
      return fail(`${positionals.join(' ')} is no command.\n${usage}`);
    return { config: values.config, doctor: word === 'doctor' };
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`);
  }
}

function sentenceOf(error: unknown): string {
  const { name, message, hint } = error as Error & { hint?: string };
  // Ours are sentences for people; of anything else the whole story is wanted.
  if (name !== 'RingbackError' && name !== 'AdapterError')
    return `Ringback could not start.\n${(error as Error).stack ?? message}`;
  return hint === undefined ? message : `${message} ${hint}`;
}

// Later than the check: on an older Node the rest cannot even be loaded.
const { createGateway, readConfig } = await import('./index.ts');
const command = readCommand();
if (command.doctor) {
  const { examine, printed } = await import('./doctor.ts');
  const findings = await readConfig(command.config)
    .then(examine)
    .catch((error: unknown) => fail(sentenceOf(error)));
  process.stdout.write(`${printed(findings)}\n`);
  process.exit(findings.some(({ level }) => level === 'bad') ? 1 : 0);
}
const gateway = await readConfig(command.config)
  .then((config) => createGateway(config))
  .catch((error: unknown) => fail(sentenceOf(error)));

let stopping = false;
async function stop(): Promise<void> {
  // Asked twice: somebody is in a hurry.
  if (stopping) process.exit(1);
  stopping = true;
  await gateway.close();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
