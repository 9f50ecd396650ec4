import { questionStatusTexts } from '../../../domain/texts/names/campaigns';
import { Chip } from '../../parts/chip';
import { questionWords } from '../../texts/campaigns/questions';
import { useText, useWords } from '../../words';
import { type Question } from './question-detail';

const TONES = { open: 'acc', answered: 'warn', confirmed: 'ok', withdrawn: 'plain' } as const;

/** Where a question stands. */
export function QuestionState({ question: { status, overdue } }: { question: Question }) {
  const words = useWords(questionWords);
  const text = useText();
  return (
    <span className="row wrap tight">
      <Chip tone={TONES[status]}>{text(questionStatusTexts[status])}</Chip>
      {overdue && <Chip tone="danger">{words.overdue}</Chip>}
    </span>
  );
}
