import { type CampaignDocs } from '../campaigns/campaigns';
import { type Db, type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';

/** What a step of a journey is taken with. */
export interface StepDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  laneOf: (trx: Trx, clientId: number, channel: string) => Promise<number>;
}
