import { RULES } from './rules/index.ts';

type Yaml = (content: unknown) => string;

/** How often somebody is told again, by the rules that share it: each rule's cooldown. */
function cooldowns(): Array<[cooldown: string, rules: string]> {
  const byCooldown = new Map<string, string[]>();
  for (const { cooldown, id } of RULES) {
    byCooldown.set(cooldown, [...(byCooldown.get(cooldown) ?? []), id]);
  }
  return [...byCooldown].map(([cooldown, ids]) => [cooldown, ids.join('|')]);
}

const CONTACTS = `# An example to copy: contact points for Grafana's alerting (provisioning/alerting/). Nothing reads it where it is.
# Addresses and tokens come from Grafana's environment, so that no secret stands in a file.
`;

const POLICIES = `# An example to copy: WHO is told, and how often again. It replaces the WHOLE policy tree of the organisation: where others
# use the same Grafana, add the routes below "product = taskmaster" to their tree by hand instead. Contact points and mute
# timings of the other two examples have to be there first. Repeat intervals are the cooldowns of the rule list.
`;

const MUTE = `# An example to copy: times in which nobody is told. Critical alerts ignore them in the example policies.
`;

const ALERTMANAGER = `# An example to copy: Alertmanager for the rules in deploy/prometheus/rules. Repeat intervals are the cooldowns of the rule list.
# Inhibition: who is told that the machine is exhausted need not be told that it is busy.
`;

const inhibits = (strong: string, weak: string, equal: string[] = []) => ({
  source_matchers: [`rule="${strong}"`],
  target_matchers: [`rule="${weak}"`],
  ...(equal.length > 0 ? { equal } : {}),
});

/** Files to copy: contact points, policies, mute timings, an Alertmanager. */
export function examples(yaml: Yaml): Record<string, string> {
  const folder = 'deploy/alerting/examples';
  const grouping = { group_by: ['alertname', 'project'], group_wait: '10s', group_interval: '5m' };
  return {
    [`${folder}/grafana-contact-points.yaml`]:
      CONTACTS +
      yaml({
        apiVersion: 1,
        contactPoints: [
          {
            orgId: 1,
            name: 'taskmaster-page',
            receivers: [
              {
                uid: 'taskmaster-page-webhook',
                type: 'webhook',
                settings: { url: '$TASKMASTER_PAGER_URL', httpMethod: 'POST' },
              },
            ],
          },
          {
            orgId: 1,
            name: 'taskmaster-chat',
            receivers: [
              { uid: 'taskmaster-chat-slack', type: 'slack', settings: { url: '$TASKMASTER_SLACK_WEBHOOK' } },
              { uid: 'taskmaster-chat-email', type: 'email', settings: { addresses: '$TASKMASTER_ALERT_EMAIL' } },
            ],
          },
        ],
      }),
    [`${folder}/grafana-policies.yaml`]:
      POLICIES +
      yaml({
        apiVersion: 1,
        policies: [
          {
            orgId: 1,
            receiver: 'taskmaster-chat',
            group_by: ['grafana_folder', 'alertname'],
            routes: [
              {
                receiver: 'taskmaster-chat',
                object_matchers: [['product', '=', 'taskmaster']],
                ...grouping,
                routes: [
                  ...cooldowns().flatMap(([cooldown, rules]) => [
                    {
                      receiver: 'taskmaster-page',
                      object_matchers: [
                        ['severity', '=', 'critical'],
                        ['rule', '=~', rules],
                      ],
                      repeat_interval: cooldown,
                    },
                    {
                      object_matchers: [['rule', '=~', rules]],
                      repeat_interval: cooldown,
                      mute_time_intervals: ['taskmaster-nights', 'taskmaster-weekends'],
                    },
                  ]),
                ],
              },
            ],
          },
        ],
      }),
    [`${folder}/grafana-mute-timings.yaml`]:
      MUTE +
      yaml({
        apiVersion: 1,
        muteTimes: [
          {
            orgId: 1,
            name: 'taskmaster-nights',
            time_intervals: [
              {
                times: [
                  { start_time: '20:00', end_time: '24:00' },
                  { start_time: '00:00', end_time: '07:00' },
                ],
                location: 'UTC',
              },
            ],
          },
          {
            orgId: 1,
            name: 'taskmaster-weekends',
            time_intervals: [{ weekdays: ['saturday', 'sunday'], location: 'UTC' }],
          },
        ],
      }),
    [`${folder}/alertmanager.yaml`]:
      ALERTMANAGER +
      yaml({
        route: {
          receiver: 'taskmaster-chat',
          ...grouping,
          routes: cooldowns().flatMap(([cooldown, rules]) => [
            {
              receiver: 'taskmaster-page',
              matchers: ['severity="critical"', `rule=~"${rules}"`],
              repeat_interval: cooldown,
            },
            { receiver: 'taskmaster-chat', matchers: [`rule=~"${rules}"`], repeat_interval: cooldown },
          ]),
        },
        inhibit_rules: [
          inhibits('cpu-exhausted', 'cpu-high'),
          inhibits('responses-very-slow', 'responses-slow'),
          inhibits('command-failures', 'error-rate-rising', ['project', 'run']),
          inhibits('gate-failures', 'gate-compliance', ['project', 'run']),
        ],
        receivers: [
          { name: 'taskmaster-page', webhook_configs: [{ url: 'http://127.0.0.1:9099/page' }] },
          { name: 'taskmaster-chat', webhook_configs: [{ url: 'http://127.0.0.1:9099/chat' }] },
        ],
      }),
    [`${folder}/prometheus.yaml`]:
      '# An example to copy: Prometheus that scrapes the service and evaluates the rules. A scrape every 15 s or faster: one rule looks\n# back one minute only. grafana_url makes the links in alerts complete.\n' +
      yaml({
        global: {
          scrape_interval: '15s',
          evaluation_interval: '30s',
          external_labels: { grafana_url: 'http://127.0.0.1:3000' },
        },
        rule_files: ['../../prometheus/rules/*.yaml'],
        alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:9093'] }] }] },
        scrape_configs: [{ job_name: 'taskmaster', static_configs: [{ targets: ['127.0.0.1:4747'] }] }],
      }),
  };
}
