import { useEffect, useRef } from 'react';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Chip } from '../../parts/chip';
import { decisionWords } from '../../texts/decisions';
import { useText, useWords } from '../../words';
import { type Decision } from './verdict';

interface Props {
  items: Decision[];
  /** Key of the one that is open. */
  open: string | undefined;
  /** Key of the one that opened by itself; it takes the focus. */
  followed: string | undefined;
  choose: (key: string) => void;
}

/** What waits for a second person. `j` and `k` move through it, from the one that is open; Enter opens. */
export function DecisionList({ items, open, followed, choose }: Props) {
  const words = useWords(decisionWords);
  const text = useText();
  const format = useFormat();
  const list = useRef<HTMLOListElement>(null);
  const move = (by: 1 | -1) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const focused = buttons.findIndex((button) => button === document.activeElement);
    const at = focused === -1 ? items.findIndex(({ key }) => key === open) : focused;
    buttons[at === -1 && by === -1 ? buttons.length - 1 : at + by]?.focus();
  };
  useKeys({ j: () => move(1), k: () => move(-1) });
  useEffect(() => {
    if (followed !== undefined && followed === open)
      list.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  }, [followed, open]);
  return (
    <ol className="col tight" ref={list}>
      {items.map(({ key, title, campaign, askedBy, askedAt, expiresAt, may }) => (
        <li key={key}>
          <button type="button" className="pick" aria-current={key === open || undefined} onClick={() => choose(key)}>
            <span className="row wrap">
              <span className="b">{text(title)}</span>
              <Chip tone={may ? 'acc' : 'plain'}>{may ? words.yours : words.others}</Chip>
            </span>
            {campaign && <span>{campaign}</span>}
            <span className="xs mut">
              {askedBy ? words.askedBy(askedBy.name, format.dayTime(askedAt)) : format.dayTime(askedAt)}
              {expiresAt && ` ${words.expires(format.dayTime(expiresAt))}`}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
