/** Where a visitor seems to be, by the time zone of his browser: nobody is looked up by his address. */
import type { Site } from '@ringback/model';

/** Not in the language's own library yet; without it the zone says nothing. */
type Zones = Intl.Locale & { getTimeZones?(): string[] | undefined };

/** Of those that the site calls; the site's own where the zone says nothing. */
export function visitorCountry(
  { country, callableCountries }: Pick<Site, 'country' | 'callableCountries'>,
  timeZone: string | undefined,
): string {
  if (timeZone === undefined) return country;
  // Zones have several names: Europe/Kyiv is Europe/Kiev to some.
  const zone = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  const zonesOf = (region: string) => (new Intl.Locale('und', { region }) as Zones).getTimeZones?.();
  return callableCountries.find((code) => zonesOf(code)?.includes(zone)) ?? country;
}
