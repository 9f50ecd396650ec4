import { type Language } from '../domain/campaigns/campaign';
import { AppError, type Issue } from '../domain/errors';
import { errorText } from '../domain/texts/errors';

interface Saying {
  lang: Language;
  err: (line: string) => void;
  /** Instead of line, path and message. */
  issueLine?: (issue: Issue) => string;
}

const withLine = ({ line, path, message }: Issue): string =>
  `${line === undefined ? '' : `${line}: `}${path}: ${message}`;

/** Says what an error of the table means and what to do, then each of its issues; throws any other error. */
export function sayError(error: unknown, { lang, err, issueLine = withLine }: Saying): void {
  if (!(error instanceof AppError)) throw error;
  const { title, advice } = errorText(error.code, lang, error.detail);
  err(`${title} ${advice}`);
  for (const issue of error.issues) err(`  ${issueLine(issue)}`);
}
