/** The board as it is read: its columns page by page, and what became of the deals in it. */
import type { BackendDeals, Deal, DealQuery } from '@ringback/model';
import { type Board, type BoardColumn, cardsOf, withDeal, withMore } from './board.ts';

/** Cards of a column at first, and with each page. */
const COLUMN_PAGE = 20;
/** More than this a gateway gives at no time. */
const LARGEST_PAGE = 200;

export interface BoardColumnsOptions {
  deals: () => BackendDeals | undefined;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class BoardColumns {
  readonly #options: BoardColumnsOptions;
  /** The question that the board answers. */
  #asked: DealQuery = {};
  #board: Board | undefined;
  #problem: { stage: string; why: string } | undefined;
  /** Another one each time the board is asked for anew. */
  #turn = {};
  /** Stages whose next page is on its way. */
  readonly loading = new Set<string>();

  constructor(options: BoardColumnsOptions) {
    this.#options = options;
  }

  get board(): Board | undefined {
    return this.#board;
  }

  /** The column whose next page did not come, and why. */
  get problem(): { stage: string; why: string } | undefined {
    return this.#problem;
  }

  /** What is still on its way is not shown either. */
  forget(): void {
    this.#board = this.#problem = undefined;
    this.#turn = {};
  }

  /** Its columns are the stages, however they ended. */
  async read({ stageId: _stage, outcome: _outcome, ...query }: DealQuery): Promise<Deal[]> {
    const limit = this.#limitOf(query);
    const turn = (this.#turn = {});
    const board = await this.#options.deals()!.board({ ...query, limit });
    if (turn === this.#turn) {
      // A page was asked for meanwhile.
      if (this.#limitOf(query) > limit) return this.read(query);
      this.#asked = query;
      this.#board = board;
      this.#problem = undefined;
    }
    return cardsOf(board);
  }

  /** Read anew, a board shows no fewer cards than before, nor than were asked for: their page is not waited for any more. */
  #limitOf(query: DealQuery): number {
    const before = JSON.stringify(query) === JSON.stringify(this.#asked) ? (this.#board?.columns ?? []) : [];
    const wanted = ({ stage, items }: BoardColumn) =>
      items.length + (this.loading.has(stage.id) ? COLUMN_PAGE : 0);
    return Math.min(LARGEST_PAGE, Math.max(COLUMN_PAGE, ...before.map(wanted)));
  }

  async more({ stage, next }: BoardColumn): Promise<void> {
    const board = this.#board;
    if (!board || next === undefined || this.loading.has(stage.id)) return;
    this.loading.add(stage.id);
    this.#problem = undefined;
    this.#options.changed();
    const turn = this.#turn;
    try {
      const query = { ...this.#asked, pipelineId: board.pipeline.id, stageId: stage.id };
      const page = await this.#options.deals()!.list({ ...query, cursor: next, limit: COLUMN_PAGE });
      // Cards may have moved meanwhile; another board was not asked.
      if (turn === this.#turn) this.#board = withMore(this.#board ?? board, stage.id, page);
    } catch (error) {
      if (turn === this.#turn) this.#problem = { stage: stage.name, why: (error as Error).message };
      this.#options.failed(error);
    }
    this.loading.delete(stage.id);
    this.#options.changed();
  }

  put(deal: Deal): void {
    if (this.#board) this.#board = withDeal(this.#board, deal);
  }
}
