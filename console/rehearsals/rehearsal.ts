import { type Reply } from '../api/client';
import { usePreferences } from '../preferences';
import { type RehearsalWord, rehearsalWord } from '../../domain/texts/rehearsals/words';

export type Rehearsal = Reply<'getRehearsal'>;
export type Listed = Reply<'listRehearsals'>['items'][number];
export type Result = NonNullable<Rehearsal['result']>;

/** Whether a rehearsal waits or runs. */
export const goesOn = ({ status }: Pick<Listed, 'status'>): boolean => status === 'queued' || status === 'running';

/** Words about a result, as its PDF has them, in the reader's language. */
export function useResultWord(): (word: RehearsalWord, values?: Record<string, string | number>) => string {
  const { lang } = usePreferences();
  return (word, values) => rehearsalWord(lang, word, values);
}
