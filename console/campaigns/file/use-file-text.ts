import { useEffect, useState } from 'react';
import { type Reply } from '../../api/client';
import { useAct } from '../../api/act';
import { useFile } from '../../api/file';
import { useUnsaved } from '../../unsaved';

const YAML = 'application/yaml';
/** As the API takes it: a text that begins with a brace is JSON. */
export const fileBlob = (text: string): Blob =>
  new Blob([text], { type: text.trimStart().startsWith('{') ? 'application/json' : YAML });

export interface Checked {
  result: Reply<'checkCampaignFile'>;
  /** What was checked. */
  text: string;
}

/** A check of a text, and what a refused save found. */
export function useCheck() {
  const act = useAct('checkCampaignFile');
  const [checked, setChecked] = useState<Checked | null>(null);
  return {
    checked,
    setChecked,
    act,
    async check(text: string) {
      const answer = await act.run({ body: fileBlob(text) });
      if (answer) setChecked({ result: answer.body, text });
    },
  };
}

/**
 * The text of a stored file while it is edited. What is typed stays until it is saved or replaced on purpose. A newer
 * stored text is taken over as it is read, unless something else is typed: the same text is a save whose answer was lost.
 */
export function useFileText(id: string) {
  const read = useFile('getCampaignFile', { params: { id } }, YAML);
  const [text, setText] = useState('');
  const [base, setBase] = useState<{ text: string; etag: string } | null>(null);
  const dirty = base !== null && text !== base.text;
  const { data, etag } = read;
  useEffect(() => {
    if (!data || etag === null || base?.etag === etag || (dirty && data.text !== text)) return;
    setBase({ text: data.text, etag });
    setText(data.text);
  }, [data, etag]); // what was read before a save is older than what was saved
  useUnsaved(dirty);
  return { read, text, setText, base, setBase, dirty };
}
