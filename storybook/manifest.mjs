/** Reads the elements' class headers into custom-elements.json: docs, controls and editors live on it. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync('cem', ['analyze', '--quiet', '--config', 'storybook/cem.config.mjs'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
