/** Whose certificates are believed. */
import { rootCertificates } from 'node:tls';
import type { MailSettings } from './manifest.ts';

/** The firm's own authority is believed besides the known ones, and not instead of them. */
export function trustOf({ authority }: MailSettings): { ca?: string[]; minVersion: 'TLSv1.2' } {
  return {
    minVersion: 'TLSv1.2',
    ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }),
  };
}

/** Node's codes of a certificate that is not believed. */
const NOT_BELIEVED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** nodemailer puts its own code in front, and Node's stands in the cause or the text. */
export function isNotBelieved(error: unknown): boolean {
  const { code, cause, message } = error as { code?: unknown; cause?: unknown; message?: unknown };
  return (
    NOT_BELIEVED.includes(String(code)) ||
    /self[- ]signed certificate|unable to (verify|get)|certificate has expired|altnames/i.test(
      String(message),
    ) ||
    (typeof cause === 'object' && cause !== null && isNotBelieved(cause))
  );
}
