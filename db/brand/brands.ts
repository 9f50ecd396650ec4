import { createHash } from 'node:crypto';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type Logo, type Brand, NEUTRAL_BRAND } from '../../domain/brand/brand';
import { type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';

/** A logo as PNG on white, without transparency: for paper, and smaller for mails and screens. */
export interface LogoPictures {
  paper: Buffer;
  screen: Buffer;
}
/** A logo ready to be stored; `width` and `height` are those of `paper`. */
export interface NewLogo extends LogoPictures {
  width: number;
  height: number;
}

/** One of a client's brands, with who set it and when (epoch ms). */
export interface StoredBrand extends Brand {
  by: { id: number; name: string };
  at: number;
}

const FIELDS = ['version', 'accent', 'typeface', 'logo_hash', 'logo_width', 'logo_height'] as const;

interface BrandRow {
  version: number;
  accent: string;
  typeface: string;
  logo_hash: string | null;
  logo_width: number | null;
  logo_height: number | null;
}

const brandIn = (row: BrandRow): Brand => ({
  version: row.version,
  accent: row.accent,
  typeface: row.typeface as Brand['typeface'],
  logo: row.logo_hash === null ? null : { hash: row.logo_hash, width: row.logo_width!, height: row.logo_height! },
});

/** The client's brands, newest first, at most `limit`. */
export async function listBrands(db: Queryable, scope: Scope, limit: number): Promise<StoredBrand[]> {
  const rows = await db
    .selectFrom('brands as l')
    .innerJoin('persons as p', 'p.id', 'l.created_by')
    .select(FIELDS.map((field) => `l.${field}` as const))
    .select(['l.created_by', 'l.created_at', 'p.name'])
    .where('l.client_id', '=', scope.clientId)
    .orderBy('l.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...brandIn(row), by: { id: row.created_by, name: row.name }, at: row.created_at }));
}

/** The client's newest brand; undefined where none was set. */
export async function newestBrand(db: Queryable, scope: Scope): Promise<Brand | undefined> {
  const row = await db
    .selectFrom('brands')
    .select(FIELDS)
    .where('client_id', '=', scope.clientId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && brandIn(row);
}

/** The contents with the client's newest brand, which an approval of them then covers. */
export async function withBrand(db: Queryable, scope: Scope, doc: CampaignDoc): Promise<CampaignDoc> {
  const brand = await newestBrand(db, scope);
  return brand ? { ...doc, brand } : doc;
}

/**
 * Stores the client's next brand. Colour and typeface that are not given are those of the newest one, and so is the logo
 * with `keep`. The client's
 * row is locked, so that two brands set at once get two numbers.
 */
export async function insertBrand(
  trx: Trx,
  scope: Scope,
  brand: {
    accent?: string | undefined;
    typeface?: Brand['typeface'] | undefined;
    logo: NewLogo | 'keep' | null;
    personId: number;
    at: number;
  },
): Promise<Brand> {
  await trx.selectFrom('clients').select('id').where('id', '=', scope.clientId).forNoKeyUpdate().execute();
  const before = await newestBrand(trx, scope);
  const present = before ?? NEUTRAL_BRAND;
  const logo = brand.logo === 'keep' ? await keptLogo(trx, present.logo) : brand.logo;
  const row = await trx
    .insertInto('brands')
    .values({
      client_id: scope.clientId,
      version: (before?.version ?? 0) + 1,
      accent: brand.accent ?? present.accent,
      typeface: brand.typeface ?? present.typeface,
      created_by: brand.personId,
      created_at: new Date(brand.at),
      ...(logo && {
        logo_hash: hashOf(logo),
        logo_width: logo.width,
        logo_height: logo.height,
        logo_paper: logo.paper,
        logo_screen: logo.screen,
      }),
    })
    .returning(FIELDS)
    .executeTakeFirstOrThrow();
  return brandIn(row);
}

async function keptLogo(db: Queryable, logo: Logo | null): Promise<NewLogo | null> {
  return logo && { ...(await readLogo(db, logo.hash)), width: logo.width, height: logo.height };
}

const hashOf = ({ paper, screen }: LogoPictures): string =>
  createHash('sha256').update(paper).update(screen).digest('hex');

/** The pictures of a logo by its hash. Throws not_found where there is none, or where they are not what was stored. */
export async function readLogo(db: Queryable, hash: string): Promise<LogoPictures> {
  const row = await db
    .selectFrom('brands')
    .select(['logo_paper', 'logo_screen'])
    .where('logo_hash', '=', hash)
    .limit(1)
    .executeTakeFirst();
  const pictures = row && { paper: row.logo_paper!, screen: row.logo_screen! };
  if (!pictures || hashOf(pictures) !== hash) throw new AppError('not_found', { what: 'logo' });
  return pictures;
}

const CACHED = 50;
const known = new Map<string, LogoPictures>();

/** The pictures of the logo that contents were approved with; undefined where they have none. Read once a process. */
export async function logoOf(db: Queryable, { brand }: Pick<CampaignDoc, 'brand'>): Promise<LogoPictures | undefined> {
  if (!brand?.logo) return undefined;
  const { hash } = brand.logo;
  const pictures = known.get(hash) ?? (await readLogo(db, hash));
  known.set(hash, pictures);
  if (known.size > CACHED) known.delete(known.keys().next().value!);
  return pictures;
}
