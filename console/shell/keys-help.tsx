import { Link, useRouterState } from '@tanstack/react-router';
import { Dialog } from '../parts/dialog';
import { Button } from '../parts/button';
import { partWords } from '../texts/parts';
import { shellWords } from '../texts/shell';
import { useWords } from '../words';
import { useGrant } from '../api/session';
import { CLIENT_HANDBOOK, HANDBOOKS } from './nav-items';

/** All keys of the console, and the way to the handbook of the desk that is open. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const words = useWords(shellWords);
  const parts = useWords(partWords);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const { role } = useGrant();
  const book = role.startsWith('client_') ? CLIENT_HANDBOOK : HANDBOOKS[path.split('/')[1] ?? ''];
  return (
    <Dialog title={words.keysHelp} onClose={onClose}>
      <table>
        <tbody>
          {words.keyList.split('\n').map((line) => {
            const [key, what] = line.split('\t');
            return (
              <tr key={key}>
                <th scope="row">
                  <kbd>{key}</kbd>
                </th>
                <td>{what}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hint">{words.keysOff}</p>
      <div className="row">
        {book && (
          <Link className="btn" to="/help/$book" params={{ book }} onClick={onClose}>
            {words.handbook}
          </Link>
        )}
        <span className="sp" />
        <Button onClick={onClose}>{parts.close}</Button>
      </div>
    </Dialog>
  );
}
