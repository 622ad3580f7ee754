/** `npm run soak`: many callbacks, each with a gateway that is killed on the way. `npm run soak -- 200 7`: 200 rounds, seed 7. */
import { checkNode, installPackages, run } from './setup.mjs';

checkNode();
installPackages();
process.exitCode = await run('node', ['--conditions=source', 'e2e/soak.ts', ...process.argv.slice(2)]);
