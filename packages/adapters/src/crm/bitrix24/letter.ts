/** An activity of the portal's mail as a letter of ours. */
import type { Letter } from '@ringback/model';
import { simpleParser } from 'mailparser';
import * as z from 'zod/mini';
import type { HostUser } from '../contract.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type Entity, PARTY_ENTITIES, partyId, type PartyRecord, toIso } from './map.ts';

const PLAIN_TEXT = '1';
export const DIRECTIONS = { in: '1', out: '2' } as const;

const text = z.optional(z.nullable(z.string()));
const Communication = z.looseObject({
  VALUE: text,
  ENTITY_ID: z.optional(z.nullable(z.coerce.number())),
  ENTITY_TYPE_ID: z.optional(z.nullable(z.coerce.number())),
});
export const Row = z.looseObject({
  ID: z.coerce.string(),
  TYPE_ID: z.coerce.string(),
  OWNER_ID: z.coerce.number(),
  OWNER_TYPE_ID: z.coerce.number(),
  ...{ SUBJECT: text, DESCRIPTION: text, START_TIME: text, CREATED: text, COMPLETED: text },
  DESCRIPTION_TYPE: z.optional(z.nullable(z.coerce.string())),
  DIRECTION: z.optional(z.nullable(z.coerce.string())),
  RESPONSIBLE_ID: z.optional(z.nullable(z.coerce.string())),
  /** A map, or the list that PHP makes of an empty one. */
  SETTINGS: z.optional(z.unknown()),
  COMMUNICATIONS: z.optional(z.nullable(z.array(Communication))),
});
export type Row = z.infer<typeof Row>;
const Settings = z.looseObject({ MESSAGE_FROM: text });

/** A record that a letter stands with. */
export interface Owner {
  entity: Entity;
  id: number;
}

/** Written out and not done is a draft: the portal does not send it. */
export const isUnsent = ({ DIRECTION, COMPLETED }: Row) => DIRECTION === DIRECTIONS.out && COMPLETED === 'N';

export async function toLetter(
  row: Row,
  users: readonly HostUser[],
  owners?: readonly Owner[],
): Promise<Letter> {
  const { ID, SUBJECT, DIRECTION, START_TIME, CREATED, COMMUNICATIONS } = row;
  const direction = DIRECTION === DIRECTIONS.out ? 'out' : 'in';
  const theirs = (COMMUNICATIONS ?? []).flatMap(({ VALUE }) => (VALUE?.includes('@') ? [VALUE] : []));
  const settings = z.safeParse(Settings, row.SETTINGS);
  const sender = settings.success ? addressIn(settings.data.MESSAGE_FROM ?? '') : undefined;
  const user = users.find(({ id }) => id === row.RESPONSIBLE_ID)?.email;
  const ours = (direction === 'out' ? sender : undefined) ?? user;
  return {
    ...{ system: manifest.id, id: ID, direction, subject: SUBJECT ?? '' },
    ...(direction === 'out'
      ? { from: ours ?? '', to: theirs }
      : { from: theirs[0] ?? '', to: ours === undefined ? [] : [ours] }),
    text: await plainText(row),
    at: toIso(START_TIME) ?? toIso(CREATED) ?? new Date(0).toISOString(),
    ...placeOf(row, owners),
  };
}

const addressIn = (sender: string): string | undefined => /[^\s<>]+@[^\s<>]+/.exec(sender)?.[0];

/** Whose it is: who was asked for, else who owns it, else to whom it went. */
function placeOf(row: Row, owners: readonly Owner[] = []): Pick<Letter, 'partyId' | 'dealId'> {
  const links: Owner[] = [
    { OWNER_TYPE_ID: row.OWNER_TYPE_ID, OWNER_ID: row.OWNER_ID },
    ...(row.COMMUNICATIONS ?? []).map(({ ENTITY_TYPE_ID, ENTITY_ID }) => ({
      OWNER_TYPE_ID: ENTITY_TYPE_ID ?? 0,
      OWNER_ID: ENTITY_ID ?? 0,
    })),
  ].flatMap(({ OWNER_TYPE_ID, OWNER_ID }) => {
    const entity = (Object.keys(ENTITIES) as Entity[]).find((one) => ENTITIES[one].typeId === OWNER_TYPE_ID);
    return entity && OWNER_ID > 0 ? [{ entity, id: OWNER_ID }] : [];
  });
  const all = [...owners, ...links];
  const party = all.find((one): one is PartyRecord => PARTY_ENTITIES.some((entity) => entity === one.entity));
  const deal = all.find(({ entity }) => entity === 'deal');
  return {
    ...(party ? { partyId: partyId(party) } : {}),
    ...(deal ? { dealId: String(deal.id) } : {}),
  };
}

const BB_CODE =
  /\[\/?(?:b|i|u|s|p|br|url|img|list|\*|color|size|font|quote|code|table|tr|td|th|left|center|right|justify|user)(?:=[^\]\n]*)?\]/gi;

/** What a reader sees of it: the portal keeps most letters as HTML, some with codes of its own. */
async function plainText({ DESCRIPTION, DESCRIPTION_TYPE }: Row): Promise<string> {
  const said = DESCRIPTION ?? '';
  if (DESCRIPTION_TYPE === PLAIN_TEXT || said === '') return said;
  const bare = said.replace(BB_CODE, '');
  if (!/<[a-z!/][^>]*>|&[a-z#\d]+;/i.test(bare)) return bare.trim();
  const letter = `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bare).toString('base64')}`;
  return ((await simpleParser(letter)).text ?? '').trim();
}
