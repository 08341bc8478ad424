import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { listRuns } from '../../execution/runner/run-folder.ts';
import { journalRuns } from '../../report/journal-report.ts';
import { findBrowser, printPdf } from '../../report/pdf.ts';
import { type ReportFormat, renderReport } from '../../report/render.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { packageVersion } from '../../util/package-root.ts';
import { dataFolderOf } from '../client.ts';
import { say } from '../output.ts';

export interface ReportOptions {
  data?: string;
  format: ReportFormat | 'pdf';
  output?: string;
}

/** Writes the report of a run, to a file named for it unless one is named; `-` is standard output. */
export async function report(named: string | undefined, options: ReportOptions): Promise<void> {
  const dataDir = dataFolderOf(options);
  const run = anyRun(dataDir, named);
  const { format } = options;
  const browser = format === 'pdf' ? browserOrRefuse() : undefined;
  if (format === 'pdf' && options.output === '-') {
    throw new ExitError(EXIT.usage, 'A PDF is written to a file: name one with --output.');
  }
  let text: string;
  try {
    text = renderReport(dataDir, run, format === 'pdf' ? 'html' : format, packageVersion());
  } catch (error) {
    throw new ExitError(EXIT.data, (error as Error).message);
  }
  if (options.output === '-') {
    process.stdout.write(text);
    return;
  }
  const file = resolve(options.output ?? `${run}.${format}`);
  try {
    if (browser === undefined) {
      writeFileSync(file, text);
    } else {
      if (existsSync(file)) {
        rmSync(file);
      }
      await printPdf(browser, text, file);
    }
  } catch (error) {
    throw new ExitError(EXIT.cannotCreate, `The report could not be written to ${file}: ${(error as Error).message}`);
  }
  say(`Report of run ${run}: ${file}`);
}

/** The run named by its id or a part of it, or the newest one, of those executed here and those the journal knows. */
function anyRun(dataDir: string, named: string | undefined): string {
  const executed = listRuns(dataDir);
  const all = [...new Set([...executed, ...journalRuns(dataDir)])];
  if (named === undefined || named === 'latest') {
    const [newest] = all;
    if (newest !== undefined) {
      return newest;
    }
    throw new ExitError(EXIT.noInput, `No run is known in ${dataDir} yet.`);
  }
  const alike = all.filter((run) => run.includes(named));
  if (all.includes(named) || alike.length === 1) {
    return all.includes(named) ? named : alike[0]!;
  }
  const which = alike.length === 0 ? 'There is no run' : `${alike.length} runs are called`;
  throw new ExitError(EXIT.noInput, `${which} “${named}” (in ${dataDir}). “taskmaster-observe status” names them.`);
}

function browserOrRefuse(): string {
  const found = findBrowser(process.env);
  if (found === undefined) {
    throw new ExitError(
      EXIT.unavailable,
      'A PDF needs Chromium or Chrome, and none was found here: install one, or name it in CHROMIUM. Or write the report with --format html and print it from any browser.'
    );
  }
  return found;
}
