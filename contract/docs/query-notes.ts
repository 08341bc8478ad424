import { type QueryType } from '../queries.ts';

/** What the page of a query type says in words, beside its tables. */
export interface QueryNotes {
  title: string;
  answers: string;
  /** An example query, as it stands inside `query`. */
  example: Record<string, unknown>;
  /** Golden answer the example shows. */
  golden: string;
  limit: string;
  notes: string[];
}

export const QUERY_NOTES: Record<QueryType, QueryNotes> = {
  projects: {
    title: 'Projects',
    answers: 'One row a followed project, the one with the latest activity first. The time range plays no part.',
    example: {},
    golden: 'projects',
    limit: '200 rows',
    notes: [
      '`state` is `broken` while the task file (or another input) cannot be read: the last good state is shown and `problem` says what is wrong. It is `missing` where no task file was ever read.',
      'Counts are of the current tag; usage is of the whole project, attributed to a task or not.',
    ],
  },
  runs: {
    title: 'Runs',
    answers: 'One row a run that overlaps the time range, the latest first.',
    example: { project: 'bookshelf-1a2b3c4d' },
    golden: 'runs',
    limit: '500 rows',
    notes: [
      'Runs with `source` `git` are imported history. Commits date transitions and say nothing of how long was worked: their `durationMs` is null.',
    ],
  },
  tasks: {
    title: 'Tasks',
    answers:
      'One row a task and subtask, in the order of the file. The time range plays no part; `run` keeps to the tasks something happened to in that run.',
    example: { project: 'bookshelf-1a2b3c4d', status: ['in-progress'] },
    golden: 'tasks',
    limit: '10,000 rows',
    notes: [
      '**Progress** is finished leaves ÷ counted leaves. A task without subtasks is its own leaf. Cancelled and deferred leaves are not counted, nor are the subtasks of a cancelled or deferred task. A parent marked done with unfinished subtasks shows the share of its subtasks.',
      "**Ready and blocked** follow Task Master's own `next`: only `done` and `completed` satisfy a dependency. A cancelled dependency still blocks, and so does one the file does not have (it stands in `blockedBy` as written). A subtask also waits for what its task waits for; of a finished, cancelled or deferred task no subtask is ready.",
      '**Usage** of a task with subtasks is its own and that of all its subtasks. `evidence` is the strongest reason any of it rests on. So the sum of a column over all rows counts subtasks twice: sum over rows without `parentId`, or set `includeSubtasks` to false.',
      '**Duration** is the time in attempts; a running attempt counts up to now. It is null where no beginning was seen. **Expected** is the median of comparable tasks, see [eta.md](../eta.md).',
    ],
  },
  dependencyGraph: {
    title: 'Dependency graph',
    answers: "Two frames, `nodes` and `edges`, in the form of Grafana's node graph with fields of ours.",
    example: { project: 'bookshelf-1a2b3c4d', taskId: '3', depth: 1 },
    golden: 'dependencyGraph',
    limit: '10,000 nodes',
    notes: [
      'A `dependency` edge leads from what has to be finished to what waits for it; a `contains` edge from a task to its subtask.',
      "What a dependency names and the file lacks is a node of its own (id `<project>/<tag>/?<as written>`), and its edge has `resolved` false: an edge without its node breaks Grafana's node graph.",
      '`inCycle` marks dependencies that can never be satisfied: those between members of one strongly connected component of the work network, in which a task ends after its subtasks. So a subtask that depends on its own task is a cycle too.',
      '`critical` marks the longest chain of open work by expected remaining time (by number of tasks without enough history) and the tasks that contain it.',
      'The arcs are shares of finished, running, blocked and other leaves, and sum to 1.',
      'With `taskId` the graph holds what the task and its subtasks wait for and what waits for them, `depth` steps up and down, and the parents of all these.',
    ],
  },
  timeline: {
    title: 'Timeline',
    answers:
      'One row a bar or point that overlaps the time range: runs, tasks somebody worked on, attempts, agent sessions and sub-agents, tool calls, and markers.',
    example: { project: 'bookshelf-1a2b3c4d', kinds: ['task', 'attempt'] },
    golden: 'timeline',
    limit: '5,000 rows',
    notes: [
      'A transition whose beginning nobody saw is a `marker`: a point, not an invented bar.',
      '`end` is null while something runs. A session that never said it ended and has been silent for 30 minutes ends at its last sign of life, with status `unknown`.',
      'Where there are more rows than the limit, tool calls are left out first, those of the oldest sessions before others, then what began first, and a notice says so.',
      '`attributes.dependencies` of a task are the row ids of what it depends on.',
    ],
  },
  events: {
    title: 'Events',
    answers: 'One row an event of the time range, the latest first, each with a sentence in `text`.',
    example: { project: 'bookshelf-1a2b3c4d', types: ['task.*', 'attempt.*'] },
    golden: 'events',
    limit: '1,000 rows',
    notes: [
      '`search` looks in the data and type of the newest 30,000 events of the range (the oldest with `order` `asc`); a notice says when there were more.',
      'With `tag` events that name no tag (of sessions, of the project) are kept.',
    ],
  },
  status: {
    title: 'Status',
    answers:
      'Where a project stands: one row a project, numbers in plain columns so that alert rules can read them. The time range plays no part.',
    example: { project: 'bookshelf-1a2b3c4d' },
    golden: 'status',
    limit: 'one row a project, or a project and tag with `tag: "*"`; lists hold at most 50 entries',
    notes: [
      '`running` lists what is in progress, of each branch the deepest: a subtask rather than its task too.',
      "`ready` is in the order of Task Master's `next`: ready subtasks of tasks in progress first, then ready tasks; by priority (critical, high, medium, low), number of dependencies, id.",
      '`stuck`: an agent session at work on the task gave no sign of life for more than 15 minutes; or nobody is known to be at work and the silence is more than 3 times the expected duration. Without a session and without history nothing is called stuck.',
      '`autonomyScore`: see [autonomy.md](../autonomy.md). `etaP50`, `etaP80`: see [eta.md](../eta.md).',
      '`memoryBytes` is resident memory of the service and of followed agents (metric `memory_usage_bytes`, without the host). `memoryBoundBytes` is c·√n for n counted leaves with c = 128 MiB: at the 25 tasks of the sample 640 MiB, which is 100 MB for this service and one agent process of half a gigabyte. It is a yardstick, not a measurement.',
      'With `run`, autonomy and usage are those of the run; counts are always of now.',
    ],
  },
  metric: {
    title: 'Metric',
    answers:
      'One frame a series (`timeseries-multi`), or with `instant` one number a series (`numeric-multi`): what alert rules take.',
    example: { metric: 'claude_code.token.usage', aggregation: 'rate', groupBy: ['type'] },
    golden: 'metric',
    limit: '50 series',
    notes: [
      'The distance of points is `intervalMs`, at least a second, and never more points than `maxDataPoints`.',
      'A point stands for the window that ends at it. The newest window is shown before it is over, except of ranges in the past, so its point lies in the future; where a run or a task begins or ends within a window, what lies outside is not counted.',
      'With `project`, `run` or `taskId`: what agents send names their session, and which session served which task is joined from the journal at the time of the question. Parts are put together for rate, increase, sum, count, min and max; of other aggregations the fullest part is shown, with a notice.',
      'Tokens and cost per task are exact in the query type `tasks`: one reporter a session, each request once.',
      '`raw` is PromQL of up to 16,384 characters and needs Prometheus.',
      '`exemplars` adds a frame named `exemplar` (columns `Time`, `Value` and one for each label, `trace_id` among them) with `dataTopic` `annotations`: Grafana’s time series panel draws it as points above the lines. Of more than 500 the largest of each moment is shown.',
    ],
  },
  logs: {
    title: 'Logs',
    answers:
      "Lines in the columns of Grafana's logs panel (`log-lines`), or with `format` `histogram` their number per step and severity.",
    example: { project: 'bookshelf-1a2b3c4d', severity: 'warn' },
    golden: 'logs',
    limit: '1,000 lines',
    notes: [
      '`taskId` finds lines by the time in which their session served the task; `taskId` of a row is joined the same way.',
      'The body of Claude Code’s own events is only their name: `body` then tells them from their attributes, as in “Bash failed after 4.5 s: ShellError”; `labels` has `event.name`. `search` looks at what was sent.',
      'Severities: trace, debug, info, warn, error, fatal; `severity` is the least. Categories: command, error, performance, quality, other.',
    ],
  },
  traces: {
    title: 'Traces',
    answers: "A list of traces, the latest first; with `traceId` one trace in the columns of Grafana's trace view.",
    example: { project: 'bookshelf-1a2b3c4d', errorsOnly: true },
    golden: 'traces',
    limit: '100 traces (at most 5,000), 20,000 spans',
    notes: [
      'Parents stay named even where they were never exported; the view then shows a forest.',
      '`startTime` of a span is epoch milliseconds with fractions down to microseconds.',
    ],
  },
  checkpoints: {
    title: 'Checkpoints',
    answers: 'Checkpoints that runs of `taskmaster-observe execute` have saved.',
    example: { project: 'bookshelf-1a2b3c4d' },
    golden: 'checkpoints',
    limit: '5,000 rows',
    notes: ['`valid` is how it was when it was saved; `taskmaster-observe checkpoint verify` checks every copy now.'],
  },
};
