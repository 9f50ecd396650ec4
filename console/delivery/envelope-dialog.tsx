import { useState } from 'react';
import {
  type Envelope,
  ENVELOPES,
  INSERT_MARKS,
  type InsertMarks,
  profileFaults,
  PROFILES,
} from '../../domain/print/envelope-profile';
import { profileFaultTexts } from '../../domain/texts/names/profile-faults';
import { useAct } from '../api/act';
import { useDownload } from '../api/file';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { Note, ProblemNote } from '../parts/note';
import '../styles/envelopes.css';
import { envelopeWords } from '../texts/desks/envelopes';
import { useText, useWords } from '../words';
import { isLength, type Length, profileOf, triedOf, type TypedEnvelope, typedOf } from './envelope';
import { EnvelopePicture } from './envelope-picture';
import { type Lane } from './lane';

interface Props {
  lane: Lane;
  name: string;
  onClose: () => void;
}

/** Fits letters to a print shop's envelopes and machine, with a picture of the sheet and the test sheet to try first. */
export function EnvelopeDialog({ lane, name, onClose }: Props) {
  const words = useWords(envelopeWords);
  const text = useText();
  const { run, busy, problem } = useAct('setLaneEnvelope');
  const sheet = useDownload('getTestSheet');
  const [typed, setTyped] = useState(() => typedOf(lane.envelope!));
  const profile = profileOf(typed);
  const faults = profile ? profileFaults(profile) : [];
  const save = async () => {
    if (!profile || !(await run({ params: { id: lane.id }, body: profile }))) return;
    say(words.saved);
    onClose();
  };
  const tryIt = () =>
    void sheet.run({ params: { id: lane.id }, query: triedOf(typed) }, 'application/pdf', 'test-sheet.pdf');
  return (
    <ActDialog
      title={words.title(name)}
      submit={words.save}
      missing={profile ? (faults[0] ? text(profileFaultTexts[faults[0]].message) : null) : words.missing}
      onSubmit={() => void save()}
      {...{ onClose, busy, problem }}
    >
      <p className="s sub">{words.why}</p>
      <EnvelopeFields typed={typed} onChange={setTyped} />
      {faults.map((code) => (
        <Note key={code} tone="warn">
          <p className="b">{text(profileFaultTexts[code].message)}</p>
          <p className="s">{text(profileFaultTexts[code].advice)}</p>
        </Note>
      ))}
      {profile && <EnvelopePicture profile={profile} />}
      <p className="s sub">{words.testWhat}</p>
      <div className="row">
        <Button busy={sheet.busy} disabled={!profile || faults.length > 0} onClick={tryIt}>
          {words.test}
        </Button>
      </div>
      <ProblemNote problem={sheet.problem} />
    </ActDialog>
  );
}

function EnvelopeFields({ typed, onChange }: { typed: TypedEnvelope; onChange: (typed: TypedEnvelope) => void }) {
  const words = useWords(envelopeWords);
  const length = (name: Length, label: string) => (
    <Field label={label} error={isLength(typed[name]) ? null : words.missing}>
      <input
        inputMode="decimal"
        value={typed[name]}
        onChange={(event) => onChange({ ...typed, [name]: event.target.value })}
      />
    </Field>
  );
  /** The usual window of its size; the machine stays the same. */
  const choose = (envelope: Envelope) => {
    const { window, slip } = PROFILES[envelope];
    const { marks, duplex, marksEdge, marksY } = typed;
    onChange({ ...typedOf({ ...PROFILES[envelope], window, slip }), marks, duplex, marksEdge, marksY });
  };
  return (
    <>
      <Field label={words.envelope}>
        <select value={typed.envelope} onChange={(event) => choose(event.target.value as Envelope)}>
          {ENVELOPES.map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </select>
      </Field>
      <fieldset className="lengths">
        <legend>{words.window}</legend>
        {length('windowX', words.x)}
        {length('windowY', words.y)}
        {length('windowWidth', words.width)}
        {length('windowHeight', words.height)}
      </fieldset>
      <fieldset className="lengths">
        <legend>{words.slip}</legend>
        {length('slipX', words.slipX)}
        {length('slipY', words.slipY)}
      </fieldset>
      <fieldset className="lengths">
        <legend>{words.machine}</legend>
        <Field label={words.marks}>
          <select
            value={typed.marks}
            onChange={(event) => onChange({ ...typed, marks: event.target.value as InsertMarks })}
          >
            {INSERT_MARKS.map((one) => (
              <option key={one} value={one}>
                {words[one]}
              </option>
            ))}
          </select>
        </Field>
        {typed.marks !== 'none' && (
          <>
            <Field label={words.edge}>
              <select
                value={typed.marksEdge}
                onChange={(event) => onChange({ ...typed, marksEdge: event.target.value as 'left' | 'right' })}
              >
                <option value="left">{words.left}</option>
                <option value="right">{words.right}</option>
              </select>
            </Field>
            {length('marksY', words.y)}
          </>
        )}
      </fieldset>
      <label className="row">
        <input
          type="checkbox"
          checked={typed.duplex}
          onChange={({ target }) => onChange({ ...typed, duplex: target.checked })}
        />
        {words.duplex}
      </label>
    </>
  );
}
