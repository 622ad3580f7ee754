/** What runs in a browser and in Node alike; launchers of browsers and PBXs are in `./node`. */
export * from './demo.ts';
export * from './fake-backend.ts';
export { type FakeCrmData, fakeCrmData } from './fake-crm/index.ts';
export { SAMPLE_DEVICES } from './fake-devices.ts';
export * from './fake-phone.ts';
export * from './fixtures.ts';
export * from './notifier.ts';
export * from './phone-suite.ts';
export { countLeftovers } from './leftovers.ts';
