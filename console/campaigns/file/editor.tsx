import { type Ref, useImperativeHandle, useRef, useState } from 'react';

export interface EditorHandle {
  /** Puts the caret on a line, from 1, and shows it. */
  goTo(line: number): void;
}

interface Props {
  ref: Ref<EditorHandle>;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Lines that have a finding. */
  marked: ReadonlySet<number>;
  readOnly?: boolean;
}

/** The text of a file with its line numbers. A file dropped on it takes its place. */
export function Editor({ ref, label, value, onChange, marked, readOnly = false }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useImperativeHandle(ref, () => ({
    goTo: (line) => {
      const own = field.current!;
      const lines = own.value.split('\n');
      const start = lines.slice(0, line - 1).reduce((length, text) => length + text.length + 1, 0);
      own.focus();
      own.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
      own.scrollTop = Math.max(0, (line - 4) * (own.scrollHeight / lines.length));
      own.scrollLeft = 0;
    },
  }));
  const lines = value.split('\n').length;
  const drop = (file: File | undefined) => {
    if (file) void file.text().then(onChange);
  };
  return (
    <div
      className={over ? 'editor over' : 'editor'}
      onDragOver={(event) => {
        if (readOnly) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (readOnly) return;
        event.preventDefault();
        setOver(false);
        drop(event.dataTransfer.files[0]);
      }}
    >
      <div className="gutter" ref={gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <span key={index} className={marked.has(index + 1) ? 'marked' : undefined}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={field}
        aria-label={label}
        value={value}
        readOnly={readOnly}
        spellCheck={false}
        wrap="off"
        rows={28}
        onChange={(event) => onChange(event.target.value)}
        onScroll={({ currentTarget }) => gutter.current && (gutter.current.scrollTop = currentTarget.scrollTop)}
      />
    </div>
  );
}
