/** `npm run test:shops`: adapters on a real Vendure shop, which is installed once, and on real PHP with our OpenCart extension. */
import { runAll } from './runners.mjs';
import { checkNode, fetchVendure, installPackages, installPhp } from './setup.mjs';

checkNode();
installPackages();
fetchVendure();
installPhp();
process.exitCode = await runAll(['shops']);
