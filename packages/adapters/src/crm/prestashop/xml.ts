/** PrestaShop answers in JSON and is written to in XML: flat records, no white space inside of a tag. */

export function toXml(record: string, fields: Readonly<Record<string, string | number>>): string {
  const inside = Object.entries(fields)
    .map(([name, value]) => `<${name}>${escape(String(value))}</${name}>`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?><prestashop><${record}>${inside}</${record}></prestashop>`;
}

/** Without control characters, which XML 1.0 cannot hold. */
function escape(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
