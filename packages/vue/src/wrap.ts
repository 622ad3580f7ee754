/** What every wrapper does: properties as properties, events as Vue's own, slots as children. */
import { camelize, h, type VNode } from 'vue';

/** As much of Vue's setup context as is needed. */
interface Context {
  attrs: Readonly<Record<string, unknown>>;
  slots: Readonly<Record<string, unknown>>;
  emit: unknown;
}

export function wrap(tag: string, properties: readonly string[], events: readonly string[]) {
  return (given: object, { attrs, slots, emit }: Context): (() => VNode) => {
    const tell = emit as (name: string, fact: Event) => void;
    const values = given as Readonly<Record<string, unknown>>;
    return () => {
      const set: Record<string, unknown> = { ...attrs };
      // A leading dot: Vue would make an attribute of what the element does not have at once.
      for (const key of properties) if (values[key] !== undefined) set[`.${key}`] = values[key];
      for (const event of events) set[`onRingback-${event}`] = (fact: Event) => tell(camelize(event), fact);
      return h(tag, set, (slots.default as (() => VNode[]) | undefined)?.());
    };
  };
}
