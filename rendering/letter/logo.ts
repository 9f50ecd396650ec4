import { logoOf } from '../../db/brand/brands';
import { type Db } from '../../db/platform/types';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { pictureOf } from './content';
import { type Picture } from './sheet';

/** The logos of some contents, each picture read once a process. */
export async function logosOf(db: Db, docs: Iterable<CampaignDoc>): Promise<Map<CampaignDoc, Picture>> {
  const found = new Map<CampaignDoc, Picture>();
  for (const doc of docs) {
    const logo = await logoOf(db, doc);
    if (logo) found.set(doc, pictureOf(doc, logo.paper));
  }
  return found;
}
