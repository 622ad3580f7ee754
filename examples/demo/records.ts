/** What the demo's panels show before anything was done in them: written by olena through the API, into a store without any deal. */
import type {
  Deal,
  DealInput,
  DealPage,
  LeadInput,
  PartyPage,
  Pipeline,
  ProcessStart,
  Session,
  TaskDraft,
} from '@ringback/model';
import { enter } from './api.ts';
import { DEMO_PASSWORD } from './seed.ts';

const HOUR = 3_600_000;

export async function writeRecords(gateway: string, now = Date.now()): Promise<void> {
  const api = await enter(gateway, 'olena', DEMO_PASSWORD);
  if (!api || (await api.get<DealPage>('/deals?limit=1')).items.length > 0) return;
  const write = async <Body, Answer = unknown>(path: string, body: Body): Promise<Answer> => {
    const answer = await api.post(path, body, `demo-records-${crypto.randomUUID()}`);
    if (!answer.ok) throw new Error(`The demo's records were refused at ${path}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const { agent } = await api.get<Session>('/session');
  const { items: parties } = await api.get<PartyPage>('/parties/list');
  const idOf = (name: string): string | undefined => parties.find((party) => party.name === name)?.id;
  const [iryna, dub, petro] = [idOf('Iryna Kovalenko'), idOf('Workshop Dub LLC'), idOf('Petro Savchuk')];
  const { pipelines } = await api.get<{ pipelines: Pipeline[] }>('/deals/choices');
  const later = (hours: number): string => new Date(now + hours * HOUR).toISOString();
  const mine = { responsibleId: agent.id };
  const price = (amount: number) => ({ amount, currency: 'UAH' });

  const lamps = await write<DealInput, Deal>('/deals', {
    ...{ title: 'Oak lamps for the hall', partyId: iryna, ...mine, closesAt: later(24 * 7) },
    lines: [
      { name: 'Lamp "Oak", large', quantity: 2, price: price(3200) },
      { name: 'Delivery', quantity: 1, price: price(250) },
    ],
  });
  await write<DealInput>('/deals', {
    ...{ title: 'Lanterns for the terrace', partyId: dub, ...mine, closesAt: later(24 * 21) },
    ...{ amount: price(48_000), stageId: pipelines[0]?.stages[1]?.id },
  });
  await write<LeadInput>('/leads', {
    ...{ title: 'Lighting of a café', name: 'Halyna Sydorenko', phones: ['+380661234500'], source: 'Fair' },
    comment: 'Saw our stand; wants an offer for twelve tables.',
  });
  await write<TaskDraft>('/tasks', {
    ...{ title: 'Ask which colour', kind: 'call', partyId: iryna, dealId: lamps.id, ...mine },
    ...{ dueAt: later(1), remindAt: later(0.75) },
  });
  await write<TaskDraft>('/tasks', {
    ...{ title: 'Send the catalogue', partyId: petro, dueAt: later(25), ...mine },
  });
  if (dub)
    await write<ProcessStart>('/processes', { definitionId: 'claim', subject: { kind: 'party', id: dub } });
}
