import type { ProcessSubject } from '@ringback/model';
import type { RecordCreateDetail, RecordOpenDetail } from '@ringback/ui';
import { html, nothing } from 'lit';
import '../process/ringback-process.ts';
import { processesWords } from '../processes/processes.words.ts';
import { StartProcess, type Subject } from '../processes/start-process.ts';
import type { PartMeans, WindowPart } from './window-part.ts';

export function createPart(detail: RecordCreateDetail, means: PartMeans): WindowPart {
  const { backend, locale, changed, failed, leave, created } = means;
  const start = new StartProcess({
    ...{ backend, failed, changed, cancel: leave },
    started: ({ id, name }) => created({ kind: detail.kind, id, title: name }),
  });
  void Promise.resolve(backend()?.processes?.definitions()).then((definitions = []) => {
    start.open(definitions, subjectOf(detail));
  }, failed);
  return { view: () => (start.isOpen ? start.render(processesWords[locale()]) : nothing) };
}

/** The nearest that is named: a deal is more than its customer. */
function subjectOf({ dealId, leadId, partyId, name }: RecordCreateDetail): Subject | undefined {
  const [kind, id] = dealId ? ['deal', dealId] : leadId ? ['lead', leadId] : ['party', partyId];
  return id === undefined ? undefined : { kind: kind as ProcessSubject, id, title: name ?? id };
}

export const openPart = ({ id }: RecordOpenDetail, { backend, phone }: PartMeans): WindowPart => ({
  view: () =>
    html`<ringback-process process-id=${id} .backend=${backend()} .phone=${phone()}></ringback-process>`,
});
