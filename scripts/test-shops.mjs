/** `npm run test:shops`: adapters on a real Vendure shop, which is installed once, and on real PHP with our OpenCart extension. */
import { runAll } from './runners.mjs';
import { checkNode, fetchVendure, installChromium, installPackages, installPhp } from './setup.mjs';

checkNode();
installPackages();
installChromium();
fetchVendure();
installPhp();
process.exitCode = await runAll(['shops', 'shops-e2e']);
