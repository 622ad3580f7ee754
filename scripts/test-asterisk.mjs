/** `npm run test:asterisk`: the `Pbx` conformance suite and the stories of a call on a real Asterisk, which is fetched once. */
import { runAll } from './runners.mjs';
import { checkNode, fetchAsterisk, installChromium, installPackages, installSipp } from './setup.mjs';

checkNode();
installPackages();
installChromium();
installSipp();
fetchAsterisk();
process.exitCode = await runAll(['asterisk-contract', 'asterisk-e2e']);
