/** What the store keeps of campaigns. */
import type { Campaign, CampaignEntry, CampaignEntryPage } from '@ringback/model';
import type { Tx } from './contract.ts';

/** Lists of numbers that are called one after the other. */
export interface CampaignStore {
  insert(tx: Tx, campaign: Campaign): Promise<void>;
  /** `conflict` unless the stored version is `campaign.version - 1`. */
  update(tx: Tx, campaign: Campaign): Promise<void>;
  get(id: string, tx?: Tx): Promise<Campaign | undefined>;
  /** Newest first. */
  list(): Promise<Campaign[]>;
  /** With its entries. */
  remove(tx: Tx, id: string): Promise<void>;
  readonly entries: {
    /** At the end of the list; false where the number is on it already. */
    add(tx: Tx, entry: CampaignEntry): Promise<boolean>;
    update(tx: Tx, entry: CampaignEntry): Promise<void>;
    byCallback(tx: Tx, callbackId: string): Promise<CampaignEntry | undefined>;
    /** Those that wait and whose time has come, in order. */
    due(campaignId: string, at: Date, limit: number): Promise<CampaignEntry[]>;
    /** Of all campaigns. */
    calling(): Promise<CampaignEntry[]>;
    /** When the next of those that wait is due. */
    nextAt(campaignId: string): Promise<string | undefined>;
    counts(
      campaignId: string,
    ): Promise<{ state: CampaignEntry['state']; result: CampaignEntry['result']; count: number }[]>;
    /** In the order of the list. */
    list(
      campaignId: string,
      query: {
        state?: CampaignEntry['state'] | undefined;
        cursor?: string | undefined;
        limit?: number | undefined;
      },
    ): Promise<CampaignEntryPage>;
  };
}
