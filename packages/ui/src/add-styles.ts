import type { CSSResult, LitElement } from 'lit';

/** Styles of a part that came later than its element. */
export function addStyles({ renderRoot }: LitElement, ...styles: readonly CSSResult[]): void {
  const sheets = styles.flatMap(({ styleSheet }) => styleSheet ?? []);
  (renderRoot as ShadowRoot).adoptedStyleSheets.push(...sheets);
}
