import { type Command, InvalidArgumentError, Option } from 'commander';
import { ACCESS, type Action, ROLE_NAMES } from '../domain/access/access';

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('a whole number above 0 is expected');
  return Number(text);
}
const ids = (text: string): number[] => text.split(',').map(wholeNumber);
function actions(text: string): Action[] {
  const named = text.split(',');
  const unknown = named.filter((action) => !Object.hasOwn(ACCESS, action));
  if (unknown.length > 0) throw new InvalidArgumentError(`there is no action ${unknown.join(', ')}`);
  return named as Action[];
}

const role = () => new Option('--role <role>', 'what the person may do').choices(ROLE_NAMES);

/**
 * `tsunagi account …` and `tsunagi api-key …`: to create the first administrator, and for when no administrator can
 * sign in.
 */
export function addAccountCommands(program: Command, end: (code: number) => void): void {
  const accounts = program.command('account').description('accounts of the people who sign in');
  const command = (group: Command, name: string, description: string) =>
    group
      .command(name)
      .description(description)
      .requiredOption('--login <login>', 'whose account')
      .option('--data <dir>', 'data folder of an embedded installation; else settings from the environment')
      .option('--json', 'answer as one line of JSON', false)
      .addOption(new Option('--lang <language>', 'language of the answer').choices(['ja', 'en']).default('ja'));

  command(accounts, 'create', 'make an account; the answer has a one-time code to set a password with')
    .requiredOption('--name <name>', 'name of the person, or of the program')
    .addOption(role())
    .option('--client <code>', 'for which client; none for an administrator')
    .option('--no-code', 'without a code: for a program, which has API keys only')
    .action(async (options) => end(await (await import('./account-commands')).accountCreate(options)));
  command(accounts, 'grant', 'give an account a role')
    .addOption(role().makeOptionMandatory())
    .option('--client <code>', 'for which client; none for an administrator')
    .action(async (options) => end(await (await import('./account-commands')).accountGrant(options)));
  command(
    accounts,
    'reset',
    'a one-time code to set a new password with; all sessions end, API keys only with --second-factor',
  )
    .option('--second-factor', 'a new authenticator too; all API keys of the account end', false)
    .action(async (options) => end(await (await import('./account-commands')).accountReset(options)));
  command(accounts, 'unlock', 'let an account that is locked after wrong tries try again').action(async (options) =>
    end(await (await import('./account-commands')).accountUnlock(options)),
  );

  const keys = program.command('api-key').alias('key').description('API keys of programs');
  command(keys, 'create', 'make an API key within a role that the account has; it is shown once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(role().makeOptionMandatory())
    .option('--client <code>', 'for which client; none for an administrator')
    .option('--days <n>', 'how long it holds, 366 days at most', wholeNumber, 90)
    .option('--actions <names>', 'only these actions, by commas; such as campaign.read', actions)
    .option('--campaigns <ids>', 'only these campaigns, by commas', ids)
    .action(async (options) => end(await (await import('./account-commands')).keyCreate(options)));
  command(keys, 'list', 'keys of an account, with prefix, end and last use').action(async (options) =>
    end(await (await import('./account-commands')).keyList(options)),
  );
  command(keys, 'revoke', 'end a key at once')
    .requiredOption('--id <id>', 'which key', wholeNumber)
    .action(async (options) => end(await (await import('./account-commands')).keyRevoke(options)));
}
