/** What makes a record of each kind, as far as this person may and the systems can; absent is offered nowhere. */
import type { Backend } from '@ringback/model';
import type { RecordKind } from './events.ts';

export function makersOf(backend: Backend | undefined): Record<RecordKind, unknown> {
  const { parties, leads, deals, tasks, processes, timeline } = backend ?? {};
  return {
    ...{ party: parties?.create, lead: leads?.create, deal: deals?.create, task: tasks?.create },
    ...{ process: processes?.start, communication: timeline?.create },
  };
}
