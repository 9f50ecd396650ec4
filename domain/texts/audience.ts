import { type FindingCode, type Severity } from '../audience/finding';
import { type Language, type Text } from '../campaigns/campaign';
import { fill, type RowFinding } from './catalogue';
import { findingsEn } from './en/audience';
import { findingsJa } from './ja/audience';
import { severityTexts } from './names/audience';

export const findingsCsvHeader: Record<Language, string[]> = {
  ja: ['行', '列', '区分', 'コード', '内容', '対応'],
  en: ['line', 'column', 'severity', 'code', 'message', 'advice'],
};

/** Message and advice of a finding in one language. */
export function findingText(
  code: FindingCode,
  language: Language,
  detail: Record<string, unknown> | null = null,
): { message: string; advice: string } {
  const [message, advice] = (language === 'ja' ? findingsJa : findingsEn)[code];
  return { message: fill(message, detail ?? {}, ''), advice: fill(advice, detail ?? {}, '') };
}

/** What is wrong in all rows with this finding: its message without what differs by row. */
export function findingKind(code: FindingCode, language: Language): string {
  const [message] = (language === 'ja' ? findingsJa : findingsEn)[code];
  return fill(message.replace(/ ?[(（][^()（）]*\{\w+\}[^()（）]*[)）]|: ?\{\w+\}/g, ''), {}, '');
}

/** A kind of finding and its severity in words, for a list of kinds. */
export const findingNames = ({
  code,
  severity,
}: {
  code: string;
  severity: Severity;
}): { text: Text; severityText: Text } => ({
  text: { ja: findingKind(code as FindingCode, 'ja'), en: findingKind(code as FindingCode, 'en') },
  severityText: severityTexts[severity],
});

export type ColumnProblem = 'column_missing' | 'column_unknown' | 'column_doubled' | 'field_unmapped';

/** What is wrong with a column of the header, in Japanese like all issues. `near` is the most similar column name. */
export function columnProblemJa(
  code: ColumnProblem,
  { title, near }: { title: string; near?: string },
): { message: string; advice: string } {
  const shown = title.trim() === '' ? '(見出しなし)' : `「${title}」`;
  const hint = near ? `「${near}」のことではありませんか。` : '';
  const texts: Record<ColumnProblem, RowFinding> = {
    column_missing: [`列${shown}がありません。`, `${hint}案件ファイルの columns と見出しをそろえてください。`],
    column_unknown: [
      `列${shown}は案件ファイルにありません。`,
      `${hint}columns に加えるか、読まない列は ignored としてください。`,
    ],
    column_doubled: [`列${shown}が2つ以上あります。`, '見出しを1つずつにしてください。'],
    field_unmapped: [`columns に ${title} がありません。`, 'この項目の見出しを columns に書いてください。'],
  };
  const [message, advice] = texts[code];
  return { message, advice };
}
