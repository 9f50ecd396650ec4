import { CampaignDocs } from '../../db/campaigns/documents';
import { renewReplacedTexts } from '../../db/campaigns/replaced-notices';
import { checkAreas } from '../../db/campaigns/pauses-area';
import { type Vault } from '../../db/privacy/vault';
import { type Db } from '../../db/platform/types';

const docs = new WeakMap<Db, CampaignDocs>();

/**
 * What steering leaves to be done: new addresses are compared with paused areas, and replaced texts are written anew. A
 * part of the relay's round; any number of workers may do it. Answers how many rows were gone through.
 */
export async function followSteering({ db, vault }: { db: Db; vault: Vault }): Promise<number> {
  const known = docs.get(db) ?? new CampaignDocs();
  docs.set(db, known);
  return (await checkAreas(db, vault)) + (await renewReplacedTexts(db, known));
}
