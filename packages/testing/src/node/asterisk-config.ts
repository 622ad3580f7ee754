/**
 * A configuration as an owner would write it (docs/adapters/asterisk.md), confined to 127.0.0.1: agents' phones 100–102, a
 * `visitor` that plays the trunk and the world behind it, and a dialplan that hands every call to Ringback.
 */

export interface AsteriskConfigInput {
  /** Where Asterisk was unpacked. */
  root: string;
  /** A folder of its own, writable. */
  state: string;
  httpPort: number;
  amiPort: number;
  rtpStart: number;
  rtpPorts: number;
  ariUser: string;
  ariPassword: string;
  visitorPassword: string;
  /** The machine's own IPv4 address: the ICE candidate that is then told as 127.0.0.1. */
  hostAddress: string;
  agents: readonly { extension: string; name: string }[];
  /** With a certificate, `keys/fullchain.pem` and `keys/privkey.pem` of `state`. */
  tls?: { httpsPort: number; sipPort: number };
}

/** File name → content, for the folder `etc`. */
export function asteriskFiles(input: AsteriskConfigInput): Record<string, string> {
  return {
    'asterisk.conf': asteriskConf(input),
    'modules.conf': [
      '[modules]',
      'autoload=yes',
      ...NOT_LOADED.map((module) => `noload => ${module}.so`),
      '',
    ].join('\n'),
    'logger.conf': '[general]\n[logfiles]\nfull => notice,warning,error,verbose(3)\n',
    'http.conf': httpConf(input),
    'ari.conf': `[general]\nenabled=yes\npretty=no\n\n[${input.ariUser}]\ntype=user\nread_only=no\npassword=${input.ariPassword}\npassword_format=plain\n`,
    'manager.conf': `[general]\nenabled=yes\nbindaddr=127.0.0.1\nport=${input.amiPort}\n\n[${input.ariUser}]\nsecret=${input.ariPassword}\nread=security\nwrite=\n`,
    'rtp.conf': rtpConf(input),
    'sorcery.conf': SORCERY,
    'pjsip.conf': pjsipConf(input),
    'extensions.conf': EXTENSIONS,
    'musiconhold.conf': `[default]\nmode=files\ndirectory=${input.root}/usr/share/asterisk/sounds/en\n`,
    'indications.conf': INDICATIONS,
    ...Object.fromEntries(EMPTY_FILES.map((name) => [`${name}.conf`, ''])),
  };
}

function httpConf({ httpPort, state, tls }: AsteriskConfigInput): string {
  const secure = tls
    ? `tlsenable=yes
tlsbindaddr=127.0.0.1:${tls.httpsPort}
tlscertfile=${state}/keys/fullchain.pem
tlsprivatekey=${state}/keys/privkey.pem
`
    : '';
  return `[general]\nenabled=yes\nservername=\nbindaddr=127.0.0.1\nbindport=${httpPort}\nsessionlimit=1000\n${secure}`;
}

function asteriskConf({ root, state }: AsteriskConfigInput): string {
  return `[directories]
astcachedir => ${state}/run
astetcdir => ${state}/etc
astmoddir => ${root}/usr/lib/${multiarch()}/asterisk/modules
astvarlibdir => ${state}/lib
astdbdir => ${state}/db
astkeydir => ${state}/keys
astdatadir => ${root}/usr/share/asterisk
astagidir => ${root}/usr/share/asterisk/agi-bin
astspooldir => ${state}/spool
astrundir => ${state}/run
astlogdir => ${state}/log

[options]
documentation_language = en_US
`;
}

/** Debian's name for this machine's kind of libraries. */
export function multiarch(): string {
  return process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
}

/**
 * Asterisk never offers 127/8 as an ICE candidate. It does offer the machine's own address, and the last section writes that
 * down as 127.0.0.1, where `bind_rtp_to_media_address` has put the socket: browsers only ever talk to the loopback.
 */
function rtpConf({ rtpStart, rtpPorts, hostAddress }: AsteriskConfigInput): string {
  return `[general]
rtpstart=${rtpStart}
rtpend=${rtpStart + rtpPorts - 1}
icesupport=yes
strictrtp=yes

[ice_host_candidates]
${hostAddress} => 127.0.0.1
`;
}

/** Passwords of agents are no part of the files: Ringback writes them, and lets them expire. So are the phones of new agents. */
const SORCERY = `[res_pjsip]
endpoint=config,pjsip.conf,criteria=type=endpoint
endpoint=astdb,ringback_endpoint
aor=config,pjsip.conf,criteria=type=aor
aor=astdb,ringback_aor
auth=config,pjsip.conf,criteria=type=auth
auth=astdb,ringback_auth

[acl]
acl=config,pjsip.conf,criteria=type=acl
acl=memory
`;

