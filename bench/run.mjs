/** `npm run bench -- <name>`: brings what is missing, then runs one benchmark under the pinned Node. */
import { checkNode, fetchAsterisk, installChromium, installPackages, run } from '../scripts/setup.mjs';

checkNode();
installPackages();
installChromium();
if (process.argv[2] === 'recovery') fetchAsterisk();
process.exitCode = await run('node', ['--conditions=source', 'bench/harness.ts', ...process.argv.slice(2)]);
