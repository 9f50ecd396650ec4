import { type Ref } from 'react';
import { isComposing } from '../../keys';
import { Key } from '../../parts/key';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';

/** The line that a scanner or an operator types an envelope's code into; the desk's first field. */
export function ScanLine({
  ref,
  typed,
  setTyped,
  take,
  warn,
}: {
  ref: Ref<HTMLInputElement>;
  typed: string;
  setTyped: (text: string) => void;
  take: (text: string) => void;
  /** What is scanned now is booked as undeliverable. */
  warn: boolean;
}) {
  const words = useWords(returnWords);
  return (
    <div className={warn ? 'scan undeliverable' : 'scan'}>
      <label htmlFor="scan-line">{words.scan}</label>
      <input
        id="scan-line"
        ref={ref}
        className="in mono"
        value={typed}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={60}
        aria-describedby="scan-hint"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return;
          event.preventDefault();
          take(typed);
        }}
      />
      <span className="xs mut nw">
        <Key name="Esc" always /> {words.backHere}
      </span>
      <span className="hint" id="scan-hint">
        {words.scanHint}
      </span>
    </div>
  );
}
