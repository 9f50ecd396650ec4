import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { idParam } from '../../http/shapes';

export const piecePageRoutes = {
  getPiecePage: {
    method: 'get',
    path: '/api/pieces/{code}/pages/{n}',
    summary:
      "A page of a letter that was sent, as PNG: drawn again from the same version of its text with the customer's present name and address; all pages a person sees within ten minutes are recorded as one access",
    tag: 'lanes',
    action: 'letter.read',
    params: z.object({ code: z.string().min(1).max(40), n: idParam.shape.id }),
    reply: { status: 200, description: 'The page', types: ['image/png'] },
    errors: ['not_found', 'erased', 'decoder_busy'],
  },
} as const satisfies Contracts;
