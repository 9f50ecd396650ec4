import { type FormEvent, useState } from 'react';
import { LARGEST_SAMPLE, LARGEST_SEED, USUAL_SAMPLE } from '../../domain/rehearsals/run';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { FileButton } from '../parts/file-drop';
import { say } from '../parts/live';
import { Note, ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { rehearsalWords } from '../texts/campaigns/rehearsals';
import { useWords } from '../words';

/** Asks for a rehearsal. What is wrong with the behaviour file is said with its lines, and what was typed stays. */
export function StartForm({ id, onStarted }: { id: string; onStarted: (rehearsal: string) => void }) {
  const words = useWords(rehearsalWords);
  const format = useFormat();
  const act = useAct('startRehearsal');
  const [sample, setSample] = useState(String(USUAL_SAMPLE));
  const [all, setAll] = useState(false);
  const [seed, setSeed] = useState('1');
  const [behaviour, setBehaviour] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      sample: all ? ('all' as const) : Number(sample),
      seed: Number(seed),
      ...(behaviour.trim() !== '' && { behaviour }),
    };
    const answer = await act.run({ params: { id }, body });
    if (!answer) return;
    say(words.started);
    onStarted(String(answer.body.id));
  };
  const faults = act.problem?.code === 'behaviour_file_invalid' ? (act.problem.body.issues ?? []) : [];
  return (
    <Card title={words.start}>
      <form className="col" onSubmit={(event) => void submit(event)}>
        <div className="row wrap rehearsal-form">
          <Field label={words.sample} hint={words.sampleHint}>
            <input
              type="number"
              className="short"
              min={1}
              max={LARGEST_SAMPLE}
              required
              disabled={all}
              value={sample}
              onChange={({ target }) => setSample(target.value)}
            />
          </Field>
          <Field label={words.seed} hint={words.seedHint}>
            <input
              type="number"
              className="short"
              min={0}
              max={LARGEST_SEED}
              required
              value={seed}
              onChange={({ target }) => setSeed(target.value)}
            />
          </Field>
        </div>
        <label className="row">
          <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} /> {words.all}
        </label>
        <Field label={words.behaviour} hint={words.behaviourHint}>
          <textarea
            className="mono"
            rows={6}
            spellCheck={false}
            value={behaviour}
            onChange={({ target }) => setBehaviour(target.value)}
          />
        </Field>
        {faults.length > 0 ? (
          <Note tone="danger" role="alert">
            <p className="b">{act.problem?.body.title}</p>
            <ul className="dots">
              {faults.map(({ line, path, message, advice }, index) => (
                <li key={index}>
                  {line !== undefined && `${words.line(format.number(line))} `}
                  <span className="mono">{path}</span> {message} {advice}
                </li>
              ))}
            </ul>
          </Note>
        ) : (
          <ProblemNote problem={act.problem} />
        )}
        <div className="row wrap">
          <Button look="primary" type="submit" busy={act.busy}>
            {words.start}
          </Button>
          <FileButton accept=".yaml,.yml,.json" onText={setBehaviour}>
            {words.behaviourFile}
          </FileButton>
        </div>
      </form>
    </Card>
  );
}
