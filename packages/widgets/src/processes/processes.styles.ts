import { css } from 'lit';

export const processesStyles = css`
  .start {
    display: grid;
    gap: 8px;
    max-inline-size: 60ch;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .start h3 {
    margin: 0;
    font-size: var(--_size-m);
  }
  .start .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .back {
    justify-self: start;
  }
`;
