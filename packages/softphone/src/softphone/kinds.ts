/** Which records somebody can have made by the bar. */
import type { Backend } from '@ringback/model';
import { RECORD_KINDS, type RecordKind } from '@ringback/ui';

interface Makers {
  /** What the page makes itself, or `all`: whatever this person may make. */
  readonly create: string;
  readonly backend: Backend | undefined;
}

/** The page's, and those that the bar has a form for. */
export function kindsOf({ create, backend }: Makers): RecordKind[] {
  const page = create.split(/[\s,]+/);
  const { parties, leads, deals, tasks, processes, timeline } = backend ?? {};
  const may = {
    ...{ party: parties, lead: leads?.create, deal: deals?.create, task: tasks?.create },
    ...{ process: processes?.start, communication: timeline?.create },
  };
  const own = { party: parties, lead: leads?.create ?? parties?.kinds.includes('lead') };
  return RECORD_KINDS.filter(
    (kind) => page.includes(kind) || own[kind as 'party'] || (page.includes('all') && may[kind]),
  );
}
