import type { Call } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommentDraft, SAVE_AFTER_MS } from './comment-draft.ts';

const taken = {} as Call;

/** A draft whose saves are answered by hand. */
function begin(stored = '') {
  const saves: {
    comment: string;
    answer: (call: Call | undefined) => void;
    refuse: (error: Error) => void;
  }[] = [];
  const draft = new CommentDraft({
    stored,
    changed: () => {},
    save: (comment) => new Promise((answer, refuse) => saves.push({ comment, answer, refuse })),
  });
  return { draft, saves };
}

describe('a comment that is being written', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is saved once, after the pause that follows the last key', async () => {
    const { draft, saves } = begin();
    draft.type('T');
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    draft.type('Te');
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS - 1);
    expect(saves).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(saves.map((save) => save.comment)).toEqual(['Te']);
  });

  it('is not saved when it was typed and taken back', async () => {
    const { draft, saves } = begin('Tea');
    draft.type('Teas');
    draft.type('Tea');
    await draft.flush();
    expect([saves.length, draft.state]).toEqual([0, 'clean']);
  });

  it('stays unsaved while more is typed than what was just saved', async () => {
    const { draft, saves } = begin();
    draft.type('One');
    const flushed = draft.flush();
    draft.type('One two');
    saves[0]!.answer(taken);
    await flushed;
    expect(draft.state).toBe('dirty');
    await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS);
    expect(saves[1]!.comment).toBe('One two');
  });

  it('is not taken for saved when an earlier save is answered last', async () => {
    const { draft, saves } = begin();
    draft.type('One');
    const first = draft.flush();
    draft.type('One two');
    const second = draft.flush();
    saves[1]!.refuse(new Error('no'));
    await second;
    saves[0]!.answer(taken);
    await first;
    expect(draft.state).toBe('failed');
  });

  it('is not overwritten by the event of its own earlier save', async () => {
    const { draft, saves } = begin();
    draft.type('One');
    const first = draft.flush();
    saves[0]!.answer(taken);
    await first;
    draft.type('One two');
    draft.hear('One', true);
    expect(draft.text).toBe('One two');
  });

  it('takes over what was written elsewhere once the writer leaves a field he did not change', async () => {
    const { draft } = begin('Tea');
    draft.hear('Coffee', true);
    expect(draft.text).toBe('Tea');
    await draft.leave();
    expect(draft.text).toBe('Coffee');
  });

  it('waits in the outbox untouched by what the gateway still has, until it has arrived', async () => {
    const { draft, saves } = begin('Old');
    draft.type('New');
    const flushed = draft.flush();
    saves[0]!.answer(undefined);
    await flushed;
    draft.hear('Old and edited elsewhere', false);
    expect([draft.text, draft.state]).toEqual(['New', 'waiting']);
    draft.hear('New', false);
    expect([draft.text, draft.state]).toEqual(['New', 'saved']);
  });

  it('leaves out the control characters that come with pasted text', async () => {
    const { draft, saves } = begin();
    draft.type('One\u000b\ntwo\u0000');
    void draft.flush();
    expect(saves[0]!.comment).toBe('One\ntwo');
  });
});
