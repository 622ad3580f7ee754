#!/usr/bin/env node
/** `ringback --config ringback.config.json`: starts a gateway, and stops it on Ctrl-C. */
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

function configPath(): string {
  try {
    return parseArgs({ options: { config: { type: 'string', default: 'ringback.config.json' } } }).values
      .config;
  } catch (error) {
    return fail(`${(error as Error).message}\nUsage: ringback [--config ringback.config.json]`);
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
const gateway = await readConfig(configPath())
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
