import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { type NewLogo } from '../../db/brand/brands';
import { AppError } from '../../domain/errors';

type Drawn = Omit<NewLogo, 'paper' | 'screen'> & { paper: Uint8Array; screen: Uint8Array };

const ask = createDecoder<{ bytes: Uint8Array }, Drawn>({
  module: require.resolve('./logo-process'),
  limitMs: 10_000,
  memoryMb: 512,
});

/**
 * A logo's pictures, drawn in a process of its own. Throws as `logoPictures`, decoder_busy, and logo_unreadable for what
 * takes too much time or memory.
 */
export async function logoApart({ bytes }: { bytes: Buffer }): Promise<{ logo: NewLogo }> {
  try {
    const { paper, screen, ...size } = await ask({ bytes });
    return { logo: { ...size, paper: Buffer.from(paper), screen: Buffer.from(screen) } };
  } catch (error) {
    if (error instanceof DecodingFailed) throw new AppError('logo_unreadable', {}, [], { cause: error });
    throw error;
  }
}