function pjsipConf({ agents, visitorPassword, state, tls }: AsteriskConfigInput): string {
  return [
    PJSIP_COMMON,
    tls
      ? `
[transport-wss]
type=transport
protocol=wss
bind=127.0.0.1

[transport-tls]
type=transport
protocol=tls
bind=127.0.0.1:${tls.sipPort}
cert_file=${state}/keys/fullchain.pem
priv_key_file=${state}/keys/privkey.pem
method=tlsv1_2
`
      : '',
    ...agents.map(
      ({ extension, name }) => `
[${extension}](phone)
aors=${extension}
auth=${extension}-a,${extension}-b
callerid="${name}" <${extension}>

[${extension}](aor)
`,
    ),
    `
; Browsers of visitors who call from a page: they may call in, and cannot be called.
[visitors](phone)
auth=visitors-a,visitors-b

; Plays the provider's trunk: it says who calls (P-Asserted-Identity), and every number rings there.
[visitor](phone)
context=ringback-trunk
aors=visitor
auth=visitor
trust_id_inbound=yes

[visitor](aor)

[visitor]
type=auth
auth_type=userpass
username=visitor
password=${visitorPassword}

; The same world by G.711 over plain RTP: what it hears has been through no jitter buffer.
[plain-visitor](phone)
webrtc=no
ice_support=no
use_avpf=no
media_encryption=no
rtcp_mux=no
disallow=all
allow=ulaw
context=ringback-trunk
aors=plain-visitor
auth=visitor
trust_id_inbound=yes

[plain-visitor](aor)
`,
  ].join('');
}

const PJSIP_COMMON = `[global]
type=global
user_agent=PBX

[transport-ws]
type=transport
protocol=ws
bind=127.0.0.1

[phone](!)
type=endpoint
context=ringback-devices
disallow=all
allow=opus,ulaw
webrtc=yes
media_address=127.0.0.1
bind_rtp_to_media_address=yes
from_domain=127.0.0.1
send_pai=yes
; Else joining two legs sends each a re-INVITE, which a hold at that moment would collide with.
send_connected_line=no
direct_media=no
; A call whose page never comes back ends by itself.
rtp_timeout=60
rtp_timeout_hold=600

[aor](!)
type=aor
max_contacts=5
remove_existing=yes
`;

/** The two lines that an owner adds: whatever happens on them is Ringback's. */
const EXTENSIONS = `[general]
static=yes
writeprotect=yes

[ringback-devices]
exten => _[+0-9*#]!,1,Stasis(ringback,device,\${CHANNEL(endpoint)},\${PJSIP_HEADER(read,X-Ringback-Call)},\${CHANNEL(pjsip,remote_addr)})
 same => n,Hangup()

include => echo

[ringback-trunk]
exten => _[+0-9*#]!,1,Stasis(ringback,trunk)
 same => n,Hangup()

include => echo

; Answers by itself and sends back what it hears: nothing of ours is in between.
[echo]
exten => echo,1,Answer()
 same => n,Echo()
`;

const INDICATIONS = `[general]
country=us

[us]
description=United States
ringcadence=2000,4000
dial=350+440
busy=480+620/500,0/500
ring=440+480/2000,0/4000
congestion=480+620/250,0/250
`;

/** Modules that would look for hardware, databases or files that are not there. */
const NOT_LOADED = [
  'chan_iax2',
  'chan_dahdi',
  'chan_mobile',
  'chan_unistim',
  'chan_motif',
  'res_xmpp',
  'pbx_dundi',
  'pbx_ael',
  'pbx_lua',
  'res_snmp',
  'res_corosync',
  'res_calendar',
  'res_phoneprov',
  'res_pjsip_phoneprov_provider',
  'res_config_ldap',
  'res_config_pgsql',
  'res_config_odbc',
  'res_odbc',
  'res_hep',
  'res_hep_pjsip',
  'res_hep_rtcp',
  'res_stun_monitor',
  'res_fax',
  'res_geolocation',
  'res_stir_shaken',
  'res_prometheus',
  'res_statsd',
  'res_chan_stats',
  'res_endpoint_stats',
  'cdr_pgsql',
  'cdr_odbc',
  'cdr_adaptive_odbc',
  'cdr_tds',
  'cdr_radius',
  'cdr_beanstalkd',
  'cel_pgsql',
  'cel_odbc',
  'cel_tds',
  'cel_radius',
  'cel_beanstalkd',
  'app_voicemail',
  'app_voicemail_imap',
  'app_voicemail_odbc',
  'app_minivm',
  'app_adsiprog',
  'app_getcpeid',
  'app_festival',
  'app_queue',
];

const EMPTY_FILES = [
  'features',
  'cdr',
  'cel',
  'confbridge',
  'stasis',
  'acl',
  'udptl',
  'ccss',
  'pjproject',
  'pjsip_wizard',
  'aeap',
  'websocket_client',
  'chan_websocket',
  'pjsip_notify',
  'res_parking',
  'cli_aliases',
  'res_config_sqlite3',
];
