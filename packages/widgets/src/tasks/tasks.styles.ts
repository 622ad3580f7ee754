import { css } from 'lit';

export const tasksStyles = css`
  .period,
  .views,
  .leaf {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .period {
    justify-content: space-between;
  }
  .views {
    gap: 4px;
  }
  .when {
    margin: 0;
    font-size: var(--_size-l);
    font-weight: var(--_strong);
  }
  .when::first-letter {
    text-transform: uppercase;
  }
  .overdue,
  .chip.late .time {
    color: var(--_danger-text);
  }
  .clash {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding: 8px 12px;
    border: 1px solid var(--_warning-text);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .clash p {
    flex: 1 1 30ch;
  }
  .calendar {
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .line {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
  }
  .day .line {
    grid-template-columns: minmax(0, 1fr);
  }
  .day {
    max-block-size: var(--ringback-list-size, 60vh);
    overflow-y: auto;
  }
  .heads {
    padding-block: 6px;
    color: var(--_muted);
    font-size: var(--_size-s);
    text-align: center;
  }
  .slot {
    display: grid;
    align-content: start;
    gap: 2px;
    min-inline-size: 0;
    min-block-size: 96px;
    padding: 2px;
    border-block-start: 1px solid var(--_border);
    border-inline-start: 1px solid var(--_border);
  }
  .slot:first-child {
    border-inline-start: 0;
  }
  .week .slot {
    min-block-size: 240px;
  }
  .day .slot {
    grid-template-columns: 7ch minmax(0, 1fr);
    min-block-size: 40px;
  }
  .day .slot > .date {
    grid-row: 1 / span 99;
    align-self: start;
  }
  .day .slot > .chip {
    grid-column: 2;
  }
  .day .line:first-of-type .slot {
    border-block-start: 0;
  }
  .outside {
    background: var(--_raised);
  }
  .outside .date {
    color: var(--_muted);
  }
  .target {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .date,
  .chip {
    min-inline-size: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .date {
    justify-self: end;
    min-inline-size: 28px;
    min-block-size: 28px;
    font-size: var(--_size-s);
    font-variant-numeric: tabular-nums;
  }
  .date:hover {
    background: var(--_raised);
  }
  .date:focus-visible,
  .chip:focus-visible {
    outline-offset: -2px;
  }
  .weekday {
    display: none;
  }
  [data-current] > .date {
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: var(--_strong);
  }
  .chip {
    min-block-size: 24px;
    padding: 2px 6px;
    overflow: hidden;
    background: var(--_accent-soft);
    font-size: var(--_size-s);
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    user-select: none;
  }
  .chip .time {
    font-variant-numeric: tabular-nums;
  }
  .chip.ended {
    background: var(--_raised);
    color: var(--_muted);
    text-decoration: line-through;
  }
  .chip.held {
    outline: 2px dashed var(--_focus);
    outline-offset: -2px;
    cursor: grabbing;
  }
  .week .chip {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  @media (forced-colors: active) {
    .chip {
      border: 1px solid ButtonBorder;
    }
    [data-current] > .date {
      outline: 2px solid Highlight;
    }
  }
  @container (max-width: 599px) {
    .month .slot {
      min-block-size: 56px;
    }
    .month .slot .chip {
      min-block-size: 8px;
      block-size: 8px;
      padding: 0;
      /* Too small for a finger: the day is touched instead. */
      pointer-events: none;
    }
    .month .slot .date {
      justify-self: stretch;
      min-block-size: var(--_target);
    }
    .month .chip > * {
      display: none;
    }
    .month .chip.late {
      background: var(--_danger);
    }
    .month .chip:not(.late, .ended) {
      background: var(--_accent);
    }
    .week .heads {
      display: none;
    }
    .week .line {
      grid-template-columns: minmax(0, 1fr);
    }
    .week .slot {
      min-block-size: 44px;
      border-inline-start: 0;
    }
    .week .slot .date {
      justify-self: start;
      padding-inline: 6px;
    }
    .week .weekday {
      display: inline;
    }
  }
`;
