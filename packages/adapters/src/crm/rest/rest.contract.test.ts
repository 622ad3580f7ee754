import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifestOf, readDefinition } from './index.ts';
import { createRestHarness } from './simulator.ts';

/** The worked example of the documentation, to the letter. */
const page = readFileSync(new URL('../../../../../docs/adapters/rest.md', import.meta.url), 'utf8');
const definition = readDefinition(/```json\n([\s\S]*?)```/.exec(page)?.[1]);

crmConformance(
  { describe, it, beforeAll, afterAll },
  { manifest: manifestOf(definition), setup: () => createRestHarness(definition) },
);
