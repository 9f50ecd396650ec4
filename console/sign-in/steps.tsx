import { take, useSession } from '../api/session';
import { Note, ProblemNote } from '../parts/note';
import { Skeleton } from '../parts/loaded';
import { ChooseRole } from './choose';
import { Code } from './code';
import { Enrol } from './enrol';
import { NewPassword } from './new-password';
import { WithPassword } from './with-password';

/** The step of the sign-in that comes next, as the API says. */
export function SignInSteps() {
  const { state, problem } = useSession();
  if (problem && !state) return <ProblemNote problem={problem} />;
  if (!state) return <Skeleton lines={5} />;
  switch (state.stage) {
    case 'signed_out':
      return <WithPassword oidc={state.oidc} />;
    case 'second_factor':
      return <Code then={take} />;
    case 'enrol':
      return <Enrol />;
    case 'change_password':
      return <NewPassword />;
    case 'choose_grant':
      return <ChooseRole grants={state.grants} />;
    case 'open':
      return <Note>{state.person.name}</Note>;
  }
}
