/** `npm run bench -- <name>`: brings what is missing, then runs one benchmark under the pinned Node. */
import {
  checkNode,
  fetchAsterisk,
  installChromium,
  installPackages,
  installSipp,
  run,
} from '../scripts/setup.mjs';

checkNode();
installPackages();
installChromium();
if (['recovery', 'routing'].includes(process.argv[2])) fetchAsterisk();
if (process.argv[2] === 'routing') installSipp();
process.exitCode = await run('node', ['--conditions=source', 'bench/harness.ts', ...process.argv.slice(2)]);
