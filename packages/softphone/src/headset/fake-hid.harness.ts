/** A computer whose headsets are played by hand, with the layout of real ones' report descriptors. */
import type { Hid, HidCollection, HidDevice, HidItem } from './hid.ts';

const bits = (usages: readonly number[], isAbsolute = true, reportSize = 1): HidItem => ({
  ...{ reportSize, reportCount: usages.length, isAbsolute, isArray: false, isRange: false, usages },
  usageMinimum: 0,
});
const padding = (count: number): HidItem => ({ ...bits([]), reportCount: count });
const NONE = { children: [], inputReports: [], outputReports: [] };

/**
 * eMeet M0 (0483:5730), as its published usbhid-dump has it: volume keys in report 1, the hook as a state in report 2, and each
 * light in a report of its own, ring 3, mute 4, off-hook 5, hold 6. The dump leaves out what follows the hook: here it is mute.
 */
export const EMEET_M0: readonly HidCollection[] = [
  {
    ...NONE,
    ...{ usagePage: 0x0c, usage: 0x01 },
    inputReports: [{ reportId: 1, items: [bits([0x0c00e9, 0x0c00ea]), padding(6)] }],
  },
  {
    ...NONE,
    ...{ usagePage: 0x0b, usage: 0x05 },
    inputReports: [{ reportId: 2, items: [bits([0x0b0020, 0x0b002f]), padding(6)] }],
    outputReports: [0x080018, 0x080009, 0x080017, 0x080020].map((usage, nth) => ({
      reportId: 3 + nth,
      items: [bits([usage]), padding(7)],
    })),
  },
];

/** As headsets certified for conference programs have it: everything in one report, mute and redial as presses, the ringer beside the lights. */
export const ONE_REPORT: readonly HidCollection[] = [
  {
    ...NONE,
    ...{ usagePage: 0x0b, usage: 0x05 },
    children: [
      {
        ...NONE,
        ...{ usagePage: 0x0b, usage: 0x06 },
        inputReports: [
          {
            reportId: 8,
            items: [
              bits([0x0b0020, 0x0b0097]),
              bits([0x0b002f, 0x0b0021, 0x0b0024], false),
              {
                ...bits([]),
                reportSize: 4,
                reportCount: 1,
                isArray: true,
                isRange: true,
                usageMinimum: 0x0b00b0,
              },
              bits([0x0b0026], false),
            ],
          },
        ],
      },
    ],
    outputReports: [
      {
        reportId: 8,
        items: [bits([0x080017, 0x0b009e, 0x080009]), padding(5), bits([0x080020]), padding(7)],
      },
    ],
  },
];

export const KEYBOARD: readonly HidCollection[] = [
  { ...NONE, usagePage: 1, usage: 6, inputReports: [{ reportId: 0, items: [bits([0x0700e0])] }] },
];

export class FakeHeadset extends EventTarget implements HidDevice {
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  opened = false;
  /** Another program holds it. */
  held = false;
  /** What each report last said, by its id. */
  readonly lights = new Map<number, number[]>();
  readonly sent: number[] = [];

  constructor(collections: readonly HidCollection[], productName = 'eMeet M0') {
    super();
    this.collections = collections;
    this.productName = productName;
  }

  async open(): Promise<void> {
    if (this.held) throw new DOMException('', 'NotAllowedError');
    this.opened = true;
  }
  async close(): Promise<void> {
    this.opened = false;
  }
  async sendReport(reportId: number, data: BufferSource): Promise<void> {
    if (!this.opened) throw new DOMException('', 'InvalidStateError');
    this.sent.push(reportId);
    this.lights.set(reportId, [...(data as Uint8Array)]);
  }
  /** A report comes from the headset. */
  says(reportId: number, ...bytes: number[]): void {
    const data = new DataView(Uint8Array.from(bytes).buffer);
    this.dispatchEvent(Object.assign(new Event('inputreport'), { reportId, data }));
  }
}

export class FakeHid extends EventTarget implements Hid {
  granted: FakeHeadset[] = [];
  /** What the person chooses; an error is what the browser says. */
  choice: FakeHeadset[] | Error = [];

  async getDevices(): Promise<HidDevice[]> {
    return this.granted;
  }
  async requestDevice(): Promise<HidDevice[]> {
    if (this.choice instanceof Error) throw this.choice;
    this.granted.push(...this.choice);
    return this.choice;
  }
  plug(device: FakeHeadset): void {
    this.granted.push(device);
    this.dispatchEvent(Object.assign(new Event('connect'), { device }));
  }
  unplug(device: FakeHeadset): void {
    this.granted = this.granted.filter((one) => one !== device);
    device.opened = false;
    this.dispatchEvent(Object.assign(new Event('disconnect'), { device }));
  }
}
