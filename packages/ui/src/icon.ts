/** Icons as real SVG nodes: no innerHTML, so strict CSP and Trusted Types have nothing to say. */
import { nothing } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** Shape of a lucide icon: tag and attributes of each stroke. */
export type IconNode = readonly (readonly [string, Readonly<Record<string, string | number | undefined>>])[];

const SVG = 'http://www.w3.org/2000/svg';
const FRAME = {
  class: 'icon',
  viewBox: '0 0 24 24',
  width: 16,
  height: 16,
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  'aria-hidden': 'true',
};

function node(tag: string, attributes: IconNode[number][1]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

class IconDirective extends Directive {
  #nodes: IconNode | undefined;
  #svg: SVGElement | undefined;

  render(nodes: IconNode | undefined): unknown {
    if (nodes !== this.#nodes) {
      this.#nodes = nodes;
      this.#svg = nodes && node('svg', FRAME);
      this.#svg?.append(...nodes!.map(([tag, attributes]) => node(tag, attributes)));
    }
    return this.#svg ?? nothing;
  }
}

/** Draws one of `icons.ts`; hidden from screen readers, so the control around it needs a name. */
export const icon = directive(IconDirective);
