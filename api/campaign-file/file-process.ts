import { serveDecoder } from '../../config/decoder/serve';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError, type Issue } from '../../domain/errors';
import { lintNotice, lintTexts } from '../../rendering/lint';
import { lintWording } from '../../rendering/wording/lint-wording';
import { type FileAnswer, type FileQuestion, PLAIN } from './file-decoder';
import { replyIssues } from './contents';
import { checkPlan, checkRoles } from './plan-check';
import { parseCampaignFile, withLines } from './read';

const hashContract = (number: string): string => `${PLAIN}${number}`;

/** What refuses a campaign's contents today, whenever they were stored. */
const faultsOf = (doc: CampaignDoc, language: Language): Issue[] => [
  ...replyIssues(doc, language),
  ...lintTexts(doc, language),
  ...Object.keys(doc.notices).flatMap((notice) => lintNotice(doc, notice, language)),
  ...checkRoles(doc, language),
  ...lintWording(doc, language).filter(({ severity }) => severity === 'error'),
];

/** A file that is refused is an answer: the process has understood it and reads the next. */
serveDecoder((question: FileQuestion): FileAnswer => {
  const { language } = question;
  if ('stored' in question) return { faults: faultsOf(question.stored, language) };
  if ('check' in question) {
    const warnings = [...checkPlan(question.check, language), ...lintWording(question.check, language)];
    return { warnings: question.file === undefined ? warnings : withLines(warnings, question.file) };
  }
  try {
    const { text, now } = question;
    return { doc: parseCampaignFile(text, { now, language, hashContract, lintNotice, lintTexts, lintWording }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, detail, issues } = error;
    return { refused: { code, detail, issues } };
  }
});
