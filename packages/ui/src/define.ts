/** Version that stands on each class, so that two copies on one page can tell who came first. */
export const VERSION = '0.1.0';

/** Registers the element; the first registration stays, a second one of another class warns once with both versions. */
export function define(tag: string, elementClass: CustomElementConstructor & { version?: string }): void {
  const known = customElements.get(tag) as (CustomElementConstructor & { version?: string }) | undefined;
  if (!known) {
    customElements.define(tag, elementClass);
  } else if (known !== elementClass) {
    console.warn(
      `<${tag}> is already defined by Ringback ${known.version}; version ${elementClass.version} is ignored.`,
    );
  }
}
