import { cardLayout, DEFAULT_CRM_SETTINGS } from '@ringback/model';
import { expect, fixture } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html, LitElement } from 'lit';
import { formView } from './form-view.ts';
import { RecordForm } from './record-form.ts';

/** A card as small as can be. */
class FormScene extends LitElement {
  readonly form = new RecordForm({ form: 'full', changed: () => this.requestUpdate() });
  protected override render() {
    return html`<form>${formView({ form: this.form, locale: 'en' })}</form>`;
  }
}
customElements.define('test-form-scene', FormScene);

async function scene(): Promise<FormScene> {
  const element = await fixture<FormScene>(html`<test-form-scene></test-form-scene>`);
  element.form.begin(cardLayout('party', { settings: DEFAULT_CRM_SETTINGS, partyKinds: ['client'] }), {
    ...{ name: 'Oksana', kind: 'client', tags: ['retail', 'old'] },
  });
  await element.updateComplete;
  return element;
}
const field = <T extends HTMLElement = HTMLInputElement>(element: FormScene, selector: string) =>
  element.renderRoot.querySelector<T>(selector)!;

describe('A form of a record', () => {
  it('leaves half a word alone when it is drawn anew, and follows the record where nobody types', async () => {
    const element = await scene();
    field(element, '#field-name').focus();
    await sendKeys({ type: ' Kov' });
    const { value } = field(element, '#field-name');
    element.form.rebase({ name: 'Oksana', kind: 'client', tags: [], email: 'o@k.example' });
    await element.updateComplete;
    expect(field(element, '#field-name').value).to.equal(value);
    expect(field(element, '#field-email').value).to.equal('o@k.example');
    field(element, '#field-name').blur();
    expect(element.form.get('name')).to.equal(value);
  });

  it('offers the firm’s segments, and takes one off that is none any more', async () => {
    const element = await scene();
    field(element, '[data-choice=wholesale]').click();
    await element.updateComplete;
    field(element, '[data-choice=old]').click();
    expect(element.form.get('tags')).to.deep.equal(['retail', 'wholesale']);
    await expect(element).to.be.accessible();
  });
});
