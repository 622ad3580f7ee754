/** SIP from hostile hands: RFC 4475, message by message (names as there), turned to our phone, to reach more than the check of the address. */
interface Hostile {
  name: string;
  text: string;
}

const CRLF = '\r\n';

interface Parts {
  start?: string;
  /** Put in the place of those of the same name; an empty value takes a header away. */
  headers?: Record<string, string>;
  /** Further lines, as they are. */
  lines?: string[];
  body?: string;
  type?: string;
}

const SDP = [
  'v=0',
  'o=mhandley 29739 7272939 IN IP4 192.0.2.3',
  's=-',
  'c=IN IP4 192.0.2.4',
  't=0 0',
  'm=audio 49217 RTP/AVP 0 12',
  'm=video 3227 RTP/AVP 31',
  'a=rtpmap:31 LPC',
  '',
].join(CRLF);

let calls = 0;

/** A request to the agent's phone, with whatever is wrong with it. */
export function request(
  method: string,
  { start, headers = {}, lines = [], body = '', type }: Parts = {},
): string {
  calls += 1;
  const all: Record<string, string> = {
    Via: `SIP/2.0/WS host.example.com;branch=z9hG4bKtorture${calls}`,
    'Max-Forwards': '70',
    From: '<sip:caller@example.net>;tag=3413an89KU',
    To: '<sip:101@127.0.0.1>',
    'Call-ID': `torture-${calls}.0ha0isndaksdj@10.0.0.1`,
    CSeq: `${calls} ${method}`,
    Contact: '<sip:caller@host5.example.net>',
    ...(body && { 'Content-Type': type ?? 'application/sdp' }),
    'Content-Length': String(new TextEncoder().encode(body).length),
    ...headers,
  };
  const named = Object.entries(all).filter(([, value]) => value !== '');
  const head = [
    start ?? `${method} sip:101@127.0.0.1 SIP/2.0`,
    ...named.map(([name, value]) => `${name}: ${value}`),
  ];
  return [...head, ...lines, '', body].join(CRLF);
}

const invite = (parts: Parts = {}): string => request('INVITE', { body: SDP, ...parts });
const options = (parts: Parts = {}): string => request('OPTIONS', parts);

