/** Styles as text: shortened by the build like Lit's own, and without its class for them. */
export const css = String.raw;

export function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
