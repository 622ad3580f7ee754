/** `npm start`: from a fresh clone to the running demo. */
import { checkNode, installPackages, run } from './setup.mjs';

checkNode();
installPackages();
process.exitCode = await run('node', [
  '--conditions=source',
  'examples/demo/main.ts',
  ...process.argv.slice(2),
]);
