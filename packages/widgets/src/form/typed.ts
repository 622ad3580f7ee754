import { noChange } from 'lit';
import { Directive, directive, type PropertyPart } from 'lit/directive.js';

/**
 * `.value=${typed(text)}`: the field follows the record, but is left alone while a person is typing in it: a call that comes in draws
 * the card anew, and must not take back half a word.
 */
class TypedDirective extends Directive {
  #set: string | undefined;

  render(_text: string): unknown {
    return noChange;
  }

  override update(part: PropertyPart, [text]: [string]): unknown {
    const field = part.element as HTMLInputElement;
    const inside = (field.getRootNode() as ShadowRoot).activeElement === field;
    const half = inside && this.#set !== undefined && field.value !== this.#set;
    if (half) return noChange;
    if (field.value !== text) field.value = text;
    // As the field has it: browsers clean what is set.
    this.#set = field.value;
    return noChange;
  }
}

export const typed = directive(TypedDirective);
