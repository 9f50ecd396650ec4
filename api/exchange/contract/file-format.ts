import { z } from 'zod';
import { type Contracts } from '../../http/route';

const fileFormat = z
  .object({
    encoding: z.enum(['utf-8', 'cp932']),
    bom: z.boolean().meta({ description: 'Begin with a byte order mark; UTF-8 only' }),
  })
  .meta({ id: 'FileFormat', description: 'Texts are never changed as for spreadsheets' });

/** How a client's programs get their files. */
export const fileFormatRoutes = {
  getFileFormat: {
    method: 'get',
    path: '/api/client-data/format',
    summary: "How the client's programs get their files",
    tag: 'exchange',
    action: 'exchange.read',
    reply: { status: 200, description: 'The format', schema: fileFormat },
  },
  setFileFormat: {
    method: 'put',
    path: '/api/client-data/format',
    summary: "Set encoding and byte order mark of files for the client's programs, for deliveries from now on",
    tag: 'exchange',
    action: 'exchange.format',
    body: { kind: 'json', schema: fileFormat },
    write: 'repeatable',
    reply: { status: 200, description: 'The format', schema: fileFormat },
  },
} as const satisfies Contracts;
