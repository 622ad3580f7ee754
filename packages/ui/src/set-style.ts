import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

type Values = Readonly<Record<string, string | undefined>>;

class SetStyleDirective extends Directive {
  #before: Values = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT)
      throw new TypeError('setStyle stands inside a tag: <div ${setStyle({…})}>');
  }

  render(_values: Values): unknown {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Values]): unknown {
    const { style } = part.element as HTMLElement;
    for (const name of Object.keys(this.#before)) if (values[name] === undefined) style.removeProperty(name);
    for (const [name, value] of Object.entries(values))
      if (value !== undefined) style.setProperty(name, value);
    this.#before = values;
    return noChange;
  }
}

/** Sets style properties through the CSSOM: Lit's own styleMap writes `style=""` at first, which strict CSP forbids. */
export const setStyle = directive(SetStyleDirective);
