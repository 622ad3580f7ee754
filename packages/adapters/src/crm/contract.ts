/**
 * What Ringback asks of a system of record. Each group is absent as a whole where the system cannot do it, and so are the parts of a
 * group that are optional here; `manifest.capabilities` says which are there, and the conformance suite proves
 * declared ⇔ present ⇔ works. All that is thrown is `AdapterError`.
 */
import type { ChangesGroup } from './contract/changes.ts';
import type { CommunicationsGroup } from './contract/communications.ts';
import type { ConnectionReport } from './contract/connection.ts';
import type { DealsGroup } from './contract/deals.ts';
import type { DirectoryGroup } from './contract/directory.ts';
import type { FieldsGroup } from './contract/fields.ts';
import type { InstallGroup } from './contract/install.ts';
import type { LeadsGroup } from './contract/leads.ts';
import type { MailGroup } from './contract/mail.ts';
import type { CrmManifest } from './contract/manifest.ts';
import type { NotifyGroup } from './contract/notify.ts';
import type { ReadOptions } from './contract/options.ts';
import type { PartiesGroup } from './contract/parties.ts';
import type { RecordsGroup } from './contract/records.ts';
import type { ShopGroup } from './contract/shop.ts';
import type { TasksGroup } from './contract/tasks.ts';
import type { UsersGroup } from './contract/users.ts';

export * from './contract/changes.ts';
export * from './contract/communications.ts';
export * from './contract/connection.ts';
export * from './contract/deals.ts';
export * from './contract/directory.ts';
export * from './contract/fields.ts';
export * from './contract/install.ts';
export * from './contract/leads.ts';
export * from './contract/mail.ts';
export * from './contract/manifest.ts';
export * from './contract/notify.ts';
export * from './contract/options.ts';
export * from './contract/parties.ts';
export * from './contract/records.ts';
export * from './contract/shop.ts';
export * from './contract/tasks.ts';
export * from './contract/users.ts';

export interface Crm {
  readonly manifest: CrmManifest;
  /** Looks whether everything is set up; changes nothing. Never rejects because of what it finds: it names it. */
  checkConnection(options?: ReadOptions): Promise<ConnectionReport>;
  readonly parties?: PartiesGroup;
  readonly deals?: DealsGroup;
  readonly leads?: LeadsGroup;
  readonly tasks?: TasksGroup;
  readonly communications?: CommunicationsGroup;
  readonly shop?: ShopGroup;
  readonly mail?: MailGroup;
  readonly directory?: DirectoryGroup;
  readonly notify?: NotifyGroup;
  readonly records?: RecordsGroup;
  readonly users?: UsersGroup;
  readonly fields?: FieldsGroup;
  readonly changes?: ChangesGroup;
  readonly install?: InstallGroup;
}
