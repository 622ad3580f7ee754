import { css } from 'lit';

/** Of the rows of goods, which come with them. */
export const goodsStyles = css`
  .goods {
    grid-column: 1 / -1;
    display: grid;
    gap: 8px;
  }
  .good {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 9ch 12ch 12ch auto;
    align-items: center;
    gap: 4px 8px;
  }
  .good output {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .found {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style-type: '';
  }
  .found .button {
    max-inline-size: 100%;
    flex-shrink: 1;
    text-align: start;
  }
  @container (max-width: 519px) {
    .good {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto auto;
    }
    .good .name {
      grid-column: 1 / -1;
    }
  }
`;
