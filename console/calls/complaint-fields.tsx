import { COMPLAINT_CLASSES, type ComplaintClass } from '../../domain/customers/inquiries/inquiry';
import { complaintClassTexts } from '../../domain/texts/names/inquiries';
import { Field } from '../parts/field';
import { incomingWords } from '../texts/desks/incoming';
import { useText, useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/** What a complaint is about, and what was said. */
export function ComplaintFields({ desk, missing }: { desk: ReturnType<typeof useCallDesk>; missing: boolean }) {
  const words = useWords(incomingWords);
  const text = useText();
  const { draft, setDraft } = desk;
  return (
    <>
      <Field label={words.complaintClass} error={missing && draft.about === '' ? words.missingClass : null}>
        <select
          autoFocus
          value={draft.about}
          onChange={({ target }) => setDraft({ ...draft, about: target.value as ComplaintClass })}
        >
          <option value="" />
          {COMPLAINT_CLASSES.map((one) => (
            <option key={one} value={one}>
              {text(complaintClassTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field
        label={words.complaintSaid}
        hint={words.complaintMore}
        error={missing && draft.said.trim() === '' ? words.missingSaid : null}
      >
        <textarea
          rows={4}
          maxLength={8_000}
          value={draft.said}
          onChange={({ target }) => setDraft({ ...draft, said: target.value })}
        />
      </Field>
    </>
  );
}
