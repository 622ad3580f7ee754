/** `npm run test:vendure`: the Vendure adapter on a real Vendure shop, which is installed once. */
import { runAll } from './runners.mjs';
import { checkNode, fetchVendure, installPackages } from './setup.mjs';

checkNode();
installPackages();
fetchVendure();
process.exitCode = await runAll(['vendure']);
