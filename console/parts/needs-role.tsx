import { ACCESS, type Action } from '../../domain/access/access';
import { roleTexts } from '../../domain/texts/names/access';
import { useText } from '../words';
import { NoRight } from './loaded';

/** The page exists, but the role in use may not take the action; it says which roles may. */
export function NeedsRole({ action }: { action: Action }) {
  const text = useText();
  return <NoRight needs={ACCESS[action].roles.map((role) => text(roleTexts[role])).join('・')} />;
}
