import { type Grant, chooseRole } from '../api/session';
import { useFormat } from '../format';
import { roleTexts } from '../../domain/texts/names/access';
import { shellWords } from '../texts/shell';
import { signInWords } from '../texts/sign-in';
import { useText, useWords } from '../words';
import { Note } from '../parts/note';

/** The roles of a person, each with its client, to act in one of them. */
export function ChooseRole({ grants }: { grants: readonly Grant[] }) {
  const words = useWords(signInWords);
  const shell = useWords(shellWords);
  const format = useFormat();
  const text = useText();
  return (
    <div className="col step">
      <h2>{words.roleTitle}</h2>
      {grants.length === 0 && <Note tone="warn">{words.noRole}</Note>}
      <ul className="col">
        {grants.map((grant, index) => (
          <li key={grant.id}>
            <button
              type="button"
              className="role-card"
              autoFocus={index === 0}
              onClick={() => void chooseRole(grant.id)}
            >
              <span className="b">{text(roleTexts[grant.role])}</span>
              <span>{grant.clientName ?? shell.everyClient}</span>
              <span className="xs mut">
                {grant.campaigns === null
                  ? words.allCampaigns
                  : words.someCampaigns(format.number(grant.campaigns.length))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
