/**
 * cal.com's embed as npm has it, unpacked into the cache. It is AGPL: run beside ours as a page of its own, and part of nothing.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../examples/demo/processes.ts';

const PACKAGE = '@calcom/embed-core@1.5.3';

/** The folder with `embed.js`. */
export function fetchRival(): string {
  const folder = join(ROOT, '.cache/bench/cal');
  const embed = join(folder, 'package/dist/embed');
  if (existsSync(join(embed, 'embed.js'))) return embed;
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`${PACKAGE} could not be fetched.`);
  execFileSync('tar', ['xzf', join(folder, archive), '-C', folder]);
  return embed;
}

/** Its floating button, by the snippet that it tells owners to paste. */
export const rivalTag = (origin: string): string => `<script>
(function (C, A, L) { let p = function (a, ar) { a.q.push(ar); }; let d = C.document; C.Cal = C.Cal || function () { let cal = C.Cal; let ar = arguments; if (!cal.loaded) { cal.ns = {}; cal.q = cal.q || []; d.head.appendChild(d.createElement("script")).src = A; cal.loaded = true; } if (ar[0] === L) { const api = function () { p(api, arguments); }; const namespace = ar[1]; api.q = api.q || []; if (typeof namespace === "string") { cal.ns[namespace] = cal.ns[namespace] || api; p(cal.ns[namespace], ar); p(cal, ["initNamespace", namespace]); } else p(cal, ar); return; } p(cal, ar); }; })(window, "${origin}/embed/embed.js", "init");
Cal("init", { origin: "${origin}" });
Cal("floatingButton", { calLink: "shop/call" });
</script>`;
