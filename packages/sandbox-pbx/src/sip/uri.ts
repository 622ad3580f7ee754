/** URIs and name-addr values of SIP headers, as far as a PBX of WebSocket phones needs them (RFC 3261 §19.1, §20.10). */

export interface SipUri {
  scheme: string;
  user: string;
  host: string;
  params: Map<string, string>;
  /** As it stood on the wire: a request to a contact must repeat it exactly. */
  text: string;
}

export interface NameAddr {
  name: string;
  uri: SipUri;
  params: Map<string, string>;
}

/** `undefined` for whatever is no `sip:` or `sips:` URI. */
export function parseUri(text: string): SipUri | undefined {
  const match = /^(sips?):(?:([^@;?\s<>]*)@)?([^@;?\s<>]+)((?:;[^?\s<>]*)?)(?:\?[^\s<>]*)?$/i.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const user = decode((match[2] ?? '').split(':')[0] ?? '');
  if (user === undefined) return undefined;
  return {
    scheme: match[1]!.toLowerCase(),
    user,
    host: match[3]!.toLowerCase(),
    params: parseParams(match[4] ?? ''),
    text: text.trim(),
  };
}

/** `"Name" <sip:…>;tag=…`, `<sip:…>` or `sip:…;tag=…` (parameters outside angle brackets belong to the header). */
export function parseNameAddr(value: string): NameAddr | undefined {
  // No two neighbouring parts can match the same character, so that no header makes this slow.
  const text = value.trim();
  const bracketed = /^(?:"((?:[^"\\]|\\.)*)"\s*|([^"<]*))<([^<>]+)>\s*((?:;.*)?)$/.exec(text);
  if (bracketed) {
    const uri = parseUri(bracketed[3]!);
    const name = bracketed[1]?.replace(/\\(.)/g, '$1') ?? bracketed[2]?.trim() ?? '';
    return uri && { name, uri, params: parseParams(bracketed[4] ?? '') };
  }
  const bare = /^([^\s;<>"]+)\s*((?:;.*)?)$/.exec(text);
  const uri = bare ? parseUri(bare[1]!) : undefined;
  return uri && { name: '', uri, params: parseParams(bare![2] ?? '') };
}

/** `;a=b;c;d="e"` as a map with lower-case keys. */
export function parseParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const part of splitOutsideQuotes(text, ';')) {
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    if (key) params.set(key, at < 0 ? '' : unquote(part.slice(at + 1).trim()));
  }
  return params;
}

/** Splits a header's list at commas that stand neither in quotes nor in angle brackets. */
export function splitList(text: string): string[] {
  return splitOutsideQuotes(text, ',')
    .map((part) => part.trim())
    .filter(Boolean);
}

export function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** Writes a name-addr from parts that people typed: nothing in them can end the header. */
export function formatNameAddr(name: string, user: string, host: string): string {
  const clean = name
    .replace(/[\u0000-\u001f\u007f]/g, ' ')
    .trim()
    .slice(0, 100);
  const quoted = clean ? `"${clean.replace(/["\\]/g, '\\$&')}" ` : '';
  return `${quoted}<sip:${encodeUser(user)}@${host}>`;
}

export function encodeUser(user: string): string {
  return encodeURIComponent(user).replace(/%2B/g, '+').replace(/%23/g, '#');
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let angle = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quoted && char === '\\') {
      part += char + (text[++i] ?? '');
      continue;
    }
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '<') angle = true;
    else if (!quoted && char === '>') angle = false;
    if (char === separator && !quoted && !angle) {
      parts.push(part);
      part = '';
    } else part += char;
  }
  parts.push(part);
  return parts;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
