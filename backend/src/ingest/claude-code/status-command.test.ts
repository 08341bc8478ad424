import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statusChanges, taskIds } from './status-command.ts';

const one = (taskId: string, status: string, tag?: string) => [
  { taskId, status, ...(tag === undefined ? {} : { tag }) },
];

describe('statusChanges', () => {
  it.each<[string, ReturnType<typeof one>]>([
    ['task-master set-status --id=5.2 --status=in-progress', one('5.2', 'in-progress')],
    ['task-master set-status -i 5 -s done', one('5', 'done')],
    ['task-master set-status -i5 -sdone', one('5', 'done')],
    ['task-master set-status --status done --id "5"', one('5', 'done')],
    ["npx -y task-master-ai set-status --id='7' --status='review' --tag feature-x", one('7', 'review', 'feature-x')],
    ['npx task-master-ai@latest set-status --id=7 --status=done', one('7', 'done')],
    ['npx --package=task-master-ai task-master set-status --id=7 --status=done', one('7', 'done')],
    ['tm set-status 5 done', one('5', 'done')],
    ['tm mark --id=3 --status=done', one('3', 'done')],
    ['./node_modules/.bin/task-master set-status --id=5 --status=done', one('5', 'done')],
    ['node scripts/dev.js set-status --id=5 --status=done', one('5', 'done')],
    ['FOO=1 BAR="a b" task-master set-status --id=5 --status=done', one('5', 'done')],
    ['cd /home/me/shop && task-master set-status --id=5 --status=done', one('5', 'done')],
    ['task-master set-status --id=5 --status=done 2>&1 | tail -3', one('5', 'done')],
    ['task-master set-status --id=5 --status=done > /dev/null', one('5', 'done')],
    ['(task-master set-status --id=5 --status=done)', one('5', 'done')],
    ['echo "$(task-master set-status --id=5 --status=done)"', []],
    ['task-master set-status \\\n  --id=5 \\\n  --status=done', one('5', 'done')],
    ['task-master set-status --file x.json --id=5 --status=done', one('5', 'done')],
    ['if true; then task-master set-status --id=5 --status=done; fi', one('5', 'done')],
  ])('%s', (command, expected) => {
    expect(statusChanges(command)).toEqual(expected);
  });

  it('reads several ids and several commands, in order', () => {
    const line =
      'task-master set-status --id=5,6.1 --status=done && npm test; task-master set-status --id=7 --status=in-progress';
    expect(statusChanges(line)).toEqual([...one('5', 'done'), ...one('6.1', 'done'), ...one('7', 'in-progress')]);
  });

  it.each([
    'echo task-master set-status --id=5 --status=done',
    'echo "task-master set-status --id=5 --status=done"',
    '# task-master set-status --id=5 --status=done',
    'git commit -m "task-master set-status --id=5 --status=done"',
    'task-master show 5',
    'task-master set-status --id=5',
    'task-master set-status --id=$ID --status=done',
    'task-master set-status --id=5 --status=$STATUS',
    'my-task-master-tool set-status --id=5 --status=done',
    '',
  ])('sees nothing in: %s', (command) => {
    expect(statusChanges(command)).toEqual([]);
  });

  it('never fails on any text', () => {
    const pieces = fc.constantFrom(
      'task-master',
      'set-status',
      '--id',
      '=',
      '5',
      "'",
      '"',
      '\\',
      '$(',
      ')',
      '`',
      ' ',
      '\n',
      '&&',
      '-s',
      '<<EOF',
      '#'
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
        for (const change of statusChanges(parts.join(''))) {
          expect(change.taskId).toMatch(/^([A-Za-z]+-)?\d+(\.\d+)*$/);
        }
      })
    );
  });
});

it('reads ids as the tools give them', () => {
  expect([
    taskIds(5),
    taskIds('5.2'),
    taskIds('5, 6'),
    taskIds(['1', '2']),
    taskIds('HAM-12'),
    taskIds('all'),
    taskIds({}),
  ]).toEqual([['5'], ['5.2'], ['5', '6'], ['1', '2'], ['HAM-12'], [], []]);
});
