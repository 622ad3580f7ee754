/**
 * What of JsSIP no phone of ours uses: subscriptions (RFC 6665), and its log, whose lines would carry names and numbers. What stands in for
 * them says what a phone says that does not know them: this method is not allowed (RFC 3261, 8.2.1).
 */
import type { Plugin } from 'vite';

const SILENT = `const silent = () => () => {};
module.exports = Object.assign(silent, { default: silent, disable() {} });`;
const NO_NOTIFIER = 'module.exports = { init_incoming: (request) => request.reply(405) };';

/** What stands in, by the name under which JsSIP requires the part. */
const PARTS: Record<string, string> = {
  debug: SILENT,
  './Notifier': NO_NOTIFIER,
  './Subscriber': 'module.exports = {};',
};
const ID = '\0ringback:jssip/';

/** Takes four kilobytes off a bundle, and fails the build when another JsSIP has no such parts any more. */
export function leanJssip(): Plugin {
  const met = new Set<string>();
  return {
    name: 'ringback:lean-jssip',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer?.includes('/jssip/lib/') || !Object.hasOwn(PARTS, source)) return null;
      met.add(source);
      return ID + source;
    },
    load: (id) => (id.startsWith(ID) ? (PARTS[id.slice(ID.length)] ?? null) : null),
    buildEnd() {
      const missing = Object.keys(PARTS).filter((part) => !met.has(part));
      if (met.size > 0 && missing.length > 0)
        throw new Error(`JsSIP does not require ${missing.join(', ')} any more: look at this plugin again.`);
    },
  };
}
