/** Which objects and fields a base has published: read from `$metadata`, which is XML, and long (17 MB of a whole UT). */

/** Entity type → its properties with their types, and its navigation properties. */
export type Metadata = ReadonlyMap<string, ReadonlyMap<string, string>>;

const TAG = /<(\/?)(EntityType|Property|NavigationProperty|FunctionImport)\b([^>]*)>/g;
const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(attributes)
    ?.slice(1)
    .find((one) => one !== undefined);

/** Keeps only the types that `wanted` names: the rest of a base is none of ours. */
export function readMetadata(xml: string, wanted: ReadonlySet<string>): Metadata {
  const found = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const [, closing, tag, attributes = ''] of xml.matchAll(TAG)) {
    if (tag === 'EntityType') {
      current = undefined;
      const name = closing === '' ? attribute(attributes, 'Name') : undefined;
      if (name !== undefined && wanted.has(name)) found.set(name, (current = new Map()));
    } else if (current && (tag === 'Property' || tag === 'NavigationProperty')) {
      const name = attribute(attributes, 'Name');
      if (name !== undefined) current.set(name, attribute(attributes, 'Type') ?? 'navigation');
    }
  }
  return found;
}
