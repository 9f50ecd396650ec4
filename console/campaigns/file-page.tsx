import '../styles/contents.css';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { FileButton } from '../parts/file-drop';
import { save as saveFile } from '../api/save';
import { Loaded, NoRight } from '../parts/loaded';
import { Note, ProblemNote } from '../parts/note';
import { Card, Page } from '../parts/page';
import { say } from '../parts/live';
import { useParam } from '../search';
import { fileWords } from '../texts/campaigns/file';
import { useUnsaved } from '../unsaved';
import { useWords } from '../words';
import { CampaignName } from './campaign-name';
import { CampaignTabs } from './campaign-tabs';
import { Conflict } from './file/conflict';
import { Editor, type EditorHandle } from './file/editor';
import { Findings } from './file/findings';
import { ToStart } from './file/to-start';
import { fileBlob, useCheck, useFileText } from './file/use-file-text';
import { Versions } from './file/versions';

const FILES = '.yaml,.yml,.json';

/** A new campaign, made from its file. */
export function NewCampaignPage() {
  const words = useWords(fileWords);
  const may = useMay();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [done, setDone] = useState(false);
  const create = useAct('createCampaign');
  useUnsaved(text !== '' && !done);
  if (!may('campaign.create')) return <Page title={words.newTitle}>{<NoRight needs="" />}</Page>;
  const act = async () => {
    const answer = await create.run({ body: fileBlob(text) });
    if (!answer) return;
    setDone(true);
    setTimeout(() => void navigate({ to: '/campaigns/$id/file', params: { id: String(answer.body.id) } }));
  };
  return (
    <Page title={words.newTitle}>
      <p className="sub">{words.newWhy}</p>
      <Workbench
        text={text}
        setText={setText}
        act={act}
        busy={create.busy}
        problem={create.problem}
        verb={words.create}
      />
    </Page>
  );
}

/** The file of a campaign: check it, save it, and bring it to the start. */
export function FilePage() {
  const id = useParam('id');
  const words = useWords(fileWords);
  const campaign = useApi('getCampaign', { params: { id } });
  return (
    <Page title={words.title} state={<CampaignName id={id} />}>
      <CampaignTabs id={id} />
      <Loaded read={campaign} lines={12}>
        {({ status }) => (
          <>
            <ToStart id={id} />
            {['running', 'paused', 'completed', 'stopped'].includes(status) && <Versions id={id} />}
            <StoredFile id={id} status={status} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function StoredFile({ id, status }: { id: string; status: string }) {
  const words = useWords(fileWords);
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const { read, text, setText, base, setBase, dirty } = useFileText(id);
  const edit = useAct('editCampaign');
  const draft = useAct('createPlanVersion');
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const isStarted = !['draft', 'submitted', 'approved'].includes(status);
  const conflict = edit.problem?.code === 'version_conflict';
  const { reload } = read;
  useEffect(() => {
    if (conflict) reload();
  }, [conflict]);
  const act = async () => {
    if (isStarted) {
      const answer = await draft.run({ params: { id }, body: fileBlob(text) });
      if (!answer) return;
      setBase({ text, etag: base!.etag });
      const v = String(answer.body.version);
      return void setTimeout(() => void navigate({ to: '/campaigns/$id/versions/$v', params: { id, v } }));
    }
    const answer = await edit.run({ params: { id }, body: fileBlob(text), version: base!.etag });
    if (!answer) return;
    setBase({ text, etag: answer.etag! });
    setSavedAt(Date.now());
    say(words.saved(format.time(Date.now())));
  };
  return (
    <Loaded read={read} lines={12}>
      {(stored) => (
        <>
          {!may('campaign.edit') && <Note>{words.readOnly}</Note>}
          {isStarted && may('campaign.edit') && <Note tone="acc">{words.running}</Note>}
          {conflict && read.etag !== null && read.etag !== base?.etag && (
            <Conflict
              stored={stored.text}
              mine={text}
              takeStored={() => {
                setBase({ text: stored.text, etag: read.etag! });
                setText(stored.text);
                edit.clear();
              }}
              keepMine={() => {
                setBase({ text: stored.text, etag: read.etag! });
                edit.clear();
              }}
            />
          )}
          <Workbench
            text={text}
            setText={setText}
            act={act}
            busy={edit.busy || draft.busy}
            problem={conflict ? null : (edit.problem ?? draft.problem)}
            verb={isStarted ? words.createVersion : words.save}
            readOnly={!may('campaign.edit')}
            unchanged={!dirty}
            state={dirty ? words.notSaved : savedAt !== null ? words.saved(format.time(savedAt)) : words.numbersHashed}
            more={dirty && (status === 'submitted' || status === 'approved') ? words.voids : undefined}
          />
        </>
      )}
    </Loaded>
  );
}

interface WorkbenchProps {
  text: string;
  setText: (text: string) => void;
  act: () => Promise<unknown>;
  busy: boolean;
  problem: ReturnType<typeof useAct>['problem'];
  verb: string;
  readOnly?: boolean;
  unchanged?: boolean;
  state?: string;
  more?: string;
}

/** The text and, beside it, what is wrong with it. */
function Workbench({ text, setText, act, busy, problem, verb, readOnly, unchanged, state, more }: WorkbenchProps) {
  const words = useWords(fileWords);
  const editor = useRef<EditorHandle>(null);
  const { check, checked, act: checking } = useCheck();
  const refused = problem?.code === 'campaign_file_invalid' ? (problem.body.issues ?? []) : null;
  const found = refused ? { ok: false, issues: refused, warnings: [] } : (checked?.result ?? null);
  const marked = new Set([...(found?.issues ?? []), ...(found?.warnings ?? [])].flatMap(({ line }) => line ?? []));
  const run = () => void (unchanged || busy || act());
  const inspect = () => void check(text);
  useKeys(readOnly ? {} : { 'ctrl+enter': run, c: inspect });
  return (
    <div className="workbench">
      <Card
        aside={
          !readOnly && (
            <>
              <FileButton look="quiet" accept={FILES} onText={setText}>
                {words.choose}
              </FileButton>
              <Button look="quiet" onClick={() => saveFile(fileBlob(text), 'campaign.yaml')}>
                {words.download}
              </Button>
            </>
          )
        }
      >
        <div className="col">
          <Editor
            ref={editor}
            label={words.contents}
            value={text}
            onChange={setText}
            marked={marked}
            readOnly={readOnly}
          />
          {!readOnly && (
            <div className="row wrap">
              <Button onClick={inspect} busy={checking.busy} shortcut="C">
                {words.check}
              </Button>
              <Button look="primary" onClick={run} busy={busy} disabled={unchanged} shortcut="Ctrl+Enter">
                {verb}
              </Button>
              <span className="hint">
                {state} {more}
              </span>
            </div>
          )}
          {!refused && <ProblemNote problem={problem ?? checking.problem} />}
        </div>
      </Card>
      <Card title={words.findings}>
        <Findings
          check={found}
          outdated={!refused && checked !== null && checked.text !== text}
          goTo={(line) => editor.current?.goTo(line)}
        />
      </Card>
    </div>
  );
}
