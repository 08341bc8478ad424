const KEY = ['project', 'tag', 'task_id', 'run', 'session', 'model', 'evidence'];
const SUMS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_creation_tokens', 'cost_usd'];

/** Adds the row a trigger has just seen to the sums. */
const ADD_NEW = `
  INSERT INTO usage_totals (${KEY.join(', ')}, requests, ${SUMS.join(', ')})
  VALUES (${KEY.map((name) => `ifnull(new.${name}, '')`).join(', ')}, 1, ${SUMS.map((name) => `new.${name}`).join(', ')})
  ON CONFLICT DO UPDATE SET requests = requests + 1, ${SUMS.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')};`;

const OLD_KEY = KEY.map((name) => `${name} = ifnull(old.${name}, '')`).join(' AND ');

/** Takes the row as it was out of the sums; sums of nothing go, and with them what rounding left behind. */
const TAKE_OLD = `
  UPDATE usage_totals SET requests = requests - 1, ${SUMS.map((name) => `${name} = ${name} - old.${name}`).join(', ')}
  WHERE ${OLD_KEY};
  DELETE FROM usage_totals WHERE ${OLD_KEY} AND requests <= 0;`;

/**
 * The journal and its projections, one database. `events` is the truth; every other table can be rebuilt from it and is
 * written in the same transaction. Times are epoch ms, booleans 0/1, JSON is text. docs/data-model.md says what each means.
 */
export const sql = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  type TEXT NOT NULL,
  project TEXT,
  tag TEXT,
  run TEXT,
  task_id TEXT,
  attempt INTEGER,
  session TEXT,
  agent TEXT,
  source TEXT NOT NULL,
  data TEXT NOT NULL,
  /* What the session gave this row after it was written: 1 its project, 2 its run, 4 its tag (added up). A rebuild hides those again. */
  late INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_project ON events (project, at);
CREATE INDEX events_run ON events (run, at) WHERE run IS NOT NULL;
CREATE INDEX events_task ON events (project, task_id, at) WHERE task_id IS NOT NULL;
CREATE INDEX events_session ON events (session, at) WHERE session IS NOT NULL;
CREATE INDEX events_type ON events (project, type, at);
CREATE INDEX events_at ON events (at);

CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL,
  git_dir TEXT,
  tasks_file TEXT,
  current_tag TEXT,
  added_at INTEGER NOT NULL,
  last_at INTEGER,
  open_run TEXT,
  removed_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  source TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  transitions INTEGER NOT NULL DEFAULT 0,
  finished INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_project ON runs (project, started_at);

