/** Parts of elements that are loaded when they are first used, together with their words. */
let words: (() => Promise<unknown>) | undefined;

/** Says where the words of such parts come from; in a page that has all its words they are there with the part. */
export function bringWords(load: () => Promise<unknown>): void {
  words = load;
}

/** The part, with its words in the page's language; in English where these do not come. */
export async function later<P>(part: Promise<P>): Promise<P> {
  await words?.().then(
    () => (words = undefined),
    () => {},
  );
  return part;
}
