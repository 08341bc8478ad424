import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tagOfReport } from './complexity-report.ts';
import { REPORT_FOLDERS } from './locate.ts';

/** Complexity reports of a project, relative to its folder; the legacy folder counts only where today's has none. */
export async function listReports(projectPath: string): Promise<string[]> {
  for (const folder of REPORT_FOLDERS) {
    const names = await readdir(join(projectPath, folder)).catch(() => []);
    const reports = names.filter((name) => tagOfReport(name) !== undefined);
    if (reports.length > 0) {
      return reports.sort().map((name) => join(folder, name));
    }
  }
  return [];
}
