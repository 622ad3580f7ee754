/** `npm run test:shops`: adapters on a real Vendure shop, which is installed once, on real PHP with our OpenCart extension, and letters on a real mail server. */
import { runAll } from './runners.mjs';
import {
  checkNode,
  fetchVendure,
  installChromium,
  installDovecot,
  installPackages,
  installPhp,
} from './setup.mjs';

checkNode();
installPackages();
installChromium();
fetchVendure();
installPhp();
installDovecot();
process.exitCode = await runAll(['shops', 'shops-e2e']);
