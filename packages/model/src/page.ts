/** Lists are read page by page: a host of a hundred thousand records costs the memory of one page. */
export interface Page<T> {
  items: T[];
  /** Opaque; hand it back as `cursor`. Absent on the last page. */
  next?: string;
}

export interface PageQuery {
  cursor?: string;
  /** 1..200, 50 when absent; a host may give fewer. */
  limit?: number;
}
