import { Field } from '../parts/field';
import { usePreferences } from '../preferences';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/** Languages that callers ask for, the frequent ones first (ISO 639-1). */
const LANGUAGES = ['en', 'zh', 'ko', 'vi', 'pt', 'ne', 'tl', 'id', 'es', 'my', 'th', 'fr'];

/** Which language the customer needs. */
export function LanguageField({ desk, missing }: { desk: ReturnType<typeof useCallDesk>; missing: boolean }) {
  const words = useWords(callWords);
  const { lang } = usePreferences();
  const { draft, setDraft } = desk;
  const names = new Intl.DisplayNames([lang], { type: 'language' });
  return (
    <Field label={words.language} error={missing && draft.language === '' ? words.missingLanguage : null}>
      <select value={draft.language} onChange={(event) => setDraft({ ...draft, language: event.target.value })}>
        <option value="" />
        {LANGUAGES.map((code) => (
          <option key={code} value={code}>
            {names.of(code)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** Reference of the recording, and whether the customer heard of it. */
export function RecordingFields({ desk }: { desk: ReturnType<typeof useCallDesk> }) {
  const words = useWords(callWords);
  const { draft, setDraft } = desk;
  return (
    <details>
      <summary className="s">{words.recording}</summary>
      <div className="col">
        <Field label={words.recording} hint={words.recordingHint} optional>
          <input
            value={draft.recording}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => setDraft({ ...draft, recording: event.target.value.trim() })}
          />
        </Field>
        <label className="row">
          <input
            type="checkbox"
            checked={draft.announced}
            onChange={(event) => setDraft({ ...draft, announced: event.target.checked })}
          />
          {words.announced}
        </label>
      </div>
    </details>
  );
}
