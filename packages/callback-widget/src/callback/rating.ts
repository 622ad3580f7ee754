/** How the talk was: five stars and a line. Loaded when the talk is over. */
import { html, type TemplateResult } from 'lit/html.js';
import type { CallbackWords } from '../words/en.ts';
import { css } from './sheet.ts';

export const styles = css`
  .rating fieldset {
    display: flex;
    justify-content: center;
    gap: 4px;
    margin: 8px 0;
    padding: 0;
    border: 0;
  }
  .rating label:has(input[type='radio']) {
    font-size: 28px;
    cursor: pointer;
    color: light-dark(oklch(0.62 0.02 255), oklch(0.7 0.02 255));
  }
  .rating label:has(~ label :checked, :checked) {
    color: light-dark(oklch(0.55 0.13 75), oklch(0.8 0.14 85));
  }
  @media (forced-colors: active) {
    .rating label:has(input[type='radio']) {
      color: GrayText;
    }
    .rating label:has(~ label :checked, :checked) {
      color: Highlight;
    }
  }
  .rating + button.quiet {
    margin-block-start: 8px;
  }
  .rating [type='radio'] {
    position: absolute;
    opacity: 0;
  }
  .rating label:has(:focus-visible) {
    outline: 2px solid light-dark(var(--_accent), oklch(from var(--_accent) 0.8 c h));
    border-radius: 4px;
  }
`;

export function ratingView(
  words: CallbackWords,
  rate: (rating: { stars: number; comment?: string }) => void,
): TemplateResult {
  const send = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const stars = Number(given.get('stars'));
    const comment = String(given.get('comment') ?? '').trim();
    if (stars) rate({ stars, ...(comment && { comment }) });
  };
  return html`<form class="rating" @submit=${send}>
    <fieldset>
      <legend>${words.rate}</legend>
      ${[1, 2, 3, 4, 5].map(
        (stars) =>
          html`<label
            ><input
              type="radio"
              name="stars"
              .value=${String(stars)}
              required
              aria-label=${words.stars.replace('{n}', String(stars))}
            /><span aria-hidden="true">★</span></label
          >`,
      )}
    </fieldset>
    <label for="comment">${words.comment}</label>
    <input id="comment" name="comment" maxlength="500" />
    <button class="main" type="submit">${words.send}</button>
  </form>`;
}
