/**
 * The conformance suite of the `Pbx` contract: what is declared is there, and works, with real phones and real audio. Every
 * PBX adapter runs it; see docs/adapters/.
 */
import assert from 'node:assert/strict';
import type { SipCredential } from '@ringback/model';
import {
  type DevicePhone,
  PBX_CAPABILITIES,
  type Pbx,
  type PbxCapability,
  type PbxManifest,
} from '../pbx/contract.ts';
import { EventRecord } from './event-record.ts';
import { bridgeTests } from './pbx-bridge.suite.ts';
import { connectionTests } from './pbx-connection.suite.ts';
import { deviceTests } from './pbx-devices.suite.ts';
import { offeredTests } from './pbx-offered.suite.ts';
import { originateTests } from './pbx-originate.suite.ts';
import { playTests } from './pbx-play.suite.ts';
import { recordTests } from './pbx-record.suite.ts';
import { securityTests } from './pbx-security.suite.ts';
import type { TestPhone } from './phones.ts';
import type { SuiteRunner } from './runner.ts';

export interface PbxSetup {
  /** Not started. */
  pbx: Pbx;
  /** Two endpoints that the suite may use as it likes, and one at which nobody ever registers. */
  endpoints: { a: string; b: string; empty: string };
  /** What the phones of `makeDevice` are, where the PBX can tell. */
  devicePhone?: DevicePhone;
  /** Not registered. */
  makeDevice(credential: SipCredential, tone: number): TestPhone;
  /** A phone out in the world, registered: calls with this number, and rings when the trunk is dialled. */
  makeTrunkPhone(number: string, tone: number): Promise<TestPhone>;
  /** Cuts the adapter off from the PBX, not the phones. */
  breakConnection?(): Promise<void>;
  restoreConnection?(): Promise<void>;
  /** The main frequency of the PBX's ringing, Hz; with capability `play`. */
  ringbackHz?: number;
  close(): Promise<void>;
}

/** What the parts of the suite share. */
export interface PbxSuite {
  readonly pbx: Pbx;
  readonly setup: PbxSetup;
  readonly record: EventRecord;
  /** A registered phone of the endpoint. */
  device(endpoint: string, tone?: number): Promise<TestPhone>;
  /** The one phone out in the world. */
  readonly outside: TestPhone;
  /** A leg id, bridge id or call id that was not used before. */
  id(kind: string): string;
}

/** The outside phone's number. */
export const OUTSIDE = '+380671112233';
export const LINE = '+380441234567';
/** Far from each other's harmonics. */
export const TONES = { a: 440, b: 620, outside: 950, after: 1240 } as const;

const CREDENTIAL_SECONDS = 600;

export interface PbxConformance {
  manifest: PbxManifest;
  setup(): Promise<PbxSetup>;
}

export function pbxConformance(runner: SuiteRunner, { manifest, setup }: PbxConformance): void {
  const { describe, it, beforeAll, afterAll } = runner;
  const declares = (...capabilities: PbxCapability[]): boolean =>
    capabilities.every((capability) => manifest.capabilities.includes(capability));

  describe(`${manifest.name} as a Pbx`, () => {
    const phones: TestPhone[] = [];
    let made: PbxSetup | undefined;
    let record: EventRecord | undefined;
    let outside: TestPhone | undefined;
    let ids = 0;
    const run = Math.random().toString(36).slice(2, 8);

    const suite: PbxSuite = {
      get pbx() {
        return suite.setup.pbx;
      },
      get setup() {
        return there(made);
      },
      get record() {
        return there(record);
      },
      get outside() {
        return there(outside);
      },
      id: (kind) => `${kind}-${run}-${(ids += 1)}`,
      async device(endpoint, tone = TONES.a) {
        const credential = await there(suite.pbx.devices).issueCredential({
          endpoint,
          displayName: endpoint,
          ttlSeconds: CREDENTIAL_SECONDS,
        });
        const phone = suite.setup.makeDevice(credential, tone);
        phones.push(phone);
        await phone.register();
        return phone;
      },
    };

    beforeAll(async () => {
      made = await setup();
      record = new EventRecord(made.pbx);
      made.pbx.start();
      await record.until('connection.changed', { up: true });
      outside = await made.makeTrunkPhone(OUTSIDE, TONES.outside);
      phones.push(outside);
    });
    afterAll(async () => {
      await Promise.all(phones.map((phone) => phone.stop()));
      record?.stop();
      await made?.pbx.stop();
      await made?.close();
    });

    it('has what it declares, and declares what it has', () => {
      assert.deepEqual(suite.pbx.manifest, manifest);
      for (const capability of PBX_CAPABILITIES) {
        // These two are told of by events alone.
        if (capability === 'replaces' || capability === 'dtmf') continue;
        assert.equal(suite.pbx[capability] !== undefined, declares(capability), capability);
      }
      assert.ok(
        !declares('replaces') || declares('bridge', 'originate'),
        'what is replaced stands in a bridge',
      );
    });

    if (declares('devices')) deviceTests(runner, suite);
    if (declares('devices', 'originate', 'hangup')) originateTests(runner, suite);
    if (declares('devices', 'answer', 'hangup')) offeredTests(runner, suite);
    if (declares('devices', 'originate', 'bridge'))
      bridgeTests(runner, suite, {
        replaces: declares('replaces'),
        mute: declares('mute'),
        dtmf: declares('dtmf'),
      });
    if (declares('devices', 'originate', 'bridge', 'record'))
      recordTests(runner, suite, { replaces: declares('replaces') });
    if (declares('devices', 'originate', 'bridge', 'play')) playTests(runner, suite);
    if (declares('devices', 'originate')) connectionTests(runner, suite);
    // Last: it shuts the door.
    if (declares('devices', 'security')) securityTests(runner, suite);
  });
}

/** What the setup, or a declared capability, must have brought. */
export function there<T>(value: T | undefined): T {
  assert.ok(value !== undefined, 'the setup failed, or a capability is missing');
  return value;
}
