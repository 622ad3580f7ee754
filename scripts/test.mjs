/**
 * `npm test`: unit and contract tests (vitest), element tests in Chromium (web-test-runner), stories, and the five stories of a
 * call through the sandbox PBX (Playwright). Every runner runs even when one before it failed; the sum is the last line.
 */
import { checkNode, installChromium, installEspeak, installPackages } from './setup.mjs';
import { runAll } from './runners.mjs';

checkNode();
installPackages();
installChromium();
installEspeak();
process.exitCode = await runAll(['vitest', 'elements', 'stories', 'e2e']);
