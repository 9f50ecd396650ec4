import { type audienceErrorsJa } from '../../ja/errors/audience';
import { type ErrorText } from '../../catalogue';

export const audienceErrorsEn: Record<keyof typeof audienceErrorsJa, ErrorText> = {
  held_already_decided: { title: 'This row has been decided', advice: 'Read the list again.' },
  file_empty: { title: 'The file is empty', advice: 'Send a CSV with the rows of the audience.' },
  file_not_text: {
    title: 'This is not a text file',
    advice: 'Send a CSV (CP932 or UTF-8), not an Excel file or an archive.',
  },
  file_encoding_unknown: {
    title: 'The encoding cannot be recognised',
    advice: 'Save the file as CP932 (Shift_JIS) or UTF-8.',
  },
  file_without_header: {
    title: 'There is no header line',
    advice: "The first line must hold the column names given under the campaign file's columns.",
  },
  file_headers_differ: {
    title: 'Files with different columns were joined',
    advice:
      'Line {line} is a header with other columns than the first line. Send the files one by one with the same columns. Nothing was imported.',
  },
  file_column_unknown: {
    title: 'There is an unknown column',
    advice: "Columns: {columns}. Check the names, add them to the campaign file's columns, or remove them.",
  },
  file_column_missing: {
    title: 'A column is missing',
    advice: "Missing: {columns}. The file must have every column that the campaign file's columns name.",
  },
  file_without_good_row: {
    title: 'Not one row can be imported',
    advice: 'All {rows} rows are wrong. See the list of mistakes and correct the file. Nothing was imported.',
  },
  file_too_costly: {
    title: 'The file cannot be read in the time allowed',
    advice: 'Nothing was recorded. Divide its rows into several files and send those.',
  },
  file_row_too_long: {
    title: 'A row is too long',
    advice: 'Line {line} has more than 128 KB. Check the line breaks. Nothing was imported.',
  },
  file_too_many_rows: {
    title: 'The file has too many rows',
    advice: 'At most {limit} rows are taken. Divide the file among campaigns. Nothing was imported.',
  },
  file_quote_unclosed: {
    title: 'A quote is not closed',
    advice: 'Close the quote (") that begins at line {line}. Nothing was imported.',
  },
  import_running: { title: 'An import is in progress', advice: 'Wait until it is over and try again.' },
};
