import { type Command } from 'commander';
import { localDay, wholeNumber, withData, withLanguage } from './arguments';

/** `tsunagi audit …` and `tsunagi erase …`: compare what was done with its records. */
export function addAuditCommands(program: Command, end: (code: number) => void): void {
  const audit = program.command('audit').description('check what was done, against its records');
  const command = (name: string, description: string) =>
    withLanguage(withData(audit.command(name).description(description)))
      .requiredOption('--campaign <id>', 'campaign', wholeNumber)
      .option('--json', 'answer as JSON', false);

  command('replay', "replay a campaign's histories against the present code").action(async (options) => {
    const { auditReplay } = await import('../audit/commands');
    end(await auditReplay(options));
  });
  command(
    'verify',
    'verify the ledger, every row of evidence against it, the signed statement, decisions and completeness',
  )
    .option('--head <seq:hash>', "head of the campaign's ledger as it was noted outside")
    .option('--installation-head <seq:hash>', "the same of the installation's ledger")
    .action(async (options) => {
      const { auditVerify } = await import('../audit/commands');
      end(await auditVerify(options));
    });
  command('compliance', 'check every contact of a day: what it showed, what allowed it, when it left')
    .requiredOption('--day <day>', 'local day, YYYY-MM-DD', localDay)
    .action(async (options) => {
      const { auditCompliance } = await import('../audit/compliance');
      end(await auditCompliance(options));
    });

  const erase = program.command('erase').description('personal data that was destroyed for good');
  withData(
    erase
      .command('replay')
      .description('erase again whom the register names, after a backup was restored; every start does so too'),
  ).action(async (options) => {
    const { eraseReplay } = await import('../audit/erasures');
    end(await eraseReplay(options));
  });
  withData(
    erase.command('verify').description('compare register, ledger and database: no erased customer has a key'),
  ).action(async (options) => {
    const { eraseVerify } = await import('../audit/erasures');
    end(await eraseVerify(options));
  });
}
