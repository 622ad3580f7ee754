/** "Write a letter": the page's own way first, else the mail program, addressed to whom one talks with. */
import type { PanelContext } from '../../softphone/panel.ts';
import { emit } from '@ringback/ui';

export function act({ host, phone, backend }: PanelContext): void {
  const ids = phone?.state.calls.map(({ id }) => id) ?? [];
  const talked = backend?.state.live.filter(({ call }) => ids.includes(call.id)) ?? [];
  // Of several people who may be on the line none is written to by chance.
  const [match, ...others] = talked.length === 1 ? talked[0]!.matches : [];
  const to = others.length === 0 ? match?.party.email : undefined;
  if (!emit(host, 'ringback-letter-write', to ? { to } : {}, { cancelable: true })) return;
  const link = document.createElement('a');
  link.href = `mailto:${encodeURIComponent(to ?? '')}`;
  link.click();
}
