import { setAsideTexts } from '../../../domain/texts/names/mail-room';
import { useState } from 'react';
import { SET_ASIDE_REASONS, type SetAsideReason } from '../../../domain/returns/mail-room';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Choices } from '../../parts/choices';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Note } from '../../parts/note';
import { mailRoomWords } from '../../texts/desks/mail-room';
import { useText, useWords } from '../../words';

interface Props {
  intake: number | undefined;
  setAside: number | undefined;
  go: (change: { intake?: string; aside?: string }) => void;
}

/** With what the envelopes came that are booked now, so that they add up with what was counted. */
export function FromIntake({ intake, setAside, go }: Props) {
  const words = useWords(mailRoomWords);
  const format = useFormat();
  const may = useMay();
  const read = useApi('listIntakes', { query: { limit: 50 } }, { every: 30_000, enabled: may('mail_room.read') });
  const [setting, setSetting] = useState(false);
  const choices = read.data?.items.filter(({ id, left }) => left !== 0 || id === intake) ?? [];
  if (!may('mail_room.read') || (choices.length === 0 && intake === undefined && setAside === undefined)) return null;
  return (
    <div className="col tight">
      {setAside !== undefined && (
        <Note tone="acc" role="status">
          <p className="s">{words.bookingSetAside(String(setAside))}</p>
          <div>
            <Button look="quiet" onClick={() => go({ aside: undefined })}>
              {words.notThatOne}
            </Button>
          </div>
        </Note>
      )}
      <div className="row wrap">
        <Field label={words.bookFrom}>
          <select value={intake ?? ''} onChange={(event) => go({ intake: event.target.value || undefined })}>
            <option value="">{words.noneChosen}</option>
            {choices.map(({ id, receivedOn, left }) => (
              <option key={id} value={id}>
                {words.intakeOption(String(id), format.shortDay(receivedOn), left === null ? '?' : format.number(left))}
              </option>
            ))}
          </select>
        </Field>
        {intake !== undefined && may('mail_room.work') && (
          <Button onClick={() => setSetting(true)}>{words.setAside}</Button>
        )}
      </div>
      {setting && intake !== undefined && <SetAsideDialog intake={intake} onClose={() => setSetting(false)} />}
    </div>
  );
}

function SetAsideDialog({ intake, onClose }: { intake: number; onClose: () => void }) {
  const words = useWords(mailRoomWords);
  const text = useText();
  const [why, setWhy] = useState<SetAsideReason | null>(null);
  const { run, busy, problem } = useAct('setAside');
  const submit = async () => {
    const answer = await run({ body: { intakeId: intake, why: why! } });
    if (!answer) return;
    say(words.setAsideDone(String(answer.body.id)));
    onClose();
  };
  return (
    <ActDialog
      title={words.setAsideTitle}
      onClose={onClose}
      submit={words.setAside}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={why === null ? words.setAsideMissing : null}
    >
      <Choices
        legend={words.setAsideWhy}
        choices={SET_ASIDE_REASONS.map((value) => ({ value, label: text(setAsideTexts[value]) }))}
        value={why}
        onChange={setWhy}
      />
    </ActDialog>
  );
}