export const TORTURE: readonly Hostile[] = [
  // 3.1.1, valid
  {
    name: 'wsinv: a short tortuous INVITE',
    text: [
      'INVITE sip:101@127.0.0.1;unknownparam SIP/2.0',
      'TO :',
      ' sip:101@127.0.0.1 ;   tag    = 1918181833n',
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      '  ;',
      '  tag = 98asjd8',
      'MaX-fOrWaRdS: 0068',
      'Call-ID: wsinv.ndaksdj@192.0.2.1',
      'Content-Length   : 0',
      'cseq: 0009',
      '  INVITE',
      'Via  : SIP  /   2.0',
      ' /UDP',
      '    192.0.2.2;branch=390skdjuw',
      's :',
      'NewFangledHeader:   newfangled value',
      ' continued newfangled value',
      'UnknownHeaderWithUnusualValue: ;;,,;;,;',
      'Content-Type: application/sdp',
      'Route:',
      ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
      'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
      '  branch  =   z9hG4bK9ikj8  ,',
      ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
      ' z9hG4bK30239',
      'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
      '      newvalue ;',
      '  secondparam ; q = 0.33',
      '',
      SDP,
    ].join(CRLF),
  },
  {
    name: 'intmeth: every character that a method may have',
    text: request("!interesting-Method0123456789_*+`.%indeed'~", {
      start:
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0",
      headers: { To: '"BEL:\u0007 NUL:\u0000 DEL:\u007f" <sip:1_unusual.URI~@example.com>' },
      lines: ["extensionHeader-!.%*+_`'~:大停電"],
    }),
  },
  {
    name: 'esc01: escapes in the URI',
    text: invite({
      start: 'INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0',
      headers: { To: 'sip:%75se%72@example.com', From: '<sip:I%20have%20spaces@example.net>;tag=938' },
    }),
  },
  {
    name: 'escnull: escaped NUL in URIs',
    text: invite({
      headers: { To: 'sip:null-%00-null@example.com', From: 'sip:null-%00-null@example.com;tag=839923423' },
    }),
  },
  {
    name: 'esc02: % that is no escape',
    text: request('RE%47IST%45R', {
      headers: { From: '"%Z%45" <sip:resource@example.com>;tag=f232jadfj23' },
    }),
  },
  {
    name: 'lwsdisp: no space between name and <',
    text: options({ headers: { From: 'caller<sip:caller@example.com>;tag=323' } }),
  },
  {
    name: 'longreq: long values everywhere',
    text: invite({
      headers: {
        To: `"I have a user name of ${'extreme'.repeat(200)} proportion"<sip:101@127.0.0.1:6000;unknownparam1=${'very'.repeat(100)}long>`,
        From: `sip:${'amazinglylongcallername'.repeat(20)}@example.net;tag=12${'982'.repeat(50)}424;unknown${'header'.repeat(30)}paramname=unknown${'value'.repeat(40)}`,
        'Call-ID': `longreq.one${'really'.repeat(20)}longcallid`,
      },
      lines: [
        `Unknown-${'Long'.repeat(20)}-Name: unknown-${'long'.repeat(20)}-value`,
        ...Array.from({ length: 34 }, (_, hop) => `Via: SIP/2.0/TCP sip${hop}.example.com`),
      ],
    }),
  },
  {
    name: 'dblreq: another request after the body',
    text: `${request('REGISTER', { headers: { 'Content-Length': '0' } })}${invite()}`,
  },
  {
    name: 'semiuri: semicolon in the user part',
    text: options({ start: 'OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0' }),
  },
  {
    name: 'transports: transports that there are not',
    text: options({
      lines: ['UDP', 'SCTP', 'TLS', 'UNKNOWN'].map(
        (name) => `Via: SIP/2.0/${name} t.example.com;branch=z9hG4bK${name}`,
      ),
    }),
  },
  {
    name: 'mpart01: a body of several parts, one of them binary',
    text: request('MESSAGE', {
      type: 'multipart/mixed;boundary=7a9cbec02ceef655',
      body: `--7a9cbec02ceef655${CRLF}Content-Type: text/plain${CRLF}${CRLF}Hello${CRLF}--7a9cbec02ceef655${CRLF}Content-Type: application/octet-stream${CRLF}${CRLF}\u0000\u0001\u0082\u00ff${CRLF}--7a9cbec02ceef655--`,
    }),
  },
  {
    name: 'unreason: a reason in another script',
    text: `SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое${CRLF}${options().split(CRLF).slice(1).join(CRLF)}`,
  },
  {
    name: 'noreason: no reason at all',
    text: `SIP/2.0 100 ${CRLF}${options().split(CRLF).slice(1).join(CRLF)}`,
  },
  // 3.1.2, invalid
  {
    name: 'badinv01: separators with nothing between',
    text: invite({
      headers: { Contact: '"Joe" <sip:joe@example.org>;;;;', Via: 'SIP/2.0/WS 192.0.2.15;;,;,,' },
    }),
  },
  { name: 'clerr: longer than it is', text: invite({ headers: { 'Content-Length': '9999' } }) },
  { name: 'ncl: negative length', text: invite({ headers: { 'Content-Length': '-999' } }) },
  {
    name: 'scalar02: numbers beyond all bounds',
    text: request('REGISTER', {
      headers: { CSeq: '36893488147419103232 REGISTER', 'Max-Forwards': '300' },
      lines: ['Expires: 10000000000000000000000000000000000000000000000000000000000000'],
    }),
  },
  {
    name: 'scalarlg: numbers beyond all bounds in an answer',
    text: `SIP/2.0 503 Service Unavailable${CRLF}${options({
      headers: { CSeq: '9292394834772304023312 OPTIONS' },
      lines: ['Retry-After: 949302838503028349304023988', 'Warning: 1812 overture "In Progress"'],
    })
      .split(CRLF)
      .slice(1)
      .join(CRLF)}`,
  },
  {
    name: 'quotbal: a quote that does not end',
    text: invite({ headers: { To: '"Mr. J. User <sip:j.user@example.com>' } }),
  },
  { name: 'ltgtruri: <> around the URI', text: invite({ start: 'INVITE <sip:101@127.0.0.1> SIP/2.0' }) },
  { name: 'lwsruri: a space in the URI', text: invite({ start: 'INVITE sip:101@127.0.0.1; lr SIP/2.0' }) },
  {
    name: 'lwsstart: spaces in the first line',
    text: invite({ start: 'INVITE  sip:101@127.0.0.1  SIP/2.0' }),
  },
  {
    name: 'trws: spaces behind the first line',
    text: options({ start: 'OPTIONS sip:101@127.0.0.1 SIP/2.0  ' }),
  },
  {
    name: 'escruri: headers in the URI',
    text: invite({ start: 'INVITE sip:101@127.0.0.1?Route=%3Csip:example.com%3E SIP/2.0' }),
  },
  {
    name: 'baddate: a date of another zone',
    text: invite({ lines: ['Date: Fri, 01 Jan 2010 16:00:00 EST'] }),
  },
  {
    name: 'regbadct: headers of a URI without <>',
    text: request('REGISTER', {
      headers: { Contact: 'sip:user@example.com?Route=%3Csip:sip.example.com%3E' },
    }),
  },
  {
    name: 'badaspec: spaces in an address',
    text: options({ headers: { To: '"Watson, Thomas" < sip:t.watson@example.org >' } }),
  },
  {
    name: 'baddn: characters that no bare name may have',
    text: options({ headers: { From: 'Bell, Alexander <sip:a.g.bell@example.com>;tag=43' } }),
  },
  {
    name: 'badvers: another version',
    text: options({
      start: 'OPTIONS sip:101@127.0.0.1 SIP/7.0',
      headers: { Via: 'SIP/7.0/WS c.example.com;branch=z9hG4bKkdjuw' },
    }),
  },
  { name: 'mismatch01: another method in CSeq', text: options({ headers: { CSeq: '8 INVITE' } }) },
  {
    name: 'mismatch02: a method that nobody knows, and INVITE in CSeq',
    text: request('NEWMETHOD', { headers: { CSeq: '8 INVITE' }, body: SDP }),
  },
  {
    name: 'bigcode: a status that is none',
    text: `SIP/2.0 4294967301 better not break the receiver${CRLF}${options().split(CRLF).slice(1).join(CRLF)}`,
  },
  // 3.2
  {
    name: 'badbranch: nothing behind the cookie',
    text: options({ headers: { Via: 'SIP/2.0/WS 192.0.2.1;branch=z9hG4bK' } }),
  },
  // 3.3
  {
    name: 'insuf: what every request must have is missing',
    text: invite({ headers: { 'Call-ID': '', From: '', To: '' } }),
  },
  {
    name: 'unkscm: a scheme that nobody knows',
    text: options({ start: 'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0' }),
  },
  {
    name: 'novelsc: a scheme of the web',
    text: options({ start: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
  },
  {
    name: 'unksm2: such schemes in headers',
    text: request('REGISTER', {
      headers: { To: 'isbn:2983792873', From: '<http://www.example.com>;tag=3234233' },
    }),
  },
  {
    name: 'bext01: asks for what nobody can',
    text: options({
      lines: [
        'Require: nothingSupportsThis, nothingSupportsThisEither',
        'Proxy-Require: noProxiesSupportThis',
      ],
    }),
  },
  {
    name: 'invut: a body that nobody knows',
    text: invite({ type: 'application/unknownformat', body: '<audio><pcmu port="443"/></audio>' }),
  },
  {
    name: 'regaut01: a scheme of authorization that nobody knows',
    text: request('REGISTER', { lines: ['Authorization: NoOneKnowsThisScheme opaque-data=here'] }),
  },
  {
    name: 'multi01: every single header twice',
    text: invite({
      lines: [
        'CSeq: 5 INVITE',
        'Call-ID: multi01.98asdh@192.0.2.2',
        'From: <sip:other@example.net>;tag=2',
        'To: <sip:other@127.0.0.1>',
        'Max-Forwards: 5',
      ],
    }),
  },
  {
    name: 'mcl01: two lengths',
    text: options({
      headers: { 'Content-Length': '13' },
      lines: ['Content-Length: 5'],
      body: 'There’s no way',
    }),
  },
  {
    name: 'bcast: an answer sent to all',
    text: `SIP/2.0 200 OK${CRLF}${invite({
      headers: { Via: 'SIP/2.0/WS 255.255.255.255;branch=z9hG4bK1saber23' },
    })
      .split(CRLF)
      .slice(1)
      .join(CRLF)}`,
  },
  { name: 'zeromf: no hop left', text: options({ headers: { 'Max-Forwards': '0' } }) },
  {
    name: 'cparam01: parameters of a contact without <>',
    text: request('REGISTER', { headers: { Contact: 'sip:+19725552222@gw1.example.net;unknownparam' } }),
  },
  {
    name: 'cparam02: the same within <>',
    text: request('REGISTER', { headers: { Contact: '<sip:+19725552222@gw1.example.net;unknownparam>' } }),
  },
  {
    name: 'regescrt: an escaped route',
    text: request('REGISTER', {
      headers: { Contact: '<sip:user@example.com?Route=%3Csip:sip.example.com%3E>' },
    }),
  },
  {
    name: 'sdp01: accepts no description of a session',
    text: invite({ body: '', lines: ['Accept: text/nobodyKnowsThis'] }),
  },
  // 3.4
  {
    name: 'inv2543: as before RFC 3261',
    text: invite({
      headers: {
        Via: 'SIP/2.0/WS iftgw.example.com',
        From: '<sip:+13035551111@ift.client.example.net;user=phone>',
        'Max-Forwards': '',
      },
    }),
  },
  // Beyond the RFC: names and scripts
  {
    name: 'a name of 40 kB',
    text: invite({ headers: { From: `"${'Ы'.repeat(20_000)}" <sip:+380671234501@example.net>;tag=1` } }),
  },
  {
    name: 'a script as the name',
    text: invite({
      headers: {
        From: '"<img src=x onerror=alert(1)><script>alert(1)</script>" <sip:+380671234501@example.net>;tag=1',
      },
    }),
  },
  { name: 'a script as the call', text: invite({ lines: ['X-Ringback-Call: <script>alert(1)</script>'] }) },
  { name: 'a call named as what every object has', text: invite({ lines: ['X-Ringback-Call: __proto__'] }) },
  {
    name: 'an escape in the user that is none',
    text: invite({ headers: { From: '<sip:100%25@example.net>;tag=1' } }),
  },
  {
    name: 'a script in the user',
    text: invite({ headers: { From: '<sip:%3Cscript%3Ealert(1)%3C%2Fscript%3E@example.net>;tag=1' } }),
  },
  {
    name: 'an order to answer that is none',
    text: invite({
      lines: [
        'Call-Info: ;;;answer-after=;',
        'Alert-Info: <http://[>;info=',
        `X-Ringback-Auto-Answer: ${'1'.repeat(9_000)}x`,
      ],
    }),
  },
  { name: 'BYE for no call', text: request('BYE', { headers: { To: '<sip:101@127.0.0.1>;tag=none' } }) },
  { name: 'CANCEL for no call', text: request('CANCEL') },
  { name: 'REFER for no call', text: request('REFER', { lines: ['Refer-To: <javascript:alert(1)>'] }) },
  {
    name: 'NOTIFY for nothing',
    text: request('NOTIFY', { lines: ['Event: ', 'Subscription-State: active;expires=x'] }),
  },
  { name: 'zeros', text: '\0'.repeat(3_000) },
  { name: 'JSON', text: '{"id":1,"method":"hangup"}' },
  { name: 'a first line alone', text: 'INVITE sip:101@127.0.0.1 SIP/2.0' },
  { name: '50 kB without an end of line', text: 'A'.repeat(50_000) },
];
