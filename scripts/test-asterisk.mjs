/** `npm run test:asterisk`: the `Pbx` conformance suite and the stories of a call on a real Asterisk, which is fetched once. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runAll } from './runners.mjs';
import { checkNode, fail, installChromium, installPackages, ROOT } from './setup.mjs';

/** Some 80 MB from the Debian mirror of this machine's own apt sources; nothing is installed. */
function fetchAsterisk() {
  const folder = join(ROOT, '.cache', 'asterisk');
  if (existsSync(folder)) return;
  console.log('Fetching Asterisk (about half a minute, once)…');
  try {
    execFileSync(join(ROOT, 'packages/testing/src/node/fetch-asterisk.sh'), [folder], { stdio: 'inherit' });
  } catch {
    fail(
      'Asterisk could not be fetched; see the line above, check the network, and run the same command again.',
    );
  }
}

checkNode();
installPackages();
installChromium();
fetchAsterisk();
process.exitCode = await runAll(['asterisk-contract', 'asterisk-e2e']);
