import sharp from 'sharp';
import { serveDecoder } from '../../config/decoder/serve';
import { layoutPiece } from '../../rendering/letter/piece';
import { pageAsPng } from '../../rendering/page-picture';
import { pdfOfPages } from '../../rendering/letter/print-file';
import { type PieceQuestion } from './piece-decoder';

sharp.cache(false);
sharp.concurrency(1);

serveDecoder(async ({ content, page }: PieceQuestion) => pageAsPng(await pdfOfPages(layoutPiece(content)), page));
