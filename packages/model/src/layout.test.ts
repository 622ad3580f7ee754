import { expect, it } from 'vitest';
import { DEFAULT_CRM_SETTINGS, CrmSettings } from './crm-settings.ts';
import { cardLayout } from './entity-fields.ts';
import { missingFields } from './required.ts';

const { required } = DEFAULT_CRM_SETTINGS;

it('A full form asks for name, kind and number, a quick one for name and kind (rule 5)', () => {
  expect(missingFields(required, { name: ' ' }, { entity: 'party', form: 'full' })).toEqual([
    'name',
    'kind',
    'phones',
  ]);
  expect(missingFields(required, { phones: [] }, { entity: 'party', form: 'quick' })).toEqual([
    'name',
    'kind',
  ]);
});

it('A field of the firm’s own can be required from a stage on, and of one kind only', () => {
  const rules = [
    { entity: 'deal' as const, fields: ['custom.region'], stageId: 'offer' },
    { entity: 'party' as const, fields: ['taxId'], kind: 'supplier' },
  ];
  const deal = { custom: {} };
  expect(missingFields(rules, deal, { entity: 'deal', form: 'full', stages: ['new'] })).toEqual([]);
  expect(missingFields(rules, deal, { entity: 'deal', form: 'full', stages: ['new', 'offer'] })).toEqual([
    'custom.region',
  ]);
  expect(missingFields(rules, { kind: 'client' }, { entity: 'party', form: 'full' })).toEqual([]);
  expect(missingFields(rules, { kind: 'supplier' }, { entity: 'party', form: 'full' })).toEqual(['taxId']);
});

it('What the firm begins with is what its settings permit', () => {
  expect(CrmSettings.parse(DEFAULT_CRM_SETTINGS)).toEqual(DEFAULT_CRM_SETTINGS);
});

it('Neither of the two fixed final stages can be taken away (rule 6)', () => {
  const [pipeline] = DEFAULT_CRM_SETTINGS.pipelines;
  const without = (outcome: string) => ({
    ...DEFAULT_CRM_SETTINGS,
    pipelines: [{ ...pipeline, stages: pipeline?.stages.filter((stage) => stage.outcome !== outcome) }],
  });
  for (const outcome of ['won', 'lost']) expect(CrmSettings.safeParse(without(outcome)).success).toBe(false);
});

it('A card shows the firm’s own fields, in its order, and says what the host cannot write', () => {
  const settings = {
    ...DEFAULT_CRM_SETTINGS,
    customFields: [
      { entity: 'deal' as const, key: 'region', title: 'Region', type: 'choice' as const, options: ['west'] },
    ],
    layouts: [
      {
        entity: 'deal' as const,
        groups: [{ key: 'main', title: 'Main', fields: ['title'] }],
        hidden: ['paid'],
      },
    ],
  };
  const layout = cardLayout('deal', { settings, partyKinds: [], readOnly: ['lines'] });
  expect(layout).toMatchObject({ hidden: ['paid'], groups: [{ key: 'main' }] });
  expect(layout.fields.find(({ key }) => key === 'custom.region')).toEqual({
    ...{ key: 'custom.region', title: 'Region', type: 'choice', writable: true },
    options: [{ id: 'west', title: 'west' }],
  });
  expect(layout.fields.find(({ key }) => key === 'lines')?.writable).toBe(false);
});
