import { createDecoder } from '../../config/decoder/decoder';
import { type PieceContent } from '../../rendering/letter/content';

export interface PieceQuestion {
  content: PieceContent;
  /** From 1. */
  page: number;
}

/** Laying out and drawing a letter takes a second; it is done beside the API, not in it. */
const ask = createDecoder<PieceQuestion, Uint8Array>({
  module: require.resolve('./piece-process'),
  limitMs: 15_000,
  memoryMb: 768,
});

/** A page of an envelope as PNG. Throws not_found beyond its last page, and decoder_busy. */
export const piecePageApart = async (question: PieceQuestion): Promise<Buffer> => Buffer.from(await ask(question));
