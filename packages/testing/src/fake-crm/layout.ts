import { type CardLayout, cardLayout, type CrmSettings, type Entity } from '@ringback/model';
import { PARTY_KINDS } from '../fixtures.ts';

export const layoutOf = (entity: Entity, settings: CrmSettings): CardLayout =>
  cardLayout(entity, { settings, partyKinds: PARTY_KINDS });