CREATE TABLE tasks (
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  parent_id TEXT,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  raw_status TEXT,
  priority TEXT,
  complexity REAL,
  duplicate_of TEXT,
  first_seen_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  last_activity_at INTEGER,
  last_run TEXT,
  last_agent TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  busy_ms INTEGER,
  removed_at INTEGER,
  /* Last: it is long, and what stands behind a long column is read through overflow pages. */
  definition TEXT NOT NULL,
  PRIMARY KEY (project, tag, task_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_run ON tasks (last_run) WHERE last_run IS NOT NULL;

CREATE TABLE dependencies (
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  depends_on TEXT,
  raw TEXT NOT NULL,
  resolved INTEGER NOT NULL,
  ambiguous INTEGER NOT NULL,
  PRIMARY KEY (project, tag, task_id, ordinal)
) STRICT, WITHOUT ROWID;

/* id: seq of the event that began it. source: execute, status, agent or whoever reported it. */
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  run TEXT,
  number INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  status TEXT NOT NULL,
  source TEXT NOT NULL,
  session TEXT,
  agent TEXT,
  detail TEXT
) STRICT;
CREATE INDEX attempts_task ON attempts (project, tag, task_id, number);
CREATE INDEX attempts_run ON attempts (run) WHERE run IS NOT NULL;
CREATE INDEX attempts_running ON attempts (project, tag, task_id) WHERE ended_at IS NULL;
CREATE INDEX attempts_running_session ON attempts (session) WHERE ended_at IS NULL AND session IS NOT NULL;

CREATE TABLE transitions (
  seq INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  run TEXT,
  at INTEGER NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  source TEXT NOT NULL,
  commit_id TEXT,
  author TEXT,
  initial INTEGER NOT NULL
) STRICT;
CREATE INDEX transitions_task ON transitions (project, tag, task_id, at);
CREATE INDEX transitions_run ON transitions (run, at) WHERE run IS NOT NULL;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  project TEXT,
  run TEXT,
  agent TEXT,
  model TEXT,
  cwd TEXT,
  pid INTEGER,
  service TEXT,
  permission_mode TEXT,
  started_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  prompts INTEGER NOT NULL DEFAULT 0,
  turns INTEGER NOT NULL DEFAULT 0,
  turn_ms INTEGER NOT NULL DEFAULT 0,
  interruptions INTEGER NOT NULL DEFAULT 0,
  decisions_auto INTEGER NOT NULL DEFAULT 0,
  decisions_human INTEGER NOT NULL DEFAULT 0,
  decisions_rejected INTEGER NOT NULL DEFAULT 0,
  blocked_ms INTEGER NOT NULL DEFAULT 0,
  tool_calls INTEGER NOT NULL DEFAULT 0,
  tool_errors INTEGER NOT NULL DEFAULT 0,
  api_errors INTEGER NOT NULL DEFAULT 0,
  reporter TEXT,
  error_reporter TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_project ON sessions (project, last_at);
CREATE INDEX sessions_run ON sessions (run) WHERE run IS NOT NULL;

CREATE TABLE agents (
  session TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT,
  parent TEXT,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  status TEXT NOT NULL,
  tool_uses INTEGER,
  PRIMARY KEY (session, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tool_calls (
  session TEXT NOT NULL,
  id TEXT NOT NULL,
  tool TEXT NOT NULL,
  agent_id TEXT,
  started_at INTEGER,
  ended_at INTEGER,
  success INTEGER,
  duration_ms REAL,
  error_type TEXT,
  decision TEXT,
  decision_source TEXT,
  blocked_ms REAL,
  mcp_server TEXT,
  PRIMARY KEY (session, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tool_calls_started ON tool_calls (started_at);

/* When a task was in progress and when not: what "the only task in progress" is computed from. */
CREATE TABLE progress_marks (
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  on_ INTEGER NOT NULL,
  PRIMARY KEY (project, tag, task_id, at, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX progress_marks_at ON progress_marks (project, at, seq);

/* Tasks whose last mark says in progress. */
CREATE TABLE in_progress (
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  PRIMARY KEY (project, tag, task_id)
) STRICT, WITHOUT ROWID;

/* The only task in progress of a project from from_at until the next row; null: none, or several. */
CREATE TABLE sole_tasks (
  project TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  tag TEXT,
  task_id TEXT,
  PRIMARY KEY (project, from_at)
) STRICT, WITHOUT ROWID;

/* What was said about which task a session serves, as it came in. */
CREATE TABLE evidence (
  seq INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  at INTEGER NOT NULL,
  until_at INTEGER,
  kind TEXT NOT NULL,
  status TEXT,
  project TEXT,
  tag TEXT,
  task_id TEXT NOT NULL,
  attempt INTEGER,
  detail TEXT
) STRICT;
CREATE INDEX evidence_session ON evidence (session, at);
CREATE INDEX evidence_task ON evidence (project, tag, task_id);

/*
 * Which task a session served, from when to when; until null: still. Computed from evidence and sole_tasks: the intervals of
 * a session never overlap, so that a moment has one answer.
 */
CREATE TABLE attributions (
  id INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  attempt INTEGER,
  kind TEXT NOT NULL,
  rank INTEGER NOT NULL,
  detail TEXT
) STRICT;
CREATE INDEX attributions_session ON attributions (session, from_at);
CREATE INDEX attributions_task ON attributions (project, tag, task_id);
CREATE INDEX attributions_sole ON attributions (project, until_at) WHERE kind = 'only-in-progress';

/* One row a request and reporter; id: seq of its first event. counted: this reporter is the session's chosen one and the request is not counted twice. */
CREATE TABLE usage (
  id INTEGER PRIMARY KEY,
  session TEXT NOT NULL,
  at INTEGER NOT NULL,
  reporter TEXT NOT NULL,
  request_id TEXT,
  model TEXT,
  agent_id TEXT,
  query_source TEXT,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_creation_tokens INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  duration_ms REAL,
  counted INTEGER NOT NULL,
  project TEXT,
  run TEXT,
  tag TEXT,
  task_id TEXT,
  evidence TEXT,
  /* 1: the event named its task itself, which no later evidence changes. */
  pinned INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX usage_request ON usage (session, reporter, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX usage_session ON usage (session, at);
CREATE INDEX usage_task ON usage (project, tag, task_id) WHERE counted = 1;
CREATE INDEX usage_run ON usage (run) WHERE counted = 1;
CREATE INDEX usage_at ON usage (at) WHERE counted = 1;

/* id: seq of the event. counted: like usage, one reporter a session. */
CREATE TABLE api_errors (
  id INTEGER PRIMARY KEY,
  session TEXT,
  reporter TEXT,
  counted INTEGER NOT NULL DEFAULT 1,
  project TEXT,
  run TEXT,
  at INTEGER NOT NULL,
  model TEXT,
  status_code INTEGER,
  error TEXT,
  attempts INTEGER,
  exhausted INTEGER NOT NULL
) STRICT;
CREATE INDEX api_errors_at ON api_errors (at);
CREATE INDEX api_errors_session ON api_errors (session) WHERE session IS NOT NULL;

/* Inputs that cannot be read now. A row goes when the input is well again. */
CREATE TABLE problems (
  project TEXT NOT NULL,
  input TEXT NOT NULL,
  problem TEXT NOT NULL,
  line INTEGER,
  since INTEGER NOT NULL,
  PRIMARY KEY (project, input)
) STRICT, WITHOUT ROWID;

/* How far the history of a project is imported. */
CREATE TABLE imports (
  project TEXT PRIMARY KEY,
  head TEXT,
  commits_done INTEGER NOT NULL,
  commits_total INTEGER NOT NULL,
  finished_at INTEGER,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

/*
 * Counted usage summed by whom it belongs to, so that a table of thousands of tasks does not add up every request. Kept by
 * the triggers below whatever writes usage (use upserts: INSERT OR REPLACE would not fire the delete trigger). '' for null.
 */
CREATE TABLE usage_totals (
  project TEXT NOT NULL,
  tag TEXT NOT NULL,
  task_id TEXT NOT NULL,
  run TEXT NOT NULL,
  session TEXT NOT NULL,
  model TEXT NOT NULL,
  evidence TEXT NOT NULL,
  requests INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cache_read_tokens INTEGER NOT NULL,
  cache_creation_tokens INTEGER NOT NULL,
  cost_usd REAL NOT NULL,
  PRIMARY KEY (project, tag, task_id, run, session, model, evidence)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_totals_run ON usage_totals (run) WHERE run <> '';
CREATE INDEX usage_totals_session ON usage_totals (session);

CREATE TRIGGER usage_counted AFTER INSERT ON usage WHEN new.counted = 1 BEGIN
${ADD_NEW}
END;
CREATE TRIGGER usage_uncounted AFTER DELETE ON usage WHEN old.counted = 1 BEGIN
${TAKE_OLD}
END;
CREATE TRIGGER usage_left AFTER UPDATE ON usage WHEN old.counted = 1 BEGIN
${TAKE_OLD}
END;
CREATE TRIGGER usage_joined AFTER UPDATE ON usage WHEN new.counted = 1 BEGIN
${ADD_NEW}
END;
`;
