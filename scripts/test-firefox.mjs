/** `npm run test:firefox`: the element tests of bar and callback widget, and one call, in a second browser. */
import { runAll } from './runners.mjs';
import { checkNode, installChromium, installFirefox, installPackages } from './setup.mjs';

checkNode();
installPackages();
installChromium();
installFirefox();
process.exitCode = await runAll(['firefox-elements', 'firefox-e2e']);
