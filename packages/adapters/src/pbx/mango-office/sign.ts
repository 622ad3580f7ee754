/** The one signature of this API, for what we send and for what MANGO sends. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface Secrets {
  apiKey: string;
  apiSalt: string;
}

/** Of exactly the text that is sent: one space more is another signature. */
export function sign({ apiKey, apiSalt }: Secrets, text: string): string {
  return createHash('sha256').update(`${apiKey}${text}${apiSalt}`, 'utf8').digest('hex');
}

/** Of a recording's link: it ends at `expires`, in seconds since 1970. */
export function signLink(
  { apiKey, apiSalt }: Secrets,
  link: { expires: number; recordingId: string },
): string {
  return createHash('sha256')
    .update(`${apiKey}${link.expires}${link.recordingId}${apiSalt}`, 'utf8')
    .digest('hex');
}

/** In a time that says nothing of where they differ. */
export function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text, 'utf8').digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}

export function signedForm(secrets: Secrets, json: string): URLSearchParams {
  return new URLSearchParams({ vpbx_api_key: secrets.apiKey, sign: sign(secrets, json), json });
}
