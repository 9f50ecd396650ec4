import { readPriceFile } from '../../config/price-file';
import { PUBLIC_PRICES } from '../../domain/print/price-lists';
import { type PriceList } from '../../domain/print/prices';

const known = new Map<string | undefined, PriceList[]>();

/** The public prices and the installation's own (PRICE_FILE), read once. Throws on a file that is not as it should be. */
export function priceLists({ PRICE_FILE: path }: { PRICE_FILE?: string | undefined }): PriceList[] {
  const lists = known.get(path) ?? [...PUBLIC_PRICES, ...readPriceFile(path)];
  known.set(path, lists);
  return lists;
}
