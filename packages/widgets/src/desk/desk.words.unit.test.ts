import { LOCALES } from '@ringback/model';
import { expect, it } from 'vitest';
import { dealReportWords } from '../funnel/deal-report.words.ts';
import { leadReportWords } from '../funnel/lead-report.words.ts';
import { deskWords } from './desk.words.ts';

it.each(LOCALES)('A funnel on the desk is called as the report calls itself (%s)', (locale) => {
  const { funnel, leadFunnel } = deskWords[locale];
  expect([funnel, leadFunnel]).toEqual([dealReportWords[locale].region, leadReportWords[locale].region]);
});
