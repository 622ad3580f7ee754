/** What can be read on a colour: the letters of a button in the owner's colour. */

/** Relative luminance as WCAG 2 has it, 0 to 1, of `#1a66cc`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** White, or black where white has less than 4.5:1. One of them always has it. */
export function inkOn(colour: string): '#fff' | '#000' {
  return 1.05 / (luminance(colour) + 0.05) >= 4.5 ? '#fff' : '#000';
}
