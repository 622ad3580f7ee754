/** Which records somebody can have made by the bar. */
import type { Backend } from '@ringback/model';
import { makersOf, RECORD_KINDS, type RecordKind } from '@ringback/ui';

interface Makers {
  /** What the page makes itself, or `all`: whatever this person may make. */
  readonly create: string;
  readonly backend: Backend | undefined;
}

const named = (create: string): string[] => create.split(/[\s,]+/);

/** Whether the page has said that it makes such records itself: nobody else then does. */
export const isPages = ({ create }: Pick<Makers, 'create'>, kind: RecordKind): boolean =>
  named(create).includes(kind);

/** The page's, and those that the bar has a form for. */
export function kindsOf({ create, backend }: Makers): RecordKind[] {
  const page = named(create);
  const may = makersOf(backend);
  const own = { party: may.party, lead: may.lead ?? (may.party && backend?.parties?.kinds.includes('lead')) };
  return RECORD_KINDS.filter(
    (kind) => page.includes(kind) || own[kind as 'party'] || (page.includes('all') && may[kind]),
  );
}
