/**
 * Phones of people who are new: an endpoint and its AOR, by Asterisk's dynamic configuration, so that nobody edits `pjsip.conf` for a
 * colleague. One that stands there is left alone; a new one is as the owner's own phones are.
 */
import { AdapterError } from '../../error.ts';
import { type AriApi, isRefusal } from './api.ts';

/** As docs/adapters/asterisk.md has the phones. */
const DOCUMENTED: Record<string, string> = {
  context: 'ringback-devices',
  allow: 'opus,ulaw',
  direct_media: 'no',
  send_connected_line: 'no',
  rtp_timeout: '60',
  rtp_timeout_hold: '600',
};
/** What an owner sets for his phones beyond that. */
const COPIED = [
  ...Object.keys(DOCUMENTED),
  ...['transport', 'media_address', 'bind_rtp_to_media_address', 'from_domain', 'send_pai', 'dtmf_mode'],
  ...['language', 'message_context', 'media_use_received_transport', 'outbound_proxy'],
];
const AOR = { max_contacts: '5', remove_existing: 'yes' };

export const authOf = (endpoint: string): string => `${endpoint}-a,${endpoint}-b`;

export interface EndpointsOptions {
  api: Pick<AriApi, 'readConfig' | 'writeConfig'>;
  /** Those that Asterisk has. */
  known: () => Iterable<string>;
}

export interface Endpoints {
  /** `unsupported` where Asterisk's configuration has no place for it. */
  make(endpoint: string, displayName: string): Promise<void>;
  /** One that was made here shows this name; one of the owner's file stays as he wrote it. */
  rename(endpoint: string, displayName: string): Promise<void>;
}

const callerIdOf = (endpoint: string, name: string): string =>
  `"${name.replace(/["\\<>]/g, '')}" <${endpoint}>`;

export function createEndpoints({ api, known }: EndpointsOptions): Endpoints {
  /** What a phone of the owner has, where there is one. */
  async function pattern(): Promise<Record<string, string>> {
    for (const id of known()) {
      if (!/^\d{2,5}$/.test(id)) continue;
      const fields = await api.readConfig('endpoint', id);
      if (fields?.get('auth') !== authOf(id)) continue;
      const own = COPIED.map((key) => [key, plain(fields.get(key) ?? '')] as const);
      return Object.fromEntries(own.filter(([, value]) => value !== ''));
    }
    return {};
  }

  return {
    async make(endpoint, displayName) {
      const fields = {
        ...{ disallow: 'all', ...DOCUMENTED, ...(await pattern()), webrtc: 'yes' },
        ...{ aors: endpoint, auth: authOf(endpoint) },
        callerid: callerIdOf(endpoint, displayName),
      };
      try {
        await api.writeConfig('aor', endpoint, AOR);
        await api.writeConfig('endpoint', endpoint, fields);
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'unavailable') throw error;
        throw new AdapterError(
          'asterisk',
          'unsupported',
          `Asterisk has no phone ${endpoint}, and takes no new one`,
          {
            hint: `Write the lines of sorcery.conf in docs/adapters/asterisk.md and restart Asterisk, or add [${endpoint}] to pjsip.conf.`,
            cause: error,
          },
        );
      }
    },
    async rename(endpoint, displayName) {
      const callerid = callerIdOf(endpoint, displayName);
      const fields = await api.readConfig('endpoint', endpoint);
      if (!fields || fields.get('callerid') === callerid) return;
      await api.writeConfig('endpoint', endpoint, { callerid }).catch((error: unknown) => {
        // Asterisk writes nothing into a file.
        if (!isRefusal(error, 'forbidden')) throw error;
      });
    },
  };
}

/** Lists are told as `(opus|ulaw)` and written as `opus,ulaw`. */
const plain = (value: string): string => value.replace(/^\((.*)\)$/, '$1').replaceAll('|', ',');
