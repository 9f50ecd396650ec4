import { createDecoder, DecodingFailed } from '../../../config/decoder/decoder';
import { type CampaignDoc, type Language } from '../../../domain/campaigns/campaign';
import { type Explained } from '../../../domain/campaigns/explain/explained';
import { AppError } from '../../../domain/errors';
import { type Previewed } from '../../../rendering/preview/letter';
import { type NoticePreview } from '../../../rendering/preview/notice';

/** A scenario as data, for a document and a start (epoch ms). */
export interface ExplainQuestion {
  explain: unknown;
  doc: CampaignDoc;
  start: number;
  language: Language;
}
/** A notice, one page of its letter, or a scenario. */
export type PreviewQuestion = Previewed | (Previewed & { page: number }) | ExplainQuestion;
export type PreviewAnswer = { notice: NoticePreview } | { png: Uint8Array } | { explained: Explained };

/** A letter with many pages takes a second or two; it is drawn beside the API, not in it. */
const ask = createDecoder<PreviewQuestion, PreviewAnswer>({
  module: require.resolve('./process'),
  limitMs: 15_000,
  memoryMb: 768,
});

/** A notice as a sample customer would get it. Throws not_found, notice_invalid, decoder_busy. */
export const noticeApart = async (wanted: Previewed): Promise<NoticePreview> => (await answer(wanted, 'notice')).notice;

/** One page of a letter, from 1, as PNG. Throws not_found, notice_invalid, decoder_busy. */
export const letterPageApart = async (wanted: Previewed & { page: number }): Promise<Uint8Array> =>
  (await answer(wanted, 'png')).png;

/** What one customer would get. Throws invalid_request with what is wrong in the scenario, decoder_busy. */
export const explainApart = async (wanted: ExplainQuestion): Promise<Explained> =>
  (await answer(wanted, 'explained')).explained;

type Keyed<Key> = Extract<PreviewAnswer, Key extends string ? Record<Key, unknown> : never>;

async function answer<Key extends 'notice' | 'png' | 'explained'>(
  question: PreviewQuestion,
  key: Key,
): Promise<Keyed<Key>> {
  try {
    const given = await ask(question);
    if (!(key in given)) throw new Error('another question was answered');
    return given as Keyed<Key>;
  } catch (error) {
    if (error instanceof DecodingFailed && error.why !== 'broken') throw new AppError('decoder_busy', {}, [], { cause: error }); // prettier-ignore
    throw error;
  }
}
