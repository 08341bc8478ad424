import { config } from '@grafana/runtime';

/** Whether the app runs on our own page, without Grafana: that page says so in its settings. */
export function isStandalone(): boolean {
  return (config as { taskmasterPage?: boolean }).taskmasterPage === true;
}
