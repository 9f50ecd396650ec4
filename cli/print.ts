import { writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { withLanguage } from './arguments';
import { ENVELOPES, type Envelope, INSERT_MARKS, type InsertMarks } from '../domain/print/envelope-profile';
import { type Language } from '../domain/campaigns/campaign';

/** Lengths in mm, such as `22,12,90,45`. Throws InvalidArgumentError. */
const lengths = (count: number) => (text: string) => {
  const values = text.split(',').map(Number);
  if (values.length === count && values.every((value) => Number.isFinite(value) && value >= 0)) return values;
  throw new InvalidArgumentError(`${count} lengths in mm, separated by commas`);
};

interface TestSheetOptions {
  envelope: Envelope;
  window?: number[];
  slip?: number[];
  marks: InsertMarks;
  out: string;
  lang: Language;
}

/** `tsunagi print …`: what a print shop needs before its first run. */
export function addPrintCommands(program: Command, end: (code: number) => void): void {
  const print = program.command('print').description('for the print shop');
  withLanguage(print.command('separator').description('the sheet to lay between the envelopes of a stack to scan'))
    .requiredOption('--out <file>', 'where to write the PDF')
    .action(async ({ out, lang }: Pick<TestSheetOptions, 'out' | 'lang'>) => {
      const { separatorSheetPdf } = await import('../rendering/run-sheet/separator-sheet');
      writeFileSync(out, await separatorSheetPdf(lang));
      end(0);
    });
  withLanguage(print.command('test-sheet').description('a sheet in real size to check envelopes and machines by'))
    .addOption(new Option('--envelope <size>', '長形3号 or 角形2号').choices(ENVELOPES).default('long3'))
    .option('--window <x,y,width,height>', 'the window over the sheet in mm, from its top left', lengths(4))
    .option('--slip <x,y>', 'how far the sheet can slip in the envelope, in mm', lengths(2))
    .addOption(new Option('--marks <kind>', 'what the inserting machine reads').choices(INSERT_MARKS).default('code'))
    .requiredOption('--out <file>', 'where to write the PDF')
    .action(async (options: TestSheetOptions) => {
      const { PROFILES, profileFaults } = await import('../domain/print/envelope-profile');
      const { profileFaultTexts } = await import('../domain/texts/names/profile-faults');
      const { testSheetPdf } = await import('../rendering/letter/test-sheet');
      const usual = PROFILES[options.envelope];
      const { window: given, slip, marks, lang } = options;
      const profile = {
        ...usual,
        marks,
        ...(given && { window: { x: given[0]!, y: given[1]!, width: given[2]!, height: given[3]! } }),
        ...(slip && { slip: { x: slip[0]!, y: slip[1]! } }),
      };
      const faults = profileFaults(profile).map((code) => profileFaultTexts[code]);
      for (const { message, advice } of faults) process.stderr.write(`${message[lang]} ${advice[lang]}\n`);
      if (faults.length > 0) return end(2);
      writeFileSync(options.out, await testSheetPdf(profile, lang));
      end(0);
    });
}
