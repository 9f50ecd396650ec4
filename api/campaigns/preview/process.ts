import sharp from 'sharp';
import { serveDecoder } from '../../../config/decoder/serve';
import { explained } from '../../../domain/campaigns/explain/explained';
import { wordsFor } from '../../../domain/campaigns/explain/words';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { AppError } from '../../../domain/errors';
import { pageAsPng } from '../../../rendering/page-picture';
import { pdfOfPages } from '../../../rendering/letter/print-file';
import { sampleLetterPages } from '../../../rendering/preview/letter';
import { previewNotice } from '../../../rendering/preview/notice';
import { issueOf } from '../../campaign-file/finding';
import { scenarioOf } from '../../campaign-file/scenario';
import { type ExplainQuestion, type PreviewAnswer, type PreviewQuestion } from './decoder';

sharp.cache(false);
sharp.concurrency(1);

serveDecoder(async (question: PreviewQuestion): Promise<PreviewAnswer> => {
  if ('explain' in question) return { explained: explainOne(question) };
  if (!('page' in question)) return { notice: previewNotice(question) };
  const pages = sampleLetterPages(question);
  const page = pages[question.page - 1];
  if (!page) throw new AppError('not_found', { what: 'page' });
  // all pages are drawn: each names the number of pages
  return { png: await pageAsPng(await pdfOfPages(pages), question.page) };
});

function explainOne({ explain, doc, start, language }: ExplainQuestion) {
  const read = scenarioOf(explain, doc);
  if ('scenario' in read) return explained(read.scenario, { doc, start }, wordsFor(calendarOf(doc), language));
  const issues = read.findings.map((finding) => issueOf(finding, language));
  throw new AppError('invalid_request', {}, issues.map((issue) => ({ ...issue, path: `body.scenario.${issue.path}` }))); // prettier-ignore
}
