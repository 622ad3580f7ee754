/** The PBXs whose settings are made at /admin: what their forms ask for, and how a connection is tried. */
import type { Finding } from '@ringback/adapters';
import {
  AsteriskSettings,
  examineAsterisk,
  FIELDS as ASTERISK_FIELDS,
  manifest as asterisk,
} from '@ringback/adapters/asterisk';
import {
  examineMango,
  FIELDS as MANGO_FIELDS,
  manifest as mango,
  type MangoContext,
  MangoSettings,
} from '@ringback/adapters/mango-office';
import type * as z from 'zod/mini';
import type { SettingsFields } from '../secrets.ts';

/** What a person must know to fill the form in. */
export type PbxFields = SettingsFields &
  Record<
    string,
    {
      hint: string;
      /** Not in the form. */
      unasked?: true;
    }
  >;

export interface PbxSystem<T> {
  id: string;
  name: string;
  settings: z.ZodMiniType<T>;
  fields: PbxFields;
  /** Tries settings that need not be saved. */
  examine(asked: { settings: T; extensions: readonly string[] }): Promise<Finding[]>;
}

export function asteriskSystem({ http }: { http: typeof fetch }): PbxSystem<AsteriskSettings> {
  return {
    ...{ id: asterisk.id, name: asterisk.name, settings: AsteriskSettings, fields: ASTERISK_FIELDS },
    examine: ({ settings, extensions }) => examineAsterisk(settings, { http, extensions }),
  };
}

/** One request: a wrong one costs two minutes. */
export function mangoSystem(context: MangoContext): PbxSystem<MangoSettings> {
  return {
    ...{ id: mango.id, name: mango.name, settings: MangoSettings, fields: MANGO_FIELDS },
    examine: ({ settings, extensions }) => examineMango({ settings, context, extensions }),
  };
}
