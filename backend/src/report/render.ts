import { reportCsv } from './csv.ts';
import { reportHtml } from './html/page.ts';
import { readReport } from './read-report.ts';

/** Forms a report can be written in without another program. */
export const REPORT_FORMATS = ['html', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** A run's report as text. @throws Error a sentence, where its log cannot be read */
export function renderReport(dataDir: string, run: string, format: ReportFormat, version: string): string {
  const report = readReport(dataDir, run);
  switch (format) {
    case 'csv':
      return reportCsv(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'html':
      return reportHtml(report, version);
  }
}
