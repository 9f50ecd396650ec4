import { z } from 'zod';
import { type Contracts } from '../http/route';
import { idParam } from '../http/shapes';

/** Pages as pictures: a browser shows neither TIFF nor, without a plug-in, PDF. */
export const returnPageRoutes = {
  getReturnPage: {
    method: 'get',
    path: '/api/returns/{id}/pages/{n}',
    summary:
      'A page of the scanned image as PNG; all pages a person sees within ten minutes are recorded as one access',
    tag: 'returns',
    action: 'return.read',
    params: idParam.extend({ n: idParam.shape.id }),
    query: z.object({ size: z.enum(['whole', 'thumb']).default('whole').meta({ description: 'thumb: for lists' }) }),
    reply: { status: 200, description: 'The page', types: ['image/png'] },
    errors: ['scan_unreadable', 'decoder_busy'],
  },
} as const satisfies Contracts;
