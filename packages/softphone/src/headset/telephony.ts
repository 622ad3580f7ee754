/** Where a headset's report descriptor puts its buttons and its lights (USB HID Usage Tables, pages Telephony and LED). */
import type { HidCollection, HidReport } from './hid.ts';

export const TELEPHONY_PAGE = 0x0b;

const BUTTONS = { hook: 0x0b0020, drop: 0x0b0026, mute: 0x0b002f } as const;
const LIGHTS = { mute: 0x080009, offHook: 0x080017, ring: 0x080018, hold: 0x080020 } as const;
/** Some ring by this instead of by a light. */
const RINGER = 0x0b009e;

export type Button = keyof typeof BUTTONS;
export type Light = keyof typeof LIGHTS;

interface Place {
  readonly reportId: number;
  /** Of the first bit, from the beginning of the report. */
  readonly bit: number;
}

export interface ButtonPlace extends Place {
  /** 1 is a press; else the bit is the state itself. */
  readonly momentary: boolean;
}

export interface Telephony {
  readonly buttons: Readonly<Partial<Record<Button, ButtonPlace>>>;
  readonly lights: Readonly<Partial<Record<Light, Place>>>;
  /** Length of each report that lights are in, in bytes. */
  readonly lengths: ReadonlyMap<number, number>;
}

/** Undefined for what is no headset: a keyboard, the volume keys of one. */
export function readTelephony(collections: readonly HidCollection[]): Telephony | undefined {
  const all = collections.flatMap(flat);
  const inputs = fieldsOf(all.flatMap(({ inputReports }) => inputReports));
  const outputs = fieldsOf(all.flatMap(({ outputReports }) => outputReports));
  const buttons = pick(BUTTONS, inputs.places);
  if (!buttons.hook && !buttons.mute) return undefined;
  const lights = pick(LIGHTS, outputs.places);
  const ringer = outputs.places.get(RINGER);
  return {
    buttons,
    lights: { ...(ringer && { ring: ringer }), ...lights },
    lengths: outputs.lengths,
  };
}

export const isOn = (data: DataView, { bit }: Place): boolean =>
  bit >> 3 < data.byteLength && ((data.getUint8(bit >> 3) >> (bit & 7)) & 1) === 1;

/** The report that switches these lights on and the others off. */
export function lightReport(
  { lights, lengths }: Telephony,
  reportId: number,
  on: ReadonlySet<Light>,
): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(lengths.get(reportId) ?? 1);
  for (const [light, place] of Object.entries(lights) as [Light, Place][])
    if (place.reportId === reportId && on.has(light)) data[place.bit >> 3]! |= 1 << (place.bit & 7);
  return data;
}

function flat(collection: HidCollection): HidCollection[] {
  return [collection, ...collection.children.flatMap(flat)];
}

/** Each usage's place. Lists of pressed usages (arrays) are passed over: telephony has bits of its own. */
function fieldsOf(reports: readonly HidReport[]) {
  const places = new Map<number, ButtonPlace>();
  const lengths = new Map<number, number>();
  for (const { reportId, items } of reports) {
    let bit = (lengths.get(reportId) ?? 0) * 8;
    for (const item of items) {
      for (let nth = 0; nth < item.reportCount; nth += 1, bit += item.reportSize) {
        const usage = item.isRange ? item.usageMinimum + nth : item.usages[nth];
        if (usage === undefined || item.isArray || places.has(usage)) continue;
        places.set(usage, { reportId, bit, momentary: !item.isAbsolute });
      }
    }
    lengths.set(reportId, Math.ceil(bit / 8));
  }
  return { places, lengths };
}

function pick<Name extends string>(
  usages: Readonly<Record<Name, number>>,
  places: ReadonlyMap<number, ButtonPlace>,
): Partial<Record<Name, ButtonPlace>> {
  const found = (Object.entries(usages) as [Name, number][]).flatMap(([name, usage]) => {
    const place = places.get(usage);
    return place ? [[name, place]] : [];
  });
  return Object.fromEntries(found) as Partial<Record<Name, ButtonPlace>>;
}
