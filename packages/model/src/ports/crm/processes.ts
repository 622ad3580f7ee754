/** Processes: their definitions, and those that run. */
import type { AnswerInput, Process, ProcessDefinition, ProcessDefinitionInput } from '../../process.ts';
import type {
  ProcessMove,
  ProcessPage,
  ProcessPatch,
  ProcessQuery,
  ProcessStart,
} from '../../process-query.ts';

export interface ProcessesGroup {
  definitions(): Promise<ProcessDefinition[]>;
  /** Newest first. */
  list(query?: ProcessQuery): Promise<ProcessPage>;
  get(id: string): Promise<Process>;
  start?(input: ProcessStart): Promise<Process>;
  /**
   * Rejects with `conflict`: with `current` when it went on meanwhile; without when the matrix has no such step or required items are not
   * done, and the error's `fields` name what is permitted and what is missing.
   */
  move?(id: string, to: ProcessMove): Promise<Process>;
  /** Gives it to another person. `conflict` with `current` when it went on meanwhile. */
  update?(id: string, patch: ProcessPatch): Promise<Process>;
  /** Answers a question; an empty value takes the answer back. A task is done by its task. */
  answer?(id: string, input: AnswerInput): Promise<Process>;
  /** Makes or replaces a definition; those that run go on by theirs. `invalid` names what `checkProcess` finds. Heads only. */
  saveDefinition?(id: string, definition: ProcessDefinitionInput): Promise<ProcessDefinition>;
  /** `conflict` while one of it runs: switch it off instead. */
  removeDefinition?(id: string): Promise<void>;
}
