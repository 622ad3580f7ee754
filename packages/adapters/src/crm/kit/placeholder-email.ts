/**
 * Most shops refuse a customer without an e-mail address, and who calls has given none. Such a customer gets an address that is made of
 * his number; `.invalid` is a domain that no letter ever reaches (RFC 2606). Nobody is shown it.
 */
export const PLACEHOLDER_DOMAIN = 'phone.invalid';

export function placeholderEmail(e164: string): string {
  return `${e164.replace(/\D/g, '')}@${PLACEHOLDER_DOMAIN}`;
}

/** The address that a person has given, or `undefined`. */
export function realEmail(email: string | null | undefined): string | undefined {
  const written = email?.trim() ?? '';
  return written === '' || written.endsWith(`@${PLACEHOLDER_DOMAIN}`) ? undefined : written;
}
