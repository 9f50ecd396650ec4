import { Link } from '@tanstack/react-router';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';
import { NAV } from './nav-items';
import { Icon } from './icons';
import { useWork } from './work';

const GROUPS = ['progress', 'desks', 'evidence', 'administration'] as const;

/** The menu: the pages of the reader's role, with what waits there. */
export function Nav() {
  const words = useWords(shellWords);
  const format = useFormat();
  const may = useMay();
  const { data: work } = useWork();
  return (
    <nav className="nav" aria-label={words.nav}>
      <Link to="/" className="brand">
        <img src="/mark.svg" alt="" width="26" height="26" />
        <span className="label">{words.product}</span>
      </Link>
      {GROUPS.map((group) => {
        const items = NAV.filter((item) => item.group === group && may(item.action));
        if (items.length === 0) return null;
        return (
          <div key={group} className="grp-box">
            <p className="grp">{words[group]}</p>
            <ul>
              {items.map((item) => {
                const count = (work && item.waits?.(work)) ?? 0;
                return (
                  <li key={item.to}>
                    <Link to={item.to} title={words[item.word]} activeProps={{ 'aria-current': 'page' }}>
                      <Icon name={item.word} />
                      <span className="label">{words[item.word]}</span>
                      {count > 0 && (
                        <span className="n" aria-label={words.waiting(format.number(count))}>
                          {count >= 200 ? '200+' : format.number(count)}
                        </span>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
