/** Tasks and their reminders. */
import type { Task, TaskReminder } from '../../task.ts';
import type { TaskDraft, TaskPage, TaskQuery, TaskUpdate } from '../../task-write.ts';

export interface BackendTasks {
  /** What is due first comes first; without a date last. With `from` and `to` it is a calendar's range. */
  list(query?: TaskQuery): Promise<TaskPage>;
  get(id: string): Promise<Task>;
  create?(input: TaskDraft): Promise<Task>;
  /** `conflict` as with deals. `dueAt` alone moves it to another day. */
  update?(id: string, patch: TaskUpdate): Promise<Task>;
  /**
   * The agent's own that have come due and were not seen yet: shown when a page opens. Those that come due later are told once by the
   * event `task.reminder`; whichever page deals with one, `task.updated` tells the others.
   */
  reminders(): Promise<TaskReminder[]>;
  /** Reminds again then. */
  snooze(id: string, until: string): Promise<Task>;
  /** Seen: not shown again, here and in every other page. */
  acknowledge(id: string): Promise<Task>;
}
