/**
 * The conformance suite of the `Crm` contract. Every CRM adapter runs it on its own system, or on a simulator of that. Each part begins
 * with a fresh system; what an adapter does not declare is not asked of it.
 */
import assert from 'node:assert/strict';
import { CAPABILITY_METHODS, CRM_CAPABILITIES, CRM_GROUPS, type CrmManifest } from '../crm/contract.ts';
import { changesTests } from './crm-changes.suite.ts';
import { communicationsTests } from './crm-communications.suite.ts';
import { dealsTests } from './crm-deals.suite.ts';
import type { CrmHarness } from './crm-harness.ts';
import { installTests } from './crm-install.suite.ts';
import { leadsTests } from './crm-leads.suite.ts';
import { lookupTests } from './crm-lookup.suite.ts';
import { mailTests } from './crm-mail.suite.ts';
import { partiesTests } from './crm-parties.suite.ts';
import { crmPart, type CrmRun } from './crm-run.ts';
import { shopTests } from './crm-shop.suite.ts';
import { surroundingsTests } from './crm-surroundings.suite.ts';
import { tasksTests } from './crm-tasks.suite.ts';
import { wireTests } from './crm-wire.suite.ts';
import type { SuiteRunner } from './runner.ts';

export interface CrmConformance {
  manifest: CrmManifest;
  /** A fresh system each time. */
  setup(): Promise<CrmHarness>;
}

export function crmConformance(runner: SuiteRunner, conformance: CrmConformance): void {
  const { manifest } = conformance;
  const can = (name: (typeof CRM_CAPABILITIES)[number]) => manifest.capabilities.includes(name);
  const part = (name: string, body: (suite: CrmRun) => void) => crmPart(runner, name, conformance, body);

  runner.describe(`${manifest.name} as a Crm`, () => {
    part('manifest', (suite) => manifestTests(runner, suite));
    if (can('parties')) part('looking up', (suite) => lookupTests(runner, suite));
    if (can('parties')) part('parties', (suite) => partiesTests(runner, suite));
    if (can('deals')) part('deals', (suite) => dealsTests(runner, suite));
    if (can('leads')) part('leads', (suite) => leadsTests(runner, suite));
    if (can('tasks')) part('tasks', (suite) => tasksTests(runner, suite));
    if (can('communications')) part('communications', (suite) => communicationsTests(runner, suite));
    if (can('shop')) part('shop', (suite) => shopTests(runner, suite));
    if (can('mail')) part('mail', (suite) => mailTests(runner, suite));
    if ((['records', 'users', 'fields', 'notify', 'directory'] as const).some(can))
      part('surroundings', (suite) => surroundingsTests(runner, suite));
    if (can('changes.webhook') || can('changes.poll'))
      part('changes', (suite) => changesTests(runner, suite));
    if (can('install')) part('install', (suite) => installTests(runner, suite));
    // Whatever keeps customers is tried by looking them up.
    if (manifest.transport === 'http' && can('parties')) wireTests(runner, conformance);
  });
}

function manifestTests({ it }: SuiteRunner, suite: CrmRun): void {
  const { manifest } = suite;

  it('has what it declares, and declares what it has', () => {
    const { crm } = suite.harness;
    assert.deepEqual(crm.manifest, manifest);
    const declared = new Set(manifest.capabilities);
    assert.equal(declared.size, manifest.capabilities.length, 'a capability stands twice');
    for (const capability of CRM_CAPABILITIES) {
      const [group, ...methods] = CAPABILITY_METHODS[capability];
      for (const method of methods) {
        const has = typeof (crm[group] as Record<string, unknown> | undefined)?.[method] === 'function';
        assert.equal(has, declared.has(capability), `${capability}: ${group}.${method}`);
      }
    }
    for (const group of CRM_GROUPS) {
      const any = manifest.capabilities.some((capability) => CAPABILITY_METHODS[capability][0] === group);
      assert.equal(crm[group] !== undefined, any, group);
    }
  });

  it('a part of a group is not declared without the group', () => {
    for (const capability of manifest.capabilities) {
      const [whole] = capability.split('.') as [string];
      const known = (CRM_CAPABILITIES as readonly string[]).includes(whole);
      if (known) assert.ok((manifest.capabilities as readonly string[]).includes(whole), capability);
    }
  });

  it('says of every setting what it is and where to find it', () => {
    assert.match(manifest.id, /^[a-z][a-z0-9-]{1,30}$/);
    const keys = Object.keys(manifest.settings.shape).filter((key) => key !== 'system');
    assert.deepEqual(Object.keys(manifest.fields).sort(), keys.sort());
    for (const [key, field] of Object.entries(manifest.fields)) {
      assert.ok(field.title.length > 1 && field.hint.length > 10, `${key} needs a title and a hint`);
    }
    const settings = Object.values(manifest.fields);
    if (settings.some(({ secret }) => secret))
      assert.ok(
        settings.some(({ account, secret }) => account && !secret),
        'the address that secrets go to is marked as account',
      );
  });

  it('says why it has no letters, or no tax numbers, where it has none', () => {
    const { capabilities, writes, lacks } = manifest;
    if (!capabilities.includes('parties')) return;
    const has = { mail: capabilities.includes('mail'), taxId: writes?.party?.includes('taxId') === true };
    // Ringback's own sends through a mailbox, where one is connected.
    for (const what of manifest.transport === 'local' ? [] : (['mail', 'taxId'] as const)) {
      const reason = lacks?.[what];
      assert.equal(reason === undefined, has[what], `lacks.${what}: one sentence of why, where it has none`);
      if (reason !== undefined) assert.match(reason, /^\S.{10,}\.$/, `lacks.${what} is a sentence`);
    }
  });

  it('a host over the network says how long its answers are good for', () => {
    if (manifest.transport === 'local') return;
    assert.ok(suite.harness.wire, 'a simulated wire is needed');
    assert.ok(suite.harness.secret, 'a secret must be planted');
    for (const group of ['parties', 'deals', 'tasks', 'shop'] as const) {
      if (manifest.capabilities.includes(group)) assert.ok(manifest.cache[group], `cache.${group}`);
    }
  });

  it('finds nothing wrong where everything is set up', async () => {
    const report = await suite.run((crm) => crm.checkConnection());
    assert.deepEqual(
      report.findings.filter(({ level }) => level === 'problem'),
      [],
    );
    assert.equal(report.ok, true);
  });
}
