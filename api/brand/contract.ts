import { z } from 'zod';
import { TYPEFACES } from '../../domain/brand/brand';
import { type Contracts } from '../http/route';
import { count, instant } from '../http/shapes';
import { logoApart } from './logo-decoder';

const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const accent = z
  .string()
  .regex(/^#?[0-9a-fA-F]{6}$/)
  .transform((value) => `#${value.replace('#', '').toLowerCase()}`)
  .meta({ description: 'Brand colour, six hexadecimal digits', example: '165e83' });

const brand = z
  .object({
    version: count.meta({ description: "Among the client's brands, from 1" }),
    accent: colour,
    palette: z.object({ fill: colour, onFill: colour, ink: colour, inkOnDark: colour }).meta({
      description: 'What is drawn with it: areas, text on them, and text on white and on dark; 4.5:1 at least',
    }),
    typeface: z.enum(TYPEFACES).meta({ description: 'ud: BIZ UDPGothic; mincho: BIZ UDPMincho; noto: Noto Sans JP' }),
    logo: z.object({ hash, width: count, height: count }).nullable(),
    by: z.string().meta({ description: 'Who set it' }),
    at: instant,
  })
  .meta({ id: 'Brand' });

export const brandRoutes = {
  listBrands: {
    method: 'get',
    path: '/api/brands',
    summary: "The client's brands, newest first: colour, typeface and logo of letters, mails and customers' pages",
    tag: 'campaigns',
    action: 'brand.read',
    reply: { status: 200, description: 'At most 50', schema: z.object({ items: z.array(brand) }) },
  },
  setBrand: {
    method: 'post',
    path: '/api/brands',
    summary:
      "Set the client's next brand, what is omitted as in the newest; contents that are stored from now on take it over, approved ones keep theirs",
    tag: 'campaigns',
    action: 'brand.edit',
    query: z.object({ accent: accent.optional(), typeface: z.enum(TYPEFACES).optional() }),
    body: {
      kind: 'upload',
      types: ['image/png', 'image/svg+xml'],
      limit: 1024 * 1024,
      description: 'The logo, or JSON to keep the present one or to have none',
      schema: z.object({ logo: z.enum(['keep', 'none']) }),
      read: logoApart,
    },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The brand', schema: brand.omit({ by: true, at: true }) },
    errors: ['logo_unreadable', 'logo_too_small', 'logo_not_a_drawing', 'decoder_busy'],
  },
  getLogo: {
    method: 'get',
    path: '/api/logos/{hash}',
    summary: 'The picture of a logo as it is used',
    tag: 'campaigns',
    action: 'brand.read',
    params: z.object({ hash: z.string().max(64) }),
    query: z.object({ use: z.enum(['paper', 'screen']).default('screen') }),
    reply: { status: 200, description: 'PNG on white', types: ['image/png'] },
    errors: ['not_found'],
  },
} as const satisfies Contracts;
